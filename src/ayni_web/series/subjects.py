"""What rooms let be shown by evidence: each says so in its own ``subjects.py``, as ``SUBJECTS``.

``series`` knows the rows of the rooms below it (``Evidence.Subject``) and nothing of those above; of its own it has
readings (``readings/subjects.py``).
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.db.models import Model, QuerySet

from ayni_web.documents.access import Owner
from ayni_web.series.models import Evidence


@dataclass(frozen=True, slots=True)
class Subject:
    """A kind of row that evidence can show.

    Attributes
    ----------
    code : str
        Its name in ``Evidence.subject`` and in ``words/evidence_subjects.toml``.
    model : type
        Table of its rows.
    visible : callable
        ``visible(person)``: rows that a person sees.
    may_attach : callable
        ``may_attach(person, row)``: whether the person says what it is shown by.
    owner : callable
        ``owner(person, row)``: whose a paper is that is sent to show it, and who reads that paper.
    page : str
        View of a row, which takes its ``pk``.
    """

    code: str
    model: type[Model]
    visible: Callable[[Any], QuerySet[Any]]
    may_attach: Callable[[Any, Any], bool]
    owner: Callable[[Any, Any], tuple[Owner, str]]
    page: str


@cache
def told() -> dict[str, Subject]:
    """Kinds that rooms tell of themselves, by code."""
    modules = [f"{application.name}.subjects" for application in apps.get_app_configs()]
    modules.append("ayni_web.series.readings.subjects")
    known = [import_module(name) for name in modules if name.startswith("ayni_web.") and find_spec(name)]
    return {each.code: each for module in known for each in getattr(module, "SUBJECTS", ())}


def codes() -> tuple[str, ...]:
    """Every kind of row that evidence can show."""
    return (*Evidence.Subject.values, *told())


def told_of(row: Model) -> Subject | None:
    """Kind of a row, where a room tells it of itself."""
    return next((each for each in told().values() if isinstance(row, each.model)), None)
