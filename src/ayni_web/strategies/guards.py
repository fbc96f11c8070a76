"""Rules of strategies that the database keeps: what is signed stands, by another than whoever wrote it."""

from ayni_web.common.guards import Guard, append_only, unchanged

_WROTE = "EXISTS (SELECT 1 FROM strategies_hand h WHERE h.version_id = NEW.id AND h.person_id = NEW.signed_by_id)"
_SIGNED = "EXISTS (SELECT 1 FROM strategies_version v WHERE v.id = NEW.version_id AND v.state = 'signed')"
# A moment of signing is that of the database, give or take what clocks differ by.
_NOW = 600
GUARDS = (
    unchanged("strategies_strategy", "id", "cluster_id", "hs_code", "market", "product", "added_by_id"),
    Guard("strategies_strategy_kept", "strategies_strategy", "DELETE"),
    unchanged("strategies_version", "id", "strategy_id", "number", "author_id"),
    Guard("strategies_version_begins_as_a_draft", "strategies_version", "INSERT", "NEW.state <> 'draft'"),
    Guard("strategies_version_signed_stands", "strategies_version", "UPDATE", "OLD.state = 'signed'"),
    Guard("strategies_version_kept", "strategies_version", "DELETE"),
    Guard(
        "strategies_version_signed_in_turn", "strategies_version", "UPDATE",
        f"NEW.state = 'signed' AND (NEW.content <> OLD.content OR NEW.sha256 <> OLD.sha256 OR {_WROTE})",
    ),
    # Nobody signs in the past.
    Guard(
        "strategies_version_signed_today", "strategies_version", "UPDATE",
        f"NEW.state = 'signed' AND ABS(SECONDS_SINCE(NEW.signed_at)) > {_NOW}",
    ),
    *append_only("strategies_hand"),
    Guard("strategies_hand_before_signing", "strategies_hand", "INSERT", _SIGNED),
    *append_only("strategies_reopening"),
    Guard("strategies_reopening_of_signed", "strategies_reopening", "INSERT", f"NOT {_SIGNED}"),
)  # fmt: skip
