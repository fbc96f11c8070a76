"""What joining earns: cash flow, scenarios, adoption, the split of the gain, the best size of a group.

Others rely on ``shapley(v)`` and ``nucleolus(v)``: ``v`` holds the worths of all coalitions by bitmask.
"""

from ayni.venture.core import Leaving, Stability, leaving, stability, stability_by_types
from ayni.venture.games import Allocation
from ayni.venture.nucleolus import nucleolus, nucleolus_by_types
from ayni.venture.rules import constrained_equal_awards, constrained_equal_losses, equal_gain, proportional
from ayni.venture.shapley import shapley, shapley_by_types, shapley_sampled

__all__ = [
    "Allocation",
    "Leaving",
    "Stability",
    "constrained_equal_awards",
    "constrained_equal_losses",
    "equal_gain",
    "leaving",
    "nucleolus",
    "nucleolus_by_types",
    "proportional",
    "shapley",
    "shapley_by_types",
    "shapley_sampled",
    "stability",
    "stability_by_types",
]
