"""What is on the stage while the demonstration is loaded: the day, the people, the organisations, by their names."""

import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from importlib.resources import files
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from ayni_web.accounts.models import Person
from ayni_web.members.models import Cluster, Organisation

# Known to everybody, and of no use elsewhere: a demonstration is served on one machine alone.
PASSWORD = "ayni-de-prueba"  # noqa: S105
CHAINS = ("quinua", "alpaca")


@dataclass
class Stage:
    """Everything that the parts of the demonstration refer to by name; days are counted from the day of loading."""

    now: datetime = field(default_factory=timezone.now)
    password: str = field(default_factory=lambda: make_password(PASSWORD))
    people: dict[str, Person] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    clusters: dict[str, Cluster] = field(default_factory=dict)
    entity: Organisation = field(init=False)

    def day(self, days: int) -> date:
        """Day so many days from today."""
        return timezone.localdate(self.now) + timedelta(days=days)

    def moment(self, days: int, hour: int = 9) -> datetime:
        """Moment of that day, at an hour of the morning."""
        local = timezone.localtime(self.now).replace(hour=hour, minute=0, second=0, microsecond=0)
        return local + timedelta(days=days)

    def person(self, username: str, name: str) -> Person:
        """Person with the password of the demonstration."""
        made = Person.objects.create(username=username, name=name, password=self.password)
        self.people[username] = made
        return made


def told(name: str) -> dict[str, Any]:
    """Data of a part of the demonstration."""
    path = files("ayni_web.demonstration").joinpath("data", f"{name}.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))
