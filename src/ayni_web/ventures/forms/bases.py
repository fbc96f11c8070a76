"""What the forms of the rows of a plan have in common: what stands in a row is shown, what is typed goes back."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from django import forms

from ayni_web.common.forms import Form, Select
from ayni_web.common.language import current, said
from ayni_web.ventures.contents import fresh_code, rows_of

Row = dict[str, Any]
CENT = Decimal(100)


def typed(value: Any, *, percent: bool = False) -> str:
    """Number as it stands in a field: with the decimal sign of the language, and no sign for thousands."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "" if value is None else str(value)
    exact = Decimal(str(value))
    if not exact.is_finite():
        return str(value)
    text = f"{exact * CENT if percent else exact:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace(".", ",") if current() == "pt" else text


def plain(value: Decimal | None, *, percent: bool = False) -> float | int | None:
    """Number as the document holds it: whole where it is."""
    if value is None:
        return None
    exact = value / CENT if percent else value
    return int(exact) if exact == exact.to_integral_value() and not percent else float(exact)


class Listed(forms.ChoiceField):
    """One of what the plan itself lists, by code."""

    widget = Select


class RowForm(Form):
    """A row of a list of the document.

    ``numbers`` and ``percents`` are fields that hold them; ``optional`` those that say nothing where they are empty.
    """

    topic = "plan_fields"
    table: ClassVar[str]
    coded: ClassVar[bool] = False
    numbers: ClassVar[tuple[str, ...]] = ()
    percents: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, document: Mapping[str, Any], row: Row | None = None, **kwargs: Any) -> None:
        self.document, self.before = document, row or {}
        kwargs["initial"] = {**self.shown_of(self.before), **kwargs.get("initial", {})} if row else {}
        super().__init__(*args, **kwargs)
        self.fit()

    def fit(self) -> None:
        """Let the fields list what the plan has."""

    def shown_of(self, row: Row) -> Row:
        """Fields as they are shown for a row."""
        found = {name: row[name] for name in self.base_fields if name in row}
        found.update({name: typed(row[name]) for name in self.numbers if name in row})
        found.update({name: typed(row[name], percent=True) for name in self.percents if name in row})
        return found

    def row(self) -> Row:
        """Row as the document takes it; what was never asked for stays as it was."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "sent"}
        for name in self.numbers:
            given[name] = plain(given.get(name))
        for name in self.percents:
            given[name] = plain(given.get(name), percent=True)
        return self._joined(given)

    def _joined(self, given: Row) -> Row:
        row = {**self.before, **given}
        if self.coded and not row.get("code"):
            taken = {str(each.get("code")) for each in rows_of(self.document, self.table)}
            row = {"code": fresh_code(row.get("title", ""), taken), **row}
        return {
            name: value for name, value in row.items() if not (value is None or value is False or value in ("", []))
        }

    def listed(self, table: str, *, none: str = "", group: bool = False) -> list[tuple[str, str]]:
        """Choices: what the plan lists, after the line that chooses none, and with the group as a whole."""
        found = [(str(each.get("code")), str(each.get("title") or each.get("code"))) for each in
                 rows_of(self.document, table) if each.get("code")]  # fmt: skip
        first = [("", said(f"plans.{none}"))] if none else []
        return [*first, *([("group", said("plans.the_group"))] if group else []), *found]

    def _offer(self, table: str, none: str, *names: str) -> None:
        """Let fields choose from a list of the plan; they are not asked for where that is empty."""
        choices = self.listed(table, none=none)
        for name in names:
            if len(choices) < 2 and not self.before.get(name):
                del self.fields[name]
            elif isinstance(self.fields[name], Listed):
                self.fields[name].choices = choices

    def _offer_currencies(self) -> None:
        """Let a row be told in another currency of the plan; it is not asked where there is none."""
        others = [str(each["currency"]) for each in rows_of(self.document, "exchange") if each.get("currency")]
        if others or self.before.get("currency"):
            self.fields["currency"].choices = [("", said("plans.own_currency")), *((each, each) for each in others)]
        else:
            del self.fields["currency"]
