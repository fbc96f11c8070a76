"""Forms of pledges: what a member will put in and by when, why one is ended, what counts for a part."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from ayni_web.common.forms import Choice, Day, Form, Number, Row, Text, Whole
from ayni_web.common.language import day as spoken_day
from ayni_web.common.language import said
from ayni_web.common.money import amount
from ayni_web.ledger.forms.books import Currency, HeadingRow
from ayni_web.ledger.forms.reading import Filters
from ayni_web.ledger.forms.writing import whole_minor
from ayni_web.ledger.models import Fund, Heading, Instalment, Line
from ayni_web.ledger.queries.books import open_funds, open_headings
from ayni_web.ledger.rules.pledging import MOST_PARTS, Part, monthly
from ayni_web.members.models import Organisation

# Kinds of parts that are offered, of which so many stand open.
ROWS, OPEN_ROWS = 6, 2
MONEY, IN_KIND = "money", "in_kind"


class PledgeForm(Form):
    """Who puts in, into which fund and for what."""

    topic = "pledges"
    member = Row(queryset=Organisation.objects.none())
    currency = Currency()
    heading = HeadingRow(queryset=Heading.objects.none(), required=False)
    fund = Row(queryset=Fund.objects.none())
    text = Text(max_length=300, required=False)

    def __init__(self, *args: Any, members: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = members
        self.fields["member"].empty_label = said("forms.choose")
        self.fields["heading"].queryset = open_headings()
        self.fields["heading"].empty_label = said("pledges.for_all")
        funds = self.fields["fund"]
        funds.queryset = open_funds()
        alone = list(funds.queryset[:2])
        if len(alone) == 1:
            funds.initial, funds.widget = alone[0].pk, forms.HiddenInput()


class PartForm(forms.Form):
    """A part of a pledge, once or month after month; empty ones are passed over."""

    kind = Choice((MONEY, IN_KIND), topic="pledge_kinds")
    what = Text(max_length=120, required=False)
    minor = Number(min_value=0, max_digits=16, decimal_places=4, example="150.00", required=False)
    due_on = Day(required=False)
    times = Whole(min_value=1, max_value=MOST_PARTS, example="12", required=False)

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency
        for name, field in self.fields.items():
            field.label = said(f"pledges.{name}")
        self.fields["times"].initial = 1

    def mark_of(self, bound: forms.BoundField) -> str:
        """No mark: a part is written or left empty."""
        return ""

    def clean(self) -> dict[str, Any]:
        """Fields of a part: a day and an amount, and what it is where it is no money."""
        told = super().clean() or {}
        if self.is_empty(told):
            return told
        if not told.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", said("pledges.needs_day"))
        if not told.get("minor") and "minor" not in self.errors:
            self.add_error("minor", said("pledges.part_above_zero"))
        elif told.get("minor"):
            told["minor"] = whole_minor(self, "minor", told["minor"], self.currency)
        if told.get("kind") == IN_KIND and not told.get("what"):
            self.add_error("what", said("pledges.say_what"))
        return told

    @staticmethod
    def is_empty(told: Mapping[str, Any]) -> bool:
        """Whether nothing was written in the row."""
        return not (told.get("due_on") or told.get("minor") or told.get("what"))

    @property
    def is_written(self) -> bool:
        """Whether something was sent in the row, right or wrong."""
        return self.is_bound and any(self[name].data for name in ("due_on", "minor", "what"))

    @property
    def parts(self) -> list[Part]:
        """What the row comes to; nothing where it is empty."""
        told = self.cleaned_data
        if self.is_empty(told):
            return []
        part = Part(told["due_on"], told["minor"], told["kind"] == IN_KIND, told["what"])
        return monthly(part, told.get("times") or 1)


PartForms = forms.formset_factory(PartForm, extra=ROWS, max_num=ROWS, absolute_max=ROWS)


def part_forms(data: Any = None) -> Any:
    """Rows to write the parts of a pledge in."""
    currency = data.get("currency", "") if data is not None else ""
    return PartForms(data, prefix="part", form_kwargs={"currency": currency})


class PledgeSearch(Filters):
    """As at which day, and of which fund."""

    topic = "pledges"
    as_at = Day(required=False)
    fund = Row(queryset=Fund.objects.none(), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fund"].queryset = Fund.objects.all()
        self.fields["as_at"].initial = timezone.localdate()


class EndForm(Form):
    """Why a pledge is ended."""

    topic = "pledges"
    reason = Text(max_length=300)


class ContributionRow(Row):
    """What was put in, by its entry, its day and what of it counts for nothing yet."""

    def label_from_instance(self, row: Line) -> str:
        """One line."""
        return said("pledges.contribution", number=str(row.entry_id), day=spoken_day(row.entry.occurred_on),
                    free=amount(int(row.free), row.currency))  # type: ignore[attr-defined]  # fmt: skip


class CountForm(Form):
    """What was put in that counts for a part, and how much of it."""

    topic = "pledges"
    line = ContributionRow(queryset=Line.objects.none())
    minor = Number(min_value=0, max_digits=16, decimal_places=4, example="150.00", required=False)

    def __init__(self, *args: Any, instalment: Instalment, lines: QuerySet[Line], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = instalment.pledge.currency
        self.fields["line"].queryset = lines
        self.fields["line"].empty_label = said("forms.choose")
        self.fields["minor"].help_text = said("pledges.count_minor_hint")

    def clean(self) -> dict[str, Any]:
        """Fields, with the amount in whole minor units; as much as fits where it is empty."""
        told = super().clean() or {}
        if told.get("minor"):
            told["minor"] = whole_minor(self, "minor", told["minor"], self.currency)
        return {**told, "minor": told.get("minor") or None}
