"""Rules of evidence that the database keeps: it is withdrawn, never rewritten and never taken away."""

from ayni_web.common.guards import Guard, unchanged

_POINTS = ("version_id", "event_id", "run_id")
GUARDS = (
    Guard("series_evidence_kept", "series_evidence", "DELETE"),
    unchanged("series_evidence", "subject", "subject_id", "figure", "says", *_POINTS, "added_by_id"),
    # What was empty stays empty: a piece of evidence does not come to point elsewhere.
    Guard(
        "series_evidence_points_nowhere_else",
        "series_evidence",
        "UPDATE",
        " OR ".join(f"(OLD.{name} IS NULL AND NEW.{name} IS NOT NULL)" for name in _POINTS),
    ),
    unchanged("series_evidence", "withdrawn_at", "withdrawn_by_id"),
)
