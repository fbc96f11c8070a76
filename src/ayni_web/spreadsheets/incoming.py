"""What rooms above take in by a spreadsheet: each says so in its own ``incoming.py``, as ``INCOMING``."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps

from ayni_web.spreadsheets.drafts import Draft, Prepared
from ayni_web.spreadsheets.reading import Came


@dataclass(frozen=True, slots=True)
class Incoming:
    """A kind of spreadsheet that comes in.

    Attributes
    ----------
    name : str
        Its title is ``sheet_lists.<name>``.
    columns : tuple of str
        Names of ``words/sheet_columns.toml``, in order; those with a star are filled in every row.
    most : int
        Rows of one file at most.
    page : str
        View where what a file wrote is seen.
    prepared : callable
        ``prepared(person, came, decisions)``: drafts of the rows and every fault; nothing is written.
    write : callable
        ``write(by, drafts)``: write the rows, all of them.
    kinds : mapping
        How a column is read where it holds no text (``ayni.tables.Column``).
    examples : mapping
        What a cell of a column may hold.
    """

    name: str
    columns: tuple[str, ...]
    most: int
    page: str
    prepared: Callable[[Any, Came, Mapping[int, str]], Prepared]
    write: Callable[[Any, list[Draft]], None]
    kinds: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    examples: Mapping[str, str] = field(default_factory=dict)


def _above() -> Iterator[Incoming]:
    for application in apps.get_app_configs():
        module = f"{application.name}.incoming"
        own = application.name == "ayni_web.spreadsheets"
        if application.name.startswith("ayni_web.") and not own and find_spec(module):
            yield from import_module(module).INCOMING


INCOMING: Mapping[str, Incoming] = {each.name: each for each in _above()}
