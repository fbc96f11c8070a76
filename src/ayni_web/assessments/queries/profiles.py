"""The profile of a round, beside the one before it."""

from ayni.library.questionnaires import Questionnaire
from ayni_web.assessments import analysis
from ayni_web.assessments.models import Assessment, Sheet
from ayni_web.assessments.profile import Profile, Scored
from ayni_web.assessments.queries.rounds import Table, earlier, sent_sheets, table_of
from ayni_web.assessments.queries.templates import read


def profile_with_change(assessment: Assessment) -> tuple[Profile, Assessment | None]:
    """Profile of a closed round with the change since the round before, and that round; at most five queries."""
    asked, sheets, table = _told(assessment)
    now, before = analysis.profile_of(asked, table, *_marks(sheets)), earlier(assessment)
    if before is None:
        return now, None
    was, sheets_then, then = _told(before)
    past = analysis.profile_of(was, then, *_marks(sheets_then))
    return analysis.with_earlier(now, past, asked, (table, then), was), before


def whole_of(assessment: Assessment) -> Scored | None:
    """Score of a closed round as a whole; None where too few answered for it to be told; two queries."""
    asked, sheets, table = _told(assessment)
    return analysis.whole_of(asked, table, *_marks(sheets))


def _told(assessment: Assessment) -> tuple[Questionnaire, list[Sheet], Table]:
    asked, sheets = read(assessment.version), sent_sheets(assessment)
    return asked, sheets, table_of(sheets, asked)


def _marks(sheets: list[Sheet]) -> tuple[list[bool], list[bool]]:
    """Which sheets are of those it is of, and which were copied from paper."""
    return [sheet.own for sheet in sheets], [sheet.typed_by_id is not None for sheet in sheets]
