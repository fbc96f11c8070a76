"""A file that somebody wrote, checked as the entries of the library are."""

import tomllib
from importlib import import_module
from pathlib import Path

from ayni.library.entries import BadEntry, Entry, read_entry

# What of a kind is more than every entry has is checked by the reader of the kind.
READERS = {
    "questionnaires": ("ayni.library.questionnaires", "read_questionnaire"),
    "processes": ("ayni.library.processes", "read_process"),
    "strategies": ("ayni.library.strategies", "part"),
    "plans": ("ayni.library.plans", "plan"),
}


def checked_file(kind: str, path: Path) -> Entry:
    """Entry of a file; refused with what is wrong and where."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as wrong:
        raise BadEntry("library.no_file", where=str(path)) from wrong
    except ValueError as wrong:
        raise BadEntry("library.no_toml", where=path.name, why=str(wrong)) from wrong
    found = read_entry(kind, path.stem, document)
    if kind in READERS:
        module, reader = READERS[kind]
        getattr(import_module(module), reader)(found)
    return found
