"""Trade in another nomenclature: products renamed by a correspondence, one to one, one to many or many to many."""

from collections.abc import Sequence
from typing import Any

import narwhals as nw
import polars as pl
from narwhals.typing import IntoFrame

from ayni.errors import Refused
from ayni.frames import summed

MEASURES = ("value_usd", "quantity_kg")
FLAGS = ("complete", "preliminary")
UNWEIGHED = "unweighed"
ROUNDING = 1e-9


def in_nomenclature(trade: IntoFrame, correspondence: IntoFrame) -> pl.DataFrame:
    """Trade with its products in another nomenclature, and how much of each value rests on a split.

    Parameters
    ----------
    trade : table that meets ``trade``
        Products in the old nomenclature.
    correspondence : table that meets ``correspondence``
        from_code, to_code and, where it is known, share: the part of the old code that goes to the new one.  Without
        shares, an old code with several new ones is split evenly among them.

    Returns
    -------
    polars.DataFrame
        The columns of ``trade`` that name a row (year, month, exporter, importer, product, vintage, source, as the
        table has them), value_usd and quantity_kg in the new products (kilos null where some of the value came without
        them), split_usd (of the value, what came from an old code with several new ones: it depends on the shares),
        unmapped_usd (of the value, what came from an old code without a new one, which stands as it came), reason
        (``no_correspondence``: all of it did) and, where the table has them, complete and preliminary.  What is
        exported in all is unchanged.

    Raises
    ------
    Refused
        The shares of an old code do not add up to one, or are there for some of its rows only.

    Notes
    -----
    Old codes that go to several, and new ones that take from several, are the rule between revisions of the Harmonized
    System: of a series across them, the part in ``split_usd`` is an estimate and the rest is not.  Source: United
    Nations Statistics Division (2017), Correspondence tables between HS revisions (1:1, 1:n, n:1, n:n).
    """
    frame = nw.from_native(trade).lazy()
    names = frame.collect_schema().names()
    key = [name for name in ("year", "month", "exporter", "importer", "vintage", "source") if name in names]
    measures = [name for name in MEASURES if name in names]
    sums = summed(trade, by=[*key, "product"], measures=measures)
    parts = sums.join(_shared(correspondence), left_on="product", right_on="from_code", how="left")
    share = pl.col("share").fill_null(1.0)
    parts = parts.with_columns(
        *(pl.col(name) * share for name in measures),
        pl.when(pl.col("several").fill_null(value=False))
        .then(pl.col("value_usd") * share)
        .otherwise(0.0)
        .alias("split_usd"),
        pl.when(pl.col("to_code").is_null()).then("value_usd").otherwise(0.0).alias("unmapped_usd"),
        pl.col("to_code").is_null().cast(pl.Int64).alias("unmapped"),
        pl.lit(1).alias("parts"),
        pl.coalesce("to_code", "product").alias("product"),
    )
    told = ["split_usd", "unmapped_usd"]
    whole = summed(
        _unweighed(parts), by=[*key, "product"], measures=[*measures, *told, UNWEIGHED, "unmapped", "parts"]
    ).with_columns(pl.when(pl.col("unmapped") == pl.col("parts")).then(pl.lit("no_correspondence")).alias("reason"))
    if "quantity_kg" in names:
        whole = whole.with_columns(pl.when(pl.col(UNWEIGHED) == 0).then("quantity_kg").alias("quantity_kg"))
    whole = whole.join(_flags(frame, key), on=key, how="left", nulls_equal=True)
    order = [name for name in ("year", "month", "exporter", "importer", "product") if name in whole.columns]
    flags = [name for name in FLAGS if name in names]
    return whole.select(*order, *measures, *told, "reason", *key[len(order) - 1 :], *flags).sort(order)


def _unweighed(parts: pl.DataFrame) -> pl.DataFrame:
    """Parts, and how many of them have a value without kilos."""
    if "quantity_kg" not in parts.columns:
        return parts
    lacking = pl.col("quantity_kg").is_null() & (pl.col("value_usd") > 0)
    return parts.with_columns(lacking.cast(pl.Int64).alias(UNWEIGHED))


def _flags(frame: nw.LazyFrame[Any], key: Sequence[str]) -> pl.DataFrame:
    """What is said of the rows of each key: not complete, or preliminary, where any says so."""
    names = frame.collect_schema().names()
    said = {"complete": nw.col("complete").min(), "preliminary": nw.col("preliminary").max()}
    flags = [said[name] for name in FLAGS if name in names]
    keys = frame.select(*key, *(nw.col(name) for name in FLAGS if name in names))
    if not flags:
        return pl.DataFrame(keys.unique().collect("polars").to_native())
    return pl.DataFrame(keys.group_by(*key).agg(*flags).collect("polars").to_native())


def _shared(correspondence: IntoFrame) -> pl.DataFrame:
    """from_code, to_code, share (adding up to one for each from_code), several (the from_code has more than one)."""
    rows = pl.DataFrame(nw.from_native(correspondence).lazy().collect("polars").to_native())
    if "share" not in rows.columns:
        rows = rows.with_columns(pl.lit(None, dtype=pl.Float64).alias("share"))
    rows = rows.select("from_code", "to_code", "share").unique(
        ["from_code", "to_code"], keep="first", maintain_order=True
    )
    per = rows.group_by("from_code", maintain_order=True).agg(
        pl.len().alias("count"), pl.col("share").count().alias("known"), pl.sum("share").alias("total")
    )
    wrong = per.filter(
        (pl.col("known") > 0) & ((pl.col("known") < pl.col("count")) | ((pl.col("total") - 1).abs() > ROUNDING))
    )
    if wrong.height:
        first = wrong.row(0, named=True)
        raise Refused("trade.shares_do_not_sum", code=first["from_code"], total=first["total"], n=wrong.height)
    return rows.join(per, on="from_code").select(
        "from_code",
        "to_code",
        pl.coalesce("share", 1.0 / pl.col("count")).alias("share"),
        (pl.col("count") > 1).alias("several"),
    )
