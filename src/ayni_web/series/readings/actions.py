"""Every write of measures, readings and targets."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from ayni.library.series import measures
from ayni_web.common import chain
from ayni_web.common.acting import Mistake, action
from ayni_web.common.language import current
from ayni_web.members.access import represented
from ayni_web.members.models import Cluster, Organisation
from ayni_web.series.models import Measure, Reading, Target, Verification
from ayni_web.series.readings import access
from ayni_web.series.readings.periods import recent, start_of
from ayni_web.series.readings.releasing import release_what_may_be_shown

if TYPE_CHECKING:
    from ayni_web.accounts.models import Person

OLDEST = 60


@action
def copy_measure(*, by: "Person", cluster: Cluster, code: str) -> Measure:
    """Let a cluster count what an entry of the library tells; its definition stays as it was copied."""
    _refuse_definer(by, cluster)
    entry = measures().get(code)
    if entry is None:
        raise Mistake("readings.no_entry")
    if Measure.objects.filter(cluster=cluster, code=code, ended_at__isnull=True).exists():
        raise Mistake("readings.copied_already")
    texts: dict[str, Any] = {"title": dict(entry.title), "about": dict(entry.about)}
    if entry.weight:
        texts["weight"] = dict(entry.weight)
    if entry.by:
        texts["values"] = {value.code: dict(value.title) for value in entry.by.values}
    return Measure.objects.create(
        cluster=cluster, code=code, of=entry.of, unit=entry.unit, better=entry.better, period=entry.period,
        roll_up=entry.roll_up, experience=entry.experience, kinds=list(entry.kinds), texts=texts, added_by=by,
        parts=[value.code for value in entry.by.values] if entry.by else [],
    )  # fmt: skip


@action
def make_measure(
    *, by: "Person", cluster: Cluster, title: str, of: str, unit: str, better: str, period: str, roll_up: str,
    about: str = "", weight: str = "", values: str = "", source: str = "",
    kinds: Sequence[str] = (),
) -> Measure:  # fmt: skip
    """Let a cluster count something of its own, which members of some ``kinds`` tell (none: all of them).

    ``values`` are the parts of a breakdown, one a line.
    """
    _refuse_definer(by, cluster)
    if (roll_up == "weighted_mean") != bool(weight):
        raise Mistake("readings.say_the_weight", field="weight")
    if of == "cluster" and roll_up != "none":
        raise Mistake("readings.not_rolled_up", field="roll_up")
    if of == "cluster" and kinds:
        raise Mistake("readings.told_by_nobody", field="kinds")
    lines = list(dict.fromkeys(line.strip()[:40] for line in values.splitlines() if line.strip()))
    if len(lines) == 1:
        raise Mistake("readings.two_parts", field="values")
    codes = {f"p{number}": line for number, line in enumerate(lines, 1)}
    texts = {name: {current(): text} for name, text in (("title", title), ("about", about), ("weight", weight)) if text}
    texts["values"] = {code: {current(): line} for code, line in codes.items()}  # type: ignore[dict-item]
    return Measure.objects.create(
        cluster=cluster, of=of, unit=unit, better=better, period=period, roll_up=roll_up, texts=texts, source=source,
        parts=list(codes), kinds=list(kinds), added_by=by,
    )  # fmt: skip


@action
def end_measure(*, by: "Person", measure: Measure) -> Measure:
    """Count it no more; what was told stays."""
    _refuse_definer(by, measure.cluster)
    if measure.ended_at is None:
        measure.ended_at = timezone.now()
        measure.save(update_fields=["ended_at"])
    return measure


@action
def tell_reading(
    *, by: "Person", measure: Measure, starts_on: date, value: Decimal, source: str,
    organisation: Organisation | None = None, part: str = "", weight: Decimal | None = None,
) -> Reading:  # fmt: skip
    """Tell the value of a period, of a member or of the cluster."""
    made = _told(by, measure, starts_on, value, source, organisation, part, weight)
    release_what_may_be_shown(measure, starts_on)
    return made


@action
def tell_readings(*, by: "Person", rows: Sequence[Mapping[str, Any]]) -> int:
    """Tell many values, or correct those that a row ``revises``: all of them or none; each as one told alone.

    What members see added up is shown anew once for each period, when all are told.
    """
    periods = {}
    for row in rows:
        facts = dict(row)
        revised = facts.pop("revises", None)
        if revised is None:
            made = _told(by, **facts)
        else:
            made = _revised(by, revised, facts["value"], facts["source"], facts["why"], facts["weight"])
        periods[made.measure_id, made.starts_on] = made.measure
    for (_, starts_on), measure in periods.items():
        release_what_may_be_shown(measure, starts_on)
    return len(rows)


def _told(
    by: "Person", measure: Measure, starts_on: date, value: Decimal, source: str, organisation: Organisation | None,
    part: str, weight: Decimal | None,
) -> Reading:  # fmt: skip
    allowed = (
        access.tellers(by, measure).filter(pk=organisation.pk).exists() if organisation
        else measure.of == "cluster" and access.may_tell(by, measure)
    )  # fmt: skip
    if not allowed or measure.ended_at is not None:
        raise Mistake("readings.not_yours", field="organisation")
    _refuse_period(measure, starts_on)
    if part and part not in measure.parts:
        raise Mistake("readings.not_that_part", field="part")
    if measure.weighted != (weight is not None):
        raise Mistake("readings.say_the_weight", field="weight")
    where = {"measure": measure, "organisation": organisation, "starts_on": starts_on, "part": part}
    if Reading.objects.filter(**where).exists():
        raise Mistake("readings.told_already", field="starts_on")
    typed = organisation is not None and organisation.pk not in represented(by)
    return Reading.objects.create(**where, value=value, weight=weight, source=source, typed_for=typed, added_by=by)


@action
def revise_reading(
    *, by: "Person", reading: Reading, value: Decimal, source: str, why: str, weight: Decimal | None = None
) -> Reading:
    """Correct a reading with the reason; the earlier one stays, and the new one is to be verified anew."""
    made = _revised(by, reading, value, source, why, weight)
    release_what_may_be_shown(made.measure, made.starts_on)
    return made


def _revised(by: "Person", reading: Reading, value: Decimal, source: str, why: str, weight: Decimal | None) -> Reading:
    if not access.may_revise(by, reading):
        raise Mistake("readings.not_yours")
    if reading.measure.weighted != (weight is not None):
        raise Mistake("readings.say_the_weight", field="weight")
    typed = reading.organisation_id is not None and reading.organisation_id not in represented(by)
    made = Reading.objects.create(
        measure=reading.measure, organisation=reading.organisation, starts_on=reading.starts_on, part=reading.part,
        value=value, weight=weight, source=source, why=why, revises=reading, typed_for=typed, added_by=by,
    )  # fmt: skip
    chain.append("reading.revised", by=by, reading=str(made.pk), revises=str(reading.pk))
    return made


@action
def verify_reading(*, by: "Person", reading: Reading) -> Verification:
    """Say that a reading was held against its evidence, by another than its author."""
    if not access.may_verify(by, reading):
        raise Mistake("readings.verified_by_another")
    made = Verification.objects.create(reading=reading, by=by)
    chain.append("reading.verified", by=by, reading=str(reading.pk))
    return made


@action
def set_target(
    *, by: "Person", measure: Measure, starts_on: date, value: Decimal, why: str = "",
    organisation: Organisation | None = None,
) -> Target:  # fmt: skip
    """Say what is meant to be reached in a period, together or by one member; an earlier one stays in the history."""
    if organisation is None:
        _refuse_definer(by, measure.cluster)
    elif measure.of != "organisation" or not access.tellers(by, measure).filter(pk=organisation.pk).exists():
        raise Mistake("readings.not_yours", field="organisation")
    if measure.ended_at is not None:
        raise Mistake("readings.not_yours")
    if starts_on != start_of(measure.period, starts_on):
        raise Mistake("readings.not_that_period", field="starts_on")
    made = Target.objects.create(
        measure=measure, organisation=organisation, starts_on=starts_on, value=value, why=why, set_by=by
    )
    chain.append("target.set", by=by, measure=str(measure.pk), target=made.pk, period=starts_on.isoformat())
    return made


def _refuse_definer(by: "Person", cluster: Cluster) -> None:
    if not access.may_define(by, cluster):
        raise Mistake("readings.not_yours")


def _refuse_period(measure: Measure, starts_on: date) -> None:
    if starts_on not in recent(measure.period, timezone.localdate(), OLDEST):
        raise Mistake("readings.not_that_period", field="starts_on")
