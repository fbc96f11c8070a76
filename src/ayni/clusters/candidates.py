"""The table of candidates, and the table of what was searched."""

from collections import Counter
from collections.abc import Collection

import numpy as np
import polars as pl

from ayni.clusters.items import Items
from ayni.clusters.judging import Judged
from ayni.clusters.verdicts import MET, NOT_MET, UNKNOWN
from ayni.measures.ratios import FloatArray

CANDIDATES = {
    "candidate": pl.String,
    "product": pl.String,
    "kind": pl.String,
    "macroregion": pl.String,
    "places": pl.String,
    "measure": pl.String,
    "value": pl.Float64,
    "quantity": pl.Float64,
    "share_of_place": pl.Float64,
    "share_of_nation": pl.Float64,
    "quotient": pl.Float64,
    "slope": pl.Float64,
    "years": pl.Int64,
    "export_evidence": pl.String,
    "horizon": pl.String,
    "met": pl.Int64,
    "not_met": pl.Int64,
    "unknown": pl.Int64,
    "position": pl.Int64,
    "reason": pl.String,
    "source": pl.String,
}
SEARCHED = {
    "product": pl.String,
    "kind": pl.String,
    "products": pl.String,
    "measure": pl.String,
    "candidates": pl.Int64,
    "reason": pl.String,
}


def candidate_table(goods: Items, result: Judged, evidence: tuple[str, ...], source: str | None) -> pl.DataFrame:
    """Table of the candidates, in the order in which they are shown.

    Parameters
    ----------
    goods : Items
    result : Judged
    evidence : tuple of str
        Export evidence of each item.
    source : str or None
        Source of the activity.
    """
    item = [each.item for each in result.sets]
    figures = {name: _nulled(getattr(result.found, name)) for name in FIGURES}
    counts = {word: (result.judged.verdict == word).sum(axis=1) for word in (MET, NOT_MET, UNKNOWN)}
    columns = {
        "candidate": result.names,
        "product": [goods.codes[index] for index in item],
        "kind": [goods.kinds[index] for index in item],
        "macroregion": [each.macroregion for each in result.sets],
        "places": [",".join(each.places) for each in result.sets],
        "measure": ["value" if goods.by_value[index] else "quantity" for index in item],
        "years": result.found.known,
        "export_evidence": [evidence[index] for index in item],
        "horizon": result.horizon.tolist(),
        "position": np.arange(1, len(item) + 1),
        "reason": [None if goods.has_quotient[index] else "no_price" for index in item],
        "source": [source] * len(item),
        **figures,
        **counts,
    }
    return pl.DataFrame({name: columns[name] for name in CANDIDATES}, schema=CANDIDATES)


FIGURES = ("value", "quantity", "share_of_place", "share_of_nation", "quotient", "slope")


def searched_table(goods: Items, result: Judged) -> pl.DataFrame:
    """Table of every product and chain: in how many candidates it stands, or why it was not searched."""
    found = Counter(each.item for each in result.sets)
    rows = {
        "product": goods.codes,
        "kind": goods.kinds,
        "products": [",".join(parts) for parts in goods.parts],
        "measure": ["value" if by_value else "quantity" for by_value in goods.by_value.tolist()],
        "candidates": [found[index] for index in range(len(goods.codes))],
        "reason": [
            reason or (None if priced else "no_price")
            for reason, priced in zip(goods.reasons, goods.has_quotient.tolist(), strict=True)
        ],
    }
    return pl.DataFrame(rows, schema=SEARCHED).sort("kind", "product")


def export_evidence(goods: Items, products: pl.DataFrame | None, exported: Collection[str]) -> tuple[str, ...]:
    """Export evidence of each item: ``item``, ``sector`` alone, or ``none``; a chain has the best of its products.

    Parameters
    ----------
    goods : Items
    products : polars.DataFrame or None
        Table under the contract ``products``; its columns ``export_item`` and ``export_sector`` name codes of exports.
    exported : collection of str
        Codes that exports record.
    """
    by_item, by_sector = (_recorded(products, name, exported) for name in ("export_item", "export_sector"))
    return tuple(
        "item" if by_item.intersection(parts) else "sector" if by_sector.intersection(parts) else "none"
        for parts in goods.parts
    )


def _recorded(products: pl.DataFrame | None, name: str, exported: Collection[str]) -> set[str]:
    if products is None or name not in products.columns:
        return set()
    return set(products.filter(pl.col(name).is_in(list(exported)))["code"])


def _nulled(array: FloatArray) -> pl.Series:
    return pl.Series(values=array, dtype=pl.Float64, nan_to_null=True)
