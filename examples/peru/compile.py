"""Annual figures of Peru, compiled once from the development data.

Run ``python examples/peru/compile.py [FOLDER]``.  It reads the folder that AYNI_DATA names (``../shared/data`` beside
the repository by default) and writes four tables into FOLDER (this one by default): ``production.csv``,
``exports_by_sector.csv``, ``exports_by_destination.csv`` and ``neighbours.csv``.  Sums are taken over whole kilograms
and cents, so that every run writes the same bytes.  What is written by hand (``destinations.csv``, ``products.csv``,
``places.csv``, the two tables of the article, ``oddities.csv``) stands beside it; DATA-NOTICE.md tells both.
"""

import json
import os
import re
import sys
import unicodedata
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl

HERE = Path(__file__).resolve().parent
DATA = Path(os.environ.get("AYNI_DATA", HERE.parents[2] / "shared" / "data")) / "peru"

# Years in which every month has prices and production: 2001 lacks the prices of four months and 2002 of one, 2004 has
# none, and in 2008 most crops lack the production of November.
VALUED_YEARS = (2003, 2005, 2006, 2007, 2009, 2010, 2011, 2012)
MONTH_WITHOUT_REPORT = (2008, 11)
MONTH = ["year", "month", "ubigeo", "crop"]
YEAR = ["year", "ubigeo", "crop"]
EXPORT_COLUMNS = "year exporter importer product product_system value_usd complete preliminary source"


def production() -> pl.DataFrame:
    """Table of the tonnes of each crop by department and year, and their value where all months have prices."""
    annual = _priced_months().group_by(YEAR, maintain_order=True).agg(pl.col("kg", "priced_kg", "cents").sum())
    valued = pl.col("year").is_in(VALUED_YEARS) & (pl.col("priced_kg") > 0)
    return annual.select(
        "year",
        place="ubigeo",
        product="crop",
        basis=pl.lit("production"),
        quantity=_rounded("kg", 100) / 10,
        quantity_unit=pl.lit("t"),
        value=pl.when(valued).then(_rounded("cents", 100)),
        value_unit=pl.when(valued).then(pl.lit("PEN")),
        priced_quantity=_rounded("priced_kg", 100) / 10,
        complete=~_lacks_a_month(annual),
        source=pl.lit("MINAGRI"),
    ).sort("year", "place", "product")


def exports_by_sector() -> pl.DataFrame:
    """Table of the exports of each leaf of SUNAT's table G1 by year, with what its parts leave unexplained."""
    table = pl.read_parquet(DATA / "exports_by_sector_2005_2019.parquet").with_columns(cents=_cents("fob_usd"))
    parts = _leaves(table)
    total = table.filter(pl.col("level") == 0).select("year", "cents", product=pl.lit("residual"))
    rest = pl.concat([total, parts.select("year", -pl.col("cents"), product=pl.lit("residual"))])
    annual = _annual(pl.concat([parts, rest]), ["year", "product"])
    thousands = annual.with_columns(value_usd=_rounded("cents", 100_000) * 1000, product_system=pl.lit("sunat-g1"))
    kept = (pl.col("product") != "residual") | (pl.col("value_usd") != 0)
    return _exports(thousands.filter(kept))


def exports_by_destination() -> pl.DataFrame:
    """Table of the exports to each country by year, from SUNAT's table G6, by the codes of ``destinations.csv``."""
    table = pl.read_parquet(DATA / "exports_by_destination_2005_2019.parquet").with_columns(cents=_cents("fob_usd"))
    countries = table.filter(pl.col("destination") != "TOTAL")
    codes = pl.read_csv(HERE / "destinations.csv", infer_schema=False).rename({"source_name": "destination"})
    coded = countries.join(codes.rename({"code": "importer"}), on="destination", how="left", maintain_order="left")
    unknown = coded.filter(pl.col("importer").is_null())["destination"].unique().sort().to_list()
    if unknown:
        raise ValueError(f"destinations.csv lacks {unknown}")
    annual = _annual(coded, ["year", "importer"])
    return _exports(annual.with_columns(product=pl.lit("total"), value_usd=_rounded("cents", 100)))


