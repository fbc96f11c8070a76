"""Rules that the database keeps: evidence is withdrawn, readings are revised, nothing is rewritten or back-dated.

The organisation of a reading moves only when one is merged into another.
"""

from ayni_web.common.guards import Guard, append_only, unchanged

_POINTS = ("version_id", "event_id", "run_id")
_MEASURE = "FROM series_measure m WHERE m.id = NEW.measure_id"
_DAY = "CAST(NEW.starts_on AS VARCHAR(10))"
# A period begins on the first of a month; a quarter in January, April, July or October; a farm year in August.
_NO_PERIOD = (
    f"{_DAY} NOT LIKE '%-01' OR EXISTS (SELECT 1 {_MEASURE} AND ("
    f"(m.period = 'year' AND {_DAY} NOT LIKE '%-01-01') OR (m.period = 'farm_year' AND {_DAY} NOT LIKE '%-08-01') OR "
    f"(m.period = 'quarter' AND {_DAY} NOT LIKE '%-01-01' AND {_DAY} NOT LIKE '%-04-01' AND "
    f"{_DAY} NOT LIKE '%-07-01' AND {_DAY} NOT LIKE '%-10-01')))"
)
_OF_NO_ONE = (
    f"EXISTS (SELECT 1 {_MEASURE} AND ((m.\"of\" = 'organisation' AND NEW.organisation_id IS NULL) "
    "OR (m.\"of\" = 'cluster' AND NEW.organisation_id IS NOT NULL) "
    "OR (m.roll_up = 'weighted_mean' AND NEW.weight IS NULL) "
    "OR (m.roll_up <> 'weighted_mean' AND NEW.weight IS NOT NULL)))"
)
_OF_ANOTHER = (
    "NEW.revises_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM series_reading r WHERE r.id = NEW.revises_id "
    "AND r.measure_id = NEW.measure_id AND r.starts_on = NEW.starts_on AND r.part = NEW.part "
    "AND COALESCE(CAST(r.organisation_id AS VARCHAR(40)), '') = "
    "COALESCE(CAST(NEW.organisation_id AS VARCHAR(40)), ''))"
)
# The moment is held as a moment: the two ways of writing one differ in SQLite.
_DATED_ANEW = (
    "COALESCE(ABS(SECONDS_SINCE(NEW.set_at) - SECONDS_SINCE(OLD.set_at)), 999) > 0.01 "
    "OR CAST(NEW.set_at AS VARCHAR(40)) NOT LIKE '20%'"
)
# Whom a target is of moves in a merge alone: what was of all is never made one's.
_OF_ONE_NOW = "OLD.organisation_id IS NULL AND NEW.organisation_id IS NOT NULL"
_OF_A_CLUSTERS_MEMBER = f"NEW.organisation_id IS NOT NULL AND EXISTS (SELECT 1 {_MEASURE} AND m.\"of\" = 'cluster')"
_OTHER_KINDS = "CAST(NEW.kinds AS VARCHAR(2000)) <> CAST(OLD.kinds AS VARCHAR(2000))"
_SHOWN_ELSEWHERE = (
    "NEW.release_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM series_release r WHERE r.id = NEW.release_id "
    "AND r.measure_id = NEW.measure_id AND r.starts_on = NEW.starts_on)"
)
_OWN = "EXISTS (SELECT 1 FROM series_reading r WHERE r.id = NEW.reading_id AND r.added_by_id = NEW.by_id)"


def _not_now(column: str) -> str:
    """Condition of a moment that is not now; SQLite would take text that is no moment, so that is refused, too."""
    return f"COALESCE(ABS(SECONDS_SINCE(NEW.{column})), 999) > 5 OR CAST(NEW.{column} AS VARCHAR(40)) NOT LIKE '20%'"


READINGS = (
    Guard("series_measure_kept", "series_measure", "DELETE"),
    unchanged("series_measure", "code", "cluster_id", "of", "unit", "better", "period", "roll_up", "ended_at"),
    Guard("series_measure_kinds_unchanged", "series_measure", "UPDATE", _OTHER_KINDS),
    Guard("series_reading_kept", "series_reading", "DELETE"),
    unchanged(
        "series_reading", "value", "measure_id", "starts_on", "part", "weight", "source", "why", "revises_id",
        "added_by_id", "release_id",
    ),
    Guard("series_reading_shown_in_its_own", "series_reading", "UPDATE", _SHOWN_ELSEWHERE),
    *append_only("series_release"),
    Guard("series_release_now", "series_release", "INSERT", _not_now("at")),
    Guard("series_release_of_a_period", "series_release", "INSERT", _NO_PERIOD),
    Guard("series_reading_now", "series_reading", "INSERT", _not_now("added_at")),
    Guard("series_reading_of_a_period", "series_reading", "INSERT", _NO_PERIOD),
    Guard("series_reading_as_its_measure", "series_reading", "INSERT", _OF_NO_ONE),
    Guard("series_reading_revises_its_own", "series_reading", "INSERT", _OF_ANOTHER),
    *append_only("series_verification"),
    Guard("series_verification_by_another", "series_verification", "INSERT", _OWN),
    Guard("series_verification_now", "series_verification", "INSERT", _not_now("at")),
    Guard("series_target_kept", "series_target", "DELETE"),
    unchanged("series_target", "value", "measure_id", "starts_on", "why", "set_by_id"),
    Guard("series_target_dated_once", "series_target", "UPDATE", _DATED_ANEW),
    Guard("series_target_made_of_one", "series_target", "UPDATE", _OF_ONE_NOW),
    Guard("series_target_as_its_measure", "series_target", "INSERT", _OF_A_CLUSTERS_MEMBER),
    Guard("series_target_now", "series_target", "INSERT", _not_now("set_at")),
    Guard("series_target_of_a_period", "series_target", "INSERT", _NO_PERIOD),
)  # fmt: skip
GUARDS = (
    *READINGS,
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
