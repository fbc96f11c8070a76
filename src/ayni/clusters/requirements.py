"""The table of requirements: each verdict with its evidence, its source and what is still to be collected."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from ayni.clusters.coverage import PRICED_WELL
from ayni.clusters.items import Items
from ayni.clusters.judging import Judged
from ayni.clusters.sizes import Sizes, anchor_ratio, evenness
from ayni.clusters.thresholds import Thresholds
from ayni.clusters.verdicts import GROWTH, INCONCLUSIVE, MET, NOT_MET, REQUIREMENTS, UNKNOWN
from ayni.clusters.wording import facts_text
from ayni.measures.ratios import FloatArray
from ayni.measures.trend import FEWEST

SCHEMA = {
    "candidate": pl.String,
    "requirement": pl.Int64,
    "verdict": pl.String,
    "reason": pl.String,
    "near": pl.Boolean,
    "evidence": pl.String,
    "source": pl.String,
    "to_collect": pl.String,
    "evidence_key": pl.String,
    "evidence_facts": pl.String,
    "to_collect_key": pl.String,
    "to_collect_facts": pl.String,
}
Facts = dict[str, object]


@dataclass(frozen=True, slots=True)
class Setting:
    """What the sentences of a study take beside the figures.

    Attributes
    ----------
    base_year : int
    goods : Items
    products : mapping of str to names by language
        Name of each product and chain as it stands inside a sentence.
    places : mapping of str to str
        Name of each place.
    value_unit, quantity_unit : str
        Units of the activity.
    priced : array of shape (items, places, 2) or None
        Quantity with a price, and quantity, of the base year; None when the table does not say.
    source : str or None
        Source of the activity.
    sizes : Sizes or None
    """

    base_year: int
    goods: Items
    products: Mapping[str, Mapping[str, str]]
    places: Mapping[str, str]
    value_unit: str
    quantity_unit: str
    priced: FloatArray | None
    source: str | None
    sizes: Sizes | None


def requirement_table(result: Judged, setting: Setting, limits: Thresholds) -> pl.DataFrame:
    """Table of the four requirements of each candidate; ``evidence`` and ``to_collect`` are filled by ``rendered``.

    ``evidence_key`` holds the keys of one or more sentences, separated by spaces; they share ``evidence_facts``.
    """
    rows = [
        _row(result, index, requirement, setting, limits)
        for index in range(len(result.names))
        for requirement in REQUIREMENTS
    ]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def subject(result: Judged, index: int, setting: Setting) -> Facts:
    """Facts that name a candidate in a sentence: product, places, how many places."""
    found = result.sets[index]
    return {
        "product": setting.products[setting.goods.codes[found.item]],
        "places": [setting.places.get(code, code) for code in found.places],
        "n": len(found.places),
    }


def _row(result: Judged, index: int, requirement: int, setting: Setting, limits: Thresholds) -> tuple[object, ...]:
    column = requirement - 1
    evidence, facts = _EVIDENCE[column](result, index, setting, limits)
    unknown = result.judged.verdict[index, column] == UNKNOWN
    collect = _collect(result, index, requirement, setting) if unknown else None
    to_collect = {
        **subject(result, index, setting),
        "year": setting.base_year,
        "minimum": _minimum(requirement, limits),
    }
    establishments = setting.sizes.source if setting.sizes is not None else None
    return (
        result.names[index],
        requirement,
        str(result.judged.verdict[index, column]),
        str(result.judged.reason[index, column]) or None,
        bool(result.judged.near[index, column]),
        None,
        (setting.source, establishments, setting.source, None)[column],
        None,
        " ".join(f"clusters.{key}" for key in evidence.split()),
        facts_text({**subject(result, index, setting), **facts}),
        collect and f"clusters.{collect}",
        facts_text(to_collect) if collect else None,
    )


def _concentration(result: Judged, index: int, setting: Setting, limits: Thresholds) -> tuple[str, Facts]:
    found, item = result.found, result.sets[index].item
    facts: Facts = {"year": setting.base_year, "share": float(found.share_of_nation[index])}
    if np.isnan(found.quotient[index]):
        return "evidence_no_price", {**facts, "unit": setting.quantity_unit}
    facts |= {
        "expected": float(found.whole[index] / found.whole_nation[index]),
        "quotient": float(found.quotient[index]),
        "threshold": limits.quotient_min,
    }
    if not setting.goods.by_value[item]:
        return "evidence_quantity", {**facts, "unit": setting.quantity_unit}
    priced = _priced_share(result, index, setting)
    return ("evidence_value", facts) if priced >= PRICED_WELL else ("evidence_value_part", {**facts, "priced": priced})


def _priced_share(result: Judged, index: int, setting: Setting) -> float:
    if setting.priced is None:
        return 1.0
    found = result.sets[index]
    inside = [setting.goods.places.index(code) for code in found.places]
    priced, quantity = setting.priced[found.item, inside].sum(axis=0)
    return float(priced / quantity) if quantity > 0 else 1.0


def _sizes(result: Judged, index: int, setting: Setting, limits: Thresholds) -> tuple[str, Facts]:
    counts, item = result.mix.counts[index], result.sets[index].item
    if setting.sizes is None:
        return "evidence_no_register", {}
    if not setting.sizes.listed[item]:
        return "evidence_no_industries", {}
    if not setting.sizes.matched[item]:
        return "evidence_unmatched", {"industries": list(setting.sizes.industries[item]), "codes": setting.sizes.codes}
    more, said = _register(result, index, setting.sizes, setting.base_year)
    if not result.mix.there[index]:
        return f"evidence_not_covered{more}", said
    known: Facts = {"known": int(counts.sum()), "minimum": limits.establishments_min, **said}
    if counts.sum() < limits.establishments_min:
        return f"evidence_few_sizes{more}", known
    bands = dict(zip(("micro", "small", "medium", "large"), counts.tolist(), strict=True))
    ratio = anchor_ratio(counts)
    return ("evidence_sizes" if np.isfinite(ratio) else "evidence_sizes_no_small") + more, {
        **known,
        **bands,
        "count": int((counts > 0).sum()),
        "evenness": float(evenness(counts)),
        "anchors": float(100 * ratio) if np.isfinite(ratio) else 0.0,
    }


def _register(result: Judged, index: int, sizes: Sizes, base_year: int) -> tuple[str, Facts]:
    """What is to be said of a register beside its counts: those without size, those outside the study, its year."""
    facts: Facts = {
        "unsized": int(result.mix.unsized[index]),
        "outside": int(sizes.outside[result.sets[index].item]),
        "register_year": sizes.year,
    }
    more = " evidence_unsized" if facts["unsized"] else ""
    more += " evidence_outside" if facts["outside"] else ""
    more += " evidence_register_year" if sizes.year not in (None, base_year) else ""
    return more, facts


def _growth(result: Judged, index: int, setting: Setting, limits: Thresholds) -> tuple[str, Facts]:
    found = result.found
    known = np.flatnonzero(np.isfinite(found.series[index]))
    if not len(known):
        return "evidence_no_series", {}
    first_year, last_year = (int(setting.goods.years[known[end]]) for end in (0, -1))
    first_share, last_share = (float(found.series[index, known[end]]) for end in (0, -1))
    facts: Facts = {
        "first_year": first_year,
        "last_year": last_year,
        "first_share": first_share,
        "last_share": last_share,
        "known": len(known),
    }
    if result.judged.verdict[index, 2] == UNKNOWN:
        more, said = _partly_priced(result, index, setting, limits)
        return f"evidence_few_years{more}", {**facts, "minimum": limits.years_min, **said}
    more, said = _remarks(result, index, setting, limits)
    slope: Facts = {"slope": float(found.slope[index]), "slope_threshold": limits.slope_min, **said}
    no_room = 1 - first_share < limits.slope_min * (last_year - first_year)
    if no_room and result.judged.verdict[index, 2] == NOT_MET:
        return f"evidence_trend_full{more}", {**facts, **slope}
    if (last_share - first_share) * found.slope[index] < 0:
        return f"evidence_trend_bent{more}", {**facts, **slope}
    measure = "value" if setting.goods.by_value[result.sets[index].item] else "quantity"
    return f"evidence_trend_{measure}{more}", {**facts, **slope}


def _remarks(result: Judged, index: int, setting: Setting, limits: Thresholds) -> tuple[str, Facts]:
    """What is to be said beside a trend: years only partly priced, and a trend in quantity of the other verdict."""
    more, facts = _partly_priced(result, index, setting, limits)
    slope, met = float(result.cover.slope_quantity[index]), result.judged.verdict[index, GROWTH] == MET
    if np.isnan(slope) or (slope >= limits.slope_min) == met:
        return more, facts
    key = " evidence_quantity_not_met" if met else " evidence_quantity_met"
    return more + key, {**facts, "slope_quantity": slope, "unit": setting.quantity_unit}


def _partly_priced(result: Judged, index: int, setting: Setting, limits: Thresholds) -> tuple[str, Facts]:
    cover = result.cover
    if not cover.partly[index].any():
        return "", {}
    facts: Facts = {
        "partial_years": setting.goods.years[cover.partly[index]].tolist(),
        "lowest": float(cover.lowest[index]),
    }
    if not cover.turns(result.found, limits)[index]:
        return " evidence_partly_priced", facts
    if cover.known[index] < max(limits.years_min, FEWEST):
        return " evidence_partly_priced evidence_without_few", {**facts, "left": int(cover.known[index])}
    key = "met" if cover.slope[index] >= limits.slope_min else "not_met"
    return f" evidence_partly_priced evidence_without_{key}", facts


def _joint_action(result: Judged, index: int, setting: Setting, limits: Thresholds) -> tuple[str, Facts]:
    return "evidence_no_joint_action", {}


_EVIDENCE = (_concentration, _sizes, _growth, _joint_action)


def _collect(result: Judged, index: int, requirement: int, setting: Setting) -> str:
    if requirement == 2 and setting.sizes is not None:
        item = result.sets[index].item
        if not (setting.sizes.listed[item] and setting.sizes.matched[item]):
            return "collect_industries"
        if result.judged.reason[index, 1] == INCONCLUSIVE:
            return "collect_sizes"
    return ("collect_price", "collect_register", "collect_years", "collect_joint_action")[requirement - 1]


def _minimum(requirement: int, limits: Thresholds) -> float:
    return (0.0, limits.establishments_min, limits.years_min, limits.organisations_min)[requirement - 1]
