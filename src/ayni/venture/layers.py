"""Ten years in layers: what is done within one year, within four, and after; and the sheet that hands them over."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from ayni.venture.fields import BadVenture
from ayni.venture.plan import MONTHS, Financing, Objective, Plan

State = Literal["reached", "late", "under_way", "to_come"]
# Years of the plan within which an objective of each layer is due; the last one has no end.
LAYERS = ("0-1", "1-4", "4-10")
_ENDS = (1 * MONTHS, 4 * MONTHS)


@dataclass(frozen=True, slots=True)
class Handed:
    """What one layer hands over on a day.

    Attributes
    ----------
    layer : str
        Its code.
    objectives : tuple of (str, Objective)
        How each stands that day, the one due first at the head: ``reached``, ``late``, ``under_way``, ``to_come``.
    activities : tuple of (str, str)
        What begins within the layer, by title, with the first day of its period.
    money : tuple of (str, Financing)
        What is promised and comes within the layer, with the first day of its period.
    """

    layer: str
    objectives: tuple[tuple[State, Objective], ...]
    activities: tuple[tuple[str, str], ...]
    money: tuple[tuple[str, Financing], ...]

    @property
    def contacts(self) -> tuple[str, ...]:
        """Whom to call about the layer, each once."""
        return tuple(dict.fromkeys(each.contact for _, each in self.objectives if each.contact))


def first_day(starts: str) -> str:
    """First day of a plan that begins in a year or a month."""
    return f"{starts}-01" if len(starts) > len("2027") else f"{starts}-01-01"


def day_of_period(plan: Plan, period: int) -> str:
    """First day of a period of a plan, counted from 1."""
    months = int(plan.starts[:4]) * MONTHS + plan.first_month - 1 + (period - 1) * (MONTHS // plan.periods_a_year)
    return f"{months // MONTHS:04d}-{months % MONTHS + 1:02d}-01"


def layer_of(plan: Plan, day: str) -> str:
    """Layer in which a day lies: whole months since the plan begins."""
    months = (int(day[:4]) - int(plan.starts[:4])) * MONTHS + int(day[5:7]) - plan.first_month
    return LAYERS[sum(months >= end for end in _ENDS)]


def missing_layers(plan: Plan) -> tuple[str, ...]:
    """Layers in which nothing is to be done."""
    told = {layer_of(plan, each.due) for each in plan.objectives}
    return tuple(each for each in LAYERS if each not in told)


def in_layers(plan: Plan) -> Plan:
    """The plan, where something is to be done in every layer.

    Raises
    ------
    BadVenture
        A plan with a layer in which nothing is to be done.
    """
    missing = missing_layers(plan)
    if missing:
        raise BadVenture("bad_venture.no_layers", layers=", ".join(each.replace("-", "–") for each in missing))
    return plan


def state_of(objective: Objective, day: date) -> State:
    """How an objective stands on a day."""
    if objective.reached is not None:
        return "reached"
    if objective.due < day.isoformat():
        return "late"
    return "under_way" if objective.starts <= day.isoformat() else "to_come"


def handed_over(plan: Plan, day: date) -> tuple[Handed, ...]:
    """What each layer hands over on a day, whoever governs next."""
    begins = [(each.title, day_of_period(plan, each.starts)) for each in plan.activities]
    comes = [(day_of_period(plan, each.at), each) for each in plan.financing]
    return tuple(
        Handed(
            layer,
            tuple((state_of(each, day), each) for each in sorted(plan.objectives, key=lambda each: each.due)
                  if layer_of(plan, each.due) == layer),
            tuple(each for each in begins if layer_of(plan, each[1]) == layer),
            tuple(each for each in comes if layer_of(plan, each[0]) == layer),
        )
        for layer in LAYERS
    )  # fmt: skip


def due_next(plan: Plan, day: date) -> Objective | None:
    """The objective that is due next, not counting what was reached; None where nothing is."""
    ahead = [each for each in plan.objectives if each.reached is None and each.due >= day.isoformat()]
    return min(ahead, key=lambda each: each.due, default=None)
