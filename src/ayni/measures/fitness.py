"""Fitness of places and complexity of products, by the map that weighs a product by its least fit maker."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ayni.measures.ratios import spread

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

TOLERANCE = 1e-9
MOST_STEPS = 5000


@dataclass(frozen=True, slots=True)
class Fitness:
    """Fitness and complexity, each with mean 1 over what is present.

    Attributes
    ----------
    places : array of shape (places,)
        Fitness, 0 up; NaN where nothing is present in the place.
    products : array of shape (products,)
        Complexity, 0 up; NaN where the product is present nowhere.
    steps : int
        Iterations done.
    converged : bool
        No fitness moved by as much as the tolerance in the last step.
    """

    places: FloatArray
    products: FloatArray
    steps: int
    converged: bool


def fitness(*, presence: BoolArray, tolerance: float = TOLERANCE, most_steps: int = MOST_STEPS) -> Fitness:
    """Fitness of places and complexity of products.

    Parameters
    ----------
    presence : bool array of shape (places, products)
        M: whether the product is present in the place.
    tolerance : float, > 0
        Largest move of a fitness (mean 1) in one step that counts as none.
    most_steps : int, >= 1
        Steps after which it is given up, and ``converged`` is false.

    Notes
    -----
    F_c = sum_p M_cp Q_p and Q_p = 1 / sum_c (M_cp / F_c), both divided by their mean at each step, from ones.  Where
    the matrix has no belly some fitnesses fall to zero as 1/steps, and never settle.

    Source: Tacchella, Cristelli, Caldarelli, Gabrielli & Pietronero (2012), doi 10.1038/srep00723, equation 1;
    Pugliese, Zaccaria & Pietronero (2016), doi 10.1140/epjst/e2015-50118-1 (convergence).
    """
    if not tolerance > 0 or most_steps < 1:
        raise ValueError("tolerance above zero, one step or more")
    active, made = np.any(presence, axis=1), np.any(presence, axis=0)
    matrix = presence[np.ix_(active, made)].astype(np.float64)
    if not matrix.size:
        return Fitness(np.full(active.size, np.nan), np.full(made.size, np.nan), 0, converged=True)
    places, products, steps, moved = np.ones(matrix.shape[0]), np.ones(matrix.shape[1]), 0, np.inf
    while moved >= tolerance and steps < most_steps:
        before, (places, products) = places, _step(matrix, places, products)
        moved = float(np.abs(places - before).max())
        steps += 1
    return Fitness(
        spread(values=places, where=active), spread(values=products, where=made), steps, converged=moved < tolerance
    )


def _step(matrix: FloatArray, places: FloatArray, products: FloatArray) -> tuple[FloatArray, FloatArray]:
    """One step of the map, both sides from the values of the last."""
    fit = matrix @ products
    # A fitness that has fallen below the smallest number stays there: 1 over it must stay finite.
    hardness = 1 / (matrix.T @ (1 / np.maximum(places, np.finfo(np.float64).tiny * 1e16)))
    return fit / fit.mean(), hardness / hardness.mean()
