"""Studies, their runs, and every row and figure of a package."""

import json
import math
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router

from ayni_web.api.access import EVERYBODY
from ayni_web.api.asked import Listed, Paging, paged
from ayni_web.api.reads.files import FILE
from ayni_web.api.reads.telling import named
from ayni_web.api.shapes.studies import Figure, Row, Run, StudyLine
from ayni_web.studies import analysis, figures, models, queries
from ayni_web.studies.views.packages import handed_over

router = Router(auth=EVERYBODY)


@router.get("/studies", response=Listed[StudyLine])
def studies(request: HttpRequest, asked: Query[Paging]) -> Any:
    """Studies that the person sees; without a key, those that are public."""
    return paged(queries.visible_studies(request.auth).order_by("title", "pk"), asked, _study)


@router.get("/studies/{uuid:pk}/runs", response=Listed[Run])
def runs(request: HttpRequest, pk: UUID, asked: Query[Paging]) -> Any:
    """Runs of a study, the last first."""
    study = get_object_or_404(queries.visible_studies(request.auth), pk=pk)
    found = queries.visible_runs(request.auth, study).order_by("-asked_at", "pk")
    return paged(found, asked, lambda row: _run(row, whole=False))


@router.get("/runs/{uuid:pk}", response=Run)
def run(request: HttpRequest, pk: UUID) -> Any:
    """One run, with the tables and files of its package."""
    return _run(get_object_or_404(queries.visible_runs(request.auth), pk=pk), whole=True)


@router.get("/runs/{uuid:pk}/tables/{table}", response=Listed[Row], url_name="table")
def table(request: HttpRequest, pk: UUID, table: str, asked: Query[Paging]) -> Any:
    """Rows of a table of a package, with its sentences told in the language asked for."""
    package = queries.package(_done(request, pk))
    found = package.table(table)
    if found is None:
        raise Http404
    first = (asked.page - 1) * asked.size
    rows = found.slice(first, asked.size).iter_rows(named=True) if first < found.height else ()
    spoken = queries.spoken()
    return {
        "items": [{"values": _plain(analysis.told_row(package, table, row, spoken))} for row in rows],
        "total": found.height, "page": asked.page, "pages": max(1, -(-found.height // asked.size)),
    }  # fmt: skip


@router.get("/runs/{uuid:pk}/figures/{path:pointer}", response=Figure, url_name="figure")
def figure(request: HttpRequest, pk: UUID, pointer: str) -> Any:
    """One figure by its address in the package: `table/key/.../column`."""
    row = _done(request, pk)
    if not figures.has_figure(row, pointer):
        raise Http404
    found = figures.figure(row, pointer)
    names = ("pointer", "label", "value", "source", "table", "formula", "formula_source")
    return {**{name: getattr(found, name) for name in names}, "row": {name: value for name, _, value in found.row}}


@router.get("/runs/{uuid:pk}/files/{path:name}", openapi_extra=FILE, url_name="package_file")
def package_file(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    """File of a package, one of those that its manifest lists."""
    return handed_over(request, _done(request, pk), name)


def _done(request: HttpRequest, pk: UUID) -> models.Run:
    return get_object_or_404(queries.visible_runs(request.auth), pk=pk, state=models.Run.State.DONE)  # type: ignore[attr-defined]


def _study(row: Any) -> dict[str, Any]:
    return {
        "id": row.pk, "title": str(row), "public": row.public, "packages": row.packages, "last_run": row.last_done,
        "last_ended": row.last_ended,
    }  # fmt: skip


def _run(row: models.Run, whole: bool) -> dict[str, Any]:
    names = ("state", "done", "total", "package", "manifest_sha256", "asked_at", "ended_at")
    package = queries.package(row) if whole and row.state == models.Run.State.DONE else None
    return {
        "id": row.pk, "study": named(row.study), **{name: getattr(row, name) for name in names},
        "message": row.told, "tables": _tables(package) if package else [],
        "files": sorted(queries.files(row)) if package else [],
    }  # fmt: skip


def _tables(package: analysis.Package) -> list[dict[str, Any]]:
    tables = sorted(package.published.tables.items())
    hashes = package.manifest["tables"]
    return [
        {"name": name, "rows": found.height, "key": list(analysis.key_of(name)), "sha256": hashes[name]}
        for name, found in tables
    ]


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: _value(value) for name, value in row.items()}


def _value(value: Any) -> Any:
    """Value as JSON holds it; what is no number is none."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, dict | list):
        return json.loads(json.dumps(value, default=str))
    return value
