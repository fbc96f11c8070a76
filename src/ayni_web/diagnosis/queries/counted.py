"""What can be counted of a cluster (``ayni.library.counting.COUNTS``), by what it keeps; the rest is not known.

Where what is kept says only that nobody wrote it down, the count lies anywhere above: it is not known.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import takewhile
from math import inf

from django.db.models import Count as CountOf
from django.db.models import Q, QuerySet
from django.utils import timezone

from ayni.library.counting import Count, Limit
from ayni_web.commitments.keeping import counted
from ayni_web.common.kept import kept
from ayni_web.diagnosis.queries.dependence import MONTHS, Dependence
from ayni_web.diagnosis.queries.requirements import JOINT, Shown
from ayni_web.documents.models import Version
from ayni_web.events.models import Event
from ayni_web.members.models import Cluster, Kind, Membership, Relation, SizeBand
from ayni_web.members.queries.chain import Chain
from ayni_web.members.queries.stamps import relations_written
from ayni_web.processes.models import Case
from ayni_web.series.models import Evidence, Reading
from ayni_web.studies.models import Origin

PRODUCERS = ("producer", "producers_association", "cooperative", "firm", "anchor_firm", "processor")
FIRMS = (Kind.FIRM, Kind.ANCHOR_FIRM, Kind.COOPERATIVE, Kind.PROCESSOR, Kind.EXPORTER, Kind.TRADER)
SMALL = (SizeBand.ALONE, SizeBand.MICRO, SizeBand.SMALL, SizeBand.MEDIUM)
DONE = "done"
DEALS = (Relation.Kind.SUPPLIES, Relation.Kind.BUYS)
TOGETHER = ("fair", "joint_purchase", "training", "campaign")
SALES, EXPORT = "sales", "export"
DAYS_OF_A_MONTH = 365.25 / 12


@dataclass(frozen=True, slots=True)
class Known:
    """What other parts of the diagnosis found out already, and each count once it was made."""

    cluster: Cluster
    chain: Chain
    origin: Origin | None
    dependences: list[Dependence]
    shown: Shown
    made: dict[Limit, Count | None] = field(default_factory=dict)

    def count(self, limit: Limit) -> Count | None:
        """Count that a limit is put on; None where nothing is known of it."""
        asked = Limit(limit.counts, None, None, limit.within, limit.among)
        if asked not in self.made:
            look = LOOKS.get(limit.counts)
            self.made[asked] = look(self, limit) if look else None
        return self.made[asked]

    @property
    def members(self) -> QuerySet[Membership]:
        """Its members."""
        return self.cluster.memberships.filter(state=Membership.State.MEMBER).order_by()


def _members(known: Known, limit: Limit) -> Count:
    return Count.of(known.shown.members)


def _member_kinds(known: Known, limit: Limit) -> Count:
    return Count.of(known.members.values("kind").distinct().count())


def _placed_producers(known: Known, limit: Limit) -> Count:
    producers = known.members.filter(kind__in=PRODUCERS)
    told = producers.aggregate(all=CountOf("pk"), placed=CountOf("pk", filter=~Q(organisation__place="")))
    return Count.of(told["placed"], told["all"] - told["placed"])


def _small_firms(known: Known, limit: Limit) -> Count:
    formal, small = Q(organisation__formal=True), Q(organisation__size_band__in=SMALL)
    maybe = (formal | Q(organisation__formal=None)) & (small | Q(organisation__size_band=""))
    firms = known.members.filter(kind__in=FIRMS)
    told = firms.aggregate(low=CountOf("pk", filter=formal & small), high=CountOf("pk", filter=maybe))
    return Count(told["low"], told["high"])


def _mandates(known: Known, limit: Limit) -> Count:
    # That somebody manages it here is no paper: the charge is shown by the one it was given with.
    open_ones = list(known.cluster.managements.filter(until__isnull=True).values_list("pk", flat=True))
    papers = Evidence.objects.filter(
        subject="management", subject_id__in=list(map(str, open_ones)), withdrawn_at__isnull=True, version__isnull=False
    )
    shown = papers.values("subject_id").distinct().count()
    return Count.of(shown, len(open_ones) - shown)


def _events(*kinds: str) -> Callable[[Known, Limit], Count]:
    def held(known: Known, limit: Limit) -> Count:
        rows = Event.objects.filter(cluster=known.cluster, kind__in=kinds, cancelled_at__isnull=True)
        return Count.of(_within(rows, "starts_at", limit).count())

    return held


def _within(rows: "QuerySet[Event] | QuerySet[Case]", day: str, limit: Limit) -> "QuerySet[Event] | QuerySet[Case]":
    """Rows that lie in the months that a limit counts, up to now."""
    now = timezone.now()
    rows = rows.filter(**{f"{day}__lte": now})
    since = now - timedelta(days=limit.within * DAYS_OF_A_MONTH) if limit.within else None
    return rows.filter(**{f"{day}__gte": since}) if since else rows


def _cases(known: Known, *processes: str) -> QuerySet[Case]:
    return Case.objects.filter(cluster=known.cluster, rules__process__entry__in=processes, ended_at__isnull=False)


def _answered_requests(known: Known, limit: Limit) -> Count:
    return Count(_cases(known, "initiative", "community_request").count(), inf)


def _formations(known: Known, limit: Limit) -> Count:
    found = _cases(known, "formation").filter(step__ending=DONE).count()
    # An officer may have said that it is constituted, and the case that would show it is not here.
    return Count(found, inf if known.cluster.state == Cluster.State.CONSTITUTED else found)


def _innovations(known: Known, limit: Limit) -> Count:
    return Count(_within(_cases(known, "innovation").filter(step__ending=DONE), "ended_at", limit).count(), inf)


def _missing_roles(known: Known, limit: Limit) -> Count | None:
    return Count.of(len(known.chain.missing)) if known.chain.count else None


def _years_exported(known: Known, limit: Limit) -> Count:
    told = Reading.objects.filter(measure__cluster=known.cluster, measure__code=SALES, revised_by__isnull=True)
    years = [day.year for day in told.filter(part=EXPORT, value__gt=0).dates("starts_on", "year", order="DESC")]
    running = takewhile(lambda pair: pair[1] == years[0] - pair[0], enumerate(years))
    return Count(sum(1 for _ in running), inf)


def _quotient(known: Known, limit: Limit) -> Count | None:
    found = known.origin.evidence.get("candidate", {}).get("quotient") if known.origin else None
    return Count.of(found) if isinstance(found, int | float) else None


def _deals_within(known: Known, limit: Limit) -> Count | None:
    cluster = known.cluster
    deals = kept(("deals", cluster.pk), relations_written(cluster), lambda: _deals(known))
    return Count.of(deals["within"] / deals["all"]) if deals["all"] else None


def _deals(known: Known) -> dict[str, int]:
    """Dealings in which a member is, and those of them that are between members."""
    members = known.members.values("organisation_id")
    one, both = Q(source__in=members) | Q(target__in=members), Q(source__in=members, target__in=members)
    deals = Relation.objects.filter(one, until__isnull=True, kind__in=DEALS).order_by()
    return deals.aggregate(all=CountOf("pk"), within=CountOf("pk", filter=both))


def _deliveries_kept(known: Known, limit: Limit) -> Count | None:
    told = next((each for each in counted(known.cluster).by_kind if each.key == "deliver"), None)
    enough = told is not None and told.counted >= (limit.among or 1)
    return Count.of(told.kept / told.counted) if told and enough else None


def _strategy_signed(known: Known, limit: Limit) -> Count:
    last = Version.objects.filter(document__cluster=known.cluster, document__kind="strategy").order_by("-made_at")
    version = last.first()
    if version is None or not known.shown.members:
        return Count.of(0)
    members = known.members.values("organisation_id")
    signed = version.signatures.filter(organisation__in=members).values("organisation_id").distinct().count()
    return Count.of(signed / known.shown.members)


def _largest_buyer(known: Known, limit: Limit) -> Count | None:
    # What was delivered is looked at over a year; of another time nothing is known here.
    leader = known.dependences[0].leader if limit.within == MONTHS else None
    return Count.of(leader.share) if leader else None


LOOKS: Mapping[str, Callable[[Known, Limit], Count | None]] = {
    "members": _members, "member_kinds": _member_kinds, "placed_producers": _placed_producers,
    "small_firms": _small_firms, "mandates": _mandates, "meetings": _events("meeting"),
    "joint_actions": _events(*TOGETHER), "activities": _events(*JOINT), "answered_requests": _answered_requests,
    "formations": _formations, "innovations": _innovations, "missing_roles": _missing_roles,
    "years_exported": _years_exported, "quotient": _quotient, "deals_within": _deals_within,
    "deliveries_kept": _deliveries_kept, "strategy_signed": _strategy_signed, "largest_buyer": _largest_buyer,
}  # fmt: skip
