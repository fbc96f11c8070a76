"""Phases of a cluster: the signs of each with the evidence they need, and which phase the signs tell."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ayni.library.counting import Limit, limit_at, text_of
from ayni.library.entries import BadEntry, Entry, Text, entries, read_entry
from ayni.library.fields import code_at, one_of, refuse_twice, rows_at, text_at

EVIDENCE = ("document", "event", "reading", "figure", "case", "promise")


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign of a phase: its text with its figures, the limit that shows it, and the kind of evidence that it asks."""

    code: str
    text: Text
    evidence: str
    limit: Limit


@dataclass(frozen=True, slots=True)
class Phase:
    """A phase; ``needed`` of its signs must be shown for it to be reached."""

    code: str
    title: Text
    about: Text
    needed: int
    signs: tuple[Sign, ...]


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Phase that the signs tell.

    Attributes
    ----------
    phases : tuple of Phase
        One; two or more at a boundary.
    shown : mapping of str to int
        Signs shown, by the code of the phase.
    unknown : mapping of str to int
        Signs of which nothing is known, by the code of the phase.
    """

    phases: tuple[Phase, ...]
    shown: Mapping[str, int]
    unknown: Mapping[str, int]


def phases() -> tuple[tuple[Phase, ...], ...]:
    """Ladders of phases of the library, by code."""
    return tuple(read_phases(each) for each in entries("phases"))


def phases_from(code: str, document: Mapping[str, Any]) -> tuple[Phase, ...]:
    """Phases that a person wrote, checked as those of the library are."""
    return read_phases(read_entry("phases", code, document))


def read_phases(entry: Entry) -> tuple[Phase, ...]:
    """Phases that an entry tells, the first first; refused with what is wrong and where."""
    where = f"{entry.kind}/{entry.code}"
    told = rows_at(where, "phase", entry.content.get("phase"))
    found = tuple(_phase(f"{where}: phase[{at}]", each) for at, each in enumerate(told, 1))
    refuse_twice(where, [phase.code for phase in found])
    refuse_twice(where, [sign.code for phase in found for sign in phase.signs])
    return found


def diagnosis(ladder: tuple[Phase, ...], signs: Mapping[str, bool]) -> Diagnosis:
    """Phase that the signs tell: the last that is reached with all before it.

    ``signs`` says of a sign whether its evidence shows it; one that is left out is not known.  Two or more phases are
    told at a boundary: a later one that half of what it needs is shown of, that what is not known could still carry,
    or that is reached although one before it is not.
    """
    shown = {phase.code: sum(signs.get(sign.code, False) for sign in phase.signs) for phase in ladder}
    unknown = {phase.code: sum(sign.code not in signs for sign in phase.signs) for phase in ladder}
    reached = [shown[phase.code] >= phase.needed for phase in ladder]
    standing = next((at for at, each in enumerate(reached) if not each), len(ladder)) - 1
    at = max(standing, 0)
    told = [phase for place, phase in enumerate(ladder) if place == at or (place > at and reached[place])]
    if at + 1 < len(ladder) and not reached[at + 1]:
        after = ladder[at + 1]
        half = 2 * shown[after.code] >= after.needed
        carried = shown[after.code] and shown[after.code] + unknown[after.code] >= after.needed
        if half or carried:
            told.insert(1, after)
    return Diagnosis(tuple(told), shown, unknown)


def _phase(where: str, told: Mapping[str, Any]) -> Phase:
    code = code_at(where, told.get("code"))
    rows = rows_at(where, "sign", told.get("sign"))
    signs = tuple(_sign(f"{where} {code} sign[{at}]", each) for at, each in enumerate(rows, 1))
    needed = told.get("needed", len(signs))
    if isinstance(needed, bool) or not isinstance(needed, int) or not 1 <= needed <= len(signs):
        raise BadEntry("bad_entry.too_many_needed", where=f"{where} {code}", needed=needed, signs=len(signs))
    about = text_at(where, "about", told.get("about"))
    return Phase(code, text_at(where, "title", told.get("title")), about, needed, signs)


def _sign(where: str, told: Mapping[str, Any]) -> Sign:
    limit = limit_at(where, told)
    return Sign(
        code_at(where, told.get("code")), text_of(where, told, limit),
        one_of(where, "evidence", told.get("evidence"), EVIDENCE), limit,
    )  # fmt: skip
