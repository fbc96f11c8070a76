"""What must stand before the site is served: tables, the table of the cache, the collected files of the look."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from ayni_web.common.acting import Mistake
from ayni_web.members.models import Entity

STAMP = ".collected"


def migrations_missing() -> bool:
    """Whether the database lacks a migration; asked first, since a role that owns no table may not migrate."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def tables_made() -> None:
    """Make or change the tables: those of an empty database at once, others migration by migration (decision 19)."""
    if connection.introspection.table_names():
        call_command("migrate", verbosity=0, interactive=False)
    else:
        _made_at_once()
    # Connections of the children are their own.
    connection.close()


def _made_at_once() -> None:
    """Tables as the models say, and every migration noted as applied; all of it or nothing."""
    # SQLite changes whether it checks references outside of a transaction alone.
    connection.disable_constraint_checking()
    with transaction.atomic():
        with _without_migrations():
            call_command("migrate", run_syncdb=True, verbosity=0, interactive=False)
        recorder = MigrationRecorder(connection)
        recorder.ensure_schema()
        for app, name in sorted(_every_migration()):
            recorder.record_applied(app, name)
    connection.enable_constraint_checking()


def _every_migration() -> set[tuple[str, str]]:
    """Application and name of each migration there is, and of those that one stands for."""
    every = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    return {*every, *(replaced for migration in every.values() for replaced in migration.replaces)}


@contextmanager
def _without_migrations() -> Iterator[None]:
    """Django takes every application for one without migrations."""
    before = settings.MIGRATION_MODULES
    settings.MIGRATION_MODULES = {each.label: None for each in apps.get_app_configs()}
    try:
        yield
    finally:
        settings.MIGRATION_MODULES = before


def cache_made() -> None:
    """Make the table of the cache where it is not there."""
    if settings.CACHES["default"].get("LOCATION") not in connection.introspection.table_names():
        call_command("createcachetable", verbosity=0)
    connection.close()


def refuse_public_demonstration() -> None:
    """Refuse to prepare a demonstration for others to reach: everybody knows its password."""
    if settings.SECURE and Entity.objects.filter(demonstration=True).exists():
        raise Mistake("operation.demonstration_not_public")


def look_collected() -> None:
    """Collect the files of the look, unless they are those collected before."""
    stamp = Path(settings.STATIC_ROOT) / STAMP
    now = _state_of_the_look()
    if stamp.is_file() and stamp.read_text(encoding="ascii") == now:
        return
    call_command("collectstatic", verbosity=0, interactive=False)
    stamp.write_text(now, encoding="ascii")


def _state_of_the_look() -> str:
    found = []
    for finder in get_finders():
        for name, storage in finder.list([]):
            path = Path(storage.path(name))
            found.append(f"{path} {path.stat().st_size} {path.stat().st_mtime_ns}")
    return hashlib.sha256("\n".join(sorted(found)).encode("utf-8")).hexdigest()
