"""Forms of the rows of a plan, one row at a time, and which form a list has."""

from decimal import Decimal
from typing import Any, ClassVar

from django import forms

from ayni_web.common.forms import Choice, Day, Number, Several, Text, Tick, Whole
from ayni_web.common.language import said
from ayni_web.ventures.forms.bases import Listed, Row, RowForm, plain, typed
from ayni_web.ventures.forms.learning import AdoptionForm, CurveForm, MeasuredForm, SavingForm
from ayni_web.ventures.forms.sizes import CoordinationForm, SkillForm

MONTHS = tuple(str(month) for month in range(1, 13))


class HeadForm(RowForm):
    """The plan as a whole."""

    table = "plan"
    numbers = ()
    percents = ("discount_rate", "tax")
    title = Text()
    currency = Text(max_length=3)
    step = Choice(("year", "month"), topic="plan_time_steps")
    starts = Text(max_length=7)
    periods = Whole(min_value=1, max_value=180, example="10")
    discount_rate = Number(max_digits=7, decimal_places=4, min_value=-99, max_value=1000, example="12", unit="%")
    tax = Number(max_digits=6, decimal_places=4, min_value=0, max_value=99, required=False, example="1.5", unit="%")
    prices = Choice(("constant", "current"), topic="plan_prices")
    prices_of = Whole(min_value=1900, max_value=2200, required=False, example="2026")

    def fit(self) -> None:
        """What the plan begins with and how long it is, said of the plan."""
        self.fields["starts"].help_text = said("plans.starts_of_plan")
        self.fields["periods"].help_text = said("plans.periods_of_plan")

    def clean_currency(self) -> str:
        """Code in capitals."""
        return str(self.cleaned_data["currency"]).upper()


class RuleForm(RowForm):
    """How the gain is shared."""

    table = "plan"
    rule = Choice(
        ("nucleolus", "shapley", "equal_gain", "proportional", "constrained_awards", "constrained_losses"),
        topic="plan_rules", widget=forms.RadioSelect,
    )  # fmt: skip


class TypeForm(RowForm):
    """Members who are interchangeable."""

    table, coded, numbers = "type", True, ("weight", "claim")
    title = Text()
    count = Whole(min_value=1, max_value=100_000, example="30")
    weight = Number(max_digits=14, decimal_places=4, min_value=0, required=False, example="1")
    claim = Number(max_digits=16, decimal_places=2, min_value=0, required=False, example="1500")


class ActivityForm(RowForm):
    """Something that members do together, and how many of each it cannot do without."""

    table, coded = "activity", True
    title = Text()
    starts = Whole(min_value=1, max_value=180, required=False, example="1")
    ends = Whole(min_value=1, max_value=180, required=False, example="10")

    def fit(self) -> None:
        """A field for each type."""
        needs = self.before.get("needs", {})
        for code, title in self.listed("type"):
            label = said("plans.needs_of", type=title)
            self.fields[f"needs_{code}"] = Whole(min_value=1, max_value=100_000, required=False, label=label,
                                                 example="10")  # fmt: skip
            if isinstance(needs, dict) and code in needs:
                self.initial[f"needs_{code}"] = needs[code]

    def row(self) -> Row:
        """Row with what it needs by code."""
        found = super().row()
        needs = {name.removeprefix("needs_"): found.pop(name) for name in list(found) if name.startswith("needs_")}
        found.pop("needs", None)
        return {**found, "needs": needs} if needs else found


