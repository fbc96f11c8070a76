"""The audit of claims: the article's, and every way a figure can hold or fail."""

import json
import tomllib
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from trade_facts import BCRP, cuadro_2, products, trade

from ayni.errors import BadStudy, Refused
from ayni.trade.claims import VERDICTS, audit, claim_note, claims_declared, product_names
from ayni.words import LANGUAGES, say, sentence_keys

WORDS = {"section": "1", "es": "x", "en": "x", "pt": "x"}


def verdict(rows, **claim):
    """Row of the audit of one claim about exports given as (year, product, value) rows, or about Cuadro 2."""
    table, named = (cuadro_2(), products()) if rows is None else (trade(rows), None)
    declared = claims_declared({"claim": [{"id": "c", **WORDS, "formula": "share", "unit": "percent", **claim}]})
    return audit(declared, table, named).row(0, named=True)


@pytest.fixture(scope="module")
def article(examples):
    return tomllib.loads((examples / "peru" / "claims.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("claim", "said", "recomputed", "decimals", "expected"),
    [
        ("multiple_total", 5, 5.114, 3, "holds"),
        ("multiple_traditional", 5.7, 5.760, 3, "holds_truncated"),
        ("multiple_non_traditional", 3.6, 3.738, 3, "does_not_reproduce"),
        ("share_traditional_2000", 69.1, 69.07, 2, "holds"),
        ("share_traditional_2005", 74.5, 74.56, 2, "holds_truncated"),
        ("share_traditional_2010", 78.4, 77.80, 2, "holds_other_denominator"),
    ],
)
def test_the_figures_of_the_article(article, claim, said, recomputed, decimals, expected):
    found = audit(claims_declared(article), cuadro_2(), products()).row(
        by_predicate=pl.col("claim") == claim, named=True
    )
    assert (found["said"], found["verdict"]) == (said, expected)
    assert round(found["recomputed"], decimals) == recomputed
    assert found["source"] == BCRP


def test_the_nearest_reading_of_the_articles_multiple_adds_others_and_truncates(article):
    table = audit(claims_declared(article), cuadro_2(), products())
    found = table.row(by_predicate=pl.col("claim") == "multiple_non_traditional", named=True)
    facts = json.loads(found["note_facts"])
    # 7,641 + 254 over 2,044 + 107 is 3.670.
    assert facts["reading"]["value"] == 3.67
    assert facts["other"] == {"group": "otros"}
    assert found["note_key"] == "claims.nearest_truncated_with"
    assert "Otros" in found["note"]


def test_the_articles_share_of_2010_leaves_others_out(article):
    table = audit(claims_declared(article), cuadro_2(), products())
    found = table.row(by_predicate=pl.col("claim") == "share_traditional_2010", named=True)
    assert json.loads(found["note_facts"])["reading"]["value"] == 78.36
    # Both departures that were tried are named, not only the one that fits.
    assert [each["group"] for each in json.loads(found["note_facts"])["tried"]] == ["no_tradicional", "otros"]


def test_a_sentence_without_a_figure_stands_beside_those_that_bear_on_it(article):
    table = audit(claims_declared(article), cuadro_2(), products())
    found = table.row(by_predicate=pl.col("claim") == "growth_non_traditional", named=True)
    assert (found["verdict"], found["said"], found["recomputed"]) == ("not_a_figure", None, None)
    values = [each["facts"]["value"]["value"] for each in json.loads(found["note_facts"])["figures"]]
    assert values == [14.1, 19.1, 29.4, 21.5]
    assert "14.1" in found["note"]


def test_the_article_in_three_languages(article):
    notes = [
        audit(claims_declared(article), cuadro_2(), products(), language=language).sort("position")["note"]
        for language in LANGUAGES
    ]
    assert len({tuple(each) for each in notes}) == 3
    assert "77.80%" in notes[1][5]
    assert "77,80" in notes[2][5]


def test_a_note_can_be_said_again_from_its_facts(article):
    table = audit(claims_declared(article), cuadro_2(), products(), language="pt")
    names = product_names(products(), "pt")
    for row in table.iter_rows(named=True):
        assert claim_note(row["note_key"], json.loads(row["note_facts"]), "pt", names) == row["note"]


def test_what_rests_on_preliminary_years_says_so(article):
    table = audit(claims_declared(article), cuadro_2(), products()).sort("position")
    assert table["preliminary"].to_list() == [True, True, True, False, False, True, True]


def test_rows_are_sorted_and_remember_their_place(article):
    table = audit(claims_declared(article), cuadro_2(), products())
    assert table["sentence_en"][0].startswith("Peru's")
    assert table["claim"].is_sorted()
    assert table.sort("position")["claim"][0] == "multiple_total"
    assert set(table["verdict"]) <= set(VERDICTS)


def test_every_verdict_has_its_word():
    assert {f"claims.verdict_{each}" for each in VERDICTS} <= set(sentence_keys())


@pytest.mark.parametrize(
    ("said", "expected"),
    [(74.5, "holds"), (74.6, "holds"), (74.4, "does_not_reproduce"), (74.55, "holds"), (74.54, "does_not_reproduce")],
)
def test_a_half_is_a_half(said, expected):
    # 1,491 of 2,000 is 74.55 % exactly: either way of rounding it to one decimal holds.
    found = verdict([(2005, "a", 1491), (2005, "b", 509)], said=said, group="a", year=2005)
    assert found["verdict"] == expected
    assert found["recomputed"] == 74.55


@pytest.mark.parametrize(
    ("said", "expected"),
    [(-14.5, "holds"), (-14.4, "holds_truncated"), (-14.6, "does_not_reproduce"), (14.5, "does_not_reproduce")],
)
def test_negative_figures_are_cut_towards_zero(said, expected):
    # Total exports of 2009: -14.485 %.
    found = verdict(None, said=said, formula="growth", group="total", **{"from": 2008, "to": 2009})
    assert found["verdict"] == expected


def test_a_fraction_is_not_taken_for_a_percentage():
    assert verdict(None, said=0.691, group="tradicional", year=2000)["verdict"] == "does_not_reproduce"


@pytest.mark.parametrize(
    ("claim", "recomputed"),
    [
        ({"formula": "value", "unit": "usd_million", "group": "total", "year": 2005}, 17368),
        ({"formula": "value", "unit": "usd_thousand_million", "group": "total", "year": 2005}, 17.368),
        ({"formula": "value", "unit": "usd", "group": "otros", "year": 2005}, 141e6),
        (
            {"formula": "ratio", "unit": "times", "group": "tradicional", "against": "no_tradicional", "year": 2010},
            27669 / 7641,
        ),
        (
            {"formula": "share_change", "unit": "points", "group": "no_tradicional", "from": 2000, "to": 2010},
            100 * (7641 / 35565 - 2044 / 6955),
        ),
        ({"formula": "growth", "group": "total", "from": 2008, "to": 2009}, 100 * (26962 / 31529 - 1)),
        ({"formula": "cagr", "group": "total", "from": 2000, "to": 2010}, 100 * ((35565 / 6955) ** 0.1 - 1)),
    ],
)
def test_every_formula_in_its_unit(claim, recomputed):
    found = verdict(None, said=0, **claim)
    assert found["recomputed"] == pytest.approx(recomputed, rel=1e-12)
    assert found["formula"] == claim["formula"]


def test_the_parts_of_a_sector_are_summed_and_compared_with_their_siblings():
    rows = [(2015, "tradicional/minero/cobre", 30), (2015, "tradicional/minero/oro", 20), (2015, "otros", 50)]
    declared = claims_declared(
        {
            "claim": [
                {
                    "id": "c",
                    **WORDS,
                    "formula": "value",
                    "unit": "usd",
                    "said": 50,
                    "year": 2015,
                    "group": "tradicional/minero/cobre",
                }
            ]
        }
    )
    found = audit(declared, trade(rows), products()).row(0, named=True)
    # 30 + 20 of gold is 50: another numerator.
    assert found["verdict"] == "holds_other_denominator"
    assert found["note_key"] == "claims.holds_with"


def test_a_total_may_hold_with_one_group_less():
    found = verdict(None, said=35311, formula="value", unit="usd_million", group="total", year=2010)
    assert (found["verdict"], found["note_key"]) == ("holds_other_denominator", "claims.holds_without")


@pytest.mark.parametrize(
    # 3.738 as declared, 3.670 with others, 5.156 with traditional exports.
    ("said", "key"),
    [(4.9, "claims.nearest_with"), (-5, "claims.nearest_with"), (3.9, "claims.nearest_declared")],
)
def test_what_nothing_reaches_names_the_nearest_reading(said, key):
    found = verdict(
        None, said=said, unit="times", formula="multiple", group="no_tradicional", **{"from": 2000, "to": 2010}
    )
    assert found["verdict"] == "does_not_reproduce"
    assert found["note_key"] == key


def test_the_total_is_the_whole_of_itself():
    assert verdict(None, said=100, group="total", year=2010)["verdict"] == "holds"
    found = verdict(None, said=90, group="total", year=2010)
    assert (found["note_key"], json.loads(found["note_facts"])["tried"]) == ("claims.nearest_declared", [])


def test_the_tolerance_may_be_declared():
    claim = {"said": 3.6, "unit": "times", "formula": "multiple", "group": "no_tradicional", "from": 2000, "to": 2010}
    assert verdict(None, **claim, tolerance=0.14)["verdict"] == "holds"
    assert verdict(None, **claim, tolerance=0.13)["verdict"] == "holds_other_denominator"


def test_decimals_may_be_declared_where_the_last_is_zero():
    claim = {"unit": "times", "formula": "multiple", "group": "tradicional", "from": 2000, "to": 2010}
    assert verdict(None, **claim, said=5.8)["verdict"] == "holds"
    assert verdict(None, **claim, said=5.8, decimals=2)["verdict"] == "does_not_reproduce"
    assert verdict(None, **claim, said=Decimal("5.80"))["verdict"] == "does_not_reproduce"


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"source": "INEI"}, "missing_source"),
        ({"year": 2011}, "missing_year"),
        ({"group": "servicios"}, "not_reported"),
    ],
)
def test_what_is_not_in_the_data_is_not_guessed(changed, reason):
    found = verdict(None, **{"said": 69.1, "group": "tradicional", "year": 2000, "source": BCRP, **changed})
    assert (found["verdict"], found["reason"], found["recomputed"]) == ("no_data", reason, None)
    assert found["note_key"] == f"claims.{reason}"


