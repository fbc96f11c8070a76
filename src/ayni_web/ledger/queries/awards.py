"""Awards of a cluster or of an organisation: what each got, what was used and what is left."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, Sum
from django.db.models.functions import Coalesce

from ayni_web.ledger.models import Heading, Line
from ayni_web.ledger.models.books import HeadingKind


@dataclass(frozen=True, slots=True)
class Held:
    """What stands on an award and its activities in a currency, in minor units.

    Attributes
    ----------
    heading : Heading
        The award.
    currency : str
        ISO 4217.
    assigned, used, ahead : int
        What it was assigned; what was spent in money; what was passed on and is to be accounted for.
    """

    heading: Heading
    currency: str
    assigned: int
    used: int
    ahead: int

    @property
    def left(self) -> int:
        """What may still be paid or passed on."""
        return self.assigned - self.used - self.ahead


def awards_of(**of: Any) -> list[Held]:
    """Awards with what stands on them, in order of their codes; at most two queries."""
    headings = Heading.objects.filter(kind=HeadingKind.AWARD, **of).in_bulk()
    if not headings:
        return []
    rows = (
        Line.objects.filter(heading__award__in=list(headings)).order_by("heading__award", "currency")
        .values_list("heading__award", "currency")
        .annotate(assigned=_sum("assigned"), used=_sum("spending", "in_kind"), ahead=_sum("advance"))
    )  # fmt: skip
    return [Held(headings[code], currency, *map(int, sums)) for code, currency, *sums in rows]


def _sum(*purposes: str) -> Any:
    return Coalesce(Sum("minor", filter=Q(account__purpose__in=purposes)), 0)
