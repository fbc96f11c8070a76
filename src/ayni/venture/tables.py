"""A plan as tables: cash flow, members, scenarios, sharing; what could not be computed is a row with its reason."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from ayni.venture.chances import Ranges, gains, yearly_ranges
from ayni.venture.core import stability_by_types
from ayni.venture.flows import yearly
from ayni.venture.games import FloatArray
from ayni.venture.layers import layer_of
from ayni.venture.learning import named_curve, unit_costs
from ayni.venture.plan import GROUP, Plan
from ayni.venture.reading import AS_PLANNED
from ayni.venture.returns import internal_rates, net_present_value, payback, peak_working_capital
from ayni.venture.risk import Futures
from ayni.venture.savings import saved
from ayni.venture.sensitivity import sways
from ayni.venture.sizing import Sized, duplicates, sized
from ayni.venture.worth import (
    Money,
    Split,
    Stream,
    after_tax,
    money_by_period,
    rate,
    split,
    streams,
    worths,
)

DRAWS, SEED = 10_000, 20261126
BASE, MOST_LEAVING = AS_PLANNED, 5


@dataclass(frozen=True, slots=True)
class Told:
    """What a plan comes to; every amount is in the unit of its row's ``currency``.

    Attributes
    ----------
    cash_flow : table
        period, who (a type, or ``group``), basis (alone, together), value.
    members : table
        type, count, alone, together, gain (worth today after tax, of each member), share of the gain, chance of loss
        and the quantiles of the gain over draws, payback, internal rate, peak working capital, reason.
    scenarios : table
        scenario, type, alone, together, gain.
    sharing : table
        type, rule, share (worth today before tax), alone, adds (what all are worth less without one of the type), core
        (whether no coalition would leave), margin (the least that a coalition would lose by leaving; below zero what
        one would gain), subsidy.
    leaving : table
        rank, type, count, worth, share, excess: coalitions that would gain by leaving, the most aggrieved first, at
        most five; a row for each type in it.
    years : table
        year (from 1), who, basis, value (as planned, after tax; of the group before), low and high (90 of 100 futures).
    sways : table
        type, factor, low and high (multiples), gain_low, gain_high, break_even (a multiple) or its reason.
    layers : table
        layer (of years: ``0-1``, ``1-4``, ``4-10`` and after), title, who, measure, target, unit, starts, due,
        rests_on, contact, reached (null until something was measured), reached_source: what is to be done, by its day.
    savings : table
        saving, who, year, planned, realised (null as long as nothing was measured, with its reason), source.
    unit_costs : table
        flow, curve, period, unit_cost, on the experience curve as planned, and its low and high (95 of 100).
    sizes : table
        type, members, gain, coordination, net, off (a year, before tax: what all gain with so many members of the type
        beyond what each has alone, what coordinating them costs, what is left, what that is less than the best), best,
        flat (whether at most 2 % of the best is lost), now, reason.  A type of which nobody told what coordinating
        costs is one row without figures, with the reason ``no_coordination``.
    duplicates : table
        type, count, gain (what all gain a year), less and more (what they gain less with one fewer, and more with one
        more), one and all (part of what the group can do that is lost without one of them, and without all), covered_by
        (a type that does everything at least as well), reason (``no_skills`` where the plan tells none).
    risk : Futures
        Gain of each type over draws.
    """

    cash_flow: pl.DataFrame
    members: pl.DataFrame
    scenarios: pl.DataFrame
    sharing: pl.DataFrame
    leaving: pl.DataFrame
    years: pl.DataFrame
    sways: pl.DataFrame
    layers: pl.DataFrame
    savings: pl.DataFrame
    unit_costs: pl.DataFrame
    sizes: pl.DataFrame
    duplicates: pl.DataFrame
    risk: Futures

    @property
    def tables(self) -> dict[str, pl.DataFrame]:
        """Every table by its name."""
        names = ("cash_flow", "members", "scenarios", "sharing", "leaving", "years", "sways", "layers", "savings",
                 "unit_costs", "sizes", "duplicates")  # fmt: skip
        return {name: getattr(self, name) for name in names}


def told(plan: Plan, *, draws: int = DRAWS, seed: int = SEED) -> Told:
    """Tables of a plan; same plan, draws and seed, same tables."""
    money = streams(plan)
    agreed = split(plan, money)
    base = money_by_period(plan, money, agreed)
    risk = gains(plan, money, agreed, draws=draws, seed=seed)
    ranges = yearly_ranges(plan, money, agreed, draws=draws, seed=seed)
    value = worths(plan, money)
    value.flat[-1] = agreed.together
    unit = pl.lit(plan.currency).alias("currency")
    return Told(
        cash_flow=_cash_flow(plan, base).with_columns(unit),
        members=_members(plan, base, risk).with_columns(unit),
        scenarios=_scenarios(plan, money, agreed).with_columns(unit),
        sharing=_sharing(plan, value, agreed).with_columns(unit),
        leaving=_leaving(plan, value, agreed).with_columns(unit),
        years=_years(plan, base, ranges).with_columns(unit),
        sways=_sways(plan, money, agreed).with_columns(unit),
        layers=_layers(plan).with_columns(unit),
        savings=_savings(plan).with_columns(unit),
        unit_costs=_unit_costs(plan).with_columns(unit),
        sizes=_sizes(plan, sized(plan, money)).with_columns(unit),
        duplicates=_duplicates(plan, money).with_columns(unit),
        risk=risk,
    )


def _cash_flow(plan: Plan, money: Money) -> pl.DataFrame:
    names = [each.code for each in plan.types]
    rows = [
        {"period": period + 1, "who": who, "basis": basis, "value": float(values[period])}
        for basis, by_type in (("alone", money.alone), ("together", money.together))
        for who, values in zip(names, by_type, strict=True)
        for period in range(plan.periods)
    ]
    rows += [
        {"period": period + 1, "who": "group", "basis": "together", "value": float(money.group[period])}
        for period in range(plan.periods)
    ]
    return pl.DataFrame(rows).sort("who", "basis", "period")


def _members(plan: Plan, money: Money, risk: Futures) -> pl.DataFrame:
    alone, together = after_tax(plan, money.alone), after_tax(plan, money.together)
    step = rate(plan)
    rows = []
    for at, each in enumerate(plan.types):
        more = together[at] - alone[at]
        back = internal_rates(more)
        worth = [float(net_present_value(flows=flow, rate=step)) for flow in (alone[at], together[at])]
        rows.append(
            {
                "type": each.code, "count": each.count, "alone": worth[0], "together": worth[1],
                "gain": worth[1] - worth[0], "gain_low": float(risk.quantiles[at, 0]),
                "gain_median": float(risk.quantiles[at, 2]), "gain_high": float(risk.quantiles[at, 4]),
                "chance_of_loss": float(risk.loss[at]), "payback_periods": _or_none(payback(more)),
                "internal_rate": _or_none((1 + back.rate) ** plan.periods_a_year - 1),
                "internal_rate_reason": back.reason,
                "peak_working_capital": peak_working_capital(together[at]),
                "joins": bool(worth[1] - worth[0] >= -_rounding(worth)),
            }
        )  # fmt: skip
    may_lack = {"payback_periods": pl.Float64, "internal_rate": pl.Float64}
    return pl.DataFrame(rows, schema_overrides=may_lack)


def _rounding(worth: list[float]) -> float:
    """Difference of two worths that is none: what rounding alone leaves."""
    return 1e-9 * max(1.0, *(abs(each) for each in worth))


def _scenarios(plan: Plan, money: tuple[Stream, ...], agreed: Split) -> pl.DataFrame:
    places = {each.code: at for at, each in enumerate(plan.factors)}
    step, rows = rate(plan), []
    for code, told_factors in ((BASE, {}), *((each.code, each.factors) for each in plan.scenarios)):
        moved = {
            places[name]: np.array([*values, *[values[-1]] * max(0, plan.years - len(values))][: plan.years])
            for name, values in told_factors.items()
        }
        found = money_by_period(plan, money, agreed, moved)
        alone = net_present_value(flows=after_tax(plan, found.alone), rate=step)
        together = net_present_value(flows=after_tax(plan, found.together), rate=step)
        for at, each in enumerate(plan.types):
            worth = {"alone": float(alone[at]), "together": float(together[at])}
            rows.append({"scenario": code, "type": each.code, **worth, "gain": worth["together"] - worth["alone"]})
    return pl.DataFrame(rows)


def _sharing(plan: Plan, value: FloatArray, agreed: Split) -> pl.DataFrame:
    shares = agreed.allocation.shares
    subsidy = stability_by_types(value).subsidy
    excess = _excess(plan, value, shares)
    margin = -float(excess[1:-1].max()) if excess.size > 2 else 0.0
    stays = bool(margin >= -_nothing(value))
    whole = tuple(size - 1 for size in value.shape)
    adds = [value[whole] - value[tuple(size - (at == kind) for kind, size in enumerate(whole))]
            for at in range(len(whole))]  # fmt: skip
    return pl.DataFrame(
        [
            {"type": each.code, "rule": agreed.allocation.method, "share": float(shares[at]),
             "alone": float(agreed.alone[at]), "adds": float(adds[at]), "core": stays, "margin": margin,
             "subsidy": subsidy}
            for at, each in enumerate(plan.types)
        ]
    )  # fmt: skip


def _excess(plan: Plan, value: FloatArray, shares: FloatArray) -> FloatArray:
    """What each coalition would gain by leaving; nobody first, all last."""
    state = np.indices(value.shape).reshape(len(plan.types), -1)
    return np.asarray(value.ravel() - shares @ state)


def _nothing(value: FloatArray) -> float:
    """Amount under which a difference of worths is none."""
    return 1e-9 * max(1.0, float(np.abs(value).max()))


def _leaving(plan: Plan, value: FloatArray, agreed: Split) -> pl.DataFrame:
    excess = _excess(plan, value, agreed.allocation.shares)
    order = [int(at) for at in np.argsort(-excess, kind="stable")[:MOST_LEAVING] if excess[at] > _nothing(value)]
    rows = []
    for rank, at in enumerate(order, 1):
        state = np.unravel_index(at, value.shape)
        told = {"worth": float(value.flat[at]), "share": float(value.flat[at] - excess[at]),
                "excess": float(excess[at])}  # fmt: skip
        rows += [
            {"rank": rank, "type": each.code, "count": int(n), **told}
            for each, n in zip(plan.types, state, strict=True) if n
        ]  # fmt: skip
    amounts = dict.fromkeys(("worth", "share", "excess"), pl.Float64)
    return pl.DataFrame(rows, schema={"rank": pl.Int64, "type": pl.String, "count": pl.Int64, **amounts})


def _years(plan: Plan, money: Money, ranges: Ranges) -> pl.DataFrame:
    """What each year brings as planned and within which range, of each member of a type and of the group."""
    kinds = [
        (each.code, basis, planned[at], ends[at])
        for basis, planned, ends in (
            ("alone", yearly(plan, after_tax(plan, money.alone)), ranges.alone),
            ("together", yearly(plan, after_tax(plan, money.together)), ranges.together),
        )
        for at, each in enumerate(plan.types)
    ]
    kinds.append((GROUP, "together", yearly(plan, money.group), ranges.group))
    return pl.DataFrame(
        [
            {"year": year + 1, "who": who, "basis": basis, "value": float(planned[year]), "low": float(ends[year, 0]),
             "high": float(ends[year, 1])}
            for who, basis, planned, ends in kinds for year in range(plan.years)
        ]
    )  # fmt: skip


def _sways(plan: Plan, money: tuple[Stream, ...], agreed: Split) -> pl.DataFrame:
    rows = [
        {"type": each.code, "factor": sway.factor, "low": sway.low, "high": sway.high,
         "gain_low": float(sway.gain_low[at]), "gain_high": float(sway.gain_high[at]),
         "break_even": _or_none(sway.break_even[at]),
         "reason": "no_break_even" if np.isnan(sway.break_even[at]) else ""}
        for sway in sways(plan, money, agreed) for at, each in enumerate(plan.types)
    ]  # fmt: skip
    amounts = dict.fromkeys(("low", "high", "gain_low", "gain_high", "break_even"), pl.Float64)
    return pl.DataFrame(rows, schema={"type": pl.String, "factor": pl.String, **amounts, "reason": pl.String})


def _layers(plan: Plan) -> pl.DataFrame:
    names = ("title", "who", "measure", "target", "unit", "starts", "due", "rests_on", "contact", "reached",
             "reached_source")  # fmt: skip
    amounts = {"target": pl.Float64, "reached": pl.Float64}
    schema = {"layer": pl.String, **{name: amounts.get(name, pl.String) for name in names}}
    rows = [{"layer": layer_of(plan, each.due), **{name: getattr(each, name) for name in names}}
            for each in plan.objectives]  # fmt: skip
    return pl.DataFrame(rows, schema=schema).sort("due", "title")


def _savings(plan: Plan) -> pl.DataFrame:
    sources = {(each.saving, each.year): each.source for each in plan.measured}
    rows = []
    for each in plan.savings:
        found = saved(plan, each)
        for year in range(plan.years):
            realised = _or_none(found.realised[year])
            rows.append(
                {"saving": each.code, "who": each.who, "year": year + 1, "planned": float(found.planned[year]),
                 "realised": realised, "reason": "not_measured" if realised is None else "",
                 "source": sources.get((each.code, year + 1), "")}
            )  # fmt: skip
    texts = dict.fromkeys(("saving", "who", "reason", "source"), pl.String)
    schema = {**texts, "year": pl.Int64, "planned": pl.Float64, "realised": pl.Float64}
    order = ("saving", "who", "year", "planned", "realised", "reason", "source")
    return pl.DataFrame(rows, schema=schema).select(order)


def _unit_costs(plan: Plan) -> pl.DataFrame:
    counts = {each.code: each.count for each in plan.types}
    rows = []
    for each in plan.flows:
        if each.kind == "cost" and each.curve:
            told = named_curve(plan, each.curve)
            ends = [
                unit_costs(plan, each, counts.get(each.per, 1), ratio) for ratio in (told.ratio, told.low, told.high)
            ]
            rows += [
                {"flow": each.title, "curve": told.code, "period": period + 1, "unit_cost": float(ends[0][period]),
                 "low": float(ends[1][period]), "high": float(ends[2][period])}
                for period in range(plan.periods)
            ]  # fmt: skip
    amounts = dict.fromkeys(("unit_cost", "low", "high"), pl.Float64)
    return pl.DataFrame(rows, schema={"flow": pl.String, "curve": pl.String, "period": pl.Int64, **amounts})


def _sizes(plan: Plan, found: tuple[Sized, ...]) -> pl.DataFrame:
    amounts = dict.fromkeys(("gain", "coordination", "net", "off"), pl.Float64)
    signs = dict.fromkeys(("best", "flat", "now"), pl.Boolean)
    schema = {"type": pl.String, "members": pl.Int64, **amounts, **signs, "reason": pl.String}
    by_type = {each.type: each for each in found}
    tables = [pl.DataFrame(schema=schema)]
    for at, kind in enumerate(plan.types):
        if at not in by_type:
            tables.append(pl.DataFrame([{"type": kind.code, "reason": "no_coordination"}], schema=schema))
            continue
        each, members = by_type[at], np.arange(by_type[at].gain.size)
        first, last = each.best.flat
        columns = {
            "type": [kind.code] * members.size, "members": members, "gain": each.gain, "coordination": each.cost,
            "net": each.best.net, "off": each.best.off, "best": members == each.best.members,
            "flat": (members >= first) & (members <= last), "now": members == kind.count, "reason": [""] * members.size,
        }  # fmt: skip
        tables.append(pl.DataFrame(columns, schema=schema))
    return pl.concat(tables)


def _duplicates(plan: Plan, money: tuple[Stream, ...]) -> pl.DataFrame:
    amounts = dict.fromkeys(("gain", "less", "more", "one", "all"), pl.Float64)
    schema = {"type": pl.String, "count": pl.Int64, **amounts, "covered_by": pl.String, "reason": pl.String}
    rows = [
        {"type": plan.types[each.type].code, "count": plan.types[each.type].count, "gain": each.gain, "less": each.less,
         "more": each.more, "one": _or_none(each.one), "all": _or_none(each.all),
         "covered_by": plan.types[each.covered_by].code if each.covered_by >= 0 else None,
         "reason": "" if plan.skills else "no_skills"}
        for each in duplicates(plan, money)
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=schema)


def _or_none(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
