"""What is known of a table only when all of it has been seen: decimal signs, widths of codes, units, repeated keys.

A first pass reads each batch with what is known so far and fills a survey.  When the survey of the whole tells
otherwise, or rows must be found that repeat a key, a second pass is made with the decisions taken.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import polars as pl

from ayni.sources.grid import Cells, shown
from ayni.sources.numerals import Form, Numerals
from ayni.sources.table import Sign

Hashes = npt.NDArray[np.uint64]
Rows = npt.NDArray[np.int64]
NO_HASHES: Hashes = np.empty(0, dtype=np.uint64)
_HASH_SEED = 20260
_COUNTRY_DIGITS = 3


@dataclass(slots=True)
class Writing:
    """How the numbers of one column are written, as counted so far."""

    with_dot: int = 0
    with_comma: int = 0
    either: int = 0
    first_sign: Sign | None = None
    example: tuple[int, str] | None = None
    read_with: set[Sign] = field(default_factory=set)

    @property
    def sign(self) -> Sign | None:
        """Decimal sign that most cells tell, the first seen when as many tell the other; None when no cell tells."""
        if self.with_dot == self.with_comma:
            return self.first_sign
        return "dot" if self.with_dot > self.with_comma else "comma"


@dataclass(slots=True)
class Shapes:
    """Lengths of the codes of one column, as seen so far.

    Attributes
    ----------
    zeroed, digits : set of int
        Lengths of the codes of digits that begin with a zero; of all codes of digits, written as text.
    numbers : set of int
        Lengths of those that came as numbers.
    worded : bool
        Some codes are not of digits alone.
    """

    zeroed: set[int] = field(default_factory=set)
    digits: set[int] = field(default_factory=set)
    numbers: set[int] = field(default_factory=set)
    worded: bool = False

    def short(self) -> dict[tuple[bool, int], int]:
        """Lengths that a lost zero would explain, apart for numbers and text, with the length they should have."""
        single = self.digits if len(self.digits) == 1 and not self.worded else set()
        found = {(False, length): _longer(length, self.zeroed) for length in self.digits - self.zeroed}
        found |= {(True, length): _longer(length, self.zeroed | single) for length in self.numbers}
        return {which: longer for which, longer in found.items() if longer}

    def uneven(self) -> bool:
        """Codes of digits that differ by one in length: their zeros in front may have been lost in all of them."""
        lengths = self.digits | self.numbers
        return not self.zeroed and not self.worded and any(length + 1 in lengths for length in lengths)


@dataclass(slots=True)
class Tally:
    """How often something stands in a column, and the first row where it does."""

    count: int
    row: int


@dataclass(frozen=True, slots=True)
class Decisions:
    """What was decided for whole columns before their rows are judged.

    Attributes
    ----------
    signs : mapping of str to str
        Decimal sign of each column of numbers.
    short : mapping of str to mapping
        Lengths of codes that have lost a zero, by column.
    repeated : numpy.ndarray of uint64
        Hashes of keys that stand more than once, sorted.
    lonely : numpy.ndarray of uint64
        Hashes of pairs whose reverse stands nowhere, sorted.
    """

    signs: Mapping[str, Sign] = field(default_factory=dict)
    short: Mapping[str, Mapping[tuple[bool, int], int]] = field(default_factory=dict)
    repeated: Hashes = field(default_factory=lambda: NO_HASHES)
    lonely: Hashes = field(default_factory=lambda: NO_HASHES)


@dataclass(slots=True)
class Survey:
    """What has been seen so far of each column."""

    writing: dict[str, Writing] = field(default_factory=dict)
    shapes: dict[str, Shapes] = field(default_factory=dict)
    uniform: dict[str, dict[str, Tally]] = field(default_factory=dict)
    marks: dict[tuple[str, str], Tally] = field(default_factory=dict)
    renamed: dict[tuple[str, str], str] = field(default_factory=dict)
    contradictions: dict[str, tuple[Tally, str]] = field(default_factory=dict)
    lacking: dict[str, Tally] = field(default_factory=dict)
    unnamed: dict[int, tuple[Tally, str]] = field(default_factory=dict)
    padded: dict[str, Tally] = field(default_factory=dict)
    spellings: dict[str, list[pl.DataFrame]] = field(default_factory=dict)
    keys: list[Hashes] = field(default_factory=list)
    pairs: list[Hashes] = field(default_factory=list)
    reversed_pairs: list[Hashes] = field(default_factory=list)

    def count_writing(self, column: str, found: Numerals, rows: Rows) -> Writing:
        """Count how the numbers of a batch are written."""
        seen = self.writing.setdefault(column, Writing())
        counts = {form: int((found.form == form).sum()) for form in (Form.WITH_DOT, Form.WITH_COMMA, Form.EITHER)}
        seen.with_dot += counts[Form.WITH_DOT]
        seen.with_comma += counts[Form.WITH_COMMA]
        if seen.first_sign is None and (counts[Form.WITH_DOT] or counts[Form.WITH_COMMA]):
            first = found.at(Form.WITH_DOT, Form.WITH_COMMA).arg_true()[0]
            seen.first_sign = "dot" if found.form[first] == Form.WITH_DOT else "comma"
        if counts[Form.EITHER] and seen.example is None:
            first = found.at(Form.EITHER).arg_true()[0]
            seen.example = int(rows[first]), str(found.text[first])
        seen.either += counts[Form.EITHER]
        return seen

    def see_codes(self, column: str, cells: Cells) -> None:
        """Note the lengths of the codes of a batch."""
        seen = self.shapes.setdefault(column, Shapes())
        if cells.text is not None:
            codes = cells.text.unique().drop_nulls()
            plain = codes.filter(codes.str.contains("^[0-9]+$"))
            seen.digits.update(plain.str.len_chars().unique())
            seen.zeroed.update(plain.filter(plain.str.starts_with("0")).str.len_chars().unique())
            seen.worded |= len(plain) < len(codes)
        if cells.number is not None:
            seen.numbers.update(lengths(cells.number).unique().drop_nulls())

    def see_spellings(self, column: str, codes: pl.Series, padded: pl.Series, rows: Rows) -> None:
        """Count how the codes of a batch are spelled, and which had outer spaces."""
        counts = codes.drop_nulls().alias("code").value_counts(name="n")
        worded = counts.filter(pl.col("code").str.contains(r"[^\W\d_]"))
        if worded.height:
            self.spellings.setdefault(column, []).append(worded)
        if padded.any():
            at = padded.arg_true()
            tally = self.padded.setdefault(column, Tally(0, int(rows[at[0]])))
            tally.count += len(at)

    def count_uniform(self, column: str, values: pl.Series, rows: Rows) -> None:
        """Count the values of a column that should hold a single one."""
        seen = self.uniform.setdefault(column, {})
        for value, count in values.drop_nulls().value_counts().sort(values.name).iter_rows():
            if value in seen:
                seen[value].count += count
            else:
                seen[value] = Tally(count, int(rows[(values == value).arg_true()[0]]))

    def count_marks(self, column: str, text: pl.Series, marks: pl.Series, rows: Rows) -> None:
        """Count the cells that hold a mark of a missing figure."""
        for mark, count in text.filter(marks).value_counts().iter_rows():
            tally = self.marks.setdefault((column, shown(mark)), Tally(0, int(rows[(text == mark).arg_true()[0]])))
            tally.count += count

    def contradict(self, column: str, at: Rows, rows: Rows, cells: Cells) -> None:
        """Count the cells that contradict what the user gave for the whole column."""
        tally, came = self.contradictions.get(column) or (Tally(0, int(rows[at[0]])), cells.shown(int(at[0])) or "")
        tally.count += len(at)
        self.contradictions[column] = (tally, came)

    def see_unnamed(self, position: int, at: Rows, rows: Rows, cells: Cells) -> None:
        """Count the cells of a column that has no name."""
        tally, came = self.unnamed.get(position) or (Tally(0, int(rows[at[0]])), cells.shown(int(at[0])) or "")
        tally.count += len(at)
        self.unnamed[position] = (tally, came)


def lengths(number: pl.Series) -> pl.Series:
    """Count of digits of whole numbers."""
    whole = number.cast(pl.Int64, strict=False)
    return whole.abs().cast(pl.String).str.len_chars()


def alike_codes(parts: list[pl.DataFrame]) -> list[list[tuple[str, int]]]:
    """Groups of codes that differ only in capitals, accents or spaces, each with its count, most frequent first."""
    plain = pl.col("code").str.normalize("NFKD").str.replace_all(r"\p{M}", "").str.to_lowercase()
    plain = plain.str.replace_all(r"\s+", " ").str.strip_chars()
    counts = pl.concat(parts).group_by("code").agg(pl.col("n").sum()).with_columns(plain.alias("plain"))
    several = counts.filter(pl.len().over("plain") > 1).sort("n", "code", descending=[True, False])
    groups = several.group_by("plain", maintain_order=True).agg("code", "n")
    return [list(zip(codes, counted, strict=True)) for _, codes, counted in groups.iter_rows()]


def row_hashes(frame: pl.DataFrame) -> Hashes:
    """Hash of each row of a table; equal rows have equal hashes in every batch."""
    return frame.hash_rows(_HASH_SEED).to_numpy()


def repeated_hashes(parts: list[Hashes]) -> Hashes:
    """Hashes that stand more than once, sorted, each once."""
    if not parts:
        return NO_HASHES
    hashes = np.concatenate(parts)
    hashes.sort()
    return np.unique(hashes[1:][hashes[1:] == hashes[:-1]])


def lonely_hashes(pairs: list[Hashes], reversed_pairs: list[Hashes]) -> Hashes:
    """Hashes of the pairs whose reverse stands nowhere, sorted."""
    if not pairs:
        return NO_HASHES
    forth, back = np.concatenate(pairs), np.concatenate(reversed_pairs)
    return np.unique(forth[~np.isin(back, forth)])


def _longer(length: int, known: set[int]) -> int:
    """Known length that one zero more gives; two more for the three digits of countries."""
    if length in known:
        return 0
    return next((each for each in sorted(known) if each - length == 1), 0) or (
        _COUNTRY_DIGITS if _COUNTRY_DIGITS in known and length == 1 else 0
    )
