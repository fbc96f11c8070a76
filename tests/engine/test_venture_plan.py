"""A plan from its file to its tables: by hand, against a plain recomputation, properties, and all that is refused."""

import copy
import csv
import re
import tomllib
from pathlib import Path
from typing import get_args

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ayni.cli import main
from ayni.venture.flows import yearly
from ayni.venture.plan import Rule
from ayni.venture.reading import plan_and_faults, plan_of, read_plan
from ayni.venture.sensitivity import sways
from ayni.venture.tables import told
from ayni.venture.worth import BadVenture, a_year, after_tax, counts, money_by_period, split, streams, worths
from ayni.words import LANGUAGES

EXAMPLE = Path(__file__).parents[2] / "examples" / "quinoa" / "plan.toml"
CENT = 0.005
SAID = {"illustrative": True}


def small(**head):
    """Two growers and a buyer over two years at 10 %.

    Alone a grower earns 100 a year, the buyer nothing.  Together the group sells for 200 a grower each year, and pays
    50 at once: today (first year undiscounted) 2 x 200 x (1 + 1/1.1) - 50.
    """
    return {
        "plan": {"title": "Dos y uno", "currency": "PEN", "starts": "2027", "step": "year", "periods": 2,
                 "discount_rate": 0.1, "prices_of": 2026, "rule": "equal_gain", **head},
        "type": [{"code": "grower", "count": 2}, {"code": "buyer", "count": 1}],
        "activity": [{"code": "sell", "needs": {"grower": 1, "buyer": 1}}],
        "flow": [
            {"title": "Chacra", "kind": "income", "who": "grower", "alone": True, "price": 100, **SAID},
            {"title": "Venta", "kind": "income", "who": "group", "per": "grower", "activity": "sell", "price": 200,
             **SAID},
            {"title": "Equipo", "kind": "investment", "who": "group", "activity": "sell", "price": 50, "every": "once",
             **SAID},
        ],
    }  # fmt: skip


def test_a_small_plan_by_hand():
    # Annuity of two years, the first today: 1 + 1 / 1.1 = 1.90909.
    annuity = 1 + 1 / 1.1
    plan = plan_of(small())
    money = streams(plan)
    agreed = split(plan, money)
    assert agreed.alone == pytest.approx([100 * annuity, 0])
    assert agreed.together == pytest.approx(400 * annuity - 50)
    gain = (400 * annuity - 50 - 200 * annuity) / 3
    assert agreed.allocation.shares == pytest.approx([100 * annuity + gain, gain])
    members = told(plan, draws=10).members
    assert members["gain"].to_list() == pytest.approx([gain, gain])
    assert members["joins"].to_list() == [True, True]


def test_each_coalition_runs_its_own_plan():
    annuity = 1 + 1 / 1.1
    plan = plan_of(small())
    value = worths(plan, streams(plan))
    assert value[:, 0] == pytest.approx([0, 100 * annuity, 200 * annuity])
    assert value[0, 1] == 0
    assert value[1, 1] == pytest.approx(200 * annuity - 50)
    assert value[2, 1] == pytest.approx(400 * annuity - 50)


def test_where_together_is_worth_less_nobody_is_advised_to_join():
    model = small()
    model["flow"][1]["price"] = 90
    found = told(plan_of(model), draws=10)
    assert found.members["gain"].max() < 0
    assert not found.members["joins"].any()