def test_months_that_are_missing_and_zeros_are_no_data():
    rows = [(2015, "a", 1), (2015, "b", 1), (2016, "a", 0), (2016, "b", 1)]
    declared = claims_declared(
        {"claim": [{"id": "c", **WORDS, "formula": "multiple", "said": 1, "group": "a", "from": 2015, "to": 2016}]}
    )
    partial = trade(rows).with_columns(complete=pl.col("year") < 2016)
    assert audit(declared, partial)["reason"].to_list() == ["incomplete_year"]
    backwards = trade([(4031 - year, product, value) for year, product, value in rows])
    assert audit(declared, backwards)["reason"].to_list() == ["no_exports"]


def test_a_sentence_whose_figures_are_not_there_says_so():
    figure = {"formula": "share", "group": "tradicional", "year": 1999}
    found = audit(claims_declared({"claim": [{"id": "c", **WORDS, "figure": [figure]}]}), cuadro_2(), products())
    assert found.select("verdict", "note_key", "reason").rows() == [
        ("not_a_figure", "claims.not_a_figure_alone", "missing_year")
    ]
    alone = audit(claims_declared({"claim": [{"id": "c", **WORDS}]}), cuadro_2(), products())
    assert alone["note_key"].to_list() == ["claims.not_a_figure_alone"]


