"""Field forms: a sheet of paper for each candidate, with blanks for what is missing and who says it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ayni.clusters.wording import rendered
from ayni.study.report.candidates import Candidate, candidates
from ayni.study.report.evidence import Proof, Requirement, proofs
from ayni.study.report.material import Material
from ayni.study.report.voice import sentence
from ayni.words import LOCALES

NAMED_UNITS = ("share", "years", "establishments", "organisations")
SIZES = ("0–4", "5–19", "20–99")
YEARS, ORGANISATIONS = 4, 15
Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Fill:
    """A table to fill in by hand: heads, and the first cell of each row (empty where it is to be written)."""

    heads: tuple[str, ...]
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Blank:
    """One thing to collect.

    Attributes
    ----------
    title : str
        The requirement it bears on.
    word, state : str
        Verdict today.
    what : str
        What to collect.
    datum : str
        What is written down, with its unit.
    change : str
        What would change this verdict, and at which value.
    holder : str
        From whom.
    fill : Fill or None
        A table to fill in; None where a single figure is asked for.
    """

    title: str
    word: str
    state: str
    what: str
    datum: str
    change: str
    holder: str
    fill: Fill | None


@dataclass(frozen=True, slots=True)
class Form:
    """Sheet of one candidate."""

    id: str
    title: str
    summary: str
    blanks: tuple[Blank, ...]


def forms(material: Material) -> tuple[Form, ...]:
    """Sheets of the candidates that lack something, in the study's order."""
    found = candidates(material)
    told = proofs(found, material)
    data = _data(material)
    made = [_form(each, told[each.id], data.get(each.id, {}), material) for each in found]
    return tuple(form for form in made if form.blanks)


def _form(candidate: Candidate, proof: Proof, data: Mapping[int, Sequence[Row]], material: Material) -> Form:
    blanks = [
        _blank(requirement, row, material)
        for requirement in proof.requirements
        for row in data.get(requirement.verdict.number, [{}] if requirement.collect else [])
    ]
    return Form(candidate.id, proof.title, proof.summary, tuple(blanks))


def _data(material: Material) -> dict[str, dict[int, list[Row]]]:
    """Rows of ``changes`` by candidate and requirement."""
    table = material.table("changes")
    if table is None:
        return {}
    found: dict[str, dict[int, list[Row]]] = {}
    for row in rendered(table, material.voice.language).iter_rows(named=True):
        anchor = "-".join(row["candidate"].split())
        found.setdefault(anchor, {}).setdefault(row["requirement"], []).append(row)
    return found


def _blank(requirement: Requirement, row: Row, material: Material) -> Blank:
    datum = str(row.get("datum") or "")
    return Blank(
        title=requirement.title,
        word=requirement.verdict.word,
        state=requirement.verdict.state,
        what=requirement.collect,
        datum=_datum(datum, row.get("unit"), material),
        change=str(row.get("change") or ""),
        holder=str(row.get("holder") or ""),
        fill=FILLS[datum](row, material) if datum in FILLS else None,
    )


def _datum(datum: str, unit: object, material: Material) -> str:
    say = material.voice.say
    if not datum:
        return say("what_found")
    name = say(f"clusters.datum_{datum}")
    # The unit is told where the name does not tell it already.
    if unit in NAMED_UNITS:
        return f"{name} ({say('unit_share')})" if unit == "share" else name
    return f"{name} ({unit})" if unit else name


def _sizes(row: Row, material: Material) -> Fill:
    say = material.voice.say
    return Fill((say("fill_size"), say("fill_count"), say("fill_list")), (*SIZES, say("fill_largest")))


def _months(row: Row, material: Material) -> Fill:
    from babel.dates import get_month_names

    names = get_month_names("abbreviated", "stand-alone", locale=LOCALES[material.voice.language])
    heads = tuple(sentence(str(names[month])) for month in range(1, 13))
    return Fill((str(row.get("unit") or ""), *heads), ("",))


def _years(row: Row, material: Material) -> Fill:
    say = material.voice.say
    return Fill((say("head_year"), say("fill_in_place"), say("fill_in_country")), ("",) * YEARS)


def _organisations(row: Row, material: Material) -> Fill:
    say = material.voice.say
    heads = ("fill_organisation", "fill_buy", "fill_sell", "fill_hire", "fill_compete")
    return Fill(tuple(say(head) for head in heads), ("",) * ORGANISATIONS)


FILLS: Mapping[str, Callable[[Row, Material], Fill]] = {
    "establishments": _sizes,
    "price": _months,
    "years": _years,
    "share_of_nation": _years,
    "organisations": _organisations,
}
