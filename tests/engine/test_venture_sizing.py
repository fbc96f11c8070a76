"""How many members a plan bears, by its own flows: worked by hand, whatever the currency, and what is refused."""

import copy
import tomllib
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.test_venture_plan import SAID, small

from ayni.venture.reading import plan_and_faults, plan_of, read_plan
from ayni.venture.size_words import Teller, all_lines, size_facts
from ayni.venture.sizing import duplicates, gains_by_size, sized
from ayni.venture.tables import told
from ayni.venture.worth import a_year, split, streams
from ayni.words import LANGUAGES, say

EXAMPLE = Path(__file__).parents[2] / "examples" / "quinoa" / "plan.toml"
# Sums of a few amounts of some hundreds.
EXACT = 1e-9


def coordinated(each=10, pair=5, **more):
    """The small plan, in which another grower brings 100 a year beyond what it has alone."""
    return small() | {"coordination": [{"who": "grower", "each": each, "pair": pair, "most": 40, **SAID, **more}]}


def able():
    """What two growers, a buyer and a store can do."""
    model = small()
    model["type"].append({"code": "store", "count": 1})
    model["activity"][0]["needs"]["store"] = 1
    model["skill"] = [
        {"code": "grow", "levels": {"grower": 0.9}, **SAID},
        {"code": "sell", "levels": {"buyer": 0.8, "store": 0.5}, **SAID},
    ]
    return model


def test_the_best_number_by_hand():
    # Each grower sells 200 in place of 100; the equipment of 50 at once is 50 / 1.90909 = 26.19 a year.  So n growers
    # gain 100 n - 26.19, and coordinating them costs 10 n + 5 n (n - 1) / 2: most at (100 - 10) / 5 + 1/2 = 18.5.
    plan = plan_of(coordinated())
    (found,) = sized(plan, streams(plan))
    once = 50 / (1 + 1 / 1.1)
    assert found.gain[:3] == pytest.approx([0, 100 - once, 200 - once])
    assert found.best.members == 18
    assert found.best.net[18:20] == pytest.approx([90 * 18 - 5 * 18 * 17 / 2 - once] * 2)
    # Now two: 16 fewer than the best.
    rows = told(plan, draws=5).sizes.filter(type="grower")
    now = rows.filter("now").row(0, named=True)
    assert (now["members"], now["coordination"]) == (2, 25)
    assert now["off"] == pytest.approx(found.best.net[18] - (200 - once - 25))


def test_what_is_left_today_is_the_same_whichever_type_is_looked_at():
    model = coordinated()
    model["coordination"].append({"who": "buyer", "each": 7, "pair": 2, **SAID})
    plan = plan_of(model)
    growers, buyers = sized(plan, streams(plan))
    assert growers.best.net[2] == pytest.approx(buyers.best.net[1], abs=EXACT)
    # Where the group does nothing together there is nothing to coordinate.
    assert (growers.cost[0], buyers.cost[0], buyers.best.members) == (0, 0, 1)


def test_the_gain_of_todays_numbers_is_what_the_members_gain():
    plan = read_plan(EXAMPLE)
    money = streams(plan)
    agreed = split(plan, money)
    gain = agreed.together - float(agreed.alone @ [30, 1, 1])
    assert gains_by_size(plan, money, 0, 31)[30] == pytest.approx(float(a_year(plan, gain)))


@settings(deadline=None, max_examples=25)
@given(st.floats(0.01, 1000), st.floats(0, 50), st.floats(0, 20))
def test_another_currency_changes_no_number_of_members(rate, each, pair):
    model = coordinated(each, pair)
    other = copy.deepcopy(model)
    for row in other["flow"]:
        row["price"] *= rate
    other["coordination"][0] |= {"each": each * rate, "pair": pair * rate}
    one, two = (sized(plan_of(one), streams(plan_of(one)))[0] for one in (model, other))
    assert two.best.net == pytest.approx(one.best.net * rate, rel=1e-9, abs=1e-9 * rate * 1e4)
    assert one.best.net[two.best.members] == pytest.approx(one.best.net[one.best.members], rel=1e-9)


@settings(deadline=None, max_examples=25)
@given(st.floats(0, 60), st.floats(0, 30), st.floats(0, 30))
def test_dearer_coordination_never_asks_for_more_members(each, pair, more):
    (one,), (two,) = (
        sized(plan_of(model), streams(plan_of(model)))
        for model in (coordinated(each, pair), coordinated(each, pair + more))
    )
    assert two.best.members <= one.best.members
    assert np.all(two.best.net <= one.best.net + EXACT)


def test_without_a_cost_of_coordination_the_best_is_as_many_as_were_looked_at():
    plan = plan_of(coordinated(0, 0))
    (found,) = sized(plan, streams(plan))
    assert found.best.members == 40
    assert found.best.net == pytest.approx(found.gain)


def test_a_type_of_which_nobody_told_what_coordinating_costs_is_a_row_with_its_reason():
    rows = told(plan_of(coordinated()), draws=5).sizes.filter(type="buyer")
    assert rows.height == 1
    assert rows.row(0, named=True) == {
        "type": "buyer", "members": None, "gain": None, "coordination": None, "net": None, "off": None, "best": None,
        "flat": None, "now": None, "reason": "no_coordination", "currency": "PEN",
    }  # fmt: skip
    assert told(plan_of(small()), draws=5).sizes["reason"].to_list() == ["no_coordination"] * 2


