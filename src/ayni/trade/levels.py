"""Where each product stands in its classification, so that a level is never added to the one above it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import narwhals as nw
import polars as pl
from narwhals.typing import IntoFrame

from ayni.errors import Refused, UnknownName

Level = Literal["group", "sector", "item"]
DEPTHS: Mapping[str, int | None] = {"group": 1, "sector": 2, "item": None}
TOTAL = "total"
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Classification:
    """Products and the products they are part of.

    Attributes
    ----------
    parents : mapping of str to str or None, or None
        Parent of each code; None as a whole when no table of products was given: every product is then a group.
    traditional : mapping of str to bool
        Codes whose table says whether they are traditional exports.
    total : str
        Code of the published total, which is a group's parent and never a group.
    """

    parents: Mapping[str, str | None] | None
    traditional: Mapping[str, bool]
    total: str = TOTAL

    def path(self, code: str) -> tuple[str, ...]:
        """Codes from the group down to the product itself; empty for the total.

        Raises
        ------
        Refused
            A product is, in the end, its own parent.
        """
        path: list[str] = []
        step: str | None = code
        while step is not None and step != self.total:
            if step in path:
                raise Refused("trade.circular_parents", code=step)
            path.append(step)
            step = (self.parents or {}).get(step)
        return tuple(reversed(path))

    def at(self, code: str, level: Level) -> str:
        """Code that stands for a product at a level: itself where the classification does not reach as deep."""
        path = self.path(code)
        return path[: DEPTHS[level]][-1]

    def is_traditional(self, code: str) -> bool | None:
        """Whether a product is a traditional export, as the nearest of it and its parents says; None if none does."""
        said = (self.traditional.get(each) for each in reversed(self.path(code)))
        return next((each for each in said if each is not None), None)


def classification(products: IntoFrame | None, *, total: str = TOTAL) -> Classification:
    """Classification that a table of products describes.

    Parameters
    ----------
    products : table that meets ``products``, or None
        Columns ``code`` and, where there, ``parent`` and ``traditional``.
    total : str
        Code of the published total.
    """
    if products is None:
        return Classification(parents=None, traditional={}, total=total)
    frame = nw.from_native(products).lazy()
    kept = [name for name in ("code", "parent", "traditional") if name in frame.collect_schema().names()]
    rows = pl.DataFrame(frame.select(*kept).collect("polars").to_native()).to_dicts()
    return Classification(
        parents={row["code"]: row.get("parent") for row in rows},
        traditional={row["code"]: row["traditional"] for row in rows if row.get("traditional") is not None},
        total=total,
    )


def refuse_unknown(codes: Iterable[str], products: Classification) -> None:
    """Refuse products that the table of products does not name.

    Raises
    ------
    UnknownName
        The sentence names the first of them.
    """
    if products.parents is None:
        return
    named = {*products.parents, *filter(None, products.parents.values()), products.total}
    unknown = sorted(set(codes) - named)
    if unknown:
        raise UnknownName("trade.unknown_products", codes=", ".join(unknown[:SHOWN]), n=len(unknown))


def refuse_nested(rows: pl.DataFrame, products: Classification) -> None:
    """Refuse products of one year and source of which one is part of another: adding them counts it twice.

    Parameters
    ----------
    rows : polars.DataFrame
        ``year``, ``exporter``, ``source``, ``vintage``, ``product``.
    products : Classification
        Where the products stand.

    Raises
    ------
    Refused
        The sentence names the two.
    """
    above = {code: products.path(code)[:-1] for code in rows["product"].unique().sort()}
    inner = set().union(*above.values()) & set(above)
    if not inner:
        return
    for (year, _, source, _), group in rows.group_by(*rows.columns[:4], maintain_order=True):
        there = set(group["product"])
        for code in sorted(there):
            parent = next((each for each in above[code] if each in there), None)
            if parent is not None:
                raise Refused("trade.nested_products", year=year, source=source or "–", parent=parent, child=code)
