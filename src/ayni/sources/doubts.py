"""What is at fault among the cells of a column, and what was read of the others."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import polars as pl

Why = Callable[[str], tuple[str, dict[str, object]]]
Places = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Doubt:
    """Cells of a column at fault in one way.

    Attributes
    ----------
    at : numpy.ndarray of int64
        Their places in the batch.
    why : callable
        Sentence and facts for a cell, from what stands in it.
    """

    at: Places
    why: Why


@dataclass(frozen=True, slots=True)
class Typed:
    """Cells of a column read as their kind.

    Attributes
    ----------
    values : polars.Series
        Values; null where a cell is empty or at fault.
    doubts : list of Doubt
        What is at fault.
    marks : polars.Series or None
        Mask of the cells read as missing because they hold a mark for it.
    renamed : dict of str to str
        Other names of units that came, and the unit each was taken for.
    """

    values: pl.Series
    doubts: list[Doubt] = field(default_factory=list)
    marks: pl.Series | None = None
    renamed: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Judged:
    """Columns of one batch, by name in the contract.

    Attributes
    ----------
    unsure : numpy.ndarray of bool
        Rows with a fault in their key.
    values, filled : dict of str to polars.Series
        Values of each column; where it is filled, missing marks apart.
    """

    unsure: npt.NDArray[np.bool_]
    values: dict[str, pl.Series] = field(default_factory=dict)
    filled: dict[str, pl.Series] = field(default_factory=dict)


def places(mask: pl.Series) -> Places:
    """Places where a mask holds."""
    return np.flatnonzero(mask.fill_null(False).to_numpy())


def always(key: str, **facts: object) -> Why:
    """The same sentence for every cell."""
    return lambda _: (key, facts)


def doubts_where(mask: pl.Series, why: Why) -> list[Doubt]:
    """Doubt of the cells where a mask holds, if there are any."""
    return [Doubt(places(mask), why)] if mask.any() else []


def doubt_of(part: pl.Series | None, why: Why) -> list[Doubt]:
    """Doubt of every filled cell of one part of a column."""
    return [] if part is None else doubts_where(part.is_not_null(), why)


def wrong_part(part: pl.Series | None, key: str, **facts: object) -> list[Doubt]:
    """Doubt of every filled cell of a part that a column should not have, all with one sentence."""
    return doubt_of(part, always(key, **facts))


def filled_from(first: pl.Series, second: pl.Series) -> pl.Series:
    """First values, and the second where there are none."""
    return pl.select(pl.coalesce(first, second)).to_series()
