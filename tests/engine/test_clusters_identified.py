"""Candidates of a study, end to end, on nations with a planted cluster and on the shipped example."""

import json

import numpy as np
import planted
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ayni.clusters.candidates import CANDIDATES
from ayni.clusters.identified import Identified, identified
from ayni.clusters.thresholds import DECLARED
from ayni.clusters.wording import rendered
from ayni.errors import Refused, UnknownName
from ayni.territory.quotients import location_quotients
from ayni.words import LANGUAGES

CLUSTER = ("01", "02", "11")


def study(table=None, **options):
    table = planted.activity(planted={"crop c": CLUSTER}) if table is None else table
    given = {
        "base_year": 2011,
        "places": planted.places(),
        "neighbours": planted.neighbours(),
        "products": planted.products(),
    }
    return identified(activity=table, quotients=location_quotients(table), **{**given, **options})


def requirement(found, number, candidate=0):
    name = found.candidates["candidate"][candidate]
    rows = found.requirements.filter((pl.col("candidate") == name) & (pl.col("requirement") == number))
    return rows.row(0, named=True)


def register(counts, place="01", industry="0113"):
    workers = [size for size, count in zip((2, 10, 50, 200), counts, strict=True) for _ in range(count)]
    rows = [(str(index), place, industry, size) for index, size in enumerate(workers)]
    return pl.DataFrame(rows, schema=["id", "place", "industry", "employment"], orient="row")


@pytest.mark.parametrize("seed", range(8))
def test_a_planted_cluster_is_found_and_nothing_else(seed):
    found = study(planted.activity(seed=seed, planted={"crop c": CLUSTER})).candidates
    assert found.select("candidate", "product", "macroregion", "places").rows() == [
        ("crop-c-west-01-02-11", "crop c", "West", "01,02,11")
    ]
    assert found["quotient"][0] > 2


@pytest.mark.parametrize("seed", range(8))
def test_a_nation_whose_places_differ_in_size_alone_has_no_candidates(seed):
    found = study(planted.activity(seed=seed))
    assert found.candidates.is_empty()
    assert found.candidates.schema == CANDIDATES
    assert found.requirements.is_empty()
    assert found.changes.is_empty()
    assert found.sensitivity["order_kept"].null_count() == found.sensitivity.height


def test_a_cluster_across_macroregions_is_two_candidates():
    found = study(planted.activity(planted={"crop c": ("02", "03")})).candidates
    assert sorted(found["places"]) == ["02", "03"]


def test_figures_are_those_of_the_whole_set():
    table = planted.activity(planted={"crop c": CLUSTER})
    found = study(table).candidates.row(0, named=True)
    year = table.filter(pl.col("year") == 2011)
    inside, crop = pl.col("place").is_in(CLUSTER), pl.col("product") == "crop c"
    x, place, product, whole = (
        year.filter(*conditions)["value"].sum() for conditions in ([inside, crop], [inside], [crop], [True])
    )
    assert found["value"] == pytest.approx(x)
    assert found["share_of_place"] == pytest.approx(x / place)
    assert found["share_of_nation"] == pytest.approx(x / product)
    assert found["quotient"] == pytest.approx((x / place) / (product / whole))
    assert found["quantity"] == pytest.approx(year.filter(inside, crop)["quantity"].sum())


def growing(points):
    table = planted.activity(planted={"crop c": CLUSTER}, times=6)
    more = 1 + points * (pl.col("year") - 2005)
    inside = pl.col("place").is_in(CLUSTER) & (pl.col("product") == "crop c")
    return table.with_columns(value=pl.when(inside).then(pl.col("value") * more).otherwise("value"))


def test_a_planted_rise_makes_the_horizon_short_and_a_planted_fall_takes_it():
    rise, fall = study(growing(0.3)), study(growing(-0.05))
    assert (requirement(rise, 3)["verdict"], rise.candidates["horizon"][0]) == ("met", "short")
    assert (requirement(fall, 3)["verdict"], fall.candidates["horizon"][0]) == ("not_met", "none")
    assert rise.candidates["slope"][0] > 0 > fall.candidates["slope"][0]


