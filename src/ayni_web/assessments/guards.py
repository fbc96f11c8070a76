"""Rules of rounds that the database keeps: what was asked and what was sent stay, and the clock is the database's."""

from ayni_web.common.guards import Guard, unchanged


def _moved(*columns: str) -> str:
    """Condition that any of these columns changed, to and from nothing as well."""
    return " OR ".join(
        f"COALESCE(CAST(NEW.{name} AS VARCHAR(60)), '') <> COALESCE(CAST(OLD.{name} AS VARCHAR(60)), '')"
        for name in columns
    )


def _now(name: str, table: str, column: str) -> Guard:
    """Guard of a moment that is written when it comes: now, by the clock of the database."""
    late = f"COALESCE(ABS(SECONDS_SINCE(NEW.{column})), 999) > 5 OR CAST(NEW.{column} AS VARCHAR(40)) NOT LIKE '20%'"
    return Guard(name, table, "UPDATE", f"OLD.{column} IS NULL AND NEW.{column} IS NOT NULL AND ({late})")


_SENT_NEW = "EXISTS (SELECT 1 FROM assessments_sheet s WHERE s.id = NEW.sheet_id AND s.state = 'sent')"
_SENT_OLD = "EXISTS (SELECT 1 FROM assessments_sheet s WHERE s.id = OLD.sheet_id AND s.state = 'sent')"
_ASKED_WITH = "EXISTS (SELECT 1 FROM assessments_assessment a WHERE a.version_id = OLD.id)"
_CLOSED = "(SELECT a.state FROM assessments_assessment a WHERE a.id = NEW.assessment_id) <> 'open'"
_ANSWER_CHANGED = (
    "NEW.sheet_id <> OLD.sheet_id OR NEW.item <> OLD.item OR NEW.kind <> OLD.kind "
    "OR COALESCE(NEW.value, -987654321) <> COALESCE(OLD.value, -987654321) "
    # A note goes where a person is erased; it does not come to say something else.
    "OR (NEW.note <> OLD.note AND NEW.note <> '')"
)
GUARDS = (
    Guard("assessments_version_asked_unchanged", "assessments_version", "UPDATE",
          f"{_ASKED_WITH} AND (NEW.content <> OLD.content OR NEW.number <> OLD.number)"),
    Guard("assessments_assessment_of_the_same", "assessments_assessment", "UPDATE",
          _moved("version_id", "cluster_id", "organisation_id", "opened_by_id", "opened_at")),
    Guard("assessments_assessment_stays_closed", "assessments_assessment", "UPDATE",
          f"OLD.state = 'closed' AND ({_moved('state', 'closes_on', 'closed_by_id', 'closed_at')})"),
    unchanged("assessments_assessment", "replied_at", "replied_by_id"),
    _now("assessments_assessment_closed_now", "assessments_assessment", "closed_at"),
    _now("assessments_assessment_replied_now", "assessments_assessment", "replied_at"),
    Guard("assessments_sheet_while_open", "assessments_sheet", "INSERT", f"{_CLOSED} OR NEW.state = 'sent'"),
    Guard("assessments_sheet_of_the_same", "assessments_sheet", "UPDATE",
          _moved("assessment_id", "person_id", "organisation_id", "own", "typed_by_id", "paper")),
    Guard("assessments_sheet_sent_once", "assessments_sheet", "UPDATE",
          f"OLD.state = 'sent' AND ({_moved('state', 'sent_at')})"),
    Guard("assessments_sheet_sent_while_open", "assessments_sheet", "UPDATE",
          f"OLD.state <> 'sent' AND NEW.state = 'sent' AND {_CLOSED}"),
    _now("assessments_sheet_sent_now", "assessments_sheet", "sent_at"),
    Guard("assessments_sheet_kept", "assessments_sheet", "DELETE", "OLD.state <> 'asked'"),
    Guard("assessments_answer_sent_no_more", "assessments_answer", "INSERT", _SENT_NEW),
    Guard("assessments_answer_sent_unchanged", "assessments_answer", "UPDATE", f"{_SENT_OLD} AND ({_ANSWER_CHANGED})"),
    Guard("assessments_answer_sent_kept", "assessments_answer", "DELETE", _SENT_OLD),
)  # fmt: skip
