"""Documents that are offered as papers of money."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from ayni_web.documents.models import Version
from ayni_web.documents.queries import visible_documents
from ayni_web.ledger.models import Draft, DraftPaper, Paper
from ayni_web.ledger.models.entries import State

AGREEMENTS = ("agreement", "contract", "minutes", "rules")
RECEIPTS, PAPERS = 8, 40


def papers_to_choose(person: Any, draft: Draft | None = None) -> QuerySet[Version]:
    """Papers of the entity that show no entry and no draft yet, the last ones first, and those of the draft at hand."""
    used = Exists(Paper.objects.filter(version=OuterRef("pk")))
    waiting = Exists(DraftPaper.objects.filter(version=OuterRef("pk"), draft__state__in=(State.OPEN, State.SENT)))
    entity = Version.objects.filter(document__cluster=None, document__organisation=None)
    readable = entity.filter(document__in=visible_documents(person)).filter(~used, ~waiting)
    last = list(readable.order_by("-made_at").values_list("pk", flat=True)[:RECEIPTS])
    own = list(draft.papers.values_list("version_id", flat=True)) if draft else []
    return Version.objects.filter(pk__in=[*own, *last]).select_related("document").order_by("-made_at")


def agreements(person: Any) -> QuerySet[Version]:
    """Agreements, contracts, minutes and rules that a person reads, the last ones first."""
    found = Version.objects.filter(Q(document__kind__in=AGREEMENTS), document__in=visible_documents(person))
    last = list(found.order_by("-made_at").values_list("pk", flat=True)[:PAPERS])
    return Version.objects.filter(pk__in=last).select_related("document").order_by("-made_at")
