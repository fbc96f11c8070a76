"""Which movements of a bank may be which lines of the books: proposed to people, who say so; pure."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

# Days that may lie between what was written and what the bank did; a cheque takes longer, and is looked for by hand.
DAYS = 7
# How many movements or lines together are looked for, among how many that are near.
MOST_TOGETHER, MOST_NEAR = 3, 10
# A number of an operation or an invoice that is worth looking for.
_NUMBERS = re.compile(r"\d{4,}")


@dataclass(frozen=True, slots=True)
class Item:
    """A movement, or what an entry moves on the account.

    Attributes
    ----------
    key : int
        What it is known by among those of its side.
    day : date
        Its day.
    minor : int
        Minor units, above zero into the account.
    words : str
        Everything that is said of it.
    origin : object
        What both sides may share: the draft that was written because of a movement; None where there is none.
    undone : bool
        Whether it was taken back by another entry, so that it is hardly what the bank did.
    """

    key: int
    day: date
    minor: int
    words: str = ""
    origin: object = None
    undone: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """Movements that may be lines.

    Attributes
    ----------
    bank, books : tuple of Item
        Either side; one of them holds one item.
    sure : bool
        Whether nothing else is as likely: one to one, and the only ones of that amount that are near, or that name
        the same number, or of which one was written because of the other.
    """

    bank: tuple[Item, ...]
    books: tuple[Item, ...]
    sure: bool


def paired(bank: Sequence[Item], books: Sequence[Item]) -> list[Pair]:
    """Proposals, each item in one at most: one to one first, then one to several of either side."""
    found = _one_to_one(bank, books)
    left, written = _left(found, bank, books)
    found += _one_to_several(left, written)
    left, written = _left(found, bank, books)
    found += [Pair(pair.books, pair.bank, False) for pair in _one_to_several(written, left)]
    return sorted(found, key=lambda pair: (not pair.sure, pair.bank[0].day, pair.bank[0].key))


def _left(found: Iterable[Pair], bank: Sequence[Item], books: Sequence[Item]) -> tuple[list[Item], list[Item]]:
    """Items of either side that are in no pair."""
    pairs = list(found)
    in_bank = {each.key for pair in pairs for each in pair.bank}
    in_books = {each.key for pair in pairs for each in pair.books}
    return [each for each in bank if each.key not in in_bank], [each for each in books if each.key not in in_books]


def _one_to_several(some: Sequence[Item], others: Sequence[Item]) -> list[Pair]:
    found, used = [], set[int]()
    for one in some:
        group = _adding_up(one, [each for each in others if each.key not in used])
        if group:
            found.append(Pair((one,), group, False))
            used |= {each.key for each in group}
    return found


def _one_to_one(bank: Sequence[Item], books: Sequence[Item]) -> list[Pair]:
    """Each item with the likeliest of the same amount; sure where that one alone is as likely, seen from either."""
    near, back = _same_amount(bank, books), _same_amount(books, bank)
    choices = sorted(
        ((_doubt(one, other), one, other) for one in bank for other in near[one.key]),
        key=lambda each: (each[0], each[1].key, each[2].key),
    )
    found, in_bank, in_books = [], set[int](), set[int]()
    for doubt, one, other in choices:
        if one.key in in_bank or other.key in in_books:
            continue
        in_bank.add(one.key)
        in_books.add(other.key)
        rivals = [each for each in near[one.key] if _doubt(one, each)[:3] <= doubt[:3]]
        rivals += [each for each in back[other.key] if _doubt(each, other)[:3] <= doubt[:3]]
        found.append(Pair((one,), (other,), len(rivals) == 2))
    return found


def _same_amount(some: Sequence[Item], others: Sequence[Item]) -> dict[int, list[Item]]:
    """Of each item those of the other side that come into question alone."""
    by_amount: dict[int, list[Item]] = defaultdict(list)
    for each in others:
        by_amount[each.minor].append(each)
    return {
        one.key: [each for each in by_amount[one.minor] if _near(one, each) or _same_origin(one, each)] for one in some
    }


def _adding_up(one: Item, others: Iterable[Item]) -> tuple[Item, ...]:
    """The only few that together come to the amount of one; none where there are several such groups."""
    near = [each for each in others if _near(one, each) and (each.minor > 0) == (one.minor > 0)]
    near = sorted(near, key=lambda each: (_apart(one, each), each.key))[:MOST_NEAR]
    found: list[tuple[Item, ...]] = []
    for size in range(2, min(MOST_TOGETHER, len(near)) + 1):
        found += [group for group in combinations(near, size) if sum(each.minor for each in group) == one.minor]
        if found:
            break
    return found[0] if len(found) == 1 else ()


def _doubt(one: Item, other: Item) -> tuple[bool, bool, bool, int]:
    """What is most likely stands first: the same origin, not taken back, a shared number, few days between."""
    shared = set(_NUMBERS.findall(one.words)) & set(_NUMBERS.findall(other.words))
    return not _same_origin(one, other), one.undone or other.undone, not shared, _apart(one, other)


def _same_origin(one: Item, other: Item) -> bool:
    return one.origin is not None and one.origin == other.origin


def _near(one: Item, other: Item) -> bool:
    return _apart(one, other) <= DAYS


def _apart(one: Item, other: Item) -> int:
    return abs((one.day - other.day).days)