def plain(model):
    """Cash flow of the example by another way: dictionaries, one month at a time, as a spreadsheet does it."""
    head, sizes = model["plan"], {each["code"]: each["count"] for each in model["type"]}
    activities = {each["code"]: each for each in model["activity"]}
    year, month = map(int, head["starts"].split("-"))
    rows, made = {}, {}
    for period in range(1, head["periods"] + 1):
        calendar = (month + period - 2) % 12 + 1
        for flow in model["flow"]:
            of = activities.get(flow.get("activity"), {})
            if (
                not flow.get("starts", of.get("starts", 1))
                <= period
                <= flow.get("ends", of.get("ends", head["periods"]))
            ):
                continue
            worth = next((each["worth"] for each in model["exchange"] if each["currency"] == flow.get("currency")), 1)
            amount = flow.get("quantity", 1) * flow["price"] * worth * (1 if flow["kind"] == "income" else -1)
            every, months = flow.get("every", "year"), flow.get("months")
            if every == "once":
                times = period == flow.get("starts", 1)
            elif every == "month":
                times = calendar in months if months else 1
            else:
                times = (calendar in months) / len(months)
            if flow.get("per"):
                amount *= sizes[flow["per"]]
            if flow.get("curve"):
                # Wright's curve: what was made before the plan and until this month, over what was made before it.
                curve = next(each for each in model["curve"] if each["code"] == flow["curve"])
                amount *= (1 + made.get(flow["title"], 0) / curve["before"]) ** np.log2(curve["ratio"])
                made[flow["title"]] = made.get(flow["title"], 0) + flow["quantity"] * sizes[flow["per"]] * times
            key = ("alone" if flow.get("alone") else "together", flow["who"], period)
            rows[key] = rows.get(key, 0) + amount * times
    monthly = 1.16 ** (1 / 12) - 1
    rows["together", "group", 4] += 80_000 + 60_000
    owed, payment = 60_000, 60_000 * monthly / (1 - (1 + monthly) ** -30)
    for after in range(1, 37):
        paid = owed * monthly if after <= 6 else payment
        rows["together", "group", 4 + after] = rows.get(("together", "group", 4 + after), 0) - paid
        owed -= paid - owed * monthly
    assert abs(owed) < CENT
    assert (year, month) == (2027, 1)
    return rows


def test_the_example_month_by_month_as_a_spreadsheet_has_it():
    model = tomllib.loads(EXAMPLE.read_text(encoding="utf-8"))
    expected, plan = plain(model), read_plan(EXAMPLE)
    money = money_by_period(plan, streams(plan), split(plan, streams(plan)))
    for period in range(1, plan.periods + 1):
        assert money.group[period - 1] == pytest.approx(expected.get(("together", "group", period), 0), abs=CENT)
        for at, each in enumerate(plan.types):
            assert money.alone[at, period - 1] == pytest.approx(expected.get(("alone", each.code, period), 0), abs=CENT)
    own = [expected.get(("together", "grower", period), 0) for period in range(1, plan.periods + 1)]
    in_all = counts(plan) @ money.together
    assert in_all == pytest.approx(money.group + 30 * np.array(own), abs=CENT)


def test_members_add_up_to_the_group_and_shares_to_what_was_agreed():
    plan = read_plan(EXAMPLE)
    for rule in get_args(Rule):
        model = tomllib.loads(EXAMPLE.read_text(encoding="utf-8"))
        model["plan"]["rule"] = rule
        plan = plan_of(model)
        agreed = split(plan, streams(plan))
        assert agreed.allocation.shares @ counts(plan) == pytest.approx(agreed.together, abs=CENT)
        found = told(plan, draws=10)
        assert found.members["together"].to_list() == pytest.approx(agreed.allocation.shares, abs=CENT)
        base = found.scenarios.filter(scenario="base")
        assert base["gain"].to_list() == pytest.approx(found.members["gain"].to_list(), abs=CENT)


@settings(deadline=None, max_examples=15)
@given(st.floats(0.01, 1000))
def test_a_change_of_currency_changes_every_amount_alike(rate):
    model = small(tax=0.2)
    other = copy.deepcopy(model)
    for flow in other["flow"]:
        flow["price"] *= rate
    one, two = told(plan_of(model), draws=20).members, told(plan_of(other), draws=20).members
    assert two["gain"].to_list() == pytest.approx([each * rate for each in one["gain"]])
    assert two["chance_of_loss"].to_list() == one["chance_of_loss"].to_list()


def test_without_risk_every_future_is_the_plan_tax_and_all():
    found = told(plan_of(small(tax=0.3)), draws=5)
    for name in ("gain_low", "gain_median", "gain_high"):
        assert found.members[name].to_list() == pytest.approx(found.members["gain"].to_list(), abs=CENT)


