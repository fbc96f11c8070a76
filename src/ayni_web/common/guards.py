"""Rules that the database itself keeps, written once for SQLite and PostgreSQL.

A guard is a trigger that refuses a row.  Its condition is plain SQL that both databases understand, over ``NEW`` and
``OLD``.  Guards are laid again after every migration, because SQLite drops the triggers of a table it rewrites.
Each application lists its own in ``guards.py`` as ``GUARDS``.
"""

import re
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Literal

from django.apps import AppConfig, apps
from django.db import DEFAULT_DB_ALIAS, connections

Event = Literal["INSERT", "UPDATE", "DELETE"]
_SINCE = {
    "sqlite": r"((julianday('now') - julianday(\1)) * 86400)",
    "postgresql": r"EXTRACT(EPOCH FROM (clock_timestamp() - \1))",
}


@dataclass(frozen=True, slots=True)
class Guard:
    """One refusal.

    Attributes
    ----------
    name : str
        Name of the trigger, which is also the message that the database gives.
    table : str
        Table it watches.
    event : str
        ``INSERT``, ``UPDATE`` or ``DELETE``.
    refuse : str
        Condition over ``NEW`` and ``OLD`` under which the row is refused.  ``SECONDS_SINCE(NEW.column)`` is the time
        that passed since a moment, by the clock of the database.
    """

    name: str
    table: str
    event: Event
    refuse: str = "1 = 1"


def append_only(table: str) -> tuple[Guard, ...]:
    """Guards of a table whose rows are never changed and never taken away."""
    return (Guard(f"{table}_unchanged", table, "UPDATE"), Guard(f"{table}_kept", table, "DELETE"))


def unchanged(table: str, *columns: str) -> Guard:
    """Guard of columns that keep the value they were written with."""
    differs = " OR ".join(f'(OLD."{name}" IS NOT NULL AND (NEW."{name}" IS NULL OR NEW."{name}" <> OLD."{name}"))'
                          for name in columns)  # fmt: skip
    return Guard(f"{table}_{columns[0]}_unchanged", table, "UPDATE", differs)


# The chain grows at its end alone: the next number, standing on the hash of the last entry.
CHAIN = (
    *append_only("common_entry"),
    Guard(
        "common_entry_next",
        "common_entry",
        "INSERT",
        "NEW.number <> (SELECT COALESCE(MAX(number), 0) + 1 FROM common_entry) OR NEW.previous <> "
        "COALESCE((SELECT hash FROM common_entry WHERE number = NEW.number - 1), '')",
    ),
    *append_only("common_seal"),
)


def guards() -> tuple[Guard, ...]:
    """Guards of every application."""
    found: list[Guard] = list(CHAIN)
    for application in apps.get_app_configs():
        module = f"{application.name}.guards"
        if application.name.startswith("ayni_web.") and find_spec(module):
            found.extend(getattr(import_module(module), "GUARDS", ()))
    return tuple(found)


def lay_guards(sender: AppConfig | None = None, using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    """Lay every guard whose table stands; those that lie already are laid anew."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    wanted = [guard for guard in guards() if guard.table in tables]
    if sender is not None:
        own = {model._meta.db_table for model in sender.get_models()}
        wanted = [guard for guard in wanted if guard.table in own]
    with connection.cursor() as cursor:
        for guard in wanted:
            for statement in (*lifted(guard, connection.vendor), *laid(guard, connection.vendor)):
                cursor.execute(statement)


def lift_guards(using: str = DEFAULT_DB_ALIAS) -> None:
    """Take every guard away: for tests that empty their tables, and for a restore into an empty database."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for guard in guards():
            if guard.table in tables:
                for statement in lifted(guard, connection.vendor):
                    cursor.execute(statement)


def lift_before_migrating(sender: AppConfig, using: str = DEFAULT_DB_ALIAS, plan: Any = (), **_: Any) -> None:
    """Take every trigger of SQLite away where something is to be migrated.

    SQLite changes a table by writing another and dropping the old one; it refuses that as long as a trigger of some
    third table names it.  Those of an older release go, too: they are not in today's list.
    """
    connection = connections[using]
    if connection.vendor != "sqlite" or not plan:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {connection.ops.quote_name(name)}")


def lifted(guard: Guard, vendor: str) -> tuple[str, ...]:
    """Statements that take a guard away."""
    if vendor == "sqlite":
        return (f"DROP TRIGGER IF EXISTS {guard.name}",)
    return (
        f"DROP TRIGGER IF EXISTS {guard.name} ON {guard.table}",
        f"DROP TRIGGER IF EXISTS {guard.name}_emptied ON {guard.table}",
    )


def laid(guard: Guard, vendor: str) -> tuple[str, ...]:
    """Statements that lay a guard; on PostgreSQL what refuses every DELETE refuses TRUNCATE, too."""
    head = f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table} FOR EACH ROW"
    refuse = re.sub(r"SECONDS_SINCE\(([\w.]+)\)", _SINCE[vendor], guard.refuse)
    if vendor == "sqlite":
        return (f"{head} WHEN {refuse} BEGIN SELECT RAISE(ABORT, '{guard.name}'); END",)
    row = "OLD" if guard.event == "DELETE" else "NEW"
    # 23514 is the code of a violated check: Django tells it as IntegrityError, as SQLite's ABORT.
    refused = f"RAISE EXCEPTION USING MESSAGE = '{guard.name}', ERRCODE = '23514';"
    function = (
        f"CREATE OR REPLACE FUNCTION {guard.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {refuse} THEN {refused} END IF; RETURN {row}; END $$"
    )
    statements = (function, f"{head} EXECUTE FUNCTION {guard.name}()")
    if guard.event != "DELETE" or guard.refuse != "1 = 1":
        return statements
    emptied = (
        f"CREATE OR REPLACE FUNCTION {guard.name}_emptied() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"{refused} END $$"
    )
    return (
        *statements,
        emptied,
        f"CREATE TRIGGER {guard.name}_emptied BEFORE TRUNCATE ON {guard.table} EXECUTE FUNCTION {guard.name}_emptied()",
    )