def test_few_years_leave_requirement_3_open_and_the_horizon_medium():
    found = study(growing(0.3).filter(pl.col("year") >= 2009))
    assert (requirement(found, 3)["verdict"], requirement(found, 3)["reason"]) == ("unknown", "inconclusive")
    assert found.candidates["horizon"][0] == "medium"
    change = found.changes.filter(pl.col("datum") == "years").row(0, named=True)
    assert (change["now"], change["flips_at"], change["verdict_above"]) == (3.0, 5.0, None)


def test_verdicts_are_counted():
    found = study(growing(0.3)).candidates.row(0, named=True)
    assert (found["met"], found["not_met"], found["unknown"]) == (2, 0, 2)


def test_no_verdict_rests_on_a_p_value():
    found = study(growing(0.3))
    for table in (found.candidates, found.requirements, found.changes, found.sensitivity):
        assert not [name for name in table.columns if name.startswith("p_")]


# Requirement 2.

CHAINS = {"crop c": ("crop c", ["0113"])}


@pytest.mark.parametrize(
    ("counts", "verdict", "reason"),
    [
        ((30, 12, 4, 1), "met", None),
        ((47, 0, 0, 0), "not_met", None),
        ((5, 3, 2, 0), "unknown", "inconclusive"),
    ],
)
def test_a_register_of_sizes_is_judged(counts, verdict, reason):
    found = requirement(study(establishments=register(counts), chains=CHAINS), 2)
    assert (found["verdict"], found["reason"]) == (verdict, reason)


@pytest.mark.parametrize(
    ("options", "key"),
    [
        ({}, "evidence_no_register"),
        ({"establishments": register((30, 12, 4, 1))}, "evidence_no_industries"),
        ({"establishments": register((30, 12, 4, 1), place="44"), "chains": CHAINS}, "evidence_not_covered"),
    ],
)
def test_without_sizes_the_verdict_is_missing_and_the_reason_is_said(options, key):
    found = requirement(study(**options), 2)
    assert (found["verdict"], found["reason"], found["evidence_key"]) == ("unknown", "missing", f"clusters.{key}")
    assert found["to_collect_key"]


def test_sizes_that_are_met_do_not_hide_what_is_not():
    found = study(growing(-0.05), establishments=register((30, 12, 4, 1)), chains=CHAINS).candidates
    assert (found["met"][0], found["not_met"][0]) == (2, 1)


# Products without price.


def unpriced(*products):
    table = planted.activity(planted=dict.fromkeys(products, CLUSTER), times=200)
    return table.with_columns(value=pl.when(pl.col("product").is_in(products)).then(None).otherwise("value"))


def test_a_product_without_price_is_a_candidate_whose_requirement_1_is_missing():
    found = study(unpriced("crop c"))
    row = found.candidates.row(0, named=True)
    assert (row["measure"], row["reason"], row["horizon"]) == ("quantity", "no_price", "none")
    assert (row["quotient"], row["value"], row["share_of_place"]) == (None, None, None)
    assert (requirement(found, 1)["verdict"], requirement(found, 1)["reason"]) == ("unknown", "missing")


def test_the_price_that_would_turn_it_is_true():
    table = unpriced("crop c")
    found = study(table)
    change = found.changes.filter(pl.col("datum") == "price").row(0, named=True)
    assert (change["unit"], change["verdict_below"], change["verdict_above"]) == ("PEN/kg", "met", "not_met")
    for factor, verdict in ((0.999, "met"), (1.001, "not_met")):
        price = change["flips_at"] * factor * 1000
        priced = table.with_columns(value=pl.col("value").fill_null(pl.col("quantity") * price))
        whole = study(priced, territory="macroregions", macroregions={"Set": CLUSTER}, thresholds={"near": 0})
        row = whole.candidates.filter(pl.col("product") == "crop c").row(0, named=True)
        assert ("met" if row["quotient"] >= 2 else "not_met") == verdict


