"""The four minimum requirements: what the study said, what the members show, what would change the verdict."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils import timezone

from ayni_web.common.acting import Mistake
from ayni_web.events.models import Event
from ayni_web.members.models import Cluster, Membership, SizeBand
from ayni_web.members.queries.chain import Chain
from ayni_web.studies import queries as studies
from ayni_web.studies.access import may_see_run
from ayni_web.studies.models import Origin

DAYS = 365
NUMBERS = (1, 2, 3, 4)
# Events that members do together; a delivery is of two.
JOINT = ("meeting", "training", "fair", "campaign", "joint_purchase", "visit")


@dataclass(frozen=True, slots=True)
class Requirement:
    """A requirement of a cluster.

    Attributes
    ----------
    number : int
        1 territory, 2 sizes, 3 specialisation, 4 joint action.
    state, word, evidence : str
        Verdict of the study the cluster was formed from, in a word, and what it rests on; ``unk`` without one.
    collect : str
        What is still to be collected.
    changes : tuple of (str, str)
        What would change the verdict, and who has that datum.
    """

    number: int
    state: str = "unk"
    word: str = ""
    evidence: str = ""
    collect: str = ""
    changes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """What the members of a cluster show today.

    Attributes
    ----------
    members, inside, outside, unplaced : int
        Members; those within the territory, outside it, and of whom no place is known.
    sizes : list of (code, int)
        Members of each size band that somebody has, in order.
    unsized : int
        Members of unknown size.
    full, links : int
        Links of the chain that somebody is in, of how many.
    joint : list of (kind of event, int)
        What was done together within a year.
    """

    members: int
    inside: int
    outside: int
    unplaced: int
    sizes: list[tuple[str, int]]
    unsized: int
    full: int
    links: int
    joint: list[tuple[str, int]] = field(default_factory=list)


def requirements_of(person: Any, cluster: Cluster) -> tuple[list[Requirement], Origin | None]:
    """The four requirements as the study the cluster was formed from tells them, and where from."""
    origin = Origin.objects.select_related("run__study").filter(cluster=cluster).first()
    if origin is None:
        return [Requirement(number) for number in NUMBERS], None
    told = _told_by_package(origin) if may_see_run(person, origin.run) else None
    return told or _carried(origin), origin


def _told_by_package(origin: Origin) -> list[Requirement] | None:
    """As the package tells them today; None where it is not what it was."""
    try:
        proofs = studies.told(origin.run).proofs
    except Mistake:
        return None
    proof = proofs.get("-".join(origin.candidate.split()))
    if proof is None:
        return None
    return [
        Requirement(
            number, each.verdict.state, each.verdict.word, each.evidence, each.collect,
            tuple((change.words, change.holder) for change in each.changes),
        )
        for number, each in zip(NUMBERS, proof.requirements, strict=True)
    ]  # fmt: skip


def _carried(origin: Origin) -> list[Requirement]:
    """As the cluster carried them over when it was formed."""
    told = origin.evidence.get("told", {}).get(studies.spoken(), {}).get("requirements", [])
    found = [Requirement(number, each["state"], each["word"], each["evidence"]) for number, each in enumerate(told, 1)]
    return found or [Requirement(number) for number in NUMBERS]


def shown_by(cluster: Cluster, chain: Chain) -> Shown:
    """What the members show: two queries beside those of the chain."""
    rows = cluster.memberships.filter(state=Membership.State.MEMBER)
    members = list(rows.values_list("organisation__place", "organisation__size_band"))
    territory = tuple(each.place for each in cluster.places.all())
    placed = [place for place, _ in members if place]
    inside = sum(place.startswith(territory) for place in placed) if territory else 0
    sizes = Counter(size for _, size in members if size)
    return Shown(
        members=len(members), inside=inside, outside=len(placed) - inside, unplaced=len(members) - len(placed),
        sizes=[(code, sizes[code]) for code in SizeBand.values if sizes[code]], unsized=len(members) - sizes.total(),
        full=sum(bool(each.count) for each in chain.links), links=len(chain.links), joint=_joint(cluster),
    )  # fmt: skip


def _joint(cluster: Cluster) -> list[tuple[str, int]]:
    now = timezone.now()
    rows = Event.objects.filter(
        cluster=cluster, kind__in=JOINT, cancelled_at__isnull=True, starts_at__range=(now - timedelta(days=DAYS), now)
    )
    counted = Counter(rows.values_list("kind", flat=True))
    return [(kind, counted[kind]) for kind in JOINT if counted[kind]]
