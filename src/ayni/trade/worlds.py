"""Exports as matrices, one for each world: the exporters of one year, source and vintage, whose years are whole."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

import narwhals as nw
import numpy as np
import numpy.typing as npt
import polars as pl
from narwhals.typing import IntoFrame
from polars._typing import PolarsDataType
from threadpoolctl import threadpool_limits

from ayni.errors import Refused
from ayni.measures.specialisation import specialisation
from ayni.trade.annual import exports_by_product
from ayni.trade.levels import TOTAL, classification, refuse_nested

Item = TypeVar("Item")
Result = TypeVar("Result")
FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.int64]
# Of years at a time: each holds a matrix of countries by products a few times over.
MOST_WORKERS = 8
FIRST_ROWS = 100_000
WORLD = ("year", "source", "vintage")
# Columns whose rows have to be summed, or that say something of a year, before there is one row a year.
PARTS = frozenset({"month", "importer", "complete", "preliminary"})


@dataclass(frozen=True, slots=True)
class World:
    """Exports of one year, source and vintage.

    Attributes
    ----------
    year : int
    source, vintage : str or None
    exporters, products : polars.Series of str, sorted
    values : array of shape (exporters, products), >= 0, US$
        Zero where there is no row.
    whole : bool array of shape (exporters,)
        False where the exporter's year is not complete: it stays out of what is computed.
    """

    year: int
    source: str | None
    vintage: str | None
    exporters: pl.Series
    products: pl.Series
    values: FloatArray
    whole: BoolArray


def worlds(trade: IntoFrame, products: IntoFrame | None = None, *, total: str = TOTAL) -> Iterator[World]:
    """Worlds of a table that meets ``trade``, in order of year, source and vintage, one at a time.

    Parameters
    ----------
    trade : table that meets ``trade``
        Months and importers are summed.
    products : table that meets ``products``, or None
        Its ``parent`` says what is part of what.
    total : str
        Code of a total that the table itself publishes: left out.

    Raises
    ------
    Refused
        The table has one exporter, a row twice, or a product beside one it is part of.
    """
    frame = nw.from_native(trade).lazy()
    names = frame.collect_schema().names()
    # The first rows tell of almost every table that it has several: a panel's codes are not all read for it.
    exporters = _exporters(frame.head(FIRST_ROWS))
    if len(exporters) == 1 and len(_exporters(frame)) == 1:
        raise Refused("trade.one_exporter", exporter=exporters[0])
    years = sorted(frame.select("year").unique().collect("polars").to_native()["year"].cast(pl.Int64).to_list())
    for year in years:
        rows = frame.filter(nw.col("year") == year)
        if PARTS.isdisjoint(names) and products is None:
            kept = [name for name in (*WORLD, "exporter", "product", "value_usd") if name in names]
            yearly = pl.DataFrame(rows.select(kept).collect("polars").to_native())
        else:
            places = classification(products, total=total)
            yearly = exports_by_product(rows.to_native(), places)
            refuse_nested(yearly.filter(pl.col("product") != total).select(
                "year", "exporter", "source", "vintage", "product"), places)  # fmt: skip
        yield from _worlds_of_year(yearly.filter(pl.col("product") != total), year)


def side_by_side(function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
    """Results of a function in the order of its items, as many computed at a time as there are processors.

    BLAS keeps to one thread meanwhile: on matrices of countries by products its own threads cost more than they save,
    and years are the better thing to share out.  No more items are taken than are being computed.
    """
    workers = min(os.cpu_count() or 1, MOST_WORKERS)
    waiting: deque[Future[Result]] = deque()
    with threadpool_limits(limits=1, user_api="blas"), ThreadPoolExecutor(workers) as pool:
        for item in items:
            waiting.append(pool.submit(function, item))
            if len(waiting) >= workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def usable_threshold(threshold: float) -> float:
    """The threshold of presence.

    Raises
    ------
    Refused
        It is not above zero: everything would be present everywhere.
    """
    if not threshold > 0:
        raise Refused("trade.threshold_not_above_zero", came=threshold)
    return threshold


def quotients(world: World) -> FloatArray:
    """RCA of the exporters whose year is whole, of shape (whole exporters, products); NaN where one is alone."""
    found = specialisation(values=world.values[world.whole]).quotient
    return found if len(found) > 1 else np.full(found.shape, np.nan)


def long_table(world: World, cells: Mapping[str, FloatArray], reasons: IntArray, names: pl.Series) -> pl.DataFrame:
    """Long table of a world, a row for each exporter and product, in order.

    Parameters
    ----------
    world : World
    cells : mapping of str to array
        Columns, of the exporters whose year is whole, of a shape that broadcasts to (whole exporters, products); NaN
        becomes null.  The exporters that stayed out have nulls.
    reasons : int array of shape (whole exporters, products)
        Place in ``names`` of each row's reason.
    names : polars.Series of str
        Reasons; the second is that of the exporters that stayed out.

    Returns
    -------
    polars.DataFrame
        year, exporter, product, value_usd, the cells, reason, source, vintage.
    """
    count, width = world.values.shape
    shape = int(world.whole.sum()), width
    told = np.ones((count, width), dtype=np.int64)
    told[world.whole] = reasons
    return pl.DataFrame(
        {
            "year": pl.repeat(world.year, count * width, dtype=pl.Int64, eager=True),
            "exporter": world.exporters.gather(np.repeat(np.arange(count), width)),
            "product": world.products.gather(np.tile(np.arange(width), count)),
            "value_usd": world.values.ravel(),
            **{name: _column(world, np.broadcast_to(cell, shape)) for name, cell in cells.items()},
            "reason": names.gather(told.ravel()),
            "source": pl.repeat(world.source, count * width, dtype=pl.String, eager=True),
            "vintage": pl.repeat(world.vintage, count * width, dtype=pl.String, eager=True),
        }
    )


def first_reasons(of_exporter: IntArray, of_product: IntArray) -> IntArray:
    """The lower of an exporter's reason and a product's, where 0 is none; of shape (exporters, products)."""
    lower, higher = np.minimum.outer(of_exporter, of_product), np.maximum.outer(of_exporter, of_product)
    return np.where(lower > 0, lower, higher)


def joined(tables: Iterable[pl.DataFrame], schema: Mapping[str, PolarsDataType]) -> pl.DataFrame:
    """Long tables of worlds as one, sorted by year, exporter and product."""
    parts = [table.select(pl.col(name).cast(kind) for name, kind in schema.items()) for table in tables]
    whole = pl.concat([pl.DataFrame(schema=dict(schema)), *parts])
    years = [part["year"][0] for part in parts if part.height]
    # Each is in order, and so are the years: only sources or vintages of one year are still apart.
    return whole if len(set(years)) == len(years) else whole.sort("year", "exporter", "product", maintain_order=True)


def _column(world: World, cell: FloatArray) -> pl.Series:
    if not world.whole.all():
        full = np.full(world.values.shape, np.nan)
        full[world.whole] = cell
        cell = full
    return pl.Series(values=cell.ravel(), dtype=pl.Float64, nan_to_null=True)


def _exporters(frame: nw.LazyFrame[Any]) -> pl.Series:
    return pl.DataFrame(frame.select("exporter").unique().collect("polars").to_native())["exporter"]


def _worlds_of_year(rows: pl.DataFrame, year: int) -> Iterator[World]:
    kinds = [name for name in WORLD[1:] if name in rows.columns]
    parts = rows.partition_by(kinds, maintain_order=True) if kinds and rows.n_unique(kinds) > 1 else [rows]
    for part in sorted(parts, key=lambda part: tuple(part[name][0] or "" for name in kinds)):
        if part.height:
            yield _world(part, year, {name: part[name][0] for name in kinds})


def _world(rows: pl.DataFrame, year: int, kinds: dict[str, str | None]) -> World:
    exporters, products = (rows[name].cast(pl.String).unique().sort() for name in ("exporter", "product"))
    row, column = (
        rows[name].cast(pl.Enum(codes)).to_physical().to_numpy().astype(np.int64)
        for name, codes in (("exporter", exporters), ("product", products))
    )
    cell = row * len(products) + column
    if np.bincount(cell, minlength=1).max() > 1:
        raise Refused("trade.repeated_rows", **_repeated(rows, year))
    values = np.zeros((len(exporters), len(products)))
    values.ravel()[cell] = rows["value_usd"].to_numpy()
    whole = np.ones(len(exporters), dtype=bool)
    if "complete" in rows.columns:
        whole[row[(rows["complete"] == False).fill_null(value=False).to_numpy()]] = False  # noqa: E712 (null is "not said")
    return World(
        year=year, source=kinds.get("source"), vintage=kinds.get("vintage"),
        exporters=exporters, products=products, values=values, whole=whole,
    )  # fmt: skip


def _repeated(rows: pl.DataFrame, year: int) -> dict[str, object]:
    first = (
        rows.filter(rows.select("exporter", "product").is_duplicated()).sort("exporter", "product").row(0, named=True)
    )
    return {"year": year, "exporter": first["exporter"], "product": first["product"]}
