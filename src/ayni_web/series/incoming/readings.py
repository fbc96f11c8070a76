"""Values of measures that come in by a spreadsheet: new ones are told, others corrected with their reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from ayni_web.members.access import may_manage
from ayni_web.members.folding import folded
from ayni_web.members.models import Organisation
from ayni_web.series.incoming.naming import NUMBER, Known, known_to, measure_of, number, written
from ayni_web.series.models import Measure, Reading
from ayni_web.series.readings.access import visible_readings
from ayni_web.series.readings.actions import OLDEST, tell_readings
from ayni_web.series.readings.forms import MEASURE_UNITS
from ayni_web.series.readings.periods import label, recent
from ayni_web.spreadsheets.drafts import Draft, Prepared, compared
from ayni_web.spreadsheets.incoming import Incoming
from ayni_web.spreadsheets.naming import Names, names_for
from ayni_web.spreadsheets.reading import Came, Wrong, coded, identified, short
from ayni_web.spreadsheets.writable import Writable

Place = tuple[UUID, UUID | None, date, str]


def prepared(person: Any, came: Came, decisions: Mapping[int, str]) -> Prepared:
    """Drafts of the rows, for a person."""
    known = known_to(person, lambda period: recent(period, timezone.localdate(), OLDEST))
    names = names_for(person)
    read = _read(came, names)
    came.refuse_repeated("id", read["id"], "spreadsheets.row_twice")
    measures = [measure_of(came, known, read, at) for at in range(len(came))]
    places = [_place(came, known, read, at, measure) for at, measure in enumerate(measures)]
    held = _held(person, {measure for measure in measures if measure})
    writable, drafts = Writable(person), []
    for at, (measure, place) in enumerate(zip(measures, places, strict=True)):
        if measure and place:
            row = _row(came, held, read, at, place)
            drafts.append(_draft(came, known, writable, read, at, measure, place, row, names))
    gone = {draft.at for draft in drafts if draft.state == "same"}
    came.refuse_repeated("period", [None if at in gone else place for at, place in enumerate(places)],
                         "spreadsheets.row_twice")  # fmt: skip
    wrong = came.at_fault()
    return Prepared([draft for draft in drafts if draft.at not in wrong], came.faults)


def _read(came: Came, names: Names) -> dict[str, list[Any]]:
    return {
        "id": came.read("id", identified),
        "cluster": came.texts("cluster"),
        "measure": came.texts("measure"),
        "organisation": came.read("organisation", names.meant),
        "period": came.texts("period"),
        "part": came.texts("part"),
        "unit": came.read("unit", coded("units", MEASURE_UNITS)),
        "source": came.read("value_source", short(300)),
        "why": came.read("revision", short(300)),
        **{name: [number(came, name, at, each) for at, each in enumerate(came.cells(name))]
           for name in ("value", "weight")},
    }  # fmt: skip


def _place(came: Came, known: Known, read: dict[str, list[Any]], at: int, measure: Measure | None) -> Place | None:
    """Of which measure, of whom, of which period and part a row is."""
    if measure is None or not read["period"][at]:
        return None
    organisation, part = read["organisation"][at], read["part"][at] or ""
    if (organisation is None) != (measure.of == "cluster"):
        came.refuse(at, "organisation", f"readings.sheet_of_{measure.of}")
    codes = {name: code for code in measure.parts for name in (code, folded(measure.part_title(code)))}
    code = codes.get(part) or codes.get(folded(part)) if part else ""
    if code is None:
        titles = ", ".join(f"«{measure.part_title(each)}»" for each in measure.parts) or "—"
        came.refuse(at, "part", "readings.sheet_part", known=titles)
        return None
    try:
        return measure.pk, organisation, known.period(measure, read["period"][at]), code
    except Wrong as wrong:
        came.refuse(at, "period", wrong.key, **wrong.facts)
        return None


@dataclass(frozen=True, slots=True)
class Held:
    """Readings of the measures of a file that a person sees: by key, those that stand by place, and those corrected."""

    by_pk: dict[UUID, Reading]
    standing: dict[Place, Reading]
    corrected: frozenset[UUID]


def _held(person: Any, measures: set[Measure]) -> Held:
    rows = list(visible_readings(person).filter(measure__in=[each.pk for each in measures]).order_by())
    corrected = frozenset(row.revises_id for row in rows if row.revises_id)
    return Held({row.pk: row for row in rows},
                {_place_of(row): row for row in rows if row.pk not in corrected}, corrected)  # fmt: skip


def _place_of(row: Reading) -> Place:
    return row.measure_id, row.organisation_id, row.starts_on, row.part


def _row(came: Came, held: Held, read: dict[str, list[Any]], at: int, place: Place) -> Reading | None:
    """Reading that a row is of: by its identifier, else the one that stands in its place."""
    pk = read["id"][at]
    if pk is None:
        return held.standing.get(place)
    row = held.by_pk.get(pk)
    if row is None:
        came.refuse(at, "id", "spreadsheets.unknown_id")
    elif _place_of(row) != place:
        came.refuse(at, "id", "readings.sheet_another")
    elif pk in held.corrected and _differing(row, read, at):
        came.refuse(at, "id", "readings.sheet_corrected")
    return row


def _differing(row: Reading, read: dict[str, list[Any]], at: int) -> dict[str, Any]:
    """What a row says otherwise than what is kept; an empty cell says nothing."""
    return {name: value for name in ("value", "weight", "source")
            if (value := read[name][at]) not in (None, "") and value != getattr(row, name)}  # fmt: skip


def _draft(
    came: Came, known: Known, writable: Writable, read: dict[str, list[Any]], at: int, measure: Measure, place: Place,
    row: Reading | None, names: Names,
) -> Draft:  # fmt: skip
    organisation, start, part = place[1:]
    whose = names.known[organisation] if organisation else measure.cluster.name
    draft = Draft(at, came.rows[at], f"{measure} · {whose} · {label(measure.period, start)}")
    draft.values = {"measure": measure, "organisation": organisation, "starts_on": start, "part": part, "row": row}
    if row is None:
        _refuse_new(came, known, read, draft)
        draft.values |= {name: read[name][at] for name in ("value", "weight", "source")}
        return draft
    differing = _differing(row, read, at)
    draft.pk = row.pk
    draft.values |= {
        "value": row.value,
        "weight": row.weight,
        "source": row.source,
        **differing,
        "why": read["why"][at],
    }
    columns = {"source": "value_source"}
    compared(draft, [(columns.get(name, name), written(getattr(row, name)), written(value))
                     for name, value in differing.items()])  # fmt: skip
    if differing:
        able = organisation in writable if organisation else may_manage(known.person, measure.cluster)
        if not able or measure.ended_at is not None:
            came.refuse(at, None, "readings.not_yours")
        if not read["why"][at]:
            came.refuse(at, "revision", "readings.sheet_why")
    return draft


def _refuse_new(came: Came, known: Known, read: dict[str, list[Any]], draft: Draft) -> None:
    at, measure = draft.at, draft.values["measure"]
    if not known.may_tell(measure, draft.values["organisation"]):
        came.refuse(at, "organisation", "readings.not_yours")
    if measure.weighted != (read["weight"][at] is not None):
        came.refuse(at, "weight", "readings.say_the_weight")
    if read["weight"][at] is not None and read["weight"][at] <= 0:
        came.refuse(at, "weight", "readings.say_the_weight")


def write(by: Any, drafts: list[Draft]) -> None:
    """Write the rows together."""
    told = [draft.values for draft in drafts if draft.state != "same"]
    organisations = Organisation.objects.in_bulk({each["organisation"] for each in told if each["organisation"]})
    rows = []
    for each in told:
        facts = {name: value for name, value in each.items() if name != "row"}
        facts["organisation"] = organisations.get(each["organisation"])
        rows.append(facts if each["row"] is None else {**facts, "revises": each["row"]})
    if rows:
        tell_readings(by=by, rows=rows)


READINGS = Incoming(
    "readings",
    ("id", "cluster", "measure*", "organisation", "period*", "part", "value*", "unit", "weight", "value_source*",
     "revision"),
    2_000, "series:measures", prepared, write, kinds={"value": NUMBER, "weight": NUMBER},
    examples={"measure": "Costo por kilo", "period": "2025", "part": "—", "value": "4.25", "weight": "920",
              "value_source": "Cuaderno de campo", "unit": "kg", "revision": "Se leyó mal la boleta",
              "organisation": "Cooperativa Taypi", "cluster": "Quinua de Puno"},
)  # fmt: skip
