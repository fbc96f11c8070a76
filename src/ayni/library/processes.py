"""Processes: steps with their owner, days, documents and moves; walked through by cases."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ayni.library.entries import BadEntry, Entry, Text, entries, read_entry
from ayni.library.fields import code_at, one_of, refuse_twice, some_of, text_at

ROLES = ("requester", "member", "manager", "officer", "director", "reviewer")
OPENERS = ("anyone", "member", "manager", "officer", "director")
SUBJECTS = ("cluster", "organisation", "request")
COUNTINGS = ("calendar", "working")
ENDS = ("done", "refused", "withdrawn")
DOCUMENTS = ("rules", "minutes", "agreement", "contract", "strategy", "report", "receipt", "photograph", "other")
CLUSTER = "cluster"
MOST_DAYS = 3650


@dataclass(frozen=True, slots=True)
class Move:
    """A way from a step to another.

    Attributes
    ----------
    to : str
        Code of the step it leads to.
    title : mapping of str to str
        What is decided or done by it, in each language.
    by : tuple of str
        Roles of those who may make it.
    reason : bool
        Whether it is made with a reason.
    """

    to: str
    title: Text
    by: tuple[str, ...]
    reason: bool


@dataclass(frozen=True, slots=True)
class Step:
    """A step.

    Attributes
    ----------
    code : str
    title, asks : mapping of str to str
        What it is called, and what is asked of its owner; ``asks`` is empty where the title says it all.
    owner : str
        Role of those whose turn it is; empty at an end.
    days : int or None
        Days allowed, counted as ``counting`` says; None where no day is set.
    counting : str
        ``calendar`` or ``working``: working days of Peru.
    documents : tuple of str
        Kinds of documents without which a case does not go on from here.
    check : bool
        Whether whoever brought the case here may not take it further.
    pause : bool
        Whether its clock may be stopped, with a reason.
    moves : tuple of Move
        Empty at an end.
    end : str
        ``done``, ``refused`` or ``withdrawn``; empty where the case goes on.
    leads_to : str
        What may follow this end: ``cluster``, or the code of a process of the library; empty where nothing does.
    """

    code: str
    title: Text
    asks: Text
    owner: str
    days: int | None
    counting: str
    documents: tuple[str, ...]
    check: bool
    pause: bool
    moves: tuple[Move, ...]
    end: str
    leads_to: str = ""


@dataclass(frozen=True, slots=True)
class Process:
    """Rules of a process; a case begins at the first step.

    Attributes
    ----------
    code : str
    title, about : mapping of str to str
    opened_by : tuple of str
        Who may open a case: ``anyone``, or roles.
    subjects : tuple of str
        Of what a case may be: ``cluster``, ``organisation``, or ``request``, which is of neither.
    blocks : bool
        Whether a case tells how much trade it holds up.
    steps : tuple of Step
    """

    code: str
    title: Text
    about: Text
    opened_by: tuple[str, ...]
    subjects: tuple[str, ...]
    blocks: bool
    steps: tuple[Step, ...]

    def step(self, code: str) -> Step:
        """Step by its code."""
        return next(each for each in self.steps if each.code == code)


def processes() -> tuple[Process, ...]:
    """Processes of the library, by code."""
    return tuple(read_process(each) for each in entries("processes"))


def process_from(code: str, document: Mapping[str, Any]) -> Process:
    """Process that a person wrote, checked as those of the library are."""
    return read_process(read_entry("processes", code, document))


def read_process(entry: Entry) -> Process:
    """Process that an entry tells; refused with what is wrong and where."""
    where, content = f"{entry.kind}/{entry.code}", entry.content
    told = content.get("step")
    if not isinstance(told, Sequence) or not told:
        raise BadEntry("bad_process.no_steps", where=where)
    counting = one_of(where, "days_are", content.get("days_are", "calendar"), COUNTINGS)
    steps = tuple(_step(f"{where}: step[{at}]", each, counting) for at, each in enumerate(told, 1))
    _refuse_bad_ways(where, steps)
    subjects = some_of(where, "of", content.get("of"), SUBJECTS)
    _refuse_nobody(where, steps, subjects)
    return Process(
        entry.code, entry.title, entry.about,
        some_of(where, "opened_by", content.get("opened_by"), OPENERS),
        subjects, bool(content.get("blocks", False)), steps,
    )  # fmt: skip


def _step(where: str, told: Mapping[str, Any], counting: str) -> Step:
    code, end = code_at(where, told.get("code")), told.get("end", "")
    where = f"{where} {code}"
    owner = "" if end else one_of(where, "owner", told.get("owner"), ROLES)
    documents = told.get("documents", ())
    return Step(
        code=code, title=text_at(where, "title", told.get("title")),
        asks=text_at(where, "asks", told["asks"]) if told.get("asks") else {}, owner=owner,
        days=_days(where, told.get("days")),
        counting=one_of(where, "days_are", told.get("days_are", counting), COUNTINGS),
        documents=some_of(where, "documents", documents, DOCUMENTS) if documents else (),
        check=bool(told.get("check", False)), pause=bool(told.get("pause", False)),
        moves=tuple(_move(where, each, owner) for each in told.get("moves", ())),
        end=one_of(where, "end", end, ENDS) if end else "", leads_to=_sequel(where, told, end),
    )  # fmt: skip


def _sequel(where: str, told: Mapping[str, Any], end: Any) -> str:
    """What may follow: a cluster or another process, and only what ended well."""
    if not told.get("leads_to"):
        return ""
    if end != "done":
        raise BadEntry("bad_process.leads_on", where=where)
    return one_of(where, "leads_to", told["leads_to"], sequels())


def sequels() -> tuple[str, ...]:
    """What an end may lead to: a cluster, or a process of the library."""
    return (CLUSTER, *(each.code for each in entries("processes")))


def _move(where: str, told: Mapping[str, Any], owner: str) -> Move:
    to = code_at(where, told.get("to"))
    where = f"{where} > {to}"
    by = some_of(where, "by", told["by"], ROLES) if told.get("by") else (owner,)
    return Move(to, text_at(where, "title", told.get("title")), by, bool(told.get("reason", False)))


def _refuse_bad_ways(where: str, steps: Sequence[Step]) -> None:
    """Refuse two steps of one code, ways to nowhere, dead ends, steps that nothing reaches, and the lack of an end."""
    codes = [step.code for step in steps]
    refuse_twice(where, codes)
    if not any(step.end for step in steps) or steps[0].end:
        raise BadEntry("bad_process.no_end", where=where)
    for step in steps:
        _refuse_bad_step(f"{where}: {step.code}", step, codes)
    _refuse_apart(where, steps)


def _refuse_bad_step(where: str, step: Step, codes: Sequence[str]) -> None:
    targets = [move.to for move in step.moves]
    if step.end and targets:
        raise BadEntry("bad_process.goes_on", where=where)
    if not step.end and not targets:
        raise BadEntry("bad_process.dead_end", where=where)
    for target in targets:
        if target not in codes:
            raise BadEntry("bad_process.nowhere", where=where, to=target, known=", ".join(codes))
    if step.code in targets or len(set(targets)) < len(targets):
        raise BadEntry("bad_process.same_way", where=where)


def _refuse_apart(where: str, steps: Sequence[Step]) -> None:
    ways = {step.code: {move.to for move in step.moves} for step in steps}
    reached = _reached({steps[0].code}, ways)
    if apart := [step.code for step in steps if step.code not in reached]:
        raise BadEntry("bad_process.unreached", where=where, steps=", ".join(apart))
    back = {code: {origin for origin, targets in ways.items() if code in targets} for code in ways}
    ending = _reached({step.code for step in steps if step.end}, back)
    if endless := [step.code for step in steps if step.code not in ending]:
        raise BadEntry("bad_process.endless", where=where, steps=", ".join(endless))


def _refuse_nobody(where: str, steps: Sequence[Step], subjects: Sequence[str]) -> None:
    """A request is of no cluster and of no organisation: it has neither managers nor members."""
    owned = [step.code for step in steps if step.owner in {"manager", "member"}]
    if "request" in subjects and owned:
        raise BadEntry("bad_process.nobody", where=where, steps=", ".join(owned))


def _reached(begun: set[str], ways: Mapping[str, set[str]]) -> set[str]:
    found, ahead = set(begun), list(begun)
    while ahead:
        new = ways[ahead.pop()] - found
        found |= new
        ahead.extend(new)
    return found


def _days(where: str, came: Any) -> int | None:
    if came is None:
        return None
    if isinstance(came, bool) or not isinstance(came, int) or not 1 <= came <= MOST_DAYS:
        raise BadEntry("bad_process.days", where=where, came=came, most=MOST_DAYS)
    return came
