"""Forms by which the books are read, and by which a checker answers."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from ayni_web.common.forms import Day, Form, Row, Text, Told
from ayni_web.common.language import said
from ayni_web.ledger.forms.books import HeadingRow
from ayni_web.ledger.models import Account, Fund, Heading, Source
from ayni_web.ledger.naming import account_in_plan
from ayni_web.ledger.purposes import ALL
from ayni_web.ledger.queries.books import accounts, headings, years


class PlanRow(Row):
    """An account, by code and name."""

    def label_from_instance(self, row: Account) -> str:
        """Code and name."""
        return account_in_plan(row)


class Filters(Form):
    """Filters of a list; ``wanted`` holds those that were chosen and make sense."""

    topic = "ledger"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, Row):
                field.empty_label = said("forms.any")

    def wanted(self) -> dict[str, Any]:
        """Filters that were chosen."""
        if not self.is_bound:
            return {}
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if name != "sent" and value}


class JournalSearch(Filters):
    """Which entries a journal shows."""

    happened = forms.ChoiceField(required=False)
    account = PlanRow(queryset=Account.objects.none(), required=False)
    fund = Row(queryset=Fund.objects.none(), required=False)
    source = Row(queryset=Source.objects.none(), required=False)
    heading = HeadingRow(queryset=Heading.objects.none(), required=False)
    since = Day(required=False)
    until = Day(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["happened"].choices = [("", said("forms.any")), *((c, said(f"money_purposes.{c}")) for c in ALL)]
        self.fields["account"].queryset = accounts()
        self.fields["fund"].queryset = Fund.objects.all()
        self.fields["source"].queryset = Source.objects.all()
        self.fields["heading"].queryset = headings()

    def wanted(self) -> dict[str, Any]:
        """Filters that were chosen, as ``found_entries`` takes them."""
        told = super().wanted()
        return {"purpose" if name == "happened" else name: value for name, value in told.items()}


class BalanceSearch(Filters):
    """Of which fund, and up to which day."""

    fund = Row(queryset=Fund.objects.none(), required=False)
    until = Day(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fund"].queryset = Fund.objects.all()


class BudgetSearch(Filters):
    """Of which fund and source."""

    fund = Row(queryset=Fund.objects.none(), required=False)
    source = Row(queryset=Source.objects.none(), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fund"].queryset = Fund.objects.all()
        self.fields["source"].queryset = Source.objects.all()


class AccountSearch(Filters):
    """Of which fund and currency."""

    fund = Row(queryset=Fund.objects.none(), required=False)
    currency = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, held: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fund"].queryset = Fund.objects.all()
        self.fields["currency"].choices = [(code, code) for code in held]


class SendBackForm(Form):
    """Why a draft goes back to its maker."""

    topic = "ledger"
    reason = Text(long=True, max_length=600)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].widget.attrs["rows"] = 3


class ReverseForm(Form):
    """Why an entry is taken back, and on which day."""

    topic = "ledger"
    occurred_on = Day()
    why_reversed = Text(max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["occurred_on"].initial = timezone.localdate()

    def facts(self) -> dict[str, Any]:
        """What ``drafts.draw_reversal`` takes."""
        told = self.cleaned_data
        return {"occurred_on": told["occurred_on"], "text": told["why_reversed"], "sent": self.sent_key()}


class YearChoice(Told, forms.TypedChoiceField):
    """A year of the books that is over."""

    def __init__(self, **kwargs: Any) -> None:
        def choices() -> list[tuple[int, str]]:
            return [(year, str(year)) for year in years() if date(year, 12, 31) <= timezone.localdate()]

        super().__init__(choices=choices, coerce=int, **kwargs)


class ClosingForm(Form):
    """Which year ends."""

    topic = "ledger"
    year_over = YearChoice()

    def facts(self) -> dict[str, Any]:
        """What ``closing.draw_closing`` takes."""
        year = self.cleaned_data["year_over"]
        return {"year": year, "text": said("ledger.closing_of", year=str(year)), "sent": self.sent_key()}
