"""Experience, adoption and savings within a plan: by hand, against closed formulas, properties, and what is refused."""

import copy

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.test_venture_plan import EXAMPLE, SAID, small

from ayni.cli import main
from ayni.venture.fields import BadVenture
from ayni.venture.learning import DEVIATE, below_cost, buyers
from ayni.venture.reading import plan_of, read_plan
from ayni.venture.sensitivity import sways
from ayni.venture.tables import told
from ayni.venture.telling import plan_lines
from ayni.venture.worth import money_by_period, split, streams, worths
from ayni.words import LANGUAGES

EXACT = 1e-9
# Quantiles over draws: 40,000 of them leave such a part of the spread.
DRAWN = 0.03
BASS = {"code": "buyers", "market": 100, "market_low": 100, "market_high": 100, "innovation": 0.03,
        "innovation_low": 0.03, "innovation_high": 0.03, "imitation": 0.38, "imitation_low": 0.38,
        "imitation_high": 0.38, **SAID}  # fmt: skip


def washing(ratio=0.8, low=0.8, high=0.8, **flow):
    """The small plan, in which each grower's 100 kg are washed at 1 a kilo, after 200 kg that were washed before."""
    model = small()
    model["curve"] = [{"code": "wash", "title": "Lavado", "ratio": ratio, "ratio_low": low, "ratio_high": high,
                       "before": 200, **SAID}]  # fmt: skip
    model["flow"].append({"title": "Lavado", "kind": "cost", "who": "group", "per": "grower", "activity": "sell",
                          "quantity": 100, "unit": "kg", "price": 1, "curve": "wash", **SAID, **flow})  # fmt: skip
    return model


def test_a_doubling_leaves_the_ratio_of_the_cost():
    # Two growers wash 200 kg in the first year: 400 in all when the second begins, one doubling of 200.
    plan = plan_of(washing())
    group = money_by_period(plan, streams(plan), split(plan, streams(plan))).group
    assert group == pytest.approx([400 - 50 - 200, 400 - 2 * 80])
    costs = told(plan, draws=5).unit_costs
    assert costs["unit_cost"].to_list() == pytest.approx([1, 0.8])


def test_a_smaller_coalition_learns_less():
    # A grower alone with the buyer has 300 kg when the second year begins: 1.5 times what was made before.
    model = washing()
    model["flow"][1]["price"] = 400
    plan = plan_of(model)
    left = 100 * 1.5 ** np.log2(0.8)
    assert worths(plan, streams(plan))[1, 1] == pytest.approx(400 - 50 - 100 + (400 - left) / 1.1)
    assert worths(plan, streams(plan))[2, 1] == pytest.approx(800 - 50 - 200 + (800 - 160) / 1.1)


def test_by_months_what_was_made_until_the_month_begins_counts():
    model = washing(every="month", quantity=50)
    model["plan"] |= {"step": "month", "starts": "2027-01", "periods": 3}
    plan = plan_of(model)
    costs = told(plan, draws=5).unit_costs["unit_cost"].to_list()
    assert costs == pytest.approx([1, 1.5 ** np.log2(0.8), 0.8])


def test_the_interval_of_the_curve_is_drawn_in_every_future():
    # Nothing else moves: the second year costs 160 exp(s z), one doubling on, s the spread of the ratio's logarithm.
    plan = plan_of(washing(0.8, 0.7, 0.9))
    found = told(plan, draws=40_000)
    spread = (np.log(0.9) - np.log(0.7)) / (2 * DEVIATE)
    group = found.years.filter(who="group").sort("year")
    assert group["low"].to_list() == pytest.approx([150, 400 - 160 * np.exp(1.645 * spread)], abs=160 * DRAWN)
    assert group["high"].to_list() == pytest.approx([150, 400 - 160 * np.exp(-1.645 * spread)], abs=160 * DRAWN)
    members = found.members.row(0, named=True)
    assert members["gain_low"] < members["gain"] < members["gain_high"]
    assert found.unit_costs.row(1, named=True)["low"] == pytest.approx(0.7)
    assert found.unit_costs.row(1, named=True)["high"] == pytest.approx(0.9)


