"""Targets of measures that come in by a spreadsheet: an earlier one of the same period stays in the history."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from ayni_web.members.models import Organisation
from ayni_web.series.incoming.naming import NUMBER, Known, known_to, measure_of, number, written
from ayni_web.series.models import Measure, Target
from ayni_web.series.readings.access import may_define, standing_targets
from ayni_web.series.readings.actions import set_target
from ayni_web.series.readings.forms import AHEAD, BACK, MEASURE_UNITS
from ayni_web.series.readings.periods import around, label
from ayni_web.spreadsheets.drafts import Draft, Prepared, compared
from ayni_web.spreadsheets.incoming import Incoming
from ayni_web.spreadsheets.naming import Names, names_for
from ayni_web.spreadsheets.reading import Came, Wrong, coded, short

Place = tuple[UUID, UUID | None, date]
Read = dict[str, list[Any]]


def prepared(person: Any, came: Came, decisions: Mapping[int, str]) -> Prepared:
    """Drafts of the rows, for a person."""
    known = known_to(person, lambda period: around(period, timezone.localdate(), BACK, AHEAD))
    names = names_for(person)
    read = _read(came, names)
    measures = [measure_of(came, known, read, at) for at in range(len(came))]
    places = [_place(came, known, read, at, measure) for at, measure in enumerate(measures)]
    standing = standing_targets(person).filter(measure__in={each.pk for each in measures if each})
    held = {(row.measure_id, row.organisation_id, row.starts_on): row for row in standing}
    drafts = []
    for at, (measure, place) in enumerate(zip(measures, places, strict=True)):
        if measure and place and read["value"][at] is not None:
            drafts.append(_draft(came, known, read, at, measure, place, held.get(place), names))
    came.refuse_repeated("period", places, "spreadsheets.row_twice")
    wrong = came.at_fault()
    return Prepared([draft for draft in drafts if draft.at not in wrong], came.faults)


def _read(came: Came, names: Names) -> Read:
    return {
        "cluster": came.texts("cluster"),
        "measure": came.texts("measure"),
        "organisation": came.read("organisation", names.meant),
        "period": came.texts("period"),
        "unit": came.read("unit", coded("units", MEASURE_UNITS)),
        "why": came.read("why", short(300)),
        "value": [number(came, "target_value", at, each) for at, each in enumerate(came.cells("target_value"))],
    }  # fmt: skip


def _place(came: Came, known: Known, read: Read, at: int, measure: Measure | None) -> Place | None:
    """Of which measure, of whom (None: of all together) and of which period a row is."""
    if measure is None or not read["period"][at]:
        return None
    organisation = read["organisation"][at]
    if organisation is None and came.texts("organisation")[at]:
        # Somebody is named who is not known: that is told already, and all together are not meant.
        return None
    if organisation is not None and measure.of == "cluster":
        came.refuse(at, "organisation", "readings.sheet_of_cluster")
    try:
        return measure.pk, organisation, known.period(measure, read["period"][at])
    except Wrong as wrong:
        came.refuse(at, "period", wrong.key, **wrong.facts)
        return None


def _draft(
    came: Came, known: Known, read: Read, at: int, measure: Measure, place: Place, row: Target | None, names: Names
) -> Draft:
    organisation, start = place[1:]
    whose = names.known[organisation] if organisation else measure.cluster.name
    draft = Draft(at, came.rows[at], f"{measure} · {whose} · {label(measure.period, start)}")
    value = read["value"][at]
    draft.values = {"measure": measure, "organisation": organisation, "starts_on": start, "value": value,
                    "why": read["why"][at] or ""}  # fmt: skip
    if row is not None:
        differing = row.value != value
        compared(draft, [("target_value", written(row.value), written(value))] if differing else [])
    if draft.state != "same" and not _may_set(known, measure, organisation):
        came.refuse(at, "organisation" if organisation else "measure", "readings.sheet_target_not_yours")
    return draft


def _may_set(known: Known, measure: Measure, organisation: UUID | None) -> bool:
    """Whether the person sets a target of a member, or of all together."""
    if measure.ended_at is not None:
        return False
    if organisation is None:
        return may_define(known.person, measure.cluster)
    return measure.of == "organisation" and known.may_tell(measure, organisation)


def write(by: Any, drafts: list[Draft]) -> None:
    """Set what is new or another, each as on its page."""
    told = [draft.values for draft in drafts if draft.state != "same"]
    organisations = Organisation.objects.in_bulk({each["organisation"] for each in told if each["organisation"]})
    for each in told:
        set_target(by=by, **{**each, "organisation": organisations.get(each["organisation"])})


TARGETS = Incoming(
    "targets", ("cluster", "measure*", "organisation", "period*", "target_value*", "unit", "why"), 2_000,
    "series:measures", prepared, write, kinds={"target_value": NUMBER},
    examples={"measure": "Costo por kilo", "period": "2027", "target_value": "3.90", "unit": "kg",
              "why": "Lo acordó la asamblea", "organisation": "Cooperativa Taypi", "cluster": "Quinua de Puno"},
)  # fmt: skip
