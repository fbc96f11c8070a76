"""Cases of people without an account: taken in, papers put in for others, and who asked forgotten."""

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from ayni.words import say
from ayni_web.common import chain
from ayni_web.common.acting import Mistake, action
from ayni_web.common.language import said
from ayni_web.members.models import Cluster, Organisation
from ayni_web.processes.access import may_forget, may_put_in, may_take_in
from ayni_web.processes.actions.cases import held_case, opened, rules_held
from ayni_web.processes.models import Case, Intake, Reviewer, Rules
from ayni_web.series.actions import attach_file
from ayni_web.series.models import Evidence

if TYPE_CHECKING:
    from ayni_web.accounts.models import Person

REQUESTER = Evidence.Whose.REQUESTER.value
LONGEST_TITLE = 200
OLDEST = timedelta(days=3 * 365)


@action
def take_in_case(
    *, by: "Person", rules: Rules, name: str, reach: str, place: str, came_by: str, came_on: date, title: str,
    text: str = "", cluster: Cluster | None = None, organisation: Organisation | None = None,
    blocked_usd: Decimal | None = None, file: UploadedFile | None = None,
) -> Case:  # fmt: skip
    """Case of someone without an account; its clock begins the day it came, and the paper it came on is kept."""
    row = rules_held(rules)
    if not may_take_in(by, row):
        raise Mistake("cases.not_yours_to_open")
    _refuse_other_day(came_on)
    case = opened(by, row, came_on, title=title, text=text, cluster=cluster, organisation=organisation,
                  blocked_usd=blocked_usd)  # fmt: skip
    Intake.objects.create(case=case, name=name, reach=reach, place=place, came_by=came_by, came_on=came_on)
    chain.append("case.taken_in", by=by, case=str(case.pk), came_by=came_by, came_on=came_on.isoformat())
    if file:
        paper = said("intakes.paper_of", title=title)[:LONGEST_TITLE]
        attach_file(by=by, subject="case", subject_id=case.pk, file=file, title=paper, kind="other", whose=REQUESTER)
    return case


@action
def put_in_paper(
    *, by: "Person", case: Case, file: UploadedFile | None, title: str, kind: str, reviewer: Reviewer | None = None
) -> Evidence:
    """Paper of a reviewer, or without one of who asked, that another puts in; who did and for whom stays beside it."""
    row = held_case(case)
    if not may_put_in(by, row) or (reviewer is None and not hasattr(row, "intake")):
        raise Mistake("intakes.not_yours")
    if reviewer is not None and (reviewer.case_id != row.pk or reviewer.person_id == by.pk):
        raise Mistake("intakes.for_another", field="whose")
    whose = {"whose": Evidence.Whose.REVIEWER.value, "whose_person": reviewer.person} if reviewer else {
        "whose": REQUESTER}  # fmt: skip
    return attach_file(by=by, subject="case", subject_id=row.pk, file=file, title=title, kind=kind, **whose)


@action
def forget_requester(*, by: "Person", case: Case) -> Case:
    """Take away what names who asked without an account, as they wished; where the case went, and when, stays."""
    row = held_case(case)
    if not may_forget(by, row):
        raise Mistake("intakes.not_yours")
    Intake.objects.filter(case=row).update(name="", reach="", place="", forgotten_at=timezone.now(), forgotten_by=by)
    Case.objects.filter(pk=row.pk).update(title=say("cases.erased_request", "es"), text="")
    chain.append("case.requester_forgotten", by=by, case=str(row.pk))
    return Case.objects.get(pk=row.pk)


def _refuse_other_day(came_on: date) -> None:
    """Refuse a day that has not come, and one so long ago that it is a slip of the pen.

    What came before the site stood is taken in with its own day: its clock has run since.
    """
    today = timezone.localdate()
    if came_on > today:
        raise Mistake("intakes.not_yet", field="came_on")
    if came_on < today - OLDEST:
        raise Mistake("intakes.too_old", field="came_on", day=today - OLDEST)
