"""How members make up the whole, without counting anything twice.

A member counts once, whatever links it is in.  A whole and its parts are never added: where a member told the whole,
its parts only tell what is in it; where it told every part, they make up its whole.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from statistics import median
from typing import Any

# Quarters of the members: from four on there is a worst one.
QUARTER = 4


@dataclass(frozen=True, slots=True)
class Told:
    """A standing reading: of whom, the part ("" for the whole), the value and what weighs it."""

    organisation: Any
    part: str
    value: Decimal
    weight: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Own:
    """What one member comes to in a period.

    Attributes
    ----------
    value : Decimal or None
        Its whole; None where it told some parts and not all.
    weight : Decimal or None
        What weighs it.
    parts : mapping of str to Decimal
        What it told of its parts.
    apart : bool
        Whether the whole that it told is not the sum of all the parts that it told.
    """

    value: Decimal | None
    weight: Decimal | None
    parts: Mapping[str, Decimal] = field(default_factory=dict)
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Whole:
    """What members come to together.

    Attributes
    ----------
    value : Decimal or None
        Sum or mean, as the measure has it; None where nobody told, or nothing is rolled up.
    parts : mapping of str to Decimal
        Sum of each part over the members that told all of them; empty where the measure does not sum.
    told, missing, apart : list
        Members that told, that did not, and whose parts are not their whole.
    owns : mapping
        What each of those who told comes to.
    """

    value: Decimal | None
    parts: Mapping[str, Decimal]
    told: list[Any]
    missing: list[Any]
    apart: list[Any]
    owns: Mapping[Any, Own]


@dataclass(frozen=True, slots=True)
class Spread:
    """How a result lies over the members, and how they did against an earlier period (#1).

    Attributes
    ----------
    median, worst, best : Decimal or None
        Median, and the ends of the worst and the best quarter: the values that a quarter does not reach, or passes.
    compared, gained, lost : int
        Members that told both periods; for how many it is better now, and worse.
    total_better : bool or None
        Whether the whole of those compared is better; None where nothing tells.
    """

    median: Decimal | None
    worst: Decimal | None
    best: Decimal | None
    compared: int
    gained: int
    lost: int
    total_better: bool | None

    @property
    def few_gain(self) -> bool:
        """The whole is better and more members lose than gain, or more than half lose: this is said aloud."""
        return bool(self.total_better) and self.compared > 0 and 2 * self.lost > self.compared


def own_of(roll_up: str, parts: Iterable[str], rows: Iterable[Told]) -> Own:
    """What the readings of one member in one period come to."""
    rows = list(rows)
    if len(rows) == 1 and rows[0].part == "":
        return Own(rows[0].value, rows[0].weight)
    held = {row.part: row for row in rows}
    told = {part: held[part].value for part in parts if part in held}
    every = bool(told) and len(told) == len(list(parts))
    if "" in held:
        whole = held[""]
        apart = every and roll_up == "sum" and sum(told.values()) != whole.value
        return Own(whole.value, whole.weight, told, apart)
    if not every or roll_up in ("none", "mean"):
        return Own(None, None, told)
    if roll_up == "sum":
        return Own(sum(told.values(), Decimal(0)), None, told)
    weights = {part: held[part].weight or Decimal(0) for part in told}
    weight = sum(weights.values(), Decimal(0))
    value = sum((told[part] * weights[part] for part in told), Decimal(0)) / weight if weight else None
    return Own(value, weight or None, told)


def rolled(roll_up: str, parts: Iterable[str], rows: Iterable[Told], members: Iterable[Any]) -> Whole:
    """What members come to together in a period; readings of others than the members are left out."""
    known, every = list(dict.fromkeys(members)), list(parts)
    heard = owns_of(roll_up, every, rows)
    owns = {member: heard[member] for member in known if member in heard and heard[member].value is not None}
    whole = list(owns.values())
    sums = {part: sum((own.parts[part] for own in whole if len(own.parts) == len(every)), Decimal(0)) for part in every}
    return Whole(
        value=_together(roll_up, whole), parts=sums if roll_up == "sum" and any(own.parts for own in whole) else {},
        told=list(owns), missing=[member for member in known if member not in owns],
        apart=[member for member, own in owns.items() if own.apart], owns=owns,
    )  # fmt: skip


def owns_of(roll_up: str, parts: list[str], rows: Iterable[Told]) -> dict[Any, Own]:
    """What each organisation comes to."""
    grouped: dict[Any, list[Told]] = {}
    for row in rows:
        grouped.setdefault(row.organisation, []).append(row)
    return {organisation: own_of(roll_up, parts, own) for organisation, own in grouped.items()}


def spread(roll_up: str, better: str, now: Mapping[Any, Own], before: Mapping[Any, Own]) -> Spread:
    """How a result lies over the members that told it, and against an earlier period."""
    sign = -1 if better == "less" else 1
    values = sorted(own.value for own in now.values() if own.value is not None)
    both = [
        (own, before[key]) for key, own in now.items()
        if own.value is not None and key in before and before[key].value is not None
    ]  # fmt: skip
    gains = [sign * (new.value - old.value) for new, old in both]  # type: ignore[operator]
    totals = [_together(roll_up, [pair[at] for pair in both]) for at in (0, 1)]
    told = totals[0] is not None and totals[1] is not None and better != "neither"
    low, high = _quarters(values)
    return Spread(
        median=median(values) if values else None,
        worst=high if better == "less" else low, best=low if better == "less" else high,
        compared=len(both) if better != "neither" else 0,
        gained=sum(each > 0 for each in gains), lost=sum(each < 0 for each in gains),
        total_better=sign * (totals[0] - totals[1]) > 0 if told else None,  # type: ignore[operator]
    )  # fmt: skip


def _quarters(values: list[Decimal]) -> tuple[Decimal | None, Decimal | None]:
    """Medians of the lower and of the upper half, the middle value in neither (Moore and McCabe)."""
    if len(values) < QUARTER:
        return None, None
    half = len(values) // 2
    return median(values[:half]), median(values[-half:])


def _together(roll_up: str, owns: list[Own]) -> Decimal | None:
    values = [own.value for own in owns if own.value is not None]
    if not values or roll_up == "none":
        return None
    if roll_up == "sum":
        return sum(values, Decimal(0))
    if roll_up == "mean":
        return sum(values, Decimal(0)) / len(values)
    weight = sum((own.weight or Decimal(0) for own in owns), Decimal(0))
    return sum((own.value * (own.weight or 0) for own in owns if own.value is not None), Decimal(0)) / weight \
        if weight else None  # fmt: skip
