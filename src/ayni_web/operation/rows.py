"""The rows of every table as JSON lines, the same from SQLite and from PostgreSQL, and back into either."""

import json
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, connection, connections, models, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils.duration import duration_iso_string

# Made anew by the migrations, or of this server alone: whoever was signed in signs in again.
LEFT_OUT = frozenset({"contenttypes", "auth", "sessions", "usersessions"})
SNAPSHOT = "snapshot"
# Lines of one part of a table: what is held in memory at once.
PART_LINES, PART_BYTES = 2000, 1 << 20

Table = type[models.Model]


def tables() -> list[Table]:
    """Tables that a backup carries, those of the lower rooms first."""
    found = apps.get_models(include_auto_created=True)
    return [model for model in found if model._meta.managed and not model._meta.proxy
            and model._meta.app_label not in LEFT_OUT]  # fmt: skip


def fields_of(model: Table) -> list[models.Field[Any, Any]]:
    """Fields that are columns and that someone writes."""
    return [field for field in model._meta.local_concrete_fields if not field.generated]


def migrations_applied(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Migrations of the database, as ``members.0001_initial``."""
    return sorted(".".join(name) for name in MigrationRecorder(connections[using]).applied_migrations())


@contextmanager
def snapshot() -> Iterator[str]:
    """Alias of a connection that sees the database as it stood at its first read, whoever writes meanwhile."""
    own = connection.settings_dict
    connections.databases[SNAPSHOT] = {**own, "OPTIONS": {**own["OPTIONS"], **_isolation(connection.vendor)}}
    try:
        with transaction.atomic(using=SNAPSHOT):
            yield SNAPSHOT
    finally:
        connections[SNAPSHOT].close()
        del connections[SNAPSHOT]
        del connections.databases[SNAPSHOT]


def _isolation(vendor: str) -> dict[str, Any]:
    if vendor == "sqlite":
        # A reader of the write-ahead log: it holds no writer up.
        return {"transaction_mode": "DEFERRED"}
    from psycopg import IsolationLevel

    return {"isolation_level": IsolationLevel.REPEATABLE_READ}


def parts(model: Table, using: str) -> Iterator[tuple[int, bytes]]:
    """Parts of a table, each a number of rows and their JSON lines."""
    names = [field.attname for field in fields_of(model)]
    rows = model._base_manager.using(using).order_by("pk").values_list(*names)
    lines: list[str] = []
    size = 0
    for row in rows.iterator(chunk_size=PART_LINES):
        lines.append(json.dumps(row, default=_written, ensure_ascii=False, separators=(",", ":")))
        size += len(lines[-1])
        if len(lines) == PART_LINES or size >= PART_BYTES:
            yield len(lines), "\n".join(lines).encode("utf-8")
            lines, size = [], 0
    if lines:
        yield len(lines), "\n".join(lines).encode("utf-8")


def _written(value: object) -> str:
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return duration_iso_string(value)
    if isinstance(value, (bytes, bytearray, memoryview)):
        return b64encode(bytes(value)).decode("ascii")
    if isinstance(value, (UUID, Decimal)):
        return str(value)
    raise TypeError(type(value).__name__)


def load(model: Table, columns: list[str], part: bytes) -> int:
    """Insert the rows of a part as they were; number of rows.

    Written below the models, so that no clock, no default and no signal touches what is carried over.
    """
    known = {field.attname: field for field in fields_of(model)}
    readers = [_reader(known[name]) for name in columns]
    rows = [[read(value) for read, value in zip(readers, json.loads(line), strict=True)]
            for line in part.decode("utf-8").split("\n")]  # fmt: skip
    quoted = connection.ops.quote_name
    into = ", ".join(quoted(known[name].column) for name in columns)
    places = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {quoted(model._meta.db_table)} ({into}) VALUES ({places})",  # noqa: S608 (our own names)
            rows,
        )
    return len(rows)


def _reader(field: models.Field[Any, Any]) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        if value is None:
            # A JSON column that must have a value holds the null of JSON, not that of SQL.
            bare = isinstance(field, models.JSONField) and not field.null
            return field.get_db_prep_value(None, connection) if bare else None
        return field.get_db_prep_save(field.to_python(value), connection)

    return read


def emptied(found: Iterable[Table]) -> None:
    """Take away what migrations wrote into tables that a backup fills."""
    with connection.cursor() as cursor:
        for model in reversed(list(found)):
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608


def counters_set(found: Iterable[Table]) -> None:
    """Let the numbers that the database gives go on after the highest one loaded."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(found)):
            cursor.execute(statement)
