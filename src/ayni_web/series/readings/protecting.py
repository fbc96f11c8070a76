"""What of a total may be told to those who see no single member, so that nobody is found out by it.

Three rules.  A total is of five members or more.  Nobody in it is so large that the second largest could tell it to a
tenth (p-percent rule; Hundepool et al. (2012), Statistical Disclosure Control, chapter 4).  And it differs from each
total that was shown before in what five members or more told, none of whom makes nearly all of the difference: so no
two totals, of two days or of two measures in one unit, leave what one member told.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Context, Decimal
from typing import Any

from ayni_web.series.readings.rolling import Own, Spread

FEWEST = 5
# Quarters, medians and counts of who gained say more of each than a total does.
FEWEST_SPREAD = 10
SHARE = Decimal("0.1")
_BANDED = Context(prec=2)

Owns = Mapping[Any, Own]


def changed(before: Owns, now: Owns) -> list[Any]:
    """Members of whom two totals count something else."""
    return [key for key in {**before, **now} if _told(before.get(key)) != _told(now.get(key))]


def dominated(amounts: Iterable[Decimal]) -> bool:
    """Whether the second largest of those who make up a total could tell the largest to a tenth of it."""
    sizes = sorted((abs(amount) for amount in amounts), reverse=True)
    return bool(sizes) and sum(sizes[2:], Decimal(0)) < SHARE * sizes[0]


def may_be_shown(roll_up: str, now: Owns, shown: Iterable[Owns]) -> bool:
    """Whether a total may be told, where others of the same measure and period were told before."""
    weights = [own.weight or Decimal(0) for own in now.values()] if roll_up == "weighted_mean" else []
    if len(now) < FEWEST or dominated(weights) or dominated(_amounts(roll_up, now).values()):
        return False
    return all(_apart(roll_up, now, before) for before in shown)


def may_stand_beside(now: Owns, other: Owns) -> bool:
    """Whether a total may be told beside that of another measure in the same unit and period."""
    theirs = {key: replace(own, weight=None) for key, own in other.items()}
    ours = {key: replace(own, weight=None) for key, own in now.items()}
    return not 0 < len(changed(theirs, ours)) < FEWEST


def banded(found: Spread, members: int) -> Spread:
    """A spread as it is told to members: of ten or more, and to two figures, for a middle value is that of somebody."""
    many, compared = members >= FEWEST_SPREAD, found.compared >= FEWEST_SPREAD
    return Spread(
        median=_band(found.median) if many else None, worst=_band(found.worst) if many else None,
        best=_band(found.best) if many else None, compared=found.compared if compared else 0,
        gained=found.gained if compared else 0, lost=found.lost if compared else 0,
        total_better=found.total_better if compared else None,
    )  # fmt: skip


def _apart(roll_up: str, now: Owns, before: Owns) -> bool:
    """Whether what lies between two totals is of five members or more, and of none nearly alone."""
    earlier, later = _amounts(roll_up, before), _amounts(roll_up, now)
    nothing = Decimal(0)
    moved = (later.get(key, nothing) - earlier.get(key, nothing) for key in {**earlier, **later})
    return len(changed(before, now)) >= FEWEST and not dominated(moved)


def _amounts(roll_up: str, owns: Owns) -> dict[Any, Decimal]:
    """What each adds to a total; nothing where members are not rolled up."""
    if roll_up == "none":
        return {}
    weighted = roll_up == "weighted_mean"
    return {
        key: own.value * ((own.weight or 0) if weighted else 1) for key, own in owns.items() if own.value is not None
    }


def _told(own: Own | None) -> tuple[Decimal | None, Decimal | None]:
    return (own.value, own.weight) if own else (None, None)


def _band(value: Decimal | None) -> Decimal | None:
    return None if value is None else _BANDED.plus(value)
