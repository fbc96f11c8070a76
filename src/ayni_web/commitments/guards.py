"""Rules of commitments that the database keeps: terms stand, history grows at its end, nobody speaks for both sides.

The organisations of a commitment move only when one is merged into another; everything else of its terms never does.
"""

from ayni_web.common.guards import Guard, append_only, unchanged


def _not_now(column: str) -> str:
    """Condition of a moment that is not now; SQLite would take text that is no moment, so that is refused, too."""
    return f"COALESCE(ABS(SECONDS_SINCE(NEW.{column})), 999) > 5 OR CAST(NEW.{column} AS VARCHAR(40)) NOT LIKE '20%'"


_OUTCOMES = "('kept', 'late', 'broken', 'waived')"
_STATE = "(SELECT c.state FROM commitments_commitment c WHERE c.id = NEW.commitment_id)"
_PROPOSED_SIDE = "(SELECT c.proposed_side FROM commitments_commitment c WHERE c.id = NEW.commitment_id)"
_DISPUTED = "(SELECT c.disputed FROM commitments_commitment c WHERE c.id = NEW.commitment_id)"
_BOTH_SIDES = (
    "EXISTS (SELECT 1 FROM commitments_turn t WHERE t.commitment_id = NEW.commitment_id AND t.by_id = NEW.by_id "
    "AND t.side <> NEW.side)"
)
# A word comes when it is due: the other side countersigns or declines, an outcome is of what was agreed or disputed.
_OUT_OF_TURN = (
    f"(NEW.what IN ('agreed', 'declined') AND ({_STATE} <> 'proposed' OR NEW.side = {_PROPOSED_SIDE})) "
    f"OR (NEW.what = 'proposed' AND NEW.side <> {_PROPOSED_SIDE}) "
    f"OR (NEW.what = 'withdrawn' AND ({_STATE} <> 'proposed' OR NEW.side <> {_PROPOSED_SIDE})) "
    f"OR (NEW.what IN {_OUTCOMES} AND NOT ({_STATE} = 'agreed' OR {_DISPUTED})) "
    f"OR (NEW.what = 'reviewed' AND {_STATE} <> 'agreed') "
    f"OR (NEW.what = 'disputed' AND ({_STATE} NOT IN {_OUTCOMES} OR {_DISPUTED}))"
)
_LAST = (
    "(SELECT t.what FROM commitments_turn t WHERE t.commitment_id = NEW.id "
    "AND t.what NOT IN ('disputed', 'reviewed') ORDER BY t.id DESC LIMIT 1)"
)
GUARDS = (
    Guard("commitments_commitment_kept", "commitments_commitment", "DELETE"),
    unchanged(
        "commitments_commitment", "kind", "cluster_id", "content", "quantity", "unit", "due_on", "inside",
        "proposed_side", "added_by_id",
    ),
    # A merge writes the same moment as it reads it: the text may differ, the moment may not.
    Guard(
        "commitments_added_at_stands",
        "commitments_commitment",
        "UPDATE",
        "ABS(SECONDS_SINCE(NEW.added_at) - SECONDS_SINCE(OLD.added_at)) > 1 "
        "OR CAST(NEW.added_at AS VARCHAR(40)) NOT LIKE '20%'",
    ),
    # What was empty stays empty: a promise does not come to be of another cluster, nor of another quantity.
    Guard(
        "commitments_terms_stay_empty", "commitments_commitment", "UPDATE",
        "(OLD.cluster_id IS NULL AND NEW.cluster_id IS NOT NULL) OR "
        "(OLD.quantity IS NULL AND NEW.quantity IS NOT NULL)",
    ),
    Guard("commitments_commitment_now", "commitments_commitment", "INSERT", _not_now("added_at")),
    Guard(
        "commitments_commitment_begins_proposed", "commitments_commitment", "INSERT",
        "NEW.state <> 'proposed' OR NEW.disputed",
    ),
    # The state is what the last word made of it.
    Guard(
        "commitments_state_stands_on_history", "commitments_commitment", "UPDATE",
        f"NEW.state <> OLD.state AND COALESCE({_LAST}, '') <> NEW.state",
    ),
    *append_only("commitments_turn"),
    Guard("commitments_turn_now", "commitments_turn", "INSERT", _not_now("at")),
    Guard("commitments_turn_of_one_side", "commitments_turn", "INSERT", _BOTH_SIDES),
    Guard("commitments_turn_in_turn", "commitments_turn", "INSERT", _OUT_OF_TURN),
    *append_only("commitments_match"),
    Guard("commitments_match_now", "commitments_match", "INSERT", _not_now("made_at")),
)  # fmt: skip