def test_a_year_above_zero_is_taxed_and_one_below_is_not():
    plan = plan_of({**small(tax=0.25)})
    assert after_tax(plan, np.array([[100.0, -40]])).tolist() == [[75, -40]]


def test_the_same_plan_draws_and_seed_give_the_same_tables(tmp_path):
    for folder in ("one", "two"):
        assert main(["plan", str(EXAMPLE), "--out", str(tmp_path / folder), "--draws", "200"]) == 0
    for name in ("cash_flow", "members", "scenarios", "sharing", "leaving", "years", "sways"):
        one, two = (tmp_path / folder / f"{name}.parquet" for folder in ("one", "two"))
        assert one.read_bytes() == two.read_bytes()
    with (tmp_path / "one" / "members.csv").open(encoding="utf-8-sig") as file:
        assert [row["type"] for row in csv.DictReader(file)] == ["grower", "processor", "exporter"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_command_tells_what_joining_earns_each(language, tmp_path, capsys):
    assert main(["plan", str(EXAMPLE), "--out", str(tmp_path), "--draws", "100", "--language", language]) == 0
    said = capsys.readouterr().out
    assert "Productor de quinua" in said
    assert not re.search(r"\bnan\b", said.lower())


WRONG = [
    ("missing", lambda m: m["plan"].pop("title")),
    ("missing", lambda m: m["flow"][0].pop("price")),
    ("whole", lambda m: m["plan"].update(periods=500)),
    ("whole", lambda m: m["type"][0].update(count=0)),
    ("number", lambda m: m["flow"][0].update(price=-1)),
    ("number", lambda m: m["flow"][0].update(price=float("nan"))),
    ("number", lambda m: m["plan"].update(tax=1.5)),
    ("no_such", lambda m: m["flow"][0].update(who="miner")),
    ("no_such", lambda m: m["flow"][1].update(activity="dance")),
    ("no_such", lambda m: m["plan"].update(rule="strongest")),
    ("needs", lambda m: m["activity"][0].update(needs={"grower": 3})),
    ("ends_before", lambda m: m["flow"][1].update(starts=2, ends=1)),
    ("no_source", lambda m: m["flow"][0].pop("illustrative")),
    ("unknown", lambda m: m["flow"][0].update(colour="red")),
    ("no_weight", lambda m: (m["plan"].update(rule="proportional"), [each.update(weight=0) for each in m["type"]])),
    ("number", lambda m: m["type"][0].update(claim=-1)),
    ("twice", lambda m: m["type"].append({"code": "grower", "count": 1})),
    ("twice", lambda m: m.update(scenario=[{"code": "dry", "factors": {}}] * 2)),
    ("base_is_taken", lambda m: m.update(scenario=[{"code": "base", "factors": {}}])),
    ("in_nothing", lambda m: m["type"].append({"code": "bank", "count": 1})),
    ("in_nothing", lambda m: (m["type"].append({"code": "bank", "count": 1}),
                              m["flow"].append({**m["flow"][0], "who": "bank"}))),
    ("long", lambda m: m["flow"][0].update(title="a" * 201)),
    ("starts", lambda m: m["plan"].update(starts="0000")),
    ("starts", lambda m: m["plan"].update(starts="9999")),
    ("between_twice", lambda m: m.update(factor=[{"code": "a", "deviation": 0}, {"code": "b", "deviation": 0}],
                                         correlation=[{"between": ["a", "b"], "value": 0.1},
                                                      {"between": ["b", "a"], "value": 0.2}])),
    ("code", lambda m: m["type"][0].update(code="Grower One")),
    ("group_is_taken", lambda m: m["type"][0].update(code="group")),
    ("no_flow", lambda m: m.update(flow=[])),
    ("types", lambda m: m.update(type=[], activity=[], flow=[])),
    ("no_table", lambda m: m.pop("plan")),
    ("not_rows", lambda m: m.update(flow={"a": 1})),
    ("alone_in_an_activity", lambda m: m["flow"][0].update(activity="sell")),
    ("per_is_of_the_group", lambda m: m["flow"][0].update(per="buyer")),
    ("starts", lambda m: m["plan"].update(starts="2027-01")),
    ("currency", lambda m: m["plan"].update(currency="soles")),
    ("months", lambda m: m["flow"][0].update(months=[13])),
    ("grace", lambda m: m.update(financing=[{"kind": "credit", "who": "group", "amount": 5, "rate": 0, "periods": 2,
                                             "grace": 2}])),
    ("between", lambda m: m.update(correlation=[{"between": ["a"], "value": 1}])),
    ("multiples", lambda m: m.update(factor=[{"code": "price", "deviation": 0}],
                                     scenario=[{"code": "s", "factors": {"price": -1}}])),
    ("yes_no", lambda m: m["flow"][0].update(alone="yes")),
    ("by_code", lambda m: m["activity"][0].update(needs=["grower"])),
    ("no_source", lambda m: m.update(assumption=[{"text": "a", "expires": "2027-06-30"}])),
    ("expires", lambda m: m.update(assumption=[{"text": "a", "source": "b", "expires": "mañana"}])),
]  # fmt: skip


@pytest.mark.parametrize(("key", "spoil"), WRONG)
def test_what_cannot_be_is_refused_with_its_place(key, spoil):
    model = small()
    spoil(model)
    with pytest.raises(BadVenture) as refused:
        plan_of(model)
    assert refused.value.key == f"bad_venture.{key}"
    for language in LANGUAGES:
        assert refused.value.text(language)


def test_a_group_that_has_nothing_of_its_own_cannot_keep_a_split():
    # The grower gains, the buyer gets nothing, and there is no money of the group to even that out with.
    model = small()
    model["flow"] = [
        model["flow"][0],
        {"title": "Ahorro", "kind": "income", "who": "grower", "activity": "sell", "price": 150, **SAID},
    ]
    with pytest.raises(BadVenture, match="equal_gain") as refused:
        told(plan_of(model))
    assert all("who" in refused.value.text(language) for language in LANGUAGES)


def trucks(rule, price=100):
    """Two growers and a buyer who each hire a truck, or share one: nobody earns anything together.

    Alone a grower pays 100 a year and the buyer 60; the truck they share costs 120.
    """
    cost = {"kind": "cost", **SAID}
    return small(rule=rule) | {
        "activity": [{"code": "haul", "needs": {"grower": 1, "buyer": 1}}],
        "flow": [
            {"title": "Camión propio", "who": "grower", "alone": True, "price": price, **cost},
            {"title": "Camión propio", "who": "buyer", "alone": True, "price": 0.6 * price, **cost},
            {"title": "Camión de todos", "who": "group", "activity": "haul", "price": 1.2 * price, **cost},
        ],
    }


@pytest.mark.parametrize(
    ("rule", "saved"),
    [
        # All save 260 - 120 = 140; a grower and the buyer 40; others nothing.  Marginal savings: a grower brings 40 or
        # 100, the buyer 40 or 140.  Over six orders, a grower: 0, 40, 40, 100, 100, 0 and 0: see below.
        ("equal_gain", (140 / 3, 140 / 3)),
        ("shapley", (40, 60)),
        ("nucleolus", (140 / 3, 140 / 3)),
        ("proportional", (140 / 3, 140 / 3)),
    ],
)
def test_costs_alone_are_shared_by_what_each_saves(rule, saved):
    # Shapley of a grower: with the buyer before and the other grower not: 40 (one order of six), with both: 100 (two of
    # six); else 0: (40 + 200) / 6 = 40; the buyer 140 - 80 = 60.
    annuity = 1 + 1 / 1.1
    plan = plan_of(trucks(rule))
    agreed = split(plan, streams(plan))
    expected = [(saved[0] - 100) * annuity, (saved[1] - 60) * annuity]
    assert agreed.allocation.shares == pytest.approx(expected)
    found = told(plan, draws=20)
    assert found.members["together"].to_list() == pytest.approx(expected)
    assert found.members["gain"].to_list() == pytest.approx([each * annuity for each in saved])
    # A year that costs twice as much costs each twice its part.
    moved = trucks(rule) | {"factor": [{"code": "fuel", "deviation": 0.1}]}
    moved["flow"][2]["price_factor"] = "fuel"
    plan = plan_of(moved)
    money = streams(plan)
    dear = money_by_period(plan, money, split(plan, money), {0: np.array([2.0, 1.0])}).together
    assert dear[:, 0] == pytest.approx(2 * dear[:, 1])
    assert counts(plan) @ dear == pytest.approx([-240, -120])


@settings(deadline=None, max_examples=15)
@given(st.sampled_from(get_args(Rule)), st.floats(1, 10_000))
def test_shared_costs_add_up_whatever_their_currency(rule, price):
    one, two = (told(plan_of(trucks(rule, each)), draws=5).members for each in (100, price))
    assert one["together"] @ one["count"] == pytest.approx(-120 * (1 + 1 / 1.1))
    assert two["gain"].to_list() == pytest.approx([each * price / 100 for each in one["gain"]])


def test_correlations_that_contradict_one_another_are_refused():
    model = small()
    model["factor"] = [{"code": code, "deviation": 0.1} for code in "abc"]
    model["correlation"] = [{"between": list(pair), "value": value} for pair, value in
                            (("ab", 0.9), ("bc", 0.9), ("ac", -0.9))]  # fmt: skip
    with pytest.raises(BadVenture):
        told(plan_of(model))


def test_a_credit_at_no_interest_and_five_hundred_members_are_no_trouble():
    model = small()
    model["type"][0]["count"] = 500
    model["financing"] = [{"kind": "credit", "who": "group", "amount": 100, "rate": 0, "periods": 9}]
    found = told(plan_of(model), draws=50)
    assert np.isfinite(found.members["gain"].to_numpy()).all()
    assert found.members["count"].to_list() == [500, 1]


@pytest.mark.parametrize("rule", get_args(Rule))
def test_money_that_only_goes_out_is_a_loss_that_is_shared(rule):
    # The grower pays 100 a year alone, and the group 200 a grower and 50 at once: costs are shared by each rule.
    model = small(rule=rule)
    for flow in model["flow"]:
        flow["kind"] = "cost"
    members = told(plan_of(model), draws=20).members
    assert members["gain"].max() < 0
    assert members["together"] @ members["count"] == pytest.approx(-400 * (1 + 1 / 1.1) - 50)
    assert not members.select(pl.col(pl.Float64).is_nan().any()).row(0).count(True)


def test_a_year_by_months_and_by_years_is_the_same_money_and_fifteen_of_them_are_told():
    # Every month a twelfth of the year's: the sums of the years are those of a plan by years.
    by_years, by_months = small(periods=15), small(periods=180, step="month", starts="2027-01")
    for model, every, price in ((by_years, "year", 1200), (by_months, "month", 100)):
        model["flow"][1] |= {"every": every, "price": price}
        model["flow"][0] |= {"every": every, "price": price / 2}
    groups = []
    for model in (by_years, by_months):
        plan = plan_of(model)
        money = money_by_period(plan, streams(plan), split(plan, streams(plan)))
        groups.append((yearly(plan, money.group), yearly(plan, money.alone)))
        assert told(plan, draws=5).years.filter(who="group").height == 15
    for one, two in zip(*groups, strict=True):
        assert one == pytest.approx(two)


def test_a_file_that_is_none_is_refused(tmp_path, capsys):
    assert main(["plan", str(tmp_path / "none.toml"), "--out", str(tmp_path)]) != 0
    (tmp_path / "bad.toml").write_text("[plan\n")
    assert main(["plan", str(tmp_path / "bad.toml"), "--out", str(tmp_path)]) != 0
    assert "examples/quinoa" in capsys.readouterr().err


def test_of_very_many_names_the_first_are_shown():
    model = small()
    model["type"] = [{"code": f"kind_{at}", "count": 1} for at in range(500)]
    for each in plan_and_faults(model)[1]:
        assert len(each.mistake.text("es")) < 500


def test_everything_wrong_in_a_plan_is_told_at_once_with_its_table_and_row():
    model = small(tax=2)
    model["type"][1]["count"] = 0
    model["flow"][0].pop("illustrative")
    model["flow"][2]["price"] = -1
    plan, faults = plan_and_faults(model)
    assert plan is None
    assert [(each.table, each.row, each.mistake.key) for each in faults] == [
        ("plan", -1, "bad_venture.number"),
        ("type", 1, "bad_venture.whole"),
        # The buyer is known by its code: only its own count is at fault, not the flows that name it.
        ("activity", 0, "bad_venture.no_such"),
        ("flow", 0, "bad_venture.no_source"),
        ("flow", 2, "bad_venture.number"),
    ]


@settings(deadline=None, max_examples=60)
@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
                    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8),
       st.sampled_from(["plan", "type", "activity", "flow", "financing", "factor", "correlation", "scenario",
                        "assumption"]), st.data())  # fmt: skip
