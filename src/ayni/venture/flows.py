"""From what a plan tells to money by period: one array for each flow and each credit."""

import numpy as np

from ayni.venture.games import FloatArray
from ayni.venture.plan import MONTHS, Financing, Flow, Plan
from ayni.venture.returns import Schedule, credit_schedule, rate_a_period

SIGN = {"income": 1.0, "cost": -1.0, "investment": -1.0}


def flow_amounts(plan: Plan, flow: Flow) -> FloatArray:
    """Money of a flow by period as the plan expects it, shape (periods,): in above zero, out below.

    Growth counts from the first period of the plan, by whole years; what comes every year without months stands in
    the last period of each of its years, and with months in equal parts in these.
    """
    at = np.arange(plan.periods)
    amount = SIGN[flow.kind] * flow.quantity * flow.price
    grown = (1 + flow.growth) ** (at // plan.periods_a_year)
    return np.asarray(amount * grown * times(plan, flow))


def times(plan: Plan, flow: Flow) -> FloatArray:
    """How many times the amount of a flow comes in each period, or which part of it, shape (periods,)."""
    at = np.arange(plan.periods)
    return np.asarray(_times(plan, flow) * ((at >= flow.starts - 1) & (at <= flow.ends - 1)))


def _times(plan: Plan, flow: Flow) -> FloatArray:
    """The same, as if the flow lasted as long as the plan."""
    at = np.arange(plan.periods)
    if flow.every == "once":
        return np.asarray(at == flow.starts - 1, dtype=np.float64)
    if plan.step == "year":
        times = MONTHS if flow.every == "month" else 1
        share = len(flow.months) / MONTHS if flow.every == "month" and flow.months else 1.0
        return np.full(plan.periods, times * share)
    month = (plan.first_month - 1 + at) % MONTHS + 1
    inside = np.isin(month, flow.months) if flow.months else np.ones(plan.periods, dtype=bool)
    if flow.every == "month":
        return inside.astype(np.float64)
    if flow.months:
        return inside / len(flow.months)
    return np.asarray((at - (flow.starts - 1)) % MONTHS == MONTHS - 1, dtype=np.float64)


def financing_amounts(plan: Plan, financing: Financing) -> FloatArray:
    """Money of a financing by period, shape (periods,): what comes, less interest and what is repaid.

    Own money and what is put in kind is no flow of the member's: it pays for an investment that is told as a flow.  A
    credit that is not repaid when the plan ends is repaid in its last period.
    """
    found = np.zeros(plan.periods)
    start = financing.at - 1
    if financing.kind in ("own", "in_kind"):
        return found
    found[start] += financing.amount
    if financing.kind == "credit":
        paid, within = _repayment(plan, financing)
        found[start + 1 : start + 1 + within] -= (paid.interest + paid.repaid)[:within]
        if within < financing.periods:
            found[-1] -= paid.owed[within - 1] if within else financing.amount
    return found


def interest_amounts(plan: Plan, credit: Financing) -> FloatArray:
    """Interest of a credit by period within the plan, shape (periods,): zero or more."""
    found, (paid, within) = np.zeros(plan.periods), _repayment(plan, credit)
    found[credit.at : credit.at + within] = paid.interest[:within]
    return found


def _repayment(plan: Plan, credit: Financing) -> tuple[Schedule, int]:
    """How a credit is repaid, and how many of its periods lie within the plan."""
    rate = rate_a_period(credit.rate, plan.periods_a_year)
    paid = credit_schedule(
        principal=credit.amount, rate=rate, periods=credit.periods, grace=credit.grace, kind=credit.schedule
    )
    return paid, min(credit.periods, plan.periods - credit.at)


def yearly(plan: Plan, amounts: FloatArray) -> FloatArray:
    """Sums of periods by year of the plan, shape (..., years)."""
    missing = plan.years * plan.periods_a_year - plan.periods
    padded = np.concatenate((amounts, np.zeros((*amounts.shape[:-1], missing))), axis=-1)
    return np.asarray(padded.reshape(*amounts.shape[:-1], plan.years, plan.periods_a_year).sum(axis=-1))
