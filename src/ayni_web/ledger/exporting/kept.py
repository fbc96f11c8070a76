"""Public files are made once for each state of the ledger: kept beside the database, and handed over from there."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO

from django.conf import settings

from ayni_web.ledger.contents import canonical
from ayni_web.ledger.exporting.tables import TABLES
from ayni_web.ledger.models import Entry, LedgerSeal

FOLDER = "published"
PIECE = 1 << 16


@dataclass(frozen=True, slots=True)
class State:
    """What the public files are of.

    Attributes
    ----------
    count, head : int, str
        Entries, and hash of the last one.
    at : datetime or None
        When that one was posted; None for a ledger without entries.
    tag : str
        Digest of all that the files are made of.
    """

    count: int
    head: str
    at: datetime | None
    tag: str


def state() -> State:
    """State of the ledger now; a handful of small reads, whatever its length."""
    last = Entry.objects.order_by("-number").values_list("number", "hash", "posted_at").first()
    count, head, at = last or (0, "", None)
    small = {table.name: list(table.rows(count)) for table in TABLES if table.name not in ("papers", "balances")}
    seal = LedgerSeal.objects.order_by("-day").values_list("signature", flat=True).first() or ""
    tag = hashlib.sha256(canonical({"head": head, "count": count, "seal": seal, **small}).encode()).hexdigest()
    return State(count, head, at, tag[:32])


def path_of(name: str, tag: str) -> Path:
    """Where a file is kept."""
    return Path(settings.HOME) / FOLDER / f"{tag}-{name}"


def kept(name: str, tag: str, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes, kept as they go by: once they all did, the file stands, and that of an earlier state goes."""
    path = path_of(name, tag)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with NamedTemporaryFile(dir=path.parent, prefix=".being-made-") as file:
        for piece in pieces:
            file.write(piece)
            yield piece
        file.flush()
        with suppress(FileExistsError):
            os.link(file.name, path)
    for earlier in path.parent.glob(f"*-{name}"):
        if earlier != path and not earlier.name.startswith("."):
            earlier.unlink(missing_ok=True)


def read(path: Path) -> Iterator[bytes] | None:
    """Bytes of a file that is kept; None where it is not. It is open from here on: nobody takes it away meanwhile."""
    try:
        return _pieces(path.open("rb"))
    except FileNotFoundError:
        return None


def _pieces(opened: BinaryIO) -> Iterator[bytes]:
    with opened as file:
        while piece := file.read(PIECE):
            yield piece
