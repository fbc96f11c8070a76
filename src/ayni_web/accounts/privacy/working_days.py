"""Working days of Peru, in which the law counts."""

from datetime import date, timedelta

# Legislative Decree 713, article 6, with the days that Laws 31788, 31822, 31381 and 31530 added.  A holiday that is
# missing here makes the answer due earlier, never later.
HOLIDAYS = frozenset(
    {(1, 1), (5, 1), (6, 7), (6, 29), (7, 23), (7, 28), (7, 29), (8, 6), (8, 30), (10, 8), (11, 1), (12, 8), (12, 9),
     (12, 25)}
)  # fmt: skip
SATURDAY = 5


def easter(year: int) -> date:
    """Sunday of Easter (the algorithm of Meeus, Jones and Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    ell = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * ell) // 451
    month, day = divmod(h + ell - 7 * m + 114, 31)
    return date(year, month, day + 1)


def is_working_day(day: date) -> bool:
    """Neither Saturday, Sunday nor a holiday of the nation."""
    holy = {easter(day.year) - timedelta(days=before) for before in (2, 3)}
    return day.weekday() < SATURDAY and (day.month, day.day) not in HOLIDAYS and day not in holy


def working_days_after(day: date, number: int) -> date:
    """The day so many working days after another, which is not counted."""
    while number:
        day += timedelta(days=1)
        number -= is_working_day(day)
    return day
