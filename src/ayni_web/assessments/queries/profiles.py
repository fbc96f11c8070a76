"""The profile of a round, beside the one before it."""

from ayni.library.questionnaires import Questionnaire
from ayni_web.assessments import analysis
from ayni_web.assessments.models import Assessment, Sheet
from ayni_web.assessments.profile import Profile
from ayni_web.assessments.queries.rounds import Table, earlier, sent_sheets, table_of
from ayni_web.assessments.queries.templates import read


def profile_with_change(assessment: Assessment) -> tuple[Profile, Assessment | None]:
    """Profile of a closed round with the change since the round before, and that round; at most five queries."""
    asked, sheets, table = _told(assessment)
    now, before = analysis.profile_of(asked, table, [sheet.own for sheet in sheets]), earlier(assessment)
    if before is None:
        return now, None
    was, sheets_then, then = _told(before)
    past = analysis.profile_of(was, then, [sheet.own for sheet in sheets_then])
    return analysis.with_earlier(now, past, asked, (table, then), was), before


def _told(assessment: Assessment) -> tuple[Questionnaire, list[Sheet], Table]:
    asked, sheets = read(assessment.version), sent_sheets(assessment)
    return asked, sheets, table_of(sheets, asked)
