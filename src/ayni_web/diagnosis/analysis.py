"""The engine's part of a diagnosis: concentration of what is delivered, cohesion of the members."""

import math
from collections.abc import Iterable, Sequence

import numpy as np

from ayni.measures.cohesion import Cohesion, cohesion
from ayni.measures.concentration import concentration


def herfindahl(amounts: Sequence[float]) -> float | None:
    """Sum of squared shares, 1/n to 1; None where nothing was delivered."""
    if not amounts:
        return None
    found = concentration(values=np.array(amounts, dtype=np.float64)).herfindahl
    return None if math.isnan(found) else found


def cohesion_of(members: int, ties: Iterable[tuple[int, int]]) -> Cohesion:
    """Cohesion of members numbered from 0."""
    return cohesion(nodes=members, ties=np.array(list(ties), dtype=np.int64).reshape(-1, 2))
