"""The audit chain: append-only, SHA-256 over canonical JSON, head and count sealed every day.

A rewritten chain does not add up; a chain cut at its end still does, and is found out by the head and count that were
published or printed before.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from ayni_web.common.models import Entry, Seal

if TYPE_CHECKING:
    from ayni_web.accounts.models import Person

EMPTY = ""
# Any number that no one else locks; it serialises writers on PostgreSQL. SQLite has one writer at a time.
LOCK = 0x61796E69


@dataclass(frozen=True, slots=True)
class Verified:
    """What came of verifying the chain.

    Attributes
    ----------
    count : int
        Entries read.
    head : str
        Hash of the last good entry; empty for a chain without entries.
    broken : int or None
        Number of the first entry that does not add up.
    cut : bool
        The chain is shorter than a head and count that were known before, or does not pass through that head.
    """

    count: int
    head: str
    broken: int | None
    cut: bool

    @property
    def sound(self) -> bool:
        """Whether everything adds up."""
        return self.broken is None and not self.cut


def canonical(value: Mapping[str, Any]) -> str:
    """JSON with sorted keys, no spaces, and every character as it is."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def hash_of(number: int, made_at: str, kind: str, body: str, previous: str) -> str:
    """SHA-256 of an entry, hexadecimal."""
    link = {"number": number, "made_at": made_at, "kind": kind, "body": json.loads(body), "previous": previous}
    return hashlib.sha256(canonical(link).encode("utf-8")).hexdigest()


def digest_of(person: "Person | None") -> str:
    """Digest that names a person in the chain; without the person's salt, which erasure destroys, it names nobody."""
    if person is None or not person.pk:
        return "system"
    return hmac.new(person.salt.encode("ascii"), str(person.pk).encode("ascii"), hashlib.sha256).hexdigest()[:32]


@transaction.atomic
def append(kind: str, *, by: "Person | None", **body: Any) -> Entry:
    """Append an entry; within the transaction of what it tells, so that neither stands without the other.

    ``body`` holds identifiers, codes, counts and hashes: never a name, a number or a word of a person.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    last = Entry.objects.order_by("-number").first()
    number, previous = (last.number + 1, last.hash) if last else (1, EMPTY)
    made_at = datetime.now(UTC).isoformat(timespec="microseconds")
    text = canonical({"by": digest_of(by), **body})
    return Entry.objects.create(
        number=number, made_at=made_at, kind=kind, body=text, previous=previous,
        hash=hash_of(number, made_at, kind, text, previous),
    )  # fmt: skip


def verified(head: str = "", count: int | None = None) -> Verified:
    """Verification of the whole chain, against a head and count known from elsewhere when they are given.

    One read of the table, in order; nothing is held in memory but the last hash.
    """
    known = {count: head} if head and count else {}
    known |= {seal.count: seal.head for seal in Seal.objects.iterator()}
    previous, number, missed = EMPTY, 0, False
    for entry in Entry.objects.order_by("number").iterator(chunk_size=2000):
        number += 1
        if not _adds_up(entry, number, previous):
            return Verified(number - 1, previous, number, cut=False)
        previous = entry.hash
        missed = missed or previous != known.pop(number, previous)
    stands = head_known(head, count, number)
    return Verified(number, previous, None, cut=missed or not stands or any(at > number for at in known))


def head_known(head: str, count: int | None, number: int) -> bool:
    """Whether a head or count known from elsewhere can belong to a chain of so many entries."""
    if count is not None and count > number:
        return False
    return not head or Entry.objects.filter(hash=head).exists()


def _adds_up(entry: Entry, number: int, previous: str) -> bool:
    try:
        wanted = hash_of(entry.number, entry.made_at, entry.kind, entry.body, entry.previous)
    except ValueError:
        return False
    return entry.number == number and entry.previous == previous and entry.hash == wanted


def head_and_count() -> tuple[str, int]:
    """Hash of the last entry and how many there are."""
    last = Entry.objects.order_by("-number").values_list("hash", "number").first()
    return last or (EMPTY, 0)


def seal_today() -> Seal:
    """Seal of the day: the head and count, kept in the database and in a file that can be carried away."""
    head, count = head_and_count()
    seal, new = Seal.objects.get_or_create(day=timezone.localdate(), defaults={"head": head, "count": count})
    if new:
        settings.SEALS.mkdir(parents=True, exist_ok=True)
        line = canonical({"day": seal.day.isoformat(), "count": seal.count, "head": seal.head})
        with (settings.SEALS / "seals.jsonl").open("a", encoding="utf-8") as file:
            file.write(line + "\n")
    return seal


def bodies(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    """What entries say, for people and programs to read."""
    return [{"number": entry.number, "made_at": entry.made_at, "kind": entry.kind, **json.loads(entry.body)}
            for entry in entries]  # fmt: skip
