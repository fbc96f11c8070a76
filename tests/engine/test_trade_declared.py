"""Faults in a file of claims: each is a sentence that names the claim and what to write."""

import pytest

from ayni.errors import BadStudy, UnknownName
from ayni.trade.declared import FORMULAS, claims_declared
from ayni.words import LANGUAGES

CLAIM = {
    "id": "c",
    "section": "1",
    "es": "x",
    "en": "x",
    "pt": "x",
    "said": 5.7,
    "formula": "multiple",
    "group": "total",
    "from": 2000,
    "to": 2010,
}


def declared(**changed):
    claim = {key: value for key, value in {**CLAIM, **changed}.items() if value is not None}
    return claims_declared({"claim": [claim]})[0]


def test_a_claim_as_it_is_declared():
    claim = declared(source="BCRP")
    assert (str(claim.said), claim.source, claim.tolerance) == ("5.7", "BCRP", None)
    figure = claim.figures[0]
    assert (figure.years, figure.unit, figure.decimals) == ((2000, 2010), "times", 1)


def test_figures_inherit_their_source_from_the_claim():
    figure = {"formula": "share", "group": "otros", "year": 2005, "source": "SUNAT"}
    claim = {
        "id": "c",
        "section": "1",
        "es": "x",
        "en": "x",
        "pt": "x",
        "source": "BCRP",
        "vintage": "v",
        "figure": [figure, {**figure, "source": "BCRP", "decimals": 2}],
    }
    first, other = claims_declared({"claim": [claim]})[0].figures
    assert (first.source, first.vintage, first.decimals) == ("SUNAT", "v", 1)
    assert (other.source, other.decimals) == ("BCRP", 2)


@pytest.mark.parametrize(("said", "decimals"), [(5, 0), (5.7, 1), (5.0, 1), (17.368, 3)])
def test_decimals_are_counted_as_they_are_written(said, decimals):
    assert declared(said=said).figures[0].decimals == decimals


@pytest.mark.parametrize(
    ("changed", "key"),
    [
        ({"id": None}, "missing_key"),
        ({"pt": None}, "missing_key"),
        ({"section": None}, "missing_key"),
        ({"group": None}, "missing_key"),
        ({"formula": None}, "missing_key"),
        ({"to": None}, "missing_key"),
        ({"es": "  "}, "not_a_text"),
        ({"group": 5}, "not_a_text"),
        ({"said": "5.7"}, "not_a_number"),
        ({"said": True}, "not_a_number"),
        ({"said": float("nan")}, "not_a_number"),
        ({"tolerance": "half"}, "not_a_number"),
        ({"from": 2000.5}, "not_a_whole_number"),
        ({"decimals": True}, "not_a_whole_number"),
        ({"decimals": 9}, "decimals"),
        ({"from": 2010, "to": 2000}, "years"),
        ({"from": 2010, "to": 2010}, "years"),
        ({"year": 2005}, "years"),
        ({"against": "otros"}, "against"),
        ({"formula": "ratio", "from": None, "to": None, "year": 2005}, "against"),
        ({"figure": []}, "figure_and_said"),
        ({"said": None, "formula": None, "figure": {"formula": "share"}}, "not_tables"),
        ({"figura": 1}, "unknown_key"),
    ],
)
def test_a_faulty_claim_is_refused_with_a_sentence(changed, key):
    with pytest.raises(BadStudy) as caught:
        declared(**changed)
    assert caught.value.key == f"claims.{key}"
    assert all(caught.value.text(language) for language in LANGUAGES)


def test_an_unknown_formula_lists_those_that_exist():
    with pytest.raises(UnknownName) as caught:
        declared(formula="promedio")
    assert all(name in caught.value.text("es") for name in ("promedio", *FORMULAS))


def test_a_unit_that_the_formula_does_not_have_lists_its_own():
    with pytest.raises(UnknownName) as caught:
        declared(unit="percent")
    assert "times" in caught.value.text("pt")


def test_two_claims_of_one_name_are_refused():
    with pytest.raises(BadStudy) as caught:
        claims_declared({"claim": [CLAIM, CLAIM]})
    assert caught.value.key == "claims.repeated"


@pytest.mark.parametrize("document", [{"claims": []}, {"claim": {}}, {"claim": ["x"]}])
def test_another_document_is_refused(document):
    with pytest.raises(BadStudy):
        claims_declared(document)


def test_a_document_without_claims_has_none():
    assert claims_declared({}) == ()
