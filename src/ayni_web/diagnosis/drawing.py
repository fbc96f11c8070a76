"""The drawing of the diamond."""

from django.utils.safestring import SafeString

from ayni.charts.diamond import CORNERS, OUTSIDE, Corner, diamond
from ayni.words import number
from ayni_web.assessments.profile import Profile, Scored
from ayni_web.common.language import current, said


def diamond_drawn(profile: Profile) -> SafeString | None:
    """Diamond of a profile; None where a group is not of it, or one of its four corners is not there."""
    groups = {each.code: each for each in profile.groups}
    if not profile.enough or not set(CORNERS) <= set(groups) <= {*CORNERS, *OUTSIDE}:
        return None
    corners = {code: _corner(each) for code, each in groups.items()}
    # Every text in it was escaped where it was drawn.
    return SafeString(diamond(corners, label=said("diagnosis.diamond_label")))


def _corner(each: Scored) -> Corner:
    written = said("diagnosis.unanswered") if each.score is None else number(each.score, current(), 0)
    return Corner(each.title, written, each.score, each.low, each.high)
