"""A restore: into an empty database and an empty AYNI_HOME, whole or not at all, and verified."""

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction

from ayni_web.accounts.privacy.actions import replay_erasures
from ayni_web.common.acting import Mistake
from ayni_web.common.chains import Read, chains
from ayni_web.common.guards import lay_guards, lift_guards
from ayni_web.common.language import said
from ayni_web.operation.archive import FILES, FOLDERS, MANIFEST, checked, opened
from ayni_web.operation.backup import FORMAT, KEY
from ayni_web.operation.ground import tables_made
from ayni_web.operation.rows import counters_set, emptied, fields_of, load, migrations_applied, tables

ERASURES = "erasures.jsonl"


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored: rows, files beside them, the chains as they were verified, people erased again."""

    rows: int
    files: int
    chains: dict[str, Read]
    erased: int


def restored(path: Path, identities: Sequence[Any], later_erasures: Path | None = None) -> Restored:
    """Restore of a backup; refused before anything is written when the file or the place is not as it must be.

    People who were erased after the backup was made stand in ``later_erasures``; with those of the backup itself they
    are erased again before anyone can see what was restored.
    """
    if later_erasures is not None and not later_erasures.is_file():
        raise Mistake("operation.not_there", file=str(later_erasures))
    refuse_what_is_not_empty()
    manifest = checked(path, identities)
    _refuse_another_version(manifest)
    tables_made()
    if migrations_applied() != manifest["migrations"]:
        raise Mistake("operation.other_migrations", version=manifest["ayni"])
    with _staged(settings.HOME) as stage, transaction.atomic():
        lift_guards()
        emptied(tables())
        rows, files = _carried_over(path, identities, manifest, stage)
        counters_set(tables())
        connection.check_constraints()
        lay_guards()
        _refuse_another_content(manifest, rows)
        read = _verified(manifest)
        _put_in_place(stage, settings.HOME)
        erased = sum(replay_erasures(each) for each in (settings.HOME / ERASURES, later_erasures) if each)
    return Restored(sum(rows.values()), files, read, erased)


def _verified(manifest: Mapping[str, Any]) -> dict[str, Read]:
    """Every chain, read against the seals of its tables and against its end as the manifest tells it."""
    found: dict[str, Read] = {}
    for each in chains():
        end = manifest["chains"][each.code]
        read = found[each.code] = each.read(end["head"], end["count"])
        if read.fault or read.count != end["count"]:
            raise Mistake("operation.broken_chain", chain=said(f"chains.{each.code}"), n=read.count)
    return found


def refuse_what_is_not_empty() -> None:
    """Refuse a database with rows and a home with files: a restore replaces nothing."""
    standing = set(connection.introspection.table_names())
    ours = [model for model in apps.get_models() if model.__module__.startswith("ayni_web.")]
    if any(model._meta.db_table in standing and model._base_manager.exists() for model in ours):
        raise Mistake("operation.database_not_empty")
    for name in (*FOLDERS, ERASURES):
        path = settings.HOME / name
        if path.is_file() or (path.is_dir() and any(path.iterdir())):
            raise Mistake("operation.home_not_empty", path=str(path))


def _refuse_another_version(manifest: Mapping[str, Any]) -> None:
    known = {model._meta.label: [field.attname for field in fields_of(model)] for model in tables()}
    came = {label: table["columns"] for label, table in manifest["tables"].items()}
    if manifest.get("format") != FORMAT or known != came:
        raise Mistake("operation.other_migrations", version=manifest.get("ayni", "?"))


def _refuse_another_content(manifest: Mapping[str, Any], rows: Mapping[str, int]) -> None:
    """The file may have changed since it was checked."""
    if any(table["rows"] != rows.get(label, 0) for label, table in manifest["tables"].items()):
        raise Mistake("operation.changed_meanwhile")


def _carried_over(
    path: Path, identities: Sequence[Any], manifest: Mapping[str, Any], stage: Path
) -> tuple[dict[str, int], int]:
    known = {model._meta.label: model for model in tables()}
    rows: dict[str, int] = {}
    files = 0
    with opened(path, identities) as members:
        for name, _, content in members:
            if name.startswith("tables/"):
                label = name.split("/")[1]
                loaded = load(known[label], manifest["tables"][label]["columns"], content.read())
                rows[label] = rows.get(label, 0) + loaded
            elif name != MANIFEST and (name != KEY or not os.environ.get("AYNI_SECRET_KEY")):
                _write(stage / name, content)
                files += 1
    return rows, files


def _write(path: Path, content: IO[bytes]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        shutil.copyfileobj(content, file)


@contextmanager
def _staged(home: Path) -> Iterator[Path]:
    """Folder beside what will stand in a home; gone at the end, whatever happens."""
    stage = Path(tempfile.mkdtemp(prefix=".restoring-", dir=home))
    try:
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _put_in_place(stage: Path, home: Path) -> None:
    for name in (*FOLDERS, *FILES):
        if (stage / name).exists():
            if (home / name).is_dir():
                (home / name).rmdir()
            (stage / name).replace(home / name)
