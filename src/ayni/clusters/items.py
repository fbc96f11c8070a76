"""Items: the products and chains among which candidates are sought, as arrays over places and years."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import polars as pl

from ayni.territory.panel import FloatArray, Panel, panel

Kind = Literal["product", "chain"]
BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Items:
    """Products and chains of the base year.

    Attributes
    ----------
    codes, kinds : tuple of str
        Code of each item and whether it is a product or a chain.
    parts : tuple of tuple of str
        Products of each item.
    places : tuple of str
        Codes of the places, sorted.
    years : array of int of shape (years,)
    amounts : array of shape (items, places, years)
        Activity in the item's measure, NaN for a gap.
    quantities : array of shape (items, places, years)
        Activity in quantity, NaN for a gap and for a chain whose units differ.
    by_value : array of bool of shape (items,)
        The item is measured in value; else in quantity.
    has_quotient : array of bool of shape (items,)
        It is measured as the whole table is: a quotient can be computed.
    value, quantity : array of shape (items, places)
        Activity of the base year, NaN where unknown.
    whole : array of shape (places,)
        Activity of the base year of all products that have a quotient.
    reasons : tuple of str or None
        Why an item is not searched: ``incomplete_year``, ``no_activity``, ``mixed_units``, ``few_products``.
    """

    codes: tuple[str, ...]
    kinds: tuple[Kind, ...]
    parts: tuple[tuple[str, ...], ...]
    places: tuple[str, ...]
    years: npt.NDArray[np.int64]
    amounts: FloatArray
    quantities: FloatArray
    by_value: BoolArray
    has_quotient: BoolArray
    value: FloatArray
    quantity: FloatArray
    whole: FloatArray
    reasons: tuple[str | None, ...]

    @property
    def base(self) -> FloatArray:
        """Activity of the base year in each item's own measure, shape (items, places)."""
        return np.where(self.by_value[:, None], self.value, self.quantity)


def items(
    quotients: pl.DataFrame,
    *,
    base_year: int,
    chains: Mapping[str, Sequence[str]],
    units: Mapping[str, str | None],
) -> Items:
    """Items of a table of quotients.

    Parameters
    ----------
    quotients : polars.DataFrame
        As ``location_quotients`` gives it, one basis, vintage and source in each year.
    base_year : int
        A year of the table.
    chains : mapping of str to products
        Products of each chain.
    units : mapping of str to str
        Unit of quantity of each product.
    """
    series = panel(quotients, base_year=base_year)
    of_year = quotients.filter(pl.col("year") == base_year)
    reason = _reasons(series, of_year)
    in_table_measure = _in_table_measure(series, of_year)
    position = {product: index for index, product in enumerate(series.products)}
    made = {product for product, why in zip(series.products, reason, strict=True) if why is None}
    whole_parts = [position[product] for product in sorted(made) if in_table_measure[position[product]]]
    base = int(np.searchsorted(series.years, base_year))
    rows = [_product(series, index, in_table_measure, reason) for index in range(len(series.products))]
    rows += [_chain(series, name, parts, position, in_table_measure, made, units) for name, parts in chains.items()]
    return Items(
        codes=tuple(row.code for row in rows),
        kinds=tuple(row.kind for row in rows),
        parts=tuple(row.parts for row in rows),
        places=series.places,
        years=series.years,
        amounts=np.stack([row.value if row.by_value else row.quantity for row in rows]),
        quantities=np.stack([row.quantity for row in rows]),
        by_value=np.array([row.by_value for row in rows]),
        has_quotient=np.array([row.has_quotient for row in rows]),
        value=np.stack([row.value[:, base] for row in rows]),
        quantity=np.stack([row.quantity[:, base] for row in rows]),
        whole=np.nansum(series.amounts[whole_parts, :, base], axis=0),
        reasons=tuple(row.reason for row in rows),
    )


@dataclass(frozen=True, slots=True)
class _Item:
    code: str
    kind: Kind
    parts: tuple[str, ...]
    value: FloatArray
    quantity: FloatArray
    by_value: bool
    has_quotient: bool
    reason: str | None


def _product(series: Panel, index: int, has_quotient: BoolArray, reason: Sequence[str | None]) -> _Item:
    code = series.products[index]
    return _Item(
        code=code,
        kind="product",
        parts=(code,),
        value=series.value[index],
        quantity=series.quantity[index],
        by_value=bool(series.by_value[index]),
        has_quotient=bool(has_quotient[index]),
        reason=reason[index],
    )


def _chain(
    series: Panel,
    name: str,
    products: Sequence[str],
    position: Mapping[str, int],
    has_quotient: BoolArray,
    made: set[str],
    units: Mapping[str, str | None],
) -> _Item:
    parts = tuple(sorted(made.intersection(products)))
    chosen = [position[part] for part in parts]
    one_measure = bool(has_quotient[chosen].all())
    by_value = one_measure and bool(series.by_value[chosen].all())
    reason = None if len(parts) > 1 else "few_products"
    mixed = len({units.get(part) for part in parts}) > 1
    if reason is None and not by_value and mixed:
        reason = "mixed_units"
    # A sum with an unknown part is unknown: a year in which one product is a gap is a gap of the chain.
    value, quantity = series.value[chosen].sum(axis=0), series.quantity[chosen].sum(axis=0)
    quantity = np.full(quantity.shape, np.nan) if mixed else quantity
    return _Item(name, "chain", parts, value, quantity, by_value, one_measure, reason)


def _reasons(series: Panel, of_year: pl.DataFrame) -> list[str | None]:
    incomplete = set(of_year.filter(pl.col("reason") == "incomplete_year")["product"])
    amount = pl.max_horizontal("value", "quantity")
    made = set(of_year.filter(amount > 0)["product"])
    return [
        "incomplete_year" if product in incomplete else None if product in made else "no_activity"
        for product in series.products
    ]


def _in_table_measure(series: Panel, of_year: pl.DataFrame) -> BoolArray:
    """Products of the base year that have the measure of the table, and so enter its quotients."""
    known = set(of_year.filter(pl.col("quotient").is_not_null() | pl.col("share_of_place").is_not_null())["product"])
    return np.array([product in known for product in series.products], dtype=bool)
