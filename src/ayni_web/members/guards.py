"""Rules of members that the database keeps."""

from ayni_web.common.guards import Guard

_SEATS = (
    "NEW.state = 'member' AND (SELECT COUNT(*) FROM members_membership m WHERE m.cluster_id = NEW.cluster_id "
    "AND m.kind = NEW.kind AND m.state = 'member' AND m.id <> NEW.id) >= "
    "(SELECT l.most FROM members_seat_limit l WHERE l.cluster_id = NEW.cluster_id AND l.kind = NEW.kind)"
)
_TAKES_A_SEAT = "(OLD.state <> NEW.state OR OLD.kind <> NEW.kind OR OLD.cluster_id <> NEW.cluster_id)"
_WHOLE = (
    "(SELECT COALESCE(SUM(p.share), 0) FROM members_part p WHERE p.membership_id = NEW.membership_id "
    "AND p.id <> NEW.id) + NEW.share > 10000"
)
GUARDS = (
    Guard("members_seats_new", "members_membership", "INSERT", _SEATS),
    # Who is in already stays in, whatever the limit became: a merge only moves the row.
    Guard("members_seats_moved", "members_membership", "UPDATE", f"{_SEATS} AND {_TAKES_A_SEAT}"),
    # Before a row is written SQLite gives it no id (NULL or -1): it is then none of those summed.
    Guard("members_parts_new", "members_part", "INSERT", _WHOLE.replace("p.id <> NEW.id", "1 = 1")),
    Guard("members_parts_moved", "members_part", "UPDATE", _WHOLE),
)
