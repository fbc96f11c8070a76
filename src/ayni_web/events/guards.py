"""Rules of events that the database keeps: what another confirmed is no longer changed."""

from ayni_web.common.guards import Guard, unchanged

_FACTS = ("kind", "title", "starts_at", "ends_at", "place", "where", "lot", "quantity", "unit", "cluster_id")
_CHANGED = " OR ".join(
    f"""COALESCE(CAST(NEW."{name}" AS VARCHAR(300)), '') <> COALESCE(CAST(OLD."{name}" AS VARCHAR(300)), '')"""
    for name in _FACTS
)
_BY_ANOTHER = (
    "EXISTS (SELECT 1 FROM events_participation p WHERE p.event_id = OLD.id AND p.confirmed_at IS NOT NULL "
    "AND p.confirmed_by_id <> OLD.added_by_id)"
)
GUARDS = (
    Guard("events_confirmed_event_unchanged", "events_event", "UPDATE", f"{_BY_ANOTHER} AND ({_CHANGED})"),
    unchanged("events_participation", "confirmed_at", "confirmed_by_id"),
    Guard("events_confirmed_participation_kept", "events_participation", "DELETE", "OLD.confirmed_at IS NOT NULL"),
)