def test_a_chain_of_priced_and_unpriced_products_does_not_count_its_own_value_twice():
    found = study(unpriced("crop b"), chains={"crop a": ("roots", []), "crop b": ("roots", [])})
    row = found.candidates.filter(pl.col("kind") == "chain").row(0, named=True)
    assert (row["candidate"], row["measure"], row["reason"]) == ("chain-roots-west-01-02-11", "quantity", "no_price")
    change = found.changes.filter((pl.col("candidate") == row["candidate"]) & (pl.col("datum") == "price"))
    table = unpriced("crop b").filter(pl.col("year") == 2011)
    others = table.filter(~pl.col("product").is_in(["crop a", "crop b"]))
    chain = table.filter(pl.col("product").is_in(["crop a", "crop b"]))
    inside = pl.col("place").is_in(CLUSTER)
    tonnes, share = (
        chain.filter(inside)["quantity"].sum() * 1000,
        chain.filter(inside)["quantity"].sum() / chain["quantity"].sum(),
    )
    expected = (share * others["value"].sum() - 2 * others.filter(inside)["value"].sum()) / tonnes
    assert change["flips_at"][0] == pytest.approx(expected)


def test_when_nothing_has_a_price_the_form_says_so():
    table = planted.activity(planted={"crop c": CLUSTER}, times=200)
    first = table.with_columns(value=pl.when(pl.col("year") < 2011).then("value"))
    found = study(first)
    change = found.changes.filter(pl.col("datum") == "price").row(0, named=True)
    assert (change["flips_at"], change["change_key"]) == (None, "clusters.change_price_unknown")


def test_a_table_of_quantities_alone_is_judged_by_its_quantities():
    table = planted.activity(planted={"crop c": CLUSTER}).drop("value", "value_unit")
    row = study(table).candidates.row(0, named=True)
    assert (row["measure"], row["reason"], row["value"]) == ("quantity", None, None)
    assert row["quotient"] > 2


# Near thresholds.


def test_a_production_near_the_threshold_says_at_which_value_it_turns():
    base = study().candidates["quotient"][0]
    found = study(thresholds={"quotient_min": base * 0.98})
    assert requirement(found, 1)["near"]
    change = found.changes.filter(pl.col("datum") == "production").row(0, named=True)
    table = planted.activity(planted={"crop c": CLUSTER})
    extra = change["flips_at"] - change["now"]
    one = (pl.col("year") == 2011) & (pl.col("place") == "01") & (pl.col("product") == "crop c")
    moved = table.with_columns(value=pl.when(one).then(pl.col("value") + extra).otherwise("value"))
    assert study(moved).candidates["quotient"][0] == pytest.approx(base * 0.98)


def test_every_unknown_or_near_requirement_has_a_change_and_no_other():
    found = study(unpriced("crop c"), establishments=register((30, 12, 4, 1)), chains=CHAINS)
    asked = found.requirements.filter((pl.col("verdict") == "unknown") | pl.col("near"))
    assert found.changes.select("candidate", "requirement").rows() == asked.select("candidate", "requirement").rows()


# What is said.

PRICED = {
    "half a year": lambda year: pl.when(year == 2011).then(0.5).otherwise(1.0),
    "half of most": lambda year: pl.when(year > 2005).then(0.5).otherwise(1.0),
}


def priced(share, table=None):
    """A nation of which only a part of some years' tonnes has a price; the value of those tonnes alone is there."""
    table = growing(0.3) if table is None else table
    crop, part = pl.col("product") == "crop c", PRICED[share](pl.col("year"))
    return table.with_columns(priced_quantity=pl.col("quantity") * pl.when(crop).then(part).otherwise(1.0))


