"""Forms of strategies: how one begins, the rows of its parts, a reason, a sign that came true."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.db.models import QuerySet

from ayni_web.common.forms import Choice, Day, Form, Number, Select, Text, Whole
from ayni_web.common.forms import Row as Listed
from ayni_web.common.language import current, said, spoken
from ayni_web.documents.models import Document
from ayni_web.members.forms.organisations import countries
from ayni_web.members.models import Cluster
from ayni_web.strategies.analysis import Field, Part
from ayni_web.strategies.contents import Row, name_of
from ayni_web.ventures.contents import fresh_code
from ayni_web.ventures.forms.bases import plain, typed
from ayni_web.ventures.models import Plan

_LIMITS: Mapping[str, Mapping[str, Any]] = {
    "number": {}, "amount": {"min_value": 0}, "percent": {"min_value": 0, "max_value": 100, "unit": "%"},
    "growth": {"min_value": -100, "max_value": 1000, "unit": "%"},
}  # fmt: skip


class AddForm(Form):
    """A product, a market, the cluster, and the plan that goes with it."""

    topic = "strategies"
    product = Text()
    hs_code = Text(max_length=10, validators=[RegexValidator(r"^\d{4}(\d{2}){0,3}$", code="hs")], example="100850")
    market = Choice((), topic="places")
    cluster = Listed(queryset=Cluster.objects.none(), empty_label=None)
    plan = Listed(queryset=Plan.objects.none(), required=False, empty_label="")

    def __init__(self, *args: Any, clusters: QuerySet[Cluster], plans: QuerySet[Plan], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cluster"].queryset, self.fields["plan"].queryset = clusters, plans
        self.fields["plan"].empty_label = said("strategies.no_plan")
        self.fields["market"].choices = [("", said("forms.choose")), *countries(current())]
        alone = list(clusters[:2])
        if len(alone) == 1:
            self.fields["cluster"].initial = alone[0].pk
            self.fields["cluster"].widget = forms.HiddenInput()


class PlanForm(Form):
    """The plan that goes with a strategy."""

    topic = "strategies"
    plan = Listed(queryset=Plan.objects.none(), required=False, empty_label="")

    def __init__(self, *args: Any, plans: QuerySet[Plan], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan"].queryset = plans
        self.fields["plan"].empty_label = said("strategies.no_plan")


class ReasonForm(Form):
    """Why a part is left out."""

    topic = "strategies"
    reason = Text(max_length=400, required=False)


class RowForm(Form):
    """A row of a part: its fields as the library tells them; drafts may leave any empty."""

    topic = "strategies"

    def __init__(self, *args: Any, part: Part, rows: list[Row], at: int, **kwargs: Any) -> None:
        self.part, self.rows, self.before = part, rows, rows[at] if at < len(rows) else {}
        kwargs["initial"] = {each.code: _shown(each, self.before.get(each.code)) for each in part.fields}
        kwargs["initial"]["reason_why_not"] = self.before.get("reason", "")
        super().__init__(*args, **kwargs)
        for each in part.fields:
            self.fields[each.code] = _field(each)
        if part.rows == "free":
            self.fields[part.named].required = True
        if part.reason == "row":
            self.fields["reason_why_not"] = Text(
                max_length=400, required=False, label=said("strategies.reason"),
                help_text=said("strategies.reason_hint"),
            )  # fmt: skip

    def mark_of(self, bound: forms.BoundField) -> str:
        """Fields without which the part is not whole are many: the others are marked."""
        needed = {each.code: each.needed for each in self.part.fields}
        return "" if needed.get(bound.name, True) else "page.optional"

    def row(self) -> Row:
        """Row as the document holds it: nothing where nothing was written."""
        told = {each.code: _kept(each, self.cleaned_data.get(each.code)) for each in self.part.fields}
        told["reason"] = self.cleaned_data.get("reason_why_not", "")
        found = {name: value for name, value in told.items() if value not in (None, "", [])}
        return {"code": self.before.get("code") or self._code(), **found}

    def _code(self) -> str:
        if self.part.rows != "free":
            return self.part.code
        taken = {str(each.get("code")) for each in self.rows}
        return fresh_code(str(self.cleaned_data.get(self.part.named, "")), taken)


class EvidenceForm(Form):
    """A paper that shows a part, and what it shows."""

    topic = "strategies"
    document = Listed(queryset=Document.objects.none(), empty_label=None)
    says = Text(max_length=300, required=False)

    def __init__(self, *args: Any, papers: QuerySet[Document], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document"].queryset = papers


class MetForm(Form):
    """What was seen of a sign that came true, and on which day."""

    topic = "strategies"
    seen = Text(max_length=400)
    seen_on = Day()


class CompareForm(Form):
    """The version that another is held against."""

    topic = "strategies"
    against = forms.ChoiceField(widget=Select)

    def __init__(self, *args: Any, versions: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["against"].choices = [
            (str(each.pk), said("strategies.version", number=each.number)) for each in versions
        ]


def title_of_row(part: Part, rows: list[Row], at: int) -> str:
    """What a row is called; empty for a new one."""
    return name_of(part, rows[at], at) if at < len(rows) else ""


def _field(each: Field) -> forms.Field:
    """Field of a form that asks what a field of the library asks."""
    told: dict[str, Any] = {"required": False, "label": spoken(each.title), "help_text": spoken(each.hint)}
    if each.kind in _LIMITS:
        return Number(max_digits=18, decimal_places=4, **_LIMITS[each.kind], **told)
    if each.kind == "year":
        return Whole(min_value=1900, max_value=2200, example="2024", **told)
    if each.kind == "day":
        return Day(**told)
    if each.kind in ("choice", "several"):
        return _chosen(each, told)
    return Text(long=each.kind == "long", **({"max_length": 1000} if each.kind == "long" else {}), **told)


def _chosen(each: Field, told: dict[str, Any]) -> forms.Field:
    choices = [(one.code, spoken(one.title)) for one in each.choices]
    if each.kind == "several":
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **told)
    return forms.ChoiceField(choices=[("", said("forms.choose")), *choices], widget=Select, **told)


def _shown(each: Field, value: Any) -> Any:
    return typed(value) if each.kind in _LIMITS and value is not None else value


def _kept(each: Field, value: Any) -> Any:
    if isinstance(value, Decimal):
        return plain(value)
    return value.isoformat() if each.kind == "day" and value is not None else value
