"""The nucleolus: the split whose most aggrieved coalition is as little so as can be, then the next, and so on."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog

from ayni.venture.games import Allocation, FloatArray, checked_types, checked_worths, membership

# Of worths brought to the size of one: what HiGHS finds to 1e-9 is told apart at this distance.
TOLERANCE = 1e-7
MOST_MEMBERS = 14


def nucleolus(v: npt.ArrayLike) -> Allocation:
    """Nucleolus of a game; where the members alone are worth more than all together, the prenucleolus, and said.

    Parameters
    ----------
    v : array of shape (2^n,)
        Worth of each coalition by bitmask (bit i is member i); the first is zero.  n from 1 to 14.

    Source: Schmeidler (1969), doi:10.1137/0117107; by a sequence of linear programmes (Kopelowitz 1967; Maschler,
    Peleg and Shapley 1979): in each, the coalitions with a positive dual are bound in every optimum, and stay.
    """
    worths, n = checked_worths(v)
    if n > MOST_MEMBERS:
        raise ValueError(f"the nucleolus is exact for up to {MOST_MEMBERS} members; {n} came: use types")
    return _solved(membership(n).astype(np.float64), worths, np.ones(n))


def nucleolus_by_types(v: npt.ArrayLike) -> Allocation:
    """Nucleolus of each member of a type, exact, for large groups of interchangeable members.

    Parameters
    ----------
    v : array of shape (n_1 + 1, ..., n_T + 1)
        Worth of a coalition with so many members of each type; the first is zero.

    Source: as ``nucleolus``; it treats equals equally (Schmeidler 1969), so that one share a type is enough, and
    coalitions with the same numbers of each type are aggrieved alike.
    """
    worths, counts = checked_types(v)
    state = np.indices(worths.shape).reshape(len(counts), -1).T.astype(np.float64)
    return _solved(state, worths.ravel(), np.array(counts, dtype=np.float64))


@dataclass(frozen=True, slots=True)
class _Bound:
    """Coalitions that are bound, by the level at which they were: rows of ``inside``, their worths, their levels."""

    inside: FloatArray
    worths: FloatArray
    level: npt.NDArray[np.int64]


def _solved(inside: FloatArray, worths: FloatArray, everybody: FloatArray) -> Allocation:
    """Nucleolus of coalitions ``inside``, the first of them nobody and the last all."""
    alone = _alone(inside, worths)
    scale = max(float(np.abs(worths).max()), 1e-300)
    short = float(everybody @ alone - worths[-1])
    rational = short <= TOLERANCE * scale
    # Short by rounding alone: each gives way a little, for a programme that is empty by a hair is not solved.
    alone = alone - max(short, 0.0) / everybody.sum()
    method = "nucleolus" if rational else "prenucleolus"
    if everybody.size == 1:
        return Allocation(worths[-1:] / everybody, method)
    free, bound = inside[1:-1], _Bound(inside[-1:], worths[-1:] / scale, np.array([-1]))
    shares = _lexicographic(free, worths[1:-1] / scale, bound, alone / scale if rational else None)
    return Allocation(shares * scale, method)


def _alone(inside: FloatArray, worths: FloatArray) -> FloatArray:
    """Worth of one member of each type by itself."""
    single = np.flatnonzero(inside.sum(axis=1) == 1)
    found = np.empty(inside.shape[1])
    found[inside[single].argmax(axis=1)] = worths[single]
    return found


def _lexicographic(free: FloatArray, worths: FloatArray, bound: _Bound, least: FloatArray | None) -> FloatArray:
    """Shares bound level by level, until nothing is left to choose."""
    kinds, level = free.shape[1], 0
    shares = np.zeros(kinds)
    held = np.zeros(kinds, dtype=bool)
    while True:
        outside = ~_spanned(free, bound.inside)
        free, worths = free[outside], worths[outside]
        if not worths.size:
            return _polished(bound, shares)
        found = _least_excess(free, worths, bound, least, shares, level)
        shares, tight, at_least = found
        held |= at_least
        bound = _Bound(
            np.vstack((bound.inside, free[tight], np.eye(kinds)[at_least])),
            np.concatenate((bound.worths, worths[tight], least[at_least] if least is not None else [])),
            np.concatenate((bound.level, np.full(tight.sum(), level), np.full(at_least.sum(), -1))),
        )
        level += 1


def _least_excess(
    free: FloatArray, worths: FloatArray, bound: _Bound, least: FloatArray | None, shares: FloatArray, level: int
) -> tuple[FloatArray, npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Shares with the least greatest excess; which coalitions, and which members' own worths, that binds for good.

    What was bound before stays at the excess it had: x(S) is what ``shares`` gives S.
    """
    kinds = free.shape[1]
    goal = np.append(np.zeros(kinds), 1.0)
    above = np.column_stack((-free, -np.ones(len(free))))
    equal = np.column_stack((bound.inside, np.zeros(len(bound.inside))))
    stays = bound.inside @ shares if level else bound.worths
    independent = _independent(bound.inside)
    lower = least if least is not None else np.full(kinds, -np.inf)
    found = linprog(
        goal, A_ub=above, b_ub=-worths, A_eq=equal[independent], b_eq=stays[independent],
        bounds=[*((low, None) if np.isfinite(low) else (None, None) for low in lower), (None, None)],
        method="highs", options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10},
    )  # fmt: skip
    if found.status != 0:
        raise ArithmeticError(f"the linear programme of level {level} was not solved: {found.message}")
    tight = -found.ineqlin.marginals > TOLERANCE
    at_least = found.lower.marginals[:kinds] > TOLERANCE if least is not None else np.zeros(kinds, dtype=bool)
    return found.x[:kinds], tight, at_least & ~_spanned(np.eye(kinds), bound.inside)


def _spanned(rows: FloatArray, by: FloatArray) -> npt.NDArray[np.bool_]:
    """Whether each row is a combination of others, so that what they get says what it gets."""
    _, size, basis = np.linalg.svd(by, full_matrices=False)
    basis = basis[size > TOLERANCE * max(size[0], 1)]
    left = rows - rows @ basis.T @ basis
    return np.asarray(np.abs(left).max(axis=1) < TOLERANCE)


def _independent(rows: FloatArray) -> npt.NDArray[np.int64]:
    """Rows that say something new, in order."""
    kept: list[int] = []
    for at in range(len(rows)):
        if np.linalg.matrix_rank(rows[[*kept, at]], tol=TOLERANCE) > len(kept):
            kept.append(at)
    return np.array(kept)


def _polished(bound: _Bound, shares: FloatArray) -> FloatArray:
    """Shares and excesses that solve what is bound exactly: the programmes leave errors of their tolerance."""
    levels = int(bound.level.max()) + 1
    system = np.zeros((len(bound.worths), shares.size + levels))
    system[:, : shares.size] = bound.inside
    excess = bound.level >= 0
    system[excess, shares.size + bound.level[excess]] = 1
    found = np.linalg.lstsq(system, bound.worths, rcond=None)[0][: shares.size]
    return np.asarray(found) if np.abs(found - shares).max() < 1e-5 else shares
