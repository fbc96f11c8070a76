"""Complexity of exporters and products, what each exporter could add next, and how near each product is to it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import numpy as np
import numpy.typing as npt
import polars as pl
from narwhals.typing import IntoFrame

from ayni.measures.complexity import Complexity, complexity, reflections
from ayni.measures.ratios import ratio
from ayni.measures.relatedness import Gain, Outlook, Own, outlook
from ayni.trade.advantage import TIE
from ayni.trade.levels import TOTAL
from ayni.trade.worlds import (
    World,
    first_reasons,
    joined,
    long_table,
    quotients,
    side_by_side,
    usable_threshold,
    worlds,
)

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
Name = Literal["harvard", "econcomplex", "datawheel"]
Centre = Literal["uncentred", "centred"]
Precision = Literal["double", "single"]


@dataclass(frozen=True, slots=True)
class Convention:
    """How a school of the field scales the same indices.

    Attributes
    ----------
    steps : int or None
        Reflections (places; products take one more); None for the eigenvector.
    products_by_places : bool
        Products are scaled by the mean and deviation of places, so that a place has the mean of its products; else
        by their own.
    freedom : int
        Subtracted from the number in a standard deviation.
    centre : {"uncentred", "centred"}
        Whether the outlook weighs what is absent by complexity from the eigenvector's own zero, or about the mean.
    own : {"one", "zero"}
        Proximity of a product with itself.
    gain : {"spread", "received", "net"}
        Form of the outlook gain: see :func:`ayni.measures.relatedness.outlook`.
    standard_index : bool
        The outlook index is standardised over places.
    """

    steps: int | None
    products_by_places: bool
    freedom: int
    centre: Centre
    own: Own
    gain: Gain
    standard_index: bool


CONVENTIONS: Mapping[str, Convention] = MappingProxyType(
    {
        "harvard": Convention(None, True, 0, "uncentred", "one", "spread", True),
        "econcomplex": Convention(None, False, 0, "centred", "zero", "received", False),
        "datawheel": Convention(18, False, 1, "centred", "zero", "net", False),
    }
)

SCHEMA = {
    "year": pl.Int64,
    **dict.fromkeys(("exporter", "product"), pl.String),
    **dict.fromkeys(("value_usd", "rca"), pl.Float64),
    "presence": pl.Int8,
    **dict.fromkeys(("density", "coi", "cog", "eci", "pci"), pl.Float64),
    **dict.fromkeys(("reason", "source", "vintage"), pl.String),
}


def trade_complexity(
    trade: IntoFrame,
    products: IntoFrame | None = None,
    *,
    threshold: float = 1.0,
    convention: Name = "harvard",
    centre: Centre | None = None,
    precision: Precision = "double",
    total: str = TOTAL,
) -> pl.DataFrame:
    """Complexity, density and outlook of every exporter in every product, by year, source and vintage.

    Parameters
    ----------
    trade : table that meets ``trade``
        Exports of several exporters, which together are the world.
    products, total
        As in :func:`ayni.trade.structure.export_structure`; a total's row is left out.
    threshold : float, > 0
        RCA from which a product is present (to within 1e-12 of it).
    convention : {"harvard", "econcomplex", "datawheel"}
        Whose scales: see :data:`CONVENTIONS`.  ``harvard``: ECI standardised over exporters, PCI by ECI's mean and
        deviation, outlook by uncentred PCI, COI standardised.  ``econcomplex``: each standardised by itself, outlook by
        centred PCI, a product not near itself.  ``datawheel``: the method of reflections, 18 steps for exporters and
        19 for products.
    centre : {"uncentred", "centred"}, optional
        PCI by which the outlook weighs, where it is not to be the convention's.
    precision : {"double", "single"}
        Of the sums of density and outlook; single halves their time at a relative error of about 1e-6.

    Returns
    -------
    polars.DataFrame
        year, exporter, product, value_usd (0 where there is no row), rca (>= 0, 1 neutral), presence (0 or 1), density
        (0 to 1), coi (of the exporter), cog, eci (of the exporter), pci (of the product), reason, source, vintage; all
        exporters and products of the year.  Reasons, where an index is missing: ``incomplete_year``, ``no_exports``
        (the exporter or the product has none), ``no_presence`` (the exporter reaches the threshold in nothing, or
        nobody does in the product), ``disconnected`` (outside the largest block held together by common products),
        ``ambiguous`` (the second eigenvector is not unique, or has no sign), ``single_place`` (the block has one
        exporter), ``one_exporter`` (alone in its year, source and vintage).

    Raises
    ------
    Refused
        The table has one exporter, rows would be counted twice, or ``threshold`` is not above zero.

    Notes
    -----
    Source: Hidalgo & Hausmann (2009), doi 10.1073/pnas.0900943106; Hausmann, Hidalgo et al. (2014), The atlas of
    economic complexity.  The scales of ``harvard`` are those of the Growth Lab's package ecomplexity 0.5; of the
    others, of econcomplex 1.0 and economic-complexity 0.3.
    """
    tables = complexity_by_year(
        trade, products, threshold=threshold, convention=convention, centre=centre, precision=precision, total=total
    )
    return joined(tables, SCHEMA)


def complexity_by_year(
    trade: IntoFrame,
    products: IntoFrame | None = None,
    *,
    threshold: float = 1.0,
    convention: Name = "harvard",
    centre: Centre | None = None,
    precision: Precision = "double",
    total: str = TOTAL,
) -> Iterator[pl.DataFrame]:
    """The tables of :func:`trade_complexity` one year, source and vintage at a time, so that a panel fits in memory."""
    usable_threshold(threshold)
    rule = CONVENTIONS[convention]

    def table(world: World) -> pl.DataFrame:
        return _table(world, _indices(world, rule, centre or rule.centre, precision, threshold))

    yield from side_by_side(table, worlds(trade, products, total=total))


@dataclass(frozen=True, slots=True)
class _Indices:
    """What is computed of the exporters whose year is whole."""

    rca: FloatArray
    presence: BoolArray
    found: Complexity
    eci: FloatArray
    pci: FloatArray
    outlook: Outlook


def _indices(world: World, rule: Convention, centre: Centre, precision: Precision, threshold: float) -> _Indices:
    quotient = quotients(world)
    presence = quotient >= threshold - TIE
    found = complexity(presence=presence)
    raw = found.places, found.products
    if rule.steps is not None:
        raw = (
            reflections(presence=presence, steps=rule.steps).places,
            reflections(presence=presence, steps=rule.steps + 1).products,
        )
    eci, (centred, uncentred) = _scaled(raw[0], rule), _scaled_products(*raw, rule)
    weight = (uncentred if centre == "uncentred" else centred).astype(np.float32 if precision == "single" else None)
    ahead = outlook(presence=presence, products=weight, own=rule.own, gain=rule.gain)
    index = np.where(np.isnan(eci), np.nan, ahead.index)
    gain = np.where(np.isnan(eci)[:, None] | np.isnan(centred), np.nan, ahead.gain)
    ahead = Outlook(density=ahead.density, index=_scaled(index, rule) if rule.standard_index else index, gain=gain)
    return _Indices(quotient, presence, found, eci, centred, ahead)


def _scaled(values: FloatArray, rule: Convention) -> FloatArray:
    """Values about their mean in standard deviations, over those that are known."""
    known = values[~np.isnan(values)]
    if known.size <= rule.freedom:
        return np.full(values.shape, np.nan)
    return ratio(part=values - known.mean(), whole=known.std(ddof=rule.freedom))


def _scaled_products(places: FloatArray, products: FloatArray, rule: Convention) -> tuple[FloatArray, FloatArray]:
    """Complexity of products in standard deviations: about the mean, and from its own zero."""
    yard = places if rule.products_by_places else products
    known = yard[~np.isnan(yard)]
    if known.size <= rule.freedom:
        nothing = np.full(products.shape, np.nan)
        return nothing, nothing
    spread = known.std(ddof=rule.freedom)
    return ratio(part=products - known.mean(), whole=spread), ratio(part=products, whole=spread)


def _table(world: World, found: _Indices) -> pl.DataFrame:
    presence = np.where(np.isnan(found.rca), np.nan, found.presence)
    cells = {"rca": found.rca, "presence": presence, "density": found.outlook.density}
    cells |= {"coi": found.outlook.index[:, None], "cog": found.outlook.gain}
    cells |= {"eci": found.eci[:, None], "pci": found.pci}
    return long_table(world, cells, _reasons(found), REASONS)


REASONS = pl.Series(
    [
        *(None, "incomplete_year", "one_exporter", "no_exports", "no_presence"),
        *("disconnected", "ambiguous", "single_place"),
    ],
    dtype=pl.String,
)


REASON = {name: code for code, name in enumerate(REASONS)}


def _reasons(found: _Indices) -> npt.NDArray[np.int64]:
    """Place in ``REASONS`` of each cell: the first that holds of its exporter or its product."""
    if len(found.rca) < 2:
        return np.full(found.rca.shape, REASON["one_exporter"])
    made, active = found.presence.any(axis=0), found.presence.any(axis=1)
    sold, sells = ~np.isnan(found.rca).all(axis=0), ~np.isnan(found.rca).all(axis=1)
    codes = [REASON["no_exports"], REASON["no_presence"], REASON["disconnected"]]
    of_product = np.select([~sold, ~made, ~found.found.connected_products], codes, REASON[found.found.reason])
    of_place = np.select([~sells, ~active, ~found.found.connected_places], codes, REASON[found.found.reason])
    return first_reasons(of_place, of_product)
