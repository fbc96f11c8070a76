"""Every read about personal data."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.apps import apps
from django.db.models import Field, ForeignKey, Model, OneToOneField, Q, QuerySet
from django.utils import timezone

from ayni.words import sentence_keys
from ayni_web.accounts.models import Breach, Consent, Person, PrivacyRequest
from ayni_web.accounts.privacy.actions import BREACH_HOURS
from ayni_web.accounts.privacy.purposes import Purpose, purposes
from ayni_web.accounts.privacy.rooms import held_above

# Columns by which a row is about a person; by any other, the person did something to it.
ABOUT = frozenset({"person", "user", "used_by"})
# What lets someone in, or would let them; never shown, not even to the one it belongs to.
SECRET = frozenset({"password", "salt", "digest", "data", "session_key", "session_data", "key"})


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one table about a person: ``name`` is ``app_model``; each row is its columns by name."""

    name: str
    rows: list[dict[str, Any]]

    @property
    def told(self) -> str:
        """Name of the sentence that says what the table holds."""
        return _told(self.name)


@dataclass(frozen=True, slots=True)
class Acts:
    """What a person did in one table: how many rows, and which."""

    name: str
    column: str
    rows: list[str]

    @property
    def told(self) -> str:
        """Name of the sentence that says what the table holds."""
        return _told(self.name)


@dataclass(frozen=True, slots=True)
class Held:
    """Everything that is kept about a person."""

    account: dict[str, Any]
    tables: list[Table]
    acts: list[Acts]

    def document(self) -> dict[str, Any]:
        """What is kept, as JSON writes it."""
        return {
            "made_at": timezone.now().isoformat(),
            "account": self.account,
            "about": {table.name: table.rows for table in self.tables},
            "done": {f"{acts.name}.{acts.column}": acts.rows for acts in self.acts},
        }


def held(person: Person) -> Held:
    """Everything kept about a person: the account, the rows about them, and the rows they had a hand in.

    Found by the columns that point at a person, in every table there is: a table added tomorrow is found, too.
    """
    tables = [Table(_name(model), [_plain(row) for row in model._default_manager.filter(**{column: person})])
              for model, column in _columns() if column in ABOUT]  # fmt: skip
    tables += [Table(name, rows) for name, rows in held_above(person).items()]
    acts = [Acts(_name(model), column, [str(pk) for pk in _pks(model, column, person)])
            for model, column in _columns() if column not in ABOUT]  # fmt: skip
    return Held(_plain(person), [table for table in tables if table.rows], [each for each in acts if each.rows])


def _columns() -> Iterator[tuple[type[Model], str]]:
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, ForeignKey | OneToOneField) and field.related_model is Person:
                yield model, field.name


def _pks(model: type[Model], column: str, person: Person) -> QuerySet[Any]:
    return model._default_manager.filter(**{column: person}).order_by("pk").values_list("pk", flat=True)


def _name(model: type[Model]) -> str:
    return f"{model._meta.app_label}_{model._meta.model_name}"


def _told(name: str) -> str:
    return name if f"privacy_tables.{name}" in sentence_keys() else "other"


def _plain(row: Model) -> dict[str, Any]:
    fields: list[Field[Any, Any]] = [field for field in row._meta.concrete_fields if field.name not in SECRET]
    return {field.name: _value(getattr(row, field.attname)) for field in fields}


def _value(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | dict | list) else (
        value.isoformat() if isinstance(value, date | datetime) else str(value)
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Agreed:
    """A purpose, and the person's open consent to it."""

    purpose: Purpose
    consent: Consent | None


def agreed(person: Person) -> list[Agreed]:
    """Each purpose with the person's consent, in the order they are told."""
    open_ones = {consent.purpose: consent for consent in person.consents.filter(withdrawn_at__isnull=True)}
    return [Agreed(purpose, open_ones.get(code)) for code, purpose in purposes().items()]


def consents_to(person: Person, purpose: str) -> bool:
    """Whether a person agreed to a purpose and did not take it back."""
    return bool(person.consents.filter(purpose=purpose, withdrawn_at__isnull=True).exists())


def own_requests(person: Person) -> QuerySet[PrivacyRequest]:
    """What a person asked, the newest first."""
    return person.privacy_requests.order_by("-asked_at")


def queue() -> QuerySet[PrivacyRequest]:
    """Requests that wait for an answer, the next due first."""
    return (
        PrivacyRequest.objects.filter(state=PrivacyRequest.State.OPEN)
        .select_related("person")
        .order_by("due_on", "asked_at")
    )


def answered() -> QuerySet[PrivacyRequest]:
    """Requests that were answered, the last first."""
    closed = PrivacyRequest.objects.exclude(state=PrivacyRequest.State.OPEN)
    return closed.select_related("person", "answered_by").order_by("-answered_at")


def breaches() -> QuerySet[Breach]:
    """Breaches of personal data, the last first."""
    return Breach.objects.select_related("recorded_by").order_by("-found_at")


def untold_breaches() -> QuerySet[Breach]:
    """Breaches of which the authority was not told."""
    return Breach.objects.filter(authority_told_at__isnull=True).order_by("found_at")


def to_tell_by(breach: Breach) -> datetime:
    """When the hours of the law are over."""
    return breach.found_at + timedelta(hours=BREACH_HOURS)


def responsible() -> Any:
    """Organisation that answers for the data: the coordinating entity, of a room above; None before it is founded."""
    entity = apps.get_model("members", "Entity").objects.select_related("organisation").first()
    return entity.organisation if entity else None


def public_contacts(organisation: Any) -> QuerySet[Any]:
    """Contacts of the one that answers, for everybody: those of nobody by name, or of who agreed."""
    shown = organisation.contacts.exclude(means="radio")
    return shown.filter(Q(name="") | Q(consented_on__isnull=False))
