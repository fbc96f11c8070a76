"""What a file of a bank says, whatever bank wrote it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

OFX = "ofx"


@dataclass(frozen=True, slots=True)
class Moved:
    """A movement as a file tells it.

    Attributes
    ----------
    row : int
        Row or place in the file, to tell of it.
    day : date
        Day of the operation.
    minor : int
        Minor units: above zero came in.
    text, reference : str
        Words of the bank, and its number of the operation; empty where there is none.
    balance : int or None
        What stood after it.
    known_by : str
        Identifier that the bank gives it for good (FITID); empty where it gives none.
    """

    row: int
    day: date
    minor: int
    text: str = ""
    reference: str = ""
    balance: int | None = None
    known_by: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A bank statement as a file tells it, the oldest movement first.

    Attributes
    ----------
    layout : str
        Code of the layout, or ``ofx``.
    number, currency : str
        The bank's number of the account and its currency (ISO 4217); empty where the file does not say.
    since, until : date
        First and last day that it tells of.
    opening, closing : int or None
        What stood there before and after, in minor units.
    moved : sequence of Moved
        Its movements.
    """

    layout: str
    number: str
    currency: str
    since: date
    until: date
    opening: int | None
    closing: int | None
    moved: Sequence[Moved]

    @property
    def sum(self) -> int:
        """What its movements come to."""
        return sum(each.minor for each in self.moved)


def with_closing(moved: Sequence[Moved], closing: int | None) -> list[Moved]:
    """Movements of which the last one says what stood after it, where the file says it beside them."""
    if closing is None or not moved or moved[-1].balance is not None:
        return list(moved)
    return [*moved[:-1], replace(moved[-1], balance=closing)]
