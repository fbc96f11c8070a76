"""Rules of documents that the database keeps: what was written stays, and the clock is the database's."""

from ayni_web.common.guards import Guard, append_only

GUARDS = (
    *append_only("documents_version"),
    *append_only("documents_signature"),
    # A signature is of the bytes that the version holds.
    Guard(
        "documents_signature_of_these_bytes",
        "documents_signature",
        "INSERT",
        "NEW.sha256 <> (SELECT v.sha256 FROM documents_version v WHERE v.id = NEW.version_id)",
    ),
    Guard("documents_version_now", "documents_version", "INSERT", "ABS(SECONDS_SINCE(NEW.made_at)) > 300"),
    Guard(
        "documents_signature_now",
        "documents_signature",
        "INSERT",
        "ABS(SECONDS_SINCE(NEW.signed_at)) > 300",
    ),
)
