"""Who can see a row, and why: the named people, each with their reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from ayni_web.accounts.access import sees_entity
from ayni_web.accounts.models import Appointment
from ayni_web.common.audience import Audience
from ayni_web.common.language import said
from ayni_web.members.access import managed, may_act_for, may_manage, represented
from ayni_web.members.models import Cluster, Management, Membership, Organisation, Representation, Right

ROLES = ("director", "officer", "auditor", "manager", "member", "public")
KINDS = {"cluster": Cluster, "organisation": Organisation}
Row = Cluster | Organisation


@dataclass(frozen=True, slots=True)
class Told:
    """A role, and the names of the sentences that explain it."""

    code: str

    @property
    def sees(self) -> str:
        """What it sees."""
        return f"{self.code}_sees"

    @property
    def does(self) -> str:
        """What it does."""
        return f"{self.code}_does"

    @property
    def does_not(self) -> str:
        """What it does not do."""
        return f"{self.code}_not"


@dataclass(frozen=True, slots=True)
class Seer:
    """Someone who can see a row.

    Attributes
    ----------
    name : str
        The person.
    why : str
        Sentence of ``words/home.toml``.
    facts : dict
        What the sentence takes.
    """

    name: str
    why: str
    facts: dict[str, Any]

    @property
    def reason(self) -> str:
        """Why, in the reader's language."""
        return said(f"home.{self.why}", **self.facts)


def roles() -> list[Told]:
    """Roles, from the one that decides to the public."""
    return [Told(code) for code in ROLES]


def row_of(kind: str, pk: UUID) -> Row | None:
    """Row that is asked about."""
    found: Row | None = KINDS[kind].objects.filter(pk=pk).first() if kind in KINDS else None  # type: ignore[attr-defined]
    return found


def may_ask(person: Any, row: Row) -> bool:
    """Those who may know who sees a row: the entity, who manages the cluster, who writes for the organisation."""
    if sees_entity(person):
        return True
    return may_manage(person, row) if isinstance(row, Cluster) else may_act_for(person, row)


def askable(person: Any) -> list[tuple[str, Row]]:
    """Clusters and organisations of one's own of which one may ask; all clusters for coordinators."""
    if not person.is_authenticated:
        return []
    clusters = Cluster.objects.all() if sees_entity(person) else Cluster.objects.filter(pk__in=managed(person))
    own = Organisation.objects.filter(pk__in=represented(person), merged_into__isnull=True)
    return [*(("cluster", row) for row in clusters[:50]), *(("organisation", row) for row in own[:50])]


def audience_of(row: Row) -> Audience:
    """Who sees the answer."""
    if isinstance(row, Cluster):
        return Audience("cluster_managers", {"cluster": row.name})
    return Audience("organisation", {"organisation": row.name})


def seers(row: Row) -> list[Seer]:
    """People who can see a row whole: the entity, managers, and who acts for those that joined or were let."""
    found = [*_entity(), *(_of_cluster(row) if isinstance(row, Cluster) else _of_organisation(row))]
    return list({(seer.name, seer.why, str(seer.facts)): seer for seer in found}.values())


def _entity() -> Iterable[Seer]:
    held = Appointment.objects.filter(until__isnull=True, person__is_active=True).select_related("person")
    return [Seer(each.person.name, f"because_{each.role}", {}) for each in held.order_by("role", "person__name")]


def _of_cluster(cluster: Cluster) -> Iterable[Seer]:
    managers = Management.objects.filter(cluster=cluster, until__isnull=True, person__is_active=True)
    acting = _acting(Membership.objects.filter(cluster=cluster, state=Membership.State.MEMBER).values("organisation"))
    return [
        *(
            Seer(each.person.name, "because_manager", {"cluster": cluster.name})
            for each in managers.select_related("person")
        ),
        *(Seer(each.person.name, "because_member", {"organisation": each.organisation.name}) for each in acting),
    ]


def _of_organisation(organisation: Organisation) -> Iterable[Seer]:
    within = organisation.memberships.filter(state__in=Membership.OPEN).values("cluster")
    managers = Management.objects.filter(cluster__in=within, until__isnull=True, person__is_active=True)
    given = Right.objects.filter(giver=organisation, until__isnull=True).values("receiver")
    return [
        *(Seer(each.person.name, "because_acts", {}) for each in _acting([organisation.pk])),
        *(
            Seer(each.person.name, "because_manager", {"cluster": each.cluster.name})
            for each in managers.select_related("person", "cluster")
        ),
        *(Seer(each.person.name, "because_right", {"organisation": each.organisation.name}) for each in _acting(given)),
    ]


def _acting(organisations: Any) -> Any:
    held = Representation.objects.filter(organisation__in=organisations, until__isnull=True, person__is_active=True)
    return held.select_related("person", "organisation").order_by("organisation__name", "person__name")