class FlowForm(RowForm):
    """Money that comes in or goes out."""

    table = "flow"
    numbers, percents = ("quantity", "price"), ("growth",)
    title = Text()
    kind = Choice(("income", "cost", "investment"), topic="plan_kinds")
    who = Listed()
    per = Listed(required=False)
    activity = Listed(required=False)
    quantity = Number(max_digits=16, decimal_places=4, min_value=0, required=False, example="2600")
    unit = Text(max_length=20, required=False)
    price = Number(max_digits=16, decimal_places=4, min_value=0, example="4.6")
    every = Choice(("year", "month", "once"), topic="plan_every")
    months = Several(MONTHS, topic="plan_months", required=False)
    starts = Whole(min_value=1, max_value=180, required=False, example="1")
    ends = Whole(min_value=1, max_value=180, required=False, example="10")
    growth = Number(max_digits=7, decimal_places=3, min_value=-99, required=False, example="2", unit="%")
    price_factor = Listed(required=False)
    quantity_factor = Listed(required=False)
    curve = Listed(required=False)
    adoption = Listed(required=False)
    below_cost = Text(max_length=400, required=False)
    currency = Listed(required=False)
    source = Text(max_length=400, required=False)
    illustrative = Tick(required=False)
    alone: ClassVar[bool] = False

    def fit(self) -> None:
        """Whose it may be, what it may belong to, and what it may move with."""
        self.fields["who"].choices = self.listed("type", group=not self.alone)
        self.fields["per"].choices = self.listed("type", none="once_for_all")
        self.fields["activity"].choices = self.listed("activity", none="no_activity")
        self._offer("factor", "moves_with_nothing", "price_factor", "quantity_factor")
        self._offer("curve", "no_curve", "curve", "below_cost")
        self._offer("adoption", "no_adoption", "adoption")
        self._offer_currencies()
        for name in ("per", "activity") if self.alone else ():
            del self.fields[name]

    def shown_of(self, row: Row) -> Row:
        """Months as texts."""
        months = row.get("months", [])
        return {**super().shown_of(row), "months": [str(each) for each in months] if isinstance(months, list) else []}

    def row(self) -> Row:
        """Months as numbers; what each has alone is said."""
        found = {**super().row(), **({"alone": True} if self.alone else {})}
        if found.get("months"):
            found["months"] = sorted(int(each) for each in found["months"])
        return found


class AloneForm(FlowForm):
    """What a member has by itself."""

    alone = True


class FinancingForm(RowForm):
    """Money put in so that the plan can start."""

    table = "financing"
    numbers, percents = ("amount",), ("rate",)
    kind = Choice(("credit", "grant", "own", "in_kind"), topic="plan_financing")
    title = Text(required=False)
    who = Listed()
    amount = Number(max_digits=16, decimal_places=2, min_value=Decimal("0.01"), example="60000")
    at = Whole(min_value=1, max_value=180, required=False, example="1")
    rate = Number(max_digits=7, decimal_places=4, min_value=0, max_value=1000, required=False, example="16", unit="%")
    periods = Whole(min_value=1, max_value=1200, required=False, example="36")
    grace = Whole(min_value=0, max_value=1200, required=False, example="6")
    schedule = Choice(("annuity", "straight", "bullet"), topic="plan_schedules")
    rate_factor = Listed(required=False)
    currency = Listed(required=False)
    source = Text(max_length=400, required=False)

    def fit(self) -> None:
        """The group first; what the plan has for it to move with."""
        self.fields["who"].choices = self.listed("type", group=True)
        self._offer("factor", "moves_with_nothing", "rate_factor")
        self._offer_currencies()


class ExchangeForm(RowForm):
    """What another currency is worth."""

    table, numbers = "exchange", ("worth",)
    currency = Text(max_length=3)
    worth = Number(max_digits=16, decimal_places=6, min_value=Decimal("0.000001"), example="3.75")
    factor = Listed(required=False)
    source = Text(max_length=400, required=False)
    illustrative = Tick(required=False)

    def fit(self) -> None:
        """What it may move with."""
        self.fields["factor"].choices = self.listed("factor", none="moves_with_nothing")

    def clean_currency(self) -> str:
        """Code in capitals."""
        return str(self.cleaned_data["currency"]).upper()


class FactorForm(RowForm):
    """Something that may come out otherwise."""

    table, coded, percents = "factor", True, ("deviation", "persistence")
    title = Text()
    deviation = Number(max_digits=7, decimal_places=3, min_value=0, max_value=500, example="18", unit="%")
    persistence = Number(
        max_digits=6, decimal_places=3, min_value=0, max_value=Decimal("99.9"), required=False, example="50", unit="%"
    )  # fmt: skip


