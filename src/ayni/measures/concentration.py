"""Concentration of a whole in its parts: Herfindahl, entropy, Theil, shares of the largest."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Concentration:
    """How much of a whole lies in few of its parts.

    Attributes
    ----------
    parts : int
        Number of parts n, those worth zero included.
    herfindahl : float
        Sum of squared shares, 1/n to 1.
    herfindahl_normalised : float
        (H - 1/n) / (1 - 1/n), 0 to 1; NaN for a single part.
    entropy : float
        Shannon's entropy in nats, 0 to ln n.
    theil : float
        Theil's T: ln n - entropy, 0 to ln n.
    theil_normalised : float
        Theil's T over ln n, 0 to 1; NaN for a single part.
    top : tuple of float
        Share of the k largest parts for each k asked, 0 to 1; all of them when k exceeds n.

    Every figure but ``parts`` is NaN when the whole is zero.
    """

    parts: int
    herfindahl: float
    herfindahl_normalised: float
    entropy: float
    theil: float
    theil_normalised: float
    top: tuple[float, ...]


def concentration(*, values: FloatArray, top: tuple[int, ...] = (1, 3, 5)) -> Concentration:
    """Concentration of a whole in its parts.

    Parameters
    ----------
    values : array of shape (n,), >= 0, no NaN
        Value of each part, in any one unit.  A part worth zero counts in n (it could have been sold): leave it out
        beforehand to measure over the parts there are.  0 ln 0 is 0.
    top : tuple of int >= 1
        Numbers of largest parts whose joint share is wanted.

    Raises
    ------
    ValueError
        No parts, NaN, infinity or a negative value.

    Notes
    -----
    Theil's T is the inequality among the parts; it grows with concentration, entropy falls.

    Source: Hirschman (1964), American Economic Review 54(5), 761-762 (H = sum s^2, shares of one);
    Theil (1967), Economics and Information Theory, ch. 4 (T = sum s ln(n s) = ln n - entropy).
    """
    if values.ndim != 1 or not values.size or not np.isfinite(values).all() or (values < 0).any():
        raise ValueError("values: one finite number >= 0 for each part, and at least one part")
    parts, whole = values.size, float(values.sum())
    if whole == 0:
        return Concentration(parts, *(np.nan,) * 5, top=(np.nan,) * len(top))
    shares = np.sort(values / whole)[::-1]
    herfindahl = float(shares @ shares)
    present = shares[shares > 0]
    entropy = max(0.0, float(-(present * np.log(present)).sum()))
    theil = max(0.0, float(np.log(parts)) - entropy)
    return Concentration(
        parts=parts,
        herfindahl=herfindahl,
        herfindahl_normalised=(herfindahl - 1 / parts) / (1 - 1 / parts) if parts > 1 else np.nan,
        entropy=entropy,
        theil=theil,
        theil_normalised=theil / float(np.log(parts)) if parts > 1 else np.nan,
        top=tuple(min(float(shares[:k].sum()), 1.0) for k in top),
    )
