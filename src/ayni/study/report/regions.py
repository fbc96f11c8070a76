"""Macro-regions: a short answer to each, then its candidates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from ayni.study.report.candidates import Candidate
from ayni.study.report.evidence import Evidence, Proof, evidence, proofs
from ayni.study.report.grids import Figure
from ayni.study.report.maps import MapFigure, map_figure
from ayni.study.report.material import Material
from ayni.study.report.matrix import Matrix, matrix
from ayni.study.report.quotients import quotient_figure
from ayni.study.report.voice import sentence

NAMED = 3


@dataclass(frozen=True, slots=True)
class Region:
    """One macro-region of the report.

    Attributes
    ----------
    id, key, name : str
        Anchor, name as the study gives it (empty where it gives none), and name shown.
    heading, finding : str
        The finding with the name, and alone.
    where : str
        Names of its places.
    answer : tuple of str
        Sentences of the short answer.
    matrix : Matrix or None
        Candidates against the requirements; None where there is no candidate.
    maps : MapFigure or None
        Small maps; None where the study's places have no outlines.
    quotients : Figure or None
        Dot plot; None where no candidate has a quotient.
    evidence : Evidence or None
        Evidence candidate by candidate.
    """

    id: str
    key: str
    name: str
    heading: str
    finding: str
    where: str
    answer: tuple[str, ...]
    matrix: Matrix | None
    maps: MapFigure | None
    quotients: Figure | None
    evidence: Evidence | None


def regions(candidates: Sequence[Candidate], material: Material) -> tuple[Region, ...]:
    """Macro-regions of the study in the order of their first candidate, those without any at the end."""
    found = proofs(candidates, material)
    named = list(dict.fromkeys(candidate.region for candidate in candidates))
    members = region_places(material)
    named += [name for name in members if name not in named]
    return tuple(
        _region(
            f"r{index}",
            name,
            [each for each in candidates if each.region == name],
            members.get(name, ()),
            found,
            material,
        )
        for index, name in enumerate(named, start=1)
    )


def region_places(material: Material) -> dict[str, tuple[str, ...]]:
    """Codes of the places of each macro-region: the user's own groups, else those of the table of places."""
    if material.published.study.macroregions:
        return dict(material.published.study.macroregions)
    places = material.table("places")
    if places is None or "macroregion" not in places.columns:
        return {}
    rows = places.filter(pl.col("macroregion").is_not_null()).sort("code").select("macroregion", "code")
    members: dict[str, list[str]] = {}
    for name, code in rows.iter_rows():
        members.setdefault(name, []).append(code)
    return {name: tuple(codes) for name, codes in sorted(members.items())}


def _region(
    anchor: str,
    name: str,
    candidates: Sequence[Candidate],
    places: Sequence[str],
    found: Mapping[str, Proof],
    material: Material,
) -> Region:
    voice = material.voice
    shown = name or voice.say("no_region" if region_places(material) else "all_places")
    finding = _finding(candidates, material)
    caption = voice.say("matrix_caption", region=shown)
    return Region(
        id=anchor,
        key=name,
        name=shown,
        heading=voice.say("region_heading", region=name, finding=finding) if name else sentence(finding),
        finding=sentence(finding),
        where=voice.names(voice.place(code) for code in places),
        answer=_answer(candidates, material),
        matrix=matrix(candidates, caption, material) if candidates else None,
        maps=map_figure(anchor, shown, candidates, material),
        quotients=quotient_figure(anchor, shown, candidates, places, material),
        evidence=evidence(candidates, shown, found, material) if candidates else None,
    )


def _finding(candidates: Sequence[Candidate], material: Material) -> str:
    voice = material.voice
    for horizon in ("short", "medium"):
        found = [each for each in candidates if each.horizon == horizon]
        if found:
            products = list(dict.fromkeys(each.product for each in found))
            return voice.say(f"finding_{horizon}", products=voice.products(products, NAMED), n=len(products))
    return voice.say("finding_none", n=len(candidates)) if candidates else voice.say("finding_empty")


def _answer(candidates: Sequence[Candidate], material: Material) -> tuple[str, ...]:
    voice = material.voice
    if not candidates:
        return (voice.say("region_empty"),)
    counts = {
        name: voice.number(sum(each.horizon == name for each in candidates)) for name in ("short", "medium", "none")
    }
    counted = voice.say("region_counts", n=len(candidates), **counts)
    return (first_sentence(candidates[0], material), counted)


def first_sentence(candidate: Candidate, material: Material) -> str:
    """Sentence on the candidate that stands first: how much it is, its share of the nation, and whether that moves."""
    voice = material.voice
    facts = {
        "product": voice.product(candidate.product),
        "places": candidate.where,
        "amount": candidate.amount,
        "share": voice.share(candidate.share),
        "measure": voice.say(f"measured_{candidate.measure}"),
        "year": material.year,
    }
    held = voice.say("first_amount" if candidate.amount else "first", **facts)
    weight = _weight(candidate, material)
    return " ".join(filter(None, (held, weight, _movement(candidate, material))))


def _weight(candidate: Candidate, material: Material) -> str:
    """How much of all that its places make it is: a large share of the nation may be a small matter there."""
    if candidate.share_of_place is None:
        return ""
    share = material.voice.share(candidate.share_of_place, 0 if candidate.share_of_place >= 0.0995 else 1)
    return material.voice.say("first_weight", share=share, n=len(candidate.places))


def _movement(candidate: Candidate, material: Material) -> str:
    """Whether the share grows, with its first and last year; where these say otherwise, both are told."""
    third = next((verdict for verdict in candidate.verdicts if verdict.number == 3), None)
    known = candidate.known()
    if third is None or third.state == "unk" or len(known) < 2:
        return material.voice.say("moves_unclear")
    (first, from_share), (last, to_share) = known[0], known[-1]
    slope = candidate.slope or 0.0
    kind = "grows" if third.state == "met" else "falls" if slope < 0 else "still"
    bent = (to_share - from_share) * slope < 0
    return material.voice.say(
        f"moves_{kind}_bent" if bent else f"moves_{kind}",
        first=first,
        last=last,
        from_share=material.voice.share(from_share),
        to_share=material.voice.share(to_share),
    )
