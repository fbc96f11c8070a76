"""The drawing of a profile."""

from django.utils.safestring import SafeString

from ayni.charts.intervals import Interval, intervals
from ayni.words import number
from ayni_web.assessments.profile import Profile, Scored
from ayni_web.common.language import current, said

TICKS = (0, 25, 50, 75, 100)


def drawn(profile: Profile) -> SafeString:
    """Score of each group and of the whole, with its interval and where it stood before."""
    rows = [*profile.groups, *([profile.whole] if profile.whole and len(profile.groups) > 1 else [])]
    drawing = intervals(
        [_row(each) for each in rows], label=said("assessments.chart_label"), ends=(0, 100), ticks=TICKS
    )
    # Every text in it was escaped where it was drawn.
    return SafeString(drawing)


def _row(each: Scored) -> Interval:
    written = said("assessments.nobody_knew") if each.score is None else number(each.score, current(), 0)
    return Interval(each.title or said("assessments.whole"), written, each.score, each.low, each.high, each.before)
