"""Shares of a market after its sellers change their prices."""

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]


def share_response(
    *, share: FloatArray, price: FloatArray, market: npt.NDArray[np.int64], elasticity: float
) -> FloatArray:
    """Share of each seller in its market once prices have changed; those of a market add up to one.

    Parameters
    ----------
    share : array of shape (sellers,), >= 0, no NaN
        Share of each, or its sales, before.
    price : array of shape (sellers,), > 0
        New price over old.
    market : array of int of shape (sellers,), >= 0
        Market that each sells in, numbered from zero without large holes.
    elasticity : float > 1
        Elasticity of substitution between sellers.

    Returns
    -------
    array of shape (sellers,)
        0 to 1; NaN in a market where nobody sells.

    Raises
    ------
    ValueError
        A share below zero or NaN, a price not above zero, shapes that differ, or an elasticity not above one.

    Notes
    -----
    Buyers of constant elasticity s spend on a seller what they did times p^(1 - s), and then all such shares are scaled
    to one: nothing but shares and changes is needed (exact hat algebra).
    Source: Dekle, Eaton & Kortum (2007), American Economic Review 97(2), 351-355, doi 10.1257/aer.97.2.351; preferences
    of Armington (1969).
    """
    if share.ndim != 1 or not share.shape == price.shape == market.shape:
        raise ValueError("share, price and market: one each a seller")
    if not np.isfinite(share).all() or (share < 0).any() or not (price > 0).all() or (market < 0).any():
        raise ValueError("share: numbers >= 0; price: numbers > 0; market: numbers >= 0")
    if not 1 < elasticity < np.inf:
        raise ValueError("elasticity: a number > 1")
    weighed = share * price ** (1 - elasticity)
    whole = np.bincount(market, weighed) if market.size else np.empty(0)
    after: FloatArray = np.divide(weighed, whole[market], out=np.full(share.shape, np.nan), where=whole[market] > 0)
    return after
