"""Codes of countries as sources of trade write them."""

import pytest

from ayni.codes.countries import country_codes, country_of


@pytest.mark.parametrize(
    ("code", "country"),
    [
        ("PE", "PE"), ("PER", "PE"), ("604", "PE"), ("saper", "PE"),
        ("842", "US"), ("840", "US"), ("490", "TW"), ("251", "FR"), ("ROU", "RO"), ("COD", "CD"),
        # Czechoslovakia and Serbia with Montenegro are several; East Germany is not Germany; the rest are groups.
        ("200", None), ("891", None), ("278", None), ("058", None), ("711", None), ("697", None),
        ("per", None), ("", None),
    ],
)  # fmt: skip
def test_a_code_is_brought_to_its_country_or_to_none(code, country):
    assert country_of(code) == country


def test_every_country_has_three_letters_and_figures_that_lead_to_it():
    codes = country_codes()
    for country in {code for code in codes if len(code) == 2} & {codes[code] for code in codes if code.isdigit()}:
        assert any(len(code) == 3 and code.isalpha() for code, meant in codes.items() if meant == country)
