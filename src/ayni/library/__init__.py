"""The domain as data: questionnaires, processes, promises, series, chains, phases, rules; each with its source.

An entry is a TOML file in the folder of its kind, in Spanish, English and Portuguese.  A new one costs that file and
a test; nothing here is code of one entry.
"""

from ayni.library.coverage import Served, coverage
from ayni.library.entries import KINDS, BadEntry, Entry, entries, entry, read_entry

__all__ = ["KINDS", "BadEntry", "Entry", "Served", "coverage", "entries", "entry", "read_entry"]
