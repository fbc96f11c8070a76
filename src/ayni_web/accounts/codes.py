"""Short codes to print or read aloud, and long keys of programs: of either only a keyed digest is kept."""

import secrets
from uuid import UUID

from django.utils.crypto import salted_hmac

# Crockford's base 32: without I, L, O and U, which are taken for 1, 1, 0 and V.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8
MEANT = str.maketrans({"I": "1", "L": "1", "O": "0", "-": None, " ": None, ".": None, "\u2013": None, "\u2014": None})


def new_code(purpose: str, sent: UUID | str | None = None) -> str:
    """Code of eight letters and figures (40 bits); the same again for a form that arrives twice.

    What a form is sent under is no secret, so the code is a digest of it under the key of the site.
    """
    drawn = (
        secrets.token_bytes(5) if sent is None else salted_hmac(f"ayni.new.{purpose}", str(sent), algorithm="sha256")
    )
    number = int.from_bytes(drawn if isinstance(drawn, bytes) else drawn.digest()[:5])
    return "".join(ALPHABET[number >> shift & 31] for shift in range(35, -1, -5))


def meant_code(text: str) -> str:
    """Code that a person meant by what was typed: capitals, without blanks and hyphens, O for 0, I and L for 1."""
    return text.upper().translate(MEANT)


def shown_code(code: str) -> str:
    """Code as it is printed: ``XXXX-XXXX``."""
    return f"{code[:4]}-{code[4:]}"


def new_key(sent: UUID | str | None = None) -> str:
    """Key of a program (256 bits), known by how it begins; the same again for a form that arrives twice."""
    drawn = secrets.token_hex(32) if sent is None else salted_hmac("ayni.new.key", str(sent), algorithm="sha256")
    return f"ayni_{drawn if isinstance(drawn, str) else drawn.hexdigest()}"


def digest(purpose: str, text: str) -> str:
    """What is kept of a code or key: HMAC-SHA256 under the key of the site, hexadecimal."""
    return salted_hmac(f"ayni.{purpose}", text, algorithm="sha256").hexdigest()
