"""Where and when each product or chain is made: its share of the nation by year and place, its quotients."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from ayni.study.report.material import Material
from ayni.territory.trends import series_apart

# Share of the nation by year and place; None where it is unknown.
Shares = Mapping[int, Mapping[str, float | None]]
SCHEMA = {"year": pl.Int64, "place": pl.String, **dict.fromkeys(("share", "quotient", "quantity"), pl.Float64)}


@dataclass(frozen=True, slots=True)
class Made:
    """One product or chain: rows of year, place, share, quotient, quantity (shares and quotients may be null)."""

    rows: pl.DataFrame

    def shares(self) -> Shares:
        """Share of the nation by year and place."""
        shares: dict[int, dict[str, float | None]] = {}
        for year, place, share in self.rows.select("year", "place", "share").iter_rows():
            shares.setdefault(year, {})[place] = share
        return shares

    def of_year(self, year: int) -> pl.DataFrame:
        """Rows of a year whose share is known, the largest first."""
        known = self.rows.filter((pl.col("year") == year) & pl.col("share").is_not_null())
        return known.sort("share", "place", descending=[True, False])


NOTHING = Made(pl.DataFrame(schema=SCHEMA))


def made(candidates: pl.DataFrame, material: Material) -> dict[tuple[str, str], Made]:
    """What each candidate makes, by its product (or chain) and measure."""
    table = _of_base_year(material)
    if table is None:
        return {}
    parts = products_of(material)
    by_product = {product: rows for (product,), rows in table.group_by("product", maintain_order=True)}
    found = {}
    items = candidates.select("product", "kind", "measure").unique(maintain_order=True)
    for product, kind, measure in items.iter_rows():
        if kind == "chain":
            found[(product, measure)] = _chain(table, parts.get(product, ()), measure, material.year)
        elif product in by_product:
            found[(product, measure)] = _product(by_product[product], measure)
    return found


def _of_base_year(material: Material) -> pl.DataFrame | None:
    """Quotients of the series that the base year belongs to: other bases, vintages and sources are not mixed in."""
    table = material.table("quotients")
    apart = [] if table is None else series_apart(table)
    return next((part for part in apart if material.year in part["year"]), None)


def products_of(material: Material) -> dict[str, tuple[str, ...]]:
    """Products of each chain."""
    table = material.table("searched")
    if table is None:
        return {}
    rows = table.filter(pl.col("kind") == "chain").select("product", "products")
    return {chain: tuple(products.split(",")) for chain, products in rows.iter_rows()}


def _product(rows: pl.DataFrame, measure: str) -> Made:
    # A year measured otherwise is a gap: value and quantity are not one series.
    share = pl.when(pl.col("measure") == measure).then(pl.col("share_of_nation")).alias("share")
    return Made(rows.with_columns(share).select(*SCHEMA))


def _chain(table: pl.DataFrame, parts: Sequence[str], measure: str, year: int) -> Made:
    """Sum of the products of a chain; unknown where one of them is."""
    known = pl.when(pl.col("reason").ne_missing("incomplete_year")).then(pl.col(measure))
    rows = table.filter(pl.col("product").is_in(parts)).with_columns(known.alias("amount"))
    whole = (pl.len() == len(parts)) & pl.col("amount").is_not_null().all()
    sums = rows.group_by("year", "place").agg(
        pl.when(whole).then(pl.col("amount").sum()).alias("amount"), pl.col("quantity").sum()
    )
    nation = pl.col("amount").sum().over("year")
    shares = sums.with_columns(pl.when(nation > 0).then(pl.col("amount") / nation).alias("share"))
    expected = shares.join(_weights(table, year), on=["year", "place"], how="left")
    quotient = pl.when(pl.col("weight") > 0).then(pl.col("share") / pl.col("weight")).alias("quotient")
    return Made(expected.with_columns(quotient).select(*SCHEMA).sort("year", "place"))


def _weights(table: pl.DataFrame, year: int) -> pl.DataFrame:
    """Weight of each place in all that has a quotient, in the base year."""
    counted = table.filter((pl.col("year") == year) & pl.col("share_of_place").is_not_null())
    amount = pl.when(pl.col("measure") == "value").then(pl.col("value")).otherwise(pl.col("quantity"))
    sums = counted.group_by("year", "place").agg(amount.sum().alias("whole"))
    return sums.select("year", "place", (pl.col("whole") / pl.col("whole").sum()).alias("weight"))
