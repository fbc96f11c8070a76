"""The clock of a step: its last day, and how many days went by."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache

from django.utils import timezone

from ayni_web.accounts.privacy.working_days import is_working_day, working_days_after
from ayni_web.processes.models import Pause, Step


def day_of(moment: datetime) -> date:
    """Day of a moment where the site is."""
    return timezone.localtime(moment).date()


def moment_of(day: date) -> datetime:
    """The moment at which a day begins where the site is."""
    return timezone.make_aware(datetime.combine(day, time.min))


def last_day(begun: date, step: Step) -> date | None:
    """Last day allowed for a step that was entered on a day; None where no day is set."""
    if step.days is None:
        return None
    return after(begun, step.days, step.counting)


def after(day: date, number: int, counting: str) -> date:
    """The day so many days after another, which is not counted."""
    return working_days_after(day, number) if counting == "working" else day + timedelta(days=number)


@lru_cache(maxsize=8192)
def days_between(begun: date, until: date, counting: str) -> int:
    """Days from a day, which is not counted, to another; none where it does not come later."""
    passed = max((until - begun).days, 0)
    if counting == "calendar":
        return passed
    return sum(is_working_day(begun + timedelta(days=each)) for each in range(1, passed + 1))


def days_taken(counting: str, entered: datetime, left: datetime, pauses: list[Pause]) -> int:
    """Days that a case was in a step with its clock going."""
    went_by = days_between(day_of(entered), day_of(left), counting)
    stood = sum(
        days_between(day_of(each.since), day_of(min(each.until or left, left)), counting)
        for each in pauses
        if entered <= each.since <= left
    )
    return max(went_by - stood, 0)
