"""Plain rules of sharing: in proportion, an equal gain for each, equal awards or losses up to what each claims."""

import numpy as np
import numpy.typing as npt

from ayni.venture.games import Allocation, FloatArray


def proportional(*, total: float, alone: FloatArray, weights: FloatArray) -> Allocation:
    """What each gets alone and a part of the gain in proportion to a weight (kilos delivered, money put in).

    Parameters
    ----------
    total : float
        What all together are worth.
    alone : array of shape (members,)
        What each is worth alone.
    weights : array of shape (members,)
        Zero or more; one at least above zero.
    """
    _same(alone, weights)
    if np.any(weights < 0) or not weights.sum() > 0:
        raise ValueError("weights are zero or more, and one at least is above zero")
    return Allocation(alone + (total - alone.sum()) * weights / weights.sum(), "proportional")


def equal_gain(*, total: float, alone: FloatArray) -> Allocation:
    """What each gets alone and an equal part of the gain.

    Source: the egalitarian non-separable form of Moulin (1985), with each member's own worth as what is separable.
    """
    if not alone.size:
        raise ValueError("there is one member at least")
    return Allocation(alone + (total - alone.sum()) / alone.size, "equal_gain")


def constrained_equal_awards(*, total: float, claims: FloatArray) -> Allocation:
    """Equal awards, none above what its member claims, that add up to the total.

    Parameters
    ----------
    total : float
        What there is, zero or more and at most the sum of the claims.
    claims : array of shape (members,)
        What each claims, zero or more.

    Source: Maimonides, as in Aumann and Maschler (1985), doi:10.1016/0022-0531(85)90102-4, section 6.
    """
    if np.any(claims < 0) or not 0 <= total <= claims.sum() * (1 + 1e-12):
        raise ValueError("claims are zero or more, and what there is lies between zero and their sum")
    rising = np.sort(claims)
    members = np.arange(claims.size, 0, -1)
    # What is used up when everyone is awarded as much as each claim in turn, or the whole of their own.
    used = np.append(0.0, np.cumsum(np.diff(rising, prepend=0.0) * members))
    step = int(np.clip(np.searchsorted(used, total, side="right") - 1, 0, claims.size - 1))
    level = (rising[step - 1] if step else 0.0) + (total - used[step]) / members[step]
    return Allocation(np.minimum(claims, level), "constrained_equal_awards")


def constrained_equal_losses(*, total: float, claims: FloatArray) -> Allocation:
    """What each claims less the same loss for all, none below zero, so that they add up to the total.

    Parameters
    ----------
    total, claims
        As in ``constrained_equal_awards``.

    Source: Aumann and Maschler (1985), section 3: the dual of equal awards, which shares what is missing by that rule.
    """
    missing = max(float(claims.sum()) - total, 0.0)
    short = constrained_equal_awards(total=missing, claims=claims).shares
    if total < 0:
        raise ValueError("what there is lies between zero and the sum of the claims")
    return Allocation(claims - short, "constrained_equal_losses")


def constrained_gain(*, total: float, alone: FloatArray, claims: FloatArray, losses: bool = False) -> Allocation:
    """What each gets alone, and of the gain equal awards up to its claim, or its claim less an equal loss.

    What is left of the gain when every claim is met goes to all alike; so does a loss, where there is no gain.

    Parameters
    ----------
    total : float
        What all together are worth.
    alone, claims : array of shape (members,)
        What each is worth alone, and what it claims of the gain, zero or more.
    losses : bool
        Whether losses are equal, not awards.
    """
    _same(alone, claims)
    gain = total - float(alone.sum())
    within = min(max(gain, 0.0), float(claims.sum()))
    rule = constrained_equal_losses if losses else constrained_equal_awards
    found = rule(total=within, claims=claims)
    return Allocation(alone + found.shares + (gain - within) / alone.size, found.method)


def _same(first: npt.NDArray[np.float64], second: npt.NDArray[np.float64]) -> None:
    if first.shape != second.shape or not first.size:
        raise ValueError("there is one worth and one weight a member, and one member at least")