SCENARIOS = {
    "plain": {},
    "rise": {"table": growing(0.3)},
    "few years": {"table": growing(0.3).filter(pl.col("year") >= 2009)},
    "one year": {"table": growing(0.3).filter(pl.col("year") == 2011)},
    "near": {"thresholds": {"quotient_min": 4.4, "near": 0.9, "slope_min": 0.0}},
    "one more year": {"thresholds": {"near": 1.0, "slope_min": 0.02}},
    "unpriced": {"table": unpriced("crop c")},
    "any price": {"table": unpriced("crop c"), "thresholds": {"quotient_min": 0.5, "join_quotient": 0.5}},
    "no price": {"table": unpriced("crop c"), "thresholds": {"quotient_min": 500.0}},
    "quantities": {"table": planted.activity(planted={"crop c": CLUSTER}).drop("value", "value_unit")},
    "part priced": {
        "table": planted.activity(planted={"crop c": CLUSTER}).with_columns(priced_quantity=pl.col("quantity") / 2)
    },
    "partly priced year": {"table": priced("half a year")},
    "too few left": {"table": priced("half of most")},
    "sizes": {"establishments": register((30, 12, 4, 1)), "chains": CHAINS},
    "unmatched": {"establishments": register((30, 12, 4, 1), industry="113"), "chains": CHAINS},
    "without size, outside, another year": {
        "establishments": pl.concat(
            [
                register((30, 12, 4, 1)),
                register((0, 3, 0, 0), place="99"),
                register((1, 0, 0, 0)).with_columns(employment=pl.lit(None, dtype=pl.Int64)),
            ]
        ).with_columns(year=pl.lit(2008)),
        "chains": CHAINS,
    },
    "few sizes": {"establishments": register((3, 2, 0, 1)), "chains": CHAINS},
    "one size": {"establishments": register((40, 0, 0, 0)), "chains": CHAINS},
    "nearly sizes": {"establishments": register((40, 9, 0, 0)), "chains": CHAINS},
    "no small": {"establishments": register((0, 0, 20, 9)), "chains": CHAINS, "thresholds": {"bands_min": 2}},
    "no industries": {"establishments": register((30, 12, 4, 1))},
    "uncovered": {"establishments": register((30, 12, 4, 1), place="44"), "chains": CHAINS},
    "whole": {"territory": "macroregions"},
    "full": {"table": growing(0.3).filter((pl.col("product") != "crop c") | pl.col("place").is_in(CLUSTER))},
}


@pytest.mark.parametrize("scenario", SCENARIOS, ids=str)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_filled_in_each_language(scenario, language):
    found = study(**SCENARIOS[scenario])
    requirements = rendered(found.requirements, language)
    assert requirements.height
    assert requirements["evidence"].str.len_chars().min() > 20
    unknown = requirements.filter(pl.col("verdict") == "unknown")
    assert unknown["to_collect"].null_count() == 0
    assert requirements.filter(pl.col("verdict") != "unknown")["to_collect"].drop_nulls().is_empty()
    changes = rendered(found.changes, language)
    assert changes["change"].null_count() + changes["holder"].null_count() == 0
    texts = [*requirements["evidence"], *unknown["to_collect"], *changes["change"]]
    assert not [text for text in texts if "{" in text or "nan" in text.split() or "None" in text]


def test_a_sentence_reads_well():
    found = rendered(study(growing(0.3)).requirements, "es").row(0, named=True)
    assert found["evidence"].startswith("Place 01, Place 02 y Place 11 reúnen el ")
    assert "del valor nacional de cultivo c en 2011" in found["evidence"]
    assert "umbral 2.00." in found["evidence"]


def test_facts_are_kept_for_whoever_renders_them_anew():
    facts = json.loads(requirement(study(), 1)["evidence_facts"])
    assert facts["places"] == ["Place 01", "Place 02", "Place 11"]
    assert facts["product"]["en"] == "crop c"


def test_a_set_that_has_the_whole_nation_says_that_it_cannot_gain():
    found = study(**SCENARIOS["full"])
    assert requirement(found, 3)["evidence_key"] == "clusters.evidence_trend_full"


# Years that are only partly priced.


def trend(found):
    row = requirement(found, 3)
    keys = [key.removeprefix("clusters.") for key in row["evidence_key"].split()]
    return row, keys, json.loads(row["evidence_facts"])


