"""One pass over the rows of a table: each batch is read, judged and, when asked, kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from ayni.errors import Fault
from ayni.sources.between import judge_rows
from ayni.sources.collecting import Faults
from ayni.sources.doubts import Doubt, Judged, Places, Typed, Why, always, places
from ayni.sources.foot import row_kinds, total_codes
from ayni.sources.grid import Batch, Cells
from ayni.sources.kinds import typed
from ayni.sources.numerals import Form, Numerals
from ayni.sources.plan import Plan, swallowed
from ayni.sources.survey import Decisions, Survey, lengths, row_hashes
from ayni.sources.table import Sign
from ayni.sources.texts import plain_values
from ayni.tables import Column

NOTES_AT_MOST = 200
ROW = "row of the file"


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of data of one batch.

    Attributes
    ----------
    columns : list of Cells
        Cells by position in the file.
    rows : numpy.ndarray of int64
        Row of each, as the spreadsheet shows it.
    """

    columns: list[Cells]
    rows: Places

    def cells(self, position: int) -> Cells:
        """Cells of a column; all empty where no row of the batch reaches it."""
        return self.columns[position] if position < len(self.columns) else Cells(len(self.rows))


@dataclass(slots=True)
class Pass:
    """One pass over the rows of a table.

    Attributes
    ----------
    plan : Plan
        What is checked.
    decisions : Decisions
        What is known of whole columns before the pass.
    faults : Faults
        What was found.
    survey : Survey
        What was seen of whole columns.
    rows : int
        Rows of data so far.
    notes : list of (row, text)
        Notes under the last row of data so far.
    kept : list of polars.DataFrame
        Rows read, while there is no fault (or whatever there is, when they are to be looked at).
    places : list of numpy.ndarray of int64
        Row of each of those, as the spreadsheet shows it.
    repeats : list of polars.DataFrame
        Keys, with their row, of the rows whose key may stand more than once.
    """

    plan: Plan
    decisions: Decisions
    faults: Faults
    survey: Survey = field(default_factory=Survey)
    rows: int = 0
    notes: list[tuple[int, str]] = field(default_factory=list)
    kept: list[pl.DataFrame] = field(default_factory=list)
    places: list[Places] = field(default_factory=list)
    repeats: list[pl.DataFrame] = field(default_factory=list)

    def read(self, batch: Batch) -> None:
        """Read one batch."""
        part = self._data(batch)
        self.rows += len(part.rows)
        if len(part.rows):
            judged = Judged(np.zeros(len(part.rows), dtype=np.bool_))
            for column in self.plan.contract.columns:
                self._read_column(column, part, judged)
            judge_rows(self.plan, judged, part.rows, self.faults, self.survey)
            self._hash_keys(judged, part.rows)
            self._hash_pairs(judged, part.rows)
            self._find_unnamed(part)
            self._keep(judged.values, part)
        self.faults.settle()

    def refuse_repeated_keys(self) -> None:
        """Add the faults of the rows that repeat the key of an earlier one."""
        if not self.repeats:
            return
        table = pl.concat(self.repeats)
        keys = [name for name in table.columns if name != ROW]
        first = pl.col(ROW).min().over(keys).alias("first")
        again = table.with_columns(first).filter(pl.col(ROW) != pl.col("first")).sort(ROW)
        told = again.height if self.faults.most is None else min(self.faults.most, again.height)
        named = [name for name in keys if self.plan.knows(name)]
        said = ", ".join(self.plan.theirs(name) for name in named)
        for row, before, *values in again.head(told).select(ROW, "first", *named).iter_rows():
            facts: dict[str, object] = {"first": before, "key": said}
            self.faults.add(Fault("check.repeated_key", row, came=_key(values), facts=facts))
        self.faults.total += again.height - told

    def _data(self, batch: Batch) -> Part:
        """Rows of data, with totals, notes and words alone told apart."""
        kinds = row_kinds(batch, self.plan.required)
        rows = np.arange(batch.first_row, batch.first_row + batch.height, dtype=np.int64)
        for key, told in (("check.total_row", kinds.totals), ("check.loose_text", kinds.loose)):
            self.faults.add_all([Fault(key, row, came=text) for row, text in told])
        at = places(kinds.data)
        last = int(rows[at[-1]]) if len(at) else 0
        self.notes += kinds.notes
        above = [note for note in self.notes if note[0] < last] + self.notes[NOTES_AT_MOST:]
        self.faults.add_all([Fault("check.text_between", row, came=text) for row, text in above])
        self.notes = [note for note in self.notes[:NOTES_AT_MOST] if note[0] > last]
        if len(at) == batch.height:
            return Part(batch.columns, rows)
        return Part([cells.kept(kinds.data) for cells in batch.columns], rows[at])

    def _read_column(self, column: Column, part: Part, judged: Judged) -> None:
        position = self.plan.header.places.get(column.name)
        if position is None:
            self._fill_column(column, len(part.rows), judged)
            return
        cells = part.cells(position)
        found = typed(cells, column, lambda written: self._sign(column, written, part.rows))
        filled = cells.filled() if found.marks is None else cells.filled() & ~found.marks
        doubts = [*found.doubts, *self._code_doubts(column, cells, found)]
        given = self.plan.constants.get(column.name)
        if column.required and given is None:
            doubts += self._empty_doubts(column, position, cells, found, part.rows)
        name = self.plan.header.name(position)
        for doubt in doubts:
            self.faults.add_cells(doubt, rows=part.rows, column=name, position=position, cells=cells)
            if column.key:
                judged.unsure[doubt.at] = True
        self._see(column, cells, found, part.rows)
        judged.values[column.name], judged.filled[column.name] = found.values, filled
        if given is not None:
            differs = places((found.values != given.value[0]) & found.values.is_not_null())
            if len(differs):
                self.survey.contradict(column.name, differs, part.rows, cells)
            self._fill_column(column, len(part.rows), judged)

    def _fill_column(self, column: Column, height: int, judged: Judged) -> None:
        """Column that the file lacks: what the user gave for it, else what the contract says, else nothing."""
        given = self.plan.constants.get(column.name)
        value = given.value if given is not None else pl.Series([column.default], dtype=pl.String)
        if given is not None or column.default is not None:
            judged.values[column.name] = value.new_from_index(0, height)
            judged.filled[column.name] = judged.values[column.name].is_not_null()

    def _sign(self, column: Column, written: Numerals, rows: Places) -> Sign:
        seen = self.survey.count_writing(column.name, written, rows)
        sign = self.plan.decimal or self.decisions.signs.get(column.name) or seen.sign or "dot"
        if written.at(Form.WITH_DOT, Form.WITH_COMMA, Form.EITHER).any():
            seen.read_with.add(sign)
        return sign

    def _see(self, column: Column, cells: Cells, found: Typed, rows: Places) -> None:
        if column.uniform:
            self.survey.count_uniform(column.name, found.values, rows)
        if found.marks is not None and found.marks.any() and cells.text is not None:
            self.survey.count_marks(column.name, cells.text, found.marks, rows)
        for theirs, ours in found.renamed.items():
            self.survey.renamed[column.name, theirs] = ours
        if column.kind == "code" and not self.plan.governs(column):
            self.survey.see_codes(column.name, cells)
            self.survey.see_spellings(column.name, found.values, cells.padded(), rows)

    def _code_doubts(self, column: Column, cells: Cells, found: Typed) -> list[Doubt]:
        if column.kind != "code":
            return []
        totals = total_codes(found.values) if column.required and not column.totals else []
        doubts = [Doubt(places(found.values.is_in(totals)), always("check.total_row"))] if totals else []
        if self.plan.held is not None and self.plan.governs(column):
            codes = found.values.set(found.values.is_in(totals), None) if totals else found.values
            return [*doubts, *self.plan.held.doubts(codes)]
        for (as_number, length), longer in self.decisions.short.get(column.name, {}).items():
            part = cells.number if as_number else cells.text
            if part is not None:
                mask = lengths(part) == length if as_number else part.str.contains(rf"^[0-9]{{{length}}}$")
                doubts.append(Doubt(places(mask), _zeros_lost(longer)))
        return doubts

    def _empty_doubts(self, column: Column, position: int, cells: Cells, found: Typed, rows: Places) -> list[Doubt]:
        doubts = []
        if found.marks is not None:
            doubts.append(Doubt(places(found.marks), always("check.mark_in_required")))
        empty = places(~cells.filled())
        if len(empty) and self.plan.merged:
            ranges = swallowed(self.plan.merged, position, rows[empty])
            doubts += [Doubt(empty[at : at + 1], always("check.merged_cell", range=each)) for at, each in ranges]
            empty = np.delete(empty, [at for at, _ in ranges])
        return [*doubts, Doubt(empty, always("check.empty_cell", example=column.example))]

    def _hash_keys(self, judged: Judged, rows: Places) -> None:
        contract = self.plan.contract
        keys = [name for name in contract.key if name in judged.values]
        must = [column.name for column in contract.columns if column.key and column.required]
        if not keys or any(name not in judged.values for name in must):
            return
        frame = pl.DataFrame({name: judged.values[name] for name in keys})
        sure = ~judged.unsure
        for name in must:
            sure &= judged.values[name].is_not_null().to_numpy()
        hashes = row_hashes(frame)
        self.survey.keys.append(hashes if sure.all() else hashes[sure])
        if len(self.decisions.repeated):
            at = np.flatnonzero(sure & np.isin(hashes, self.decisions.repeated))
            self.repeats.append(frame[at].with_columns(pl.Series(ROW, rows[at])))

    def _hash_pairs(self, judged: Judged, rows: Places) -> None:
        if not self.plan.contract.symmetric or any(n not in judged.values for n in self.plan.contract.symmetric):
            return
        one, other = (judged.values[name] for name in self.plan.contract.symmetric)
        sure = (one.is_not_null() & other.is_not_null()).to_numpy() & ~judged.unsure
        forth = row_hashes(pl.DataFrame({"a": one, "b": other}))
        self.survey.pairs.append(forth[sure])
        self.survey.reversed_pairs.append(row_hashes(pl.DataFrame({"a": other, "b": one}))[sure])
        for at in np.flatnonzero(sure & np.isin(forth, self.decisions.lonely)):
            facts: dict[str, object] = {"one": one[int(at)], "other": other[int(at)]}
            self.faults.add(Fault("check.one_way", int(rows[at]), facts=facts))

    def _find_unnamed(self, part: Part) -> None:
        """Cells in columns that have no name."""
        names = self.plan.header.names
        beyond = []
        for position, cells in enumerate(part.columns):
            if position < len(names) and names[position]:
                continue
            at = places(cells.filled())
            if len(at) and self.plan.delimited and position >= len(names):
                beyond.append((position, at, cells))
            elif len(at):
                self.survey.see_unnamed(position, at, part.rows, cells)
        told = np.zeros(len(part.rows), dtype=np.bool_)
        for position, at, cells in beyond:
            doubt = Doubt(at[~told[at]], always("check.too_many_cells", named=len(names)))
            told[at] = True
            name = self.plan.header.name(position)
            self.faults.add_cells(doubt, rows=part.rows, column=name, position=position, cells=cells)

    def _keep(self, values: Mapping[str, pl.Series], part: Part) -> None:
        if not self.plan.keep or (self.faults.total and not self.plan.look):
            self.kept.clear()
            return
        extras = {name: plain_values(part.cells(position)) for name, position in self.plan.header.extras.items()}
        for name, given in self.plan.constants.items():
            if self.plan.contract.column(name) is None:
                extras[name] = given.value.new_from_index(0, len(part.rows))
        self.kept.append(pl.DataFrame({**values, **extras}))
        if self.plan.look:
            self.places.append(part.rows)


def _key(values: list[object]) -> str:
    return ", ".join("—" if value is None else str(value) for value in values)


def _zeros_lost(longer: int) -> Why:
    return lambda cell: ("check.code_lost_zeros", {"example": cell.zfill(longer)})
