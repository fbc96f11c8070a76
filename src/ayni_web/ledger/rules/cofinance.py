"""The group's part: how much it put into an award, and whether a payment may go out of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, Sum

from ayni_web.common.acting import Mistake
from ayni_web.common.money import amount
from ayni_web.ledger.lines import Drawn
from ayni_web.ledger.models import Heading, Line
from ayni_web.ledger.queries.grounds import Ground

WHOLE = 10_000


@dataclass(frozen=True, slots=True)
class Cofinance:
    """Where an award stands in a currency, in minor units.

    Attributes
    ----------
    share : int
        Hundredths of a percent of both parts that the group puts in.
    put_in : int
        What the group put in, in money and in valued kind.
    paid : int
        Money of others that was paid out or advanced.
    """

    share: int
    put_in: int
    paid: int

    @property
    def payable(self) -> int:
        """Money of others that may be paid out in all, with what the group put in until now."""
        return self.put_in * (WHOLE - self.share) // self.share

    @property
    def lacking(self) -> int:
        """What the group must put in before what was paid is covered; zero where it is."""
        return max(0, -(-self.paid * self.share // (WHOLE - self.share)) - self.put_in)


def cofinance_of(award: Heading, currency: str, more: int = 0) -> Cofinance:
    """Where an award stands, with ``more`` paid out."""
    others = ~Q(source__kind="members") | Q(source__isnull=True)
    found = Line.objects.filter(heading__award=award, currency=currency).aggregate(
        put_in=Sum("minor", filter=Q(account__purpose__in=("contributions", "in_kind"))),
        paid=Sum("minor", filter=Q(account__purpose__in=("advance", "spending")) & others),
    )
    return Cofinance(award.cofinance or 0, -(found["put_in"] or 0), (found["paid"] or 0) + more)


def refuse_under_cofinance(lines: Sequence[Drawn], ground: Ground) -> None:
    """Refuse to pay out of an award more than what the group put in allows, and say how much is lacking."""
    for (award, currency), minor in _paid_out(lines, ground).items():
        if minor <= 0:
            continue
        row = Heading.objects.get(code=award)
        stands = cofinance_of(row, currency, minor)
        if stands.paid > stands.payable:
            raise Mistake(
                "money.under_cofinance", field="minor", award=row.title, lacking=amount(stands.lacking, currency),
                put_in=amount(stands.put_in, currency), share=Decimal(stands.share) / 100,
            )  # fmt: skip


def _paid_out(lines: Sequence[Drawn], ground: Ground) -> dict[tuple[str, str], int]:
    """Money of others that lines pay out of each award that its group puts a share in."""
    found: dict[tuple[str, str], int] = {}
    for line in lines:
        award = ground.cofinanced.get(line.heading)
        if award and ground.purpose(line) in ("advance", "spending") and line.source not in ground.own:
            found[award, line.currency] = found.get((award, line.currency), 0) + line.minor
    return found