@settings(deadline=None, max_examples=20)
@given(st.floats(0.5, 1.0), st.floats(0.5, 1.0))
def test_who_learns_faster_gains_more_and_who_does_not_learn_pays_the_same(one, other):
    fast, slow = sorted((one, other))
    gains = []
    for ratio in (fast, slow, 1.0):
        plan = plan_of(washing(ratio, ratio, ratio))
        gains.append(split(plan, streams(plan)).together)
    assert gains[0] >= gains[1] - EXACT >= gains[2] - 2 * EXACT
    plain = washing()
    del plain["flow"][-1]["curve"]
    assert gains[2] == pytest.approx(split(plan_of(plain), streams(plan_of(plain))).together)


def test_a_curve_is_fitted_to_readings_with_its_interval():
    # Costs on an 80 % curve but for a hundredth up and down: 10 x cumulative ** log2(0.8).
    model = washing()
    made = [100, 200, 400, 800]
    costs = [10 * each ** np.log2(0.8) * (1 + (-1) ** at / 100) for at, each in enumerate(made)]
    model["curve"] = [{"code": "wash", "volumes": made, "costs": costs, "costs_of": 2026, **SAID}]
    curve = plan_of(model).curves[0]
    assert curve.low < curve.ratio < curve.high
    assert (curve.ratio, curve.before, curve.points) == (pytest.approx(0.8, abs=0.01), 800, 4)


def selling(**adoption):
    """The small plan, whose sale is 2 a buyer and follows the buyers."""
    model = small()
    model["adoption"] = [{**BASS, **adoption}]
    model["flow"][1] |= {"quantity": 2, "price": 1, "adoption": "buyers"}
    return model


def share(years):
    """Part of the market that has bought after so many years."""
    return (1 - np.exp(-0.41 * years)) / (1 + 0.38 / 0.03 * np.exp(-0.41 * years))


def test_first_purchases_follow_the_curve_of_bass():
    plan = plan_of(selling())
    assert buyers(plan, plan.adoptions[0]) == pytest.approx([100 * share(1), 100 * (share(2) - share(1))])
    group = money_by_period(plan, streams(plan), split(plan, streams(plan))).group
    assert group == pytest.approx([2 * 2 * 100 * share(1) - 50, 2 * 2 * 100 * (share(2) - share(1))])


def test_who_buys_again_is_the_mean_of_the_year_and_nobody_buys_before_it_starts():
    plan = plan_of(selling(again=True, starts=2, before=3))
    assert buyers(plan, plan.adoptions[0]) == pytest.approx([0, 100 * (share(3) + share(4)) / 2])


def test_by_months_a_year_of_buyers_comes_in_the_months_of_the_flow():
    model = selling()
    model["plan"] |= {"step": "month", "starts": "2027-01", "periods": 24}
    model["flow"][1]["months"] = [3, 9]
    plan = plan_of(model)
    group = money_by_period(plan, streams(plan), split(plan, streams(plan))).group
    assert group[[2, 8]] == pytest.approx([200 * share(1)] * 2)
    assert group[[14, 20]] == pytest.approx([200 * (share(2) - share(1))] * 2)


def test_the_interval_of_the_market_is_drawn_in_every_future():
    # The market alone is uncertain, from 50 to 200: sales are those planned times exp(s z).
    plan = plan_of(selling(market_low=50, market_high=200))
    group = told(plan, draws=40_000).years.filter(who="group").sort("year")
    spread, sold = np.log(4) / (2 * DEVIATE), 400 * (share(2) - share(1))
    assert group["low"][1] == pytest.approx(sold * np.exp(-1.645 * spread), rel=DRAWN)
    assert group["high"][1] == pytest.approx(sold * np.exp(1.645 * spread), rel=DRAWN)


def test_a_diffusion_is_fitted_to_sales_with_its_interval():
    model = selling()
    sales = [1000 * float(share(at + 1) - share(at)) for at in range(9)]
    model["adoption"] = [{"code": "buyers", "sales": sales, **SAID}]
    found = plan_of(model).adoptions[0]
    assert found.value == pytest.approx((1000, 0.03, 0.38), rel=1e-3)
    assert (found.before, found.points) == (9, 9)
    assert all(low <= value <= high for low, value, high in zip(found.low, found.value, found.high, strict=True))


def test_a_plan_without_curves_draws_what_it_drew_before():
    plan = small()
    plan["factor"] = [{"code": "price", "deviation": 0.2}]
    plan["flow"][1]["price_factor"] = "price"
    curved = copy.deepcopy(plan)
    curved["curve"] = washing()["curve"]
    one, two = (told(plan_of(each), draws=200).members for each in (plan, curved))
    assert one.equals(two)


