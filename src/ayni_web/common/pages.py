"""Lists shown fifty at a time, at a cost that does not grow with the list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest

SIZE = 50


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of a list.

    Attributes
    ----------
    rows : list
        At most 50 of them.
    number, last : int
        Number of this page and of the last, counted from 1.
    total : int
        Rows of the whole list.
    query : str
        What was searched for, as it goes on in addresses: empty, or ``q=papa&``.
    """

    rows: list[Any]
    number: int
    last: int
    total: int
    query: str

    @property
    def first_row(self) -> int:
        """Number of the first row shown, counted from 1."""
        return (self.number - 1) * SIZE + 1

    @property
    def last_row(self) -> int:
        """Number of the last row shown."""
        return self.first_row + len(self.rows) - 1


def page_of(request: HttpRequest, found: QuerySet[Any] | Sequence[Any], total: int | None = None) -> Page:
    """Page that a request asks for (``?page=2``): a query for the rows, and one to count unless it is known."""
    total = _count(found) if total is None else total
    last = max(1, -(-total // SIZE))
    asked = request.GET.get("page", "1")
    number = min(max(int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1, 1), last)
    query = urlencode([(name, value) for name, value in request.GET.items() if name != "page" and value])
    rows = list(found[(number - 1) * SIZE : number * SIZE])
    return Page(rows, number, last, total, f"{query}&" if query else "")


def _count(found: QuerySet[Any] | Sequence[Any]) -> int:
    return found.count() if isinstance(found, QuerySet) else len(found)
