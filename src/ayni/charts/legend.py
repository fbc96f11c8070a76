"""Words for the classes of a map."""

from collections.abc import Sequence
from itertools import pairwise

from ayni.charts.maps import STATES
from ayni.words import number, percent, say


def share_classes(limits: Sequence[float], language: str) -> tuple[tuple[str, str], ...]:
    """Classes of shares between rising limits, the highest first: pairs of a class and its words."""
    between = [
        (STATES[index], say("charts.class_between", language, low=_bare(low, language), high=_written(high, language)))
        for index, (low, high) in enumerate(pairwise(limits), start=1)
    ]
    first, last = _written(limits[0], language), _written(limits[-1], language)
    highest = (STATES[len(limits)], say("charts.class_from", language, low=last))
    lowest = (STATES[0], say("charts.class_under", language, high=first))
    return (highest, *reversed(between), lowest)


def _decimals(share: float) -> int:
    return 0 if share >= 0.01 else 1


def _written(share: float, language: str) -> str:
    return percent(share, language, _decimals(share))


def _bare(share: float, language: str) -> str:
    return number(100 * share, language, _decimals(share))
