"""Every read of strategies: lists, a version, what reopened it, the buyers who weighed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from ayni_web.assessments.models import Assessment
from ayni_web.assessments.queries.profiles import profile_with_change
from ayni_web.documents.models import Document
from ayni_web.documents.models import Version as Paper
from ayni_web.documents.queries import visible_documents
from ayni_web.strategies.access import seers, version_seers
from ayni_web.strategies.analysis import Part
from ayni_web.strategies.contents import Row, evidence_in, name_of, parts_in, passed_in, signs_in
from ayni_web.strategies.models import Reopening, Strategy, Version

_WHOLE = ("strategy__cluster", "strategy__plan", "author", "signed_by")


def visible_strategies(person: Any) -> QuerySet[Strategy]:
    """Strategies that a person sees, with the number and state of the last version."""
    versions = Version.objects.filter(version_seers(person), strategy=OuterRef("pk")).order_by("-number")
    found = Strategy.objects.filter(pk__in=Strategy.objects.filter(seers(person)).values("pk"))
    return (
        found.select_related("cluster", "plan")
        .annotate(last=Subquery(versions.values("number")[:1]), last_state=Subquery(versions.values("state")[:1]),
                  last_version=Subquery(versions.values("pk")[:1]))
        .order_by("cluster__name", "product", "market", "pk")
    )  # fmt: skip


def visible_versions(person: Any) -> QuerySet[Version]:
    """Versions that a person reads."""
    rows = Version.objects.filter(pk__in=Version.objects.filter(version_seers(person)).values("pk"))
    return rows.select_related(*_WHOLE)


def standing(strategy: Strategy) -> Version | None:
    """The version that holds: the last that was signed."""
    return strategy.versions.select_related(*_WHOLE).filter(state=Version.State.SIGNED).first()


def standing_versions() -> QuerySet[Version]:
    """The version that holds of every strategy."""
    last = Version.objects.filter(strategy=OuterRef("strategy"), state=Version.State.SIGNED).order_by("-number")
    return Version.objects.filter(pk=Subquery(last.values("pk")[:1])).select_related(*_WHOLE)


@dataclass(frozen=True, slots=True)
class Reopened:
    """Why a signed version is to be looked at again: a sign that came true, or a day that passed.

    Attributes
    ----------
    what : str
        Sign or row, as it is called.
    day : date
        On which it was seen, or which passed.
    seen : str
        What was seen; empty for a day that passed.
    """

    what: str
    day: date
    seen: str


def reopened_by(version: Version, document: Mapping[str, Any]) -> list[Reopened]:
    """Everything that reopened a signed version; one query."""
    if not version.is_signed:
        return []
    rows = {(part.code, row.get("code")): name_of(part, row, at) for at, (part, row) in enumerate(signs_in(document))}
    told = [Reopened(rows.get((each.part, each.row), each.row), each.seen_on, each.seen)
            for each in version.reopenings.all()]  # fmt: skip
    passed = passed_in(document, timezone.localdate())
    return told + [Reopened(name_of(part, row, -1), day, "") for part, row, day in passed]


def signs_to_tell(version: Version, document: Mapping[str, Any]) -> list[tuple[Part, Row, Reopening | None]]:
    """Signs of a version, each with what made it true; one query."""
    met = {(each.part, each.row): each for each in version.reopenings.select_related("by")}
    return [(part, row, met.get((part.code, row.get("code", "")))) for part, row in signs_in(document)]


def to_compare(version: Version, person: Any) -> list[Version]:
    """Other versions of the same strategy that the person reads, the last first."""
    return list(visible_versions(person).filter(strategy=version.strategy_id).exclude(pk=version.pk))


def papers_in(person: Any, document: Mapping[str, Any]) -> dict[str, Paper]:
    """Papers that show a version's parts and that the person may read, by their version; one query.

    ``latest`` is the number of the last version that there is of the paper.
    """
    wanted = [each["version"] for part in parts_in(document) for each in evidence_in(document, part)]
    if not wanted:
        return {}
    found = Paper.objects.filter(pk__in=wanted, document__in=visible_documents(person))
    rows = found.select_related("document").annotate(latest=Max("document__versions__number"))
    return {str(row.pk): row for row in rows}


def papers_to_show(person: Any, strategy: Strategy) -> QuerySet[Document]:
    """Documents of the cluster of a strategy, or of none, that a person reads, by title."""
    of = Q(cluster=strategy.cluster_id) | Q(cluster=None)
    return visible_documents(person).filter(of).order_by("title", "pk")


def round_of_buyers(strategy: Strategy, questionnaire: str) -> Assessment | None:
    """Last closed round of the cluster that asked with a questionnaire of the library."""
    found = Assessment.objects.filter(
        cluster=strategy.cluster_id, state=Assessment.State.CLOSED, version__template__entry=questionnaire
    )  # fmt: skip
    return found.select_related("version__template").order_by("-closed_at").first()


def weights_of(asked: Assessment) -> tuple[dict[str, float], int] | None:
    """Weight of each group in percent, as those who answered give it, and how many they are.

    None where too few answered to be told.
    """
    profile, _ = profile_with_change(asked)
    if not profile.enough or not profile.weighed:
        return None
    return {each.code: round(100 * each.weight, 2) for each in profile.groups}, profile.sheets
