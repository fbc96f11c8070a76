"""How each bank heads its movements: data (``layouts.toml``), and where a file has them."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from ayni_web.ledger.bank.figures import folded

Cells = Sequence[str]


@dataclass(frozen=True, slots=True)
class Layout:
    """Headings of a bank, each as :func:`folded` tells it; see ``layouts.toml``."""

    code: str
    day: tuple[str, ...]
    needs: tuple[str, ...]
    text: tuple[tuple[str, ...], ...]
    balance: tuple[str, ...]
    number: tuple[str, ...]
    currency: tuple[str, ...]
    reference: tuple[str, ...] = ()
    amount: tuple[str, ...] = ()
    debit: tuple[str, ...] = ()
    credit: tuple[str, ...] = ()
    newest_first: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """A layout in a file: which column each thing stands in, and the row of the headings (from zero)."""

    layout: Layout
    heading: int
    columns: Mapping[str, int]
    text: tuple[int, ...] = field(default=())

    def cell(self, row: Cells, name: str) -> str:
        """Cell of a row; empty where the file has no such column."""
        at = self.columns.get(name, -1)
        return row[at].strip() if 0 <= at < len(row) else ""

    def words(self, row: Cells) -> str:
        """Words of a row, joined."""
        found = (" ".join(row[at].split()) for at in self.text if at < len(row))
        return " · ".join(each for each in found if each)


@cache
def layouts() -> tuple[Layout, ...]:
    """Layouts that are known."""
    return tuple(Layout(**{name: _frozen(told) for name, told in each.items()}) for each in _data()["layout"])


@cache
def currency_words() -> dict[str, str]:
    """Currency by a word for it."""
    return {folded(word): code for code, words in _data()["currencies"].items() for word in words}


def placed(rows: Sequence[Cells]) -> Placed | None:
    """Layout whose headings stand in one of the first rows."""
    for at, row in enumerate(rows[:40]):
        found = {folded(cell): place for place, cell in reversed(list(enumerate(row))) if cell.strip()}
        for layout in layouts():
            columns = _columns(layout, found)
            if columns is not None:
                text = tuple(place for names in layout.text if (place := _first(names, found)) is not None)
                return Placed(layout, at, columns, text)
    return None


def _columns(layout: Layout, found: Mapping[str, int]) -> dict[str, int] | None:
    sums = ("amount",) if layout.amount else ("debit", "credit")
    needed = ("day", "needs", "balance", *sums)
    places = {name: _first(getattr(layout, name), found) for name in (*needed, "reference")}
    if any(places[name] is None for name in needed):
        return None
    return {name: place for name, place in places.items() if place is not None}


def _first(names: tuple[str, ...], found: Mapping[str, int]) -> int | None:
    return next((found[name] for name in names if name in found), None)


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((files("ayni_web.ledger.bank") / "layouts.toml").read_text(encoding="utf-8"))


def _frozen(told: Any) -> Any:
    return tuple(_frozen(each) for each in told) if isinstance(told, list) else told
