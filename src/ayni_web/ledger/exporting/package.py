"""The files of the ledger, one by one or all in a zip with a manifest of their hashes, written as they are read."""

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from django.db.models import Exists, OuterRef

from ayni_web.accounts.models import Person
from ayni_web.ledger.contents import canonical
from ayni_web.ledger.exporting import lines
from ayni_web.ledger.exporting.beancount import beancount
from ayni_web.ledger.exporting.tables import LANGUAGES, TABLES, Table, dictionary
from ayni_web.ledger.models import Entry, LedgerSeal, Line, Paper
from ayni_web.ledger.sealing import as_line, told
from ayni_web.members.models import Organisation

# ``make(until)``: bytes of a file as of an entry, in pieces.
Make = Callable[[int], Iterable[bytes]]
ZIP, MANIFEST = "ayni-ledger.zip", "manifest.json"


def _json(table: Table) -> Make:
    return lambda until: lines.pieces(_listed(table.rows(until)))


def _listed(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    """A JSON list, one row a line."""
    mark = "[\n"
    for row in rows:
        yield mark + json.dumps(row, ensure_ascii=False)
        mark = ",\n"
    yield "\n]\n" if mark == ",\n" else "[]\n"


def _csv(table: Table) -> Make:
    return lambda until: lines.csv_pieces(table.columns, ([row[name] for name in table.columns]
                                                          for row in table.rows(until)))  # fmt: skip


def _seals(until: int) -> Iterator[bytes]:
    return lines.pieces(canonical(as_line(told(row))) + "\n" for row in LedgerSeal.objects.filter(
        count__lte=until).order_by("day"))  # fmt: skip


def _dictionary(until: int) -> Iterator[bytes]:
    return lines.csv_pieces(("file", "column", "type", "unit", *LANGUAGES), dictionary())


PUBLIC: dict[str, Make] = {
    "ledger.jsonl": lines.jsonl,
    "lines.csv": lines.flat,
    "ledger.beancount": beancount,
    "seals.jsonl": _seals,
    **{f"{table.name}.json": _json(table) for table in TABLES},
    **{f"{table.name}.csv": _csv(table) for table in TABLES},
    "dictionary.csv": _dictionary,
}


def _people(until: int) -> Iterator[bytes]:
    """Makers and checkers: identifier, name, and the digest that stands for them in the chain."""
    makers = Entry.objects.filter(number__lte=until).values_list("maker", "maker_digest").distinct()
    checkers = Entry.objects.filter(number__lte=until).values_list("checker", "checker_digest").distinct()
    digests = sorted({(str(person), digest) for person, digest in (*makers, *checkers)})
    people = Person.objects.filter(pk__in={pk for pk, _ in digests})
    names = {str(pk): name for pk, name in people.values_list("pk", "name")}
    return lines.csv_pieces(("id", "digest", "name"), ((pk, digest, names.get(pk)) for pk, digest in digests))


def _members(until: int) -> Iterator[bytes]:
    named = Exists(Line.objects.filter(member=OuterRef("pk"), entry__lte=until))
    rows = Organisation.objects.filter(named).order_by("name_folded", "id")
    return lines.csv_pieces(("id", "name"), ((str(row.pk), row.name) for row in rows))


def _papers(until: int) -> Iterator[bytes]:
    rows = Paper.objects.filter(entry__lte=until).order_by("entry", "id").values_list(
        "entry", "sha256", "version__document", "version__number", "version__document__title")  # fmt: skip
    columns = ("number", "sha256", "document", "version", "title")
    return lines.csv_pieces(columns, ((row[0], row[1], str(row[2]), *row[3:]) for row in rows.iterator(2000)))


# What auditors take beside it; the public files are the same, so that the same checker reads them.
AUDITED: dict[str, Make] = {
    **PUBLIC, "memos.jsonl": lines.memos, "people.csv": _people, "members.csv": _members, "all_papers.csv": _papers,
}  # fmt: skip


def packed(files: dict[str, Make], until: int, head: str, at: datetime) -> Iterator[bytes]:
    """Bytes of the zip, in pieces as they are made; its last file is the manifest."""
    pipe, hashes = _Pipe(), {}
    date_time = at.astimezone(UTC).timetuple()[:6]
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[call-overload]
        for name, make in files.items():
            digest = hashlib.sha256()
            with archive.open(_info(name, date_time), "w", force_zip64=True) as file:
                for piece in make(until):
                    digest.update(piece)
                    file.write(piece)
                    yield pipe.taken()
            hashes[name] = digest.hexdigest()
        manifest = {"count": until, "files": hashes, "format": 1, "head": head, "made_at": at.isoformat()}
        archive.writestr(_info(MANIFEST, date_time), json.dumps(manifest, indent=1, sort_keys=True))
    yield pipe.taken()


def _info(name: str, date_time: Any) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, date_time)
    info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
    return info


class _Pipe:
    """What the archive writes into: it is taken out as it comes, and nobody goes back in it."""

    def __init__(self) -> None:
        self._held: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self._held.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Nothing waits."""

    def taken(self) -> bytes:
        """Bytes since they were last taken."""
        piece = b"".join(self._held)
        self._held.clear()
        return piece
