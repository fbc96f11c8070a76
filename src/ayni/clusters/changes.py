"""What would change a verdict: for each unknown or near requirement, the cheapest missing fact that would turn it."""

from collections.abc import Mapping

import numpy as np
import polars as pl

from ayni.clusters.flips import Flip, price_flip, production_flip, share_flip, size_flip
from ayni.clusters.judging import Judged
from ayni.clusters.requirements import Facts, Setting, subject
from ayni.clusters.sizes import BANDS
from ayni.clusters.thresholds import Thresholds
from ayni.clusters.verdicts import INCONCLUSIVE, MET, NOT_MET, REQUIREMENTS, UNKNOWN
from ayni.clusters.wording import facts_text
from ayni.measures.ratios import ratio

SCHEMA = {
    "candidate": pl.String,
    "requirement": pl.Int64,
    "datum": pl.String,
    "unit": pl.String,
    "now": pl.Float64,
    "threshold": pl.Float64,
    "flips_at": pl.Float64,
    "verdict_below": pl.String,
    "verdict_above": pl.String,
    "holder_key": pl.String,
    "change_key": pl.String,
    "change_facts": pl.String,
}
# A price is said by the kilogram, a harvest by the tonne.
KILOGRAMS = {"t": 1000.0}
Row = tuple[object, ...]


def change_table(result: Judged, setting: Setting, limits: Thresholds) -> pl.DataFrame:
    """Table ``changes``: what would turn each requirement that is unknown or near a threshold.

    Returns
    -------
    polars.DataFrame
        candidate, requirement, datum (``production``, ``price``, ``establishments``, ``share_of_nation``, ``years``,
        ``organisations``), unit, now (null when missing), threshold (of the requirement), flips_at (null when no value
        of the datum turns the verdict), verdict_below and verdict_above (verdict when the datum is below, or at and
        above, ``flips_at``; of a price met below, at it too), holder_key (who has the datum), change_key and
        change_facts (the sentences, filled in by ``rendered``; their keys are separated by spaces).
    """
    rows = [
        (result.names[index], requirement, *_CHANGES[requirement - 1](result, index, setting, limits))
        for index in range(len(result.names))
        for requirement in REQUIREMENTS
        if result.judged.verdict[index, requirement - 1] == UNKNOWN or result.judged.near[index, requirement - 1]
    ]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def _concentration(result: Judged, index: int, setting: Setting, limits: Thresholds) -> Row:
    if np.isnan(result.found.quotient[index]):
        return _price(result, index, setting, limits)
    found, by_value = result.found, setting.goods.by_value[result.sets[index].item]
    flip = production_flip(
        part=float(found.amount[index]),
        place=float(found.whole[index]),
        product=float(found.nation[index]),
        whole=float(found.whole_nation[index]),
        threshold=limits.quotient_min,
    )
    unit = setting.value_unit if by_value else setting.quantity_unit
    key = "change_production" + _direction(flip)
    facts = {**subject(result, index, setting), "unit": unit, "made": float(found.amount[index])}
    return _row("production", unit, float(found.amount[index]), limits.quotient_min, flip, "agriculture", key, facts)


def _price(result: Judged, index: int, setting: Setting, limits: Thresholds) -> Row:
    goods, item, found = setting.goods, result.sets[index].item, result.found
    kilograms = KILOGRAMS.get(setting.quantity_unit, 1.0)
    unit = f"{setting.value_unit}/{'kg' if setting.quantity_unit in KILOGRAMS else setting.quantity_unit}"
    inside = np.isin(goods.places, result.sets[index].places)
    own = own_value(setting, item)
    other = goods.whole - own
    facts: Facts = {**subject(result, index, setting), "unit": unit, "year": setting.base_year}
    if not other.sum() > 0:
        return (
            *("price", unit, None, limits.quotient_min, None, None, None, "clusters.holder_agriculture"),
            *("clusters.change_price_unknown", facts_text(facts)),
        )
    flip = price_flip(
        tonnes=float(found.amount[index]) * kilograms,
        nation_tonnes=float(found.nation[index]) * kilograms,
        other_place=float(other[inside].sum()),
        other_nation=float(other.sum()),
        threshold=limits.quotient_min,
    )
    key = "change_price" + _direction(flip)
    highest = dearest(setting)
    if flip.at is not None and highest is not None:
        names, price = highest
        facts |= {"dearest": names, "dearest_price": price}
        key += "_any" if flip.at > price else " change_price_dearest"
    return _row("price", unit, None, limits.quotient_min, flip, "agriculture", key, facts, "price")


