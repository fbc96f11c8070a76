"""Constant market share: how much of a seller's growth came of the world, of what it sells, of where, and of itself."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from ayni.measures.ratios import ratio

FloatArray = npt.NDArray[np.float64]
IntegerArray = npt.NDArray[np.int64]
Convention = Literal["leamer_stern", "fagerberg_sollie"]


@dataclass(frozen=True, slots=True)
class ShareChange:
    """Growth of each seller in parts that add up to it, arrays of shape (sellers,) in the unit of the values.

    Attributes
    ----------
    first, last : array
        What each sold in the two years.
    world_growth : array
        Growth had it kept its share of the world's whole trade.
    product_composition : array
        Growth beyond it because the products it sells grew more, or less, than others.
    market_composition : array
        The same of the markets it sells to.
    competitiveness : array
        Growth because its share of single products in single markets changed.
    product_adaptation, market_adaptation : array or None
        Interactions: share won in products (markets) whose weight changed; None where the convention has none.
    world_first, world_last : float
        What all sold in the two years.
    """

    first: FloatArray
    last: FloatArray
    world_growth: FloatArray
    product_composition: FloatArray
    market_composition: FloatArray
    competitiveness: FloatArray
    product_adaptation: FloatArray | None
    market_adaptation: FloatArray | None
    world_first: float
    world_last: float


def share_change(
    *,
    first: FloatArray,
    last: FloatArray,
    seller: IntegerArray,
    product: IntegerArray,
    market: IntegerArray,
    convention: Convention = "leamer_stern",
) -> ShareChange:
    """Parts of each seller's growth between two years, by a constant market share analysis.

    Parameters
    ----------
    first, last : array of shape (cells,), >= 0, no NaN
        What a seller sold of a product in a market in the two years.  All sellers of the world stand here, each cell
        once; the world is their sum.
    seller, product, market : array of int of shape (cells,), >= 0
        Whose, what and where, numbered from zero.  With one market for all there is no market composition: it is zero.
    convention : {"leamer_stern", "fagerberg_sollie"}
        ``leamer_stern``: products first, then markets within each product; what is left is competitiveness, with the
        interactions in it.  ``fagerberg_sollie``: products within each market, then markets, both at the shares and
        weights of the first year (Laspeyres), with the interactions apart.

    Raises
    ------
    ValueError
        NaN, a negative value, shapes that differ, another convention, or a world that sells nothing in one year.

    Notes
    -----
    With V for the seller, W for the world, i products, j markets, ' for the last year and g = W' / W:

    - leamer_stern: world V g - V; products sum_i V_i g_i - V g; markets sum_ij V_ij g_ij - sum_i V_i g_i; the rest
      V' - sum_ij V_ij g_ij.  Source: Leamer & Stern (1970), Quantitative international economics, ch. 7, identity of
      four terms, with world growth that takes the seller in.  A product new to a market is competitiveness.
    - fagerberg_sollie: shares a = V_ij / W_ij, weights b = W_ij / W_j of products in a market and c = W_j / W of
      markets.  Competitiveness sum c b (a' - a); products sum c a (b' - b); their interaction sum c (a' - a) (b' - b);
      markets sum M_j (c' - c) with M_j = sum_i a b; their interaction sum (M_j' - M_j) (c' - c).  Source: Fagerberg &
      Sollie (1987), Applied Economics 19(12), 1571-1583, doi 10.1080/00036848700000084, who part the change of the
      share in the world's trade: it is carried to money by W', and world growth is V g - V.  A share of what nobody
      sold in one of the years is taken as that of the other, so that what appears or vanishes is composition.
    """
    cells = _checked(first, last, seller, product, market)
    if convention not in ("leamer_stern", "fagerberg_sollie"):
        raise ValueError("convention: leamer_stern or fagerberg_sollie")
    parts = _leamer_stern(cells) if convention == "leamer_stern" else _fagerberg_sollie(cells)
    sellers = int(seller.max()) + 1
    sums = {
        name: None if part is None else np.bincount(seller, part, minlength=sellers)
        for name, part in {"first": first, "last": last, **parts}.items()
    }
    return ShareChange(**sums, world_first=cells.whole[0], world_last=cells.whole[1])  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class _Cells:
    """Values of the two years, and of the world in the cell, in its product, in its market, in all."""

    own: tuple[FloatArray, FloatArray]
    cell: tuple[FloatArray, FloatArray]
    product: tuple[FloatArray, FloatArray]
    market: tuple[FloatArray, FloatArray]
    whole: tuple[float, float]


def _checked(
    first: FloatArray, last: FloatArray, seller: IntegerArray, product: IntegerArray, market: IntegerArray
) -> _Cells:
    if first.ndim != 1 or not first.shape == last.shape == seller.shape == product.shape == market.shape:
        raise ValueError("first, last, seller, product and market: one each a cell")
    if not (np.isfinite(first).all() and np.isfinite(last).all()) or min(first.min(), last.min()) < 0:
        raise ValueError("first and last: finite numbers >= 0")
    if not (first.sum() > 0 and last.sum() > 0):
        raise ValueError("first and last: the world sells something in both years")
    own = (first, last)
    cell = product * (int(market.max()) + 1) + market

    def world(of: IntegerArray) -> tuple[FloatArray, FloatArray]:
        sums = (np.bincount(of, first), np.bincount(of, last))
        return sums[0].astype(np.float64)[of], sums[1].astype(np.float64)[of]

    return _Cells(own, world(cell), world(product), world(market), (float(first.sum()), float(last.sum())))


def _leamer_stern(cells: _Cells) -> dict[str, FloatArray | None]:
    own, last = cells.own
    at_world = own * (cells.whole[1] / cells.whole[0])
    at_product = _grown(own, cells.product)
    at_cell = _grown(own, cells.cell)
    return {
        "world_growth": at_world - own,
        "product_composition": at_product - at_world,
        "market_composition": at_cell - at_product,
        "competitiveness": last - at_cell,
        "product_adaptation": None,
        "market_adaptation": None,
    }


def _fagerberg_sollie(cells: _Cells) -> dict[str, FloatArray | None]:
    a = _held(*(ratio(part=own, whole=cell) for own, cell in zip(cells.own, cells.cell, strict=True)))
    b = _held(*(ratio(part=cell, whole=market) for cell, market in zip(cells.cell, cells.market, strict=True)))
    c = [market / whole for market, whole in zip(cells.market, cells.whole, strict=True)]
    da, db, dc = (last - first for first, last in (a, b, c))
    shares = {
        "product_composition": c[0] * a[0] * db,
        "market_composition": a[0] * b[0] * dc,
        "competitiveness": c[0] * b[0] * da,
        "product_adaptation": c[0] * da * db,
        "market_adaptation": (a[1] * b[1] - a[0] * b[0]) * dc,
    }
    world = cells.own[0] * (cells.whole[1] / cells.whole[0]) - cells.own[0]
    return {"world_growth": world, **{name: share * cells.whole[1] for name, share in shares.items()}}


def _grown(own: FloatArray, world: tuple[FloatArray, FloatArray]) -> FloatArray:
    """What is sold, grown as the world; zero where there was nothing to grow."""
    return np.where(own > 0, own * np.nan_to_num(ratio(part=world[1], whole=world[0])), 0.0)


def _held(first: FloatArray, last: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Shares of two years, each where it is not defined as that of the other; zero where neither is."""
    both = np.where(np.isnan(first), last, first), np.where(np.isnan(last), first, last)
    return np.nan_to_num(both[0]), np.nan_to_num(both[1])
