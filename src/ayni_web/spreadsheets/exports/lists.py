"""A list that can be taken away."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from ayni_web.common.sheets.writing import Cell
from ayni_web.members.access import may_see_inside
from ayni_web.members.models import Cluster
from ayni_web.members.queries import inner_clusters

Asked = Mapping[str, Any]
Rows = Iterable[list[Cell]]
# Rows that are read at once; what hangs on them is read with them.
CHUNK = 2000


@dataclass(frozen=True, slots=True)
class List:
    """A list.

    Attributes
    ----------
    name : str
        Its title is ``sheet_lists.<name>``.
    columns : tuple of str
        Names of ``words/sheet_columns.toml``, in order.
    rows : callable
        ``rows(person, asked)``: cells in the order of the columns, for the filters of the page (``asked``); 404 where
        these name what the person does not see.
    may : callable
        Whether there is such a list for a person at all.
    """

    name: str
    columns: tuple[str, ...]
    rows: Callable[[Any, Asked], Rows]
    may: Callable[[Any], bool]


def anyone(person: Any) -> bool:
    """Public lists: what is in them is what each sees."""
    return True


def signed_in(person: Any) -> bool:
    """Those who have an account."""
    return bool(person.is_authenticated and person.is_active)


def told(rows: QuerySet[Any], cells: Callable[[Any], list[Cell]]) -> Iterator[list[Cell]]:
    """Cells of each row, some rows at a time."""
    for row in rows.iterator(chunk_size=CHUNK):
        yield cells(row)


def cluster_asked(person: Any, asked: Asked) -> Cluster | None:
    """Cluster whose list is asked for; None for all those whose inside the person sees."""
    if not asked.get("cluster"):
        return None
    try:
        cluster = Cluster.objects.filter(pk=UUID(str(asked["cluster"]))).first()
    except ValueError:
        raise Http404 from None
    if cluster is None or not may_see_inside(person, cluster):
        raise Http404
    return cluster


def clusters_asked(person: Any, asked: Asked) -> QuerySet[Cluster]:
    """The cluster asked for, or all those whose inside the person sees."""
    cluster = cluster_asked(person, asked)
    return inner_clusters(person) if cluster is None else Cluster.objects.filter(pk=cluster.pk)
