"""The signed seal of each day: head and count under an Ed25519 signature, in the database and in a file beside it.

The key lies in a file of the site that nobody else may read; its public half stands in every seal, on the page of the
ledger, and wherever people printed it.  Whoever holds the server can sign anew: seals kept elsewhere find that out.
"""

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from ayni_web.common import chain
from ayni_web.ledger.contents import canonical
from ayni_web.ledger.models import LedgerSeal
from ayni_web.ledger.queries.books import head_and_count

KEY, FILE = "ledger-key", "ledger-seals.jsonl"


@dataclass(frozen=True, slots=True)
class Sealed:
    """A seal as it is carried away.

    Attributes
    ----------
    day, count, head : str, int, str
        What is signed, as canonical JSON.
    signature, key : str
        Ed25519 signature and public key, hexadecimal.
    """

    day: str
    count: int
    head: str
    signature: str
    key: str

    @property
    def holds(self) -> bool:
        """Whether the signature is of that key over that head and count."""
        try:
            public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(self.key))
            public.verify(bytes.fromhex(self.signature), signed_text(self.day, self.count, self.head))
        except (InvalidSignature, ValueError):
            return False
        return True


def signed_text(day: str, count: int, head: str) -> bytes:
    """What a signature stands on."""
    return canonical({"count": count, "day": day, "head": head}).encode("utf-8")


def public_key() -> str:
    """Public key of this site, hexadecimal."""
    return _key().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


@transaction.atomic
def seal_today() -> LedgerSeal:
    """Seal of the day, made at the first call; it is told to the audit chain and written to the file, too."""
    day = timezone.localdate()
    found = LedgerSeal.objects.filter(day=day).first()
    if found is None:
        head, count = head_and_count()
        signature = _key().sign(signed_text(day.isoformat(), count, head)).hex()
        found, new = LedgerSeal.objects.get_or_create(
            day=day, defaults={"head": head, "count": count, "signature": signature, "key": public_key()}
        )
        if new:
            chain.append("ledger.sealed", by=None, day=day.isoformat(), count=count, head=head)
            transaction.on_commit(write_seals)
    return found


def write_seals() -> int:
    """Lines added to the file of seals: those of the database that it lacks."""
    path = settings.SEALS / FILE
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    written = {each.day for each in written_seals()}
    missing = [told(row) for row in LedgerSeal.objects.order_by("day") if row.day.isoformat() not in written]
    if missing:
        with path.open("a", encoding="utf-8") as file:
            file.writelines(canonical(as_line(each)) + "\n" for each in missing)
    return len(missing)


def written_seals() -> list[Sealed]:
    """Seals of the file: whoever rewrites the database has the file against them."""
    path = settings.SEALS / FILE
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return [Sealed(**json.loads(line)) for line in lines]


def told(row: LedgerSeal) -> Sealed:
    """Seal as it is carried away."""
    return Sealed(row.day.isoformat(), row.count, row.head, row.signature, row.key)


def as_line(sealed: Sealed) -> dict[str, object]:
    """Seal as a line of the file tells it."""
    return {name: getattr(sealed, name) for name in Sealed.__dataclass_fields__}


def _key() -> Ed25519PrivateKey:
    """Signing key of this site, made at its first use; two who make it at once end with the same."""
    path = Path(settings.SEALS) / KEY
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not path.is_file():
        with NamedTemporaryFile(dir=path.parent) as file:
            file.write(Ed25519PrivateKey.generate().private_bytes_raw())
            file.flush()
            with suppress(FileExistsError):
                os.link(file.name, path)
    return Ed25519PrivateKey.from_private_bytes(path.read_bytes())
