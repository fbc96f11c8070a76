"""Forms of how many members are worth having: what coordinating them costs, and what each type can do."""

from ayni_web.common.forms import Number, Text, Tick, Whole
from ayni_web.common.language import said
from ayni_web.ventures.forms.bases import Listed, Row, RowForm, plain, typed


class CoordinationForm(RowForm):
    """What coordinating the members of a type costs."""

    topic = "plan_size_fields"
    table, numbers = "coordination", ("each", "pair")
    who = Listed()
    each = Number(max_digits=16, decimal_places=2, min_value=0, example="300")
    pair = Number(max_digits=16, decimal_places=2, min_value=0, required=False, example="100")
    most = Whole(min_value=1, max_value=100_000, required=False, example="90")
    source = Text(max_length=400, required=False)
    illustrative = Tick(required=False)

    def fit(self) -> None:
        """Types of the plan."""
        self.fields["who"].choices = self.listed("type")


class SkillForm(RowForm):
    """Something that the group must be able to do, and how well each type does it."""

    topic = "plan_size_fields"
    table, coded = "skill", True
    title = Text()
    source = Text(max_length=400, required=False)
    illustrative = Tick(required=False)

    def fit(self) -> None:
        """A field for each type, before where it is from."""
        levels = self.before.get("levels", {})
        for code, title in self.listed("type"):
            label = said("plan_size_fields.level_of", type=title)
            self.fields[f"level_{code}"] = Number(max_digits=6, decimal_places=3, min_value=0, max_value=100,
                                                  required=False, label=label, example="80", unit="%")  # fmt: skip
            if isinstance(levels, dict) and code in levels:
                self.initial[f"level_{code}"] = typed(levels[code], percent=True)
        self.order_fields(["title", *(name for name in self.fields if name.startswith("level_"))])

    def row(self) -> Row:
        """Levels by code, as parts of one."""
        found = super().row()
        names = [name for name in found if name.startswith("level_")]
        told = {name.removeprefix("level_"): plain(found.pop(name), percent=True) for name in names}
        return {**found, "levels": told}