def test_a_claim_that_leaves_two_sources_open_is_refused():
    table = pl.concat([cuadro_2(), cuadro_2("SUNAT")])
    declared = claims_declared(
        {"claim": [{"id": "c", **WORDS, "formula": "share", "said": 69.1, "group": "tradicional", "year": 2000}]}
    )
    with pytest.raises(BadStudy) as caught:
        audit(declared, table, products())
    assert "SUNAT" in caught.value.text("es")
    assert audit(declared, cuadro_2(), products())["verdict"].to_list() == ["holds"]


def test_rows_that_would_be_counted_twice_are_refused_here_too():
    nested = trade([(2000, "tradicional", 1), (2000, "tradicional/minero/oro", 1)])
    with pytest.raises(Refused):
        audit((), nested, products())


def test_no_claims_make_an_empty_table():
    assert audit((), cuadro_2(), products()).is_empty()


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(0, 3))
def test_a_share_said_as_it_is_rounded_holds_and_as_it_is_cut_holds_truncated(part, rest, decimals):
    exact = Decimal(100 * part) / Decimal(part + rest)
    grain = Decimal(1).scaleb(-decimals)
    rows = [(2015, "a", part), (2015, "b", rest)]
    claim = {"group": "a", "year": 2015, "decimals": decimals}
    assert verdict(rows, said=exact.quantize(grain), **claim)["verdict"] == "holds"
    cut = exact.quantize(grain, rounding="ROUND_DOWN")
    assert verdict(rows, said=cut, **claim)["verdict"] in {"holds", "holds_truncated"}


def test_the_order_of_rows_does_not_matter(article):
    declared = claims_declared(article)
    shuffled = cuadro_2().sample(fraction=1, shuffle=True, seed=3)
    assert audit(declared, cuadro_2(), products()).equals(audit(declared, shuffled, products()))


def test_a_quantity_is_written_in_its_unit():
    facts = {"recomputed": {"value": 1234.5, "unit": "usd_million", "decimals": 1}, "source": "x"}
    assert claim_note("claims.holds", facts, "es", {}) == say(
        "claims.holds", "es", source="x", recomputed="US$ 1,234.5 millones"
    )
