"""The form of a questionnaire: rows as they stand, and a few blank ones at the end of each list."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from ayni.library.questionnaires import LONGEST, MOST_MONTHS, Questionnaire
from ayni_web.assessments.editing import BLANK, COLUMNS, Row, Typed, fresh_codes, rows_of
from ayni_web.assessments.texts import told
from ayni_web.common.forms import Form, Number, Text, Tick, Told, Whole
from ayni_web.common.language import said

LETTERS = {"scale": "s", "group": "g", "item": "i"}


class Grouped(Told, forms.ChoiceField):
    """Group of an item."""


class EditForm(Form):
    """A questionnaire in the language being spoken."""

    topic = "assessments"
    title = Text(max_length=200)
    about = Text(long=True, max_length=LONGEST)
    named = Tick(required=False)
    own = Tick(required=False)
    review = Whole(min_value=0, max_value=MOST_MONTHS)
    translation = Tick(required=False)

    def __init__(self, *args: Any, asked: Questionnaire, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "title": told(asked.title), "about": told(asked.about), "named": asked.named, "own": asked.own,
            "review": asked.review,
        }  # fmt: skip
        super().__init__(*args, **kwargs)
        self._rows = {name: _with_blanks(name, rows) for name, rows in rows_of(asked).items()}
        for name, rows in self._rows.items():
            for at, row in enumerate(rows):
                for column in COLUMNS[name]:
                    self.fields[f"{name}_{at}_{column}"] = self._field(name, column, row)

    def _field(self, name: str, column: str, row: Row) -> forms.Field:
        label, initial = said(f"assessments.{_LABELS[name, column]}"), row.get(column)
        if column in ("reverse", "evidence", "weighs"):
            return Tick(required=False, label=label, initial=initial)
        if column in ("value", "weight"):
            number = f"{initial:g}" if initial is not None else ""
            return Number(required=False, label=label, initial=number, example="1")
        if column == "group":
            known = [(each["code"], each["title"] or said("assessments.new_row")) for each in self._rows["group"]]
            return Grouped(choices=known, required=False, label=label, initial=initial)
        widget = forms.Textarea(attrs={"rows": 2}) if name == "item" else forms.TextInput()
        return Text(max_length=LONGEST, required=False, label=label, initial=initial, widget=widget)

    def lists(self) -> dict[str, list[list[forms.BoundField]]]:
        """Fields of every row, by kind of row."""
        return {
            name: [[self[f"{name}_{at}_{column}"] for column in COLUMNS[name]] for at in range(len(rows))]
            for name, rows in self._rows.items()
        }

    @property
    def head(self) -> list[forms.BoundField]:
        """Fields of the whole."""
        return [self[name] for name in ("title", "about", "named", "own", "review", "translation")]

    def typed(self) -> Typed:
        """What was typed."""
        given = self.cleaned_data
        rows = {
            name: [self._typed_row(name, at, row["code"]) for at, row in enumerate(rows)]
            for name, rows in self._rows.items()
        }
        head = {name: given[name] for name in ("title", "about", "named", "own", "review")}
        return Typed(head, rows, given["translation"])

    def _typed_row(self, name: str, at: int, code: str) -> Row:
        row: Row = {column: self.cleaned_data.get(f"{name}_{at}_{column}") for column in COLUMNS[name]}
        for column in ("value", "weight"):
            if column in row:
                row[column] = float(row[column]) if row[column] is not None else (1.0 if column == "weight" else None)
        return {**row, "code": code}

    def facts(self) -> Mapping[str, Any]:
        """Nothing but the key: the view makes the document."""
        return {"sent": self.sent_key()}


_LABELS = {
    ("scale", "text"): "step_text", ("scale", "value"): "step_value",
    ("group", "title"): "group_title", ("group", "weight"): "weight",
    ("item", "text"): "item_text", ("item", "group"): "group", ("item", "weight"): "weight",
    ("item", "reverse"): "item_reverse", ("item", "evidence"): "item_evidence", ("item", "weighs"): "item_weighs",
}  # fmt: skip


def _with_blanks(name: str, rows: Sequence[Row]) -> list[Row]:
    codes = fresh_codes(rows, LETTERS[name], BLANK[name]) if name != "scale" else [""] * BLANK[name]
    blank = {"text": "", "title": "", "weight": 1.0, "value": None}
    return [*rows, *({**{key: blank[key] for key in COLUMNS[name] if key in blank}, "code": code} for code in codes)]