def test_years_that_are_partly_priced_are_named_with_the_lowest_part():
    row, keys, facts = trend(study(priced("half a year")))
    assert keys[1:2] == ["evidence_partly_priced"]
    assert (facts["partial_years"], facts["lowest"]) == ([2011], pytest.approx(0.5))
    assert not [key for key in keys if "without" in key]
    assert not row["near"]
    spoken = rendered(study(priced("half a year")).requirements, "en").filter(pl.col("requirement") == 3)["evidence"][0]
    assert "Prices are incomplete in 2011: at worst, only 50.0% of the nation's quantity has a price." in spoken


def test_a_year_whose_missing_prices_make_the_verdict_is_near_and_said():
    # Flat in every year but the last two, in which the value of the set is far above its tonnes: 2010 and 2011 make it.
    table = planted.activity(planted={"crop c": CLUSTER}, times=6)
    inside = pl.col("place").is_in(CLUSTER) & (pl.col("product") == "crop c")
    late = pl.col("year").is_in([2010, 2011])
    flat = pl.when(inside & ~late).then(100.0).when(inside).then(160.0).when(pl.col("product") == "crop c").then(20.0)
    table = table.with_columns(quantity=flat.otherwise("quantity"))
    table = table.with_columns(value=pl.col("quantity") * 500)
    tonnes = pl.when(inside).then(100.0).otherwise("quantity")
    part = pl.when(late & (pl.col("product") == "crop c")).then(0.4).otherwise(1.0)
    table = table.with_columns(quantity=tonnes).with_columns(priced_quantity=pl.col("quantity") * part)
    row, keys, facts = trend(study(table, thresholds={"years_min": 4}))
    assert (row["verdict"], row["near"], facts["partial_years"]) == ("met", True, [2010, 2011])
    assert keys[1:] == ["evidence_partly_priced", "evidence_without_not_met", "evidence_quantity_not_met"]
    assert facts["slope_quantity"] == pytest.approx(0)
    few, keys, facts = trend(study(table))
    assert (few["near"], keys[2], facts["left"]) == (True, "evidence_without_few", 4)


def test_without_a_word_on_prices_nothing_is_said_of_them():
    assert trend(study(growing(0.3)))[1] == ["evidence_trend_value", "evidence_quantity_not_met"]


def test_a_quantity_that_is_not_known_in_every_year_gives_no_second_verdict():
    table = growing(0.3).with_columns(quantity=pl.when(pl.col("year") != 2007).then("quantity"))
    assert trend(study(table))[1] == ["evidence_trend_value"]


def test_a_candidate_has_its_value_and_its_quantity():
    found = study(priced("half a year")).candidates
    assert found["value"].null_count() + found["quantity"].null_count() == 0


def test_a_price_no_product_has_had_is_said_as_any_price():
    table = planted.activity(planted={"crop c": CLUSTER})
    table = table.with_columns(value=pl.when(pl.col("product") != "crop c").then("value"))
    change = rendered(study(table).changes, "en")
    said = change.filter(pl.col("datum") == "price")["change"][0]
    assert said.startswith("It would be met at any price a product has had in 2011: the dearest was ")


def test_a_table_without_a_price_by_the_tonne_names_no_dearest():
    table = unpriced("crop c").with_columns(quantity=pl.when(pl.col("product") == "crop c").then("quantity"))
    change = study(table).changes.filter(pl.col("datum") == "price")
    assert change["change_key"].to_list() == ["clusters.change_price_below"]


# Establishments.


def test_industries_that_no_establishment_has_are_said_with_those_of_the_register():
    found = requirement(study(**SCENARIOS["unmatched"]), 2)
    assert (found["verdict"], found["reason"]) == ("unknown", "missing")
    assert (found["evidence_key"], found["to_collect_key"]) == (
        "clusters.evidence_unmatched",
        "clusters.collect_industries",
    )
    facts = json.loads(found["evidence_facts"])
    assert (facts["industries"], facts["codes"]) == (["0113"], ["113"])


def test_establishments_that_are_not_counted_are_said():
    found = requirement(study(**SCENARIOS["without size, outside, another year"]), 2)
    facts = json.loads(found["evidence_facts"])
    assert (facts["known"], facts["unsized"], facts["outside"], facts["register_year"]) == (47, 1, 3, 2008)
    assert found["evidence_key"].split()[1:] == [
        "clusters.evidence_unsized",
        "clusters.evidence_outside",
        "clusters.evidence_register_year",
    ]


