"""Raw files of world trade turned into Parquet under the contract ``trade``: typed, checked, larger than memory."""

import hashlib
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ayni.errors import Refused, UnreadableFile
from ayni.frames.engines import duck
from ayni.sources.raw.kinds import SEPARATORS, RawKind, Taken, recipe, recognised
from ayni.sources.scan import file_hash

TEXT = ("exporter", "importer", "product")
KEY = ("year", "month", "exporter", "importer", "product")
AS_IS = {
    "VARCHAR": re.compile("VARCHAR|ENUM.*"),
    "INTEGER": re.compile("U?(TINY|SMALL|BIG)?INT(EGER)?"),
    "DOUBLE": re.compile(r"DOUBLE|FLOAT|DECIMAL.*|U?(TINY|SMALL|BIG)?INT(EGER)?"),
}
NO_WHOLE = "no whole number, with value "
MISSING = ("", "NA", "NaN", "nan")


@dataclass(frozen=True, slots=True)
class Converted:
    """A raw file as Parquet.

    Attributes
    ----------
    file : Path
        The Parquet file: year, exporter, product, value_usd and, where the raw file has them, month, importer,
        quantity_kg; codes as text, values in whole dollars where the publisher rounds so.
    kind : RawKind
    raw : str
        Name of the raw file.
    sha256 : str
        Of the raw file.
    rows : int
        Rows kept.
    left_out : int
        Rows of other flows (imports, re-exports) or of wider codes, left out.
    years : tuple of int
    """

    file: Path
    kind: RawKind
    raw: str
    sha256: str
    rows: int
    left_out: int
    years: tuple[int, ...]


def converted(raw: Path, folder: Path, *, memory: str | None = None) -> Converted:
    """Raw file of world trade as Parquet in a folder; one converted there before from the same bytes is taken as it is.

    Parameters
    ----------
    raw : Path
        CSV (also .gz, .zst), Parquet, or a folder of Parquet under the contract ``trade``.
    folder : Path
        Where it is kept, under a name with the hash of the raw file.
    memory : str, optional
        What DuckDB may use.

    Raises
    ------
    UnreadableFile
        It is missing, may not be read, is no table, or is of no kind that is known.
    Refused
        A cell is empty, or no number where one is expected, a value is negative, a row is repeated, or nothing of it
        are exports; or the disk is full.
    """
    if not (raw.is_file() or parquet_files(raw)):
        raise UnreadableFile("raw.no_parquet" if raw.is_dir() else "check.no_file", file=str(raw))
    if raw.is_file() and not raw.stat().st_size:
        raise UnreadableFile("raw.no_byte", file=raw.name)
    try:
        sha256 = _hash(raw)
    except OSError as error:
        raise UnreadableFile("check.cannot_open", file=str(raw)) from error
    file = folder / f"{raw.stem.removesuffix('.csv')}-{sha256[:16]}-{recipe()[:8]}.parquet"
    with TemporaryDirectory(prefix="ayni-") as spill, duck(memory, Path(spill)) as connection:
        kind, columns = _recognised(connection, raw)
        if kind.as_is:
            file = raw
            _refuse_faults(connection, _Steps(raw, kind, columns), raw, [*KEY, "value_usd"])
        elif not file.exists():
            part = file.with_suffix(".part")
            _write(connection, _Steps(raw, kind, columns), part)
            part.replace(file)
        return _told(connection, file, raw, kind, columns, sha256)


@dataclass(frozen=True, slots=True)
class _Steps:
    raw: Path
    kind: RawKind
    columns: dict[str, str]

    @property
    def scan(self) -> str:
        """Rows of the raw file, every cell as text."""
        return _scan(self.raw)

    def taken(self, ours: str) -> str | None:
        """Expression of a column of ours; None where they have none."""
        how = self.kind.columns.get(ours)
        if how is None:
            return None
        if how.constant:
            return f"'{how.constant}'"
        theirs = next((name for name in how.of if name in self.columns), None)
        return None if theirs is None else _expression(ours, _quoted(self.columns[theirs]), how)

    @property
    def kept(self) -> str:
        """Condition of the rows that are taken."""
        there = [(self.columns[name], values) for name, values in self.kind.keep if name in self.columns]
        conditions = [f"{_quoted(name)} IN ({', '.join(map(_text, values))})" for name, values in there]
        product = self.taken("product")
        if self.kind.levels:
            # TOTAL, which holds all, is longer than codes of four figures.
            conditions.append(f"regexp_matches({product}, '^[0-9]')")
            rows = f"SELECT max(length({product})) FROM {self.scan} WHERE {' AND '.join(conditions)}"
            conditions.append(f"length({product}) = ({rows})")
        return " AND ".join(conditions) or "true"


