"""The figures of the Peruvian study, recomputed from the months of the development data by other means."""

import itertools
import statistics
import unicodedata

import polars as pl
import pymannkendall
import pytest

# The shipped figures are rounded to 0.1 t and whole soles: the smallest compared amount is above 1,000 of either.
ROUNDING = 2e-3
VALUED = (2003, 2005, 2006, 2007, 2009, 2010, 2011, 2012)


@pytest.fixture(scope="module")
def months(data) -> pl.DataFrame:
    """Tonnes and value of each department, crop and month."""
    tidy = pl.col("crop").map_elements(lambda crop: unicodedata.normalize("NFC", crop), return_dtype=pl.String)
    production = pl.read_parquet(data / "peru" / "crop_production_2001_2012.parquet").with_columns(tidy)
    prices = pl.read_parquet(data / "peru" / "farmgate_price_2001_2012.parquet").with_columns(tidy)
    prices = prices.group_by("year", "month", "ubigeo", "crop").agg(pl.col("price_pen_kg").mean())
    joined = production.join(prices, on=["year", "month", "ubigeo", "crop"], how="left")
    return joined.with_columns((pl.col("production_t") * 1000 * pl.col("price_pen_kg")).alias("pen"))


@pytest.mark.data
@pytest.mark.parametrize("year", VALUED)
def test_quotients_are_those_of_the_months(peru, months, year):
    rows = months.filter((pl.col("year") == year) & pl.col("pen").is_not_null())
    by_pair = {
        (place, crop): pen for place, crop, pen in rows.group_by("ubigeo", "crop").agg(pl.col("pen").sum()).rows()
    }
    by_place = dict(rows.group_by("ubigeo").agg(pl.col("pen").sum()).rows())
    by_crop = dict(rows.group_by("crop").agg(pl.col("pen").sum()).rows())
    whole = sum(by_place.values())
    published = peru[0].tables["quotients"].filter((pl.col("year") == year) & pl.col("quotient").is_not_null())
    found = {(row["place"], row["product"]): row for row in published.iter_rows(named=True)}
    assert {crop for _, crop in found} == set(by_crop)
    compared = 0
    for (place, crop), pen in by_pair.items():
        if pen < 1000:
            continue
        row = found[place, crop]
        assert row["quotient"] == pytest.approx((pen / by_place[place]) / (by_crop[crop] / whole), rel=ROUNDING)
        assert row["share_of_nation"] == pytest.approx(pen / by_crop[crop], rel=ROUNDING)
        compared += 1
    assert compared > 150


@pytest.mark.data
def test_a_crop_without_a_price_has_its_share_of_the_nations_tonnes(peru, months):
    rows = months.filter((pl.col("year") == 2011) & (pl.col("crop") == "quinua"))
    whole = rows["production_t"].sum()
    published = peru[0].tables["quotients"].filter((pl.col("year") == 2011) & (pl.col("product") == "quinua"))
    for place, tonnes in rows.group_by("ubigeo").agg(pl.col("production_t").sum()).rows():
        row = published.row(by_predicate=pl.col("place") == place, named=True)
        assert row["share_of_nation"] == pytest.approx(tonnes / whole, abs=1e-4)
        assert (row["quotient"], row["value"], row["reason"]) == (None, None, "no_price")


@pytest.mark.data
@pytest.mark.parametrize(("place", "crop"), [("04", "ajo"), ("13", "espárrago"), ("06", "café"), ("21", "papa")])
def test_trends_are_those_of_the_months(peru, months, place, crop):
    rows = months.filter((pl.col("crop") == crop) & pl.col("year").is_in(VALUED) & pl.col("pen").is_not_null())
    whole = dict(rows.group_by("year").agg(pl.col("pen").sum()).rows())
    own = dict(rows.filter(pl.col("ubigeo") == place).group_by("year").agg(pl.col("pen").sum()).rows())
    shares = [(year, own.get(year, 0.0) / whole[year]) for year in VALUED]
    slope = statistics.median((b - a) / (t - s) for (s, a), (t, b) in itertools.combinations(shares, 2))
    trend = (
        peru[0].tables["trends"].row(by_predicate=(pl.col("place") == place) & (pl.col("product") == crop), named=True)
    )
    assert trend["slope"] == pytest.approx(slope, abs=1e-5)
    assert trend["p_value"] == pytest.approx(pymannkendall.original_test([share for _, share in shares]).p, abs=1e-9)


@pytest.mark.data
def test_shares_of_exports_are_those_of_the_months(peru, data):
    months = pl.read_parquet(data / "peru" / "exports_by_sector_2005_2019.parquet").filter(pl.col("level") <= 1)
    sums = {
        (year, group): usd for year, group, usd in months.group_by("year", "group").agg(pl.col("fob_usd").sum()).rows()
    }
    published = peru[0].tables["structure"].filter(pl.col("source") == "SUNAT")
    for row in published.filter(pl.col("group") != "residual").iter_rows(named=True):
        assert row["share"] == pytest.approx(sums[row["year"], row["group"]] / sums[row["year"], "total"], abs=1e-5)
    assert set(published["year"]) == set(range(2005, 2020))
