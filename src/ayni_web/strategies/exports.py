"""What strategies say, field by field, as a list to take away."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import Http404

from ayni_web.common.language import said, spoken
from ayni_web.common.sheets.writing import Cell
from ayni_web.spreadsheets.exports.lists import CHUNK, Asked, List, Rows, signed_in
from ayni_web.spreadsheets.reading import word
from ayni_web.strategies.analysis import Part
from ayni_web.strategies.contents import Row, evidence_in, name_of, parts_in, reason_in, rows_in
from ayni_web.strategies.models import Version
from ayni_web.strategies.queries import visible_versions
from ayni_web.strategies.telling import cell_text


def strategies(person: Any, asked: Asked) -> Rows:
    """What the versions that a person reads say, a line a field; of one version alone, where the page names it."""
    found = visible_versions(person).order_by("strategy__product", "strategy_id", "number")
    if asked.get("version"):
        try:
            found = found.filter(pk=UUID(str(asked["version"])))
        except ValueError:
            raise Http404 from None
        if not found.exists():
            raise Http404
    return (line for version in found.iterator(chunk_size=CHUNK) for line in _version(version))


def _version(version: Version) -> Iterator[list[Cell]]:
    strategy, document = version.strategy, version.document
    head: list[Cell] = [strategy.cluster.name, strategy.product, strategy.hs_code, strategy.market, version.number,
                        word("strategy_states", version.state)]  # fmt: skip
    for part in parts_in(document):
        for line in _part(document, part):
            yield [*head, spoken(part.title), *line]


def _part(document: Any, part: Part) -> Iterator[list[Cell]]:
    reason = reason_in(document, part)
    if reason:
        yield ["", said("strategies.reason"), reason]
    for at, row in enumerate(rows_in(document, part)):
        yield from _row(part, row, name_of(part, row, at))
    for each in evidence_in(document, part):
        text = said("strategies.paper_as_hash", number=str(each["number"]), sha=each["sha256"])
        yield ["", said("strategies.evidence"), " ".join(filter(None, (each.get("says", ""), text)))]


def _row(part: Part, row: Row, name: str) -> Iterator[list[Cell]]:
    for each in part.fields:
        if each.code in row and each.code != part.named:
            yield [name, spoken(each.title), cell_text(each, row[each.code])]
    if row.get("reason"):
        yield [name, said("strategies.reason"), str(row["reason"])]


LISTS = (
    List("strategies", ("cluster", "product", "hs_code", "market", "version_number", "version_state", "strategy_part",
                        "part_row", "part_field", "field_says"), strategies, signed_in),
)  # fmt: skip
