"""Rules of processes that the database keeps: a case moves only as its rules have it, and its history stays."""

from ayni_web.common.guards import Guard, append_only, unchanged


def _not_now(column: str) -> str:
    """Condition of a moment that is not now; SQLite would take text that is no moment, so that is refused, too."""
    return f"COALESCE(ABS(SECONDS_SINCE(NEW.{column})), 999) > 5 OR CAST(NEW.{column} AS VARCHAR(40)) NOT LIKE '20%'"


_LAST = (
    "FROM processes_move m WHERE m.case_id = NEW.{key} "
    "AND m.number = (SELECT MAX(n.number) FROM processes_move n WHERE n.case_id = NEW.{key})"
)
_LAST_OF_CASE, _LAST_OF_MOVE = _LAST.format(key="id"), _LAST.format(key="case_id")
_STATE = "COALESCE((SELECT r.state FROM processes_rules r WHERE r.id = NEW.rules_id), '')"
_STATE_OF_ORIGIN = (
    "COALESCE((SELECT r.state FROM processes_step s JOIN processes_rules r ON r.id = s.rules_id "
    "WHERE s.id = NEW.origin_id), '')"
)
_OTHER_RULES = (
    "(SELECT s.rules_id FROM processes_step s WHERE s.id = NEW.origin_id) <> "
    "(SELECT s.rules_id FROM processes_step s WHERE s.id = NEW.target_id)"
)
_NO_SUCH_WAY = (
    "NOT EXISTS (SELECT 1 FROM processes_way w WHERE w.id = NEW.way_id AND w.target_id = NEW.step_id "
    "AND w.origin_id = (SELECT m.step_id LAST))"
).replace("LAST", _LAST_OF_MOVE)
_NOT_THE_FIRST = (
    "NOT EXISTS (SELECT 1 FROM processes_step s JOIN processes_case c ON c.rules_id = s.rules_id "
    "WHERE c.id = NEW.case_id AND s.id = NEW.step_id AND s.position = 0)"
)
_BY_THE_SAME = (
    "EXISTS (SELECT 1 FROM processes_way w WHERE w.id = NEW.way_id AND w.by_another) "
    "AND NEW.by_id = (SELECT m.by_id LAST)"
).replace("LAST", _LAST_OF_MOVE)
_PAUSED = "EXISTS (SELECT 1 FROM processes_pause p WHERE p.case_id = NEW.case_id AND p.until IS NULL)"
_NO_REASON = "NEW.reason = '' AND EXISTS (SELECT 1 FROM processes_way w WHERE w.id = NEW.way_id AND w.reason)"
_ENDS = "COALESCE((SELECT s.ending FROM processes_step s WHERE s.id = NEW.step_id), '') <> ''"
_NO_PAUSE_HERE = (
    "NOT EXISTS (SELECT 1 FROM processes_case c JOIN processes_step s ON s.id = c.step_id "
    "WHERE c.id = NEW.case_id AND c.ended_at IS NULL AND s.pause AND s.id = NEW.step_id)"
)
_NO_SUCH_SEQUEL = (
    "NOT EXISTS (SELECT 1 FROM processes_case c JOIN processes_step s ON s.id = c.step_id WHERE c.id = NEW.case_id "
    "AND ((s.leads_to = 'cluster' AND NEW.cluster_id IS NOT NULL "
    "AND COALESCE(c.cluster_id, NEW.cluster_id) = NEW.cluster_id) "
    "OR (s.leads_to NOT IN ('', 'cluster') AND NEW.following_id IS NOT NULL)))"
)
_DRAFT_ONLY = "OLD.state <> 'draft'"
GUARDS = (
    # What was put in force is never rewritten: cases stand on it.
    Guard("processes_rules_kept", "processes_rules", "DELETE", _DRAFT_ONLY),
    Guard(
        "processes_rules_unchanged", "processes_rules", "UPDATE",
        f"{_DRAFT_ONLY} AND (NEW.document <> OLD.document OR NEW.title <> OLD.title OR NEW.openers <> OLD.openers "
        "OR NEW.subjects <> OLD.subjects OR NEW.number <> OLD.number OR NEW.process_id <> OLD.process_id "
        "OR NEW.state = 'draft' OR (OLD.state = 'replaced' AND NEW.state <> 'replaced'))",
    ),
    *append_only("processes_step"),
    *append_only("processes_way"),
    Guard("processes_step_of_a_draft", "processes_step", "INSERT", f"{_STATE} <> 'draft'"),
    Guard("processes_way_of_a_draft", "processes_way", "INSERT", f"{_STATE_OF_ORIGIN} <> 'draft' OR {_OTHER_RULES}"),
    # A case is opened with rules in force, and keeps them.
    Guard("processes_case_rules_in_force", "processes_case", "INSERT", f"{_STATE} <> 'in_force' OR {_ENDS}"),
    Guard("processes_case_kept", "processes_case", "DELETE"),
    unchanged("processes_case", "rules_id", "opened_by_id", "opened_at"),
    unchanged("processes_case", "ended_at"),
    Guard(
        "processes_case_as_its_moves", "processes_case", "UPDATE",
        f"(NEW.step_id <> OLD.step_id OR NEW.brought_by_id <> OLD.brought_by_id) AND "
        f"(NEW.step_id <> COALESCE((SELECT m.step_id {_LAST_OF_CASE}), 0) "
        f"OR NEW.brought_by_id <> (SELECT m.by_id {_LAST_OF_CASE}))",
    ),
    Guard(
        "processes_case_ends_at_an_end", "processes_case", "UPDATE",
        f"(NEW.ended_at IS NULL AND {_ENDS}) OR (NEW.ended_at IS NOT NULL AND NOT ({_ENDS}))",
    ),
    # Who asked is written once, of a day that has come and is no slip of the pen; it is only ever forgotten.
    # A day begins up to 14 hours before it does at Greenwich.
    Guard("processes_intake_day_has_come", "processes_intake", "INSERT", "SECONDS_SINCE(NEW.came_on) < -50400"),
    Guard("processes_intake_no_old_day", "processes_intake", "INSERT", "SECONDS_SINCE(NEW.came_on) > 94953600"),
    Guard(
        "processes_intake_only_forgotten", "processes_intake", "UPDATE",
        "OLD.forgotten_at IS NOT NULL OR NEW.forgotten_at IS NULL OR NEW.case_id <> OLD.case_id "
        "OR NEW.came_by <> OLD.came_by OR NEW.came_on <> OLD.came_on",
    ),
    Guard("processes_intake_kept", "processes_intake", "DELETE"),
    # What follows a case follows its good end, as its rules have it.
    *append_only("processes_sequel"),
    Guard("processes_sequel_as_the_rules", "processes_sequel", "INSERT", _NO_SUCH_SEQUEL),
    # History: the next number, on a way of the frozen rules from where the case is, by whom it may be, now.
    *append_only("processes_move"),
    Guard(
        "processes_move_next", "processes_move", "INSERT",
        "NEW.number <> (SELECT COALESCE(MAX(m.number), 0) + 1 FROM processes_move m WHERE m.case_id = NEW.case_id)",
    ),
    Guard(
        "processes_move_as_the_rules", "processes_move", "INSERT",
        f"(NEW.number = 1 AND {_NOT_THE_FIRST}) OR (NEW.number > 1 AND {_NO_SUCH_WAY})",
    ),
    Guard("processes_move_by_another", "processes_move", "INSERT", _BY_THE_SAME),
    Guard("processes_move_not_paused", "processes_move", "INSERT", _PAUSED),
    Guard("processes_move_with_a_reason", "processes_move", "INSERT", _NO_REASON),
    Guard("processes_move_now", "processes_move", "INSERT", _not_now("made_at")),
    Guard("processes_pause_where_allowed", "processes_pause", "INSERT", _NO_PAUSE_HERE),
    Guard("processes_pause_now", "processes_pause", "INSERT", _not_now("since")),
    Guard("processes_pause_kept", "processes_pause", "DELETE"),
    unchanged("processes_pause", "since", "case_id", "step_id", "reason", "by_id"),
    unchanged("processes_pause", "until", "ended_by_id"),
    *append_only("processes_reviewer"),
    Guard(
        "processes_reviewer_not_who_opened", "processes_reviewer", "INSERT",
        "NEW.person_id = (SELECT c.opened_by_id FROM processes_case c WHERE c.id = NEW.case_id)",
    ),
)  # fmt: skip
