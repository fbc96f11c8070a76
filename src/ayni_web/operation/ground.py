"""What must stand before the site is served: tables, the table of the cache, the collected files of the look."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from ayni_web.common.acting import Mistake
from ayni_web.members.models import Entity

STAMP = ".collected"


def migrations_missing() -> bool:
    """Whether the database lacks a migration; asked first, since a role that owns no table may not migrate."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def tables_made() -> None:
    """Make or change the tables."""
    call_command("migrate", verbosity=0, interactive=False)
    # Connections of the children are their own.
    connection.close()


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
