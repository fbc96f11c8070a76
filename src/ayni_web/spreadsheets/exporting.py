"""A list as an answer: a file with the day in its name, in the language of who asked."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone, translation
from django.utils.http import content_disposition_header
from django.utils.text import slugify

from ayni_web.common.language import current, said
from ayni_web.common.sheets.writing import Cell, csv_pieces, xlsx
from ayni_web.spreadsheets.contracts import header
from ayni_web.spreadsheets.exports.lists import Asked, List

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ENDINGS = ("csv", "xlsx")
# What is told to a person is kept by nobody on the way.
HEADERS = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}


def exported(person: Any, wanted: List, asked: Asked, ending: str) -> HttpResponseBase:
    """File of a list."""
    headers = [header(each, current()) for each in wanted.columns]
    rows = wanted.rows(person, asked)
    title = said(f"sheet_lists.{wanted.name}")
    return as_csv(title, headers, rows) if ending == "csv" else as_xlsx(title, headers, rows)


def as_csv(title: str, headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> HttpResponseBase:
    """CSV, sent as it is read."""
    pieces = _spoken(csv_pieces(headers, rows, current()), translation.get_language())
    return StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8", headers=_headers(title, "csv"))


def as_xlsx(title: str, headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> HttpResponseBase:
    """XLSX."""
    return HttpResponse(xlsx(title, headers, rows), content_type=XLSX, headers=_headers(title, "xlsx"))


def _headers(title: str, ending: str) -> dict[str, str]:
    name = f"ayni-{slugify(title)}-{timezone.localdate():%Y-%m-%d}.{ending}"
    return {**HEADERS, "Content-Disposition": content_disposition_header(True, name) or "attachment"}


def _spoken(pieces: Iterator[bytes], language: str | None) -> Iterator[bytes]:
    """Pieces made in a language after the request, whose language it was, is over."""
    while True:
        with translation.override(language):
            piece = next(pieces, None)
        if piece is None:
            return
        yield piece
