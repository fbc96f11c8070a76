"""Sessions in the database, looked for by what may be the key of one and by nothing else."""

import re
from typing import Any

from django.contrib.sessions.backends import db

# As Django draws them; a cookie with a sign that no database keeps would break every page.
KEY = re.compile(r"[a-z0-9]{8,40}")


class SessionStore(db.SessionStore):
    """Sessions of Django, whose keys are held against what keys look like."""

    def _validate_session_key(self, key: Any) -> bool:
        return isinstance(key, str) and KEY.fullmatch(key) is not None
