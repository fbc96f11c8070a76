"""Rules of plans that the database keeps: what is signed stands, by another than whoever wrote it."""

from ayni_web.common.guards import Guard, append_only, unchanged

# A day ends everywhere on earth so many seconds after it began at the date line's first hour.
_DAY_IS_OVER = 86_400 + 50_400
_HALF_A_DAY = 50_400
_COMPUTED = (
    "EXISTS (SELECT 1 FROM ventures_computation c WHERE c.version_id = NEW.id AND c.state = 'done' "
    "AND c.figures_sha256 = NEW.figures_sha256)"
)
_WROTE = "EXISTS (SELECT 1 FROM ventures_hand h WHERE h.version_id = NEW.id AND h.person_id = NEW.signed_by_id)"
_EXPIRED = (
    "EXISTS (SELECT 1 FROM ventures_assumption a WHERE a.version_id = NEW.id "
    f"AND SECONDS_SINCE(a.expires_on) > {_DAY_IS_OVER})"
)


def _signed(row: str) -> str:
    return f"EXISTS (SELECT 1 FROM ventures_version v WHERE v.id = {row}.version_id AND v.state = 'signed')"


def _of_signed(table: str, *events: str) -> tuple[Guard, ...]:
    """Guards of what belongs to a version: once that is signed, it neither comes, changes nor goes."""
    rows = {"INSERT": "NEW", "UPDATE": "OLD", "DELETE": "OLD"}
    return tuple(
        Guard(f"{table}_signed_{event.lower()}", table, event, _signed(rows[event]))  # type: ignore[arg-type]
        for event in events
    )


_DONE = "EXISTS (SELECT 1 FROM ventures_computation c WHERE c.id = {row}.computation_id AND c.state = 'done')"
GUARDS = (
    unchanged("ventures_plan", "id", "cluster_id", "added_by_id"),
    Guard("ventures_plan_kept", "ventures_plan", "DELETE"),
    unchanged("ventures_version", "id", "plan_id", "number", "author_id"),
    Guard("ventures_version_begins_as_a_draft", "ventures_version", "INSERT", "NEW.state <> 'draft'"),
    Guard("ventures_version_signed_stands", "ventures_version", "UPDATE", "OLD.state = 'signed'"),
    Guard("ventures_version_kept", "ventures_version", "DELETE"),
    Guard(
        "ventures_version_computed_as_it_is", "ventures_version", "UPDATE", f"NEW.state <> 'draft' AND NOT {_COMPUTED}"
    ),
    Guard(
        "ventures_version_signed_in_turn", "ventures_version", "UPDATE",
        f"NEW.state = 'signed' AND (OLD.state <> 'computed' OR NEW.content <> OLD.content OR {_WROTE} OR {_EXPIRED})",
    ),
    *append_only("ventures_hand"),
    *_of_signed("ventures_assumption", "INSERT", "UPDATE", "DELETE"),
    *append_only("ventures_renewal"),
    *_of_signed("ventures_renewal", "INSERT"),
    *_of_signed("ventures_computation", "INSERT", "UPDATE", "DELETE"),
    Guard(
        "ventures_computation_done_stands", "ventures_computation", "UPDATE",
        "OLD.state IN ('done', 'failed', 'replaced')",
    ),
    # What a job found is written before it says that it is done, and never after.
    *(
        Guard(f"ventures_{name}_row_{event.lower()}", f"ventures_{name}_row", event, _DONE.format(row=row))  # type: ignore[arg-type]
        for name in ("member", "year", "scenario", "sway")
        for event, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD"))
    ),
    unchanged("ventures_participant", "plan_id", "added_by_id"),
    *append_only("ventures_forecast"),
    *append_only("ventures_score"),
    # The day of a forecast has come: nothing is known of a year before.
    Guard(
        "ventures_score_when_due", "ventures_score", "INSERT",
        "EXISTS (SELECT 1 FROM ventures_forecast f WHERE f.id = NEW.forecast_id "
        f"AND SECONDS_SINCE(f.due_on) < -{_HALF_A_DAY})",
    ),
)  # fmt: skip
