"""Proximity of products, the product space and its communities, from what exporters sell."""

from collections.abc import Iterator, Mapping

import numpy as np
import polars as pl
from narwhals.typing import IntoFrame
from polars._typing import PolarsDataType

from ayni.errors import Refused
from ayni.measures.relatedness import proximity
from ayni.measures.space import SEED, STRONG, Space, communities, space
from ayni.trade.advantage import TIE
from ayni.trade.levels import TOTAL
from ayni.trade.worlds import BoolArray, World, quotients, usable_threshold, worlds

Schema = Mapping[str, PolarsDataType]
KINDS: Schema = {"source": pl.String, "vintage": pl.String}
PAIRS: Schema = {"year": pl.Int64, "product": pl.String, "other": pl.String, "proximity": pl.Float64}
LINKS: Schema = {**PAIRS, "kind": pl.String, "reason": pl.String, **KINDS}
COUNTS: Schema = {"community": pl.Int64, "links": pl.Int64}
GROUPS: Schema = {"year": pl.Int64, "product": pl.String, **COUNTS, "reason": pl.String, **KINDS}


def product_proximity(
    trade: IntoFrame,
    products: IntoFrame | None = None,
    *,
    threshold: float = 1.0,
    at_least: float = 0.0,
    total: str = TOTAL,
) -> pl.DataFrame:
    """Proximity of every two products that some exporter has together, by year, source and vintage.

    Parameters
    ----------
    trade, products, total, threshold
        As in :func:`ayni.trade.complexity.trade_complexity`.
    at_least : float, 0 to 1
        Pairs less near than this are left out; so are pairs that nobody has together.

    Returns
    -------
    polars.DataFrame
        year, product, other (after it in order of code), proximity (0 to 1), reason (``no_presence``: nobody reaches
        the threshold in the product; ``alone``: nobody has it with another; then without an other), source, vintage.

    Raises
    ------
    Refused
        As in :func:`ayni.trade.complexity.trade_complexity`; or ``at_least`` is not from 0 to 1.

    Notes
    -----
    Source: Hidalgo, Klinger, Barabasi & Hausmann (2007), doi 10.1126/science.1144581.
    """
    _check_share("at_least", at_least)
    parts = [_pairs(world, presence, at_least) for world, presence in _present(trade, products, threshold, total)]
    return pl.concat([pl.DataFrame(schema={**PAIRS, "reason": pl.String, **KINDS}), *parts])


def product_space(
    trade: IntoFrame,
    products: IntoFrame | None = None,
    *,
    threshold: float = 1.0,
    strong: float = STRONG,
    total: str = TOTAL,
) -> pl.DataFrame:
    """Links of the product space: the tree of the nearest products and every strong link, by year, source and vintage.

    Parameters
    ----------
    trade, products, total, threshold
        As in :func:`ayni.trade.complexity.trade_complexity`.
    strong : float, 0 to 1
        Proximity from which a link outside the tree is kept.

    Returns
    -------
    polars.DataFrame
        year, product, other, proximity (0 to 1), kind (``tree``, ``strong``), reason (``no_presence``, ``alone``: near
        to nothing; then without an other), source, vintage.

    Notes
    -----
    Source: see :func:`ayni.measures.space.space`.
    """
    found = _spaces(trade, products, threshold, strong, total)
    return pl.concat([pl.DataFrame(schema=LINKS), *(_links(*each) for each in found)])


def product_communities(
    trade: IntoFrame,
    products: IntoFrame | None = None,
    *,
    threshold: float = 1.0,
    strong: float = STRONG,
    seed: int = SEED,
    total: str = TOTAL,
) -> pl.DataFrame:
    """Community of each product in the product space, by year, source and vintage.

    Parameters
    ----------
    trade, products, total, threshold, strong
        As in :func:`product_space`.
    seed : int
        Of the order in which products are visited.

    Returns
    -------
    polars.DataFrame
        year, product, community (from 0, the largest first), links (of the product), reason (``no_presence``), source,
        vintage.

    Notes
    -----
    Source: see :func:`ayni.measures.space.communities`.
    """
    found = _spaces(trade, products, threshold, strong, total)
    return pl.concat([pl.DataFrame(schema=GROUPS), *(_groups(*each, seed) for each in found)])


