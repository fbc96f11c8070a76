"""Plans of accounts: codes, kinds, and the purpose by which plain words find an account."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from ayni.library.entries import BadEntry, Entry, Text, entries

KINDS = ("asset", "liability", "equity", "income", "expense", "order")
# Kind of the accounts that serve each purpose; ``other`` ones are for the accountant alone.
PURPOSES: Mapping[str, tuple[str, ...]] = {
    "bank": ("asset",),
    "cash": ("asset",),
    "advance": ("asset",),
    "receivable": ("asset",),
    "payable": ("liability",),
    "grants": ("income",),
    "contributions": ("income",),
    "in_kind": ("income",),
    "spending": ("expense", "asset"),
    "exchange": ("equity",),
    "results": ("equity",),
    "given": ("order",),
    "available": ("order",),
    "assigned": ("order",),
    "other": ("asset", "liability", "equity", "income", "expense"),
}
# What plain words cannot do without.
NEEDED = ("bank", "advance", "payable", "grants", "contributions", "in_kind", "spending", "exchange", "results",
          "given", "available", "assigned")  # fmt: skip
_KNOWN = frozenset({"account", "country"})


@dataclass(frozen=True, slots=True)
class Account:
    """An account of a plan.

    Attributes
    ----------
    code : str
        Its number in the plan.
    kind, purpose : str
        Of ``KINDS`` and ``PURPOSES``.
    title : mapping of str to str
        What it is called in each language.
    """

    code: str
    kind: str
    purpose: str
    title: Text


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan of accounts.

    Attributes
    ----------
    code : str
        Name of its entry.
    title, about : mapping of str to str
        What it is called, and what it is for.
    accounts : tuple of Account
        Its accounts, as written.
    """

    code: str
    title: Text
    about: Text
    accounts: tuple[Account, ...]


@cache
def plans() -> dict[str, Plan]:
    """Plans of accounts of the library, by code."""
    return {each.code: plan(each) for each in entries("plans")}


def plan(entry: Entry) -> Plan:
    """Plan of accounts that an entry tells; refused with what is wrong, and where."""
    where = f"plans/{entry.code}"
    for name in sorted(set(entry.content) - _KNOWN):
        raise BadEntry("bad_plan.unknown", where=where, name=name, known=", ".join(sorted(_KNOWN)))
    accounts = tuple(_account(where, each) for each in entry.content.get("account", []))
    codes = [each.code for each in accounts]
    for code in codes:
        if codes.count(code) > 1:
            raise BadEntry("bad_plan.twice", where=where, code=code)
    lacking = [each for each in NEEDED if each not in {account.purpose for account in accounts}]
    if lacking:
        raise BadEntry("bad_plan.lacking", where=where, purposes=", ".join(lacking))
    return Plan(entry.code, entry.title, entry.about, accounts)


def _account(where: str, told: Any) -> Account:
    if not isinstance(told, Mapping) or set(told) != {"code", "kind", "purpose", "title"}:
        raise BadEntry("bad_plan.account", where=where, came=str(told)[:80])
    code, purpose, kind = str(told["code"]), told["purpose"], told["kind"]
    if kind not in PURPOSES.get(purpose, ()):
        known = ", ".join(f"{name} ({' '.join(kinds)})" for name, kinds in PURPOSES.items())
        raise BadEntry("bad_plan.purpose", where=where, code=code, purpose=str(purpose), kind=str(kind), known=known)
    return Account(code, kind, purpose, told["title"])
