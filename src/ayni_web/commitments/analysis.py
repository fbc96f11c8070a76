"""What the engine computes for commitments: intervals of rates, and the index of parts."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan

import numpy as np

from ayni.measures.proportions import joined, wilson
from ayni_web.commitments.keeping import Part, Tally


@dataclass(frozen=True, slots=True)
class Rate:
    """How a group keeps its promises: the tally, and the share in time with its interval of 95 %, 0 to 1."""

    tally: Tally
    share: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Index:
    """Commitment index, 0 to 100, with what it may be while parts are unknown."""

    parts: Sequence[Part]
    value: float | None
    low: float
    high: float

    @property
    def whole(self) -> bool:
        """Whether every part is known."""
        return all(each.value is not None for each in self.parts)


def rates(tallies: Sequence[Tally]) -> list[Rate]:
    """Rates of groups; nothing where none counts, or where they are too few to be told."""
    kept = np.array([each.kept for each in tallies], dtype=np.int64)
    found = wilson(holds=kept, of=np.array([each.counted for each in tallies], dtype=np.int64))
    return [
        Rate(each, float(share), float(low), float(high))
        if each.told and each.counted
        else Rate(each, None, None, None)
        for each, share, low, high in zip(tallies, found.share, found.low, found.high, strict=True)
    ]


def index(parts: Sequence[Part]) -> Index:
    """Commitment index of its parts, which weigh the same (#173)."""
    values = np.array([[nan if each.value is None else each.value for each in parts]])
    found = joined(parts=values, weights=np.ones(len(parts)))
    value = None if np.isnan(found.value[0]) else 100 * float(found.value[0])
    return Index(parts, value, 100 * float(found.low[0]), 100 * float(found.high[0]))