def test_a_price_below_the_path_of_its_cost_needs_a_written_reason():
    model = washing(price=2.5, activity="sell")
    model["flow"][1] |= {"quantity": 100, "unit": "kg", "price": 2.2}
    with pytest.raises(BadVenture) as refused:
        plan_of(model)
    assert refused.value.key == "bad_venture.below_cost"
    for language in LANGUAGES:
        assert "2.2" in refused.value.text(language) and "2.5" in refused.value.text(language)
    model["flow"][1]["below_cost"] = "El primer año se entra al mercado"
    plan = plan_of(model)
    # In the second year it costs 2: the price of 2.2 is above.
    assert [(each.flow, each.period) for each in below_cost(plan)] == [(1, 1)]
    for language in LANGUAGES:
        said = "\n".join(plan_lines(plan, told(plan, draws=5), language))
        assert "El primer año se entra al mercado" in said


def test_a_price_is_held_against_the_cost_of_its_own_activity_and_unit_or_of_the_curve_it_names():
    model = washing(price=2.5)
    model["flow"][1] |= {"quantity": 100, "unit": "saco", "price": 2.2}
    assert below_cost(plan_of(model)) == ()
    model["flow"][1]["curve"] = "wash"
    with pytest.raises(BadVenture, match="2\\.2"):
        plan_of(model)
    model["flow"][1]["price"] = 2.5
    assert below_cost(plan_of(model)) == ()


def saving(**more):
    model = small(**more)
    model["saving"] = [{"code": "drying", "title": "Secado", "who": "group", "planned": 30, **SAID}]
    return model


def test_a_saving_is_realised_only_once_it_was_measured():
    plain, planned = plan_of(small()), plan_of(saving())
    assert split(planned, streams(planned)).together == split(plain, streams(plain)).together
    rows = told(planned, draws=5).savings.to_dicts()
    assert [(row["planned"], row["realised"], row["reason"]) for row in rows] == [(30, None, "not_measured")] * 2
    model = saving()
    model["measured"] = [{"saving": "drying", "year": 1, "value": 20, "source": "Recibos de luz, acta 4"}]
    measured = plan_of(model)
    assert split(measured, streams(measured)).together == pytest.approx(split(plain, streams(plain)).together + 20)
    found = told(measured, draws=5)
    assert found.savings["realised"].to_list() == [20, None]
    assert found.savings["source"].to_list() == ["Recibos de luz, acta 4", ""]
    for language in LANGUAGES:
        said = "\n".join(plan_lines(measured, found, language))
        assert " 60" in said and " 20" in said


def test_a_saving_of_part_of_a_year_is_planned_in_part():
    model = saving(step="month", starts="2027-01", periods=18)
    model["saving"][0] |= {"starts": 7, "ends": 15}
    assert told(plan_of(model), draws=5).savings["planned"].to_list() == pytest.approx([15, 7.5])


WRONG = [
    ("missing", lambda m: m["curve"][0].pop("ratio_low")),
    ("missing", lambda m: m["curve"][0].pop("before")),
    ("number", lambda m: m["curve"][0].update(ratio=0)),
    ("interval", lambda m: m["curve"][0].update(ratio_high=0.7)),
    ("told_and_fitted", lambda m: m["curve"][0].update(volumes=[1, 2, 3], costs=[3, 2, 1])),
    ("curve_readings", lambda m: m.update(curve=[{"code": "wash", "volumes": [1, 2], "costs": [3, 2], **SAID}])),
    ("missing", lambda m: m.update(curve=[{"code": "wash", "volumes": [1, 2, 3], "costs": [3, 2, 1], **SAID}])),
    ("curve_falls", lambda m: m.update(curve=[{"code": "wash", "volumes": [3, 2, 1], "costs": [3, 2, 1],
                                               "costs_of": 2026, **SAID}])),
    ("curve_untold", lambda m: m.update(curve=[{"code": "wash", "volumes": [1, 1, 1], "costs": [3, 2, 1],
                                                "costs_of": 2026, **SAID}])),
    ("numbers", lambda m: m.update(curve=[{"code": "wash", "volumes": "1; 2", "costs": [1], **SAID}])),
    ("no_source", lambda m: m["curve"][0].pop("illustrative")),
    ("no_such", lambda m: m["flow"][3].update(curve="dry")),
    ("curve_of_a_cost", lambda m: m["flow"][2].update(curve="wash")),
    ("below_cost_of_an_income", lambda m: m["flow"][3].update(below_cost="Porque sí")),
    ("twice", lambda m: m["curve"].append(m["curve"][0])),
    ("code_of_another", lambda m: m.update(factor=[{"code": "wash", "deviation": 0.1}])),
    ("no_such", lambda m: m["flow"][1].update(adoption="buyers")),
    ("missing", lambda m: m.update(adoption=[{**BASS, "imitation": None}])),
    ("interval", lambda m: m.update(adoption=[{**BASS, "market_low": 200}])),
    ("told_and_fitted", lambda m: m.update(adoption=[{**BASS, "sales": [1, 2, 3, 4, 5]}])),
    ("sales_few", lambda m: m.update(adoption=[{"code": "b", "sales": [1, 2], **SAID}])),
    ("sales_untold", lambda m: m.update(adoption=[{"code": "b", "sales": [1, 2, 4, 8, 16], **SAID}])),
    ("adoption_a_year", lambda m: (m.update(adoption=[BASS]), m["flow"][1].update(adoption="buyers", every="once"))),
    ("no_such", lambda m: m.update(measured=[{"saving": "x", "year": 1, "value": 1, **SAID}])),
    ("whole", lambda m: m.update(saving=saving()["saving"],
                                 measured=[{"saving": "drying", "year": 3, "value": 1, **SAID}])),
    ("no_source", lambda m: m.update(saving=saving()["saving"],
                                     measured=[{"saving": "drying", "year": 1, "value": 1}])),
    ("measured_twice", lambda m: m.update(saving=saving()["saving"],
                                          measured=[{"saving": "drying", "year": 1, "value": 1, **SAID}] * 2)),
]  # fmt: skip


