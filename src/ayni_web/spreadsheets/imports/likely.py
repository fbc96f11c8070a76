"""New rows that may be organisations that are kept, or each other: scored, shown, and left in the queue."""

from collections import defaultdict
from collections.abc import Iterator
from heapq import nlargest
from math import log2
from typing import Any

from ayni_web.members.contacts import bare
from ayni_web.members.likeness import CROWD, DECIDE, Likened, Likeness, keys, likened, likeness
from ayni_web.members.models import Duplicate, Organisation, Scheme
from ayni_web.members.queries import visible_organisations
from ayni_web.members.queries.duplicates import likened_all
from ayni_web.spreadsheets.drafts import Draft, Likely
from ayni_web.spreadsheets.writable import Writable

BATCH = 500
SHOWN = 3
# Of one new row, as many are scored.
SCORED = 24


def find_likely(person: Any, drafts: list[Draft], writable: Writable) -> None:
    """Write down beside each new row which organisations it may be, and which earlier rows."""
    if not drafts:
        return
    seen = dict(visible_organisations(person).order_by().values_list("pk", "name"))
    kept = [each for each in likened_all() if each.key in seen]
    found: dict[int, list[Likely]] = defaultdict(list)
    for new, other, like in pairs([_likened(draft, at) for at, draft in enumerate(drafts)], kept):
        if isinstance(other.key, int):
            earlier, later = sorted((new.key, other.key))
            row = drafts[earlier].row
            found[later].append(Likely("", drafts[earlier].title, like.score, row))
        elif other.key in writable:
            found[new.key].append(Likely(str(other.key), seen[other.key], like.score))
    for at, likely in found.items():
        drafts[at].likely = sorted(likely, key=lambda each: (-each.score, each.pk, each.row))[:SHOWN]


def pairs(new: list[Likened], kept: list[Likened]) -> Iterator[tuple[Likened, Likened, Likeness]]:
    """Pairs of a new one with one that is kept, or with an earlier new one, at 50 or more.

    Only those are scored that share a key, and of one the few that share most: rare keys count for more.
    """
    blocks: dict[str, list[Likened]] = defaultdict(list)
    wanted = [keys(each) for each in new]
    known = set().union(*wanted)
    for each in kept:
        for key in keys(each) & known:
            blocks[key].append(each)
    for each, own in zip(new, wanted, strict=True):
        for other in _nearest(each, [blocks[key] for key in own]):
            found = likeness(each, other)
            if found.score >= DECIDE:
                yield each, other, found
        for key in own:
            blocks[key].append(each)


def _nearest(each: Likened, blocks: list[list[Likened]]) -> list[Likened]:
    """Those that share most with one, a few; two with other numbers of one kind are two, whatever they are called."""
    weight: dict[int, float] = defaultdict(float)
    by_place: dict[int, Likened] = {}
    for block in blocks:
        if block and len(block) <= CROWD:
            share = 1 / (2 + log2(len(block)))
            for other in block:
                place = id(other)
                weight[place] += share
                by_place[place] = other
    near = nlargest(SCORED, weight, key=weight.__getitem__) if len(weight) > SCORED else list(weight)
    schemes = {scheme for scheme, _ in each.numbers if scheme != Scheme.OTHER}
    return [other for place in near if not _is_another(each, other := by_place[place], schemes)]


def _is_another(each: Likened, other: Likened, schemes: set[str]) -> bool:
    differ = any(scheme in schemes for scheme, _ in other.numbers)
    return differ and not each.numbers & other.numbers


def queue_likely(drafts: list[Draft], rows: list[Organisation]) -> None:
    """Leave the pairs of the rows that were written where coordinators decide on them."""
    if not rows:
        return
    own = {row.pk for row in rows}
    new = [_likened(draft, row.pk) for draft, row in zip(drafts, rows, strict=True)]
    kept = [each for each in likened_all() if each.key not in own]
    Duplicate.objects.bulk_create(
        [_pair(one.key, other.key, like) for one, other, like in pairs(new, kept)], BATCH, ignore_conflicts=True
    )


def _pair(one: Any, other: Any, like: Likeness) -> Duplicate:
    first, second = sorted((one, other))
    return Duplicate(first_id=first, second_id=second, score=like.score, why=like.why)


def _likened(draft: Draft, key: Any) -> Likened:
    facts = draft.values["facts"]
    numbers = [(each.scheme, each.value) for each in draft.values["numbers"]]
    contacts = [f"{means}:{bare(means, value)}" for means, value in draft.values["contacts"]]
    return likened(key, facts.get("name", ""), facts.get("place", ""), numbers, contacts)
