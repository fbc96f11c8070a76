"""Sets of places: grown from seeds among neighbours, or whole macro-regions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from ayni.clusters.items import BoolArray, Items
from ayni.clusters.thresholds import Thresholds
from ayni.errors import Refused, UnknownName
from ayni.measures.ratios import FloatArray, ratio
from ayni.territory.neighbours import connected_sets

TERRITORIES = ("grown", "macroregions")
# A sentence that lists unknown codes stays readable.
LISTED = 20


@dataclass(frozen=True, slots=True)
class CandidateSet:
    """An item in a set of places.

    Attributes
    ----------
    item : int
        Position of the item.
    macroregion : str or None
        Name of the macro-region in which the set lies.
    places : tuple of str
        Codes, sorted.
    """

    item: int
    macroregion: str | None
    places: tuple[str, ...]


def macroregions_of(
    places: pl.DataFrame | None, chosen: Mapping[str, Sequence[str]] | None, codes: Sequence[str]
) -> dict[str | None, tuple[str, ...]]:
    """Places of each macro-region: the user's own, else those of the table of places, by name.

    Parameters
    ----------
    places : polars.DataFrame or None
        Table under the contract ``places``.  Places without a macro-region come together under None.
    chosen : mapping of str to codes, or None
        The user's own macro-regions.
    codes : sequence of str
        Codes of the places that have activity.

    Raises
    ------
    UnknownName
        Activity in a place that is not in the table of places, or a macro-region of places without activity.
    """
    known = set(codes)
    if chosen:
        for name, members in chosen.items():
            _refuse_unknown(set(members) - known, known, "clusters.unknown_member", name=name)
        return {name: tuple(sorted(members)) for name, members in sorted(chosen.items())}
    if places is None:
        return {None: tuple(codes)}
    _refuse_unknown(known - set(places["code"]), set(places["code"]), "clusters.unknown_place")
    names = dict(places.select("code", "macroregion").iter_rows()) if "macroregion" in places.columns else {}
    regions: dict[str | None, list[str]] = {}
    for code in codes:
        regions.setdefault(names.get(code), []).append(code)
    return {name: tuple(regions[name]) for name in sorted(regions, key=lambda name: name or "")}


def candidate_sets(
    goods: Items,
    regions: Mapping[str | None, Sequence[str]],
    neighbourhood: Mapping[str, frozenset[str]],
    limits: Thresholds,
    territory: str,
) -> list[CandidateSet]:
    """Sets of places in which each searched item is a candidate, by item and macro-region.

    Raises
    ------
    Refused
        Whole macro-regions are asked for and no place has one.
    """
    if territory == "macroregions":
        return _whole(goods, regions, limits)
    quotient, share = place_quotients(goods)
    joins, seeds = _joinable(goods, quotient, share, limits)
    position = {code: index for index, code in enumerate(goods.places)}
    found = []
    for item in np.flatnonzero(seeds.any(axis=1)).tolist():
        for name, members in regions.items():
            joining = [code for code in members if joins[item, position[code]]]
            sets = connected_sets(joining, neighbourhood)
            found += [
                CandidateSet(item, name, places)
                for places in sets
                if any(seeds[item, position[code]] for code in places)
            ]
    return found


def place_quotients(goods: Items) -> tuple[FloatArray, FloatArray]:
    """Quotient and share of the nation of each place in each item, arrays of shape (items, places)."""
    share = ratio(part=goods.base, whole=np.nansum(goods.base, axis=1, keepdims=True))
    quotient = ratio(part=share, whole=ratio(part=goods.whole, whole=goods.whole.sum()))
    return np.where(goods.has_quotient[:, None], quotient, np.nan), share


def _joinable(goods: Items, quotient: FloatArray, share: FloatArray, limits: Thresholds) -> tuple[BoolArray, BoolArray]:
    priced = goods.has_quotient[:, None]
    searched = np.array([reason is None for reason in goods.reasons])[:, None]
    joins = np.where(priced, quotient >= limits.join_quotient, share >= limits.join_share)
    joins &= searched & (share >= limits.candidate_share_min) & (share > 0)
    large = (share >= limits.seed_share) & (~priced | (quotient >= limits.seed_quotient))
    seeds = (quotient >= limits.quotient_min) | large
    return joins, joins & seeds


def _whole(goods: Items, regions: Mapping[str | None, Sequence[str]], limits: Thresholds) -> list[CandidateSet]:
    named = {name: tuple(members) for name, members in regions.items() if name is not None}
    if not named:
        raise Refused("clusters.no_macroregions")
    share = place_quotients(goods)[1]
    position = {code: index for index, code in enumerate(goods.places)}
    of_region = np.stack(
        [np.nansum(share[:, [position[code] for code in members]], axis=1) for members in named.values()], axis=1
    )
    enough = (of_region >= limits.candidate_share_min) & (of_region > 0)
    names = list(named)
    return [
        CandidateSet(item, names[region], named[names[region]])
        for item, region in np.argwhere(enough).tolist()
        if goods.reasons[item] is None
    ]


def _refuse_unknown(unknown: set[str], known: set[str], key: str, **facts: object) -> None:
    if unknown:
        raise UnknownName(
            key, came=", ".join(sorted(unknown)[:LISTED]), known=", ".join(sorted(known)[:LISTED]), **facts
        )
