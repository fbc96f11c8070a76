"""Forecasts held against what came."""

from typing import TYPE_CHECKING

from ayni_web.common.acting import Mistake, action
from ayni_web.series.models import Measure
from ayni_web.ventures import scoring
from ayni_web.ventures.access import may_write
from ayni_web.ventures.models import Score, Version
from ayni_web.ventures.queries import standing_computation

if TYPE_CHECKING:
    from ayni_web.accounts.models import Person


@action
def score(*, by: "Person", version: Version, who: str, measure: Measure) -> Version:
    """Version whose forecasts of one kind, those whose day has come, are held against the readings of a measure.

    What is scored again keeps its earlier score: a reading may have been corrected since.
    """
    row = Version.objects.select_for_update(of=("self",)).select_related("plan__cluster").get(pk=version.pk)
    if not may_write(by, row.plan):
        raise Mistake("plans.not_yours")
    computation = standing_computation(row)
    if not row.is_signed or computation is None:
        raise Mistake("plans.compute_first")
    due = list(scoring.due(row, who))
    if not due:
        raise Mistake("plans.none_due", field="who")
    starts = computation.group["starts"]
    came = [(each, scoring.came(row, each, measure, starts)) for each in due]
    known = [
        Score(forecast=each, measure=measure, value=found.value, told=found.told, by=by)
        for each, found in came
        if found
    ]
    if not known:
        raise Mistake("plans.nothing_came", field="measure", measure=str(measure))
    Score.objects.bulk_create(known)
    return row
