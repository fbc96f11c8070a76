"""What the rooms above keep about a person: each says so in its own ``privacy.py``.

A room may have ``held(person)`` (rows to show the person), ``erase(person)`` (called within an erasure) and
``withdrawn(person, purpose)`` (called when a consent ends).
"""

from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps

from ayni_web.accounts.models import Person


def held_above(person: Person) -> dict[str, list[dict[str, Any]]]:
    """Rows about a person that no column of theirs points at, by what they are."""
    found: dict[str, list[dict[str, Any]]] = {}
    for held in _asked("held"):
        found |= held(person)
    return found


def erase_above(person: Person) -> None:
    """Let every room erase what it keeps about a person."""
    for erase in _asked("erase"):
        erase(person)


def withdrawn_above(person: Person, purpose: str) -> None:
    """Let every room follow a consent that ended."""
    for withdrawn in _asked("withdrawn"):
        withdrawn(person, purpose)


def _asked(name: str) -> Iterator[Callable[..., Any]]:
    for application in apps.get_app_configs():
        module = f"{application.name}.privacy"
        if application.name.startswith("ayni_web.") and find_spec(module):
            answer = getattr(import_module(module), name, None)
            if answer:
                yield answer
