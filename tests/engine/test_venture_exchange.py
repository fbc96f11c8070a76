"""A plan with prices in another currency: brought to its own by a rate that may come out otherwise."""

from dataclasses import replace

import numpy as np
import pytest

from ayni.venture.reading import plan_and_faults
from ayni.venture.tables import told
from ayni.venture.worth import money_by_period, split, streams
from ayni.words import LANGUAGES


def document(**flow):
    return {
        "plan": {"title": "Vender", "currency": "PEN", "starts": "2027", "periods": 5, "discount_rate": 0.1,
                 "prices": "constant", "prices_of": 2026, "rule": "equal_gain"},
        "type": [{"code": "grower", "count": 2}, {"code": "exporter", "count": 1}],
        "activity": [{"code": "export", "needs": {"grower": 1, "exporter": 1}}],
        "factor": [{"code": "exchange", "deviation": 0.08}, {"code": "price", "deviation": 0.2},
                   {"code": "yield", "deviation": 0.1}],
        "exchange": [{"currency": "USD", "worth": 3.75, "factor": "exchange", "source": "BCRP"}],
        "flow": [
            {"title": "Venta", "kind": "income", "who": "group", "activity": "export", "quantity": 100, "price": 8,
             "currency": "USD", "illustrative": True, **flow},
            {"title": "Solo", "kind": "income", "who": "grower", "alone": True, "price": 500, "illustrative": True},
        ],
    }  # fmt: skip


def read(told_as):
    plan, faults = plan_and_faults(told_as)
    assert not faults, [each.mistake.text("en") for each in faults]
    return plan


def test_a_price_in_dollars_is_that_in_soles_and_moves_with_the_rate():
    sale = read(document()).flows[0]
    assert (sale.price, sale.currency, sale.price_factor, sale.quantity_factor) == (30.0, "USD", "", "")
    assert sale.exchange_factor == "exchange"
    assert read(document(price_factor="price")).flows[0].exchange_factor == "exchange"
    assert read(document(price_factor="exchange")).flows[0].exchange_factor == ""


def test_a_price_a_harvest_and_a_rate_move_a_sale_together():
    plan = read(document(price_factor="price", quantity_factor="yield"))
    money = streams(plan)
    shared = split(plan, money)
    moved = money_by_period(plan, money, shared, {0: np.full(5, 0.9), 1: np.full(5, 1.2), 2: np.full(5, 0.5)}).group
    assert moved == pytest.approx(0.9 * 1.2 * 0.5 * money_by_period(plan, money, shared).group)
    # Logarithms that move by themselves add their squares: sqrt(0.08^2 + 0.2^2 + 0.1^2) of one year of many futures.
    one_year = document(price_factor="price", quantity_factor="yield")
    one_year["plan"]["periods"] = 1
    ends = told(read(one_year), draws=40_000).years.filter(who="group").row(0, named=True)
    spread = np.sqrt(0.08**2 + 0.2**2 + 0.1**2)
    assert np.log(ends["high"] / ends["low"]) == pytest.approx(2 * 1.6449 * spread, rel=0.03)


def test_the_figures_are_those_of_the_same_plan_told_in_its_own_currency():
    other = document(price=30, price_factor="exchange")
    del other["flow"][0]["currency"], other["exchange"]
    in_soles, in_dollars = (told(read(each)) for each in (other, document()))
    for name in ("members", "cash_flow", "sharing"):
        assert getattr(in_dollars, name).equals(getattr(in_soles, name)) if hasattr(in_dollars, name) else (
            in_dollars[name].equals(in_soles[name]))  # fmt: skip


def test_a_rate_that_does_not_move_moves_nothing():
    plain = document()
    del plain["exchange"][0]["factor"]
    sale = read(plain).flows[0]
    assert (sale.price, sale.exchange_factor) == (30.0, "")
    assert replace(sale, currency="") == replace(read(document(price=8)).flows[0], currency="", exchange_factor="")


@pytest.mark.parametrize(
    ("changed", "told_of"),
    [
        (lambda each: each["flow"][0].update(currency="EUR"), "EUR"),
        (lambda each: [each["exchange"][0].update(currency="PEN"), each["flow"][0].update(currency="PEN")], "PEN"),
        (lambda each: each["exchange"][0].update(worth=0), "worth"),
        (lambda each: each["exchange"][0].update(factor="frost"), "frost"),
        (lambda each: each["exchange"][0].pop("source"), "exchange"),
        (lambda each: each["exchange"].append(dict(each["exchange"][0])), "USD"),
    ],
)
def test_what_cannot_be_exchanged_is_told_in_every_language(changed, told_of):
    bad = document()
    changed(bad)
    plan, faults = plan_and_faults(bad)
    assert plan is None
    assert len(faults) == 1
    for language in LANGUAGES:
        assert told_of in faults[0].mistake.text(language)


def lent(**facts):
    told_as = document()
    told_as["factor"].append({"code": "interest", "deviation": 0.3})
    told_as["scenario"] = [
        {"code": "tight", "factors": {"interest": 1.5}},
        {"code": "weak", "factors": {"exchange": 1.2}},
    ]
    credit = {"kind": "credit", "who": "group", "amount": 100, "rate": 0.2, "periods": 4, "schedule": "straight"}
    told_as["financing"] = [{**credit, **facts}]
    return read(told_as)


def test_interest_that_rises_by_half_costs_half_of_it_more_and_repays_the_same():
    plan = lent(rate_factor="interest")
    fixed, moved = streams(lent()), streams(plan)
    planned = sum(each.amounts for each in moved) - sum(each.amounts for each in fixed)
    assert np.abs(planned).max() < 1e-9
    shared = split(plan, moved)
    dear = money_by_period(plan, moved, shared, {3: np.full(5, 1.5)}).group
    plain = money_by_period(plan, moved, shared).group
    # 100 at 20 %, a quarter repaid each year: interest 20, 15, 10, 5.
    assert dear - plain == pytest.approx([0, -10, -7.5, -5, -2.5])


def test_a_credit_in_dollars_moves_with_the_rate_of_exchange():
    plan = lent(currency="USD")
    assert plan.financing[0].amount == 375
    money = streams(plan)
    shared = split(plan, money)
    weak = money_by_period(plan, money, shared, {0: np.array([1, 1.2, 1.2, 1.2, 1.2])}).group
    plain = money_by_period(plan, money, shared).group
    sold = np.array([0, 1, 1, 1, 1]) * 0.2 * 100 * 30
    assert weak - plain == pytest.approx(sold - 0.2 * 3.75 * np.array([0, 45, 40, 35, 30]))


def test_only_the_interest_of_a_credit_moves():
    bad = document()
    bad["financing"] = [{"kind": "grant", "who": "group", "amount": 5, "rate_factor": "price"}]
    _, (fault,) = plan_and_faults(bad)
    assert all("rate_factor" in fault.mistake.text(language) for language in LANGUAGES)
