"""The typical chain: its links and the roles in each, as ``links.toml`` tells them."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from ayni_web.common.language import said


@dataclass(frozen=True, slots=True)
class Role:
    """What an organisation does in a link.

    Attributes
    ----------
    code : str
        Its words are ``link_roles.<code>``.
    kinds : tuple of str
        Kinds of organisations that hold it where a part names no role.
    expected : bool
        Whether a chain lacks something without it.
    """

    code: str
    kinds: tuple[str, ...]
    expected: bool


@dataclass(frozen=True, slots=True)
class TypicalLink:
    """A link of the typical chain; its words are ``links.typical_<code>``."""

    code: str
    support: bool
    roles: tuple[Role, ...]


@cache
def typical_links() -> tuple[TypicalLink, ...]:
    """Links of the typical chain, in order."""
    told = tomllib.loads(files("ayni_web.members").joinpath("links.toml").read_text(encoding="utf-8"))
    return tuple(
        TypicalLink(each["code"], each.get("support", False), tuple(_role(role) for role in each["roles"]))
        for each in told["link"]
    )


def _role(told: dict[str, Any]) -> Role:
    return Role(told["code"], tuple(told["kinds"]), told["expected"])


def base_of(code: str) -> str:
    """Code of the typical link that one came from: ``processing-2`` was split from ``processing``."""
    return code.partition("-")[0]


def roles_in(code: str) -> tuple[Role, ...]:
    """Roles of the typical link that one came from; none for a link of the cluster's own."""
    return next((each.roles for each in typical_links() if each.code == base_of(code)), ())


def known_roles() -> frozenset[str]:
    """Codes of every role."""
    return frozenset(role.code for link in typical_links() for role in link.roles)


def role_held(code: str, named: str, kind: str) -> str:
    """Role that a part in a link stands for: the one it names, else the first of its kind; empty where none is."""
    if named:
        return named
    return next((role.code for role in roles_in(code) if kind in role.kinds), "")


def link_name(code: str, name: str) -> str:
    """Name of a link: its own, or that of the typical one."""
    return name or said(f"links.typical_{base_of(code)}")