def _recognised(connection: Any, raw: Path) -> tuple[RawKind, dict[str, str]]:
    import duckdb

    try:
        described = connection.execute(f"DESCRIBE SELECT * FROM {_scan(raw)}").fetchall()
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error as error:
        raise _no_table(raw, str(error)) from error
    types = {name: kind for name, kind, *_ in described}
    header = list(types)
    if len(header) == 1 and any(mark in header[0] for mark in SEPARATORS):
        raise UnreadableFile("raw.uneven", file=raw.name, head=header[0])
    parquet = raw.is_dir() or raw.suffix.lower() == ".parquet"
    kind, columns = recognised(header, raw.name, parquet=parquet), {name.strip().lower(): name for name in header}
    if kind.as_is:
        _refuse_types(raw, types)
    _refuse_twins(raw, kind, columns)
    for name in kind.one:
        if name in columns:
            _refuse_several(connection, raw, columns[name])
    return kind, columns


def _refuse_twins(raw: Path, kind: RawKind, columns: Mapping[str, str]) -> None:
    """Refuse a column of ours that stands twice: DuckDB names the second ``v_1``."""
    for name in sorted({theirs for how in kind.columns.values() for theirs in how.of} & columns.keys()):
        if f"{name}_1" in columns:
            raise UnreadableFile("raw.column_twice", file=raw.name, column=columns[name])


def _refuse_several(connection: Any, raw: Path, column: str) -> None:
    """Refuse rows of several revisions of a nomenclature: their codes are not the same products."""
    rows = connection.execute(f"SELECT DISTINCT {_quoted(column)} FROM {_scan(raw)} ORDER BY ALL LIMIT 9").fetchall()
    if len(rows) > 1:
        raise Refused(
            "raw.several_revisions", file=raw.name, column=column, came=", ".join(str(each) for (each,) in rows)
        )


def _refuse_types(raw: Path, types: Mapping[str, str]) -> None:
    """Refuse a table that is to be read where it is and whose columns are not typed as the contract has them."""
    for name, expected in (*((name, "VARCHAR") for name in TEXT), ("year", "INTEGER"), ("value_usd", "DOUBLE")):
        came = types.get(name, "VARCHAR" if name == "importer" else "–")
        if not AS_IS[expected].fullmatch(came):
            raise UnreadableFile("raw.other_type", file=raw.name, column=name, came=came, expected=expected)


def parquet_files(folder: Path) -> list[Path]:
    """Parquet files under a folder, in order; none where it is no folder."""
    return sorted(folder.rglob("*.parquet")) if folder.is_dir() else []


def _hash(raw: Path) -> str:
    """Hash of a file, or of the names and hashes of the files of a folder."""
    if raw.is_file():
        return file_hash(raw)
    told = "".join(f"{each.relative_to(raw)} {file_hash(each)}\n" for each in parquet_files(raw))
    return hashlib.sha256(told.encode()).hexdigest()


def _table(file: Path) -> str:
    """Rows of a Parquet file or of a folder of them."""
    return f"read_parquet({_text(str(file / '**' / '*.parquet') if file.is_dir() else str(file))})"


def _scan(raw: Path) -> str:
    if raw.is_dir() or raw.suffix.lower() == ".parquet":
        return _table(raw)
    # The mark of quotes is given: one that is guessed takes a quote that nobody closes for a part of the code.
    quotes = "quote = '\"', escape = '\"'"
    return f"read_csv({_text(str(raw))}, header = true, all_varchar = true, strict_mode = true, {quotes})"


def _write(connection: Any, steps: _Steps, part: Path) -> None:
    """Write the Parquet file, once nothing in it is wrong."""
    import duckdb

    ours = [(name, expression) for name in (*KEY, "value_usd", "quantity_kg") if (expression := steps.taken(name))]
    columns = ", ".join(f"{expression} AS {name}" for name, expression in ours)
    rows = f"SELECT {columns} FROM {steps.scan} WHERE {steps.kept}"
    if steps.kind.added:
        sums = ", ".join(f"sum({name}) AS {name}" for name, _ in ours if name not in KEY)
        rows = f"SELECT {', '.join(name for name, _ in ours if name in KEY)}, {sums} FROM ({rows}) GROUP BY ALL"
    part.parent.mkdir(parents=True, exist_ok=True)
    try:
        connection.execute(f"COPY ({rows}) TO {_text(str(part))} (FORMAT parquet, COMPRESSION zstd)")
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error as error:
        part.unlink(missing_ok=True)
        if isinstance(error, duckdb.ConversionException) or NO_WHOLE in str(error):
            raise Refused("raw.not_a_number", file=steps.raw.name, came=_came(str(error))) from error
        if "No space left" in str(error):
            raise Refused("raw.no_disk", file=steps.raw.name, folder=str(part.parent)) from error
        raise _no_table(steps.raw, str(error)) from error
    _refuse_faults(connection, steps, part, [name for name, _ in ours])


