"""Chains: links with the roles in each, and which of them a chain lacks something without."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ayni.library.entries import BadEntry, Entry, Text, entries, read_entry
from ayni.library.fields import code_at, refuse_twice, rows_at, some_of, text_at

KINDS = (
    "producer", "producers_association", "cooperative", "firm", "anchor_firm", "input_supplier", "service_supplier",
    "equipment_supplier", "carrier", "lender", "certifier", "processor", "trader", "exporter", "foreign_supplier",
    "wholesale_buyer", "retail_buyer", "consumers", "trade_association", "university", "research_body", "government",
    "ngo", "development_agency", "media", "civil_society", "promoter", "coordinating_entity",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Role:
    """What an organisation does in a link.

    Attributes
    ----------
    code : str
    title : mapping of str to str
    kinds : tuple of str
        Kinds of organisations that hold it where nothing else is said.
    expected : bool
        Whether the chain lacks something without it.
    """

    code: str
    title: Text
    kinds: tuple[str, ...]
    expected: bool


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a chain; ``support`` is one that serves the others."""

    code: str
    title: Text
    support: bool
    roles: tuple[Role, ...]

    @property
    def wanted(self) -> tuple[Role, ...]:
        """Roles that the chain lacks something without."""
        return tuple(role for role in self.roles if role.expected)

    @property
    def others(self) -> tuple[Role, ...]:
        """Roles that may stay empty."""
        return tuple(role for role in self.roles if not role.expected)


@dataclass(frozen=True, slots=True)
class Chain:
    """A chain: its links in order, with their roles."""

    code: str
    title: Text
    about: Text
    links: tuple[Link, ...]

    @property
    def expected(self) -> frozenset[str]:
        """Codes of the roles that are expected."""
        return frozenset(role.code for link in self.links for role in link.roles if role.expected)

    def missing(self, held: frozenset[str]) -> tuple[Role, ...]:
        """Expected roles that nobody holds, in the order of the chain."""
        return tuple(role for link in self.links for role in link.roles if role.expected and role.code not in held)


def chains() -> tuple[Chain, ...]:
    """Chains of the library, by code."""
    return tuple(read_chain(each) for each in entries("chains"))


def chain_from(code: str, document: Mapping[str, Any]) -> Chain:
    """Chain that a person wrote, checked as those of the library are."""
    return read_chain(read_entry("chains", code, document))


def read_chain(entry: Entry) -> Chain:
    """Chain that an entry tells; refused with what is wrong and where."""
    where = f"{entry.kind}/{entry.code}"
    told = rows_at(where, "link", entry.content.get("link"))
    links = tuple(_link(f"{where}: link[{at}]", each) for at, each in enumerate(told, 1))
    refuse_twice(where, [link.code for link in links])
    refuse_twice(where, [role.code for link in links for role in link.roles])
    if all(link.support for link in links):
        raise BadEntry("bad_entry.no_link", where=where)
    return Chain(entry.code, entry.title, entry.about, links)


def _link(where: str, told: Mapping[str, Any]) -> Link:
    roles = rows_at(where, "role", told.get("role"))
    return Link(
        code_at(where, told.get("code")), text_at(where, "title", told.get("title")), bool(told.get("support", False)),
        tuple(_role(f"{where} role[{at}]", each) for at, each in enumerate(roles, 1)),
    )  # fmt: skip


def _role(where: str, told: Mapping[str, Any]) -> Role:
    return Role(
        code_at(where, told.get("code")), text_at(where, "title", told.get("title")),
        some_of(where, "kinds", told.get("kinds"), KINDS), bool(told.get("expected", False)),
    )  # fmt: skip
