"""What members come to by part, period by period, and whether more of it stands on the upper rungs (#3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ayni import words
from ayni.library.series import measures as library
from ayni_web.common.language import current, said
from ayni_web.series.models import Measure
from ayni_web.series.readings.queries import Period
from ayni_web.series.readings.showing import written

# Shares nearer than half a point are told as the same.
SAME = Decimal("0.005")


@dataclass(frozen=True, slots=True)
class Part:
    """A part in a period: what it is called, its sum over the members that told every part, and its share."""

    title: str
    value: str
    share: str


@dataclass(frozen=True, slots=True)
class Parted:
    """Parts of a measure over its periods, the latest first, and what they say of the ladder, where they are one."""

    titles: tuple[str, ...]
    periods: tuple[tuple[str, tuple[Part, ...]], ...]
    ladder: str


def parted_of(measure: Measure, periods: Sequence[Period]) -> Parted | None:
    """Parts of the periods in which members told them; None where nobody did."""
    told = [(period.label, period.whole.parts) for period in periods if period.whole and period.whole.parts]
    if not told:
        return None
    titles = {code: measure.part_title(code) for code in measure.parts}
    rows = tuple((label, _parts(measure, titles, parts)) for label, parts in reversed(told))
    return Parted(tuple(titles.values()), rows, _ladder(measure, told))


def _parts(measure: Measure, titles: dict[str, str], sums: dict[str, Decimal]) -> tuple[Part, ...]:
    whole = sum(sums.values(), Decimal(0))
    return tuple(
        Part(title, written(sums[code], measure.unit), _percent(sums[code] / whole) if whole else "—")
        for code, title in titles.items()
    )


def _ladder(measure: Measure, told: Sequence[tuple[str, dict[str, Decimal]]]) -> str:
    """Whether what is sold above the lowest rung has grown; empty where the parts are no ladder."""
    entry = library().get(measure.code)
    if entry is None or entry.by is None or not entry.by.ladder:
        return ""
    shares = [(label, above) for label, sums in told if (above := _above(measure, sums)) is not None]
    lowest = measure.part_title(measure.parts[0])
    if len(shares) < 2:
        return said("readings.ladder_few", lowest=lowest)
    (first, before), (last, now) = shares[0], shares[-1]
    way = "same" if abs(now - before) < SAME else "up" if now > before else "down"
    facts = {"first": first, "last": last, "before": _percent(before), "now": _percent(now)}
    return said(f"readings.ladder_{way}", lowest=lowest, **facts)


def _above(measure: Measure, sums: dict[str, Decimal]) -> Decimal | None:
    whole = sum(sums.values(), Decimal(0))
    return 1 - sums[measure.parts[0]] / whole if whole else None


def _percent(share: Decimal) -> str:
    return words.percent(float(share), current(), 0)
