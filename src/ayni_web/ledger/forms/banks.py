"""Forms of what the bank says: a file of it, what of it is which line, the day on which both agree."""

import hashlib
from typing import Any

from django import forms
from django.utils import timezone

from ayni_web.common.forms import Day, Form, Told, Upload
from ayni_web.common.language import day as spoken_day
from ayni_web.common.language import said
from ayni_web.common.money import amount
from ayni_web.common.uploads import safe_name
from ayni_web.ledger.bank.reading import LIMIT
from ayni_web.ledger.models import Line, Movement
from ayni_web.ledger.queries.journal import memo_of

FILES = ".csv,.txt,.xlsx,.ods,.ofx,.qfx"


class StatementForm(Form):
    """A file as the bank hands it over."""

    topic = "bank"
    file = Upload(widget=forms.ClearableFileInput(attrs={"accept": FILES}))

    def clean_file(self) -> Any:
        """The file, of a size that a statement may have."""
        file = self.cleaned_data["file"]
        if file.size > LIMIT:
            raise forms.ValidationError(said("bank.too_big", limit=LIMIT >> 20))
        return file

    def facts(self) -> dict[str, Any]:
        """What ``statements.add_statement`` takes."""
        file = self.cleaned_data["file"]
        content = file.read()
        return {
            "name": safe_name(file.name or ""), "content": content, "sha256": hashlib.sha256(content).hexdigest(),
            "sent": self.sent_key(),
        }  # fmt: skip


class Ticked(Told, forms.TypedMultipleChoiceField):
    """Rows that a person ticks, by their number."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=int, **kwargs)


class MatchForm(Form):
    """Which lines a movement is, alone or together with other movements."""

    topic = "bank"
    lines = Ticked()
    movements = Ticked(required=False)

    def __init__(
        self, *args: Any, movement: Movement, lines: list[Line], others: list[Movement], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.movement = movement
        self.fields["lines"].choices = [(line.pk, line_told(line)) for line in lines]
        self.fields["movements"].choices = [(row.pk, movement_told(row)) for row in others]
        self.fields["lines"].initial = [line.pk for line in lines if movement.opening or line.minor == movement.minor][
            : None if movement.opening else 1
        ]
        if not others:
            del self.fields["movements"]

    def facts(self) -> dict[str, Any]:
        """What ``matching.match`` takes."""
        told = self.cleaned_data
        return {
            "movements": [self.movement.pk, *told.get("movements", ())], "lines": told["lines"],
            "account": self.movement.account, "currency": self.movement.currency, "sent": self.sent_key(),
        }  # fmt: skip


class PairForm(Form):
    """A proposal that a person takes as it is."""

    topic = "bank"
    movements = Ticked()
    lines = Ticked()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("movements", "lines"):
            self.fields[name].valid_value = str.isdecimal  # type: ignore[method-assign]


class DayForm(Form):
    """The day on which books and bank are held against each other."""

    topic = "bank"
    day = Day()

    def __init__(self, *args: Any, until: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].initial = until or timezone.localdate()


def line_told(line: Line) -> str:
    """A line in one sentence: day, amount, entry and its words."""
    words = memo_of(line.entry.memo)["text"] or said("ledger.blanked")
    return said("bank.line_told", day=spoken_day(line.entry.occurred_on), amount=amount(line.minor, line.currency),
                number=line.entry_id, text=words)  # fmt: skip


def movement_told(row: Movement) -> str:
    """A movement in one sentence: day, amount and the words of the bank."""
    return said("bank.movement_told", day=spoken_day(row.day), amount=amount(row.minor, row.currency),
                text=movement_title(row))  # fmt: skip


def movement_title(row: Movement) -> str:
    """What a movement is called."""
    return said("bank.opening") if row.opening else row.text or row.reference or said("bank.without_words")
