"""A file of a bank read, whatever wrote it: known by what it holds, refused with what was expected."""

import hashlib
from collections import Counter
from collections.abc import Sequence

from ayni.words import listed
from ayni_web.common.acting import Mistake
from ayni_web.common.chain import canonical
from ayni_web.common.language import current, said
from ayni_web.ledger.bank.grids import decoded, grids
from ayni_web.ledger.bank.layouts import layouts, placed
from ayni_web.ledger.bank.ofx import encoding_of, is_ofx, read_ofx
from ayni_web.ledger.bank.tables import read_table
from ayni_web.ledger.bank.told import OFX, Moved, Told

LIMIT = 8 << 20
_SHOWN = 160


def read(content: bytes, currency: str) -> Told:
    """Bank statement of a file; ``currency`` is that of the account, for files that do not say theirs.

    Raises
    ------
    Mistake
        What came, what was expected, an example, what to do.
    """
    if not content.strip():
        raise Mistake("bank.empty_file", field="file")
    if len(content) > LIMIT:
        raise Mistake("bank.too_big", field="file", limit=LIMIT >> 20)
    if content.startswith(b"%PDF"):
        raise Mistake("bank.is_pdf", field="file")
    if is_ofx(content[:1000].decode("latin-1")):
        return read_ofx(content.decode(encoding_of(content), errors="replace"))
    first: list[str] = []
    for rows in grids(content):
        found = placed(rows)
        if found is not None:
            return read_table(rows, found, currency)
        first = first or next((row for row in rows if len([cell for cell in row if cell.strip()]) > 2), [])
    came = ", ".join(cell.strip() for cell in first if cell.strip()) or decoded(content[:_SHOWN]).strip()
    raise Mistake("bank.unknown_layout", field="file", came=came[:_SHOWN], known=known_layouts())


def known_layouts() -> str:
    """Banks and forms that are read, as a sentence lists them."""
    return listed([said(f"bank_layouts.{code}") for code in (*(each.code for each in layouts()), OFX)], current())


def marks(moved: Sequence[Moved]) -> list[str]:
    """What each movement is known by when it comes again in another file.

    The bank's own identifier where it gives one; else day, amount, words, reference and balance, and which of those
    that are alike in all of it.
    """
    seen: Counter[str] = Counter()
    found = []
    for each in moved:
        told = {"day": each.day.isoformat(), "minor": each.minor}
        told |= {"id": each.known_by} if each.known_by else {
            "balance": each.balance, "reference": each.reference, "text": each.text,
        }  # fmt: skip
        alike = canonical(told)
        seen[alike] += 1
        found.append(hashlib.sha256(canonical({**told, "nth": seen[alike]}).encode()).hexdigest())
    return found
