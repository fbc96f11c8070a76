"""Quality that buyers' choices imply, and which sellers another one beats on price and quality at once."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntegerArray = npt.NDArray[np.int64]
# Logarithms that differ by less are alike.
TIE = 1e-12
NOBODY = -1


@dataclass(frozen=True, slots=True)
class Frontier:
    """Sellers on price and quality, arrays of shape (sellers,).

    Attributes
    ----------
    quality : array
        Natural logarithm, 0 on average in each market; NaN where value or quantity is not known.
    beaten_by : array of int
        Of the sellers of the same market that are no dearer and no worse, and better in one of the two, the one of the
        highest quality, the cheapest of those alike; ``NOBODY`` where there is none.
    """

    quality: FloatArray
    beaten_by: IntegerArray


def frontier(*, value: FloatArray, quantity: FloatArray, market: IntegerArray, elasticity: float) -> Frontier:
    """Quality of each seller implied by its price and quantity, and who beats it in its market.

    Parameters
    ----------
    value : array of shape (sellers,), >= 0, no NaN
        What each sells, in one unit of money.
    quantity : array of shape (sellers,), >= 0, NaN where not known
        How much of it, in one unit.
    market : array of int of shape (sellers,), >= 0
        Market that each sells in, numbered from zero without large holes.
    elasticity : float > 1
        Elasticity of substitution between sellers: how far buyers go for a lower price.

    Raises
    ------
    ValueError
        NaN or a negative value, shapes that differ, or an elasticity that is not above one.

    Notes
    -----
    Buyers with constant elasticity s buy q = quality^(s - 1) p^(-s) of a seller, but for what is the market's: quality
    is (ln q + s ln p) / (s - 1) less its mean in the market.  Who sells more at the same price, or as much at a higher
    one, is better to its buyers: quality, nearness, trust and habit alike.
    A rival that is cheaper and no worse for one elasticity is so for each lower one, whatever the seller:
    ln q' - ln q >= s (ln p - ln p') with a right side that grows with s.
    Source: Khandelwal, Schott & Wei (2013), American Economic Review 103(6), 2169-2195, doi 10.1257/aer.103.6.2169,
    eq. 6, with markets of one product and year as the fixed effects.
    """
    if value.ndim != 1 or not value.shape == quantity.shape == market.shape:
        raise ValueError("value, quantity and market: one each a seller")
    if not np.isfinite(value).all() or (value < 0).any() or (quantity < 0).any() or (market < 0).any():
        raise ValueError("value, quantity, market: numbers >= 0; only a quantity may be NaN")
    if not 1 < elasticity < np.inf:
        raise ValueError("elasticity: a number > 1")
    known = np.flatnonzero((value > 0) & (quantity > 0))
    # The logarithm of the quotient: two prices that are one number stay one.
    price = np.log(value[known] / quantity[known])
    quality = (np.log(quantity[known]) + elasticity * price) / (elasticity - 1)
    within = market[known]
    means = np.bincount(within, quality) / np.maximum(np.bincount(within), 1)
    found = Frontier(np.full(len(value), np.nan), np.full(len(value), NOBODY, dtype=np.int64))
    found.quality[known] = quality - means[within] if known.size else quality
    beaten = _beaten(price, found.quality[known], within)
    found.beaten_by[known] = np.where(beaten == NOBODY, NOBODY, known[beaten] if known.size else beaten)
    return found


def _beaten(price: FloatArray, quality: FloatArray, market: IntegerArray) -> IntegerArray:
    """For each seller the best of those no dearer, in the same market, where it is better in one of the two."""
    order = np.lexsort((-quality, price, market))
    best = _best_so_far(quality[order], market[order])
    beaten = np.full(len(price), NOBODY, dtype=np.int64)
    rivals = order[best]
    better = quality[rivals] > quality[order] + TIE
    cheaper = (quality[rivals] >= quality[order] - TIE) & (price[rivals] < price[order] - TIE)
    beaten[order] = np.where(better | cheaper, rivals, NOBODY)
    return beaten


def _best_so_far(quality: FloatArray, market: IntegerArray) -> IntegerArray:
    """Place of the highest quality among those before and at each, market by market; the first of those alike."""
    if not quality.size:
        return np.empty(0, dtype=np.int64)
    # Ranks by market and then quality, the first of those alike highest, so that one running maximum serves all.
    rank = np.empty(len(quality), dtype=np.int64)
    place = np.lexsort((-np.arange(len(quality)), quality, market))
    rank[place] = np.arange(len(quality))
    return place[np.maximum.accumulate(rank)]