def test_a_chain_of_a_product_in_no_table_is_refused_with_the_nearest():
    with pytest.raises(UnknownName) as mistake:
        study(chains={"crop cc": ("roots", [])})
    assert "“crop c”" in mistake.value.text("en")


# Export evidence, chains, searched.


@pytest.mark.parametrize(
    ("codes", "expected"), [({"items/c", "farm"}, "item"), ({"farm"}, "sector"), ({"mining"}, "none"), ((), "none")]
)
def test_export_evidence_stands_beside_a_candidate_and_filters_nothing(codes, expected):
    assert study(export_codes=codes).candidates["export_evidence"].to_list() == [expected]


def test_a_chain_has_the_best_evidence_of_its_products():
    table = planted.activity(planted={"crop a": CLUSTER, "crop b": CLUSTER}, times=6)
    found = study(table, export_codes={"farm", "items/a"}).candidates
    evidence = dict(found.select("product", "export_evidence").iter_rows())
    assert evidence == {"crop a": "item", "crop b": "sector", "roots": "item"}


def test_what_is_not_searched_is_said():
    table = planted.activity().with_columns(complete=pl.col("product") != "crop d")
    found = study(table).searched
    assert found.filter(pl.col("product") == "crop d")["reason"].to_list() == ["incomplete_year"]
    assert found.height == len(planted.PRODUCTS) + 1


# Sensitivity.


def test_every_threshold_that_plays_is_tried():
    found = study().sensitivity
    plays = {each.name for each in DECLARED if each.plays in ("always", "grown")}
    assert set(found["threshold"]) == plays
    assert study(territory="macroregions").sensitivity["threshold"].n_unique() < len(plays)
    with_sizes = study(establishments=register((30, 12, 4, 1)), chains=CHAINS).sensitivity
    assert "bands_min" in set(with_sizes["threshold"])


def test_a_threshold_that_loses_a_candidate_says_which():
    quotient = study().candidates["quotient"][0]
    found = study(thresholds={"quotient_min": quotient - 0.01, "seed_share": 1.0}).sensitivity
    row = found.filter((pl.col("threshold") == "candidate_share_min") & (pl.col("tried") == 0.02)).row(0, named=True)
    assert (row["candidates"], row["lost"], row["order_kept"]) == (1, 0, 1.0)
    lost = study(thresholds={"place_share_min": 0.0}).sensitivity
    assert set(lost.filter(pl.col("threshold") == "slope_min")["horizon_changed"]) <= {0, 1}


def test_the_value_in_use_is_not_tried_and_the_default_is():
    found = study(thresholds={"join_quotient": 1.25}).sensitivity.filter(pl.col("threshold") == "join_quotient")
    assert found["tried"].to_list() == [0.8, 1.0, 1.5]
    assert set(found["used"]) == {1.25}


def test_trying_a_threshold_is_as_studying_with_it():
    table = planted.activity(planted={"crop c": CLUSTER, "crop e": ("33", "34"), "crop a": ("40",)}, times=6)
    for row in study(table).sensitivity.iter_rows(named=True):
        other = study(table, thresholds={row["threshold"]: row["tried"]}).candidates
        assert row["candidates"] == other.height


# Base year, sources, order.


def test_a_base_year_without_figures_is_refused():
    with pytest.raises(Refused) as mistake:
        study(base_year=2008)
    assert "2011" in mistake.value.text("es")


def test_a_base_year_of_which_no_product_is_complete_is_refused_with_one_that_is():
    table = planted.activity().with_columns(complete=pl.col("year") < 2011)
    with pytest.raises(Refused) as mistake:
        study(table)
    assert mistake.value.key == "clusters.base_year_incomplete"
    assert "year = 2010" in mistake.value.text("en")


