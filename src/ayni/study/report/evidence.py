"""The evidence, candidate by candidate: each requirement with its verdict, and what would change it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ayni.clusters.wording import rendered
from ayni.study.report.candidates import STATES, Candidate, Verdict
from ayni.study.report.material import Material
from ayni.study.report.matrix import opened

# Notes that the figures of each requirement lead to.
NOTES: Mapping[int, tuple[str, ...]] = {1: ("quotient", "rules"), 2: ("sizes",), 3: ("trend", "rules"), 4: ()}


@dataclass(frozen=True, slots=True)
class Change:
    """What would change a verdict: the datum, and who has it."""

    words: str
    holder: str


@dataclass(frozen=True, slots=True)
class Requirement:
    """One requirement of a candidate: title, verdict, evidence, what to collect, what would change it, notes."""

    title: str
    verdict: Verdict
    evidence: str
    collect: str
    near: str
    changes: tuple[Change, ...]
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """Evidence of one candidate."""

    id: str
    title: str
    summary: str
    exports: str
    states: tuple[str, ...]
    requirements: tuple[Requirement, ...]
    has_form: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """Evidence of a macro-region's candidates: those shown at once, and the rest."""

    title: str
    first: tuple[Proof, ...]
    rest: tuple[Proof, ...]
    rest_title: str


def evidence(candidates: Sequence[Candidate], region: str, proofs: Mapping[str, Proof], material: Material) -> Evidence:
    """Evidence of a macro-region's candidates."""
    voice = material.voice
    near, far = opened(candidates)
    return Evidence(
        title=voice.say("evidence_title", region=region),
        first=tuple(proofs[each.id] for each in near),
        rest=tuple(proofs[each.id] for each in far),
        rest_title=voice.say("rest_evidence", n=len(far)),
    )


def proofs(candidates: Sequence[Candidate], material: Material) -> dict[str, Proof]:
    """Evidence of every candidate, by anchor."""
    requirements = _requirements(material)
    return {each.id: _proof(each, requirements.get(each.id, ()), material) for each in candidates}


def _proof(candidate: Candidate, requirements: tuple[Requirement, ...], material: Material) -> Proof:
    voice = material.voice
    counts = [
        voice.say(f"count_{state}", n=candidate.count(state)) for state in STATES.values() if candidate.count(state)
    ]
    summary = f"{', '.join(counts)} · {horizon_words(candidate, material)}"
    return Proof(
        id=candidate.id,
        title=f"{candidate.name} · {candidate.where}",
        summary=summary,
        exports=candidate.exports,
        states=tuple(verdict.state for verdict in candidate.verdicts),
        requirements=requirements,
        has_form=any(each.collect or each.changes for each in requirements),
    )


def horizon_words(candidate: Candidate, material: Material) -> str:
    """Horizon of a candidate and how long that is."""
    word = material.voice.say(f"horizon_{candidate.horizon}")
    return f"{word}: {material.voice.say(f'span_{candidate.horizon}')}" if candidate.has_horizon else word


def _requirements(material: Material) -> dict[str, tuple[Requirement, ...]]:
    table = material.table("requirements")
    if table is None:
        return {}
    changes = _changes(material)
    found: dict[str, list[Requirement]] = {}
    for row in rendered(table, material.voice.language).sort("candidate", "requirement").iter_rows(named=True):
        anchor = "-".join(row["candidate"].split())
        own = changes.get((row["candidate"], row["requirement"]), ())
        found.setdefault(anchor, []).append(_requirement(row, own, material))
    return {anchor: tuple(rows) for anchor, rows in found.items()}


def _requirement(row: Mapping[str, object], changes: tuple[Change, ...], material: Material) -> Requirement:
    say = material.voice.say
    number, reason = int(str(row["requirement"])), row["reason"]
    word = say(f"verdict_{reason if row['verdict'] == 'unknown' else row['verdict']}")
    return Requirement(
        title=say(f"requirement_{number}"),
        verdict=Verdict(number, STATES[str(row["verdict"])], word, None if reason is None else str(reason)),
        evidence=str(row["evidence"] or ""),
        collect=str(row["to_collect"] or ""),
        near=say("near_threshold") if row["near"] else "",
        changes=changes,
        notes=material.notes.of(*NOTES[number]),
    )


def _changes(material: Material) -> dict[tuple[str, int], tuple[Change, ...]]:
    table = material.table("changes")
    if table is None:
        return {}
    found: dict[tuple[str, int], list[Change]] = {}
    for row in rendered(table, material.voice.language).iter_rows(named=True):
        change = Change(str(row.get("change") or row["datum"]), str(row.get("holder") or ""))
        found.setdefault((row["candidate"], row["requirement"]), []).append(change)
    return {key: tuple(rows) for key, rows in found.items()}
