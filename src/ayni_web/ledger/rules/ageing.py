"""How long what was promised is late: pure, as at any day."""

from collections.abc import Iterable
from datetime import date

# Days after its day up to which something is in a band; what is later than all of them is in the last one.
BANDS = (("not_due", 0), ("to_30", 30), ("to_60", 60), ("to_90", 90))
LATEST = "over_90"
ALL = (*(code for code, _ in BANDS), LATEST)
LATE = ALL[1:]


def band(due_on: date, as_at: date) -> str:
    """Band of something due on a day, as at another: what is due that same day is not late yet."""
    days = (as_at - due_on).days
    return next((code for code, most in BANDS if days <= most), LATEST)


def aged(parts: Iterable[tuple[date, int]], as_at: date) -> dict[str, int]:
    """Minor units in each band, of parts with their day and what of them is left."""
    found = dict.fromkeys(ALL, 0)
    for due_on, left in parts:
        found[band(due_on, as_at)] += left
    return found
