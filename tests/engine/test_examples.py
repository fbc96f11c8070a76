"""The real figures that ship: they read cleanly, add up, and can be compiled again."""

import csv
import json
import re
import runpy
import unicodedata
from itertools import pairwise

import polars as pl
import pytest

from ayni.charts.outlines import outlines
from ayni.codes import nomenclature
from ayni.tables import CONTRACTS

LIMIT = 1_500_000  # bytes of figures that may ship
CONTRACT = {
    "production.csv": ("activity", "ubigeo-inei"),
    "exports_by_sector.csv": ("trade", None),
    "exports_by_destination.csv": ("trade", "iso3166"),
    "cuadro_2.csv": ("trade", None),
    "cuadro_1.csv": ("series", None),
    "products.csv": ("products", "minagri-crops"),
    "export_products.csv": ("products", None),
    "cuadro_1_subjects.csv": ("products", None),
    "places.csv": ("places", "ubigeo-inei"),
    "neighbours.csv": ("neighbours", "ubigeo-inei"),
}
OFFICE = {
    "rename": {
        "Año": "year",
        "Ubigeo": "place",
        "Cultivo": "product",
        "Producción (t)": "quantity",
        "Valor (S/)": "value",
    },
    "constants": {"quantity_unit": "t", "value_unit": "PEN"},
    "codes": "ubigeo-inei",
}
VALUED = [2003, 2005, 2006, 2007, 2009, 2010, 2011, 2012]


@pytest.fixture(scope="session")
def peru(examples):
    return examples / "peru"


@pytest.fixture(scope="session")
def production(peru):
    types = {"place": pl.String, "value": pl.Float64, "value_unit": pl.String}
    return pl.read_csv(peru / "production.csv", schema_overrides=types, infer_schema_length=None)


@pytest.fixture(scope="session")
def by_sector(peru):
    return pl.read_csv(peru / "exports_by_sector.csv")


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# Form


def test_all_that_ships_is_small_text_in_nfc_with_line_feeds(peru):
    files = [path for path in peru.iterdir() if path.is_file()]
    assert sum(path.stat().st_size for path in files) < LIMIT
    for path in files:
        if path.name.startswith("office"):
            continue
        text = path.read_bytes().decode("utf-8")
        assert "\r" not in text, path.name
        assert not text.startswith("\ufeff"), path.name
        assert unicodedata.is_normalized("NFC", text), path.name


@pytest.mark.parametrize(("name", "contract", "codes"), [(name, *read) for name, read in CONTRACT.items()])
def test_every_table_reads_without_a_fault(peru, name, contract, codes):
    from ayni.sources import checked

    result = checked(peru / name, CONTRACTS[contract], codes=codes)
    assert result.faults == []
    assert result.rows == len(rows(peru / name))


# Production


def test_the_crops_and_departments_have_names(peru, production):
    assert set(production["product"]) == {row["code"] for row in rows(peru / "products.csv")}
    assert set(production["place"]) == {row["code"] for row in rows(peru / "places.csv")}


def test_values_are_given_in_the_complete_valued_years_alone(production):
    valued = production.filter(pl.col("value").is_not_null())
    assert sorted(valued["year"].unique()) == VALUED
    assert valued["value_unit"].unique().to_list() == ["PEN"]
    assert valued.filter(pl.col("priced_quantity") == 0).is_empty()
    unvalued = production.filter(pl.col("value").is_null() & pl.col("year").is_in(VALUED))
    assert unvalued["priced_quantity"].sum() == 0


def test_nineteen_crops_have_a_value_and_seventeen_from_2005(production):
    valued = production.filter(pl.col("value").is_not_null())
    assert valued["product"].n_unique() == 19
    assert valued.filter(pl.col("year") >= 2005)["product"].n_unique() == 17
    assert not {"caña de azúcar", "quinua"} & set(valued["product"])


def test_only_2008_is_incomplete_and_only_for_crops_nobody_reports_in_november(production):
    incomplete = production.filter(~pl.col("complete"))
    assert incomplete["year"].unique().to_list() == [2008]
    assert incomplete["product"].n_unique() == 24
    reported = production.filter((pl.col("year") == 2008) & pl.col("complete"))["product"].unique()
    assert reported.len() == 12
    assert {"ajo", "camote", "cebolla", "tomate", "yuca"} <= set(reported)


