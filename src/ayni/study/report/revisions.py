"""Vintages: what a source said of one period at different times."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from ayni.study.report.grids import Grid, Head, Origin, heads
from ayni.study.report.material import Material
from ayni.study.report.voice import sentence

PERCENT = "percent"


@dataclass(frozen=True, slots=True)
class Revisions:
    """A table of values by subject, two columns for each period, and what was revised."""

    heading: str
    said: str
    grid: Grid
    origin: Origin
    notes: tuple[int, ...]


def revisions(material: Material) -> Revisions | None:
    """Revisions of the study's series; None where it has none of two vintages."""
    table = material.table("revisions")
    if table is None or table["revision"].is_null().all():
        return None
    voice = material.voice
    known = table.filter(pl.col("revision").is_not_null())
    up, down = (int((known["revision"] * sign > 1e-9).sum()) for sign in (1, -1))
    first, last = (voice.say("vintage", vintage=material.voice.vintage(known[name][0])) for name in VINTAGES)
    return Revisions(
        heading=voice.say("revisions_heading", up=voice.number(up), down=voice.number(down), n=known.height),
        said=voice.say("revisions_said", first=first, last=last),
        grid=_grid(table, material),
        origin=material.origin("revisions", table="revisions"),
        notes=material.notes.of("revisions"),
    )


VINTAGES = ("earlier_vintage", "later_vintage")


def _grid(table: pl.DataFrame, material: Material) -> Grid:
    voice = material.voice
    columns = _columns(table)
    subjects = table["subject"].unique(maintain_order=True).to_list()
    order = {code: index for index, code in enumerate(voice.product_names)}
    subjects.sort(key=lambda code: (order.get(code, len(order)), code))
    rows = [
        (sentence(voice.product(code)), *_cells(table.filter(pl.col("subject") == code), columns, material))
        for code in subjects
    ]
    names = [_column_head(period, vintage, material) for period, vintage in columns]
    names += [voice.say("head_revision", period=period) for period in _revised(columns)]
    return Grid(
        caption=voice.say("revisions_caption"),
        heads=(Head(voice.say("head_subject")), *heads(*names, numbers=range(len(names)))),
        rows=tuple(rows),
    )


def _columns(table: pl.DataFrame) -> list[tuple[str, str | None]]:
    """Pairs of a period and a vintage that some subject has, in order."""
    pairs = {(row["period"], row[name]) for row in table.iter_rows(named=True) for name in VINTAGES if row[name]}
    return sorted(pairs, key=lambda pair: (str(pair[0]), str(pair[1])))


def _revised(columns: Sequence[tuple[str, str | None]]) -> list[str]:
    periods = [period for period, _ in columns]
    return [period for period in dict.fromkeys(periods) if periods.count(period) > 1]


def _column_head(period: str, vintage: str | None, material: Material) -> str:
    return f"{period} · {material.voice.vintage(vintage)}" if vintage else period


def _cells(rows: pl.DataFrame, columns: Sequence[tuple[str, str | None]], material: Material) -> list[str]:
    values: dict[tuple[str, str | None], float] = {}
    for row in rows.iter_rows(named=True):
        values[(row["period"], row["earlier_vintage"])] = row["earlier"]
        if row["later_vintage"] is not None:
            values[(row["period"], row["later_vintage"])] = row["later"]
    unit = rows["unit"][0]
    shown = [_value(values.get(column), unit, material) for column in columns]
    return shown + [_value(_change(period, columns, values), unit, material, sign=True) for period in _revised(columns)]


def _change(
    period: str, columns: Sequence[tuple[str, str | None]], values: Mapping[tuple[str, str | None], float]
) -> float | None:
    known = [values[column] for column in columns if column[0] == period and column in values]
    return known[-1] - known[0] if len(known) > 1 else None


def _value(value: float | None, unit: str, material: Material, sign: bool = False) -> str:
    if value is None:
        return "–"
    return material.voice.number(value, 1 if unit == PERCENT else 2, sign=sign)
