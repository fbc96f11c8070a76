"""Forms by which money is written: one for each purpose in plain words, and lines typed freely."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from ayni.words import sentence_keys
from ayni_web.common import money
from ayni_web.common.forms import Choice, Day, Form, Number, Row, Text, Tick, Told, Upload
from ayni_web.common.language import said
from ayni_web.common.uploads import ACCEPTED
from ayni_web.documents.models import Version
from ayni_web.ledger.forms.books import Currency, HeadingRow
from ayni_web.ledger.lines import Drawn
from ayni_web.ledger.models import Account, Draft, Fund, Heading, Source
from ayni_web.ledger.models.entries import Basis
from ayni_web.ledger.naming import account_in_plan, account_title, heading_path
from ayni_web.ledger.purposes import Facts, Purpose
from ayni_web.ledger.queries.books import (
    accounts,
    accounts_for,
    currencies,
    money_members,
    open_funds,
    open_headings,
)
from ayni_web.members.models import Organisation

# Who was paid, or paid, is asked where it is not a member or a source.
WITH_COUNTERPART = frozenset({"pay_supplier", "owe_supplier", "settle_invoice", "change_currency"})
ROWS, MORE_ROWS, MOST_ROWS = 4, 4, 60


class AccountRow(Row):
    """An account, by what it is called."""

    def label_from_instance(self, row: Account) -> str:
        """Its name."""
        return account_title(row)


class Papers(Told, forms.ModelMultipleChoiceField):
    """Papers that are on the site already."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, row: Version) -> str:
        """Title and number of the version."""
        return said("ledger.version_of", document=row.document.title, number=row.number)


