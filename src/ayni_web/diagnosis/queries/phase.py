"""The phase of a cluster (#171): which signs are shown by what is kept, which are not, and which nobody knows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from ayni.library.phases import Diagnosis, Phase, diagnosis, phases
from ayni.library.playbooks import Playbook, playbooks
from ayni_web.assessments.texts import told
from ayni_web.commitments.models import COUNTED, Commitment, State
from ayni_web.diagnosis.queries.dependence import HALF, Dependence
from ayni_web.diagnosis.queries.requirements import Requirement, Shown
from ayni_web.documents.models import Version
from ayni_web.events.models import Event
from ayni_web.members.models import Cluster, Membership, Relation
from ayni_web.members.queries.chain import Chain
from ayni_web.processes.models import Case

PRODUCERS = ("producer", "producers_association", "cooperative", "firm", "anchor_firm", "processor")
DONE = "done"
DEALS = (Relation.Kind.SUPPLIES, Relation.Kind.BUYS)
TOGETHER = ("fair", "joint_purchase", "training", "campaign")
MOST_SIGNED = 2 / 3
LEAST_PROMISES, KEPT_SHARE = 5, 0.8
LEAST_DEALS_WITHIN, LEAST_PRODUCERS, LEAST_MEETINGS = 0.25, 5, 4
YEARS_OF_AN_INNOVATION = 3


@dataclass(frozen=True, slots=True)
class Known:
    """What other parts of the diagnosis found out already."""

    cluster: Cluster
    chain: Chain
    requirements: list[Requirement]
    dependences: list[Dependence]
    shown: Shown


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign of a phase with its text, and ``met``, ``unmet`` or ``unk``."""

    text: str
    state: str


@dataclass(frozen=True, slots=True)
class Step:
    """A phase with its signs; ``now`` where the cluster is at, or one of two at a boundary."""

    title: str
    about: str
    needed: int
    shown: int
    now: bool
    signs: list[Sign]


@dataclass(frozen=True, slots=True)
class Advice:
    """What is worth doing in a phase: title, and each action with who does it and within how many days."""

    title: str
    actions: list[tuple[str, str, int]]


@dataclass(frozen=True, slots=True)
class Road:
    """The phases of a cluster, where it is, and what is worth doing there."""

    steps: list[Step]
    titles: list[str]
    advice: list[Advice]

    @property
    def boundary(self) -> bool:
        """Whether it lies between two phases: both are told."""
        return len(self.titles) > 1


def road_of(known: Known) -> Road:
    """Phases of a cluster with the signs that are shown; a constant number of queries."""
    ladder = phases()[0]
    signs = signs_of(known)
    found = diagnosis(ladder, signs)
    codes = {each.code for each in found.phases}
    return Road(
        steps=[_step(each, found, signs, now=each.code in codes) for each in ladder],
        titles=[told(each.title) for each in found.phases],
        advice=[_advice(each) for each in playbooks() if each.phase in codes],
    )


def signs_of(known: Known) -> dict[str, bool]:
    """By sign, whether what is kept shows it; a sign of which nothing is known is left out."""
    found = {code: look(known) for code, look in LOOKS.items()}
    return {code: value for code, value in found.items() if value is not None}


def _concentrated(known: Known) -> bool | None:
    # The requirement asks for more than a quotient above 1: where it is not met, nothing is known of the sign.
    return True if known.requirements[0].state == "met" else None


def _several_firms(known: Known) -> bool | None:
    rows = known.cluster.memberships.filter(state=Membership.State.MEMBER, kind__in=PRODUCERS)
    return bool(rows.exclude(organisation__place="").count() >= LEAST_PRODUCERS)


def _someone_wants(known: Known) -> bool | None:
    asked = _cases(known, "initiative") | _cases(known, "community_request")
    return asked.filter(ended_at__isnull=False).exists() or None