def _refuse_faults(connection: Any, steps: _Steps, part: Path, names: list[str]) -> None:
    """Refuse what no raw file may have, with an example."""
    keys = [name for name in KEY if name in names and steps.taken(name)]
    key, table = ", ".join(keys), _table(part)
    faults = {
        "raw.empty_cell": _empty(keys),
        "raw.no_year": "year NOT BETWEEN 1000 AND 2200",
        "raw.empty_value": "value_usd IS NULL OR isnan(value_usd::DOUBLE)",
        "raw.infinite": "isinf(value_usd::DOUBLE)",
        "raw.negative": "value_usd < 0",
        **({"raw.mixed_months": _mixed_months(table)} if "month" in keys else {}),
        "raw.repeated": f"({key}) IN (SELECT ({key}) FROM {table} GROUP BY ALL HAVING count(*) > 1)",
    }
    if steps.kind.as_is:
        faults = {**_faults_of_years(steps.columns, table), **faults}
    counts = [f"count(*) FILTER ({condition})" for name, condition in faults.items() if name != "raw.repeated"]
    once = f"(SELECT count(*) FROM (SELECT DISTINCT {key} FROM {table}))"
    total, *wrong = connection.execute(
        f"SELECT count(*), {', '.join(counts)}, count(*) - {once} FROM {table}"
    ).fetchone()
    if total and not any(wrong):
        return
    sentence = next((name for name, n in zip(faults, wrong, strict=True) if n), "raw.no_exports")
    rows = f"SELECT {key}, value_usd FROM {table} WHERE {faults.get(sentence, 'true')} ORDER BY ALL LIMIT 1"
    row = connection.execute(rows).fetchone() or ()
    if not steps.kind.as_is:
        part.unlink()
    raise Refused(
        sentence, file=steps.raw.name, row=", ".join("–" if each in (None, "") else str(each) for each in row)
    )


def _faults_of_years(columns: Collection[str], table: str) -> dict[str, str]:
    """Conditions of the rows of a year that is not whole, or of several sources or vintages, which are never added."""
    faults = {"raw.incomplete": "complete = false"} if "complete" in columns else {}
    apart = ", ".join(name for name in ("source", "vintage") if name in columns)
    if apart:
        faults["raw.several_sources"] = f"(SELECT count(*) FROM (SELECT DISTINCT {apart} FROM {table})) > 1"
    return faults


def _mixed_months(table: str) -> str:
    """Condition of the rows of a whole year that stand beside months of it: together they count it twice."""
    return f"month IS NULL AND (year, exporter) IN (SELECT (year, exporter) FROM {table} WHERE month IS NOT NULL)"


def _empty(keys: Sequence[str]) -> str:
    """Condition of the rows that lack a year, or a code other than that of all importers together."""
    texts = [f"{name} = ''" for name in keys if name in TEXT]
    return " OR ".join([*texts, "year IS NULL", "exporter IS NULL", "product IS NULL"])


def _no_table(raw: Path, why: str) -> UnreadableFile:
    if "utf-8" in why.lower():
        return UnreadableFile("raw.not_utf8", file=raw.name)
    line = re.search(r"on Line: (\d+)", why)
    if line is None:
        return UnreadableFile("raw.no_table", file=raw.name)
    return UnreadableFile("raw.bad_line", file=raw.name, line=int(line[1]))


def _told(connection: Any, file: Path, raw: Path, kind: RawKind, columns: dict[str, str], sha256: str) -> Converted:
    table = _table(file)
    years = connection.execute(f"SELECT DISTINCT year FROM {table} ORDER BY year").fetchall()
    rows = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    steps = _Steps(raw, kind, columns)
    left = 0
    if kind.keep:
        sql = f"SELECT count(*) FROM {steps.scan} WHERE ({steps.kept}) IS NOT TRUE"
        left = connection.execute(sql).fetchone()[0]
    return Converted(file, kind, raw.name, sha256, rows, left, tuple(year for (year,) in years))


def _expression(ours: str, theirs: str, how: Taken) -> str:
    text = f"coalesce(trim({theirs}::VARCHAR), '')"
    if how.first:
        text = f"left({text}, {how.first})"
    if how.pad:
        text = f"CASE WHEN length({text}) BETWEEN 1 AND {how.pad - 1} THEN lpad({text}, {how.pad}, '0') ELSE {text} END"
    if how.without:
        text = f"CASE WHEN {text} IN ({', '.join(_text(value) for value in how.without)}) THEN NULL ELSE {text} END"
    if ours in TEXT:
        return text
    if ours in ("year", "month"):
        # 2020.0 is a year; 2020.5, which a cast would round, is none.
        broken = f"regexp_matches({text}, '\\.[0-9]*[1-9]')"
        return f"CASE WHEN {broken} THEN error('{NO_WHOLE}' || {text}) ELSE CAST(nullif({text}, '') AS SMALLINT) END"
    number = f"CAST(CASE WHEN {text} IN ({', '.join(map(_text, MISSING))}) THEN NULL ELSE {text} END AS DOUBLE)"
    number = f"{number} * {how.times}" if how.times != 1 else number
    return f"CAST(round({number}) AS BIGINT)" if how.whole else number


def _came(message: str) -> str:
    found = re.search(r"string ['\"](.*?)['\"]|with value (\S+)", message)
    return next(filter(None, found.groups()), "–") if found else message.splitlines()[0]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
