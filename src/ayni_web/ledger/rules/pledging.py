"""What is wrong with a pledge before it is written, and which contribution counts for which part of one; pure."""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ayni_web.common.acting import Mistake
from ayni_web.ledger.models.entries import MOST_MINOR

# Parts of a pledge: ten years, month by month.
MOST_PARTS = 120
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a pledge, before it is written.

    Attributes
    ----------
    due_on : date
        Day by which.
    minor : int
        Minor units, above zero; of what is no money, the value that was agreed.
    in_kind : bool
        Whether it is something else than money.
    text : str
        What it is; needed where it is no money.
    """

    due_on: date
    minor: int
    in_kind: bool = False
    text: str = ""


def monthly(part: Part, times: int) -> list[Part]:
    """A part so many times, month after month: on the same day, or on the last one of a shorter month."""
    return [replace(part, due_on=_months_later(part.due_on, months)) for months in range(times)]


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * MONTHS + day.month - 1 + months, MONTHS)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def refuse_parts(parts: Sequence[Part]) -> None:
    """Refuse a pledge without parts, with too many, or with one that moves nothing or does not say what it is."""
    if not parts:
        raise Mistake("pledges.no_parts")
    if len(parts) > MOST_PARTS:
        raise Mistake("pledges.too_many_parts", n=len(parts), most=MOST_PARTS)
    for part in parts:
        if not 0 < part.minor <= MOST_MINOR:
            raise Mistake("pledges.part_above_zero")
        if part.in_kind and not part.text:
            raise Mistake("pledges.say_what")


@dataclass(frozen=True, slots=True)
class Held:
    """A contribution with what of it counts for nothing yet, or a part with what is missing of it.

    Attributes
    ----------
    pk : int
        Identifier of the line or the instalment.
    minor : int
        Minor units that are left, above zero.
    fits : tuple
        What both must have alike: fund, currency, whether it is in kind.
    headings : frozenset of str
        Of a contribution, its heading and those it stands within; of a part, the heading it is for, or nothing.
    """

    pk: int
    minor: int
    fits: tuple[str, str, bool]
    headings: frozenset[str]


def counted(contributions: Sequence[Held], parts: Sequence[Held]) -> Iterator[tuple[int, int, int]]:
    """Line, instalment and minor units: each contribution for the first parts that it fits, until it is used up.

    Both come in order, the oldest first.  So what is put in covers what has been due for longest.
    """
    missing = {part.pk: part.minor for part in parts}
    for line in contributions:
        left = line.minor
        for part in parts:
            if not left:
                break
            minor = min(left, missing[part.pk])
            if minor and part.fits == line.fits and part.headings <= line.headings:
                left -= minor
                missing[part.pk] -= minor
                yield line.pk, part.pk, minor
