"""Savings: what experience gives the opportunity to save, planned and measured apart.

A saving counts as realised only in a year for which it was measured; only that enters the money of a plan.
"""

from dataclasses import dataclass

import numpy as np

from ayni.venture.flows import yearly
from ayni.venture.games import FloatArray
from ayni.venture.plan import Plan, Saving


@dataclass(frozen=True, slots=True)
class Saved:
    """A saving by year of the plan.

    Attributes
    ----------
    planned : array of shape (years,)
        What the plan expects of each member of the type, or of the group.
    realised : array of shape (years,)
        What was measured; NaN where nothing was.
    """

    planned: FloatArray
    realised: FloatArray


def saved(plan: Plan, saving: Saving) -> Saved:
    """A saving by year: planned in proportion to the periods in which it runs, realised as it was measured."""
    at = np.arange(plan.periods)
    runs = ((at >= saving.starts - 1) & (at <= saving.ends - 1)).astype(np.float64)
    realised = np.full(plan.years, np.nan)
    for each in plan.measured:
        if each.saving == saving.code:
            realised[each.year - 1] = each.value
    return Saved(saving.planned * yearly(plan, runs) / plan.periods_a_year, realised)


def saving_amounts(plan: Plan, saving: Saving) -> FloatArray:
    """Money of a saving by period, shape (periods,): what was measured of a year, in the last period of that year."""
    found = np.zeros(plan.periods)
    last = np.minimum(np.arange(1, plan.years + 1) * plan.periods_a_year, plan.periods) - 1
    found[last] = np.nan_to_num(saved(plan, saving).realised)
    return found
