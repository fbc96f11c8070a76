"""Rows of events: what happened, when, how much, and who took part as what."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from ayni_web.accounts.access import is_staff
from ayni_web.common.acting import Mistake
from ayni_web.common.sheets.cells import plain
from ayni_web.events.access import may_change
from ayni_web.events.actions import add_event, add_participants, change_event, fitting
from ayni_web.events.kinds import kinds
from ayni_web.events.models import Event, Participation
from ayni_web.events.queries import may_take_part, visible_events
from ayni_web.events.units import UNITS
from ayni_web.members.models import Cluster, Organisation
from ayni_web.spreadsheets.drafts import Draft, Prepared, compared
from ayni_web.spreadsheets.imports.memberships import chains_for
from ayni_web.spreadsheets.naming import Names, names_for
from ayni_web.spreadsheets.reading import (
    Came,
    Wrong,
    coded,
    identified,
    joined_text,
    listed_words,
    parted,
    place_told,
    placed,
    short,
    timed,
    word,
)

FACTS = ("title", "starts_at", "ends_at", "place", "where", "lot", "quantity", "unit", "note")
TEXTS = {"title": 200, "where": 200, "lot": 60, "note": 4000}
MOST_QUANTITY = Decimal("99999999999.999")
Took = tuple[tuple[str, UUID], ...]


def prepared(person: Any, came: Came, decisions: Mapping[int, str]) -> Prepared:
    """Drafts of the rows, for a person."""
    names = event_names(person)
    read = _read(came, person, names)
    came.refuse_repeated("id", read["id"], "spreadsheets.row_twice")
    kept = _kept(person, came, read)
    found = (_draft(person, came, read, at, kept.get(at)) for at in range(len(came)))
    drafts = [each for each in found if each is not None]
    _refuse_strangers(person, came, drafts, names)
    wrong = came.at_fault()
    return Prepared([each for each in drafts if each.at not in wrong], came.faults)


def event_names(person: Any) -> Names:
    """Organisations that a person sees, and those that took part in an event that the person sees."""
    seen = Participation.objects.filter(event__in=visible_events(person).order_by().values("pk"))
    return names_for(person, (seen.order_by().values("organisation_id"),))


def _read(came: Came, person: Any, names: Names) -> dict[str, list[Any]]:
    chains = chains_for(person)
    read = {
        "id": came.read("id", identified),
        "kind": came.read("event_kind", coded("event_kinds", kinds())),
        "cluster": came.read("cluster", chains.cluster),
        "starts_at": came.read("starts_at", timed),
        "ends_at": came.read("ends_at", timed),
        "place": came.read("place", placed),
        "unit": came.read("unit", coded("units", UNITS)),
        "quantity": [None if each is None else _quantity(came, at, each)
                     for at, each in enumerate(came.cells("quantity"))],
        "cancelled": came.cells("cancelled"),
        **{name: came.read(name, short(most)) for name, most in TEXTS.items()},
    }  # fmt: skip
    read["took_part"] = _took_part(came, read["kind"], names)
    return read


def _quantity(came: Came, at: int, number: float) -> Decimal | None:
    value = Decimal(str(number))
    if value != round(value, 3) or value > MOST_QUANTITY:
        came.refuse(at, "quantity", "spreadsheets.three_decimals")
        return None
    return value


def _took_part(came: Came, of_kind: list[Any], names: Names) -> list[Took]:
    """Who took part as what: ``Entrega: Cooperativa Taypi; Recibe: Exportadora Wara``."""
    found: list[Took] = []
    for at, (kind, text) in enumerate(zip(of_kind, came.texts("organisations"), strict=True)):
        found.append(())
        if kind and text:
            try:
                found[at] = tuple(_part(kinds()[kind].roles, part, names) for part in parted(text))
            except Wrong as wrong:
                came.refuse(at, "organisations", wrong.key, **wrong.facts)
    return found


def _part(roles: tuple[str, ...], text: str, names: Names) -> tuple[str, UUID]:
    said, colon, name = text.partition(":")
    if not colon:
        raise Wrong("spreadsheets.took_part_form", part=text, known=listed_words("event_roles", roles),
                    example=f"{word('event_roles', roles[0])}: {text}")  # fmt: skip
    try:
        return coded("event_roles", roles)(said.strip()), names.meant(name.strip())
    except Wrong as wrong:
        key = "spreadsheets.unknown_role" if wrong.key == "spreadsheets.unknown_word" else "spreadsheets.unknown_part"
        raise Wrong(key, part=text, known=listed_words("event_roles", roles)) from None


def _kept(person: Any, came: Came, read: dict[str, list[Any]]) -> dict[int, Event]:
    """Events that rows are of: by their identifier, else by kind, cluster, title and minute."""
    by_pk, by_what = {}, {}
    for row in visible_events(person).order_by().prefetch_related("participations").iterator(chunk_size=2000):
        by_pk[row.pk] = row
        if row.cancelled_at is None:
            by_what[row.kind, row.cluster_id, plain(row.title), _minute(row.starts_at)] = row
    found: dict[int, Event] = {}
    for at, pk in enumerate(read["id"]):
        what = (read["kind"][at], read["cluster"][at], read["title"][at], read["starts_at"][at])
        row = by_pk.get(pk) if pk else by_what.get(what)
        if row is not None:
            found[at] = row
        elif pk:
            came.refuse(at, "id", "spreadsheets.unknown_id")
    return found


def _minute(moment: datetime | None) -> datetime | None:
    return moment and moment.replace(second=0, microsecond=0)


def _draft(person: Any, came: Came, read: dict[str, list[Any]], at: int, row: Event | None) -> Draft | None:
    kind, title, starts_at = read["kind"][at], read["title"][at], read["starts_at"][at]
    if not (kind and title and starts_at):
        return None
    facts = {name: value for name in FACTS if (value := read[name][at]) not in (None, "")}
    values = {"kind": kind, "cluster": read["cluster"][at], "facts": facts, "took_part": read["took_part"][at]}
    draft = Draft(at, came.rows[at], title, values=values)
    if row is not None:
        _meet(person, came, draft, row, read["cancelled"][at])
    else:
        _refuse_new(person, came, draft, read["cancelled"][at])
    return draft


def _meet(person: Any, came: Came, draft: Draft, row: Event, cancelled: bool | None) -> None:
    draft.pk, values = row.pk, draft.values
    if values["kind"] != row.kind or (values["cluster"] and values["cluster"] != row.cluster_id):
        came.refuse(draft.at, "event_kind", "spreadsheets.kind_stays", kept=word("event_kinds", row.kind))
    if cancelled is not None and cancelled != bool(row.cancelled_at):
        came.refuse(draft.at, "cancelled", "spreadsheets.cancelled_on_its_page")
    held = {(each.role, each.organisation_id) for each in row.participations.all()}
    values["took_part"] = tuple(each for each in values["took_part"] if each not in held)
    differing = {name: value for name, value in values["facts"].items() if not _equal(getattr(row, name), value)}
    values["facts"] = {**{name: getattr(row, name) for name in FACTS}, **differing} if differing else {}
    values["cluster"] = row.cluster_id
    compared(draft, [
        *((name, fact_told(name, getattr(row, name)), fact_told(name, value)) for name, value in differing.items()),
        *(("organisations", "", word("event_roles", role)) for role, _ in values["took_part"]),
    ])  # fmt: skip
    if draft.state == "changed" and not may_change(person, row):
        came.refuse(draft.at, None, "events.no_longer_changed")
    elif differing:
        _refuse_unfit(came, draft)


def _equal(kept: Any, came: Any) -> bool:
    if isinstance(kept, datetime):
        return _minute(kept) == came
    return plain(kept) == came if isinstance(kept, str) else kept == came


def _refuse_new(person: Any, came: Came, draft: Draft, cancelled: bool | None) -> None:
    if draft.values["cluster"] is None and not is_staff(person):
        came.refuse(draft.at, "cluster", "spreadsheets.cluster_needed")
    if cancelled:
        came.refuse(draft.at, "cancelled", "spreadsheets.cancelled_on_its_page")
    _refuse_unfit(came, draft)


def _refuse_unfit(came: Came, draft: Draft) -> None:
    """What a kind of event does not have, told as the form would."""
    kind, unit = kinds()[draft.values["kind"]], draft.values["facts"].get("unit")
    try:
        fitting(kind, draft.values["facts"])
    except Mistake as mistake:
        came.refuse(draft.at, mistake.field, mistake.key, **mistake.facts)
    if unit and draft.values["facts"].get("quantity") is None:
        came.refuse(draft.at, "unit", "spreadsheets.unit_of_nothing")


def _refuse_strangers(person: Any, came: Came, drafts: list[Draft], names: Names) -> None:
    """Organisations that cannot have taken part: those that are not of the cluster."""
    able: dict[UUID | None, set[UUID]] = {}
    for draft in drafts:
        cluster = draft.values["cluster"]
        if draft.values["took_part"] and cluster not in able:
            asked = may_take_part(person, Event(cluster_id=cluster))
            able[cluster] = set(asked.values_list("pk", flat=True))
        for _, pk in draft.values["took_part"]:
            if pk not in able[cluster]:
                came.refuse(draft.at, "organisations", "events.not_of_the_cluster", organisation=names.known[pk])


def fact_told(name: str, value: Any) -> str:
    """Fact of an event as a person reads it."""
    if value is None or value == "":
        return ""
    if isinstance(value, datetime):
        from ayni_web.common.language import moment

        return moment(value)
    if name == "unit":
        return word("units", value)
    return place_told(value) if name == "place" else f"{value.normalize():f}" if name == "quantity" else str(value)


def took_part_told(parts: Iterable[tuple[str, UUID, str]], names: Names) -> str:
    """Cell that tells who took part as what, and reads back the same."""
    return joined_text(f"{word('event_roles', role)}: {names.told(pk, name)}" for role, pk, name in parts)


def write(by: Any, drafts: list[Draft]) -> None:
    """Write the rows one by one, as a manager would."""
    clusters = Cluster.objects.in_bulk({each.values["cluster"] for each in drafts if each.values["cluster"]})
    for draft in drafts:
        facts, cluster = draft.values["facts"], clusters.get(draft.values["cluster"])
        if draft.state == "new":
            event = add_event(by=by, kind=draft.values["kind"], cluster=cluster, **facts)
        elif draft.state == "changed":
            event = Event.objects.get(pk=draft.pk)
            event = change_event(by=by, event=event, **facts) if facts else event
        else:
            continue
        _write_took_part(by, event, draft.values["took_part"])


def _write_took_part(by: Any, event: Event, took_part: Took) -> None:
    of_role: dict[str, list[UUID]] = defaultdict(list)
    for role, pk in took_part:
        of_role[role].append(pk)
    for role, pks in of_role.items():
        add_participants(by=by, event=event, role=role, organisations=Organisation.objects.filter(pk__in=pks))


def parts_of(rows: Iterable[Participation]) -> list[tuple[str, UUID, str]]:
    """Parts of an event as :func:`took_part_told` takes them."""
    return [(each.role, each.organisation_id, each.organisation.name) for each in rows]