def test_whatever_stands_in_a_file_is_read_or_refused_in_words(came, table, data):
    model = tomllib.loads(EXAMPLE.read_text(encoding="utf-8"))
    rows = model[table] if isinstance(model[table], list) else [model[table]]
    row = data.draw(st.sampled_from(rows))
    row[data.draw(st.sampled_from(sorted(row)))] = came
    for each in plan_and_faults(model)[1]:
        assert each.mistake.text("es")


def test_an_equal_amount_a_year_by_hand():
    # Two years at 10 %, the first today: 100 in each is worth 100 (1 + 1 / 1.1).
    assert a_year(plan_of(small()), 100 * (1 + 1 / 1.1)) == pytest.approx(100)


def test_what_a_member_adds_and_what_a_group_would_lose_by_leaving():
    # Together 200 a grower and year less 50 once; a grower alone has 100 a year, the buyer nothing.
    annuity = 1 + 1 / 1.1
    sharing = told(plan_of(small()), draws=5).sharing.to_dicts()
    assert sharing[0]["adds"] == pytest.approx(400 * annuity - 50 - (200 * annuity - 50))
    assert sharing[1]["adds"] == pytest.approx(400 * annuity - 50 - 200 * annuity)
    gain = (200 * annuity - 50) / 3
    # By themselves each would lose the gain; both growers twice that; a grower with the buyer has 200 a year less 50.
    pair = 100 * annuity + 2 * gain - (200 * annuity - 50)
    assert sharing[0]["margin"] == pytest.approx(min(gain, pair))


