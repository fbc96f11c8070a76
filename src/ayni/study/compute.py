"""One indicator on any table that meets its contract."""

import inspect
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from importlib import import_module
from pathlib import Path
from types import NoneType
from typing import Any, Literal, get_args, get_origin, get_type_hints

import narwhals as nw
import polars as pl
from narwhals.typing import IntoFrame

from ayni.catalog import Indicator, indicator
from ayni.errors import Refused, UnknownName
from ayni.sources import Table, read
from ayni.tables import CONTRACTS
from ayni.words import chosen_language, number, say

SHOWN_ROWS = 12
TRADE = ("year", "exporter", "product", "value_usd")
# No year, horizon, share or rate comes near it; neither infinity nor "nan" is below it.
LARGEST_OPTION = 1e9


@dataclass(frozen=True, slots=True)
class Computed:
    """An indicator computed on a table.

    Attributes
    ----------
    indicator : Indicator
        Entry of the catalogue.
    frame : polars.DataFrame
        Long table, sorted by key, with ``source`` and ``reason``.
    options : mapping of str to object
        Options that were given.
    """

    indicator: Indicator
    frame: pl.DataFrame
    options: Mapping[str, object]

    def _repr_html_(self) -> str:
        return notebook_view(self, chosen_language())


def computed_indicator(name: str, table: Table | pl.DataFrame, **options: object) -> Computed:
    """Indicator of the catalogue computed on a table.

    Parameters
    ----------
    name : str
        Name in the catalogue, as ``location_quotient``.
    table : Table or polars.DataFrame
        Table that meets the indicator's contract (from ``ayni.read``; a bare frame is taken as it is).
    **options
        Options of the indicator's function, as values or as text.  One that is a table may be given as a file.

    Raises
    ------
    UnknownName
        No such indicator or option; the sentence lists those that exist.
    Refused
        The table meets another contract, or cannot support the calculation.
    """
    entry = indicator(name)
    if isinstance(table, Table) and table.contract.name != entry.contract:
        raise Refused("compute.other_contract", name=name, came=table.contract.name, expected=entry.contract)
    function = indicator_function(entry)
    given = {**entry.preset, **options}
    frame = _sourced(table) if isinstance(table, Table) else table
    result = function(frame, **_typed(function, given, entry)).rename(entry.rename)
    return Computed(indicator=entry, frame=_with_source_and_reason(result, frame), options=options)


def complexity(table: Table | IntoFrame, **options: object) -> pl.DataFrame:
    """Complexity of a table of trade, as :func:`ayni.trade.complexity.trade_complexity`; options may be text.

    Parameters
    ----------
    table : Table, or a data frame of Polars, pandas, DuckDB or another that Narwhals reads
        Meets the contract ``trade``.
    **options
        ``convention``, ``threshold``, ``centre``, ``precision``, ``products``, ``total``.

    Raises
    ------
    UnknownName, Refused
        As :func:`computed_indicator`; or a data frame lacks a column, has a year that is none, or a value that is no
        number, negative, infinite, or too large to be summed.
    """
    if not isinstance(table, Table):
        table = _usable(pl.DataFrame(nw.from_native(table).lazy().collect("polars").to_native()))
    return computed_indicator("complexity", table, **options).frame


def _usable(trade: pl.DataFrame) -> pl.DataFrame:
    """A frame that no check has seen, with its years and values as numbers."""
    lacking = [name for name in TRADE if name not in trade.columns]
    if lacking:
        raise Refused("compute.no_columns", lacking=", ".join(lacking), came=", ".join(trade.columns))
    typed = trade.with_columns(
        pl.col("year").cast(pl.Int64, strict=False), pl.col("value_usd").cast(pl.Float64, strict=False)
    )
    value = typed["value_usd"]
    unknown = trade["value_usd"].is_not_null() & value.is_null()
    for name, wrong in (
        ("year", typed["year"].is_null()),
        ("value_usd", (unknown | value.is_infinite() | (value < 0)).fill_null(value=False)),
    ):
        if wrong.any():
            raise Refused("compute.bad_cell", column=name, came=str(trade[name].filter(wrong)[0]))
    if not math.isfinite(value.fill_nan(None).sum()):
        raise Refused("compute.too_large")
    return typed


def _sourced(table: Table) -> pl.DataFrame:
    """Rows of a table that name a source: their own, or where none is given the file they came from."""
    if "source" in table.frame.columns or table.contract.column("source") is None:
        return table.frame
    return table.frame.with_columns(pl.lit(table.provenance.file).alias("source"))


def indicator_function(entry: Indicator) -> Callable[..., pl.DataFrame]:
    """Function that computes an entry of the catalogue."""
    module, _, function = entry.function.partition(":")
    return getattr(import_module(module), function)  # type: ignore[no-any-return]


def indicator_options(entry: Indicator) -> dict[str, object]:
    """Options of an indicator with their defaults (``inspect.Parameter.empty`` where one must be given)."""
    parameters = list(inspect.signature(indicator_function(entry)).parameters.values())[1:]
    return {each.name: each.default for each in parameters if each.name not in entry.preset}


