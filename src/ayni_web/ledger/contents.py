"""What the hash of an entry stands on: pure, so that a checker written elsewhere does the same."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from ayni_web.common.chain import canonical


def sha256(text: str) -> str:
    """SHA-256 of a text in UTF-8, hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def moment(at: datetime) -> str:
    """Moment in UTC with microseconds, as the chain writes it."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def line(
    *, account: str, fund: str, source: str | None, heading: str | None, currency: str, minor: int, passed_on: bool
) -> dict[str, Any]:
    """A line as the public file tells it; which member it is of stands in the memo."""
    return {
        "account": account, "currency": currency, "fund": fund, "heading": heading or None, "minor": minor,
        "passed_on": bool(passed_on), "source": source or None,
    }  # fmt: skip


def entry(
    *, number: int, occurred_on: date, posted_at: datetime, purpose: str, reverses: int | None, maker: str,
    checker: str, memo: str, lines: Iterable[Mapping[str, Any]], papers: Iterable[str], previous: str, basis: str = "",
) -> dict[str, Any]:  # fmt: skip
    """An entry as the public file tells it, without its hash; ``memo`` is the digest of what is not public.

    ``basis`` stands in it where something came in kind: entries from before it was chained keep their hash.
    """
    return {
        **({"basis": basis} if basis else {}),
        "checker": checker, "lines": list(lines), "maker": maker, "memo": memo, "number": number,
        "occurred_on": occurred_on.isoformat(), "papers": sorted(papers), "posted_at": moment(posted_at),
        "previous": previous, "purpose": purpose, "reverses": reverses,
    }  # fmt: skip


def hash_of(content: Mapping[str, Any]) -> str:
    """SHA-256 of an entry, hexadecimal."""
    return sha256(canonical(content))


def memo(*, text: str, counterpart: str, members: Mapping[int, str], salt: str) -> str:
    """What of an entry is not public: its words, who was paid, the member of each line that has one, by position."""
    within = {str(position): member for position, member in sorted(members.items())}
    return canonical({"counterpart": counterpart, "members": within, "salt": salt, "text": text})
