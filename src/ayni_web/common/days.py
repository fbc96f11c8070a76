"""Days that people mean: a year far off is a slip of the hand, and no clock counts it in every zone."""

from datetime import date

FIRST_YEAR, LAST_YEAR = 1000, 2999


def is_meant(day: date) -> bool:
    """Whether a day, or a moment, is one that somebody may mean."""
    return FIRST_YEAR <= day.year <= LAST_YEAR