class CorrelationForm(RowForm):
    """How two factors move together."""

    table, numbers = "correlation", ("value",)
    one = Listed()
    other = Listed()
    value = Number(max_digits=4, decimal_places=3, min_value=-1, max_value=1, example="-0.3")

    def fit(self) -> None:
        """Two factors of the plan."""
        for name in ("one", "other"):
            self.fields[name].choices = self.listed("factor")

    def shown_of(self, row: Row) -> Row:
        """The two apart."""
        between = row.get("between")
        two = between if isinstance(between, list) and len(between) == 2 else [None, None]
        return {**super().shown_of(row), "one": two[0], "other": two[1]}

    def row(self) -> Row:
        """The two together."""
        given = self.cleaned_data
        return {"between": [given["one"], given["other"]], "value": plain(given["value"])}


class ScenarioForm(RowForm):
    """A named future: by what each factor is multiplied, year by year."""

    table, coded = "scenario", True
    title = Text()

    def fit(self) -> None:
        """A field for each factor."""
        moved = self.before.get("factors", {})
        for code, title in self.listed("factor"):
            label = said("plans.multiplied", factor=title)
            self.fields[f"factor_{code}"] = Multiples(required=False, label=label, example="0.85", max_length=200,
                                                       help_text=said("plans.multiplied_hint"))  # fmt: skip
            if isinstance(moved, dict) and code in moved:
                values = moved[code] if isinstance(moved[code], list) else [moved[code]]
                self.initial[f"factor_{code}"] = "; ".join(typed(each) for each in values)

    def row(self) -> Row:
        """Multiples by code."""
        found = super().row()
        moved = {name.removeprefix("factor_"): found.pop(name) for name in list(found) if name.startswith("factor_")}
        return {**found, "factors": moved}


class Multiples(Text):
    """Numbers parted by semicolons, one a year; the last one stays."""

    def clean(self, value: Any, *args: Any) -> Any:
        """One number, or a list of them."""
        text = super().clean(value, *args)
        number = Number(min_value=0, max_value=100_000, example=self.example)
        found = [plain(number.clean(part)) for part in text.split(";") if part.strip()]
        return found[0] if len(found) == 1 else found


class AssumptionForm(RowForm):
    """What the plan stands on, who says so, and until when it holds."""

    table = "assumption"
    text = Text(max_length=400)
    source = Text(max_length=400, required=False)
    illustrative = Tick(required=False)
    expires = Day()

    def row(self) -> Row:
        """The day as text."""
        found = super().row()
        return {**found, "expires": found["expires"].isoformat()}


class ObjectiveForm(RowForm):
    """Something to be done by a day, and by which it is seen whether it was."""

    topic = "plan_objective"
    table, numbers = "objective", ("target", "reached")
    title = Text()
    who = Text()
    measure = Text()
    target = Number(max_digits=16, decimal_places=4, example="78")
    unit = Text(max_length=20, required=False)
    starts = Day(required=False)
    due = Day()
    rests_on = Text(max_length=400)
    contact = Text(required=False)
    reached = Number(max_digits=16, decimal_places=4, required=False, example="64")
    reached_source = Text(max_length=400, required=False)

    def row(self) -> Row:
        """Days as text."""
        found = super().row()
        return {**found, **{name: found[name].isoformat() for name in ("starts", "due") if name in found}}


FORMS: dict[str, type[RowForm]] = {
    each.table: each
    for each in (TypeForm, ActivityForm, FlowForm, CurveForm, AdoptionForm, SavingForm, MeasuredForm, FinancingForm,
                 ExchangeForm, FactorForm, CorrelationForm, ScenarioForm, CoordinationForm, SkillForm,
                 ObjectiveForm, AssumptionForm)
}  # fmt: skip
HEADS: dict[str, type[RowForm]] = {"head": HeadForm, "sharing": RuleForm}


def form_for(step: str, table: str) -> type[RowForm]:
    """Form of the rows of a list, as a step asks for them."""
    return AloneForm if (step, table) == ("alone", "flow") else FORMS[table]
