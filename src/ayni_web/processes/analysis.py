"""Calls to the engine: what rules are sound, and how long a step takes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ayni.library import BadEntry, entries, entry
from ayni.library.processes import Process, process_from
from ayni.measures.durations import survival


@dataclass(frozen=True, slots=True)
class Taken:
    """How long a step takes: the median in days, None where more than half still go on or there are too few."""

    median: float | None
    begun: int
    going_on: int


def read(document: Mapping[str, Any]) -> Process:
    """Process that a document tells; :class:`BadEntry` says what is wrong with it."""
    return process_from("process", document)


def mistake_in(document: Mapping[str, Any], language: str) -> str:
    """First thing that is wrong with a document, for people; empty where it is sound."""
    try:
        read(document)
    except BadEntry as wrong:
        return wrong.text(language)
    return ""


def library() -> dict[str, Mapping[str, Any]]:
    """Titles and purposes of the processes of the library, by code."""
    return {each.code: {"title": each.title, "about": each.about} for each in entries("processes")}


def document_of(code: str) -> dict[str, Any]:
    """Document of an entry of the library, to be copied."""
    found = entry("processes", code)
    head = {"serves": list(found.serves), "source": found.source}
    return {**head, "title": dict(found.title), "about": dict(found.about), **dict(found.content)}


def taken(visits: Iterable[tuple[int, bool]]) -> Taken:
    """How long a step takes, from the days of each visit to it and whether that visit is over."""
    days, ended = zip(*visits, strict=True)
    found = survival(days=np.array(days, dtype=float), ended=np.array(ended, dtype=bool))
    median = None if np.isnan(found.median) else found.median
    return Taken(median, found.begun, found.begun - found.ended)
