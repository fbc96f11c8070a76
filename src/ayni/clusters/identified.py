"""Identified: the candidates of a study, their requirements, and what would change them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import numpy as np
import polars as pl

from ayni.clusters.base_year import refuse_empty_year
from ayni.clusters.candidates import candidate_table, export_evidence, searched_table
from ayni.clusters.changes import change_table
from ayni.clusters.coverage import priced_shares
from ayni.clusters.items import Items, items
from ayni.clusters.judging import Ground, judged_candidates
from ayni.clusters.requirements import Setting, requirement_table
from ayni.clusters.sensitivity import sensitivity
from ayni.clusters.sets import TERRITORIES, macroregions_of
from ayni.clusters.sizes import Sizes, establishment_sizes
from ayni.clusters.thresholds import Thresholds, chosen_thresholds
from ayni.clusters.wording import lowered
from ayni.errors import Refused, UnknownName
from ayni.measures.ratios import FloatArray
from ayni.territory.neighbours import neighbourhoods
from ayni.territory.trends import series_apart
from ayni.words import LANGUAGES

Chains = Mapping[str, tuple[str, Sequence[str]]]


@dataclass(frozen=True, slots=True)
class Identified:
    """Candidates of a study.

    Attributes
    ----------
    candidates, requirements, changes, sensitivity, searched : polars.DataFrame
        Tables of those names; ``ayni.clusters.wording.rendered`` writes their sentences in a language.
    thresholds : Thresholds
        In use.
    """

    candidates: pl.DataFrame
    requirements: pl.DataFrame
    changes: pl.DataFrame
    sensitivity: pl.DataFrame
    searched: pl.DataFrame
    thresholds: Thresholds


def identified(
    *,
    activity: pl.DataFrame,
    quotients: pl.DataFrame,
    base_year: int,
    places: pl.DataFrame | None = None,
    neighbours: pl.DataFrame | None = None,
    products: pl.DataFrame | None = None,
    chains: Chains | None = None,
    establishments: pl.DataFrame | None = None,
    export_codes: Collection[str] = (),
    thresholds: Mapping[str, float] | None = None,
    territory: str = "grown",
    macroregions: Mapping[str, Sequence[str]] | None = None,
) -> Identified:
    """Candidates that the tables propose, judged against the four requirements (``docs/candidates.md``).

    Parameters
    ----------
    activity : polars.DataFrame
        Table under the contract ``activity``: its units, and ``priced_quantity`` where it has it (the part of the
        quantity that has a price).
    quotients : polars.DataFrame
        ``location_quotients`` of that table.
    base_year : int
        Year of the quotients and shares.
    places, neighbours, products, establishments : polars.DataFrame, optional
        Tables under the contracts of those names.  ``products`` may have ``chain``, ``export_item``, ``export_sector``.
    chains : mapping of product to (chain, industries), optional
        Goes before the ``chain`` of ``products``; industries join ``establishments``.
    export_codes : collection of str
        Codes of products that exports record.
    thresholds : mapping of str to float, optional
        Thresholds that differ from their default.
    territory : {"grown", "macroregions"}
        Sets grown from seeds among neighbours, or whole macro-regions.
    macroregions : mapping of str to codes of places, optional
        The user's own; those of ``places`` when not given.

    Raises
    ------
    Refused
        No figures for the base year, or several bases, vintages or sources of it; a base year in which no product is
        complete, or nothing was made; no macro-regions where whole ones are asked for.
    UnknownName
        A threshold, place or size that does not exist, or a product of a chain that is in no table.
    BadStudy
        A threshold out of its bounds.
    ValueError
        Another ``territory``.
    """
    if territory not in TERRITORIES:
        raise ValueError(f"territory: one of {TERRITORIES}")
    limits = chosen_thresholds(thresholds)
    of_base = _one_series(quotients, base_year)
    chain_of, industries = _chains(products, chains or {}, of_base)
    units = _units_by_product(activity)
    goods = items(of_base, base_year=base_year, chains=chain_of, units=units)
    refuse_empty_year(goods, of_base, activity, base_year)
    sizes = (
        establishment_sizes(establishments, goods, industries, base_year=base_year)
        if establishments is not None
        else None
    )
    regions = macroregions_of(places, macroregions, goods.places)
    ground = Ground(
        goods, regions, neighbourhoods(neighbours), sizes, territory, priced_shares(activity, of_base, goods)
    )
    result = judged_candidates(ground, limits)
    setting = _setting(activity, goods, places, products, base_year, _source(of_base, base_year), sizes)
    return Identified(
        candidates=candidate_table(goods, result, export_evidence(goods, products, export_codes), setting.source),
        requirements=requirement_table(result, setting, limits),
        changes=change_table(result, setting, limits),
        sensitivity=sensitivity(ground, limits, result),
        searched=searched_table(goods, result),
        thresholds=limits,
    )


def _one_series(quotients: pl.DataFrame, base_year: int) -> pl.DataFrame:
    parts = [part for part in series_apart(quotients) if base_year in part["year"]]
    if not parts:
        years = ", ".join(map(str, quotients["year"].unique().sort()))
        raise Refused("clusters.no_base_year", year=base_year, known=years or "–")
    if len(parts) > 1:
        groups = [part.filter(pl.col("year") == base_year).row(0, named=True) for part in parts]
        named = [
            ", ".join(str(group[name]) for name in ("basis", "vintage", "source") if group[name]) for group in groups
        ]
        raise Refused("clusters.several_sources", year=base_year, known="; ".join(named))
    return parts[0]


def _chains(
    products: pl.DataFrame | None, chosen: Chains, quotients: pl.DataFrame
) -> tuple[dict[str, list[str]], dict[str, Sequence[str]]]:
    of_product: dict[str, str] = {}
    if products is not None and "chain" in products.columns:
        of_product = dict(products.filter(pl.col("chain").is_not_null()).select("code", "chain").iter_rows())
    named = set(products["code"]) if products is not None else set()
    _refuse_unknown_products(set(chosen), named.union(quotients["product"]))
    of_product |= {product: chain for product, (chain, _) in chosen.items()}
    there = set(quotients["product"])
    chains: dict[str, list[str]] = {}
    for product in sorted(there.intersection(of_product)):
        chains.setdefault(of_product[product], []).append(product)
    industries = {product: industries for product, (_, industries) in chosen.items()}
    return {name: chains[name] for name in sorted(chains) if len(chains[name]) > 1}, industries


def _refuse_unknown_products(chosen: set[str], known: set[str]) -> None:
    for came in sorted(chosen - known):
        near = get_close_matches(came, sorted(known), n=1, cutoff=0.0)
        raise UnknownName("clusters.unknown_chain_product", came=came, near=near[0] if near else "–")


def _units_by_product(activity: pl.DataFrame) -> dict[str, str | None]:
    if "quantity_unit" not in activity.columns:
        return {}
    named = activity.filter(pl.col("quantity_unit").is_not_null()).group_by("product")
    return dict(named.agg(pl.col("quantity_unit").unique().sort().str.join("+")).iter_rows())


def _setting(
    activity: pl.DataFrame,
    goods: Items,
    places: pl.DataFrame | None,
    products: pl.DataFrame | None,
    base_year: int,
    source: str | None,
    sizes: Sizes | None,
) -> Setting:
    return Setting(
        base_year=base_year,
        goods=goods,
        products=_names(goods, products),
        places=dict(places.select("code", "name").iter_rows()) if places is not None else {},
        value_unit=_unit(activity, "value_unit"),
        quantity_unit=_unit(activity, "quantity_unit"),
        priced=_priced(activity, goods, base_year),
        source=source,
        sizes=sizes,
    )


def _names(goods: Items, products: pl.DataFrame | None) -> dict[str, Mapping[str, str]]:
    columns = [f"name_{language}" for language in LANGUAGES]
    names: dict[str, Mapping[str, str]] = {}
    for row in products.iter_rows(named=True) if products is not None else ():
        known = [row[column] for column in columns if row.get(column)]
        names[row["code"]] = lowered({language: row.get(f"name_{language}") or known[0] for language in LANGUAGES})
    plain = {code: dict.fromkeys(LANGUAGES, code.replace("_", " ")) for code in goods.codes}
    return {**plain, **names}


def _unit(activity: pl.DataFrame, name: str) -> str:
    return "+".join(activity[name].drop_nulls().unique().sort()) if name in activity.columns else ""


def _source(quotients: pl.DataFrame, base_year: int) -> str | None:
    sources = quotients.filter(pl.col("year") == base_year)["source"].drop_nulls().unique().sort()
    return "; ".join(sources) or None


def _priced(activity: pl.DataFrame, goods: Items, base_year: int) -> FloatArray | None:
    """Quantity with a price, and quantity, of each item and place in the base year."""
    if "priced_quantity" not in activity.columns:
        return None
    of_year = activity.filter(pl.col("year") == base_year).group_by("product", "place")
    sums = of_year.agg(pl.col("priced_quantity").sum(), pl.col("quantity").sum())
    place = {code: index for index, code in enumerate(goods.places)}
    found = np.zeros((len(goods.codes), len(goods.places), 2))
    by_product: dict[str, list[tuple[str, float, float]]] = {}
    for product, code, priced, quantity in sums.iter_rows():
        by_product.setdefault(product, []).append((code, priced, quantity))
    for item, parts in enumerate(goods.parts):
        for code, priced, quantity in (row for part in parts for row in by_product.get(part, ())):
            found[item, place[code]] += (priced, quantity)
    return found