def test_coalitions_that_would_leave_are_told_with_what_they_would_gain():
    # There is one lot to sell, whoever delivers it: 200 a year for the group, less 50.  All together lose 50 against
    # staying alone, a third each; a grower and the buyer without the other grower would keep 200 a year less 50.
    model = small()
    del model["flow"][1]["per"]
    found = told(plan_of(model), draws=5)
    assert not found.sharing["core"].any()
    first = found.leaving.filter(rank=1).to_dicts()
    assert {row["type"]: row["count"] for row in first} == {"grower": 1, "buyer": 1}
    annuity = 1 + 1 / 1.1
    share = 100 * annuity - 2 * 50 / 3
    assert first[0]["share"] == pytest.approx(share)
    assert first[0]["excess"] == pytest.approx(200 * annuity - 50 - share)
    assert found.sharing["margin"][0] == pytest.approx(-first[0]["excess"])


def test_each_year_stands_as_planned_within_its_range_and_members_add_up_to_the_whole():
    plan = read_plan(EXAMPLE)
    found = told(plan, draws=500)
    base = money_by_period(plan, streams(plan), split(plan, streams(plan)))
    growers = found.years.filter(who="grower", basis="together").sort("year")
    assert growers["value"].to_list() == pytest.approx(yearly(plan, base.together)[0])
    assert (growers["low"] < growers["value"]).all() and (growers["value"] < growers["high"]).all()
    group = found.years.filter(who="group").sort("year")
    assert group["value"].to_list() == pytest.approx(yearly(plan, base.group))


