"""Where a value stands on a drawing."""

import math
from dataclasses import dataclass

ROUND = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Scale:
    """Line from values to places: ``low`` stands at ``start``, ``high`` at ``end``.

    Attributes
    ----------
    low, high : float
        Values at the two ends; positive when ``log``.
    start, end : float
        Places of the two ends, in the drawing's unit (a share of the width, or pixels).
    log : bool
        Equal ratios are equally far apart.
    """

    low: float
    high: float
    start: float = 0.0
    end: float = 1.0
    log: bool = False

    def at(self, value: float) -> float:
        """Place of a value; one beyond an end stands at that end."""
        low, high, here = (
            (math.log(x) for x in (self.low, self.high, value))
            if self.log
            else (
                self.low,
                self.high,
                value,
            )
        )
        share = (here - low) / (high - low) if high > low else 0.5
        return self.start + min(max(share, 0.0), 1.0) * (self.end - self.start)


def round_ticks(low: float, high: float, count: int = 4) -> tuple[float, ...]:
    """About ``count`` round values that cover a range, the first at most ``low`` and the last at least ``high``."""
    if not high > low:
        high = low + (abs(low) or 1.0)
    step = _round_step((high - low) / count)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return tuple(round(step * index, 12) for index in range(first, last + 1))


def ratio_ticks(low: float, high: float) -> tuple[float, ...]:
    """Values 1, 2, 5 times powers of ten (and ½, ¼ below one) between two positive values."""
    decades = range(math.floor(math.log10(low)) - 1, math.ceil(math.log10(high)) + 1)
    whole = [m * 10.0**d for d in decades for m in (1, 2, 5) if d >= 0]
    slack = 1 + 1e-9
    return tuple(sorted(value for value in {0.25, 0.5, *whole} if low <= value * slack and value <= high * slack))


def _round_step(step: float) -> float:
    power = 10.0 ** math.floor(math.log10(step))
    return next(factor * power for factor in ROUND if factor * power >= step * (1 - 1e-9))
