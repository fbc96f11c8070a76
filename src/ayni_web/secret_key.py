"""The key that signs sessions and codes: made once, kept beside the database, readable by its owner alone."""

import os
import secrets
from pathlib import Path

from ayni_web.environment import secret


def kept_key(folder: Path) -> str:
    """Secret from ``AYNI_SECRET_KEY``, or from the file ``secret.key`` of a folder, made at the first use."""
    if given := secret("AYNI_SECRET_KEY"):
        return given
    path = folder / "secret.key"
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(64))
    except FileExistsError:
        pass
    return path.read_text(encoding="ascii").strip()
