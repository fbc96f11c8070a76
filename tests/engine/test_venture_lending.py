"""What a lender asks of a plan: schedules, cover ratios, what is left, against figures worked by hand."""

from pathlib import Path

import numpy as np
import pytest

from ayni.venture.flows import financing_amounts, yearly
from ayni.venture.lending import lending
from ayni.venture.reading import document_of, plan_of
from ayni.venture.worth import split, streams

# Amounts of some hundreds, added up in another order.
NEAR = 1e-9
SAID = {"illustrative": True}


def document(**more):
    """Two growers sell together over four years: 500 a year, cost 300, a press of 400 of which 300 is lent at 10 %."""
    return {
        "plan": {"title": "Prensa", "currency": "PEN", "starts": "2027", "step": "year", "periods": 4,
                 "discount_rate": 0.1, "prices": "constant", "prices_of": 2026, "rule": "equal_gain", **more},
        "type": [{"code": "grower", "title": "Productor", "count": 2}],
        "activity": [{"code": "press", "title": "Prensar", "needs": {"grower": 2}}],
        "flow": [
            {"title": "Chacra", "kind": "income", "who": "grower", "alone": True, "price": 40, **SAID},
            {"title": "Venta", "kind": "income", "who": "group", "activity": "press", "price": 500,
             "price_factor": "price", **SAID},
            {"title": "Grano", "kind": "cost", "who": "grower", "activity": "press", "price": 150, **SAID},
            {"title": "Prensa", "kind": "investment", "who": "group", "activity": "press", "price": 400,
             "every": "once", **SAID},
        ],
        "financing": [
            {"kind": "credit", "who": "group", "amount": 300, "at": 1, "rate": 0.1, "periods": 2,
             "schedule": "straight"},
            {"kind": "own", "who": "grower", "amount": 50, "at": 1},
        ],
        "factor": [{"code": "price", "title": "Precio", "deviation": 0.2}],
        "scenario": [{"code": "bad", "title": "Precio bajo", "factors": {"price": [1.0, 0.7]}}],
    }  # fmt: skip


def found(told):
    plan = plan_of(told)
    money = streams(plan)
    return plan, lending(plan, money, split(plan, money))


def test_a_credit_is_drawn_and_repaid_year_by_year():
    # 300 in year 1; then 150 a year, with interest on 300 and on 150.
    _, told = found(document())
    (credit,) = told.credits
    assert credit.drawn == pytest.approx([300, 0, 0, 0], abs=NEAR)
    assert credit.repaid == pytest.approx([0, 150, 150, 0], abs=NEAR)
    assert credit.interest == pytest.approx([0, 30, 15, 0], abs=NEAR)
    assert credit.owed == pytest.approx([300, 150, 0, 0], abs=NEAR)
    assert told.own == 100


def test_what_is_available_over_what_is_paid_is_the_cover():
    # 500 less twice 150 is 200 a year: 200 / 180 and 200 / 165; the year without payments has no ratio.
    _, told = found(document())
    base = told.covers[0]
    assert base.available == pytest.approx([200] * 4, abs=NEAR)
    assert base.ratio[1:3] == pytest.approx([200 / 180, 200 / 165], abs=NEAR)
    assert np.isnan(base.ratio[[0, 3]]).all()
    assert base.least == pytest.approx(200 / 180, abs=NEAR)
    # Each would have 40 alone: of 200, 120 is what the plan adds.
    assert base.added[1:3] == pytest.approx([120 / 180, 120 / 165], abs=NEAR)
    assert base.least_added == pytest.approx(120 / 180, abs=NEAR)
    # In year 2, 20 of 500 may be missing.
    assert told.cushion == pytest.approx(20 / 500, abs=NEAR)


def test_an_adverse_future_has_its_own_cover():
    # From year 2 on 350 less 300 leaves 50.
    _, told = found(document())
    bad = told.covers[1]
    assert bad.title == "Precio bajo"
    assert bad.available == pytest.approx([200, 50, 50, 50], abs=NEAR)
    assert bad.least == pytest.approx(50 / 180, abs=NEAR)
    assert bad.worth < told.covers[0].worth


def test_worth_before_credits_is_what_the_plan_adds():
    # Added: 200 - 2 x 40 = 120 a year, less 400 at first; at 10 %: -280 + 120/1.1 + 120/1.21 + 120/1.331.
    _, told = found(document())
    assert told.worth == pytest.approx(-280 + 120 / 1.1 + 120 / 1.21 + 120 / 1.331, abs=1e-6)
    # A credit at the rate of the plan changes nothing of what it is worth.
    assert told.covers[0].worth == pytest.approx(told.worth, abs=1e-6)
    # The first year stands at its start: -280, -160, -40, 80.
    assert told.payback == pytest.approx(2 + 40 / 120, abs=1e-6)


def test_tax_is_paid_before_the_credit():
    _, told = found(document(tax=0.1))
    assert (told.tax >= 0).all()
    assert told.tax.sum() > 0
    assert told.income - told.costs - told.tax == pytest.approx(told.covers[0].available, abs=NEAR)


def test_a_plan_without_credit_has_no_cover():
    told = document()
    told["financing"] = []
    _, none = found(told)
    assert none.credits == ()
    assert np.isnan(none.covers[0].least)
    assert np.isnan(none.cushion)


def test_what_is_owed_when_the_plan_ends_is_repaid_in_it():
    told = document()
    told["financing"][0].update(periods=10)
    plan, found_ = found(told)
    (credit,) = found_.credits
    assert credit.owed[-1] == pytest.approx(0, abs=NEAR)
    assert credit.repaid.sum() == pytest.approx(300, abs=NEAR)
    amounts = yearly(plan, financing_amounts(plan, plan.financing[0]))
    assert credit.drawn - credit.interest - credit.repaid == pytest.approx(amounts, abs=NEAR)


def test_the_example_is_read_as_a_lender_reads_it():
    path = Path(__file__).parents[2] / "examples" / "quinoa" / "plan.toml"
    plan, told = found(document_of(path.read_bytes(), path.name))
    lent = sum(each.told.amount * each.takers for each in told.credits)
    assert sum(each.repaid.sum() for each in told.credits) == pytest.approx(lent, rel=1e-9)
    assert len(told.covers) == 1 + len(plan.scenarios)
    assert (told.investment >= 0).all()
