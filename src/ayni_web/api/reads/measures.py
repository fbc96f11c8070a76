"""What clusters count: measures, what they come to, readings, targets."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router

from ayni_web.api.access import READS
from ayni_web.api.asked import Listed, MeasuresAsked, Paging, ReadingsAsked, paged, paged_together
from ayni_web.api.reads.telling import named
from ayni_web.api.shapes.measures import Measure, MeasureLine, MeasurePeriod, Reading, Target
from ayni_web.series import models
from ayni_web.series.readings import access
from ayni_web.series.readings.periods import label
from ayni_web.series.readings.queries import Line, Period
from ayni_web.series.readings.sums import lines_of, summed

router = Router(auth=READS)
# Periods that the page of a measure tells closely, out of which its sentences are written.
CLOSELY = 6


@router.get("/measures", response=Listed[MeasureLine])
def measures(request: HttpRequest, asked: Query[MeasuresAsked]) -> Any:
    """Measures of the person's clusters, with who told the last period."""
    found = access.visible_measures(request.auth).order_by("cluster__name", "added_at", "pk")
    found = found.filter(cluster=asked.cluster) if asked.cluster else found
    return paged_together(found, asked, lambda rows: [_line(each) for each in lines_of(rows)])


@router.get("/measures/{uuid:pk}", response=Measure)
def measure(request: HttpRequest, pk: UUID) -> Any:
    """One measure: how it is counted, and what its periods say."""
    row = get_object_or_404(access.visible_measures(request.auth), pk=pk)
    said = summed(row, access.sees_each(request.auth, row.cluster), CLOSELY).shown
    return {
        **_line(lines_of([row])[0]), "about": row.told("about"), "weight": row.told("weight"),
        "experience": row.experience, "parts": _parts(row), "source": row.source, "trend": said.trend,
        "experience_said": said.experience, "flags": list(said.flags),
    }  # fmt: skip


@router.get("/measures/{uuid:pk}/periods", response=Listed[MeasurePeriod])
def periods(request: HttpRequest, pk: UUID, asked: Query[Paging]) -> Any:
    """What members come to in each period, the last first; small numbers are protected as on the page."""
    row = get_object_or_404(access.visible_measures(request.auth), pk=pk)
    each = access.sees_each(request.auth, row.cluster)
    found = summed(row, each, 0).periods
    return paged(found[::-1], asked, lambda period: _period(row, period, each))


@router.get("/readings", response=Listed[Reading])
def readings(request: HttpRequest, asked: Query[ReadingsAsked]) -> Any:
    """Values that the person sees one by one, those that were corrected among them."""
    rows = _of(access.visible_readings(request.auth).select_related("revised_by"), asked)
    return paged(rows.order_by("measure__added_at", "measure", "-starts_on", "added_at", "pk"), asked, _reading)


@router.get("/targets", response=Listed[Target])
def targets(request: HttpRequest, asked: Query[ReadingsAsked]) -> Any:
    """What is meant to be reached: together, and by each member whose targets the person sees."""
    rows = _of(access.standing_targets(request.auth), asked)
    return paged(rows.order_by("measure__added_at", "measure", "-starts_on", "pk"), asked, _place)


def _of(rows: Any, asked: ReadingsAsked) -> Any:
    """Of a cluster, a measure, an organisation."""
    for name, value in (
        ("measure__cluster", asked.cluster), ("measure", asked.measure), ("organisation", asked.organisation)
    ):  # fmt: skip
        rows = rows.filter(**{name: value}) if value else rows
    return rows


def _line(line: Line) -> dict[str, Any]:
    row = line.measure
    names = ("code", "of", "unit", "better", "period", "roll_up", "kinds", "ended_at")
    return {
        "id": row.pk, "title": str(row), "cluster": named(row.cluster), **{name: getattr(row, name) for name in names},
        "last_period": line.label, "told": line.told, "members": line.members,
    }  # fmt: skip


def _parts(row: models.Measure) -> list[dict[str, str]]:
    return [{"code": code, "title": row.part_title(code)} for code in row.parts]


def _period(row: models.Measure, period: Period, each: bool) -> dict[str, Any]:
    names = ("starts_on", "value", "told", "few", "waiting", "target", "reached", "readings", "verified")
    sums = period.whole.parts if each and period.whole else {}
    return {
        **{name: getattr(period, name) for name in names}, "period": period.label, "spread": period.spread,
        "missing": len(period.whole.missing) if period.whole else None,
        "parts": [{**part, "value": sums[part["code"]]} for part in _parts(row) if part["code"] in sums]
        if each else None,
    }  # fmt: skip


def _place(row: Any) -> dict[str, Any]:
    """Of which measure, whom and which period a reading or a target is."""
    return {
        "measure": named(row.measure), "organisation": named(row.organisation), "starts_on": row.starts_on,
        "period": label(row.measure.period, row.starts_on), "unit": row.measure.unit, "value": row.value,
    }  # fmt: skip


def _reading(row: models.Reading) -> dict[str, Any]:
    verified = getattr(row, "verification", None)
    return {
        "id": row.pk, **_place(row), "part": row.part, "weight": row.weight, "source": row.source,
        "told_by": row.added_by.name, "typed_for": row.typed_for, "told_at": row.added_at,
        "verified_by": verified.by.name if verified else None, "verified_at": verified.at if verified else None,
        "standing": not hasattr(row, "revised_by"), "revises": row.revises_id, "why": row.why,
    }  # fmt: skip