@pytest.mark.parametrize(("key", "spoil"), WRONG, ids=[f"{each[0]}-{at}" for at, each in enumerate(WRONG)])
def test_what_cannot_be_is_refused_with_its_place(key, spoil):
    model = washing()
    spoil(model)
    with pytest.raises(BadVenture) as refused:
        plan_of(model)
    assert refused.value.key == f"bad_venture.{key}"
    for language in LANGUAGES:
        assert refused.value.text(language)


def test_the_example_learns_by_washing_and_has_measured_no_saving_yet(tmp_path, capsys):
    plan = read_plan(EXAMPLE)
    assert [each.code for each in plan.curves] == ["washing"] and len(plan.savings) == 1
    assert main(["plan", str(EXAMPLE), "--out", str(tmp_path), "--draws", "50", "--language", "en"]) == 0
    said = capsys.readouterr().out
    assert "Experience in" in said and "realised, because they were measured: 0" in said
    assert (tmp_path / "savings.csv").exists() and (tmp_path / "unit_costs.csv").exists()


def test_what_practice_does_to_the_gain_stands_with_what_else_it_hangs_on():
    # With m times the ratio the second year costs 160 m, one doubling on; one future in ten lies beyond either end.
    plan = plan_of(washing(0.8, 0.7, 0.9))
    money = streams(plan)
    (sway,) = sways(plan, money, split(plan, money))
    spread = (np.log(0.9) - np.log(0.7)) / (2 * DEVIATE)
    assert (sway.factor, sway.high) == ("wash", pytest.approx(np.exp(1.2815515655446 * spread)))
    for multiple, gains in ((sway.low, sway.gain_low), (sway.high, sway.gain_high)):
        assert gains @ [2, 1] == pytest.approx(150 + (400 - 160 * multiple) / 1.1 - 200 * (1 + 1 / 1.1))
    # The gain of each is linear in the multiple: nothing is gained where the line through both ends says so.
    slope = (sway.gain_high - sway.gain_low) / (sway.high - sway.low)
    assert sway.break_even == pytest.approx(sway.low - sway.gain_low / slope)
    plan = plan_of(selling(market_low=50, market_high=200))
    money = streams(plan)
    (sway,) = sways(plan, money, split(plan, money))
    sold = 400 * (share(1) + (share(2) - share(1)) / 1.1)
    assert sway.gain_high @ [2, 1] == pytest.approx(sold * sway.high - 50 - 200 * (1 + 1 / 1.1))
    slope = (sway.gain_high - sway.gain_low) / (sway.high - sway.low)
    # The buyer gains with whatever number of buyers: its line meets zero below none of them.
    assert sway.break_even[0] == pytest.approx((sway.low - sway.gain_low / slope)[0])
    assert np.isnan(sway.break_even[1]) and (sway.low - sway.gain_low / slope)[1] < 0
