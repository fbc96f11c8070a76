"""What the country could add, seen against the exports of all countries."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import polars as pl

from ayni.codes.countries import country_of
from ayni.errors import BadStudy, RefusedTable, UnreadableFile
from ayni.frames import Engine
from ayni.measures.relatedness import proximity
from ayni.measures.space import Space, communities, layout, space
from ayni.sources import checked, contract_named
from ayni.sources.raw import converted
from ayni.study.config import Input, Study
from ayni.study.published import Entered
from ayni.study.world import exports_of_year
from ayni.trade.additions import additions_of
from ayni.trade.complexity import trade_complexity
from ayni.trade.space import LINKS, PAIRS

SHOWN = 12
COLUMNS = ("year", "exporter", "product", "value_usd", "source", "vintage")


def world_entered(asked: Input, language: str) -> tuple[pl.DataFrame, Entered]:
    """Exports of all countries and what is known of their file: a table ``trade``, or a raw file of world trade.

    Raises
    ------
    RefusedTable, UnreadableFile, Refused
        The file is neither, or has faults.
    """
    try:
        with TemporaryDirectory(prefix="ayni-") as folder:
            raw = converted(asked.file, Path(folder))
            table = exports_of_year(raw, max(raw.years), Engine("duckdb"))
    except UnreadableFile:
        # No raw file: whether it is a table of the contract, and what is wrong with it, is said there.
        return _contract_entered(asked)
    if raw.kind.as_is:
        return _contract_entered(asked)
    where, terms = raw.kind.where[language], raw.kind.terms[language]
    named = replace(asked, publisher=asked.publisher or where, licence=asked.licence or terms)
    return table, Entered(named, raw.raw, raw.sha256, raw.rows, tuple(table.columns), ())


def _contract_entered(asked: Input) -> tuple[pl.DataFrame, Entered]:
    facts = {"rename": asked.rename, "constants": asked.constants, "codes": asked.codes}
    result = checked(
        asked.file,
        contract_named("trade"),
        decimal=asked.decimal,
        sheet=asked.sheet,
        **facts,  # type: ignore[arg-type]
    )
    if result.table is None:
        raise RefusedTable(result.provenance.file, result.faults, result.total)
    notes = tuple((note.key, dict(note.facts)) for note in result.notes)
    frame = result.table.frame
    entered = Entered(asked, asked.file.name, result.provenance.sha256, frame.height, tuple(frame.columns), notes)
    return frame.filter(pl.col("year") == pl.col("year").max()), entered


def world_tables(study: Study, world: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Tables on what the country could add: ``complexity`` (its own rows), ``additions``, ``product_space``.

    Raises
    ------
    BadStudy
        The country is not among the exporters, by any of its ISO 3166-1 codes.
    """
    exporter = exporter_code(study, world)
    whole = trade_complexity(world)
    own = whole.filter(pl.col("exporter") == exporter)
    products, presence = _presence(whole)
    links = space(proximity=proximity(presence=presence))
    return {
        "complexity": own,
        "additions": additions_of(whole, exporter=exporter),
        "product_space": _linked(whole, products, links),
        "product_places": _placed(products, links),
    }


def exporter_code(study: Study, world: pl.DataFrame) -> str:
    """Code of the study's country in a table of exports: of two letters, of three, or of three figures."""
    codes = set(world["exporter"].unique())
    same = sorted(code for code in codes if country_of(code) == study.country)
    found = study.country if study.country in codes else next(reversed(same), None)
    if found is None:
        known = ", ".join(sorted(codes)[:SHOWN])
        raise BadStudy("study.country_not_in_world", file=study.path.name, country=study.country, known=known)
    return found


def _presence(whole: pl.DataFrame) -> tuple[pl.Series, np.ndarray]:
    """Products, and where each is present, of the first source of the last year."""
    kinds = whole.select("source", "vintage").row(0)
    rows = whole.filter(pl.col("source").eq_missing(kinds[0]), pl.col("vintage").eq_missing(kinds[1]))
    products = rows["product"].unique().sort()
    cells = rows["presence"].fill_null(0).to_numpy().reshape(-1, len(products))
    return products, cells.astype(bool)


def _linked(whole: pl.DataFrame, products: pl.Series, found: Space) -> pl.DataFrame:
    rows = {"product": products.gather(found.first), "other": products.gather(found.second)}
    kinds = pl.Series(np.where(found.tree, "tree", "strong"), dtype=pl.String)
    same = {name: whole[name][0] for name in ("year", "source", "vintage")}
    table = pl.DataFrame({**rows, "proximity": found.nearness, "kind": kinds, "reason": None})
    table = table.with_columns(pl.lit(value).alias(name) for name, value in same.items())
    return table.select(pl.col(name).cast(kind) for name, kind in LINKS.items()).sort(*list(PAIRS)[:3])


def _placed(products: pl.Series, found: Space) -> pl.DataFrame:
    """Community of each product and its place on the sheet; null places for what nothing joins."""
    places = layout(links=found, count=len(products))
    group = communities(links=found, count=len(products))
    columns: Mapping[str, object] = {"product": products, "community": group, "x": places[:, 0], "y": places[:, 1]}
    return pl.DataFrame(columns).with_columns(pl.col("x", "y").fill_nan(None).round(5))
