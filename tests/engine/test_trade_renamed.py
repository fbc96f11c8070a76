"""Trade in another nomenclature."""

import os
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from trade_facts import trade

from ayni.cli import main
from ayni.errors import Refused
from ayni.trade.renamed import in_nomenclature

DATA = Path(os.environ.get("AYNI_DATA", Path(__file__).parents[3] / "shared" / "data"))
# a goes to x alone, b to x and y, c to y and z with known shares.
PAIRS = [("a", "x"), ("b", "x"), ("b", "y")]


def pairs(rows=PAIRS, **columns):
    return pl.DataFrame(rows, schema=["from_code", "to_code"], orient="row").with_columns(**columns)


def test_a_case_by_hand():
    # x takes all of a (10) and half of b (4): 14, of which 4 split; y the other half; d has no new code.
    found = in_nomenclature(trade([(2015, "a", 10), (2015, "b", 8), (2015, "d", 5)]), pairs())
    rows = found.select("product", "value_usd", "split_usd", "reason").rows()
    assert rows == [("d", 5, 0, "no_correspondence"), ("x", 14, 4, None), ("y", 4, 4, None)]


def test_a_table_of_changed_codes_alone_leaves_the_others_as_they_are():
    # x stands as it came (3) and takes half of b: nothing is repeated, and what came unmapped is said.
    found = in_nomenclature(trade([(2015, "x", 3), (2015, "b", 8)]), pairs([("b", "x"), ("b", "y")]))
    rows = found.select("product", "value_usd", "split_usd", "unmapped_usd", "reason").rows()
    assert rows == [("x", 7, 4, 3, None), ("y", 4, 4, 0, None)]


def test_known_shares_are_kept_and_weights_go_with_values():
    table = trade([(2015, "b", 8)]).with_columns(quantity_kg=pl.lit(4.0))
    found = in_nomenclature(table, pairs([("b", "x"), ("b", "y")]).with_columns(share=pl.Series([0.75, 0.25])))
    assert found.select("product", "value_usd", "quantity_kg").rows() == [("x", 6, 3), ("y", 2, 1)]


def test_kilos_of_some_parts_alone_are_not_those_of_the_whole():
    # a weighs 4 kg, b is not weighed: x takes of both, and y of b; d is sold for nothing.
    table = trade([(2015, "a", 10), (2015, "b", 8), (2015, "c", 6), (2015, "d", 0)])
    table = table.with_columns(quantity_kg=pl.Series([4.0, None, 3.0, None]))
    found = in_nomenclature(table, pairs([*PAIRS, ("c", "z"), ("d", "z")]))
    assert found.select("product", "quantity_kg").rows() == [("x", None), ("y", None), ("z", 3)]


def test_a_year_that_is_not_whole_is_still_said_not_to_be():
    table = trade([(2015, "a", 10), (2015, "b", 8), (2016, "a", 3)])
    table = table.with_columns(complete=pl.Series([True, False, None]), preliminary=pl.Series([True, None, None]))
    found = in_nomenclature(table, pairs())
    assert found.select("year", "product", "complete", "preliminary").rows() == [
        (2015, "x", False, True), (2015, "y", False, True), (2016, "x", None, None),
    ]  # fmt: skip


def test_destinations_and_months_stay_apart():
    table = pl.concat([trade([(2015, "b", 8)], importer=importer, month=2) for importer in ("US", "CN")])
    found = in_nomenclature(table, pairs())
    assert found.select("importer", "product").rows() == [("CN", "x"), ("CN", "y"), ("US", "x"), ("US", "y")]
    assert found["month"].unique().to_list() == [2]


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from("abcde"), st.integers(0, 10**9)), min_size=1, max_size=5, unique_by=lambda r: r[0]
    ),
    st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("wxyz")), min_size=1, max_size=10, unique=True),
)
def test_the_total_is_unchanged_and_no_split_exceeds_its_value(values, links):
    table = trade([(2015, product, value) for product, value in values])
    found = in_nomenclature(table, pairs(links))
    assert found["value_usd"].sum() == pytest.approx(table["value_usd"].sum())
    assert (found["split_usd"] <= found["value_usd"] * (1 + 1e-12)).all()


@pytest.mark.parametrize("shares", [[1.0, 0.5, 0.4], [1.0, 0.5, None]])
def test_shares_that_do_not_add_up_are_refused(shares):
    with pytest.raises(Refused, match="b"):
        in_nomenclature(trade([(2015, "b", 8)]), pairs(share=pl.Series(shares)))


def test_the_command_takes_the_correspondence_as_a_file(tmp_path):
    trade([(2015, "a", 10), (2015, "b", 8)]).write_csv(tmp_path / "trade.csv")
    pairs().rename({"from_code": "code.before", "to_code": "code.after"}).write_csv(tmp_path / "links.csv")
    out = tmp_path / "out.parquet"
    option = f"correspondence={tmp_path / 'links.csv'}"
    assert (
        main(
            [
                "compute",
                "in_nomenclature",
                str(tmp_path / "trade.csv"),
                "--as",
                "trade",
                "--option",
                option,
                "-o",
                str(out),
            ]
        )
        == 0
    )
    assert pl.read_parquet(out).select("product", "value_usd").rows() == [("x", 14), ("y", 4)]


@pytest.mark.skipif(not DATA.exists() and "CI" not in os.environ, reason="needs the shared data (AYNI_DATA)")
def test_a_world_keeps_its_total_through_the_revisions_of_the_harmonized_system():
    """shared/data/codes/hs_revision_concordances.parquet: 1996 to 1992, from the later code to the earlier."""
    links = pl.read_parquet(DATA / "codes" / "hs_revision_concordances.parquet")
    links = links.filter(pl.col("adjustment") == "1996 to 1992").select(
        pl.col("code.after").str.zfill(6).alias("from_code"), pl.col("code.before").str.zfill(6).alias("to_code")
    )
    codes = links["from_code"].unique().sort()
    table = trade([(1996, code, 1000 + place) for place, code in enumerate(codes)])
    found = in_nomenclature(table, links)
    assert found["value_usd"].sum() == pytest.approx(table["value_usd"].sum())
    several = links.filter(pl.col("from_code").is_duplicated())["from_code"].unique()
    split = table.filter(pl.col("product").is_in(several.implode()))["value_usd"].sum()
    assert found["split_usd"].sum() == pytest.approx(split)
    assert found["reason"].null_count() == found.height
