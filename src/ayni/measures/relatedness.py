"""Relatedness of products, and what each place could add: proximity, density, complexity outlook.

Density and outlook are sums over all products of a weight times a proximity.  Proximity divides by the larger of two
ubiquities, so that with products in order of ubiquity those sums factor through matrices of places by places: the
matrix of products by products is never built.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from ayni.measures.ratios import ratio

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
Own = Literal["one", "zero"]
Gain = Literal["spread", "received", "net"]


def proximity(*, presence: BoolArray) -> FloatArray:
    """Proximity of every two products: the lower of the two probabilities that who makes one makes the other.

    Parameters
    ----------
    presence : bool array of shape (places, products)

    Returns
    -------
    array of shape (products, products), 0 to 1, symmetric
        NaN for a product that is present nowhere; 1 of a product with itself.

    Notes
    -----
    phi_ij = n_ij / max(k_i, k_j), with n_ij the places that have both.

    Source: Hidalgo, Klinger, Barabasi & Hausmann (2007), doi 10.1126/science.1144581.
    """
    matrix = presence.astype(np.float64)
    ubiquity = matrix.sum(axis=0)
    found = ratio(part=matrix.T @ matrix, whole=np.maximum.outer(ubiquity, ubiquity))
    found[ubiquity == 0, :] = np.nan
    found[:, ubiquity == 0] = np.nan
    return found


def proximity_sums(*, weights: FloatArray, presence: BoolArray) -> FloatArray:
    """Sum over products j of weights_rj times the proximity of j and i, for each row r and product i.

    Parameters
    ----------
    weights : array of shape (rows, products), float64 or float32
        Zero where a product is to be left out; no NaN.
    presence : bool array of shape (places, products)

    Returns
    -------
    array of shape (rows, products), of the kind of ``weights``
        Zero for a product that is present nowhere.  A product's proximity with itself counts, as 1.

    Notes
    -----
    With A the weights, M the presence and k the ubiquities, sum_j A_rj phi_ji = (S1 / k_i + S2)_r . M_i, where
    S1 = sum over k_j <= k_i of A_j M_j' and S2 = sum over k_j > k_i of A_j M_j' / k_j.  Products of one ubiquity share
    both.  Exact but for rounding (Ayni; nobody else's as far as we know).
    """
    ubiquity = presence.sum(axis=0)
    if presence.shape[0] > presence.shape[1]:
        return weights @ np.nan_to_num(proximity(presence=presence)).astype(weights.dtype)
    order = np.argsort(ubiquity, kind="stable")
    made, rows = presence[:, order].astype(weights.dtype), weights[:, order]
    levels, starts = np.unique(ubiquity[order], return_index=True)
    ends = [*starts[1:], order.size]
    found = np.zeros_like(rows)
    above = (rows / np.maximum(ubiquity[order], 1).astype(weights.dtype)) @ made.T
    below = np.zeros_like(above)
    for level, start, end in zip(levels, starts, ends, strict=True):
        if level:
            share = rows[:, start:end] @ made[:, start:end].T
            below += share
            above -= share / weights.dtype.type(level)
            found[:, start:end] = (below / weights.dtype.type(level) + above) @ made[:, start:end]
    result = np.empty_like(found)
    result[:, order] = found
    return result


@dataclass(frozen=True, slots=True)
class Outlook:
    """Relatedness of each place to each product, and what adding it would open.

    Attributes
    ----------
    density : array of shape (places, products), 0 to 1
        Proximity of the product to what is present in the place, over its proximity to everything; NaN for a product
        that is near to nothing.
    index : array of shape (places,)
        Complexity outlook index: complexity of what is absent, weighed by density.
    gain : array of shape (places, products)
        Complexity outlook gain.
    """

    density: FloatArray
    index: FloatArray
    gain: FloatArray


def outlook(*, presence: BoolArray, products: FloatArray, own: Own = "one", gain: Gain = "spread") -> Outlook:
    """Density, complexity outlook index and gain.

    Parameters
    ----------
    presence : bool array of shape (places, products)
    products : array of shape (products,), float64 or float32, NaN where unknown
        Complexity of each product, on the scale that the outlook is to have.  One that is unknown adds nothing.
    own : {"one", "zero"}
        Proximity of a product with itself.
    gain : {"spread", "received", "net"}
        With phi_p the sum of the proximities of p, and sums over the absent products q: ``spread``, the sum of
        phi_pq / phi_q PCI_q; ``received``, the sum of phi_pq / phi_p PCI_q; both 0 for a product that is present.
        ``net``, ``received`` less density times PCI, of every product.

    Notes
    -----
    Source: Hausmann, Hidalgo et al. (2014), The atlas of economic complexity, technical box 5.4 (``spread``).
    """
    kind = products.dtype
    phi = _near(np.ones((1, presence.shape[1]), dtype=kind), presence, own)[0]
    absent = (~presence).astype(kind)
    pull = absent * np.nan_to_num(products if gain != "spread" else ratio(part=products, whole=phi)).astype(kind)
    both = _near(np.concatenate([presence.astype(kind), pull]), presence, own)
    density, drawn = np.split(both, 2)
    density = density / np.where(phi > 0, phi, np.nan)
    if gain != "spread":
        drawn = drawn / np.where(phi > 0, phi, np.nan)
    found = drawn * absent if gain != "net" else drawn - density * products
    index = np.nansum(absent * density * products, axis=1)
    return Outlook(density=density, index=index, gain=found)


def _near(weights: FloatArray, presence: BoolArray, own: Own) -> FloatArray:
    """Proximity sums, without each product's own term where its own proximity is zero."""
    sums = proximity_sums(weights=weights, presence=presence)
    return sums - weights * presence.any(axis=0) if own == "zero" else sums