def test_the_notice_states_the_priced_share_of_every_year(peru, production):
    notice = (peru / "DATA-NOTICE.md").read_text(encoding="utf-8")
    for (year,), table in production.group_by("year"):
        others = table.filter(pl.col("product") != "caña de azúcar")
        valued = table.filter(pl.col("value").is_not_null())["product"].n_unique() or "none"
        shares = [f"{100 * part['priced_quantity'].sum() / part['quantity'].sum():.1f} %" for part in (table, others)]
        line = f"| {year} | {table['quantity'].sum() / 1e6:.2f} | {shares[0]} | {shares[1]} | {valued} |"
        assert line in notice


# Exports


@pytest.mark.parametrize(("year", "thousand_millions"), [(2005, 17.30), (2010, 35.81), (2015, 33.67)])
def test_annual_totals_of_exports_are_the_published_ones(peru, by_sector, year, thousand_millions):
    by_destination = pl.read_csv(peru / "exports_by_destination.csv")
    for table in (by_sector, by_destination):
        total = table.filter(pl.col("year") == year)["value_usd"].sum()
        assert round(total / 1e9, 2) == thousand_millions


def test_only_leaves_are_shipped_so_that_no_level_is_counted_twice(peru, by_sector):
    products = {row["code"]: row for row in rows(peru / "export_products.csv")}
    shipped = set(by_sector["product"])
    parents = {row["parent"] for row in products.values()}
    assert shipped <= products.keys()
    assert not shipped & parents
    assert products.keys() - parents == shipped


def test_every_export_product_leads_up_to_the_total(peru):
    parent = {row["code"]: row["parent"] for row in rows(peru / "export_products.csv")}
    for code in parent:
        seen = [code]
        while parent[seen[-1]]:
            seen.append(parent[seen[-1]])
        assert seen[-1] == "total"
        assert len(seen) <= 4


def test_what_the_parts_leave_unexplained_stands_as_residual(by_sector):
    residual = by_sector.filter(pl.col("product") == "residual")
    assert {row["year"]: round(row["value_usd"] / 1e9, 3) for row in residual.iter_rows(named=True)} == {
        2015: 0.310,
        2016: 0.317,
        2017: 0.004,
    }


def test_every_destination_has_a_code_of_iso_3166_or_a_name_of_its_own(peru):
    countries = nomenclature("iso3166")
    for row in rows(peru / "destinations.csv"):
        assert row["code"] in countries.codes
        if countries.title(row["code"], "es") is None:
            assert all(row[f"name_{language}"] for language in ("es", "en", "pt")), row
            assert row["note"], row


def test_crops_point_to_export_items_that_exist(peru, by_sector):
    shipped = set(by_sector["product"])
    for row in rows(peru / "products.csv"):
        assert bool(row["export_item"]) != bool(row["export_sector"]), row["code"]
        assert (row["export_item"] or row["export_sector"]) in shipped
        assert (row["traditional"] == "true") == bool(row["export_item"])


def test_a_chain_joins_only_crops_measured_alike(peru, production):
    valued = set(production.filter(pl.col("value").is_not_null())["product"])
    for row in rows(peru / "products.csv"):
        assert not (row["chain"] and row["code"] in valued), row["code"]


# The article's tables


def test_cuadro_2_keeps_the_published_total_beside_its_parts(peru):
    table = pl.read_csv(peru / "cuadro_2.csv").pivot(on="product", index="year", values="value_usd")
    parts = pl.sum_horizontal("tradicional", "no_tradicional", "otros")
    apart = table.filter(pl.col("total") != parts)
    assert sorted(apart["year"]) == [2003, 2006, 2007, 2010]
    assert (apart["total"] - apart.select(parts).to_series()).abs().unique().to_list() == [1_000_000]
    assert table.filter(pl.col("year") == 2010)["total"].item() == 35_565_000_000


def test_cuadro_1_keeps_two_vintages_and_says_what_is_a_projection(peru):
    table = pl.read_csv(peru / "cuadro_1.csv")
    assert table.height == 23 * 7
    assert table.filter(~pl.col("preliminary"))["period"].unique().to_list() == [2009]
    euro = table.filter((pl.col("subject") == "euro_area") & (pl.col("period") == 2012)).sort("vintage")
    assert euro.select("vintage", "value").rows() == [("2010-09", 2.2), ("2010-12", 1.1)]
    assert set(table["subject"]) == {row["code"] for row in rows(peru / "cuadro_1_subjects.csv")}


