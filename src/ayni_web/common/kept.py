"""What takes long to add up stays in the memory of a process, for as long as what it stands on is the same.

What a page adds up out of thousands of rows is kept beside a *stamp*: how many rows there are in the tables it stands
on.  These tables only grow (readings, turns, releases, histories of what may change), so that equal counts are equal
rows; whoever reads after a write waits for the sum once.  What is rewritten in place stands in the stamp itself, row by
row, as the database hands it over (``raw``).  The stamp is read before the rows: a write in between makes
the next reader add up anew, never an old sum stay.
"""

from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Mapping
from threading import Lock
from typing import Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model, QuerySet

Kept = TypeVar("Kept")
Counted = tuple[type[Model], Mapping[str, Collection[Any]]]
MOST = 500
_held: OrderedDict[Hashable, tuple[Hashable, Any]] = OrderedDict()
_lock = Lock()


def kept(key: Hashable, stamp: Hashable, made: Callable[[], Kept]) -> Kept:
    """What ``made`` returned for this key at this stamp; it is called again only when the stamp is another.

    What is kept is shared between requests: nobody changes it.
    """
    with _lock:
        found = _held.get(key)
        if found is not None:
            _held.move_to_end(key)
    if found is not None and found[0] == stamp:
        return found[1]  # type: ignore[no-any-return]
    value = made()
    with _lock:
        _held[key] = stamp, value
        _held.move_to_end(key)
        while len(_held) > MOST:
            _held.popitem(last=False)
    return value


def forget() -> None:
    """Nothing is kept any more."""
    with _lock:
        _held.clear()


def counts(*asked: type[Model] | Counted) -> tuple[int, ...]:
    """How many rows there are in each table, of those alone whose columns hold one of some values; one query.

    Plain SQL: Django would take longer to write it than the database to count.
    """
    parts: list[str] = []
    values: list[Any] = []
    for each in asked:
        model, where = each if isinstance(each, tuple) else (each, {})
        conditions = ["1 = 1", *(_one_of(model, name, wanted, values) for name, wanted in where.items())]
        table = _quoted(model._meta.db_table)
        parts.append(f"(SELECT COUNT(*) FROM {table} WHERE {' AND '.join(conditions)})")  # noqa: S608 - names alone
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", values)
        return tuple(cursor.fetchone())


def raw(found: QuerySet[Any, Any]) -> tuple[tuple[Any, ...], ...]:
    """Rows as the database hands them over, of a query of columns: to be compared, not read; one query.

    Thousands of them take a tenth of the time that Django takes to make keys and numbers of them.
    """
    try:
        sql, values = found.query.sql_with_params()
    except EmptyResultSet:
        return ()
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return tuple(map(tuple, cursor.fetchall()))


def _one_of(model: type[Model], name: str, wanted: Collection[Any], values: list[Any]) -> str:
    """Condition that a column holds one of some values, which are added to those of the statement."""
    field: Any = model._meta.get_field(name)
    values.extend(field.get_db_prep_value(value, connection) for value in wanted)
    return f"{_quoted(field.column)} IN ({', '.join(['%s'] * len(wanted))})" if wanted else "1 = 0"


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
