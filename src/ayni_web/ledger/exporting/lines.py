"""Entries as lines of text, read in pieces: however long the ledger is, the memory holds one entry."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from ayni_web.common.sheets.cells import guarded
from ayni_web.ledger import contents
from ayni_web.ledger.reading import content_of, entries

LINES_A_PIECE = 500
FLAT = ("number", "position", "occurred_on", "posted_at", "purpose", "account", "fund", "source", "heading",
        "currency", "debit", "credit", "passed_on", "basis")  # fmt: skip


def told_entries(until: int) -> Iterator[dict[str, Any]]:
    """Every entry as the public file tells it, with its hash."""
    for row, lines, papers, _ in entries(until=until):
        yield {**content_of(row, lines, papers), "hash": row["hash"]}


def jsonl(until: int) -> Iterator[bytes]:
    """One canonical line an entry: what its hash stands on, and the hash."""
    return pieces(contents.canonical(each) + "\n" for each in told_entries(until))


def flat(until: int) -> Iterator[bytes]:
    """One row a line of an entry, for a spreadsheet or another program."""
    return csv_pieces(FLAT, (row for each in told_entries(until) for row in _rows(each)))


def memos(until: int) -> Iterator[bytes]:
    """What of each entry is not public, for auditors: one line an entry, whose ``memo`` has the digest of the entry."""
    return pieces(
        contents.canonical({
            "blanked": bool(memo and memo["blanked_at"]), "checker": str(row["checker_id"]),
            "maker": str(row["maker_id"]), "memo": memo["body"] if memo else None, "number": row["number"],
        }) + "\n"
        for row, _, _, memo in entries(until=until)
    )  # fmt: skip


def pieces(lines: Iterable[str]) -> Iterator[bytes]:
    """Bytes of some lines at a time."""
    held: list[str] = []
    for line in lines:
        held.append(line)
        if len(held) == LINES_A_PIECE:
            yield "".join(held).encode()
            held.clear()
    if held:
        yield "".join(held).encode()


def csv_pieces(columns: Iterable[str], rows: Iterable[Iterable[Any]]) -> Iterator[bytes]:
    """CSV for programs: commas, UTF-8, true and false, empty for what there is none of."""
    yield _csv_line(columns).encode()
    yield from pieces(_csv_line(row) for row in rows)


def _csv_line(cells: Iterable[Any]) -> str:
    held = io.StringIO()
    csv.writer(held, lineterminator="\n").writerow([_cell(cell) for cell in cells])
    return held.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return guarded(value) if isinstance(value, str) else value


def _rows(entry: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    for position, line in enumerate(entry["lines"], 1):
        minor = line["minor"]
        yield (
            entry["number"], position, entry["occurred_on"], entry["posted_at"], entry["purpose"], line["account"],
            line["fund"], line["source"], line["heading"], line["currency"], max(minor, 0), max(-minor, 0),
            line["passed_on"], entry.get("basis"),
        )  # fmt: skip
