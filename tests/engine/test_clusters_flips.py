"""Where a verdict turns."""

from math import inf

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ayni.clusters.flips import price_flip, production_flip, share_flip, size_flip
from ayni.clusters.thresholds import chosen_thresholds
from ayni.clusters.verdicts import sizes_met
from ayni.measures.trend import theil_sen

LIMITS = chosen_thresholds()
AMOUNTS = st.floats(1, 1000)
# The roots of a quadratic of sums up to a few thousand.
CLOSE = 1e-6


def quotient(part, place, product, whole):
    return (part / place) / (product / whole)


def test_production_by_hand():
    # 30 of the place's 100, 60 of the nation's 1000: quotient .3 / .06 = 5.  With t = 5 it stands on the threshold.
    found = production_flip(part=30, place=100, product=60, whole=1000, threshold=5)
    assert found.at == pytest.approx(30)
    # With t = 4: -3 d^2 + (1030 - 640) d + 30000 - 24000 = 0: d = -13.907 is nearer to zero than 143.907.
    found = production_flip(part=30, place=100, product=60, whole=1000, threshold=4)
    assert found.at == pytest.approx(30 + (390 - (390**2 + 4 * 3 * 6000) ** 0.5) / 6)
    assert found.met_above


@given(AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS, st.floats(0.5, 4))
def test_at_the_production_found_the_quotient_is_the_threshold_and_turns(
    part, more_place, more_product, rest, threshold
):
    place, product, whole = part + more_place, part + more_product, part + more_place + more_product + rest
    found = production_flip(part=part, place=place, product=product, whole=whole, threshold=threshold)
    met = quotient(part, place, product, whole) >= threshold
    if found.at is None:
        assert found.met_above == met
        return
    change = found.at - part
    assert quotient(found.at, place + change, product + change, whole + change) == pytest.approx(threshold, rel=CLOSE)
    assume(abs(change) > 1e-3 * part)
    assert found.met_above == (met == (change < 0))


def test_a_quotient_of_one_at_the_threshold_of_one_turns_once():
    found = production_flip(part=10, place=100, product=40, whole=1000, threshold=1)
    assert (found.at, found.met_above) == (pytest.approx(40 * 90 / 930 * 1.0 + 0, rel=1), True)
    change = found.at - 10
    assert quotient(found.at, 100 + change, 40 + change, 1000 + change) == pytest.approx(1)


def price_quotient(price, tonnes, nation, place, whole):
    return quotient(tonnes * price, place + tonnes * price, nation * price, whole + nation * price)


def test_a_price_by_hand():
    # Half of the nation's 100 t in a place with a tenth of the value of all else: from 5 at no price towards 1.
    # p = (0.5 * 1000 - 2 * 100) / (50 * (2 - 1)) = 6.
    found = price_flip(tonnes=50, nation_tonnes=100, other_place=100, other_nation=1000, threshold=2)
    assert (found.at, found.met_above) == (pytest.approx(6), False)
    assert price_quotient(6, 50, 100, 100, 1000) == pytest.approx(2)


@given(AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS, st.floats(0.3, 4), st.floats(1e-3, 1e3))
def test_at_any_price_the_verdict_is_the_one_said(tonnes, more, place, rest, threshold, price):
    nation, whole = tonnes + more, place + rest
    found = price_flip(tonnes=tonnes, nation_tonnes=nation, other_place=place, other_nation=whole, threshold=threshold)
    here = price_quotient(price, tonnes, nation, place, whole)
    assume(abs(here - threshold) > 1e-9)
    met = here >= threshold
    if found.at is None:
        assert met == found.met_above
    else:
        assume(abs(price - found.at) > 1e-6 * found.at)
        assert met == (found.met_above == (price > found.at))


def test_a_place_without_anything_else_priced_starts_from_the_highest_quotient():
    found = price_flip(tonnes=50, nation_tonnes=100, other_place=0, other_nation=1000, threshold=2)
    assert (found.at, found.met_above) == (pytest.approx(10), False)
    assert price_flip(tonnes=5, nation_tonnes=10, other_place=0, other_nation=9, threshold=1).at is None


def test_a_threshold_of_one_is_met_or_missed_at_any_price():
    assert price_flip(tonnes=5, nation_tonnes=10, other_place=1, other_nation=9, threshold=1).met_above
    below = price_flip(tonnes=1, nation_tonnes=10, other_place=5, other_nation=9, threshold=1)
    assert (below.at, below.met_above) == (None, False)


YEARS = np.array([2003.0, 2005.0, 2006.0, 2007.0, 2009.0])


@given(st.lists(st.floats(0.05, 0.95), min_size=5, max_size=5), st.floats(-0.01, 0.01))
def test_at_the_share_found_the_slope_reaches_its_threshold_and_just_below_it_does_not(shares, threshold):
    series = np.array(shares)
    found = share_flip(years=YEARS, shares=series, next_year=2010, threshold=threshold)

    def slope(share):
        return theil_sen(years=np.append(YEARS, 2010.0), values=np.append(series, share)[None]).slope[0]

    if found.at is None:
        assert found.met_above == (slope(0.5) >= threshold)
    else:
        assert slope(found.at) >= threshold
        assert slope(found.at - 1e-9) < threshold


def test_a_share_by_hand_with_a_gap():
    # .1, .2, gap, .3 in 2000-2003; with v in 2004 the six slopes are .1, .0667, .05, (v-.1)/4, (v-.2)/3, v-.3.
    # v = .4: the last three are .075, .0667 and .1; sorted .05 .0667 .0667 .075 .1 .1, median .0708.
    years, shares = np.array([2000.0, 2001.0, 2002.0, 2003.0]), np.array([0.1, 0.2, np.nan, 0.3])
    middle = (1 / 15 + 0.075) / 2
    assert theil_sen(years=np.append(years, 2004), values=np.append(shares, 0.4)[None]).slope == pytest.approx([middle])
    found = share_flip(years=years, shares=shares, next_year=2004, threshold=middle)
    assert found.at == pytest.approx(0.4)


def test_one_more_year_may_not_be_enough():
    falling = np.array([0.9, 0.7, 0.5, 0.3, 0.1])
    found = share_flip(years=YEARS, shares=falling, next_year=2010, threshold=0.05)
    assert (found.at, found.met_above) == (None, False)


def test_sizes_by_hand():
    # 40 micro and 8 small: one larger establishment gives the third size.
    found = size_flip(counts=np.array([40, 8, 0, 0]), limits=LIMITS)
    assert (found.band, found.at) == (2, 1)
    # 40, 8 and 1: without that one it fails, so it is met from one on.
    found = size_flip(counts=np.array([40, 8, 1, 0]), limits=LIMITS)
    assert (found.band, found.at) == (2, 1)


def test_one_size_alone_may_not_turn_it():
    assert size_flip(counts=np.array([40, 0, 0, 0]), limits=LIMITS) is None


@given(st.lists(st.integers(0, 30), min_size=4, max_size=4))
def test_the_count_found_is_where_sizes_turn(counts):
    array = np.array(counts)
    assume(array.sum() > 0)
    found = size_flip(counts=array, limits=LIMITS)
    if found is None:
        return
    for count, met in ((found.at, True), (found.at - 1, False)):
        other = array.copy()
        other[found.band] = count
        assert bool(sizes_met(other, LIMITS)) is met


def test_infinity_is_no_price():
    found = price_flip(tonnes=1, nation_tonnes=2, other_place=1, other_nation=10, threshold=1 + 1e-15)
    assert found.at is None or found.at < inf
