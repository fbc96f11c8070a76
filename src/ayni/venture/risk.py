"""What may come: many futures drawn from factors that move together, told over draws and over members.

A member's year is the sum of what each pair of factors carries: so much money that moves with a price and with a yield.
Draws stream in pieces, so that memory stays the same however many there are.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ayni.venture.games import FloatArray, IntArray

PIECE = 4096
# Part of all money of a member under which a worth is none.
ROUNDING = 1e-12
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
# Futures that stand for them all, each as likely as another: the middles of twenty equal parts.
TWENTY = tuple((2 * at + 1) / 40 for at in range(20))


@dataclass(frozen=True, slots=True)
class Factors:
    """Factors of risk, as multiples of what the plan expects.

    Attributes
    ----------
    deviation : array of shape (factors,)
        Standard deviation of the logarithm in a year, zero or more.
    correlation : array of shape (factors, factors)
        How they move together within a year, symmetric, with ones on the diagonal and no direction of negative spread.
    persistence : array of shape (factors,)
        Part of a year's departure that is still there in the next, 0 to below 1.
    """

    deviation: FloatArray
    correlation: FloatArray
    persistence: FloatArray


@dataclass(frozen=True, slots=True)
class Exposure:
    """What each member's years move with.

    Attributes
    ----------
    amount : array of shape (members, parts, years)
        Money of each part as the plan expects it, valued today; in above zero, out below.
    first, second : array of int of shape (parts,)
        Factors that a part is multiplied by; -1 where it is by none.
    third : array of int of shape (parts,) or None
        Path that a part is multiplied by; -1 where it is by none.
    normals : int
        Normal numbers that each future draws for the paths.
    paths : tuple of callable
        From those numbers, shape (draws, normals), to what is multiplied by, shape (years, draws).
    also : array of int of shape (parts,) or None
        A third factor that a part is multiplied by; -1 where it is by none.
    """

    amount: FloatArray
    first: IntArray
    second: IntArray
    third: IntArray | None = None
    normals: int = 0
    paths: tuple[Callable[[FloatArray], FloatArray], ...] = ()
    also: IntArray | None = None


@dataclass(frozen=True, slots=True)
class Futures:
    """What came of the draws.

    Attributes
    ----------
    mean : array of shape (members,)
        Mean worth today of each member's years.
    error : array of shape (members,)
        Standard error of that mean.
    quantiles : array of shape (members, 5)
        Worth that 5, 25, 50, 75 and 95 of 100 draws stay below.
    twenty : array of shape (members, 20)
        Twenty worths that stand for the draws, each as likely as another, rising.
    loss : array of shape (members,)
        Part of the draws in which a member's worth is below zero, 0 to 1.
    gaining : array of shape (5,)
        Part of the members that gain, over draws: its 5, 25, 50, 75 and 95 % quantiles.
    worst_quarter : array of shape (5,)
        Mean worth of the quarter of members that fare worst in each draw: its quantiles.
    draws : int
        How many there were.
    """

    mean: FloatArray
    error: FloatArray
    quantiles: FloatArray
    twenty: FloatArray
    loss: FloatArray
    gaining: FloatArray
    worst_quarter: FloatArray
    draws: int


def futures(
    *, exposure: Exposure, factors: Factors, draws: int, rng: np.random.Generator, instead: FloatArray | None = None,
    taxable: tuple[FloatArray, FloatArray] | None = None, tax: float = 0.0, discounts: FloatArray | None = None,
    counts: IntArray | None = None,
) -> Futures:  # fmt: skip
    """Worth of each member over many futures.

    Parameters
    ----------
    exposure : Exposure
        What each member's years move with, valued today.
    factors : Factors
        How the factors move; each has a mean of one in every year.
    draws : int
        How many futures, 1 or more.
    rng : numpy.random.Generator
        Same seed, same result.
    instead : array of shape (members, parts, years), optional
        What each would have otherwise, valued today and taken away in the same future: what is told is then a gain.
    taxable : two arrays of shape (members, parts, years), optional
        What is taxed of ``exposure`` and of ``instead``, in money of its year.
    tax : float
        Part of a year's money above zero that goes in tax, 0 to below 1.
    discounts : array of shape (years,), optional
        What one unit of tax paid at the end of each year is worth today.
    counts : array of int of shape (members,), optional
        How many alike each row stands for, where rows are types.

    Raises
    ------
    ValueError
        Shapes that do not fit, a correlation that is none, a tax or a persistence out of its range.

    Source: Glasserman (2003), Monte Carlo Methods in Financial Engineering, sections 2.3 and 3.1; factors are lognormal
    with mean one, and follow an autoregression of order one in logarithms.
    """
    members, _, years = exposure.amount.shape
    _check(exposure, factors, draws, tax)
    alike = np.ones(members, dtype=np.int64) if counts is None else counts
    gain = exposure.amount - (0.0 if instead is None else instead)
    worth, at = np.empty((draws, members)), 0
    for moved in _drawn(factors, exposure, years, draws, rng):
        piece = worth[at : at + moved.shape[1]]
        piece[:] = _worth(moved, gain)
        if tax and taxable is not None and discounts is not None:
            due, otherwise = (_tax(moved, amount, tax * discounts) for amount in taxable)
            piece -= due - otherwise
        at += moved.shape[1]
    return _told(worth, alike, ROUNDING * float(np.abs(exposure.amount).sum(axis=(1, 2)).max()))


def _check(exposure: Exposure, factors: Factors, draws: int, tax: float) -> None:
    members, parts, _ = exposure.amount.shape
    count = factors.deviation.size
    if exposure.first.shape != (parts,) or exposure.second.shape != (parts,):
        raise ValueError("a part has two factors")
    also = np.full(parts, -1) if exposure.also is None else exposure.also
    if also.shape != (parts,):
        raise ValueError("a third factor is told of each part, or of none")
    if factors.correlation.shape != (count, count) or factors.persistence.shape != (count,):
        raise ValueError("there is one deviation and one persistence a factor, and a correlation for each two")
    if max(exposure.first.max(initial=-1), exposure.second.max(initial=-1), also.max(initial=-1)) >= count:
        raise ValueError("a part moves with a factor that is not there")
    if np.any(factors.deviation < 0) or np.any((factors.persistence < 0) | (factors.persistence >= 1)):
        raise ValueError("deviations are zero or more, and persistences from zero to below one")
    if draws < 1 or not 0 <= tax < 1 or not members:
        raise ValueError("there is a draw and a member, and a tax is from zero to below one")


def root_of(correlation: FloatArray) -> FloatArray:
    """Matrix R with R R' the correlation; refused where it is no correlation.

    Raises
    ------
    ValueError
        One that is not symmetric with ones on its diagonal, or that has a direction of negative spread.
    """
    values, vectors = np.linalg.eigh(correlation)
    sound = np.allclose(correlation, correlation.T) and np.allclose(np.diag(correlation), 1)
    if not sound or values.min(initial=0) < -1e-9:
        raise ValueError("a correlation is symmetric, has ones on its diagonal, and contradicts itself nowhere")
    return np.asarray(vectors * np.sqrt(np.maximum(values, 0)))


def _drawn(
    factors: Factors, exposure: Exposure, years: int, draws: int, rng: np.random.Generator
) -> Iterator[FloatArray]:
    """What each part is multiplied by, shape (years, draws, parts), some draws at a time."""
    root = root_of(factors.correlation)
    settled = factors.deviation / np.sqrt(1 - factors.persistence**2)
    spread = settled**2 * (1 - factors.persistence ** (2 * np.arange(1, years + 1)[:, None]))
    for start in range(0, draws, PIECE):
        size = min(PIECE, draws - start)
        shocks = rng.standard_normal((years, size, factors.deviation.size)) @ root.T * factors.deviation
        for year in range(1, years):
            shocks[year] += factors.persistence * shocks[year - 1]
        levels = np.exp(shocks - spread[:, None, :] / 2)
        levels = np.concatenate((levels, np.ones((years, size, 1))), axis=2)
        moved = levels[:, :, exposure.first] * levels[:, :, exposure.second]
        if exposure.also is not None:
            of = exposure.also >= 0
            moved[:, :, of] *= levels[:, :, exposure.also[of]]
        if exposure.normals and exposure.third is not None:
            drawn = rng.standard_normal((size, exposure.normals))
            for path, multiples in enumerate(exposure.paths):
                moved[:, :, exposure.third == path] *= multiples(drawn)[:, :, None]
        yield moved


def _worth(moved: FloatArray, amount: FloatArray) -> FloatArray:
    """Worth today of each member in each draw, shape (draws, members)."""
    total = np.zeros((moved.shape[1], amount.shape[0]))
    for year, levels in enumerate(moved):
        total += levels @ amount[:, :, year].T
    return total


def _tax(moved: FloatArray, amount: FloatArray, tax: FloatArray) -> FloatArray:
    """Worth today of the tax on each year above zero, shape (draws, members)."""
    total = np.zeros((moved.shape[1], amount.shape[0]))
    for year, levels in enumerate(moved):
        total += tax[year] * np.maximum(levels @ amount[:, :, year].T, 0)
    return total


def _told(worth: FloatArray, alike: npt.NDArray[np.int64], nothing: float) -> Futures:
    """What came of the draws; what lies within ``nothing`` of zero is neither gain nor loss."""
    draws = len(worth)
    spread = worth.std(axis=0, ddof=1) if draws > 1 else np.full(worth.shape[1], np.nan)
    gaining = (worth > 0) @ alike / alike.sum()
    at = np.quantile(worth, (*QUANTILES, *TWENTY), axis=0).T
    return Futures(
        mean=worth.mean(axis=0), error=spread / np.sqrt(draws), quantiles=at[:, : len(QUANTILES)],
        twenty=at[:, len(QUANTILES) :],
        loss=(worth < -nothing).mean(axis=0), gaining=np.quantile(gaining, QUANTILES),
        worst_quarter=np.quantile(_worst_quarter(worth, alike), QUANTILES), draws=draws,
    )  # fmt: skip


def _worst_quarter(worth: FloatArray, alike: npt.NDArray[np.int64]) -> FloatArray:
    """Mean worth of the quarter of members that fare worst, each draw by itself; part of a member counts in part."""
    order = np.argsort(worth, axis=1)
    rising = np.take_along_axis(worth, order, axis=1)
    before = np.cumsum(alike[order], axis=1) - alike[order]
    quarter = alike.sum() / 4
    weight = np.clip(quarter - before, 0, alike[order])
    return np.asarray((rising * weight).sum(axis=1) / quarter)
