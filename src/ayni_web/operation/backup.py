"""A backup: the rows of one moment, and the files that belong to them, in one file."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from ayni import __version__
from ayni_web.common.acting import Mistake
from ayni_web.common.chains import chains
from ayni_web.operation.archive import FILES, FOLDERS, Writer, written
from ayni_web.operation.ground import migrations_missing
from ayni_web.operation.rows import fields_of, migrations_applied, parts, snapshot, tables

FORMAT = 1
KEY = "secret.key"


@dataclass(frozen=True, slots=True)
class BackedUp:
    """What a backup holds.

    Attributes
    ----------
    rows, files : int
        Rows of tables, files beside them.
    chains : dict
        By chain, the hash of its last entry and how many there are.
    key : bool
        The secret key is within: only ever in an encrypted backup.
    """

    rows: int
    files: int
    chains: dict[str, tuple[str, int]]
    key: bool


def backed_up(path: Path, recipients: Sequence[str]) -> BackedUp:
    """Backup written to a path, encrypted for some recipients (public keys of age or SSH) if there are any.

    Rows are of one moment.  Files are read after them: what a row points at was written before the row was.
    """
    if migrations_missing():
        raise Mistake("operation.no_tables")
    with written(path, recipients) as archive:
        with snapshot() as alias:
            ends = {each.code: each.head_and_count(alias) for each in chains()}
            migrations = migrations_applied(alias)
            held = {model._meta.label: _add_table(archive, model, alias) for model in tables()}
        files = _add_files(archive, key=bool(recipients))
        archive.finish({
            "format": FORMAT, "ayni": __version__, "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "migrations": migrations, "tables": held,
            "chains": {code: {"head": head, "count": count} for code, (head, count) in ends.items()},
        })  # fmt: skip
        return BackedUp(sum(table["rows"] for table in held.values()), files, ends, KEY in archive.hashes)


def _add_table(archive: Writer, model: Any, alias: str) -> dict[str, Any]:
    rows = 0
    for number, (count, part) in enumerate(parts(model, alias)):
        archive.add(f"tables/{model._meta.label}/{number:06}", part)
        rows += count
    return {"columns": [field.attname for field in fields_of(model)], "rows": rows}


def _add_files(archive: Writer, *, key: bool) -> int:
    found = [path for folder in FOLDERS for path in _plain_files(settings.HOME / folder)]
    if not key:
        # Nor are keys that seals are signed with carried in the clear.
        secrets = {each.secret() for each in chains() if each.secret}
        found = [path for path in found if path not in secrets]
    for name in FILES:
        # The key of a site that keeps it elsewhere (AYNI_SECRET_KEY) is not ours to carry.
        kept = name != KEY or (key and not os.environ.get("AYNI_SECRET_KEY"))
        if kept and (settings.HOME / name).is_file():
            found.append(settings.HOME / name)
    return sum(_added(archive, path) for path in found)


def _added(archive: Writer, path: Path) -> bool:
    try:
        archive.add_file(str(path.relative_to(settings.HOME)), path)
    except FileNotFoundError:
        # Erased since it was listed.
        return False
    return True


def _plain_files(folder: Path) -> list[Path]:
    """Files of a folder; what a job is still writing stands in a folder that begins with a point."""
    found: list[Path] = []
    for root, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found.extend(Path(root) / name for name in names)
    return sorted(path for path in found if path.is_file() and not path.is_symlink())
