"""The tables that enter a study: each file read against its contract, then joined by contract."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from ayni.codes import nomenclature
from ayni.errors import BadStudy, RefusedTable
from ayni.sources import Checked, Table, checked, contract_named
from ayni.study.config import Input, Study
from ayni.study.published import Entered
from ayni.tables import CONTRACTS
from ayni.territory.neighbours import neighbours_from_outlines
from ayni.trade.levels import TOTAL


@dataclass(frozen=True, slots=True)
class Inputs:
    """What entered a study.

    Attributes
    ----------
    tables : mapping of str to polars.DataFrame
        One table per contract that entered, its files one below the other; of trade two: ``trade`` (by product) and
        ``trade_by_importer``.
    entered : tuple of Entered
        Files, in the order of the study.
    """

    tables: Mapping[str, pl.DataFrame]
    entered: tuple[Entered, ...]

    def table(self, name: str) -> pl.DataFrame | None:
        """Table of that name, None when no file of it entered."""
        return self.tables.get(name)


def study_inputs(study: Study) -> Inputs:
    """Tables of a study, read, joined and cut to its years and places.

    Raises
    ------
    RefusedTable
        A file has faults; nothing of it is used.
    BadStudy
        Two files of one contract have the same row, or a code of the study is in no table.
    """
    tables: dict[str, list[Table]] = {}
    entered = []
    for asked in study.inputs:
        result = checked(
            asked.file,
            contract_named(asked.contract),
            rename=asked.rename,
            constants=asked.constants,
            codes=asked.codes,
            decimal=asked.decimal,
            sheet=asked.sheet,
        )
        if result.table is None:
            raise RefusedTable(result.provenance.file, result.faults, result.total)
        tables.setdefault(asked.contract, []).append(result.table)
        entered.append(_entered(asked, result, result.table))
    joined = {name: _joined(contract, parts) for name, contract, parts in _gathered(tables)}
    if study.outlines:
        joined["neighbours"] = neighbours_from_outlines(_outlines(study.outlines), code=study.outline_code)
    cut = {contract: _cut(contract, table, study) for contract, table in joined.items()}
    return Inputs(tables=_with_macroregions(cut, study), entered=tuple(entered))


def _entered(asked: Input, result: Checked, table: Table) -> Entered:
    return Entered(
        asked=asked,
        name=asked.file.name,
        sha256=result.provenance.sha256,
        rows=table.frame.height,
        columns=tuple(table.frame.columns),
        notes=tuple((note.key, dict(note.facts)) for note in result.notes),
    )


def _gathered(tables: Mapping[str, list[Table]]) -> Iterator[tuple[str, str, list[Table]]]:
    """Files to put one below the other: those of a contract; of trade, what was sold apart from to whom.

    A file of totals by destination and one of products by year count the same dollars twice: they are never joined.
    """
    for contract, parts in tables.items():
        if contract != "trade":
            yield contract, contract, parts
            continue
        kinds = {"trade": [part for part in parts if _tells_years(part.frame)]}
        kinds["trade_by_importer"] = [part for part in parts if "importer" in part.frame.columns]
        yield from ((name, contract, kept) for name, kept in kinds.items() if kept)


def _tells_years(trade: pl.DataFrame) -> bool:
    """Whether a table has products, or totals for all destinations together."""
    return "importer" not in trade.columns or bool((trade["product"] != TOTAL).any())


def _joined(contract: str, parts: Sequence[Table]) -> pl.DataFrame:
    table = _sourced(contract, pl.concat([part.frame for part in parts], how="diagonal_relaxed"), parts)
    key = [name for name in CONTRACTS[contract].key if name in table.columns]
    if len(parts) == 1 or not key:
        return table
    keys = table.select(key)
    repeated = keys.filter(keys.is_duplicated()).unique(maintain_order=True)
    if repeated.height:
        row = ", ".join(f"{name} {value}" for name, value in repeated.row(0, named=True).items())
        raise BadStudy("study.repeated_across_files", contract=contract, row=row, n=repeated.height)
    return table


def _cut(name: str, table: pl.DataFrame, study: Study) -> pl.DataFrame:
    if study.years and "year" in table.columns:
        table = table.filter(pl.col("year").is_between(*study.years))
    if study.places and name == "activity":
        _all_there(study.places, table["place"], study)
    if study.country and name in ("trade", "trade_by_importer"):
        table = _of_country(table, study)
    return table


def _of_country(trade: pl.DataFrame, study: Study) -> pl.DataFrame:
    own = trade.filter(pl.col("exporter") == study.country)
    if own.is_empty() and trade.height:
        known = ", ".join(trade["exporter"].unique().sort()[:30])
        raise BadStudy("study.unknown_country", file=study.path.name, country=study.country, known=known)
    return own


def _sourced(contract: str, table: pl.DataFrame, parts: Sequence[Table]) -> pl.DataFrame:
    """Table whose rows name a source: their own, or where no row has one, the files they came from."""
    own = "source" in table.columns and table["source"].is_not_null().any()
    if own or CONTRACTS[contract].column("source") is None:
        return table
    return table.with_columns(pl.lit("; ".join(sorted({part.provenance.file for part in parts}))).alias("source"))


def _outlines(path: Path) -> dict[str, Any]:
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadStudy("study.bad_outlines", file=str(path)) from error
    if not isinstance(document, dict) or "features" not in document:
        raise BadStudy("study.bad_outlines", file=str(path))
    return document


def _all_there(codes: Sequence[str], column: pl.Series, study: Study) -> None:
    known = set(column.to_list())
    for code in codes:
        if code not in known:
            raise BadStudy("study.unknown_place", file=study.path.name, place=code, known=", ".join(sorted(known)[:30]))


def _with_macroregions(tables: dict[str, pl.DataFrame], study: Study) -> dict[str, pl.DataFrame]:
    """Tables whose places carry the study's own macro-regions, when it names any."""
    activity = tables.get("activity")
    if activity is None:
        return tables
    places = tables.get("places", _named_by_codes(activity, study))
    if study.macroregions:
        _all_there([code for codes in study.macroregions.values() for code in codes], places["code"], study)
        groups = {code: name for name, codes in study.macroregions.items() for code in codes}
        places = places.with_columns(
            pl.col("code").replace_strict(groups, default=None, return_dtype=pl.String).alias("macroregion")
        )
    return {**tables, "places": places}


def _named_by_codes(activity: pl.DataFrame, study: Study) -> pl.DataFrame:
    """Places of an activity table, named by the nomenclature its codes are held against, else by their codes."""
    codes = activity["place"].unique().sort()
    held = next((asked.codes for asked in study.inputs if asked.contract == "activity" and asked.codes), None)
    known = nomenclature(held) if held else None
    names = [(known.title(code, study.language) if known else None) or code for code in codes]
    return pl.DataFrame({"code": codes, "system": held or "", "name": names}).with_columns(
        pl.lit(None, dtype=pl.String).alias("macroregion")
    )