def test_a_base_year_that_lacks_months_is_refused_with_those_it_has():
    months = [planted.activity().with_columns(month=pl.lit(month)) for month in range(1, 13)]
    table = pl.concat(months).filter((pl.col("year") < 2011) | (pl.col("month") < 4))
    with pytest.raises(Refused) as mistake:
        study(table)
    assert "1, 2, 3." in mistake.value.text("pt")
    with pytest.raises(Refused) as mistake:
        study(table.filter(pl.col("month") < 4))
    assert mistake.value.key == "clusters.base_year_none"


def test_a_base_year_of_zeros_is_refused():
    zero = pl.when(pl.col("year") < 2011)
    table = planted.activity().with_columns(
        zero.then(name).otherwise(0.0).alias(name) for name in ("value", "quantity")
    )
    with pytest.raises(Refused) as mistake:
        study(table)
    assert (mistake.value.key, mistake.value.facts["nearest"]) == ("clusters.base_year_zero", 2010)


def test_two_sources_of_the_base_year_are_refused_and_named():
    both = pl.concat([planted.activity().with_columns(source=pl.lit(name)) for name in ("ministry", "census")])
    with pytest.raises(Refused) as mistake:
        study(both)
    assert "census" in mistake.value.text("pt")


def test_another_territory_is_a_mistake_of_the_program():
    with pytest.raises(ValueError, match="territory"):
        study(territory="provinces")


def same(one: Identified, other: Identified) -> bool:
    names = ("candidates", "requirements", "changes", "sensitivity", "searched")
    return all(getattr(one, name).equals(getattr(other, name)) for name in names)


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 1000))
def test_the_order_of_rows_changes_nothing(seed):
    table = planted.activity(planted={"crop c": CLUSTER, "crop e": ("33",)})
    rng = np.random.default_rng(seed)
    mixed = table[rng.permutation(table.height).tolist()]
    shuffled = planted.neighbours().sample(fraction=1, shuffle=True, seed=seed)
    assert same(study(table), study(mixed, neighbours=shuffled))


@settings(max_examples=5, deadline=None)
@given(st.floats(0.01, 100))
def test_the_unit_of_value_moves_no_verdict(scale):
    table = planted.activity(planted={"crop c": CLUSTER, "crop e": ("33",)})
    one, other = study(table), study(table.with_columns(pl.col("value") * scale))
    assert one.candidates["candidate"].equals(other.candidates["candidate"])
    assert one.requirements["verdict"].equals(other.requirements["verdict"])


def test_a_region_of_one_place_and_no_tables_beside_the_activity_will_do():
    found = study(places=None, neighbours=None, products=None).candidates
    assert set(found["places"]) == set(CLUSTER)
    assert found["macroregion"].null_count() == 3


# The shipped example.


@pytest.fixture(scope="module")
def peru(examples):
    codes = dict.fromkeys(("place", "code", "neighbour"), pl.String)

    def read(name):
        return pl.read_csv(examples / "peru" / name, infer_schema_length=None, schema_overrides=codes)

    activity = read("production.csv")
    return {
        "activity": activity,
        "quotients": location_quotients(activity),
        "base_year": 2011,
        "places": read("places.csv"),
        "neighbours": read("neighbours.csv"),
        "products": read("products.csv"),
    }


def test_what_a_grower_in_arequipa_or_puno_knows_is_found(peru):
    found = identified(**peru).candidates
    named = {row["candidate"]: row for row in found.iter_rows(named=True)}
    assert named["ajo-sur-04"]["horizon"] == "short"
    assert named["cebolla-sur-04"]["quotient"] > 2
    assert "21" in named["quinua-sur-08-21"]["places"]
    assert named["quinua-sur-08-21"]["reason"] == "no_price"
    assert named["kiwicha-sur-03-04-08"]["share_of_nation"] > 0.8
    assert {"esparrago-centro-02-11-15", "esparrago-norte-13", "cafe-centro-12-19"} <= set(named)
    large = named["cafe-oriente-01-22"]
    assert (large["horizon"], 1.5 < large["quotient"] < 2) == ("none", True)


def test_peru_by_whole_macroregions(peru):
    found = identified(**peru, territory="macroregions").candidates
    assert "ajo-sur" in set(found["candidate"])
    assert found["share_of_nation"].min() >= 0.005
