"""What members come to together, held against plain loops: nothing is counted twice."""

from collections import defaultdict
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ayni_web.series.readings.rolling import Told, owns_of, rolled, spread

PARTS = ["a", "b"]
VALUES = st.decimals(min_value=0, max_value=1000, places=2)
ROWS = st.lists(
    st.builds(Told, organisation=st.integers(0, 5), part=st.sampled_from(["", *PARTS]), value=VALUES,
              weight=st.decimals(min_value="0.01", max_value=100, places=2)),
    max_size=14, unique_by=lambda row: (row.organisation, row.part),
)  # fmt: skip


def by_loops(roll_up, rows, members):
    """The same by plain loops over a dictionary, with nothing shared with what is tested."""
    held = defaultdict(dict)
    for row in rows:
        held[row.organisation][row.part] = (row.value, row.weight)
    values, weights = [], []
    for member in set(members):
        told = held.get(member, {})
        if "" in told:
            values.append(told[""][0])
            weights.append(told[""][1])
        elif roll_up != "mean" and all(part in told for part in PARTS):
            weight = told["a"][1] + told["b"][1]
            total = told["a"][0] + told["b"][0]
            mean = (told["a"][0] * told["a"][1] + told["b"][0] * told["b"][1]) / weight
            values.append(total if roll_up == "sum" else mean)
            weights.append(weight)
    if not values:
        return None
    if roll_up == "sum":
        return sum(values)
    if roll_up == "mean":
        return sum(values) / len(values)
    return sum(value * weight for value, weight in zip(values, weights, strict=True)) / sum(weights)


@pytest.mark.parametrize("roll_up", ["sum", "mean", "weighted_mean"])
@given(rows=ROWS, members=st.lists(st.integers(0, 5), max_size=9))
def test_the_whole_is_that_of_plain_loops_whatever_links_a_member_is_in(roll_up, rows, members):
    found, expected = rolled(roll_up, PARTS, rows, members).value, by_loops(roll_up, rows, members)
    assert (found is None) == (expected is None)
    if expected is not None:
        assert float(found) == pytest.approx(float(expected), rel=1e-12)


@given(rows=ROWS, members=st.lists(st.integers(0, 5), max_size=9))
def test_each_member_told_or_is_missing_and_none_is_both(rows, members):
    found = rolled("sum", PARTS, rows, members)
    assert sorted([*found.told, *found.missing]) == sorted(set(members))


@given(rows=ROWS)
def test_twice_the_same_members_is_the_same_whole(rows):
    once, twice = (rolled("sum", PARTS, rows, list(range(6)) * times) for times in (1, 2))
    assert once == twice


def test_a_whole_and_its_parts_are_never_added():
    rows = [Told("x", "", Decimal(10)), Told("x", "a", Decimal(4)), Told("x", "b", Decimal(6)),
            Told("y", "a", Decimal(1)), Told("y", "b", Decimal(2)), Told("z", "a", Decimal(50))]  # fmt: skip
    found = rolled("sum", PARTS, rows, ["x", "y", "z"])
    assert (found.value, found.told, found.missing) == (Decimal(13), ["x", "y"], ["z"])
    assert found.parts == {"a": Decimal(5), "b": Decimal(8)}


def test_parts_that_are_not_their_whole_are_said():
    rows = [Told("x", "", Decimal(11)), Told("x", "a", Decimal(4)), Told("x", "b", Decimal(6))]
    assert rolled("sum", PARTS, rows, ["x"]).apart == ["x"]


def test_a_total_that_rises_while_most_lose_is_flagged():
    """One grows from 10 to 100, four fall from 10 to 9: the total goes from 50 to 136, and four of five lose."""
    before = owns_of("sum", [], [Told(n, "", Decimal(10)) for n in range(5)])
    now = owns_of("sum", [], [Told(n, "", Decimal(100 if n == 0 else 9)) for n in range(5)])
    found = spread("sum", "more", now, before)
    assert (found.median, found.compared, found.gained, found.lost, found.total_better) == (9, 5, 1, 4, True)
    assert found.few_gain
    assert not spread("sum", "less", now, before).few_gain
    assert not spread("sum", "neither", now, before).few_gain


def test_a_spread_is_worked_by_hand():
    """2, 4, 6, 8, 10: median 6, quarters 3 and 9; of a cost the worst quarter is the dear one."""
    now = owns_of("mean", [], [Told(n, "", Decimal(2 * n + 2)) for n in range(5)])
    assert (spread("mean", "more", now, {}).worst, spread("mean", "less", now, {}).worst) == (3, 9)
    assert spread("mean", "more", {}, {}).median is None
