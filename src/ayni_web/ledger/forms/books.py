"""Forms of what the books stand on: their opening, accounts, funds, sources, headings, rates."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import lazy

from ayni.library.plans import plans
from ayni_web.common.forms import Choice, Day, Form, Number, Row, Text, Told, Whole
from ayni_web.common.language import said
from ayni_web.documents.models import Version
from ayni_web.ledger.models import Fund, Heading, Source
from ayni_web.ledger.models.books import AccountKind, AccountPurpose, HeadingKind, SourceKind
from ayni_web.ledger.naming import heading_path, plan_about, plan_title
from ayni_web.ledger.queries.books import currencies, free_code, money_members, open_headings
from ayni_web.members.models import Cluster, Organisation

lazily = lazy(said, str)
CODE = r"^[A-Za-z0-9][A-Za-z0-9.-]*$"


class PlanChoice(Told, forms.ChoiceField):
    """A plan of accounts of the library, with what it is for."""

    widget = forms.RadioSelect

    def __init__(self, **kwargs: Any) -> None:
        def choices() -> list[tuple[str, str]]:
            return [(code, f"{plan_title(code)}. {plan_about(code)}") for code in sorted(plans())]

        super().__init__(choices=choices, **kwargs)


class Currency(Told, forms.ChoiceField):
    """A currency of those in use."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=lambda: [(code, code) for code in currencies()], **kwargs)


class HeadingRow(Row):
    """A heading, after those it stands within."""

    def label_from_instance(self, row: Heading) -> str:
        """Its path."""
        return heading_path(row)


class VersionRow(Row):
    """A version of a document, by the title of the document."""

    def label_from_instance(self, row: Version) -> str:
        """Title and number."""
        return said("ledger.version_of", document=row.document.title, number=row.number)


class Code(Told, forms.RegexField):
    """A code in capitals; made from the title where it is left empty."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(CODE, max_length=kwargs.pop("most"), **kwargs)
        self.widget.attrs.update({"class": "short", "autocomplete": "off"})

    def clean(self, value: Any, *args: Any) -> str:
        """Code in capitals."""
        return str(super().clean(value, *args)).upper()


class OpenForm(Form):
    """Which plan, and the first year."""

    topic = "ledger"
    plan = PlanChoice()
    year = Whole(min_value=2000, max_value=2100, example="2026")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].initial = timezone.localdate().year


class AccountForm(Form):
    """An account of the plan."""

    topic = "ledger"
    title = Text(max_length=120, label=lazily("ledger.called"))
    code = Code(most=16, required=True)
    kind = Choice(AccountKind.values, topic="account_kinds", empty=True)
    purpose = Choice(AccountPurpose.values, topic="account_purposes", empty=True)
    currency = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(code, code) for code in currencies()]
        self.fields["currency"].choices = [("", said("ledger.any_currency")), *known]


class _Coded(Form):
    """A row with a title, whose code is made from it where it is left empty."""

    topic = "ledger"
    model: Any = None

    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        told = dict(super().facts())
        parent = told.get("parent")
        told["code"] = told["code"] or free_code(told["title"], self.model, parent.code if parent else "")
        return told


class FundForm(_Coded):
    """Money kept apart."""

    model = Fund
    title = Text(max_length=120, label=lazily("ledger.called"))
    cluster = Row(queryset=Cluster.objects.none(), required=False)
    code = Code(most=24)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cluster"].queryset = Cluster.objects.order_by("name")
        self.fields["cluster"].empty_label = said("ledger.of_the_entity")


class SourceForm(_Coded):
    """Who gives money."""

    model = Source
    title = Text(max_length=120, label=lazily("ledger.called"))
    kind = Choice(SourceKind.values, topic="source_kinds", empty=True)
    organisation = Row(queryset=Organisation.objects.none(), required=False)
    agreement = VersionRow(queryset=Version.objects.none(), required=False)
    code = Code(most=24)

    def __init__(self, *args: Any, papers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.filter(
            merged_into__isnull=True, kind__in=("government", "development_agency", "ngo", "coordinating_entity")
        ).order_by("name")
        for name in ("organisation", "agreement"):
            self.fields[name].empty_label = said("ledger.none")
        self.fields["agreement"].queryset = papers


class HeadingForm(_Coded):
    """What money is for."""

    model = Heading
    kind = Choice(HeadingKind.values, topic="heading_kinds", widget=forms.RadioSelect)
    title = Text(max_length=120, label=lazily("ledger.called"))
    parent = HeadingRow(queryset=Heading.objects.none(), required=False)
    organisation = Row(queryset=Organisation.objects.none(), required=False)
    cluster = Row(queryset=Cluster.objects.none(), required=False)
    cofinance = Number(
        min_value=0, max_value=99, max_digits=4, decimal_places=2, example="25", unit="%", required=False
    )
    starts_on = Day(required=False)
    ends_on = Day(required=False)
    rules = VersionRow(queryset=Version.objects.none(), required=False)
    code = Code(most=32)

    def __init__(self, *args: Any, papers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = open_headings().exclude(kind=HeadingKind.ACTIVITY)
        self.fields["organisation"].queryset = money_members()
        self.fields["rules"].queryset = papers
        self.fields["cluster"].queryset = Cluster.objects.order_by("name")
        for name in ("parent", "organisation", "cluster", "rules"):
            self.fields[name].empty_label = said("ledger.none")

    def clean(self) -> dict[str, Any]:
        """Fields, with the days in order."""
        told = super().clean() or {}
        starts, ends = told.get("starts_on"), told.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", said("ledger.ends_before"))
        return told


class RateForm(Form):
    """What a currency was worth on a day."""

    topic = "ledger"
    currency = Currency()
    day = Day()
    value = Number(min_value=0, max_digits=12, decimal_places=6, example="3.745")
    source = Text(max_length=200)

    def clean_value(self) -> Any:
        """Value above zero."""
        value = self.cleaned_data["value"]
        if not value:
            raise forms.ValidationError(said("ledger.rate_above_zero"))
        return value


class EmptyForm(Form):
    """A step that asks for nothing; it counts once."""

    topic = "ledger"