def _buys_within(known: Known) -> bool | None:
    members = known.cluster.memberships.filter(state=Membership.State.MEMBER).values("organisation_id")
    one, both = Q(source__in=members) | Q(target__in=members), Q(source__in=members, target__in=members)
    deals = Relation.objects.filter(one, until__isnull=True, kind__in=DEALS)
    counted = deals.aggregate(all=Count("pk"), within=Count("pk", filter=both))
    return counted["within"] >= LEAST_DEALS_WITHIN * counted["all"] if counted["all"] else None


def _meets(known: Known) -> bool | None:
    return dict(known.shown.joint).get("meeting", 0) >= LEAST_MEETINGS


def _has_manager(known: Known) -> bool | None:
    return known.cluster.managements.filter(until__isnull=True).exists()


def _first_joint(known: Known) -> bool | None:
    happened = Event.objects.filter(cluster=known.cluster, kind__in=TOGETHER, cancelled_at__isnull=True)
    return happened.filter(starts_at__lte=timezone.now()).exists()


def _registered(known: Known) -> bool | None:
    if _cases(known, "formation").filter(step__ending=DONE).exists():
        return True
    # An officer said that it is constituted, and the case that would show it is not here.
    return None if known.cluster.state == Cluster.State.CONSTITUTED else False


def _chain_whole(known: Known) -> bool | None:
    return bool(known.chain.count) and not known.chain.missing


def _promises_kept(known: Known) -> bool | None:
    told_of = Commitment.objects.filter(cluster=known.cluster, kind="deliver", disputed=False, state__in=COUNTED)
    counted = told_of.aggregate(all=Count("pk"), kept=Count("pk", filter=Q(state=State.KEPT)))
    return counted["kept"] >= KEPT_SHARE * counted["all"] if counted["all"] >= LEAST_PROMISES else None


def _strategy_signed(known: Known) -> bool | None:
    last = Version.objects.filter(document__cluster=known.cluster, document__kind="strategy").order_by("-made_at")
    version = last.first()
    if version is None or not known.shown.members:
        return False
    members = known.cluster.memberships.filter(state=Membership.State.MEMBER).values("organisation_id")
    signed = version.signatures.filter(organisation__in=members).values("organisation_id").distinct().count()
    return bool(signed >= MOST_SIGNED * known.shown.members)


def _no_single_buyer(known: Known) -> bool | None:
    leader = known.dependences[0].leader
    return leader.share <= HALF if leader else None


def _renews(known: Known) -> bool | None:
    since = timezone.now() - timedelta(days=365 * YEARS_OF_AN_INNOVATION)
    return _cases(known, "innovation").filter(step__ending=DONE, ended_at__gte=since).exists() or None


def _cases(known: Known, entry: str) -> QuerySet[Case]:
    return Case.objects.filter(cluster=known.cluster, rules__process__entry=entry)


# What shows a sign; those of readings (exports, own income) are not here: nobody knows them yet.
LOOKS: Mapping[str, Callable[[Known], bool | None]] = {
    "concentrated": _concentrated, "several_firms": _several_firms, "someone_wants": _someone_wants,
    "buys_within": _buys_within, "meets": _meets, "has_manager": _has_manager, "first_joint": _first_joint,
    "registered": _registered, "chain_whole": _chain_whole, "promises_kept": _promises_kept,
    "strategy_signed": _strategy_signed, "no_single_buyer": _no_single_buyer, "renews": _renews,
}  # fmt: skip


def _step(phase: Phase, found: Diagnosis, signs: Mapping[str, bool], now: bool) -> Step:
    states = {True: "met", False: "unmet", None: "unk"}
    told_signs = [Sign(told(each.text), states[signs.get(each.code)]) for each in phase.signs]
    return Step(told(phase.title), told(phase.about), phase.needed, found.shown[phase.code], now, told_signs)


def _advice(playbook: Playbook) -> Advice:
    return Advice(told(playbook.title), [(told(each.text), each.who, each.days) for each in playbook.actions])
