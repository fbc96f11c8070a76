"""Entries as they stand, in order, each with its lines, papers and memo: one read of each table, side by side."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.db.models import F

from ayni_web.ledger import contents
from ayni_web.ledger.models import Entry, Line, Paper
from ayni_web.ledger.models.entries import Memo

CHUNK = 2000
Row = dict[str, Any]


def content_of(row: Row, lines: list[Row], papers: list[Row]) -> dict[str, Any]:
    """An entry as the public file tells it, from its rows."""
    lines_told = [
        contents.line(account=line["account_id"], fund=line["fund_id"], source=line["source_id"],
                      heading=line["heading_id"], currency=line["currency"], minor=line["minor"],
                      passed_on=line["passed_on"])
        for line in lines
    ]  # fmt: skip
    return contents.entry(
        number=row["number"], occurred_on=row["occurred_on"], posted_at=row["posted_at"], purpose=row["purpose"],
        reverses=row["reverses_id"], maker=row["maker_digest"], checker=row["checker_digest"],
        memo=row["memo_digest"], lines=lines_told, papers=[each["sha256"] for each in papers], previous=row["previous"],
        basis=row["basis"],
    )  # fmt: skip


def entries(*, until: int | None = None) -> Iterator[tuple[Row, list[Row], list[Row], Row | None]]:
    """Every entry in order, up to a number, with its lines, papers and memo."""
    found = Entry.objects.all() if until is None else Entry.objects.filter(number__lte=until)
    rows = found.order_by("number").values().iterator(chunk_size=CHUNK)
    lines = _Beside(Line.objects.order_by("entry_id", "position").annotate(kind=F("account__kind")).values())
    papers = _Beside(Paper.objects.order_by("entry_id", "id").values())
    memos = _Beside(Memo.objects.order_by("entry_id").values())
    for row in rows:
        number = row["number"]
        yield row, lines.of(number), papers.of(number), next(iter(memos.of(number)), None)


class _Beside:
    """Rows of a table in order of their entry, read once."""

    def __init__(self, rows: Any) -> None:
        self._groups = groupby(rows.iterator(chunk_size=CHUNK), key=lambda row: row["entry_id"])
        self._at: tuple[int, list[Row]] | None = None

    def of(self, number: int) -> list[Row]:
        """Rows of an entry; those of entries that are not there are passed over."""
        while self._at is None or self._at[0] < number:
            found = next(self._groups, None)
            if found is None:
                return []
            self._at = (found[0], list(found[1]))
        return self._at[1] if self._at[0] == number else []
