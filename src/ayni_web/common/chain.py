"""The audit chain: append-only, SHA-256 over canonical JSON, head and count sealed every day.

The hash of an entry stands on a digest of what it says, its content: everybody checks that nothing was rewritten, and
only those of the entity read it all.  A rewritten chain does not add up; a chain cut at its end still does, and is
found out by the head and count that were published or printed before.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
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
# What public pages tell of a cluster as a whole and of a study: no person or organisation is what it is about.
PUBLIC_KINDS = frozenset(
    {
        "cluster.opened",
        "cluster.territory_changed",
        "cluster.constituted",
        "cluster.ended",
        "scope.approved",
        "study.published",
        "study.unpublished",
    }
)


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
        The chain is shorter than a head and count that were known before, or does not pass through that head there.
    earlier : int or None
        Number of the first entry whose clock stands more than an hour before that of the entry it stands on.  The
        chain is sound all the same: a clock may have been set right.  It is said, and people look.
    """

    count: int
    head: str
    broken: int | None
    cut: bool
    earlier: int | None = None

    @property
    def sound(self) -> bool:
        """Whether everything adds up."""
        return self.broken is None and not self.cut


def canonical(value: Mapping[str, Any]) -> str:
    """JSON with sorted keys, no spaces, and every character as it is."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def content_of(kind: str, body: str) -> str:
    """SHA-256 of what an entry says, hexadecimal; the salt in its body keeps it from being found by trying."""
    return _sha256(canonical({"kind": kind, "body": json.loads(body)}))


def hash_of(number: int, made_at: str, content: str, previous: str) -> str:
    """SHA-256 of an entry, hexadecimal."""
    return _sha256(canonical({"number": number, "made_at": made_at, "content": content, "previous": previous}))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def digest_of(person: "Person | None") -> str:
    """Digest that names a person in the chain; without the person's salt, which erasure destroys, it names nobody."""
    if person is None or not person.pk:
        return "system"
    return hmac.new(person.salt.encode("ascii"), str(person.pk).encode("ascii"), hashlib.sha256).hexdigest()[:32]


