"""What everybody reads of money: how much came, from whom, what for, and what is left; no member and no person."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import Coalesce

from ayni_web.ledger.models import Entry, Heading, Line, Paper, Rate, Source

# Fewer than these are not told: from a few and a total each could be found out.
FEW = 5
BOOKS = "PEN"
# What the lines on accounts of a purpose mean to a reader, and the sign that makes it grow.
MEANS = {
    "grants": ("came", -1), "contributions": ("came", -1), "in_kind": ("in_kind", -1), "assigned": ("assigned", 1),
    "spending": ("used", 1), "advance": ("ahead", 1), "bank": ("left", 1), "cash": ("left", 1),
}  # fmt: skip


@dataclass(slots=True)
class Told:
    """Sums of a currency, in minor units.

    Attributes
    ----------
    currency : str
        ISO 4217.
    sums : counter
        ``came``, ``in_kind``, ``assigned``, ``used``, ``ahead`` (passed on and to be accounted for), ``left``.
    sources : dict
        What came from each source, the largest first.
    rate : Rate or None
        Last rate known; None for the currency of the books, or where there is none.
    """

    currency: str
    sums: Counter[str] = field(default_factory=Counter)
    sources: dict[str, int] = field(default_factory=dict)
    rate: Rate | None = None

    @property
    def in_books(self) -> int | None:
        """What came, in the currency of the books at that rate, minor units; for currencies of as many decimals."""
        return round(self.sums["came"] * self.rate.millionths / 1_000_000) if self.rate else None


def told() -> list[Told]:
    """Sums of each currency, that of the books first; one grouped sum, sources and rates."""
    rows = Line.objects.order_by().values("currency", "source", "account__purpose").annotate(n=Sum("minor"))
    titles = dict(Source.objects.values_list("code", "title"))
    rates = {rate.currency: rate for rate in Rate.objects.order_by("day", "id")}
    found: dict[str, Told] = {}
    for row in rows:
        each = found.setdefault(row["currency"], Told(row["currency"], rate=rates.get(row["currency"])))
        name, sign = MEANS.get(row["account__purpose"], ("", 0))
        each.sums[name] += sign * int(row["n"])
        if name == "came":
            title = titles.get(row["source"], "")
            each.sources[title] = each.sources.get(title, 0) + sign * int(row["n"])
    for each in found.values():
        each.sources = dict(sorted(each.sources.items(), key=lambda pair: -pair[1]))
    return sorted(found.values(), key=lambda each: (each.currency != BOOKS, each.currency))


def contributors() -> int | None:
    """Members that put something in; None where they are too few to be told."""
    put_in = Line.objects.filter(account__purpose__in=("contributions", "in_kind"), member__isnull=False)
    # Two names of one member, which were merged, are one that put in.
    one = Coalesce("member__merged_into__merged_into", "member__merged_into", "member")
    n = put_in.aggregate(n=Count(one, distinct=True))["n"]
    return n if n >= FEW else None


@dataclass(frozen=True, slots=True)
class Awarded:
    """An award as everybody reads it: what was assigned to it and its activities, used and passed on."""

    heading: Heading
    currency: str
    assigned: int
    used: int
    ahead: int


def awards() -> list[Awarded]:
    """Awards with what stands on them, the largest first; two queries."""
    rows = (
        Line.objects.order_by().filter(heading__award__isnull=False)
        .values("heading__award", "currency", "account__purpose").annotate(n=Sum("minor"))
    )  # fmt: skip
    sums: dict[tuple[str, str], Counter[str]] = {}
    for row in rows:
        name, sign = MEANS.get(row["account__purpose"], ("", 0))
        sums.setdefault((row["heading__award"], row["currency"]), Counter())[name] += sign * int(row["n"])
    headings = Heading.objects.select_related("call").in_bulk({award for award, _ in sums})
    found = [Awarded(headings[award], currency, each["assigned"], each["used"], each["ahead"])
             for (award, currency), each in sums.items()]  # fmt: skip
    return sorted(found, key=lambda each: (-each.assigned, each.heading.code))


@dataclass(frozen=True, slots=True)
class Reach:
    """A step on the way of a sol.

    Attributes
    ----------
    kind : str
        ``source``, ``call``, ``award``, ``activity``, ``paid`` (``money_steps``).
    name : str
        What it reached; empty where the kind says it.
    minor : int
        How much.
    beside : list of (str, int)
        What else the step before went to, the largest first; an empty name is what went nowhere yet.
    """

    kind: str
    name: str
    minor: int
    beside: list[tuple[str, int]]


def way(award: Heading, currency: str) -> list[Reach]:
    """Way of money from the source that gave most for an award to what was paid of its largest activity."""
    assigned = Line.objects.order_by().filter(account__purpose="assigned", currency=currency)
    of_award = dict(assigned.filter(heading__award=award).values_list("source").annotate(n=Sum("minor")))
    if not any(minor > 0 for minor in of_award.values()):
        return []
    source = max(of_award, key=lambda code: of_award[code])
    came = dict(
        Line.objects.order_by().filter(account__purpose__in=("grants", "contributions"), currency=currency)
        .values_list("source").annotate(n=-Sum("minor"))
    )  # fmt: skip
    titles = dict(Source.objects.values_list("code", "title"))
    steps = [_reach("source", source, came, titles, 0)]
    own = assigned.filter(source=source)
    names = dict(Heading.objects.values_list("code", "title"))
    for kind, column, within in (
        ("call", "heading__call", {}), ("award", "heading__award", {"heading__call": award.call_id}),
        ("activity", "heading", {"heading__award": award.pk}),
    ):  # fmt: skip
        if kind == "activity":
            # What no activity got yet stands on the award itself.
            names[award.pk] = ""
        found = dict(own.filter(**within).values_list(column).annotate(n=Sum("minor")))
        goal = {"call": award.call_id, "award": award.pk}.get(kind) or max(found, key=lambda code: found[code])
        if goal is not None and found.get(goal):
            steps.append(_reach(kind, goal, found, names, steps[-1].minor if kind != "activity" else 0))
            last = goal
    paid = Line.objects.filter(account__purpose="spending", currency=currency, source=source)
    of = {"heading": last} if steps[-1].kind == "activity" else {"heading__award": award}
    used = paid.filter(**of).aggregate(n=Sum("minor"))["n"] or 0
    return [*steps, Reach("paid", "", used, [("", max(steps[-1].minor - used, 0))])]


def _reach(kind: str, goal: Any, found: dict[Any, int], names: dict[Any, str], before: int) -> Reach:
    others = sorted(((names.get(code, ""), int(minor)) for code, minor in found.items() if code != goal and minor > 0),
                    key=lambda pair: -pair[1])  # fmt: skip
    rest = before - int(found[goal]) - sum(minor for _, minor in others)
    return Reach(kind, names.get(goal, ""), int(found[goal]), [*others, *([("", rest)] if rest > 0 else [])])


def entry_numbers(award: Heading) -> list[int]:
    """Numbers of the entries that touch an award, the last first."""
    found = Entry.objects.filter(pk__in=Line.objects.filter(heading__award=award).values("entry"))
    return list(found.order_by("-number").values_list("number", flat=True)[:50])


@dataclass(frozen=True, slots=True)
class Evidence:
    """A paper of an entry as everybody reads it.

    Attributes
    ----------
    entry : int
        Number of the entry.
    sha256 : str
        Hash of the paper, hexadecimal.
    document : Document or None
        What anyone may open; None where it is not public, and then it has no title either.
    version : int
        Number of its version.
    """

    entry: int
    sha256: str
    document: Any
    version: int


def papers_of(award: Heading) -> list[Evidence]:
    """Papers of what was paid for an award, the last first."""
    paid = Line.objects.filter(heading__award=award, account__purpose__in=("spending", "advance")).values("entry")
    return evidence(Paper.objects.filter(entry__in=paid).order_by("-entry", "id")[:50])


def evidence(papers: QuerySet[Paper]) -> list[Evidence]:
    """Papers as everybody reads them; one query."""
    return [
        Evidence(row.entry_id, row.sha256, _opened(row), row.version.number)
        for row in papers.select_related("version__document")
    ]


def _opened(paper: Paper) -> Any:
    document = paper.version.document
    return document if document.audience == document.Audience.PUBLIC else None