def test_without_risk_the_range_of_a_year_is_the_year_after_tax():
    found = told(plan_of(small(tax=0.3)), draws=5).years.filter(pl.col("who") != "group")
    assert found["low"].to_list() == pytest.approx(found["value"].to_list())
    assert found["high"].to_list() == pytest.approx(found["value"].to_list())


def test_a_tornado_and_a_break_even_by_hand():
    # Only the sale moves: with m times the price the group has 400 m a year, less 50.  The split keeps its parts of
    # income, so the gain of each is linear in m, and that of all is gone where 400 m annuity - 50 = 200 annuity.
    model = small()
    model["factor"] = [{"code": "price", "deviation": 0.2}]
    model["flow"][1]["price_factor"] = "price"
    plan = plan_of(model)
    money = streams(plan)
    sway = sways(plan, money, split(plan, money))[0]
    assert (sway.low, sway.high) == pytest.approx((np.exp(-0.2 * 1.2815515655446), np.exp(0.2 * 1.2815515655446)))
    annuity = 1 + 1 / 1.1
    for multiple, gains in ((sway.low, sway.gain_low), (sway.high, sway.gain_high)):
        assert gains @ [2, 1] == pytest.approx(400 * multiple * annuity - 50 - 200 * annuity)
    agreed = split(plan, money)
    # Of one member: (1/3 + tilt) 400 m annuity - 50 / 3 = alone.
    part = 1 / 3 + agreed.tilt
    assert sway.break_even == pytest.approx((agreed.alone + 50 / 3) / (part * 400 * annuity))


