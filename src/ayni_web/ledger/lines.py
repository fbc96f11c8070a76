"""A line as a draft tells it, before it is posted."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Drawn:
    """A line of a draft.

    Attributes
    ----------
    account, fund : str
        Codes.
    currency : str
        ISO 4217.
    minor : int
        Whole minor units: debit above zero, credit below; never zero.
    source, heading : str
        Codes; empty where it has none.
    member : str
        Identifier of an organisation; empty where it has none.
    passed_on : bool
        Whether whoever receives it passes it on or spends it later.
    """

    account: str
    fund: str
    currency: str
    minor: int
    source: str = ""
    heading: str = ""
    member: str = ""
    passed_on: bool = False


def drawn(told: Iterable[Mapping[str, Any]]) -> list[Drawn]:
    """Lines from what a draft holds."""
    return [Drawn(**each) for each in told]


def told(lines: Iterable[Drawn]) -> list[dict[str, Any]]:
    """What a draft holds of its lines; those that move nothing are left out."""
    return [asdict(line) for line in lines if line.minor]


def mirrored(lines: Iterable[Drawn]) -> list[Drawn]:
    """Lines that take back what these brought."""
    return [Drawn(**{**asdict(line), "minor": -line.minor}) for line in lines]


def sums(lines: Iterable[Drawn], orders: frozenset[str]) -> dict[tuple[str, str, bool], int]:
    """What is left over in each fund and currency, of money and (true) of order accounts; only what is not zero."""
    found: dict[tuple[str, str, bool], int] = {}
    for line in lines:
        key = (line.fund, line.currency, line.account in orders)
        found[key] = found.get(key, 0) + line.minor
    return {key: minor for key, minor in found.items() if minor}
