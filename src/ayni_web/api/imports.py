"""Spreadsheets that programs send: checked, and written once they say so; the same way as on the pages.

A file with one fault is not written.  ``Idempotency-Key`` lets a request that is sent again count once.
"""

from typing import Annotated, Any
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import File, Form, Header, Query, Router, Status
from ninja.files import UploadedFile
from pydantic import Field, WithJsonSchema

from ayni_web.api.access import IMPORTS
from ayni_web.api.asked import SHEETS, Asked, Listed, Paging, paged
from ayni_web.api.limits import count_upload
from ayni_web.api.shapes.imports import Import, ImportLine
from ayni_web.common.language import current
from ayni_web.spreadsheets import actions, models, queries
from ayni_web.spreadsheets.access import may_import

router = Router(auth=IMPORTS)
SHEET = Annotated[UploadedFile, WithJsonSchema({"type": "string", "format": "binary", "minLength": 1})]
SENT: Any = Header(None, alias="Idempotency-Key")
DECIMALS = Annotated[str, Field(pattern=r"^(comma|dot)?$", description="comma, dot, or empty: as the file has it")]
KNOWN = Annotated[str, Field(pattern=r"^(new|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})$")]
ROW = Annotated[str, Field(pattern=r"^[1-9][0-9]{0,7}$")]


class Sheet(Asked):
    """What a file holds, and which sign its decimals have."""

    contract: SHEETS
    decimal: DECIMALS = ""


class Decisions(Asked):
    """By row of the file, the identifier of the organisation that it is, or `new`."""

    decisions: dict[ROW, KNOWN] = Field(
        default_factory=dict, max_length=20_000, json_schema_extra={"additionalProperties": False}
    )


@router.get("/imports", response=Listed[ImportLine])
def imports(request: HttpRequest, asked: Query[Paging]) -> Any:
    """Files that the person sent, the last first."""
    return paged(queries.imports_of(_importer(request)), asked, _line)


@router.post("/imports", response={201: Import}, url_name="imports")
def send_import(request: HttpRequest, sheet: Form[Sheet], file: File[SHEET], sent: UUID | None = SENT) -> Any:
    """Send a file to be checked; nothing of it is written yet."""
    person = _importer(request)
    count_upload(person)
    held = actions.take_in(by=person, contract=sheet.contract, file=file, decimal=sheet.decimal, sent=sent)
    return Status(201, _whole(held))


@router.get("/imports/{uuid:pk}", response=Import, url_name="import")
def one_import(request: HttpRequest, pk: UUID) -> Any:
    """One file: every fault, or what would be written of its rows."""
    return _whole(_own(request, pk))


@router.post("/imports/{uuid:pk}/write", response=Import, url_name="write_import")
def write_import(request: HttpRequest, pk: UUID, body: Decisions, sent: UUID | None = SENT) -> Any:
    """Write every row, or none; asked twice, it counts once."""
    held = _own(request, pk)
    decisions = {int(row): known for row, known in body.decisions.items()}
    return _whole(actions.import_rows(by=_importer(request), held=held, decisions=decisions, sent=sent))


@router.delete("/imports/{uuid:pk}", response={204: None}, url_name="import")
def drop_import(request: HttpRequest, pk: UUID) -> Any:
    """Let a file go that was not written; it is kept no longer."""
    actions.drop(by=_importer(request), held=_own(request, pk))
    return Status(204, None)


def _importer(request: HttpRequest) -> Any:
    person = request.auth  # type: ignore[attr-defined]
    if not may_import(person):
        raise Http404
    return person


def _own(request: HttpRequest, pk: UUID) -> models.Import:
    held = queries.imports_of(_importer(request)).filter(pk=pk).defer(None).first()
    if held is None:
        raise Http404
    return held


def _line(held: models.Import) -> dict[str, Any]:
    names = ("contract", "name", "rows", "new", "changed", "same", "faults", "made_at", "expires_at")
    over = held.state in (held.State.FAULTY, held.State.CHECKED) and queries.is_over(held)
    state = held.State.DROPPED if over else held.state
    return {"id": held.pk, "state": state, **{name: getattr(held, name) for name in names}}


def _whole(held: models.Import) -> dict[str, Any]:
    return {
        **_line(held),
        "messages": [
            {"row": each.row, "column": each.column, "value": each.came, "code": each.key,
             "message": each.text(current())}
            for each in queries.faults_of(held)
        ],
        "notes": queries.notes_of(held),
        "drafts": [_draft(each) for each in held.found.get("drafts", ())],
    }  # fmt: skip


def _draft(each: dict[str, Any]) -> dict[str, Any]:
    likely = [
        {"id": one["pk"], "name": one["name"], "score": one["score"], "row": one["row"]} for one in each["likely"]
    ]
    return {
        "row": each["row"], "title": each["title"], "state": each["state"], "id": each["pk"],
        "changes": each["changes"], "likely": likely,
    }  # fmt: skip
