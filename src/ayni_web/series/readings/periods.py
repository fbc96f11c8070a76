"""Periods of a measure: months, quarters, years, and farm years from August to July, told by the day they begin."""

from datetime import date

from ayni.words import say
from ayni_web.common.language import current

MONTHS = {"month": 1, "quarter": 3, "year": 12, "farm_year": 12}
FARM_MONTH = 8


def start_of(period: str, day: date) -> date:
    """First day of the period that holds a day."""
    if period == "farm_year":
        return date(day.year - (day.month < FARM_MONTH), FARM_MONTH, 1)
    months = MONTHS[period]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def moved(period: str, start: date, periods: int) -> date:
    """First day of the period some periods later; earlier below 0."""
    year, month = divmod(start.year * 12 + start.month - 1 + MONTHS[period] * periods, 12)
    return date(year, month + 1, 1)


def label(period: str, start: date) -> str:
    """Period as people write it: ``2009/10``, ``2010``, ``2010, 3.er trimestre``, ``11/2010``."""
    if period == "farm_year":
        return f"{start.year}/{(start.year + 1) % 100:02}"
    if period == "year":
        return str(start.year)
    if period == "month":
        return f"{start.month:02}/{start.year}"
    return say("readings.quarter", current(), year=str(start.year), number=str((start.month + 2) // 3))


def last_ended(period: str, today: date) -> date:
    """First day of the last period that has ended."""
    return moved(period, start_of(period, today), -1)


def recent(period: str, today: date, count: int) -> list[date]:
    """First days of the last periods, the running one first."""
    running = start_of(period, today)
    return [moved(period, running, -back) for back in range(count)]


def around(period: str, today: date, back: int, ahead: int) -> list[date]:
    """First days of the last periods, and before them of some that are to come, the latest first."""
    running = recent(period, today, back)
    return [*(moved(period, running[0], step) for step in range(ahead, 0, -1)), *running]