def space_and_communities(trade: IntoFrame, *, threshold: float = 1.0) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Both :func:`product_space` and :func:`product_communities`, from one matrix of proximity, the costly part."""
    found = list(_spaces(trade, None, threshold, STRONG, TOTAL))
    links = pl.concat([pl.DataFrame(schema=LINKS), *(_links(*each) for each in found)])
    return links, pl.concat([pl.DataFrame(schema=GROUPS), *(_groups(*each, SEED) for each in found)])


def _spaces(
    trade: IntoFrame, products: IntoFrame | None, threshold: float, strong: float, total: str
) -> Iterator[tuple[World, BoolArray, Space]]:
    _check_share("strong", strong)
    for world, presence in _present(trade, products, threshold, total):
        yield world, presence, space(proximity=proximity(presence=presence), strong=strong)


def _present(
    trade: IntoFrame, products: IntoFrame | None, threshold: float, total: str
) -> Iterator[tuple[World, BoolArray]]:
    usable_threshold(threshold)
    for world in worlds(trade, products, total=total):
        yield world, quotients(world) >= threshold - TIE


def _check_share(option: str, came: float) -> None:
    if not 0 <= came <= 1:
        raise Refused("trade.out_of_range", option=option, low=0, high=1, came=came, example=STRONG)


def _pairs(world: World, presence: BoolArray, at_least: float) -> pl.DataFrame:
    near = np.triu(np.nan_to_num(proximity(presence=presence)), k=1)
    first, second = np.nonzero((near > 0) & (near >= at_least))
    linked = np.any(near > 0, axis=0) | np.any(near > 0, axis=1)
    pairs = pl.DataFrame(
        {
            "product": world.products.gather(first),
            "other": world.products.gather(second),
            "proximity": near[first, second],
        }
    ).with_columns(reason=pl.lit(None, dtype=pl.String))
    return _named(world, _completed(pairs, world, presence, linked), {**PAIRS, "reason": pl.String, **KINDS})


def _links(world: World, presence: BoolArray, found: Space) -> pl.DataFrame:
    linked = np.isin(np.arange(len(world.products)), np.concatenate([found.first, found.second]))
    links = pl.DataFrame(
        {
            "product": world.products.gather(found.first),
            "other": world.products.gather(found.second),
            "proximity": found.nearness,
            "kind": np.where(found.tree, "tree", "strong"),
        },
        schema_overrides={"kind": pl.String},
    ).with_columns(reason=pl.lit(None, dtype=pl.String))
    return _named(world, _completed(links, world, presence, linked), LINKS)


def _completed(pairs: pl.DataFrame, world: World, presence: BoolArray, linked: BoolArray) -> pl.DataFrame:
    """Pairs, and a row with a reason for each product that is near no other."""
    alone = pl.DataFrame({"product": world.products, "made": np.any(presence, axis=0)}).filter(~pl.Series(linked))
    reason = pl.when(pl.col("made")).then(pl.lit("alone")).otherwise(pl.lit("no_presence"))
    rows = alone.select("product", reason.alias("reason"))
    return pl.concat([pairs, rows], how="diagonal").sort("product", "other", nulls_last=True)


def _groups(world: World, presence: BoolArray, links: Space, seed: int) -> pl.DataFrame:
    made = np.any(presence, axis=0)
    group = communities(links=links, count=made.size, seed=seed)
    degree = np.bincount(np.concatenate([links.first, links.second]), minlength=made.size)
    rows = pl.DataFrame({"product": world.products, "community": group, "links": degree, "made": made})
    known = pl.col("made")
    rows = rows.with_columns(
        pl.when(known).then("community").alias("community"),
        pl.when(known).then("links").alias("links"),
        pl.when(~known).then(pl.lit("no_presence")).alias("reason"),
    )
    return _named(world, rows, GROUPS)


def _named(world: World, rows: pl.DataFrame, schema: Schema) -> pl.DataFrame:
    same = {"year": world.year, "source": world.source, "vintage": world.vintage}
    named = rows.with_columns(pl.lit(value, dtype=schema[name]).alias(name) for name, value in same.items())
    return named.select(pl.col(name).cast(kind) for name, kind in schema.items())
