"""Computing and signing: a version is computed by a job, its assumptions looked at again, and signed by another."""

from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from ayni_web.common import chain
from ayni_web.common.acting import Mistake, action
from ayni_web.ventures import access, queries
from ayni_web.ventures.actions.plans import open_version, written
from ayni_web.ventures.contents import faults_of, layers_missing, rows_of
from ayni_web.ventures.models import Assumption, Computation, Forecast, Renewal, Version

if TYPE_CHECKING:
    from ayni_web.accounts.models import Person

# What a year brought is known some time after its end.
AFTER = timedelta(days=60)


@action
def compute(*, by: "Person", version: Version) -> Computation:
    """Computation that waits for a worker; one at a time, and none of a plan with faults."""
    from ayni_web.ventures.tasks import compute_plan

    row = open_version(by, version)
    faults = faults_of(row.document)
    if faults:
        raise Mistake("plans.has_faults", n=len(faults))
    for each in row.computations.filter(state__in=Computation.OPEN):
        if not (each.has_died or each.waits_long):
            raise Mistake("plans.computing_already")
        each.state, each.ended_at = Computation.State.REPLACED, timezone.now()
        each.save(update_fields=["state", "ended_at"])
    made = Computation.objects.create(version=row, figures_sha256=row.figures_sha256, asked_by=by)
    compute_plan.enqueue(str(made.pk))
    return Computation.objects.get(pk=made.pk)


@action
def renew(*, by: "Person", assumption: Assumption, until: date, reason: str) -> Renewal:
    """That an assumption was looked at again and holds until another day, with the reason; figures stay."""
    version = open_version(by, assumption.version)
    row = version.assumptions.filter(pk=assumption.pk).first()
    if row is None:
        raise Mistake("plans.changed_meanwhile")
    if until <= max(row.expires_on, timezone.localdate()):
        raise Mistake("plans.renewed_for_longer", field="until", day=row.expires_on.isoformat())
    made = Renewal.objects.create(
        version=version, text=row.text, before=row.expires_on, until=until, reason=reason, by=by
    )  # fmt: skip
    document = version.document
    for each in rows_of(document, "assumption"):
        if str(each.get("text", ""))[:400] == row.text:
            each["expires"] = until.isoformat()
    written(by, version, document)
    return made


@action
def sign(*, by: "Person", version: Version, of: str) -> Version:
    """Version that is frozen with its assumptions, by another than those who wrote in it; its forecasts are kept."""
    row = open_version(by, version)
    if of != row.sha256:
        raise Mistake("plans.changed_meanwhile")
    if row.state != Version.State.COMPUTED:
        raise Mistake("plans.compute_first")
    if not access.may_sign(by, row):
        raise Mistake("plans.another_signs")
    missing = layers_missing(row.document)
    if missing:
        raise Mistake("plans.no_layers", layers=", ".join(missing))
    expired = [each for each in row.assumptions.all() if each.expired]
    if expired:
        raise Mistake("plans.assumption_expired", n=len(expired), what=expired[0].text)
    computation = queries.standing_computation(row)
    if computation is None:
        raise Mistake("plans.compute_first")
    Forecast.objects.bulk_create(_forecasts(row, computation))
    row.state, row.signed_by, row.signed_at = Version.State.SIGNED, by, timezone.now()
    row.save()
    chain.append("plan.signed", by=by, plan=str(row.plan_id), version=row.number, content=row.sha256)
    return row


def _forecasts(row: Version, computation: Computation) -> list[Forecast]:
    """What the version says of each year, of each member together and of the group."""
    group: dict[str, Any] = computation.group
    return [
        Forecast(version=row, who=each.who, year=each.year, due_on=_ends_on(group["starts"], each.year) + AFTER,
                 value=each.value, low=each.low, high=each.high)
        for each in computation.years.filter(basis="together")
    ]  # fmt: skip


def _ends_on(starts: str, year: int) -> date:
    """Last day of a year of the plan, counted from 1."""
    first, month = int(starts[:4]), int(starts[5:7] or 1)
    months = first * 12 + month - 1 + 12 * year - 1
    ends, ends_month = divmod(months, 12)
    return date(ends, ends_month + 1, monthrange(ends, ends_month + 1)[1])
