"""Every view of assessments is tried by everybody."""

import pytest
from django.utils import timezone

from ayni_web.assessments import actions
from ayni_web.assessments.actions.answering import Given
from tests.web.assessments.made import answered_round, asked, closed, copied, opened, sent
from tests.web.tried import SIGNED_IN, Try

ASKERS = "director officer manager"
READERS = "director officer auditor manager"
INSIDE = "director officer auditor manager member"


def of_open(world):
    """Round of the cluster in which the member is asked."""
    made = opened(world.manager, world.cluster)
    asked(world.manager, made, world.member)
    return {"pk": made.pk}


def of_closed(world):
    return {"pk": answered_round(world, 5, people=[world.member], code="diamond").pk}


def of_anonymous(world):
    return {"pk": answered_round(world, 5).pk}


def of_judged(world):
    """Closed round of the member's organisation, in which they were not asked."""
    made = opened(world.manager, world.cluster, world.cooperative, code="entrepreneurial")
    return {"pk": closed(world.manager, made).pk}


def of_sheet(world):
    made = opened(world.manager, world.cluster)
    return {"pk": made.pk, "sheet": asked(world.manager, made, world.member)[0].pk}


def of_draft(world):
    made = opened(world.manager, world.cluster, code="diamond")
    sheet = asked(world.manager, made, world.member)[0]
    actions.answer_sheet(by=world.member, sheet=sheet, given={"workers": Given("value", 3)}, send=False)
    return {"pk": sheet.answers.get().pk}


def of_named(world):
    made = opened(world.manager, world.cluster, code="diamond")
    sheet = sent(asked(world.manager, made, world.member)[0])
    closed(world.manager, made)
    return {"pk": sheet.answers.first().pk}


def of_unnamed(world):
    made = answered_round(world, 5, people=[world.member])
    return {"pk": made.sheets.get().answers.first().pk}


def of_template(world):
    return {"pk": copied(world.manager, world.cluster).pk}


def of_version(world):
    return {**of_template(world), "number": 1}


def of_code(world):
    return {"code": "trust"}


def nothing(world):
    return {}


def a_day(world):
    return {"closes_on": timezone.localdate().replace(year=timezone.localdate().year + 1).isoformat()}


TRIES = [
    Try("assessments:list", seen_by=SIGNED_IN),
    Try("assessments:questionnaires", seen_by=READERS),
    Try("assessments:entry", of_code, READERS),
    Try("assessments:entry", lambda world: {"code": "nonsense"}, ""),
    Try("assessments:copy_entry", of_code, ASKERS),
    Try("assessments:open_entry", of_code, ASKERS),
    Try("assessments:template", of_template, READERS),
    Try("assessments:version", of_version, READERS),
    Try("assessments:version", lambda world: {**of_template(world), "number": 9}, ""),
    Try("assessments:edit", of_template, ASKERS),
    Try("assessments:copy_template", of_template, ASKERS),
    Try("assessments:open_template", of_template, ASKERS),
    Try("assessments:round", of_open, INSIDE),
    Try("assessments:round", of_closed, INSIDE),
    Try("assessments:round", of_judged, INSIDE),
    Try("assessments:ask", of_open, ASKERS),
    Try("assessments:put_in", of_open, ASKERS),
    Try("assessments:put_in", of_closed, ""),
    Try("assessments:withdraw", of_sheet, ASKERS, post=nothing),
    Try("assessments:extend", of_open, ASKERS),
    Try("assessments:extend", of_open, ASKERS, post=a_day),
    Try("assessments:close", of_open, ASKERS, post=nothing),
    Try("assessments:reply", of_judged, "member"),
    Try("assessments:answers", of_closed, READERS),
    Try("assessments:answers", of_anonymous, ""),
    Try("assessments:answer", of_open, "member"),
    Try("assessments:answer", of_closed, ""),
    Try("assessments:answer_of", of_draft, "member"),
    Try("assessments:answer_of", of_named, INSIDE),
    Try("assessments:answer_of", of_unnamed, "member"),
]


@pytest.mark.parametrize("tried", TRIES, ids=str)
def test_a_view_answers_those_it_is_for(tried, world):
    tried.holds(world)