class Papered(Form):
    """What every draft has: when, in which words, and the papers that show it."""

    topic = "money_asks"
    occurred_on = Day()
    text = Text(max_length=300)
    file = Upload(widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}), required=False)
    public = Tick(required=False)
    papers = Papers(queryset=Version.objects.none(), required=False)

    def __init__(self, *args: Any, papers: QuerySet[Version], draft: Draft | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.draft = draft
        self.fields["occurred_on"].initial = timezone.localdate()
        self.fields["papers"].queryset = papers
        if not papers:
            del self.fields["papers"]
        if draft:
            self.initial.update(
                occurred_on=draft.occurred_on, text=draft.text, counterpart=draft.counterpart, basis=draft.basis
            )
            self.initial["papers"] = list(draft.papers.values_list("version_id", flat=True))

    def written(self) -> dict[str, Any]:
        """What is the same for every draft."""
        told = self.cleaned_data
        return {
            "occurred_on": told["occurred_on"], "text": told["text"], "counterpart": told.get("counterpart", ""),
            "papers": list(told.get("papers") or ()), "file": told.get("file"), "public": told["public"],
            "draft": self.draft, "sent": self.sent_key(), "basis": told.get("basis", ""),
        }  # fmt: skip


class PurposeForm(Papered):
    """What a purpose asks for, and nothing else."""

    fund = Row(queryset=Fund.objects.none())
    minor = Number(min_value=0, max_digits=16, decimal_places=4, example="1500.00")
    currency = Currency()
    member = Row(queryset=Organisation.objects.none())
    source = Row(queryset=Source.objects.none())
    heading = HeadingRow(queryset=Heading.objects.none())
    to_heading = HeadingRow(queryset=Heading.objects.none())
    account = AccountRow(queryset=Account.objects.none())
    bank = AccountRow(queryset=Account.objects.none())
    to_minor = Number(min_value=0, max_digits=16, decimal_places=4, example="400.00")
    to_currency = Currency()
    to_bank = AccountRow(queryset=Account.objects.none())
    basis = Choice(Basis.values, topic="value_bases", empty=True)
    counterpart = Text(max_length=120, required=False)

    def __init__(self, *args: Any, purpose: Purpose, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.purpose = purpose
        asked = ["minor", "currency", *purpose.asks, "fund"]
        asked += ["counterpart"] if purpose.code in WITH_COUNTERPART else []
        asked += ["basis", "counterpart"] if purpose.valued else []
        asked += [name for name in Papered.base_fields if name in self.fields]
        for name in [name for name in self.fields if name not in asked]:
            del self.fields[name]
        self.order_fields(asked)
        if purpose.valued:
            self.fields["counterpart"].required = True
        self._offer()
        self._name()
        if self.draft and self.draft.facts:
            self.initial.update(_initial(self.draft.facts))

    def _offer(self) -> None:
        offered: Mapping[str, Any] = {
            "fund": open_funds, "source": Source.objects.all, "member": money_members, "heading": open_headings,
            "to_heading": open_headings, "bank": _banks, "to_bank": _banks, "account": lambda: accounts_for("spending"),
        }  # fmt: skip
        for name in [name for name in offered if name in self.fields]:
            field, rows = self.fields[name], offered[name]()
            field.queryset = rows
            field.required = name not in self.purpose.may
            field.empty_label = said("forms.choose") if field.required else said(f"money_asks.no_{name}")
            alone = list(rows[:2])
            if len(alone) == 1 and field.required and name in ("fund", "source", "bank"):
                field.initial, field.widget = alone[0].pk, forms.HiddenInput()

    def _name(self) -> None:
        known = set(sentence_keys())
        for name, field in self.fields.items():
            own = f"money_asks.{self.purpose.code}_{name}"
            if own in known:
                field.label = said(own)
            if f"{own}_hint" in known:
                field.help_text = said(f"{own}_hint")

    def clean(self) -> dict[str, Any]:
        """Fields, with amounts in whole minor units of their currency."""
        told = super().clean() or {}
        for amount, currency in (("minor", "currency"), ("to_minor", "to_currency")):
            if told.get(amount) is not None and told.get(currency):
                told[amount] = whole_minor(self, amount, told[amount], told[currency])
        if told.get("to_bank") and told.get("bank") == told.get("to_bank") and "to_currency" not in self.fields:
            self.add_error("to_bank", said("ledger.same_account"))
        if told.get("to_currency") and told.get("currency") == told["to_currency"]:
            self.add_error("to_currency", said("ledger.same_currency"))
        return told

    def facts(self) -> dict[str, Any]:
        """What ``drafts.draw`` takes."""
        told = {each.name: self.cleaned_data.get(each.name) for each in fields(Facts)}
        plain = {
            name: value if isinstance(value, int | str) else str(value.pk) for name, value in told.items() if value
        }
        minor = {"minor": plain.pop("minor", 0)}
        return {"purpose": self.purpose.code, "facts": Facts(**minor, **plain), **self.written()}


def _banks() -> QuerySet[Account]:
    return accounts_for("bank", "cash")


def _initial(facts: Mapping[str, Any]) -> dict[str, Any]:
    told = {name: value for name, value in facts.items() if value}
    for amount, currency in (("minor", "currency"), ("to_minor", "to_currency")):
        if amount in told:
            told[amount] = money.amount_of(told[amount], told[currency])
    return told


def whole_minor(form: forms.Form, name: str, amount: Any, currency: str) -> int:
    """Amount in whole minor units; an error of its field, and zero, where it has more decimals than the currency."""
    try:
        return money.minor_of(amount, currency)
    except ValueError:
        form.add_error(name, said("ledger.more_decimals", currency=currency, n=money.decimals(currency)))
        return 0


class LinesForm(Papered):
    """What stands above lines that are typed freely."""

    counterpart = Text(max_length=120, required=False)
    basis = Choice(Basis.values, topic="value_bases", empty=True, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["occurred_on", "text", "counterpart", "basis", "file", "public", "papers"])

    def facts(self) -> dict[str, Any]:
        """What ``drafts.draw_lines`` takes beside the lines."""
        return self.written()


class LineForm(forms.Form):
    """A line typed freely; empty ones are passed over."""

    account = forms.ChoiceField(required=False)
    debit = Number(min_value=0, max_digits=16, decimal_places=4, example="1500.00", required=False)
    credit = Number(min_value=0, max_digits=16, decimal_places=4, example="1500.00", required=False)
    currency = forms.ChoiceField(required=False)
    fund = forms.ChoiceField(required=False)
    source = forms.ChoiceField(required=False)
    heading = forms.ChoiceField(required=False)
    member = forms.ChoiceField(required=False)
    passed_on = forms.BooleanField(required=False)

    def __init__(self, *args: Any, choices: Mapping[str, list[tuple[str, str]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, offered in choices.items():
            self.fields[name].choices = offered
        for name, field in self.fields.items():
            field.label = said(f"money_lines.{name}")

    def mark_of(self, bound: forms.BoundField) -> str:
        """No mark: a line is written or left empty."""
        return ""

    def clean(self) -> dict[str, Any]:
        """Fields of a line that moves something: one account, and one side."""
        told = super().clean() or {}
        if self.is_empty(told):
            return told
        if not told.get("account"):
            self.add_error("account", said("ledger.line_without_account"))
        if bool(told.get("debit")) == bool(told.get("credit")):
            self.add_error("debit", said("ledger.one_side"))
            return told
        side, sign = ("debit", 1) if told["debit"] else ("credit", -1)
        told["minor"] = sign * whole_minor(self, side, told[side], told["currency"])
        return told

    @staticmethod
    def is_empty(told: Mapping[str, Any]) -> bool:
        """Whether nothing was written in the line."""
        return not (told.get("account") or told.get("debit") or told.get("credit"))

    @property
    def drawn(self) -> Drawn | None:
        """The line; None where it is empty."""
        told = self.cleaned_data
        if self.is_empty(told) or "minor" not in told:
            return None
        return Drawn(
            told["account"], told["fund"], told["currency"], told["minor"], source=told["source"],
            heading=told["heading"], member=told["member"], passed_on=told["passed_on"],
        )  # fmt: skip


LineForms = forms.formset_factory(LineForm, extra=ROWS, max_num=MOST_ROWS, absolute_max=MOST_ROWS)


def line_forms(data: Any = None, *, rows: int = ROWS, lines: Iterable[Drawn] = ()) -> Any:
    """Lines to type, so many of them; what can be chosen is read once for all."""
    given = [_line_initial(each) for each in lines]
    if data is not None:
        return LineForms(data, prefix="line", form_kwargs={"choices": line_choices()})
    made = forms.formset_factory(LineForm, extra=max(rows - len(given), 0), max_num=MOST_ROWS)
    return made(initial=given, prefix="line", form_kwargs={"choices": line_choices()})


def line_choices() -> dict[str, list[tuple[str, str]]]:
    """What lines can be of; five reads."""
    none = [("", "—")]
    funds = [(row.pk, row.title) for row in open_funds()]
    return {
        "account": [*none, *((row.pk, account_in_plan(row)) for row in accounts().filter(closed_at__isnull=True))],
        "currency": [(code, code) for code in currencies()],
        "fund": funds if len(funds) == 1 else [*none, *funds],
        "source": [*none, *((row.pk, row.title) for row in Source.objects.all())],
        "heading": [*none, *((row.pk, heading_path(row)) for row in open_headings())],
        "member": [*none, *((str(row.pk), row.name) for row in money_members())],
    }


def _line_initial(line: Drawn) -> dict[str, Any]:
    amount = money.amount_of(abs(line.minor), line.currency)
    return {
        "account": line.account, "debit" if line.minor > 0 else "credit": amount, "currency": line.currency,
        "fund": line.fund, "source": line.source, "heading": line.heading, "member": line.member,
        "passed_on": line.passed_on,
    }  # fmt: skip
