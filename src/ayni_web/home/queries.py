"""Every read of the first page and the pages that explain: figures of the database, and nothing else."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from ayni.words import sentence_keys
from ayni_web.common.chain import is_told
from ayni_web.common.models import Entry, Seal
from ayni_web.documents.models import Document
from ayni_web.events.models import Event
from ayni_web.members.access import managed, represented
from ayni_web.members.models import Cluster, Entity, Link, Membership, Organisation, Relation, Scope
from ayni_web.members.queries import standing_clusters
from ayni_web.studies.models import Origin, Run, Study

# Clusters listed on the first page; the rest are one click away.
SHOWN = 12
LAST_ENTRIES = 20


@dataclass(frozen=True, slots=True)
class Figures:
    """What there is, counted; each step of the road has one of these or says that there is nothing yet."""

    organisations: int
    clusters: int
    studies: int
    candidates_formed: int
    linked: int
    relations: int
    scopes: int
    happened: int
    documents: int


def figures() -> Figures:
    """Counts of what the road of a cluster left here."""
    standing = standing_clusters()
    members = Membership.objects.filter(state=Membership.State.MEMBER, cluster__in=standing)
    return Figures(
        organisations=members.values("organisation").distinct().count(),
        clusters=standing.count(),
        studies=public_studies().count(),
        candidates_formed=Origin.objects.filter(cluster__in=standing).count(),
        linked=standing.filter(Exists(Link.objects.filter(cluster=OuterRef("pk")))).count(),
        relations=Relation.objects.filter(until__isnull=True).count(),
        scopes=Scope.objects.filter(state=Scope.State.APPROVED, cluster__in=standing).count(),
        happened=Event.objects.filter(cancelled_at__isnull=True, starts_at__lte=timezone.now()).count(),
        documents=Document.objects.filter(audience=Document.Audience.PUBLIC).count(),
    )


def clusters_shown() -> QuerySet[Cluster]:
    """Standing clusters with their places and how many organisations joined; two queries."""
    joined = Count("memberships", filter=Q(memberships__state=Membership.State.MEMBER))
    return standing_clusters().annotate(joined=joined).prefetch_related("places").order_by("name")


def public_studies() -> QuerySet[Study]:
    """Studies for everybody that have a package."""
    done = Run.objects.filter(study=OuterRef("pk"), state=Run.State.DONE)
    return Study.objects.filter(Exists(done), public=True).order_by("title")


def own_clusters(person: Any) -> QuerySet[Cluster]:
    """Clusters that a person manages, or of which an organisation of theirs is a member."""
    of_members = Q(memberships__organisation_id__in=represented(person), memberships__state=Membership.State.MEMBER)
    return standing_clusters().filter(Q(pk__in=managed(person)) | of_members).distinct()


def own_organisations(person: Any) -> QuerySet[Organisation]:
    """Organisations for which a person acts."""
    return Organisation.objects.filter(pk__in=represented(person), merged_into__isnull=True)


def entity_name() -> str:
    """Name of the coordinating entity; empty before it is founded."""
    entity = Entity.objects.select_related("organisation").first()
    return entity.organisation.name if entity else ""


def seals() -> QuerySet[Seal]:
    """Seals, the last day first."""
    return Seal.objects.order_by("-day")


def last_entries(*, whole: bool) -> list[tuple[Entry, str, bool]]:
    """The last entries of the chain, the name of the sentence for their kind, and whether the reader is told it."""
    entries = Entry.objects.order_by("-number").only("number", "made_at", "kind")[:LAST_ENTRIES]
    return [(entry, _told(entry.kind), is_told(entry.kind, whole=whole)) for entry in entries]


def _told(kind: str) -> str:
    """Name of the sentence that tells a kind of entry; empty where none was written, and the code is shown."""
    name = kind.replace(".", "_")
    return name if f"chain_kinds.{name}" in sentence_keys() else ""