# Territory


def test_the_53_neighbour_pairs_stand_in_both_directions(peru):
    pairs = {(row["place"], row["neighbour"]) for row in rows(peru / "neighbours.csv")}
    assert len(pairs) == 2 * 53
    assert pairs == {(other, one) for one, other in pairs}
    assert all(one != other for one, other in pairs)
    assert ("07", "15") in pairs  # Callao touches Lima alone
    assert len([pair for pair in pairs if pair[0] == "07"]) == 1


def test_the_outlines_of_the_maps_share_the_boundaries_of_the_neighbours(peru):
    owners = {}
    for code, path in outlines().paths.items():
        for start, end in drawn_edges(path):
            owners.setdefault(frozenset((start, end)), set()).add(code)
    drawn = {(one, other) for shared in owners.values() for one in shared for other in shared if one != other}
    assert drawn == {(row["place"], row["neighbour"]) for row in rows(peru / "neighbours.csv")}
    assert outlines().paths.keys() == {row["code"] for row in rows(peru / "places.csv")}


def drawn_edges(path):
    for ring in re.findall(r"M([^z]*)z", path):
        numbers = [int(number) for number in re.findall(r"-?\d+", ring)]
        points = [(numbers[0], numbers[1])]
        for step_x, step_y in zip(numbers[2::2], numbers[3::2], strict=True):
            points.append((points[-1][0] + step_x, points[-1][1] + step_y))
        yield from pairwise([*points, points[0]])


@pytest.mark.data
def test_neighbours_share_a_stretch_of_boundary_in_the_source(data, peru):
    # The same question asked another way: departments whose outlines have at least two points in common.
    features = json.loads((data / "peru" / "departments.geojson").read_text(encoding="utf-8"))["features"]
    corners = {}
    for feature in features:
        text = json.dumps(feature["geometry"]["coordinates"])
        corners[feature["properties"]["FIRST_IDDP"]] = set(re.findall(r"\[(-?[\d.]+, -?[\d.]+)", text))
    near = {(one, other) for one in corners for other in corners if len(corners[one] & corners[other]) > 1}
    listed = {(row["place"], row["neighbour"]) for row in rows(peru / "neighbours.csv")}
    assert {pair for pair in near if pair[0] != pair[1]} == listed


@pytest.mark.data
def test_macroregions_are_those_of_inei(data, peru):
    districts = pl.read_parquet(data / "peru" / "districts.parquet").drop_nulls("inei")
    listed = {row["code"]: row["macroregion"].upper() for row in rows(peru / "places.csv")}
    pairs = districts.select(pl.col("inei").str.slice(0, 2), "macroregion_inei").unique().rows()
    # The province of Lima is Lima Metropolitana for INEI; the crops' table has one Lima, which is Centro here.
    assert set(pairs) - {("15", "LIMA METROPOLITANA")} == set(listed.items())


# Compiled again


@pytest.mark.data
def test_the_figures_are_compiled_again_byte_by_byte(data, peru, tmp_path, monkeypatch):
    monkeypatch.setenv("AYNI_DATA", str(data))
    runpy.run_path(str(peru / "compile.py"))["main"](tmp_path)
    made = sorted(path.name for path in tmp_path.iterdir())
    expected = ["exports_by_destination.csv", "exports_by_sector.csv", "neighbours.csv", "production.csv"]
    assert made == expected
    for name in expected:
        assert (tmp_path / name).read_bytes() == (peru / name).read_bytes(), name


@pytest.mark.data
def test_a_value_is_tonnes_at_the_price_of_their_own_month(data, production):
    # Recomputed in plain floats for one department and crop: asparagus of La Libertad in 2012, two thirds priced.
    months = {}
    for row in pl.read_parquet(data / "peru" / "crop_production_2001_2012.parquet").iter_rows(named=True):
        if (row["year"], row["ubigeo"], row["crop"]) == (2012, "13", "espárrago"):
            months[row["month"]] = row["production_t"]
    prices = {}
    for row in pl.read_parquet(data / "peru" / "farmgate_price_2001_2012.parquet").iter_rows(named=True):
        if (row["year"], row["ubigeo"], row["crop"]) == (2012, "13", "espárrago"):
            prices[row["month"]] = row["price_pen_kg"]
    value = sum(tonnes * 1000 * prices[month] for month, tonnes in months.items() if month in prices)
    priced = sum(tonnes for month, tonnes in months.items() if month in prices)
    shipped = production.filter(
        (pl.col("year") == 2012) & (pl.col("place") == "13") & (pl.col("product") == "espárrago")
    ).row(0, named=True)
    assert shipped["value"] == pytest.approx(value, abs=1)
    assert shipped["priced_quantity"] == pytest.approx(priced, abs=0.05)
    assert shipped["quantity"] == pytest.approx(sum(months.values()), abs=0.05)
    assert priced < 0.7 * shipped["quantity"]


