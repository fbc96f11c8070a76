"""Stage of the life cycle that each product is in, in each market, with the doubt that a few years leave."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import polars as pl
from narwhals.typing import IntoFrame

from ayni.errors import Refused
from ayni.measures import stages as measures
from ayni.measures.stages import STAGES, Thresholds
from ayni.measures.trend import mann_kendall
from ayni.trade.annual import Market, exports_by_market
from ayni.trade.levels import TOTAL, classification

FloatArray = npt.NDArray[np.float64]
At = Literal["middle", "last"]
Measure = Literal["value", "quantity"]
WORLD = ("source", "vintage")
MOST_YEARS = 200
CELL = ("importer", "product", *WORLD)


def life_cycle(
    trade: IntoFrame,
    products: IntoFrame | None = None,
    *,
    market: Market | None = None,
    measure: Measure = "value",
    to_year: int | None = None,
    window: int = 8,
    fewest: int = 6,
    at: At = "middle",
    flat: float = 0.02,
    fast: float = 0.10,
    introduction_until: float = 0.2113,
    growth_until: float = 0.7887,
    confidence: float = 0.9,
    total: str = TOTAL,
) -> pl.DataFrame:
    """Stage of every product in every market, told by how its imports from all exporters grow and how that slows.

    Parameters
    ----------
    trade : table that meets ``trade``
        Exports of all who sell there: their sum is what the market imports.
    products, total
        As in :func:`ayni.trade.structure.export_structure`; a total's row is left out.
    market : {"importer", "world"} or None
        As in :func:`ayni.trade.annual.exports_by_market`.
    measure : {"value", "quantity"}
        Dollars of each year, which rise with prices, or kilos; a year that is weighed in part is a gap.
    to_year : int or None
        Last year of the window; None for the last the source has.
    window, fewest : int
        Calendar years looked at, and how many of them have to be known, 4 at least.
    at : {"middle", "last"}
        Year told of: the middle of those known, which they tell best, or the last, with more doubt.
    flat, fast : float
        Growth a year, a fraction, that is standing still, and over which a new product is in introduction.
    introduction_until, growth_until : float, 0 to 1
        Share of its ceiling at which a product leaves the stage.
    confidence : float, 0 to 1
        Of the interval, and of the stages that are told together.

    Returns
    -------
    polars.DataFrame
        importer (null for the world), product, measure, from_year, to_year (first and last known of the window), years
        (known), told_year, latest (US$ or kg of to_year), growth, growth_low, growth_high (a year, fractions),
        acceleration (change of the logarithm of growth a year), penetration (share of its ceiling, 0 to 1, if it goes
        on as a logistic; null if it does not grow), p_value (Mann-Kendall, two-sided), introduction_probability,
        growth_probability, maturity_probability, decline_probability (add up to 1), stage (most probable), stages
        (fewest that reach the confidence, in order: two at a boundary), preliminary, source, vintage, reason
        (``too_few_years``, ``no_imports`` in the window, ``intermittent``: none in a year after the first).

    Raises
    ------
    Refused
        An option is out of its range, kilos were asked of a table without, markets of a table without, or rows would
        be counted twice.

    Notes
    -----
    Decline: growth under -flat.  Maturity: growth within flat, or past ``growth_until`` of its ceiling.  Introduction:
    growth over ``fast``, not past ``introduction_until``.  Growth: all other growth.  By default the shares are those
    where the speed of a logistic rises and falls most.  A year in which the market has other rows and none of the
    product is a year without imports of it; one that is not complete is a gap.  Who joins or leaves the table
    moves what a market seems to import.
    Source: :func:`ayni.measures.stages.stage_probabilities`.
    """
    limits = _Limits(window, fewest, at, _thresholds(flat, fast, introduction_until, growth_until), confidence)
    _check(limits, flat, fast)
    measured = ("value_usd", "quantity_kg", "unweighed_usd")
    rows = exports_by_market(trade, classification(products, total=total), market=market, measures=measured)
    if measure == "quantity" and not rows.is_empty() and not rows["quantity_kg"].is_not_null().any():
        raise Refused("trade.no_weights")
    imports = _imports(rows, measure)
    found = [_stages(world, limits, to_year) for world in imports.partition_by(*WORLD, maintain_order=True)]
    same = pl.lit(measure).alias("measure")
    return pl.concat([pl.DataFrame(schema=_SCHEMA), *found]).with_columns(same).sort(*WORLD, "importer", "product")


_NUMBERS = (
    *("latest", "growth", "growth_low", "growth_high", "acceleration", "penetration", "p_value"),
    *(f"{stage}_probability" for stage in STAGES),
)
_SCHEMA = {
    **dict.fromkeys(("importer", "product", "measure"), pl.String),
    **dict.fromkeys(("from_year", "to_year", "years"), pl.Int64),
    "told_year": pl.Float64,
    **dict.fromkeys(_NUMBERS, pl.Float64),
    **dict.fromkeys(("stage", "stages"), pl.String),
    "preliminary": pl.Boolean,
    **dict.fromkeys(("source", "vintage", "reason"), pl.String),
}


@dataclass(frozen=True, slots=True)
class _Limits:
    """What is looked at and where stages end."""

    window: int
    fewest: int
    at: At
    thresholds: Thresholds
    confidence: float


def _thresholds(flat: float, fast: float, introduction_until: float, growth_until: float) -> Thresholds:
    if not 0 <= flat < 1:
        raise Refused("trade.out_of_range", option="flat", low=0, high=1, came=flat, example=0.02)
    if not flat <= fast < 10:
        raise Refused("trade.out_of_range", option="fast", low=flat, high=10, came=fast, example=0.10)
    if not 0 < introduction_until < 1:
        came = {"option": "introduction_until", "came": introduction_until}
        raise Refused("trade.out_of_range", low=0, high=1, example=0.2113, **came)
    if not introduction_until < growth_until < 1:
        came = {"option": "growth_until", "came": growth_until}
        raise Refused("trade.out_of_range", low=introduction_until, high=1, example=0.7887, **came)
    return Thresholds(float(np.log1p(flat)), float(np.log1p(fast)), introduction_until, growth_until)


def _check(limits: _Limits, flat: float, fast: float) -> None:
    if limits.fewest < measures.FEWEST:
        came = {"option": "fewest", "low": measures.FEWEST, "high": MOST_YEARS, "came": limits.fewest}
        raise Refused("trade.out_of_range", **came, example=6)
    if not limits.fewest <= limits.window <= MOST_YEARS:
        came = {"option": "window", "low": limits.fewest, "high": MOST_YEARS, "came": limits.window}
        raise Refused("trade.out_of_range", **came, example=8)
    if not 0 < limits.confidence < 1:
        came = {"option": "confidence", "low": 0, "high": 1, "came": limits.confidence}
        raise Refused("trade.out_of_range", **came, example=0.9)


def _imports(rows: pl.DataFrame, measure: Measure) -> pl.DataFrame:
    """Imports of each year, market and product from all: ``amount`` (null where not whole), ``preliminary``."""
    whole = pl.col("complete").fill_null(value=True).all()
    if measure == "quantity":
        whole = whole & (pl.col("unweighed_usd").fill_null(0.0) == 0).all()
    amount = pl.col("value_usd" if measure == "value" else "quantity_kg").sum()
    told = pl.when(whole).then(amount).alias("amount"), pl.col("preliminary").max()
    return rows.group_by("year", *CELL, maintain_order=True).agg(told).sort(*CELL, "year")


def _stages(world: pl.DataFrame, limits: _Limits, to_year: int | None) -> pl.DataFrame:
    """Stages of one source and vintage."""
    last = int(world["year"].max()) if to_year is None else to_year  # type: ignore[arg-type]
    years = np.arange(last - limits.window + 1, last + 1)
    series = world.select(*CELL).unique(maintain_order=True).with_row_index("series")
    world = world.filter(pl.col("year").is_between(int(years[0]), last)).join(series, on=CELL, nulls_equal=True)
    amounts = _amounts(world, series, years)
    amounts, reason = _usable(amounts, limits.fewest)
    preliminary = world.group_by("series").agg(pl.col("preliminary").max())
    told = _told(amounts, years.astype(np.float64), limits)
    rows = series.with_columns(*told, pl.Series("reason", reason.tolist(), dtype=pl.String).replace("", None))
    rows = rows.join(preliminary, on="series", how="left")
    return rows.with_columns(pl.lit(None, dtype=pl.String).alias("measure")).select(*_SCHEMA).cast(_SCHEMA)  # type: ignore[arg-type]


def _amounts(world: pl.DataFrame, series: pl.DataFrame, years: npt.NDArray[np.int64]) -> FloatArray:
    """Imports of shape (series, years): NaN for a gap, zero where the market traded and had none of it."""
    first = int(years[0])
    traded = world.filter(pl.col("amount").is_not_null()).select("importer", "year").unique()
    none = series.select("series", "importer").join(traded, on="importer", nulls_equal=True)
    amounts = np.full((series.height, len(years)), np.nan)
    amounts[none["series"].to_numpy(), none["year"].to_numpy() - first] = 0.0
    found = world["amount"].fill_null(float("nan")).to_numpy()
    amounts[world["series"].to_numpy(), world["year"].to_numpy() - first] = found
    return amounts


def _usable(amounts: FloatArray, fewest: int) -> tuple[FloatArray, npt.NDArray[np.str_]]:
    """Amounts from the first year with any, and the reason why a series has no stage: empty where it has one."""
    started = np.maximum.accumulate(np.nan_to_num(amounts) > 0, axis=1)
    kept = np.where(started, amounts, np.nan)
    reason = np.full(len(amounts), "", dtype="<U13")
    reason[np.isfinite(kept).sum(axis=1) < fewest] = "too_few_years"
    reason[(kept == 0).any(axis=1)] = "intermittent"
    reason[~started.any(axis=1) & np.isfinite(amounts).any(axis=1)] = "no_imports"
    return kept, reason


def _told(amounts: FloatArray, years: FloatArray, limits: _Limits) -> list[pl.Series]:
    known = np.isfinite(amounts)
    counts = known.sum(axis=1)
    ends = [_first(known, years), _first(known[:, ::-1], years[::-1])]
    middle = np.where(known, years, 0).sum(axis=1) / np.maximum(counts, 1)
    at = middle if limits.at == "middle" else ends[1]
    usable = (counts >= limits.fewest) & ~(amounts == 0).any(axis=1)
    figures = _figures(amounts[usable], years, at[usable], limits)
    columns = [pl.Series("years", counts)]
    columns += [pl.Series(name, end).fill_nan(None) for name, end in zip(("from_year", "to_year"), ends, strict=True)]
    latest = np.take_along_axis(amounts, _last_place(known)[:, None], axis=1)[:, 0]
    columns.append(pl.Series("latest", latest).fill_nan(None))
    columns.append(pl.Series("told_year", np.where(usable, at, np.nan)).fill_nan(None))
    for name, figure in figures.items():
        text = figure.dtype.kind == "U"
        full = np.full(len(amounts), "" if text else np.nan, dtype=figure.dtype)
        full[usable] = figure
        column = pl.Series(name, full.tolist(), dtype=pl.String if text else pl.Float64)
        columns.append(column.replace("", None) if text else column.fill_nan(None))
    return columns


def _figures(
    values: FloatArray, years: FloatArray, at: FloatArray, limits: _Limits
) -> dict[str, npt.NDArray[np.float64] | npt.NDArray[np.str_]]:
    """Growth, its interval, the probabilities and the stages of series that have enough years."""
    path = measures.log_path(years=years, values=values, at=at)
    low, high = measures.interval(path, confidence=limits.confidence)
    chances = measures.stage_probabilities(path, thresholds=limits.thresholds)
    likely = measures.likely(chances, confidence=limits.confidence)
    names = np.array(STAGES)
    stages = ["; ".join(names[row]) for row in likely]
    return {
        **dict(zip(("growth", "growth_low", "growth_high"), map(np.expm1, (path.growth, low, high)), strict=True)),
        "acceleration": path.acceleration,
        "penetration": measures.penetration(growth=path.growth, acceleration=path.acceleration),
        "p_value": mann_kendall(values=values).p_value,
        **{f"{stage}_probability": chances[:, place] for place, stage in enumerate(STAGES)},
        "stage": names[chances.argmax(axis=1)] if len(chances) else names[:0],
        "stages": np.array(stages, dtype=np.str_),
    }


def _first(known: npt.NDArray[np.bool_], years: FloatArray) -> FloatArray:
    return np.where(known.any(axis=1), years[known.argmax(axis=1)], np.nan)


def _last_place(known: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    place: npt.NDArray[np.int64] = known.shape[1] - 1 - known[:, ::-1].argmax(axis=1)
    return place
