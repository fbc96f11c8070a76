"""Field forms: a sheet of paper for each candidate, with blanks for what is missing and who says it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ayni.clusters.wording import rendered
from ayni.study.report.candidates import Candidate, candidates
from ayni.study.report.evidence import Proof, proofs
from ayni.study.report.material import Material

BLANKS = 3


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
    datum, unit : str
        What is written down, and in what unit.
    change : str
        What would change this verdict, and at which value.
    holder : str
        From whom.
    """

    title: str
    word: str
    state: str
    what: str
    datum: str
    unit: str
    change: str
    holder: str


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


def _form(
    candidate: Candidate, proof: Proof, data: Mapping[int, Sequence[Mapping[str, object]]], material: Material
) -> Form:
    blanks = [
        _blank(
            requirement.title, requirement.verdict.word, requirement.verdict.state, requirement.collect, row, material
        )
        for requirement in proof.requirements
        for row in data.get(requirement.verdict.number, [{}] if requirement.collect else [])
    ]
    return Form(candidate.id, proof.title, proof.summary, tuple(blanks))


def _data(material: Material) -> dict[str, dict[int, list[Mapping[str, object]]]]:
    """Rows of ``changes`` by candidate and requirement."""
    table = material.table("changes")
    if table is None:
        return {}
    found: dict[str, dict[int, list[Mapping[str, object]]]] = {}
    for row in rendered(table, material.voice.language).iter_rows(named=True):
        anchor = "-".join(row["candidate"].split())
        found.setdefault(anchor, {}).setdefault(row["requirement"], []).append(row)
    return found


def _blank(title: str, word: str, state: str, collect: str, row: Mapping[str, object], material: Material) -> Blank:
    say = material.voice.say
    datum = str(row.get("datum") or "")
    return Blank(
        title=title,
        word=word,
        state=state,
        what=collect,
        datum=say(f"clusters.datum_{datum}") if datum else "",
        unit=_unit(row.get("unit"), material),
        change=str(row.get("change") or ""),
        holder=str(row.get("holder") or ""),
    )


def _unit(unit: object, material: Material) -> str:
    if unit in ("share", "years", "establishments", "organisations"):
        return material.voice.say(f"unit_{unit}")
    return str(unit or "")
