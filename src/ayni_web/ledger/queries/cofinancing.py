"""How each co-financed award stands: what its group put in, what that frees, what is paid, what is blocked."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from ayni_web.ledger.models import Heading, Line
from ayni_web.ledger.rules.cofinance import WHOLE, Cofinance

PUT_IN = ("contributions", "in_kind")
OUT = ("spending", "advance")


@dataclass(frozen=True, slots=True)
class Standing:
    """How an award stands in a currency, in minor units.

    Attributes
    ----------
    award : Heading
        With the share that its group puts in.
    currency : str
        ISO 4217.
    money, in_kind : int
        What the group put in.
    spent, advanced : int
        Money of others that was paid, or handed over and is to be accounted for.
    assigned : int
        Money of others that is assigned to the award and its activities.
    """

    award: Heading
    currency: str
    money: int
    in_kind: int
    spent: int
    advanced: int
    assigned: int

    @property
    def rule(self) -> Cofinance:
        """The rule, with what it is held against."""
        return Cofinance(self.award.cofinance or 0, self.put_in, self.out)

    @property
    def put_in(self) -> int:
        """What the group put in, in money and in kind."""
        return self.money + self.in_kind

    @property
    def out(self) -> int:
        """Money of others that went out."""
        return self.spent + self.advanced

    @property
    def freed(self) -> int:
        """Money of others that what was put in frees, in all."""
        return self.rule.payable

    @property
    def free(self) -> int:
        """What of the money of others that is assigned may go out today."""
        return max(0, min(self.freed, self.assigned) - self.out)

    @property
    def blocked(self) -> int:
        """What of it may not, until the group puts more in."""
        return max(0, self.assigned - max(self.freed, self.out))

    @property
    def to_free_all(self) -> int:
        """What the group has to put in still, so that all that is assigned may go out."""
        share = self.award.cofinance or 0
        return max(0, -(-max(self.assigned, self.out) * share // (WHOLE - share)) - self.put_in)

    @property
    def under(self) -> bool:
        """Whether more of others went out than what stands put in frees: something that was put in was taken back."""
        return self.out > self.freed


def standings(award: Heading | None = None) -> list[Standing]:
    """How co-financed awards stand, or one of them, by currency; two queries."""
    found = Line.objects.order_by().filter(heading__award__cofinance__isnull=False)
    if award is not None:
        found = found.filter(heading__award=award)
    own = Coalesce(Sum("minor", filter=Q(source__kind="members")), 0)
    sums: dict[tuple[str, str], Counter[str]] = {}
    for row in found.values("heading__award", "currency", "account__purpose").annotate(n=Sum("minor"), own=own):
        purpose, of = row["account__purpose"], sums.setdefault((row["heading__award"], row["currency"]), Counter())
        of[purpose] += -int(row["n"]) if purpose in PUT_IN else int(row["n"]) - int(row["own"])
    awards = Heading.objects.in_bulk({code for code, _ in sums})
    return [standing(awards[code], currency, of) for (code, currency), of in sorted(sums.items())]


def standing(award: Heading, currency: str, sums: Mapping[str, int]) -> Standing:
    """How an award stands, from sums of its lines by what their account is for."""

    def of(purpose: str) -> int:
        return sums.get(purpose, 0)

    return Standing(award, currency, of("contributions"), of("in_kind"), of("spending"), of("advance"), of("assigned"))


def under_their_share() -> list[Standing]:
    """Awards of which more went out than what stands put in frees."""
    return [each for each in standings() if each.under]


def after(lines: Iterable[Any]) -> list[Standing]:
    """How the awards that lines put something into, or take it out of, would stand with them.

    ``lines`` are as ``queries.drafts.Told``.
    """
    told = [each for each in lines if each.heading and each.heading.award_id]
    moved: dict[tuple[str, str], Counter[str]] = {}
    for each in told:
        own = each.source is not None and each.source.kind == "members"
        purpose = each.account.purpose
        sign = -1 if purpose in PUT_IN else 0 if own else 1
        moved.setdefault((each.heading.award_id, each.currency), Counter())[purpose] += sign * each.minor
    awards = Heading.objects.filter(pk__in={code for code, _ in moved}, cofinance__isnull=False).in_bulk()
    if not awards:
        return []
    before = {(each.award.pk, each.currency): each for each in standings() if each.award.pk in awards}
    return [_with(awards[code], currency, before.get((code, currency)), more)
            for (code, currency), more in sorted(moved.items()) if code in awards]  # fmt: skip


def _with(award: Heading, currency: str, before: Standing | None, more: Mapping[str, int]) -> Standing:
    sums = Counter(more)
    if before:
        sums.update({"contributions": before.money, "in_kind": before.in_kind, "spending": before.spent,
                     "advance": before.advanced, "assigned": before.assigned})  # fmt: skip
    return standing(award, currency, sums)


def put_in_lines(award: Heading) -> QuerySet[Line]:
    """Lines by which something was put in for an award, or taken back, the last first; nobody is named."""
    found = Line.objects.filter(heading__award=award, account__purpose__in=PUT_IN).annotate(put_in=-F("minor"))
    return found.select_related("entry__draft", "account", "heading").order_by("-entry_id", "position")
