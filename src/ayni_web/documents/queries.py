"""Every read of documents."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from ayni_web.accounts.access import is_staff
from ayni_web.common.acting import Mistake
from ayni_web.documents.access import Owner, readers
from ayni_web.documents.models import AskedSignature, Document, Signature, Version
from ayni_web.members.access import managed, represented
from ayni_web.members.models import Cluster, Entity, Organisation
from ayni_web.members.queries import standing_clusters

LINES_COMPARED = 4000


def visible_documents(person: Any) -> QuerySet[Document]:
    """Documents that a person may read."""
    return Document.objects.filter(readers(person))


def found_documents(person: Any, *, kind: str = "", cluster: Any = None, words: str = "") -> QuerySet[Document]:
    """Documents of a kind, of a cluster, with some words in their title; with versions and signatures counted."""
    found = visible_documents(person).select_related("cluster", "organisation")
    if kind:
        found = found.filter(kind=kind)
    if cluster:
        found = found.filter(cluster=cluster)
    if words:
        found = found.filter(Q(title__icontains=words) | Q(organisation__name__icontains=words))
    found = found.annotate(
        last=Max("versions__number"), last_at=Max("versions__made_at"), signed=Count("versions__signatures")
    )
    return found.order_by("-added_at", "pk")


def waiting_for(person: Any) -> QuerySet[AskedSignature]:
    """Signatures that the organisations of a person were asked for and have not given."""
    given = Signature.objects.filter(version=OuterRef("version"), organisation=OuterRef("organisation"))
    asked = AskedSignature.objects.filter(
        organisation_id__in=signed_for(person).values("pk"), version__document__in=visible_documents(person)
    )
    return asked.filter(~Exists(given)).select_related("version__document", "organisation", "asked_by")


def signed_for(person: Any) -> QuerySet[Organisation]:
    """Organisations for which a person may sign: the own ones, and the entity for its coordinators."""
    own = Q(pk__in=represented(person))
    return Organisation.objects.filter(own | Q(pk__in=Entity.objects.values("organisation_id"))
                                       if is_staff(person) else own)  # fmt: skip


def owners(person: Any) -> list[Owner]:
    """Those for whom a person may write: the entity and its clusters, the managed clusters, the own organisations."""
    clusters = standing_clusters() if is_staff(person) else Cluster.objects.filter(pk__in=managed(person))
    own = Organisation.objects.filter(pk__in=represented(person), merged_into__isnull=True)
    return [*([None] if is_staff(person) else []), *clusters, *own]


def askable(document: Document) -> QuerySet[Organisation]:
    """Organisations that can be asked to sign: those that read the document."""
    everybody = document.audience in (Document.Audience.MEMBERS, Document.Audience.PUBLIC)
    within = Q(memberships__cluster=document.cluster_id, memberships__state="member") if everybody else Q(pk=None)
    of_cluster = within if document.cluster_id else Q(pk=document.organisation_id)
    return Organisation.objects.filter(of_cluster | Q(entity__isnull=False), merged_into__isnull=True).distinct()


@dataclass(frozen=True, slots=True)
class Line:
    """A line of two texts laid side by side: ``same``, ``added`` or ``removed``, or how many were left out."""

    kind: str
    text: str = ""
    left_out: int = 0


def difference(old: Version, new: Version) -> list[Line]:
    """Lines of two versions, those that are equal shortened to the three around each change."""
    before, after = old.text.split("\n"), new.text.split("\n")
    if max(len(before), len(after)) > LINES_COMPARED:
        raise Mistake("documents.too_long_to_compare")
    lines: list[Line] = []
    at = 0
    for group in SequenceMatcher(None, before, after).get_grouped_opcodes(3):
        if group[0][1] > at:
            lines.append(Line("left_out", left_out=group[0][1] - at))
        for tag, first, last, begin, end in group:
            if tag == "equal":
                lines.extend(Line("same", text) for text in before[first:last])
                continue
            lines.extend(Line("removed", text) for text in before[first:last])
            lines.extend(Line("added", text) for text in after[begin:end])
        at = group[-1][2]
    if at < len(before):
        lines.append(Line("left_out", left_out=len(before) - at))
    return lines