def notebook_view(result: Computed, language: str) -> str:
    """HTML of a result for a notebook: its name, what it tells, its first rows, its source."""
    entry, frame = result.indicator, result.frame
    known = frame.filter(pl.col(entry.value).is_not_null()) if entry.value in frame.columns else frame
    rows = (known if known.height else frame).head(SHOWN_ROWS)
    rows = rows.select(name for name in rows.columns if rows[name].is_not_null().any())
    columns = [_column(rows[name], language) for name in rows.columns]
    kinds = ["n" if rows[name].dtype.is_float() else "" for name in rows.columns]
    heads = "".join(f"<th class='{kind}'>{escape(name)}</th>" for name, kind in zip(rows.columns, kinds, strict=True))
    cells = "".join(
        "<tr>" + "".join(f"<td class='{kind}'>{text}</td>" for text, kind in zip(row, kinds, strict=True)) + "</tr>"
        for row in zip(*columns, strict=True)
    )
    shown = say("compute.rows_shown", language, shown=str(rows.height), n=frame.height)
    return (
        f"<section class='ayni'><style>{_NOTEBOOK_STYLE}</style>"
        f"<h4>{escape(entry.name[language])}</h4><p>{escape(entry.says[language])}</p>"
        f"<table><thead><tr>{heads}</tr></thead><tbody>{cells}</tbody></table>"
        f"<p class='ayni-foot'>{escape(shown)} · {escape(entry.formula)} · {escape(entry.source)}</p></section>"
    )


_NOTEBOOK_STYLE = (
    ".ayni{font:15px/1.5 Archivo,system-ui,sans-serif;font-variant-numeric:tabular-nums;border-left:6px solid #7d1439;"
    "padding:2px 14px;max-width:72rem;overflow-x:auto}.ayni h4{margin:0;font-size:17px}.ayni p{margin:2px 0 8px}"
    ".ayni table{border-collapse:collapse;margin:0}.ayni th{border-bottom:2px solid;font-weight:500;text-align:left}"
    ".ayni th,.ayni td{padding:4px 14px 4px 0;background:none}.ayni td{border-bottom:1px solid #8883;text-align:left}"
    ".ayni .n{text-align:right}.ayni-foot{font-size:13px;opacity:.75}"
)


def _column(values: pl.Series, language: str) -> list[str]:
    """Cells of a column; floats with as many decimals as its largest value leaves room for."""
    if not values.dtype.is_float():
        return ["–" if value is None else escape(str(value)) for value in values]
    largest = float(str(values.abs().max() or 0))
    decimals = 0 if largest >= 1000 else 1 if largest >= 100 else 2 if largest >= 10 else 4
    return ["–" if value is None else escape(number(value, language, decimals)) for value in values]


def _with_source_and_reason(result: pl.DataFrame, table: pl.DataFrame) -> pl.DataFrame:
    stated = (
        table["source"].unique().drop_nulls().sort() if "source" in table.columns else pl.Series([], dtype=pl.String)
    )
    absent = {
        "source": pl.lit("; ".join(stated) or None, dtype=pl.String),
        "reason": pl.lit(None, dtype=pl.String),
    }
    return result.with_columns(text.alias(name) for name, text in absent.items() if name not in result.columns)


def _typed(function: Callable[..., pl.DataFrame], given: Mapping[str, object], entry: Indicator) -> dict[str, object]:
    hints = get_type_hints(function)
    known = list(inspect.signature(function).parameters)[1:]
    for name in given:
        if name not in known:
            raise UnknownName(
                "compute.unknown_option", came=name, name=entry.id, known=", ".join(indicator_options(entry)) or "–"
            )
    required = [name for name, default in indicator_options(entry).items() if default is inspect.Parameter.empty]
    for name in required:
        if name not in given:
            raise UnknownName("compute.missing_option", name=entry.id, option=name)
    return {name: _option(name, value, hints[name], entry.tables.get(name, name)) for name, value in given.items()}


def _option(name: str, value: object, hint: Any, contract: str) -> object:
    if not isinstance(value, str | Path):
        return value.frame if isinstance(value, Table) else value
    if contract in CONTRACTS:
        return read(Path(value), contract).frame
    return _parsed(name, str(value), hint)


def _parsed(name: str, text: str, hint: Any) -> object:
    kinds = [kind for kind in (get_args(hint) if get_origin(hint) is not Literal else (hint,)) if kind is not NoneType]
    for kind in kinds or [hint]:
        if get_origin(kind) is Literal:
            if text in get_args(kind):
                return text
            raise UnknownName(
                "compute.unknown_choice", came=text, option=name, known=", ".join(map(str, get_args(kind)))
            )
        if kind in (int, float):
            return _parsed_number(name, text, kind)
    return text


def _parsed_number(name: str, text: str, kind: type) -> float:
    example = "2011" if kind is int else "0.25"
    mistake = UnknownName("compute.not_a_number", came=text, option=name, example=example)
    try:
        value: float = kind(text)
    except ValueError as error:
        raise mistake from error
    if not abs(value) < LARGEST_OPTION:
        raise mistake
    return value
