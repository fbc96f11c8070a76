"""How a gain is shared: textbook games, properties that define each rule, and a slower way to the same nucleolus."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.optimize import linprog

from ayni.venture import (
    constrained_equal_awards,
    constrained_equal_losses,
    equal_gain,
    leaving,
    nucleolus,
    nucleolus_by_types,
    proportional,
    shapley,
    shapley_by_types,
    shapley_sampled,
    stability,
    stability_by_types,
)
from ayni.venture.games import membership, sizes

# Worths are of the size of one to a hundred; sums of some thousand products round at about 1e-13 of that.
EXACT = 1e-9
# What linear programmes find before it is polished.
SOLVED = 1e-6

LEMAIRE = np.array([0, 46125, 17437.5, 69187.5, 5812.5, 53812.5, 30750, 90000])
AIRPORT = np.array([0, -1, -2, -2, -3, -3, -3, -3.0])
worths = st.integers(1, 6).flatmap(
    lambda n: arrays(np.float64, 1 << n, elements=st.floats(-100, 100, width=32)).map(
        lambda v: np.where(np.arange(v.size) == 0, 0, v)
    )
)


def estate(total, claims):
    """What the others leave of an estate once they took their claims (Aumann and Maschler 1985)."""
    inside = membership(len(claims))
    return np.maximum(0.0, total - (~inside * np.array(claims)).sum(axis=1))


@pytest.mark.parametrize(
    ("total", "expected"), [(100, (100 / 3,) * 3), (200, (50, 75, 75)), (300, (50, 100, 150))]
)  # fmt: skip
def test_the_estates_of_the_talmud_are_divided_by_the_nucleolus(total, expected):
    assert nucleolus(estate(total, (100, 200, 300))).shares == pytest.approx(expected, abs=SOLVED)


def test_the_investors_of_lemaire():
    assert shapley(LEMAIRE).shares == pytest.approx((51750, 25875, 12375), abs=SOLVED)
    found = nucleolus(LEMAIRE)
    assert found.shares == pytest.approx((52687.5, 24468.75, 12843.75), abs=SOLVED)
    assert found.method == "nucleolus"


def test_the_airport_of_three_runways():
    # Littlechild and Owen: the first part of the runway is paid by three, the next by two, the last by one.
    assert -shapley(AIRPORT).shares == pytest.approx((1 / 3, 1 / 3 + 1 / 2, 1 / 3 + 1 / 2 + 1), abs=EXACT)
    assert -nucleolus(AIRPORT).shares == pytest.approx((1 / 2, 3 / 4, 7 / 4), abs=SOLVED)


def test_a_pair_of_gloves_goes_to_the_scarce_hand():
    # One left glove, two right ones, a pair is worth 1. Shapley by hand 2/3, 1/6, 1/6; the core is (1, 0, 0).
    gloves = np.array([0, 0, 0, 1, 0, 1, 0, 1.0])
    assert shapley(gloves).shares == pytest.approx((2 / 3, 1 / 6, 1 / 6), abs=EXACT)
    assert nucleolus(gloves).shares == pytest.approx((1, 0, 0), abs=SOLVED)
    assert leaving(gloves, nucleolus(gloves).shares).none
    left = leaving(gloves, shapley(gloves).shares)
    assert left.coalitions.tolist() == [0b011, 0b101]
    assert left.excess == pytest.approx((1 / 6, 1 / 6), abs=EXACT)


def test_three_who_decide_by_majority_have_no_core_and_a_subsidy_of_one_half():
    # Any two are worth 1: x1 + x2 >= 1 for every pair, so that the three need 3/2.
    majority = np.array([0, 0, 0, 1, 0, 1, 1, 1.0])
    found = stability(majority)
    assert found.subsidy == pytest.approx(0.5, abs=SOLVED)
    assert found.shares == pytest.approx((0.5, 0.5, 0.5), abs=SOLVED)
    by_type = stability_by_types(np.array([0, 0, 1, 1.0]))
    assert by_type.subsidy == pytest.approx(0.5, abs=SOLVED)
    assert nucleolus(majority).shares == pytest.approx((1 / 3,) * 3, abs=SOLVED)


def test_where_the_members_alone_are_worth_more_the_prenucleolus_is_given_and_said():
    found = nucleolus([0, 2, 3, 1.0])
    assert found.method == "prenucleolus"
    # The two are equally aggrieved: 2 - x = 3 - (1 - x), x = 0.
    assert found.shares == pytest.approx((0, 1), abs=SOLVED)


def test_one_member_keeps_what_it_is_worth():
    assert shapley([0, 7.0]).shares == nucleolus([0, 7.0]).shares == 7


@settings(deadline=None)
@given(worths)
def test_the_shapley_value_is_the_mean_over_every_order(v):
    n = sizes(0).size and v.size.bit_length() - 1
    mean = np.zeros(n)
    orders = list(permutations(range(n)))
    for order in orders:
        inside = 0
        for member in order:
            mean[member] += v[inside | 1 << member] - v[inside]
            inside |= 1 << member
    assert shapley(v).shares == pytest.approx(mean / len(orders), abs=EXACT)


@settings(deadline=None)
@given(worths, st.floats(0.01, 1e6))
def test_both_share_all_and_a_change_of_currency_changes_nothing(v, rate):
    for rule in (shapley, nucleolus):
        found = rule(v)
        assert found.shares.sum() == pytest.approx(v[-1], abs=SOLVED)
        assert rule(v * rate).shares == pytest.approx(found.shares * rate, abs=SOLVED * max(1, rate), rel=SOLVED)


@settings(deadline=None)
@given(worths, st.randoms())
def test_members_who_change_places_change_shares(v, random):
    n = v.size.bit_length() - 1
    place = list(range(n))
    random.shuffle(place)
    moved = np.empty_like(v)
    for coalition in range(v.size):
        moved[sum(1 << place[member] for member in range(n) if coalition >> member & 1)] = v[coalition]
    for rule in (shapley, nucleolus):
        assert rule(moved).shares[place] == pytest.approx(rule(v).shares, abs=SOLVED)


@pytest.mark.parametrize("short", [1e-9, 5e-8, 9e-8])
def test_members_who_are_short_by_rounding_alone_get_their_worth(short):
    # Found by hypothesis: alone they are worth all but a hair more than together, and no programme had room.
    v = np.array([0, short, short, short, 1, 1 + short / 2, 1 + short / 2, 1 + short])
    found = nucleolus(v)
    assert found.method == "nucleolus"
    assert found.shares == pytest.approx([short, short, 1], abs=1e-6)
    assert found.shares.sum() == pytest.approx(v[-1])


@settings(deadline=None)
@given(worths, st.floats(-50, 50))
def test_a_member_who_adds_only_its_own_worth_gets_just_that(v, own):
    with_dummy = np.concatenate((v, v + own))
    for rule in (shapley, nucleolus):
        assert rule(with_dummy).shares[-1] == pytest.approx(own, abs=SOLVED)


@settings(deadline=None)
@given(st.data())
def test_shares_of_two_games_played_at_once_add_up(data):
    n = data.draw(st.integers(1, 5))
    v, w = (
        np.where(np.arange(1 << n) == 0, 0, data.draw(arrays(np.float64, 1 << n, elements=st.floats(-100, 100))))
        for _ in range(2)
    )
    assert shapley(v + w).shares == pytest.approx(shapley(v).shares + shapley(w).shares, abs=EXACT)


def slow_nucleolus(v):
    """Level by level, with each coalition tried for itself: bound when no best split gives it any more."""
    n = v.size.bit_length() - 1
    inside = membership(n).astype(float)
    alone = v[1 << np.arange(n)]
    low = [(each, None) if alone.sum() <= v[-1] + 1e-9 else (None, None) for each in alone]
    equal, right = [np.append(inside[-1], 0)], [v[-1]]
    free = list(range(1, v.size - 1))
    while free:
        a, b = np.column_stack((-inside[free], -np.ones(len(free)))), -v[free]
        bounds = [*low, (None, None)]
        best = linprog(np.append(np.zeros(n), 1), A_ub=a, b_ub=b, A_eq=equal, b_eq=right, bounds=bounds)
        level = best.x[-1]
        bound = []
        for coalition in free:
            most = linprog(
                np.append(-inside[coalition], 0), A_ub=a, b_ub=b + 1e-9, A_eq=[*equal, np.append(np.zeros(n), 1)],
                b_eq=[*right, level], bounds=bounds,
            )  # fmt: skip
            if most.status == 0 and inside[coalition] @ most.x[:n] <= v[coalition] - level + 1e-6:
                bound.append(coalition)
        for coalition in bound:
            rows = np.array([*equal, np.append(inside[coalition], 0)])
            if np.linalg.matrix_rank(rows) > len(equal):
                equal.append(rows[-1])
                right.append(v[coalition] - level)
        free = [each for each in free if each not in bound]
        if len(equal) == n or not bound:
            break
    return np.linalg.lstsq(np.array(equal)[:, :n], np.array(right), rcond=None)[0]


@settings(max_examples=40, deadline=None)
@given(st.integers(2, 4), st.integers(0, 10**6))
def test_a_slower_way_finds_the_same_nucleolus(n, seed):
    rng = np.random.default_rng(seed)
    v = np.round(rng.random(1 << n) * 10 * sizes(n))
    v[0] = 0
    assert nucleolus(v).shares == pytest.approx(slow_nucleolus(v), abs=1e-5)


@settings(max_examples=40, deadline=None)
@given(st.integers(2, 7), st.integers(0, 10**6))
def test_where_there_is_a_core_the_nucleolus_is_in_it(n, seed):
    # What all are worth is raised by the subsidy that makes a core.
    rng = np.random.default_rng(seed)
    v = rng.random(1 << n) * 100
    v[0] = 0
    v[-1] += stability(v).subsidy
    excess = leaving(v, nucleolus(v).shares).excess
    assert not excess.size or excess.max() < SOLVED * 100


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(1, 3), min_size=1, max_size=3), st.integers(0, 10**6))
def test_types_are_shared_with_as_their_members_one_by_one(counts, seed):
    rng = np.random.default_rng(seed)
    by_type = rng.random([each + 1 for each in counts]) * 10
    by_type.flat[0] = 0
    kind = np.repeat(np.arange(len(counts)), counts)
    inside = membership(kind.size)
    state = np.array([[(row & (kind == each)).sum() for each in range(len(counts))] for row in inside])
    v = by_type[tuple(state.T)]
    assert shapley_by_types(by_type).shares[kind] == pytest.approx(shapley(v).shares, abs=EXACT)
    assert nucleolus_by_types(by_type).shares[kind] == pytest.approx(nucleolus(v).shares, abs=SOLVED)
    assert stability_by_types(by_type).subsidy == pytest.approx(stability(v).subsidy, abs=SOLVED)


def test_thirty_growers_a_processor_and_an_exporter_share_all():
    growers, processor, exporter = np.indices((31, 2, 2))
    v = growers * (10 + 4 * processor + 3 * exporter + 6 * processor * exporter) - 0.05 * growers**2
    for rule in (shapley_by_types, nucleolus_by_types):
        assert rule(v).shares @ np.array([30, 1, 1]) == pytest.approx(v[-1, -1, -1], abs=SOLVED)


def test_drawn_orders_come_near_the_value_within_their_stated_error():
    rng = np.random.default_rng(1)
    v = rng.random(1 << 8) * sizes(8)
    v[0] = 0
    powers = 1 << np.arange(8)
    found = shapley_sampled(lambda inside: v[inside @ powers], members=8, orders=4000, rng=np.random.default_rng(2))
    assert found.shares.sum() == pytest.approx(v[-1], abs=EXACT)
    assert np.all(np.abs(found.shares - shapley(v).shares) < 4 * found.error)
    again = shapley_sampled(lambda inside: v[inside @ powers], members=8, orders=4000, rng=np.random.default_rng(2))
    assert np.array_equal(found.shares, again.shares)


def test_gains_in_proportion_and_alike():
    # Alone 10 and 20, together 60: a gain of 30. By kilos 1 to 2: 10 and 20 more; alike: 15 more each.
    alone = np.array([10.0, 20])
    assert proportional(total=60, alone=alone, weights=np.array([1.0, 2])).shares.tolist() == [20, 40]
    assert equal_gain(total=60, alone=alone).shares.tolist() == [25, 35]


@pytest.mark.parametrize(
    ("total", "expected"),
    [(0, (0, 0, 0)), (150, (50, 50, 50)), (300, (100, 100, 100)), (450, (100, 175, 175)), (600, (100, 200, 300))],
)
def test_equal_awards_stop_at_what_each_claims(total, expected):
    # Claims 100, 200, 300: up to 300 alike, then the first has all it claims.
    found = constrained_equal_awards(total=total, claims=np.array([100.0, 200, 300]))
    assert found.shares == pytest.approx(expected, abs=EXACT)


@settings(deadline=None)
@given(arrays(np.float64, st.integers(1, 8), elements=st.floats(0, 1000)), st.floats(0, 1))
def test_awards_add_up_and_nobody_gets_more_than_it_claims(claims, part):
    total = float(claims.sum()) * part
    found = constrained_equal_awards(total=total, claims=claims).shares
    assert found.sum() == pytest.approx(total, abs=EXACT * 1000)
    assert np.all(found <= claims)
    least = found[found < claims - EXACT]
    assert not least.size or np.ptp(least) < EXACT * 1000


@pytest.mark.parametrize("wrong", [[0, 1, 2], [1, 2], [0, np.nan], [0], [[0, 1]]])
def test_what_is_no_game_is_refused(wrong):
    for rule in (shapley, nucleolus, stability):
        with pytest.raises(ValueError, match="worth"):
            rule(wrong)


@pytest.mark.parametrize(
    ("total", "expected"), [(100, [0, 0, 100]), (200, [0, 50, 150]), (300, [0, 100, 200]), (450, [50, 150, 250])]
)
def test_equal_losses_of_the_estates_of_the_talmud(total, expected):
    # Claims of 100, 200 and 300: of 200, all lose 150 but the first, who claims less than that.
    found = constrained_equal_losses(total=total, claims=np.array([100.0, 200, 300]))
    assert found.shares == pytest.approx(expected, abs=EXACT)
    assert found.method == "constrained_equal_losses"


@settings(deadline=None, max_examples=60)
@given(st.lists(st.floats(0, 1000), min_size=1, max_size=9), st.floats(0, 1))
def test_equal_losses_add_up_lie_within_the_claims_and_are_the_dual_of_awards(told, part):
    claims = np.array(told)
    total = part * float(claims.sum())
    found = constrained_equal_losses(total=total, claims=claims).shares
    assert found.sum() == pytest.approx(total, abs=1e-6)
    assert (found >= -1e-6).all() and (found <= claims + 1e-6).all()
    # The dual: what is missing of claims is shared by equal awards.  Who claims more gets and loses no less.
    awards = constrained_equal_awards(total=float(claims.sum()) - total if part < 1 else 0.0, claims=claims).shares
    assert found == pytest.approx(claims - awards, abs=1e-6)
    order = np.argsort(claims, kind="stable")
    assert (np.diff(found[order]) >= -1e-6).all()
    with pytest.raises(ValueError, match="between zero"):
        constrained_equal_losses(total=-1.0, claims=claims)
