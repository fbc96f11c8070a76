"""The head of the report: the question, a short answer, three facts, and the macro-regions at a glance."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from ayni.study.report.candidates import Candidate
from ayni.study.report.material import Material
from ayni.study.report.regions import Region

NAMED = 4
MET_ALL = 4


@dataclass(frozen=True, slots=True)
class Fact:
    """A number and what it counts."""

    number: str
    words: str


@dataclass(frozen=True, slots=True)
class Glance:
    """A macro-region in one line: anchor, name, finding, counts by horizon."""

    id: str
    name: str
    where: str
    finding: str
    counts: tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Head:
    """Head of the report.

    Attributes
    ----------
    title : str
        The question, as the study file words it.
    eyebrow : str
        Kind of page and years.
    meta : tuple of str
        Places, day, package.
    lead : str
        The finding that stands first.
    answer : tuple of str
        Sentences after it.
    facts : tuple of Fact
        Three facts.
    glances : tuple of Glance
        The macro-regions, when there are several.
    """

    title: str
    eyebrow: str
    meta: tuple[str, ...]
    lead: str
    answer: tuple[str, ...]
    facts: tuple[Fact, ...]
    glances: tuple[Glance, ...]


def head(candidates: Sequence[Candidate], regions: Sequence[Region], material: Material) -> Head:
    """Head of a study's report."""
    voice, study = material.voice, material.published.study
    return Head(
        title=study.title[voice.language],
        eyebrow=voice.say("eyebrow", year=study.year, years=_years(material)),
        meta=_meta(regions, material),
        lead=_lead(candidates, material),
        answer=_answer(candidates, material),
        facts=_facts(candidates, material),
        glances=tuple(_glance(region, candidates, material) for region in regions) if len(regions) > 1 else (),
    )


def _years(material: Material) -> str:
    table = material.table("quotients")
    if table is None:
        return material.voice.span(material.year, material.year)
    first, last = table.select(pl.col("year").min().alias("first"), pl.col("year").max().alias("last")).row(0)
    return material.voice.span(first, last)


def _meta(regions: Sequence[Region], material: Material) -> tuple[str, ...]:
    voice = material.voice
    places = material.table("places")
    names = voice.names(region.name for region in regions) if len(regions) > 1 else "".join(r.where for r in regions)
    counted = voice.say("places_counted", n=places.height) if places is not None else ""
    day = voice.say("computed_on", day=voice.day(material.published.computed))
    return tuple(filter(None, (names, counted, day, voice.say("package_named", package=material.published.package))))


def _lead(candidates: Sequence[Candidate], material: Material) -> str:
    voice = material.voice
    if not candidates:
        return voice.say("lead_empty")
    for horizon in ("short", "medium"):
        found = [each for each in candidates if each.horizon == horizon]
        if found:
            named = [
                voice.say(
                    "product_of_amount" if each.amount else "product_of",
                    product=voice.product(each.product),
                    places=each.where,
                    amount=each.amount,
                )
                for each in found[:NAMED]
            ]
            return voice.say(f"lead_{horizon}", n=len(found), named="; ".join(named), more=_more(len(found), material))
    return voice.say("lead_none", n=len(candidates))


def _more(count: int, material: Material) -> str:
    return material.voice.say("lead_more", n=count - NAMED) if count > NAMED else ""


def _answer(candidates: Sequence[Candidate], material: Material) -> tuple[str, ...]:
    if not candidates:
        return (material.voice.say("lead_empty_what"),)
    return tuple(filter(None, (_whole(candidates, material), _priced(material), material.voice.say("not_export"))))


def _whole(candidates: Sequence[Candidate], material: Material) -> str:
    """How many meet all four requirements, and what is missing in every candidate."""
    voice = material.voice
    whole = sum(each.count("met") == MET_ALL for each in candidates)
    missing = [
        voice.say(f"requirement_{number}_missing")
        for number in range(1, MET_ALL + 1)
        if all(any(v.number == number and v.reason == "missing" for v in each.verdicts) for each in candidates)
    ]
    counted = voice.say("all_four", n=whole) if whole else voice.say("none_of_four")
    return f"{counted} {voice.say('missing_everywhere', what=voice.names(missing))}" if missing else counted


def _priced(material: Material) -> str:
    """Share of the base year's quantity that has a price: the rest is measured in quantity."""
    table = material.table("coverage")
    rows = None if table is None else table.filter(pl.col("year") == material.year)
    if rows is None or rows.height != 1 or rows["priced_share"][0] is None or rows["priced_share"][0] >= 1:
        return ""
    share = material.voice.share(rows["priced_share"][0], 0)
    return material.voice.say("priced_share", year=material.year, share=share)


def _facts(candidates: Sequence[Candidate], material: Material) -> tuple[Fact, ...]:
    voice = material.voice
    counts = (
        ("fact_candidates", len(candidates)),
        ("fact_horizon", sum(each.has_horizon for each in candidates)),
        ("fact_four", sum(each.count("met") == MET_ALL for each in candidates)),
    )
    return tuple(Fact(voice.number(count), voice.say(key, n=count)) for key, count in counts)


def _glance(region: Region, candidates: Sequence[Candidate], material: Material) -> Glance:
    own = [each for each in candidates if each.region == region.key]
    short, medium, far = (
        material.voice.number(sum(each.horizon == name for each in own)) for name in ("short", "medium", "none")
    )
    return Glance(region.id, region.name, region.where, region.finding, (short, medium, far))
