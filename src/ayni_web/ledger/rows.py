"""Statements carried out as they are: posting waits for nothing but the database.

The models' own ways make each statement anew, which takes longer than either database takes to carry it out.  On
PostgreSQL several statements go there together and come back together; each still sees what was committed before it.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection

Statement = tuple[str, Sequence[Any]]


def insertion(table: str, rows: Sequence[Mapping[str, Any]]) -> Statement:
    """Statement that inserts rows, each with the same columns; keys that the database counts are left to it."""
    columns = tuple(rows[0])
    values = [row[name] for row in rows for name in columns]
    # The database is asked once what it is: the connection is looked up anew at each asking.
    own = connection.vendor == "postgresql"
    return _insertion(table, columns, len(rows)), values if own else [_plain(value) for value in values]


def read(*statements: Statement) -> list[list[tuple[Any, ...]]]:
    """Rows of each statement."""
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            return [_rows(cursor, statement) for statement in statements]
        found = [_rows(cursor, _joined(statements))]
        while cursor.nextset():
            found.append(cursor.fetchall())
        return found


def write(*statements: Statement) -> None:
    """Carry statements out, in order."""
    with connection.cursor() as cursor:
        for sql, values in [_joined(statements)] if connection.vendor == "postgresql" else statements:
            cursor.execute(sql, values)


def kept(value: Any) -> Any:
    """Value as the database keeps it: SQLite has no types for moments, days and identifiers."""
    return value if connection.vendor == "postgresql" else _plain(value)


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value.isoformat() if isinstance(value, date) else value


def _rows(cursor: Any, statement: Statement) -> list[tuple[Any, ...]]:
    cursor.execute(*statement)
    return cursor.fetchall()  # type: ignore[no-any-return]


def _joined(statements: Sequence[Statement]) -> Statement:
    return "; ".join(sql for sql, _ in statements), [value for _, values in statements for value in values]


@cache
def _insertion(table: str, columns: tuple[str, ...], number: int) -> str:
    row = f"({', '.join(['%s'] * len(columns))})"
    rows = ", ".join([row] * number)
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES {rows}"  # noqa: S608 (names of this room)
