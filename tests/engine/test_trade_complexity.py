"""Complexity, fitness and the product space of exporters: tables in, long tables out."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from trade_facts import trade

import ayni
from ayni.cli import main
from ayni.errors import Refused
from ayni.trade.complexity import CONVENTIONS, complexity_by_year, trade_complexity
from ayni.trade.fitness import trade_fitness
from ayni.trade.space import product_communities, product_proximity, product_space

PEERS = Path(__file__).parents[1] / "golden" / "complexity_peers.csv"
# The peers' values are written with twelve digits; reflections lose the digits that all places share.
WRITTEN = {"harvard": 1e-9, "econcomplex": 1e-9, "datawheel": 1e-7}
INDICES = ("density", "coi", "cog", "eci", "pci")
TEXTS = {"exporter": pl.String, "product": pl.String}
# P sells all three products, Q two, R one: RCA of 1 where nobody sells more than its part.
NESTED = [("P", "a", 1), ("P", "b", 2), ("P", "c", 6), ("Q", "a", 2), ("Q", "b", 4), ("R", "a", 4)]


def peers(convention):
    rows = pl.read_csv(PEERS, schema_overrides=TEXTS, infer_schema_length=None)
    return rows.filter(pl.col("convention") == convention)


def exports(rows=NESTED, year=2015, **columns):
    tables = [
        trade([(year, product, value)], exporter=exporter, source="S", **columns) for exporter, product, value in rows
    ]
    return pl.concat(tables, how="diagonal")


def invented(seed=1, places=9, products=20, year=2015):
    random = np.random.default_rng(seed)
    able, hard = np.linspace(0.2, 1, places), np.linspace(0, 0.9, products)
    values = np.exp(random.normal(5, 1, (places, products))) * (
        random.random((places, products)) < able[:, None] - 0.5 * hard
    )
    place, product = np.nonzero(values)
    names = [(f"P{one}", f"{other:02d}", values[one, other]) for one, other in zip(place, product, strict=True)]
    return pl.DataFrame(names, schema=["exporter", "product", "value_usd"], orient="row").with_columns(
        year=pl.lit(year), source=pl.lit("S")
    )


@pytest.mark.parametrize("convention", CONVENTIONS)
def test_the_packages_of_the_field_give_the_same_under_their_own_conventions(convention):
    theirs = peers(convention)
    sold = peers("harvard").filter(pl.col("value_usd") > 0).select("exporter", "product", "value_usd")
    ours = trade_complexity(sold.with_columns(year=pl.lit(2011)), convention=convention)
    both = theirs.join(ours, on=["exporter", "product"], suffix="_ours")
    assert both.height == theirs.height > 100
    for name in INDICES:
        known = both.filter(pl.col(name).is_not_null())
        assert known.height or (convention, name) == ("datawheel", "coi")
        off = (known[name] - known[f"{name}_ours"]).abs().max() or 0
        assert off <= WRITTEN[convention] * max(1.0, float(known[name].abs().max() or 1)), name


def test_a_case_by_hand():
    # RCA: P has a 1/9 over 7/19, so no; Q has a 2/6 over 7/19, no; b is in Q (4/6 over 6/19), c in P alone.
    found = trade_complexity(exports())
    present = found.filter(pl.col("presence") == 1).select("exporter", "product").rows()
    assert present == [("P", "c"), ("Q", "b"), ("R", "a")]
    assert found["reason"].unique().sort().to_list() == ["disconnected", "single_place"]
    assert found["eci"].null_count() == found.height
    # Each product is near itself alone: whoever has it has all that is near.
    assert found.filter(pl.col("presence") == 1)["density"].to_list() == [1, 1, 1]


def test_the_table_is_whole_in_order_and_says_what_it_rests_on():
    found = trade_complexity(invented())
    assert found.columns[:11] == [
        *("year", "exporter", "product", "value_usd", "rca", "presence", "density", "coi", "cog", "eci", "pci")
    ]
    assert found.columns[11:] == ["reason", "source", "vintage"]
    assert found.height == found["exporter"].n_unique() * found["product"].n_unique()
    assert found.select("year", "exporter", "product").equals(
        found.select("year", "exporter", "product").sort(pl.all())
    )
    assert found["source"].unique().to_list() == ["S"]
    assert found.filter(pl.col("cog") != 0, pl.col("presence") == 1).is_empty()


def test_an_exporter_has_the_mean_of_its_products():
    found = trade_complexity(invented()).filter(pl.col("presence") == 1)
    means = found.group_by("exporter").agg(pl.first("eci"), pl.mean("pci"))
    assert means["pci"].to_list() == pytest.approx(means["eci"].to_list())


@settings(max_examples=25, deadline=None)
@given(st.floats(1e-6, 1e9), st.randoms(use_true_random=False))
def test_currency_and_the_order_of_rows_change_nothing(scale, random):
    table = invented()
    order = random.sample(range(table.height), table.height)
    moved = trade_complexity(table[order].with_columns(pl.col("value_usd") * scale))
    found = trade_complexity(table)
    assert moved["presence"].equals(found["presence"])
    for name in INDICES:
        assert moved[name].to_list() == pytest.approx(found[name].to_list(), abs=1e-9)


def test_an_exporter_that_sells_nothing_spoils_nobody():
    table = pl.concat([invented(), exports([("Z", "00", 0)]).select(invented().columns)], how="vertical_relaxed")
    found, alone = trade_complexity(table), trade_complexity(invented())
    rest = found.filter(pl.col("exporter") != "Z")
    for name in INDICES:
        assert rest[name].to_list() == pytest.approx(alone[name].to_list())
    nothing = found.filter(pl.col("exporter") == "Z")
    assert nothing["reason"].unique().to_list() == ["no_exports"]
    assert nothing["eci"].null_count() == nothing.height


def test_blocks_that_share_nothing_are_told_apart():
    apart = exports([("Y", "y", 5), ("Z", "y", 5), ("Z", "z", 1)]).select(invented().columns)
    found = trade_complexity(pl.concat([invented(), apart], how="vertical_relaxed"))
    outside = found.filter(pl.col("exporter").is_in(["Y", "Z"]))
    assert outside["reason"].unique().to_list() == ["disconnected"]
    assert outside["eci"].null_count() == outside["coi"].null_count() == outside.height
    inside = found.filter(~pl.col("exporter").is_in(["Y", "Z"]), ~pl.col("product").is_in(["y", "z"]))
    assert inside["eci"].null_count() == 0
    assert inside["reason"].null_count() == inside.height


def test_years_are_worlds_of_their_own_and_come_one_at_a_time():
    both = pl.concat([invented(1, year=2015), invented(2, year=2016)])
    found = trade_complexity(both)
    assert found.filter(pl.col("year") == 2016).equals(trade_complexity(invented(2, year=2016)))
    assert [table["year"][0] for table in complexity_by_year(both)] == [2015, 2016]


def test_sources_are_kept_apart():
    both = pl.concat([invented(1), invented(2).with_columns(source=pl.lit("T"))])
    found = trade_complexity(both)
    assert found.filter(pl.col("source") == "S").equals(trade_complexity(invented(1)))
    keys = found.select("year", "exporter", "product")
    assert keys.equals(keys.sort(pl.all()))


def test_months_and_destinations_are_summed():
    table = invented()
    parts = [
        table.with_columns(pl.col("value_usd") / 24, month=pl.lit(month), importer=pl.lit(importer))
        for month in range(1, 13)
        for importer in ("US", "CN")
    ]
    summed = trade_complexity(pl.concat(parts))
    assert summed["eci"].to_list() == pytest.approx(trade_complexity(table)["eci"].to_list())


def test_an_exporter_whose_year_is_not_complete_stays_out():
    half = exports([("Z", "00", 9e9)], complete=False).select(*invented().columns, "complete")
    found = trade_complexity(pl.concat([invented(), half], how="diagonal_relaxed"))
    assert found.filter(pl.col("exporter") == "Z")["reason"].unique().to_list() == ["incomplete_year"]
    rest = found.filter(pl.col("exporter") != "Z")
    assert rest["eci"].to_list() == pytest.approx(trade_complexity(invented())["eci"].to_list())


def test_single_precision_differs_by_its_rounding_alone():
    double, single = trade_complexity(invented()), trade_complexity(invented(), precision="single")
    assert double["eci"].equals(single["eci"])
    for name in ("density", "coi", "cog"):
        assert single[name].to_list() == pytest.approx(double[name].to_list(), abs=1e-5)


def test_centred_and_uncentred_outlook_differ_and_are_named():
    uncentred, centred = trade_complexity(invented()), trade_complexity(invented(), centre="centred")
    assert uncentred["coi"].to_list() == trade_complexity(invented(), centre="uncentred")["coi"].to_list()
    assert uncentred["coi"].to_list() != pytest.approx(centred["coi"].to_list())
    assert uncentred["pci"].equals(centred["pci"])


@pytest.mark.parametrize("threshold", [0, -1.0])
@pytest.mark.parametrize(
    "made", [trade_complexity, trade_fitness, product_proximity, product_space, product_communities]
)
def test_a_threshold_of_nothing_is_refused(made, threshold):
    with pytest.raises(Refused, match="threshold=1"):
        made(invented(), threshold=threshold)


def test_one_exporter_a_row_twice_and_a_part_beside_its_whole_are_refused():
    with pytest.raises(Refused, match="P"):
        trade_complexity(exports(NESTED[:2]))
    with pytest.raises(Refused, match="2015"):
        trade_complexity(pl.concat([invented(), invented()[:1]]))
    parents = pl.DataFrame({"code": ["a", "b", "c"], "parent": [None, "a", None]})
    with pytest.raises(Refused):
        trade_complexity(exports(), parents)


def test_a_year_with_one_exporter_among_others_has_a_reason():
    lone = exports(NESTED[:2], year=2016).select(invented().columns)
    found = trade_complexity(pl.concat([invented(), lone], how="vertical_relaxed"))
    last = found.filter(pl.col("year") == 2016)
    assert last["reason"].unique().to_list() == ["one_exporter"]
    assert last["rca"].null_count() == last["presence"].null_count() == last.height
    assert trade_fitness(lone.vstack(invented().cast(lone.schema)))["reason"].unique().sort().to_list()


def test_an_empty_table_has_no_complexity():
    for made in (trade_complexity, trade_fitness, product_proximity, product_space, product_communities):
        assert made(invented().clear()).is_empty()


def test_fitness_of_exporters_and_products():
    found = trade_fitness(invented())
    assert found["reason"].null_count() == found.height
    assert found.unique("exporter")["fitness"].mean() == pytest.approx(1)
    one = found.filter(pl.col("presence") == 1).group_by("exporter").agg(pl.first("fitness"), pl.sum("complexity"))
    assert (one["complexity"] / one["complexity"].mean()).to_list() == pytest.approx(one["fitness"].to_list(), abs=1e-6)


def test_a_fitness_that_does_not_settle_has_no_number():
    found = trade_fitness(invented(), most_steps=1)
    assert found["reason"].unique().to_list() == ["not_converged"]
    assert found["fitness"].null_count() == found["complexity"].null_count() == found.height
    with pytest.raises(Refused, match="tolerance"):
        trade_fitness(invented(), tolerance=0)


def test_the_space_of_products_and_its_communities():
    table = pl.concat([invented(), exports([("P0", "zz", 0)]).select(invented().columns)], how="vertical_relaxed")
    pairs, links = product_proximity(table), product_space(table)
    assert pairs.filter(pl.col("product") >= pl.col("other")).is_empty()
    assert links.join(pairs, on=["year", "product", "other"], how="inner").height == links["other"].count()
    groups = product_communities(table)
    assert groups.height == table["product"].n_unique()
    for each in (pairs, links, groups):
        assert each.filter(pl.col("product") == "zz")["reason"].to_list() == ["no_presence"]
    assert product_proximity(table, at_least=0.5)["proximity"].min() >= 0.5
    # Who has no pair as near as asked is not for that alone.
    assert product_proximity(table, at_least=1)["reason"].drop_nulls().to_list() == ["no_presence"]
    for made, option in ((product_proximity, "at_least"), (product_space, "strong"), (product_communities, "strong")):
        with pytest.raises(Refused, match=option):
            made(table, **{option: 55})
    sizes = groups.filter(pl.col("reason").is_null())["community"].value_counts().sort("community")["count"].to_list()
    assert sizes == sorted(sizes, reverse=True)


def test_the_command_writes_the_table(tmp_path, capsys):
    source = tmp_path / "trade.csv"
    invented().drop("source").write_csv(source)
    out = tmp_path / "complexity.parquet"
    assert main(["compute", "complexity", str(source), "--as", "trade", "-o", str(out)]) == 0
    table = pl.read_parquet(out)
    assert table["source"].unique().to_list() == ["trade.csv"]
    for same in (invented(), invented().to_pandas(), ayni.read(source, "trade")):
        assert table["eci"].to_list() == pytest.approx(ayni.complexity(same, threshold="1")["eci"].to_list())
    fit = tmp_path / "fitness.csv"
    assert main(["compute", "fitness", str(source), "--as", "trade", "--option", "threshold=0.9", "-o", str(fit)]) == 0
    assert pl.read_csv(fit)["fitness"].null_count() == 0
    capsys.readouterr()
    wrong = main(["compute", "complexity", str(source), "--as", "trade", "--option", "threshold=0", "-o", str(out)])
    assert wrong == 1
    assert "threshold=1" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("column", "came", "told"),
    [
        ("year", "dos mil", "dos mil"),
        ("value_usd", -1.0, "-1.0"),
        ("value_usd", float("inf"), "inf"),
        ("value_usd", "1,5", "1,5"),
        ("value_usd", 1.7e308, "value_usd"),
    ],
)
def test_a_frame_that_no_check_has_seen_is_refused_in_words(column, came, told):
    frame = pl.DataFrame(
        {"year": [2000, 2000], "exporter": ["A", "B"], "product": ["a", "b"], "value_usd": [1.7e308, 1.0]}
    ).with_columns(pl.Series(column, [came, came]))
    with pytest.raises(Refused, match=told):
        ayni.complexity(frame)
    with pytest.raises(Refused, match="exporter"):
        ayni.complexity(frame.drop("exporter"))


def test_years_as_text_are_years():
    same = invented().with_columns(pl.col("year").cast(pl.String))
    assert ayni.complexity(same).equals(ayni.complexity(invented()))