@pytest.mark.data
def test_destinations_add_up_to_the_total_of_the_source(data, peru):
    source = pl.read_parquet(data / "peru" / "exports_by_destination_2005_2019.parquet")
    total = source.filter(pl.col("destination") == "TOTAL").group_by("year").agg(pl.col("fob_usd").sum()).sort("year")
    shipped = pl.read_csv(peru / "exports_by_destination.csv").group_by("year").agg(pl.col("value_usd").sum())
    apart = total.join(shipped, on="year").select((pl.col("fob_usd") - pl.col("value_usd")).abs().max()).item()
    assert apart < 200  # dollars: each of some 180 countries is rounded to a whole one


# Oddities


def test_oddities_point_to_files_products_and_places_that_exist(peru, production):
    names = {row["code"] for row in rows(peru / "export_products.csv")} | set(production["product"])
    names |= {row["code"] for row in rows(peru / "cuadro_1_subjects.csv")}
    places = set(production["place"]) | nomenclature("iso3166").codes
    for row in rows(peru / "oddities.csv"):
        assert (peru / row["file"]).is_file()
        assert row["product"] == "" or row["product"] in names
        assert row["place"] == "" or row["place"] in places
        assert row["what_es"]
        assert row["what_en"]
        assert row["what_pt"]


def test_the_sugar_cane_of_2010_is_kept_and_flagged(peru, production):
    cane = production.filter(pl.col("product") == "caña de azúcar").group_by("year").agg(pl.col("quantity").sum())
    millions = {year: round(tonnes / 1e6, 1) for year, tonnes in cane.iter_rows()}
    assert (millions[2009], millions[2010], millions[2011]) == (9.9, 14.5, 9.9)
    flagged = {(row["year"], row["product"], row["place"]) for row in rows(peru / "oddities.csv")}
    assert {("2010", "caña de azúcar", ""), ("2010", "caña de azúcar", "06")} <= flagged


@pytest.mark.data
def test_december_2003_in_cusco_repeats_the_year(data):
    months = pl.read_parquet(data / "peru" / "crop_production_2001_2012.parquet")
    cusco = months.filter((pl.col("ubigeo") == "08") & (pl.col("year") == 2003))
    december = pl.col("production_t").filter(pl.col("month") == 12).sum()
    crops = cusco.group_by("crop").agg(december.alias("december"), pl.col("production_t").sum().alias("year"))
    assert crops.height == 27
    assert crops.filter(pl.col("december") * 2 == pl.col("year")).height == 17


# The spreadsheet of an office


def test_the_office_spreadsheet_is_made_again_byte_by_byte(peru, tmp_path):
    runpy.run_path(str(peru / "make_office.py"))["main"](tmp_path)
    for name in ("office.csv", "office-mended.csv"):
        assert (tmp_path / name).read_bytes() == (peru / name).read_bytes()


def test_each_fault_of_the_office_spreadsheet_is_found_in_its_row(peru):
    from ayni.sources import checked

    result = checked(peru / "office.csv", CONTRACTS["activity"], **OFFICE)
    # Rows as the spreadsheet shows them: title rows 1 and 2, header 3.
    assert [fault.row for fault in result.faults] == [59, 63, 111, 162]
    assert result.total == 4
    # Row 144 says "s/d" where the value is known: said, and not a fault.
    assert any("s/d" in note.text("es") for note in result.notes)


def test_the_mended_office_spreadsheet_has_no_fault(peru):
    from ayni.sources import checked

    result = checked(peru / "office-mended.csv", CONTRACTS["activity"], **OFFICE)
    assert result.faults == []
    assert result.rows == 6 * 29
