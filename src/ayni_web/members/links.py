"""What the links and roles of a cluster stand for: those of a chain of the library."""

import re
from functools import cache

from ayni.library.chains import Chain, Link, Role, chains
from ayni_web.common.language import said, spoken

TYPICAL = "typical"


@cache
def known_chains() -> dict[str, Chain]:
    """Chains of the library by code, the typical one first."""
    return {each.code: each for each in sorted(chains(), key=lambda each: (each.code != TYPICAL, each.code))}


def links_of(chain: str) -> tuple[Link, ...]:
    """Links of a chain of the library, in order; none where it has no such chain."""
    found = known_chains().get(chain)
    return found.links if found else ()


def base_of(code: str) -> str:
    """Code of the link that one came from: ``processing-2`` was split from ``processing``."""
    return re.sub(r"-\d+$", "", code)


@cache
def link_in(chain: str, code: str) -> Link | None:
    """Link of the library that one of a cluster is, or was split from; None for a link of the cluster's own."""
    told = {each.code: each for each in links_of(chain)}
    return told.get(code) or told.get(base_of(code))


def roles_in(chain: str, code: str) -> tuple[Role, ...]:
    """Roles of the link that one came from; none for a link of the cluster's own."""
    found = link_in(chain, code)
    return found.roles if found else ()


def roles_of(chain: str) -> tuple[Role, ...]:
    """Roles of every link of a chain, in its order."""
    return tuple(role for link in links_of(chain) for role in link.roles)


@cache
def known_roles() -> frozenset[str]:
    """Codes of the roles of every chain."""
    return frozenset(role.code for chain in known_chains() for role in roles_of(chain))


def role_held(chain: str, code: str, named: str, kind: str) -> str:
    """Role that a part in a link stands for: the one it names, else the first of its kind; empty where none is."""
    if named:
        return named
    return next((role.code for role in roles_in(chain, code) if kind in role.kinds), "")


def role_name(chain: str, role: str) -> str:
    """What a role is called in its chain, else in the first that has it; its code where none does."""
    everywhere = (each for code in (chain, *known_chains()) for each in roles_of(code))
    return next((spoken(each.title) for each in everywhere if each.code == role), role)


def link_name(chain: str, code: str, name: str) -> str:
    """Name of a link: its own, or that of the library."""
    found = link_in(chain, code)
    return name or (spoken(found.title) if found else said("links.own"))
