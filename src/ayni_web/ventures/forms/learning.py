"""Forms of what practice lowers and of who comes to buy."""

from typing import Any, ClassVar

from ayni_web.common.forms import Number, Text, Tick, Whole
from ayni_web.common.language import said
from ayni_web.ventures.forms.bases import Listed, Row, RowForm, plain, typed


class Listing(Text):
    """Numbers parted by semicolons."""

    def clean(self, value: Any, *args: Any) -> Any:
        """List of them."""
        number = Number(example=self.example)
        return [plain(number.clean(part)) for part in super().clean(value, *args).split(";") if part.strip()]


class LearningForm(RowForm):
    """A row of what experience and buyers do; ``lists`` are fields that hold numbers parted by semicolons."""

    topic = "plan_learning"
    coded = True
    lists: ClassVar[tuple[str, ...]] = ()

    def shown_of(self, row: Row) -> Row:
        """Lists of numbers as text."""
        told = {name: "; ".join(typed(each) for each in row[name]) for name in self.lists
                if isinstance(row.get(name), list)}  # fmt: skip
        return {**super().shown_of(row), **told}


class CurveForm(LearningForm):
    """How a unit cost falls with what was made: told, or fitted to readings."""

    table, numbers = "curve", ("before",)
    percents, lists = ("ratio", "ratio_low", "ratio_high"), ("volumes", "costs")
    title = Text()
    ratio = Number(max_digits=6, decimal_places=3, min_value=10, max_value=200, required=False, example="85", unit="%")
    ratio_low = Number(max_digits=6, decimal_places=3, min_value=10, max_value=200, required=False, example="80",
                       unit="%")  # fmt: skip
    ratio_high = Number(max_digits=6, decimal_places=3, min_value=10, max_value=200, required=False, example="92",
                        unit="%")  # fmt: skip
    before = Number(max_digits=16, decimal_places=4, min_value=0, required=False, example="40000")
    volumes = Listing(max_length=1000, required=False, example="100; 200; 400")
    costs = Listing(max_length=1000, required=False, example="1.2; 1.05; 0.9")
    costs_of = Whole(min_value=1900, max_value=2200, required=False, example="2026")
    source = Text(max_length=400, required=False)
    illustrative = Tick(required=False)


class AdoptionForm(LearningForm):
    """How a product spreads among its buyers: told, or fitted to sales."""

    table, lists = "adoption", ("sales",)
    numbers = (
        "market", "market_low", "market_high", "innovation", "innovation_low", "innovation_high", "imitation",
        "imitation_low", "imitation_high", "before",
    )  # fmt: skip
    title = Text()
    market = Number(max_digits=16, decimal_places=4, min_value=0, required=False, example="120")
    market_low = Number(max_digits=16, decimal_places=4, min_value=0, required=False, example="80")
    market_high = Number(max_digits=16, decimal_places=4, min_value=0, required=False, example="180")
    innovation = Number(max_digits=7, decimal_places=6, min_value=0, max_value=1, required=False, example="0.03")
    innovation_low = Number(max_digits=7, decimal_places=6, min_value=0, max_value=1, required=False, example="0.01")
    innovation_high = Number(max_digits=7, decimal_places=6, min_value=0, max_value=1, required=False, example="0.05")
    imitation = Number(max_digits=7, decimal_places=6, min_value=0, max_value=5, required=False, example="0.38")
    imitation_low = Number(max_digits=7, decimal_places=6, min_value=0, max_value=5, required=False, example="0.2")
    imitation_high = Number(max_digits=7, decimal_places=6, min_value=0, max_value=5, required=False, example="0.6")
    sales = Listing(max_length=1000, required=False, example="12; 20; 31; 40; 44")
    again = Tick(required=False)
    starts = Whole(min_value=1, max_value=180, required=False, example="1")
    before = Number(max_digits=7, decimal_places=3, min_value=0, max_value=100, required=False, example="0")
    source = Text(max_length=400, required=False)
    illustrative = Tick(required=False)

    def fit(self) -> None:
        """What had gone before are years here, not quantities."""
        self.fields["before"].label, self.fields["before"].help_text = said("plans.years_before"), ""


class SavingForm(LearningForm):
    """A cost that experience gives the opportunity to lower."""

    table, numbers = "saving", ("planned",)
    title = Text()
    who = Listed()
    planned = Number(max_digits=16, decimal_places=2, min_value=0, example="4000")
    starts = Whole(min_value=1, max_value=180, required=False, example="1")
    ends = Whole(min_value=1, max_value=180, required=False, example="10")
    source = Text(max_length=400, required=False)
    illustrative = Tick(required=False)

    def fit(self) -> None:
        """The group first."""
        self.fields["who"].choices = self.listed("type", group=True)


class MeasuredForm(LearningForm):
    """What was measured of a saving in a year."""

    table, numbers, coded = "measured", ("value",), False
    saving = Listed()
    year = Whole(min_value=1, max_value=15, example="2")
    value = Number(max_digits=16, decimal_places=2, example="3200")
    source = Text(max_length=400, required=False)
    illustrative = Tick(required=False)

    def fit(self) -> None:
        """Savings of the plan."""
        self.fields["saving"].choices = self.listed("saving")
