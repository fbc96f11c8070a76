"""The Shapley value: what each adds, on average over every order in which they could join."""

from collections.abc import Callable
from math import lgamma

import numpy as np
import numpy.typing as npt

from ayni.venture.games import Allocation, FloatArray, checked_types, checked_worths, sizes

Worth = Callable[[npt.NDArray[np.bool_]], FloatArray]


def shapley(v: npt.ArrayLike) -> Allocation:
    """Shapley value of a game, exact.

    Parameters
    ----------
    v : array of shape (2^n,)
        Worth of each coalition by bitmask (bit i is member i); the first is zero.  n from 1 to 24.

    Source: Shapley (1953), "A value for n-person games", equation 12.  Gathered by coalition instead of by order: a
    coalition S counts w(|S| - 1) v(S) for its members and -w(|S|) v(S) for the others, w(s) = s! (n - s - 1)! / n!, so
    that one pass over the worths serves every member.
    """
    worths, n = checked_worths(v)
    weights = _weights(n)
    size = sizes(n)
    with_, without = np.append(0.0, weights), np.append(weights, 0.0)
    rest = without[size] * worths
    both = with_[size] * worths + rest
    outside, shares = rest.sum(), np.empty(n)
    for member in reversed(range(n)):
        half = both.size // 2
        shares[member] = both[half:].sum() - outside
        both = both[:half] + both[half:]
    return Allocation(shares, "shapley")


def shapley_by_types(v: npt.ArrayLike) -> Allocation:
    """Shapley value of each member of a type, exact, for large groups of interchangeable members.

    Parameters
    ----------
    v : array of shape (n_1 + 1, ..., n_T + 1)
        Worth of a coalition with so many members of each type; the first is zero.

    Source: Shapley (1953); coalitions with the same numbers of each type are counted together, by binomials.
    """
    worths, counts = checked_types(v)
    n = sum(counts)
    state = np.indices(worths.shape).reshape(len(counts), -1)
    taken = state.sum(axis=0)
    flat, shares = worths.ravel(), np.empty(len(counts))
    for kind, own in enumerate(counts):
        without = state[kind] < own
        following = np.ravel_multi_index(_one_more(state[:, without], kind), worths.shape)
        left = [count - (other == kind) for other, count in enumerate(counts)]
        chance = _log_weight(taken[without], n) + sum(
            _log_binomial(left[other], state[other, without]) for other in range(len(counts))
        )
        shares[kind] = np.exp(chance) @ (flat[following] - flat[without])
    return Allocation(shares, "shapley")


def shapley_sampled(worth: Worth, *, members: int, orders: int, rng: np.random.Generator) -> Allocation:
    """Shapley value of a game that is too large to list, from orders drawn in pairs, each with its reverse.

    Parameters
    ----------
    worth : callable
        ``worth(inside)``: worths of coalitions, shape (coalitions,), for ``inside`` of shape (coalitions, members).
    members : int
        How many there are, 1 or more.
    orders : int
        How many orders are drawn, an even number from 4 up.
    rng : numpy.random.Generator
        Same seed, same result.

    Returns
    -------
    Allocation
        Shares that add up to the worth of all, with the standard error of each over the pairs of orders.

    Source: Castro, Gomez and Tejada (2009), doi:10.1016/j.cor.2008.04.004; antithetic pairs as in Mitchell et al.
    (2022), section 2.3.
    """
    if members < 1 or orders < 4 or orders % 2:
        raise ValueError("there is a member, and orders are an even number, four or more")
    pairs = orders // 2
    total, squares = np.zeros(members), np.zeros(members)
    for _ in range(pairs):
        order = rng.permutation(members)
        mean = (_added(worth, order) + _added(worth, order[::-1])) / 2
        total += mean
        squares += mean**2
    shares = total / pairs
    spread = np.maximum(squares / pairs - shares**2, 0)
    return Allocation(shares, "shapley_sampled", np.sqrt(spread / (pairs - 1)))


def _added(worth: Worth, order: npt.NDArray[np.int64]) -> FloatArray:
    """What each adds when members join in an order."""
    n = order.size
    inside = np.zeros((n + 1, n), dtype=bool)
    for place, member in enumerate(order, 1):
        inside[place:, member] = True
    added = np.empty(n)
    added[order] = np.diff(worth(inside))
    return added


def _weights(n: int) -> FloatArray:
    """Chance that just a given coalition of each size 0 to n - 1 stands before a member, shape (n,)."""
    found = np.empty(n)
    found[0] = 1 / n
    for size in range(1, n):
        found[size] = found[size - 1] * size / (n - size)
    return found


def _one_more(state: npt.NDArray[np.int64], kind: int) -> tuple[npt.NDArray[np.int64], ...]:
    return tuple(axis + (other == kind) for other, axis in enumerate(state))


def _log_weight(size: npt.NDArray[np.int64], n: int) -> FloatArray:
    factorials = _log_factorials(n)
    return np.asarray(factorials[size] + factorials[n - size - 1] - factorials[n])


def _log_binomial(n: int, k: npt.NDArray[np.int64]) -> FloatArray:
    factorials = _log_factorials(n)
    return np.asarray(factorials[n] - factorials[k] - factorials[n - k])


def _log_factorials(n: int) -> FloatArray:
    return np.array([lgamma(each + 1) for each in range(n + 1)])
