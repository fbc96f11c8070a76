"""Candidates as the report shows them: names, verdicts with their words, shares over the years."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from ayni.study.report.made import NOTHING, Made, Shares, made, products_of
from ayni.study.report.material import Material
from ayni.study.report.voice import sentence

REQUIREMENTS = (1, 2, 3, 4)
STATES = {"met": "met", "not_met": "unmet", "unknown": "unk"}
WITH_HORIZON = ("short", "medium")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Verdict on one requirement: state of its mark, its word, and words where it is near its threshold."""

    number: int
    state: str
    word: str
    reason: str | None
    near: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A candidate, named in the reader's language.

    Attributes
    ----------
    id : str
        Anchor in the page.
    product, name : str
        Code, and name with a capital.
    places : tuple of str
        Codes of its places.
    where : str
        Their names, joined.
    region : str
        Macro-region; empty where the study has none.
    horizon : str
        ``short``, ``medium`` or ``none``.
    measure : str
        ``value`` or ``quantity``.
    amount : str
        How much is made in the base year: quantity and money with their units; empty where neither is known.
    quotient, share, share_of_place, slope : float or None
        Location quotient, share of the nation and of all its places make in the base year, slope of the first share.
    verdicts : tuple of Verdict
        One for each requirement.
    exports : str
        Words on its export evidence.
    series : tuple of (year, share or None)
        Share of the nation of each year; None is a gap.
    base : polars.DataFrame
        Places of the base year with their share, quotient and quantity, the largest share first.
    """

    id: str
    product: str
    name: str
    places: tuple[str, ...]
    where: str
    region: str
    horizon: str
    measure: str
    amount: str
    quotient: float | None
    share: float | None
    share_of_place: float | None
    slope: float | None
    verdicts: tuple[Verdict, ...]
    exports: str
    series: tuple[tuple[int, float | None], ...]
    base: pl.DataFrame

    @property
    def has_horizon(self) -> bool:
        """Whether it could form in the short or medium term."""
        return self.horizon in WITH_HORIZON

    def known(self) -> list[tuple[int, float]]:
        """Years whose share of the nation is known."""
        return [(year, share) for year, share in self.series if share is not None]

    def count(self, state: str) -> int:
        """Number of requirements in a state."""
        return sum(verdict.state == state for verdict in self.verdicts)


def one_for_each_product(candidates: Sequence[Candidate]) -> list[Candidate]:
    """First candidate of each product, in order."""
    first: dict[str, Candidate] = {}
    for candidate in candidates:
        first.setdefault(candidate.product, candidate)
    return list(first.values())


def candidates(material: Material) -> tuple[Candidate, ...]:
    """Candidates of the study in their order; none where the study found none."""
    table = material.table("candidates")
    if table is None:
        return ()
    verdicts = _verdicts(material)
    found = made(table, material)
    return tuple(
        _candidate(
            row, verdicts.get(row["candidate"], ()), found.get((row["product"], row["measure"]), NOTHING), material
        )
        for row in table.sort("position").iter_rows(named=True)
    )


def _candidate(
    row: Mapping[str, object],
    verdicts: tuple[Verdict, ...],
    found: Made,
    material: Material,
) -> Candidate:
    say = material.voice.say
    places = tuple(str(row["places"]).split(","))
    product = str(row["product"])
    return Candidate(
        id="-".join(str(row["candidate"]).split()),
        product=product,
        name=sentence(material.voice.product(product)),
        places=places,
        where=material.voice.places(places, most=4),
        region=str(row["macroregion"] or ""),
        horizon=str(row["horizon"]),
        measure=str(row["measure"]),
        amount=_amount(row, material),
        quotient=_number(row["quotient"]),
        share=_number(row["share_of_nation"]),
        share_of_place=_number(row["share_of_place"]),
        slope=_number(row["slope"]),
        verdicts=verdicts,
        exports=say(
            f"exports_{row['export_evidence']}" if material.table("structure") is not None else "exports_missing"
        ),
        series=_series(places, found.shares()),
        base=found.of_year(material.year),
    )


def _amount(row: Mapping[str, object], material: Material) -> str:
    """Quantity and money of the base year; a chain is counted where its products are in one unit."""
    voice, units = material.voice, material.published.quantity_units
    parts = products_of(material).get(str(row["product"]), ()) if row["kind"] == "chain" else (str(row["product"]),)
    named = {units.get(part, "") for part in parts}
    quantity = voice.quantity(_number(row["quantity"]), named.pop() if len(named) == 1 else "")
    return ", ".join(filter(None, (quantity, voice.money(_number(row["value"]), material.published.value_unit))))


def _verdicts(material: Material) -> dict[str, tuple[Verdict, ...]]:
    table = material.table("requirements")
    if table is None:
        return {}
    found: dict[str, list[Verdict]] = {}
    for row in table.sort("candidate", "requirement").iter_rows(named=True):
        word = material.voice.say(f"verdict_{row['reason'] if row['verdict'] == 'unknown' else row['verdict']}")
        near = material.voice.say("near") if row["near"] and row["verdict"] != "unknown" else ""
        verdict = Verdict(row["requirement"], STATES[row["verdict"]], word, row["reason"], near)
        found.setdefault(row["candidate"], []).append(verdict)
    return {candidate: tuple(each) for candidate, each in found.items()}


def _series(places: Sequence[str], shares: Shares) -> tuple[tuple[int, float | None], ...]:
    if not shares:
        return ()
    return tuple((year, _together(places, shares.get(year, {}))) for year in range(min(shares), max(shares) + 1))


def _together(places: Sequence[str], shares: Mapping[str, float | None]) -> float | None:
    """Share of a set of places; unknown as soon as one of them is, or when the year says nothing."""
    known = [shares.get(place, 0.0) for place in places]
    if any(share is None for share in known) or all(share is None for share in shares.values()):
        return None
    return sum(share for share in known if share is not None)


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None
