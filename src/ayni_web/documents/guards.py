"""Rules of documents that the database keeps: what was written stays, and the clock is the database's."""

from ayni_web.common.guards import Guard, append_only


def _not_now(column: str) -> str:
    """Condition of a moment that is not now; SQLite would take text that is no moment, so that is refused, too."""
    return f"COALESCE(ABS(SECONDS_SINCE(NEW.{column})), 999) > 5 OR CAST(NEW.{column} AS VARCHAR(40)) NOT LIKE '20%'"


_OTHER_BYTES = (
    "COALESCE(NEW.sha256, '') <> "
    "COALESCE((SELECT v.sha256 FROM documents_version v WHERE v.id = NEW.version_id), 'none')"
)
GUARDS = (
    *append_only("documents_version"),
    *append_only("documents_signature"),
    # A signature is of the bytes that the version holds.
    Guard(
        "documents_signature_of_these_bytes",
        "documents_signature",
        "INSERT",
        _OTHER_BYTES,
    ),
    Guard("documents_version_now", "documents_version", "INSERT", _not_now("made_at")),
    Guard("documents_signature_now", "documents_signature", "INSERT", _not_now("signed_at")),
)