def neighbours() -> pl.DataFrame:
    """Table of the departments that share a stretch of boundary, each pair in both directions."""
    features = json.loads((DATA / "departments.geojson").read_text(encoding="utf-8"))["features"]
    owners: dict[frozenset[tuple[float, ...]], set[str]] = {}
    for feature in features:
        for edge in _edges(feature["geometry"]):
            owners.setdefault(edge, set()).add(feature["properties"]["FIRST_IDDP"])
    pairs = {(one, other) for shared in owners.values() for one in shared for other in shared if one != other}
    return pl.DataFrame(sorted(pairs), schema=["place", "neighbour"], orient="row")


def _priced_months() -> pl.DataFrame:
    # One price by month, department and crop; a crop's two spellings become one, and the keys stay unique.
    tonnes = _normalised(pl.read_parquet(DATA / "crop_production_2001_2012.parquet"))
    prices = _normalised(pl.read_parquet(DATA / "farmgate_price_2001_2012.parquet"))
    joined = tonnes.join(prices, on=MONTH, how="left", validate="1:1").sort(MONTH)
    kilograms = (pl.col("production_t") * 1000).round().cast(pl.Int64)
    return joined.with_columns(
        kg=kilograms,
        priced_kg=pl.when(pl.col("price_pen_kg").is_not_null()).then(kilograms),
        cents=(pl.col("production_t") * 100_000 * pl.col("price_pen_kg")).round().cast(pl.Int64),
    )


def _normalised(table: pl.DataFrame) -> pl.DataFrame:
    spellings = {name: unicodedata.normalize("NFC", name) for name in table["crop"].unique()}
    return table.with_columns(pl.col("crop").replace(spellings))


def _lacks_a_month(annual: pl.DataFrame) -> pl.Expr:
    year, month = MONTH_WITHOUT_REPORT
    months = _normalised(pl.read_parquet(DATA / "crop_production_2001_2012.parquet"))
    reported = months.filter((pl.col("year") == year) & (pl.col("month") == month))["crop"].unique()
    missing = sorted(set(annual["crop"]) - set(reported))
    return (pl.col("year") == year) & pl.col("crop").is_in(missing)


def _leaves(table: pl.DataFrame) -> pl.DataFrame:
    # Levels are never added: an item where the sector has items, else the sector, else the group.
    named = table.with_columns(pl.col("sector", "item").fill_null(""))
    opened = named.filter(pl.col("level") == 3).select("group", "sector").unique()
    sectors = named.filter(pl.col("level") == 2).join(opened, on=["group", "sector"], how="anti", maintain_order="left")
    groups = named.filter((pl.col("level") == 1) & (pl.col("group") == "otros"))
    leaves = pl.concat([named.filter(pl.col("level") == 3), sectors, groups])
    path = pl.concat_str("group", "sector", "item", separator="/").str.strip_chars_end("/")
    names = leaves.select(product=path)["product"].unique()
    return leaves.select("year", "cents", product=path.replace({name: _slug(name) for name in names}))


def _slug(path: str) -> str:
    plain = unicodedata.normalize("NFD", path.lower()).encode("ascii", "ignore").decode()
    return "/".join(re.sub(r"[^a-z0-9]+", "_", part).strip("_") for part in plain.split("/"))


def _annual(table: pl.DataFrame, key: list[str]) -> pl.DataFrame:
    return table.group_by(key).agg(pl.col("cents").sum()).sort(key)


def _exports(annual: pl.DataFrame) -> pl.DataFrame:
    flags = annual.with_columns(
        exporter=pl.lit("PE"), complete=pl.lit(True), preliminary=pl.lit(None, pl.Boolean), source=pl.lit("SUNAT")
    )
    return flags.select([name for name in EXPORT_COLUMNS.split() if name in flags.columns])


def _cents(column: str) -> pl.Expr:
    return (pl.col(column) * 100).round().cast(pl.Int64)


def _rounded(column: str, unit: int) -> pl.Expr:
    return (pl.col(column) + unit // 2) // unit


def _edges(geometry: dict[str, Any]) -> Iterator[frozenset[tuple[float, ...]]]:
    shapes = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    for shape in shapes:
        for ring in shape:
            yield from (frozenset((tuple(start), tuple(end))) for start, end in pairwise(ring))


TABLES: dict[str, Callable[[], pl.DataFrame]] = {
    "production.csv": production,
    "exports_by_sector.csv": exports_by_sector,
    "exports_by_destination.csv": exports_by_destination,
    "neighbours.csv": neighbours,
}


def main(folder: Path) -> None:
    """Tables written into the folder."""
    for name, table in TABLES.items():
        table().write_csv(folder / name, float_precision=1)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