def test_a_factor_that_nothing_moves_with_has_no_break_even():
    model = small()
    model["factor"] = [{"code": "rain", "deviation": 0.2}]
    found = told(plan_of(model), draws=5).sways
    assert found["break_even"].to_list() == [None, None]
    assert found["reason"].to_list() == ["no_break_even"] * 2


def test_awards_are_equal_up_to_what_each_claims_and_losses_down_to_nothing():
    # Two growers and a buyer gain G = 200 annuity - 50.  Without a grower the others are worth 200 annuity - 50
    # and it 100 annuity: a grower adds 100 annuity beyond its own; without the buyer nothing is left: it adds all of G.
    annuity = 1 + 1 / 1.1
    gain = 200 * annuity - 50
    claims = np.array([100 * annuity, 100 * annuity, gain])
    model = small(rule="constrained_awards")
    plan = plan_of(model)
    shares = split(plan, streams(plan)).allocation.shares
    # A third of G is less than each claims.
    assert gain / 3 < claims.min()
    assert shares == pytest.approx([100 * annuity + gain / 3, gain / 3])
    model["type"][0]["claim"] = 20
    plan = plan_of(model)
    # 20 a year is worth 20 annuity today: each grower is paid in full, and the buyer gets the rest.
    assert split(plan, streams(plan)).allocation.shares == pytest.approx([120 * annuity, gain - 40 * annuity])
    plan = plan_of(small(rule="constrained_losses"))
    lost = (claims.sum() - gain) / 3
    expected = [100 * annuity + claims[0] - lost, claims[2] - lost]
    assert lost < claims.min()
    assert split(plan, streams(plan)).allocation.shares == pytest.approx(expected)


@pytest.mark.parametrize("rule", ["constrained_awards", "constrained_losses"])
def test_what_is_left_of_claims_goes_to_all_alike_and_so_does_a_loss(rule):
    annuity, model = 1 + 1 / 1.1, small(rule=rule)
    for each in model["type"]:
        each["claim"] = 1
    plan = plan_of(model)
    gain = 200 * annuity - 50
    assert split(plan, streams(plan)).allocation.shares == pytest.approx([100 * annuity + gain / 3, gain / 3])
    model["flow"][1]["price"] = 90
    plan = plan_of(model)
    gain = -20 * annuity - 50
    assert split(plan, streams(plan)).allocation.shares == pytest.approx([100 * annuity + gain / 3, gain / 3])
