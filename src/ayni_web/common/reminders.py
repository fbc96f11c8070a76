"""What a person is to do, told the same on a page, on paper, by mail and in a text to copy."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from ayni_web.common.language import said

SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Reminder:
    """Something that is a person's to do.

    Attributes
    ----------
    key : str
        Sentence of ``words/reminders.toml``, without the topic; ``<key>_text`` says more.
    facts : mapping
        What the sentences take.
    address : str
        Path of the page where it is done.
    due : date or None
        Day by which; None where no day is set.
    """

    key: str
    address: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    due: date | None = None

    @property
    def title(self) -> str:
        """What is to be done, in the language being spoken."""
        return said(f"reminders.{self.key}", **self.facts)

    @property
    def text(self) -> str:
        """Why, or what happens otherwise."""
        return said(f"reminders.{self.key}_text", **self.facts)

    @property
    def late(self) -> bool:
        """Whether its day has passed."""
        return self.due is not None and self.due < timezone.localdate()

    @property
    def soon(self) -> bool:
        """Whether its day comes within a week."""
        return self.due is not None and not self.late and self.due <= timezone.localdate() + SOON

    @property
    def mark(self) -> str:
        """Mark of the sprite, and its class."""
        return "late" if self.late else "wait" if self.soon else "unk"


def address(*views: str, **where: Any) -> str:
    """Address of the first of these views that there is."""
    for view in views:
        try:
            return reverse(view, kwargs=where if view == views[0] else None)
        except NoReverseMatch:
            continue
    return reverse("home:home")