def test_who_does_what_is_done_already_adds_nothing():
    plan = plan_of(small())
    growers, buyers = duplicates(plan, streams(plan))
    once = 50 / (1 + 1 / 1.1)
    # A grower more or fewer is 100 a year; a second buyer nothing, and without the first all is lost.
    assert (growers.less, growers.more) == pytest.approx((100, 100))
    assert (buyers.less, buyers.more) == pytest.approx((200 - once, 0), abs=EXACT)
    assert np.isnan(growers.one)
    assert growers.covered_by == -1


def test_skills_by_hand():
    # Of 0.9 + 0.8: one of two growers less loses nothing, both 0.9 / 1.7; the buyer 0.8 - 0.5 of it, the store nothing.
    rows = told(plan_of(able()), draws=5).duplicates
    assert rows["one"].to_list() == pytest.approx([0, 0.3 / 1.7, 0])
    assert rows["all"].to_list() == pytest.approx([0.9 / 1.7, 0.3 / 1.7, 0])
    assert rows["covered_by"].to_list() == [None, None, "buyer"]
    assert set(told(plan_of(small()), draws=5).duplicates["reason"]) == {"no_skills"}


@pytest.mark.parametrize(
    ("key", "spoil"),
    [
        ("number", lambda m: m["coordination"][0].update(each=-1)),
        ("number", lambda m: m["coordination"][0].update(pair=-0.5)),
        ("number", lambda m: m["coordination"][0].update(pair=float("nan"))),
        ("missing", lambda m: m["coordination"][0].pop("each")),
        ("missing", lambda m: m["coordination"][0].pop("who")),
        ("no_such", lambda m: m["coordination"][0].update(who="miner")),
        ("no_such", lambda m: m["coordination"][0].update(who="group")),
        ("whole", lambda m: m["coordination"][0].update(most=1)),
        ("whole", lambda m: m["coordination"][0].update(most=10**9)),
        ("no_source", lambda m: m["coordination"][0].pop("illustrative")),
        ("unknown", lambda m: m["coordination"][0].update(colour="red")),
        ("twice", lambda m: m["coordination"].append(dict(m["coordination"][0]))),
        ("not_rows", lambda m: m.update(coordination={"who": "grower"})),
        ("no_such", lambda m: m.update(skill=[{"code": "sell", "levels": {"miner": 1}, **SAID}])),
        ("level", lambda m: m.update(skill=[{"code": "sell", "levels": {"buyer": 1.5}, **SAID}])),
        ("level", lambda m: m.update(skill=[{"code": "sell", "levels": {"buyer": True}, **SAID}])),
        ("by_code", lambda m: m.update(skill=[{"code": "sell", "levels": 1, **SAID}])),
        ("twice", lambda m: m.update(skill=[{"code": "sell", "levels": {}, **SAID}] * 2)),
        ("no_source", lambda m: m.update(skill=[{"code": "sell", "levels": {}}])),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(key, spoil):
    model = coordinated()
    spoil(model)
    plan, faults = plan_and_faults(model)
    assert plan is None
    assert [fault.mistake.key for fault in faults] == [f"bad_venture.{key}"]
    assert all(faults[0].mistake.text(language) for language in LANGUAGES)


def lines(model, language):
    plan = plan_of(model)
    tell = Teller(lambda key, **facts: say(key, language, **facts), str, str, str)
    return list(all_lines(size_facts(plan, told(plan, draws=5)), tell))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_way_it_can_come_out_is_said(language):
    fewer, more, best = coordinated(), coordinated(each=0, pair=60), coordinated(each=0, pair=60)
    more["type"][0]["count"], best["type"][0]["count"] = 3, 2
    nothing, loss = coordinated(each=10_000), small()
    loss["flow"][1]["price"] = 1
    # One wide enough that several numbers are alike, one that has no other, one without end.
    said = [lines(model, language) for model in (fewer, more, best, nothing, loss, coordinated(0, 0), able())]
    assert all(line for each in said for line in each)
    assert len({"\n".join(each) for each in said}) == len(said)


def test_very_many_members_are_drawn_around_the_best_or_not_at_all():
    model = coordinated(pair=0.4)
    model["coordination"][0]["most"] = 5000
    plan = plan_of(model)
    (row,) = size_facts(plan, told(plan, draws=5))["judged"]
    # (100 - 10) / 0.4 + 1/2 = 225.5, and today 2.
    assert row["best"] == 225
    assert [row["points"][at][0] for at in (0, -1)] == [0, 325] if row["points"] else True
    model["coordination"][0]["pair"] = 0.01
    plan = plan_of(model)
    assert size_facts(plan, told(plan, draws=5))["judged"][0]["points"] == []


def test_the_example_is_judged_and_told():
    model = tomllib.loads(EXAMPLE.read_text(encoding="utf-8"))
    sizes = told(plan_of(model), draws=5).sizes
    assert sizes.filter(pl.col("best"))["type"].to_list() == ["grower", "processor"]
    del model["coordination"]
    assert set(told(plan_of(model), draws=5).sizes["reason"]) == {"no_coordination"}


def test_a_group_that_is_too_small_to_pay_for_its_coordination_says_so():
    # Two growers gain 173.8 a year; 90 each are 180, and a pair 0.1: 6.3 more than that.  With 40, 400 more would be.
    said = lines(coordinated(each=90, pair=0.1), "en")[0]
    assert "coordinating costs more than is gained together" in said
    assert "coordinating costs more than is gained together" not in lines(coordinated(), "en")[0]


def test_who_is_said_to_do_nothing_is_told_nothing_of_skills():
    model = small() | {"skill": [{"code": "sell", "levels": {"buyer": 0.8}, **SAID}]}
    growers, buyers = lines(model, "en")[2:4]
    assert "can do" not in growers
    assert "can do" in buyers