@transaction.atomic
def append(kind: str, /, *, by: "Person | None", **body: Any) -> Entry:
    """Append an entry; within the transaction of what it tells, so that neither stands without the other.

    ``body`` holds identifiers, codes, counts and hashes: never a name, a number or a word of a person.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    last = Entry.objects.order_by("-number").first()
    number, previous = (last.number + 1, last.hash) if last else (1, EMPTY)
    made_at = datetime.now(UTC).isoformat(timespec="microseconds")
    text = canonical({"by": digest_of(by), **body, "salt": secrets.token_hex(16)})
    return Entry.objects.create(
        number=number, made_at=made_at, kind=kind, body=text, previous=previous,
        hash=hash_of(number, made_at, content_of(kind, text), previous),
    )  # fmt: skip


def verified(head: str = "", count: int | None = None, *, seals: Iterable[tuple[int, str]] = ()) -> Verified:
    """Verification of the whole chain, against heads and counts known from elsewhere when they are given.

    A head with its count must stand exactly there; a head alone, anywhere; a count alone, within the chain.  The seals
    of the database are held against it in any case, and ``seals`` are those that were carried away.
    One read of the table, in order; nothing is held in memory but the seals and the last hash.
    """
    known = {(at, sealed) for at, sealed in (*Seal.objects.values_list("count", "head"), *seals) if at}
    if head and count is not None:
        known.add((count, head))
    walked = _Walk(known, head)
    for row in Entry.objects.order_by("number").values_list(*_ROW).iterator(chunk_size=2000):
        if not walked.on(*row):
            return Verified(walked.number, walked.head, walked.number + 1, cut=False, earlier=walked.earlier)
    cut = not walked.passed or (count is not None and not 0 <= count <= walked.number)
    return Verified(walked.number, walked.head, None, cut=cut, earlier=walked.earlier)


_ROW = ("number", "made_at", "kind", "body", "previous", "hash")


class _Walk:
    """A way along the chain: what has been read, and which of the known heads were not met at their place yet."""

    def __init__(self, known: set[tuple[int, str]], sought: str) -> None:
        self.number, self.head, self.made_at = 0, EMPTY, ""
        self.earlier: int | None = None
        self._wanted, self._places = known, {at for at, _ in known}
        self._sought = sought

    def on(self, number: int, made_at: str, kind: str, body: str, previous: str, hashed: str) -> bool:
        """Whether the next entry adds up; the walk then stands on it."""
        follows = number == self.number + 1 and previous == self.head
        if not follows or not _adds_up(number, made_at, kind, body, previous, hashed):
            return False
        if self.earlier is None and _goes_back(self.made_at, made_at):
            self.earlier = number
        self.number, self.head, self.made_at = number, hashed, made_at
        if number in self._places:
            self._wanted.discard((number, hashed))
        if hashed == self._sought:
            self._sought = ""
        return True

    @property
    def passed(self) -> bool:
        """Whether every known head was met, at its place where that was known."""
        return not self._wanted and not self._sought


def _adds_up(number: int, made_at: str, kind: str, body: str, previous: str, hashed: str) -> bool:
    """Whether an entry has the hash of what it says, and says it in canonical JSON and nothing beside."""
    try:
        said = json.loads(body)
        content = canonical({"kind": kind, "body": said})
        is_canonical = isinstance(said, dict) and content.startswith(f'{{"body":{body},"kind":')
        return is_canonical and hash_of(number, made_at, _sha256(content), previous) == hashed
    except (ValueError, TypeError, RecursionError):
        return False


def _goes_back(before: str, after: str) -> bool:
    """Whether a moment stands more than an hour before the one of the entry before; what is no moment does."""
    if not before or before <= after:
        return False
    try:
        return datetime.fromisoformat(before) - datetime.fromisoformat(after) > timedelta(hours=1)
    except (ValueError, TypeError):
        return True


def head_and_count() -> tuple[str, int]:
    """Hash of the last entry and how many there are."""
    last = Entry.objects.order_by("-number").values_list("hash", "number").first()
    return last or (EMPTY, 0)


def seal_today() -> Seal:
    """Seal of the day: the head and count, kept in the database and in a file that can be carried away.

    A day is sealed once, at the first call; entries of later that day are under the seal of the next.
    """
    head, count = head_and_count()
    seal, new = Seal.objects.get_or_create(day=timezone.localdate(), defaults={"head": head, "count": count})
    if new:
        write_seals()
    return seal


def write_seals() -> int:
    """Lines added to the file of seals: those of the database that it lacks, so that a lost line comes back."""
    path = settings.SEALS / "seals.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    written = {line.get("day") for line in _lines(path)}
    missing = [seal for seal in Seal.objects.order_by("day") if seal.day.isoformat() not in written]
    if missing:
        with path.open("a", encoding="utf-8") as file:
            file.writelines(
                canonical({"day": seal.day.isoformat(), "count": seal.count, "head": seal.head}) + "\n"
                for seal in missing
            )
    return len(missing)


def written_seals() -> list[tuple[int, str]]:
    """Count and head of each seal of the file: whoever rewrites the database has the file against them."""
    return [(int(line["count"]), str(line["head"])) for line in _lines(settings.SEALS / "seals.jsonl")]


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.is_file() else []


def is_told(kind: str, *, whole: bool) -> bool:
    """Whether a reader is told what entries of a kind say; ``whole`` is for those of the entity."""
    return whole or kind in PUBLIC_KINDS


def told(entry: Entry, *, whole: bool) -> dict[str, Any]:
    """What a reader is told of an entry: what its hash stands on, and what it says where that is for them."""
    says = is_told(entry.kind, whole=whole)
    return {
        "number": entry.number, "made_at": entry.made_at, "content": content_of(entry.kind, entry.body),
        "previous": entry.previous, "hash": entry.hash, "kind": entry.kind if says else None,
        "body": json.loads(entry.body) if says else None,
    }  # fmt: skip


def lines(*, whole: bool) -> Iterator[str]:
    """Lines of JSON from which anyone recomputes the chain; read in pieces, so that no reader holds the database."""
    after = 0
    while rows := list(Entry.objects.filter(number__gt=after).order_by("number")[:2000]):
        yield from (canonical(told(row, whole=whole)) + "\n" for row in rows)
        after = rows[-1].number