def dearest(setting: Setting) -> tuple[Mapping[str, str], float] | None:
    """Names and mean price of the dearest product of the base year, against which a price can be read.

    None where no product has both a value and a quantity.
    """
    goods, kilograms = setting.goods, KILOGRAMS.get(setting.quantity_unit, 1.0)
    quantity = setting.priced[:, :, 0] if setting.priced is not None else goods.quantity
    price = ratio(part=np.nansum(goods.value, axis=1), whole=np.nansum(quantity, axis=1) * kilograms)
    price[[kind != "product" or not valued for kind, valued in zip(goods.kinds, goods.has_quotient, strict=True)]] = (
        np.nan
    )
    if np.isnan(price).all():
        return None
    highest = int(np.nanargmax(price))
    return setting.products[goods.codes[highest]], float(price[highest])


def own_value(setting: Setting, item: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Value that priced products of a chain add to the whole of each place: it is theirs already, not the others'."""
    goods = setting.goods
    parts = set(goods.parts[item])
    own = np.zeros(len(goods.places))
    for index, code in enumerate(goods.codes):
        if goods.kinds[index] == "product" and code in parts and goods.has_quotient[index]:
            own += np.nan_to_num(goods.base[index])
    return own


def _sizes(result: Judged, index: int, setting: Setting, limits: Thresholds) -> Row:
    facts, minimum = subject(result, index, setting), limits.establishments_min
    if result.judged.verdict[index, 1] == UNKNOWN:
        some = result.judged.reason[index, 1] == INCONCLUSIVE
        now = float(result.mix.counts[index].sum()) if some else None
        key = "change_more_sizes" if some else "change_register"
        return _enough("establishments", "establishments", now, minimum, "registry", key, facts)
    flip = size_flip(counts=result.mix.counts[index], limits=limits)
    if flip is None:
        return _row(
            "establishments", "establishments", None, limits.evenness_min, Flip(None, True), "registry",
            "change_sizes_none", facts,
        )  # fmt: skip
    now = float(result.mix.counts[index, flip.band])
    named: Facts = {**facts, "band": BANDS[flip.band].name, "now": now}
    turn = Flip(float(flip.at), met_above=True)
    return _row(
        "establishments", "establishments", now, limits.bands_min, turn, "registry", "change_band", named, "count"
    )


def _growth(result: Judged, index: int, setting: Setting, limits: Thresholds) -> Row:
    facts, found = subject(result, index, setting), result.found
    known = np.isfinite(found.series[index])
    if result.judged.verdict[index, 2] == UNKNOWN:
        now = float(known.sum())
        return _enough("years", "years", now, limits.years_min, "agriculture", "change_years", facts)
    years = setting.goods.years.astype(np.float64)
    next_year = float(years[-1]) + 1
    flip = share_flip(years=years, shares=found.series[index], next_year=next_year, threshold=limits.slope_min)
    now = float(found.series[index, known][-1])
    named: Facts = {**facts, "year": int(next_year), "last_share": now}
    key = "change_share" if flip.at is not None else "change_share_none"
    return _row("share_of_nation", "share", now, limits.slope_min, flip, "agriculture", key, named, "flips_share")


def _joint_action(result: Judged, index: int, setting: Setting, limits: Thresholds) -> Row:
    facts, minimum = subject(result, index, setting), limits.organisations_min
    return _enough("organisations", "organisations", None, minimum, "organisations", "change_organisations", facts)


_CHANGES = (_concentration, _sizes, _growth, _joint_action)


def _direction(flip: Flip) -> str:
    if flip.at is None:
        return "_always" if flip.met_above else "_never"
    return "_above" if flip.met_above else "_below"


def _row(
    datum: str,
    unit: str,
    now: float | None,
    threshold: float,
    flip: Flip,
    holder: str,
    key: str,
    facts: Facts,
    fact: str = "amount",
) -> Row:
    below, above = (NOT_MET, MET) if flip.met_above else (MET, NOT_MET)
    if flip.at is None:
        below = above
    said = {**facts, "threshold": threshold, **({fact: flip.at} if flip.at is not None else {})}
    return (
        *(datum, unit, now, threshold, flip.at, below, above),
        *(f"clusters.holder_{holder}", " ".join(f"clusters.{each}" for each in key.split()), facts_text(said)),
    )


def _enough(datum: str, unit: str, now: float | None, minimum: float, holder: str, key: str, facts: Facts) -> Row:
    said = {**facts, "minimum": minimum, **({"now": now} if now is not None else {})}
    return (
        *(datum, unit, now, minimum, minimum, UNKNOWN, None),
        *(f"clusters.holder_{holder}", f"clusters.{key}", facts_text(said)),
    )
