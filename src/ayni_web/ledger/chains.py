"""The ledger among the chains of the site."""

from pathlib import Path

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS

from ayni_web.common.chains import Chain, Read
from ayni_web.ledger import sealing
from ayni_web.ledger.models import Entry
from ayni_web.ledger.queries.books import head_and_count
from ayni_web.ledger.verifying import verified


def _read(head: str, count: int | None) -> Read:
    written = sealing.written_seals()
    if not all(each.holds for each in written):
        return Read(0, "", "seal_file")
    found = verified(head, count, seals=[(each.count, each.head) for each in written])
    return Read(found.count, found.head, found.why, found.broken)


def _last(alias: str = DEFAULT_DB_ALIAS) -> tuple[str, int]:
    return head_and_count(alias)


def _sealed() -> tuple[object, int, str] | None:
    if not Entry.objects.exists():
        return None
    seal = sealing.seal_today()
    sealing.write_seals()
    return seal.day, seal.count, seal.head


CHAINS = (
    Chain(
        code="ledger", read=_read, has=lambda head: Entry.objects.filter(hash=head).exists(), head_and_count=_last,
        seal=_sealed, file=lambda: Path(settings.SEALS) / sealing.FILE, key=sealing.public_key,
        secret=lambda: Path(settings.SEALS) / sealing.KEY,
    ),
)  # fmt: skip
