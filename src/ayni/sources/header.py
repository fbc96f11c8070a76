"""The row that names the columns: where it is, and which column of the file is which of the contract."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches
from functools import lru_cache
from itertools import zip_longest

from ayni.errors import Fault
from ayni.sources.grid import column_letter, shown
from ayni.tables import CONTRACTS, Column, Contract

LIKE, LIKE_ENOUGH = 0.75, 0.6
_YEAR_LIKE = re.compile(r"(19|20)[0-9]{2}")
_LETTER = re.compile(r"[^\W\d_]")
_WIDE_FROM = 3


@dataclass(frozen=True, slots=True)
class Header:
    """The row of names and what each column is.

    Attributes
    ----------
    row : int
        Row as the spreadsheet shows it, which is also the count of rows down to it.
    names : list of str
        Names as the file writes them, an empty string where there is none.
    places : mapping of str to int
        Position of each column of the contract that was found.
    extras : mapping of str to int
        Position of each other named column, by the name it keeps.
    fits : bool
        Every required column was found.
    faults : list of Fault
        What is wrong with the names.
    """

    row: int
    names: list[str]
    places: Mapping[str, int]
    extras: Mapping[str, int]
    fits: bool
    faults: list[Fault]

    def name(self, position: int) -> str:
        """Name of a column as the file writes it, or its letter when it has none."""
        named = self.names[position] if position < len(self.names) else ""
        return named or column_letter(position)


@lru_cache(maxsize=1 << 14)
def folded(name: str) -> str:
    """Name without capitals, accents and the marks between words: ``Año `` and ``ANO`` are the same."""
    plain = "".join(
        letter for letter in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(letter)
    )
    return re.sub(r"[\W_]+", "_", plain).strip("_")


def best_header(
    head: Sequence[Sequence[str]], contract: Contract, rename: Mapping[str, str], constants: Mapping[str, str]
) -> Header | None:
    """First row that names every required column, else the one that names most; None when no row names any."""
    best: Header | None = None
    for row, cells in enumerate(head, start=1):
        header = _header(row, cells, contract, rename, constants)
        if header.fits:
            return header
        if header.places and (best is None or len(header.places) > len(best.places)):
            best = header
    return best


def no_header(head: Sequence[Sequence[str]], contract: Contract) -> list[Fault]:
    """Faults of a grid in which no row names a column of the contract."""
    fullest = max(head, key=lambda cells: sum(map(bool, cells)), default=[])
    row = next((number for number, cells in enumerate(head, start=1) if cells is fullest), None)
    found = [shown(cell) for cell in fullest if cell]
    required = [column for column in contract.columns if column.required]
    facts: dict[str, object] = {
        "contract": contract.name,
        "found": ", ".join(found),
        "expected": ", ".join(column.name for column in required),
        "example": _first_free(found, required),
    }
    fault = Fault("check.no_header", row=row, facts=facts)
    return [fault, *_wide(fullest, row, required)]


def missing_columns(header: Header, contract: Contract, given: Iterable[str]) -> list[Fault]:
    """Faults of the required columns, and groups of columns, that neither the header nor the user gives."""
    known = {*header.places, *given}
    absent = [column for column in contract.columns if column.required and column.name not in known]
    faults = [_missing(column, header, contract) for column in absent]
    for group in contract.one_of:
        if not known & set(group):
            facts: dict[str, object] = {
                "group": ", ".join(group),
                "found": _found(header),
                "example": _group_example(group, header, contract),
            }
            faults.append(Fault("check.missing_one_of", row=header.row, facts=facts))
    return [*faults, *(_wide(header.names, header.row, absent) if faults else [])]


def two_row_names(header: Header, head: Sequence[Sequence[str]]) -> list[Fault]:
    """Fault of names that stand in two rows, as merged cells leave them: each row is empty where the other is not."""
    for other in (header.row + 1, header.row - 1):
        cells = head[other - 1] if 1 <= other <= len(head) else []
        pairs = list(zip_longest(header.names, cells, fillvalue=""))
        filled = [cell for cell in cells if cell]
        # A single cell is the title of the table, or the name of a group of rows.
        worded = len(filled) > 1 and all(map(_is_word, filled))
        if worded and any(cell and not name for name, cell in pairs) and any(n and not c for n, c in pairs):
            upper, lower = sorted((header.row, other))
            said = " / ".join(map(shown, filled))
            return [Fault("check.names_in_two_rows", facts={"upper": upper, "lower": lower, "text": said})]
    return []


def _is_word(cell: str) -> bool:
    return bool(_LETTER.search(cell) or _YEAR_LIKE.fullmatch(cell))


def _header(
    row: int, cells: Sequence[str], contract: Contract, rename: Mapping[str, str], constants: Mapping[str, str]
) -> Header:
    names = [unicodedata.normalize("NFC", " ".join(cell.split())) for cell in cells]
    while names and not names[-1]:
        names.pop()
    faults: list[Fault] = []
    places = _mapped(row, names, contract, rename, faults)
    extras = {ours: at for ours, at in places.items() if contract.column(ours) is None}
    places = {ours: at for ours, at in places.items() if ours not in extras}
    _add_by_name(row, names, contract, places, {*extras.values()}, faults)
    taken = {*places.values(), *extras.values()}
    for position, name in enumerate(names):
        if name and position not in taken:
            extras.setdefault(name, position)
    faults.extend(_repeated(row, names))
    faults.extend(_hidden_twins(row, names, places, extras))
    lacking = [c for c in contract.columns if c.required and c.name not in places and c.name not in constants]
    return Header(row, names, places, extras, bool(places) and not lacking, faults)


def _mapped(
    row: int, names: list[str], contract: Contract, rename: Mapping[str, str], faults: list[Fault]
) -> dict[str, int]:
    """Positions of the columns that ``--map`` names, by the name they are given."""
    places: dict[str, int] = {}
    for theirs, asked in rename.items():
        column = contract.column(asked)
        ours = column.name if column else asked
        position = _position(names, theirs)
        close = get_close_matches(asked, [each.name for each in contract.columns], n=1, cutoff=LIKE)
        if position is None:
            facts: dict[str, object] = {"theirs": theirs, "ours": ours, **_nearest(theirs, names)}
            faults.append(Fault("check.map_not_there", row=row, facts=facts))
        elif column is None and close:
            faults.append(Fault("check.map_to_unknown", facts={"theirs": theirs, "ours": asked, "near": close[0]}))
        elif ours in places:
            faults.append(_two_for_one(row, ours, [names[places[ours]], names[position]]))
        else:
            places[ours] = position
    return places


def _position(names: list[str], theirs: str) -> int | None:
    wanted = unicodedata.normalize("NFC", " ".join(theirs.split()))
    if wanted in names:
        return names.index(wanted)
    return next((at for at, name in enumerate(names) if name and folded(name) == folded(wanted)), None)


def _nearest(theirs: str, names: Iterable[str]) -> dict[str, object]:
    known = [name for name in names if name]
    near = get_close_matches(folded(theirs), [folded(name) for name in known], n=1, cutoff=0)
    return {
        "found": ", ".join(known),
        "near": next((name for name in known if near and folded(name) == near[0]), theirs),
    }


def _add_by_name(
    row: int, names: list[str], contract: Contract, places: dict[str, int], taken: set[int], faults: list[Fault]
) -> None:
    """Find the columns that bear the name of the contract, then those that bear another name for it."""
    free = {at: folded(name) for at, name in enumerate(names) if name and at not in {*places.values(), *taken}}
    for spelled in (lambda column: (column.name,), lambda column: column.aliases):
        for column in contract.columns:
            if column.name in places:
                continue
            wanted = {folded(name) for name in spelled(column)}
            fitting = [at for at, name in free.items() if name in wanted]
            if len(fitting) > 1 and len({names[at] for at in fitting}) > 1:
                faults.append(_two_for_one(row, column.name, [names[at] for at in fitting]))
            if fitting:
                places[column.name] = fitting[0]
                for at in fitting:
                    free.pop(at)


def _two_for_one(row: int, ours: str, theirs: list[str]) -> Fault:
    facts: dict[str, object] = {"ours": ours, "theirs": ", ".join(theirs), "first": theirs[0]}
    return Fault("check.two_columns_for_one", row=row, facts=facts)


def _repeated(row: int, names: list[str]) -> list[Fault]:
    counts = Counter(name for name in names if name)
    return [
        Fault("check.repeated_name", row=row, column=name, came=name, facts={"letters": _letters(names, name)})
        for name, count in counts.items()
        if count > 1
    ]


def _hidden_twins(row: int, names: list[str], places: Mapping[str, int], extras: Mapping[str, int]) -> list[Fault]:
    """Columns that keep a name which another column has been given."""
    return [_two_for_one(row, name, [names[places[name]], name]) for name in extras if name in places]


def _letters(names: list[str], name: str) -> str:
    return ", ".join(column_letter(at) for at, each in enumerate(names) if each == name)


def _missing(column: Column, header: Header, contract: Contract) -> Fault:
    facts: dict[str, object] = {
        "ours": column.name,
        "contract": contract.name,
        "found": _found(header),
        "example": _example(column.name, header, (column.name, *column.aliases)),
        "constant": f"--set {column.name}={column.example}",
    }
    # What differs from row to row by its nature is offered no --set.
    paired = column.name in contract.symmetric
    differs = column.kind == "number" or column.name == "name" or contract.key == (column.name,) or paired
    key = "check.missing_column_of_rows" if differs else "check.missing_column"
    return Fault(key, row=header.row, facts=facts)


def _found(header: Header) -> str:
    return ", ".join(shown(name) for name in header.names if name)


def _example(ours: str, header: Header, alike: Sequence[str]) -> str:
    """Command that would map the column: the free one with the nearest name, or the only free one, else none named."""
    spoken_for = _names_of_others(alike)
    free = [name for name in header.extras if folded(name) not in spoken_for]
    nearness = {
        name: max(SequenceMatcher(None, folded(name), folded(wanted)).ratio() for wanted in alike) for name in free
    }
    nearest = max(free, key=nearness.__getitem__, default="…")
    theirs = nearest if len(free) == 1 or nearness.get(nearest, 0) >= LIKE_ENOUGH else "…"
    return f'--map "{theirs}"={ours}'


def _first_free(found: Sequence[str], required: Sequence[Column]) -> str:
    """Command that would map the first required column to the first name that belongs to no other one."""
    if not required:
        return ""
    spoken_for = _names_of_others((required[0].name, *required[0].aliases))
    theirs = next((name for name in found if folded(name) not in spoken_for), "…")
    return f'--map "{theirs}"={required[0].name}'


def _names_of_others(alike: Sequence[str]) -> set[str]:
    """Names, in any contract, of columns that are not the one with these names."""
    columns = [column for contract in CONTRACTS.values() for column in contract.columns]
    names = {folded(name) for column in columns for name in (column.name, *column.aliases)}
    return names - {folded(name) for name in alike}


def _group_example(group: Sequence[str], header: Header, contract: Contract) -> str:
    columns = [column for column in contract.columns if column.name in group]
    examples = [_example(column.name, header, (column.name, *column.aliases)) for column in columns]
    return next((example for example in examples if "…" not in example), examples[0])


def _wide(names: Sequence[str], row: int | None, absent: Sequence[Column]) -> list[Fault]:
    """Fault of a table that spreads its years over columns."""
    years = [name for name in names if _YEAR_LIKE.fullmatch(name)]
    if len(years) < _WIDE_FROM or not any(column.name in ("year", "period") for column in absent):
        return []
    return [Fault("check.years_across", row=row, facts={"first": years[0], "last": years[-1]})]
