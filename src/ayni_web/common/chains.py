"""The chains of a site: that of its decisions, and those that rooms declare in their ``chains.py`` as ``CHAINS``.

A command that verifies, seals or carries a site away goes over all of them, and knows nothing of what stands in them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS

from ayni_web.common import chain
from ayni_web.common.models import Entry, Seal


@dataclass(frozen=True, slots=True)
class Read:
    """What came of reading a chain through.

    Attributes
    ----------
    count : int
        Entries that are sound, from the first one on.
    head : str
        Hash of the last of them; empty where there is none.
    fault : str
        What is wrong (``chain_faults``); empty where everything adds up.
    broken : int or None
        Number of the first entry that is to blame; None where no single one is.
    earlier : int or None
        Number of the first entry whose clock stands before that of the one before it; sound all the same.
    """

    count: int
    head: str
    fault: str = ""
    broken: int | None = None
    earlier: int | None = None


@dataclass(frozen=True, slots=True)
class Chain:
    """A chain of a site.

    Attributes
    ----------
    code : str
        Its name in ``words/chains.toml``.
    read : callable
        ``read(head, count)``: what came of reading it, against its seals and what is known from elsewhere.
    has : callable
        ``has(head)``: whether an entry with that hash stands in it.
    head_and_count : callable
        ``head_and_count(alias)``: hash of the last entry and how many there are.
    seal : callable
        Seal of the day, made at the first call and written to the file: its day, count and head; None where there is
        nothing to seal yet.
    file : callable
        File of its seals, to be carried away.
    key : callable or None
        Public key that its seals are signed with, made at its first use; None where they are not signed.
    secret : callable or None
        File of the signing key, which only an encrypted backup carries.
    """

    code: str
    read: Callable[[str, int | None], Read]
    has: Callable[[str], bool]
    head_and_count: Callable[[str], tuple[str, int]]
    seal: Callable[[], tuple[object, int, str] | None]
    file: Callable[[], Path]
    key: Callable[[], str] | None = None
    secret: Callable[[], Path] | None = None


@cache
def chains() -> tuple[Chain, ...]:
    """Every chain, that of the decisions first."""
    modules = (f"{application.name}.chains" for application in apps.get_app_configs())
    known = [import_module(name) for name in modules if name.startswith("ayni_web.") and find_spec(name)]
    return (DECISIONS, *(each for module in known for each in getattr(module, "CHAINS", ())))


def seal_all() -> dict[str, tuple[object, int, str]]:
    """Seals of the day by chain; that of the decisions last, because it tells of the others, too."""
    made = {each.code: each.seal() for each in reversed(chains())}
    return {code: seal for code, seal in made.items() if seal}


def _read(head: str, count: int | None) -> Read:
    found = chain.verified(head, count, seals=chain.written_seals())
    fault = "" if found.sound else "broken" if found.broken else "cut"
    return Read(found.count, found.head, fault, found.broken, found.earlier)


def _last(alias: str = DEFAULT_DB_ALIAS) -> tuple[str, int]:
    last = Entry.objects.using(alias).order_by("-number").values_list("hash", "number").first()
    return last or (chain.EMPTY, 0)


def _sealed() -> tuple[object, int, str]:
    seal: Seal = chain.seal_today()
    chain.write_seals()
    return seal.day, seal.count, seal.head


DECISIONS = Chain(
    code="decisions", read=_read, has=lambda head: Entry.objects.filter(hash=head).exists(), head_and_count=_last,
    seal=_sealed, file=lambda: settings.SEALS / "seals.jsonl",
)  # fmt: skip
