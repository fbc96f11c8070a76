"""Tables of trade told apart by who published them: two sources of one year are never mixed."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from ayni.study.report.material import Material

KEY = ("exporter", "source", "vintage")


@dataclass(frozen=True, slots=True)
class Series:
    """Rows of one source: its name in the reader's language, and its part of a table."""

    name: str
    rows: pl.DataFrame


def series_of(table: pl.DataFrame, material: Material) -> tuple[Series, ...]:
    """Parts of a table by exporter, source and vintage, the one that reaches the latest year first."""
    keys = [name for name in KEY if name in table.columns]
    if not keys:
        return (Series("", table),)
    exporters = table["exporter"].n_unique() if "exporter" in table.columns else 1
    parts = [
        Series(_name(rows.row(0, named=True), exporters > 1, material), rows)
        for rows in table.partition_by(keys, maintain_order=True)
    ]
    return tuple(sorted(parts, key=lambda part: (-_latest(part.rows), part.name)))


def titles(series: Sequence[Series]) -> list[str]:
    """Names to stand above drawings side by side; a single one needs none."""
    return [part.name for part in series] if len(series) > 1 else [""]


def _latest(rows: pl.DataFrame) -> int:
    years = [name for name in ("year", "to_year", "base_year", "stress_year") if name in rows.columns]
    return int(rows.select(pl.max_horizontal(pl.col(name).max() for name in years)).item() or 0) if years else 0


def _name(row: dict[str, object], with_exporter: bool, material: Material) -> str:
    from ayni.words import country

    words = [str(row["source"])] if row.get("source") else []
    words += [material.voice.vintage(str(row["vintage"]))] if row.get("vintage") else []
    words += [country(str(row["exporter"]), material.voice.language)] if with_exporter else []
    return ", ".join(words)
