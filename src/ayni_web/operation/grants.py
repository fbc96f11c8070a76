"""The rights of the role that the site runs as on PostgreSQL: it owns nothing, and cannot undo what stays written."""

from collections.abc import Iterator

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from ayni_web.common.acting import Mistake
from ayni_web.common.guards import guards

ALWAYS = "1 = 1"


def statements(role: str) -> list[str]:
    """Statements that give a role the rights the site uses on every table, and take every other away."""
    _refuse(role)
    quoted = connection.ops.quote_name
    name = quoted(role)
    return [
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, {name}",
        f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM PUBLIC, {name}",
        f"REVOKE CREATE ON SCHEMA public FROM PUBLIC, {name}",
        f"GRANT USAGE ON SCHEMA public TO {name}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name}",
        *(f"GRANT {', '.join(rights)} ON {quoted(table)} TO {name}" for table, rights in _rights()),
    ]


def given(role: str) -> None:
    """Give a role those rights."""
    with connection.cursor() as cursor:
        for statement in statements(role):
            cursor.execute(statement)


def _rights() -> Iterator[tuple[str, list[str]]]:
    kept = {event: {guard.table for guard in guards() if guard.event == event and guard.refuse == ALWAYS}
            for event in ("UPDATE", "DELETE")}  # fmt: skip
    for table in sorted(connection.introspection.table_names()):
        if table == MigrationRecorder.Migration._meta.db_table:
            yield table, ["SELECT"]
            continue
        yield table, ["SELECT", "INSERT", *(event for event, tables in kept.items() if table not in tables)]


def _refuse(role: str) -> None:
    if connection.vendor != "postgresql":
        raise Mistake("operation.only_postgresql")
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = %s", [role])
        found = cursor.fetchone()
        cursor.execute("SELECT 1 FROM pg_tables WHERE schemaname = 'public' AND tableowner = %s LIMIT 1", [role])
        owns = cursor.fetchone() is not None
    if found is None:
        raise Mistake("operation.no_role", role=role)
    if owns or found[0]:
        raise Mistake("operation.owner", role=role)
