"""What rooms show on the page of a cluster, an organisation or a plan: each says so in its own ``panels.py``.

``members`` knows none of those rooms: a panel that is added costs a file in its room and no line here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Literal

from django.apps import apps
from django.db.models import Model

# How many rows a panel shows of a list; the rest stands on its own page.
SHOWN = 3
Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Panel:
    """A card on the page of a cluster, of an organisation or of a plan.

    Attributes
    ----------
    of : ``cluster``, ``organisation`` or ``plan``
        On whose page it stands.
    place : int
        Where it stands among the others, the smallest first.
    template : str
        Template of the card, which reads its facts as ``panel``.
    facts : callable
        ``facts(person, row)``: what it shows, by a number of queries that no list makes longer; None for whoever sees
        none of it, and where there is nothing to show.
    """

    of: Literal["cluster", "organisation", "plan"]
    place: int
    template: str
    facts: Callable[[Any, Any], Facts | None]


@cache
def told() -> tuple[Panel, ...]:
    """Panels that rooms tell of themselves, in their places."""
    modules = [f"{application.name}.panels" for application in apps.get_app_configs()]
    known = [import_module(name) for name in modules if name.startswith("ayni_web.") and find_spec(name)]
    return tuple(sorted((each for module in known for each in getattr(module, "PANELS", ())), key=_place))


def panels_of(person: Any, row: Model) -> list[tuple[str, Facts]]:
    """Templates of the panels of a row, with what this person sees in each."""
    of = row._meta.model_name
    shown = ((each.template, each.facts(person, row)) for each in told() if each.of == of)
    return [(template, facts) for template, facts in shown if facts is not None]


def _place(panel: Panel) -> tuple[str, int]:
    return panel.of, panel.place
