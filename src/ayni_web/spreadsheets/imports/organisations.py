"""Rows of organisations: new ones, and those that are kept already, found by identifier, by number, or by likeness."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from simple_history.utils import bulk_create_with_history

from ayni_web.members import contacts as ways
from ayni_web.members.actions import organisations as acts
from ayni_web.members.folding import tidy
from ayni_web.members.identifiers import Numbered, numbered
from ayni_web.members.likeness import SAME
from ayni_web.members.models import Contact, Identifier, Kind, Organisation, Scheme, SizeBand
from ayni_web.members.queries import visible_organisations
from ayni_web.spreadsheets.contracts import BESIDE
from ayni_web.spreadsheets.drafts import Draft, Prepared, compared
from ayni_web.spreadsheets.imports.likely import find_likely, queue_likely
from ayni_web.spreadsheets.reading import (
    Came,
    Wrong,
    coded,
    country_meant,
    country_told,
    identified,
    parted,
    place_told,
    placed,
    short,
    word,
)
from ayni_web.spreadsheets.writable import Writable

BATCH = 500
FACTS = ("name", "kind", "place", "country", "size_band", "formal", "mission", "interests", "note")
LONG = 4000


def prepared(person: Any, came: Came, decisions: Mapping[int, str]) -> Prepared:
    """Drafts of the rows, for a person; ``decisions`` say of a row which of the likely ones it is, or ``new``."""
    _join_levels(came)
    read = _read(came)
    came.refuse_repeated("id", read["id"], "spreadsheets.row_twice")
    came.refuse_repeated("ruc", [each and each.value for each in read["ruc"]], "spreadsheets.number_twice")
    kept = _kept(person, came, read)
    wrong, writable = came.at_fault(), Writable(person)
    drafts = [_draft(came, read, at, kept.get(at), writable) for at in range(len(came)) if at not in wrong]
    find_likely(person, [each for each in drafts if each.pk is None], writable)
    _settle(drafts, decisions)
    return Prepared(drafts, came.faults)


def _settle(drafts: list[Draft], decisions: Mapping[int, str]) -> None:
    """Let rows be what they are taken for: the one that a person chose, else one that is over 80 alike; each once."""
    chosen = {draft.at: pk for draft in drafts if draft.likely and (pk := _taken_for(draft, decisions))}
    rows = {row.pk: row for row in _in_batches(Organisation.objects.all(), "pk", set(chosen.values()))}
    taken = {draft.pk for draft in drafts if draft.pk}
    for draft in drafts:
        row = rows.get(chosen.get(draft.at))
        if row is not None and row.pk not in taken:
            taken.add(row.pk)
            meet(draft, row)


def _taken_for(draft: Draft, decisions: Mapping[int, str]) -> UUID | None:
    offered = {each.pk: each for each in draft.likely if each.pk}
    wish = decisions.get(draft.row)
    if wish is None:
        wish = next((pk for pk, each in offered.items() if each.score > SAME), "")
    return UUID(wish) if wish in offered else None


def _join_levels(came: Came) -> None:
    """Let the cell of a place say its province and department where these have columns of their own."""
    levels = [name for name in ("place", *BESIDE["organisations"]) if name in came.names]
    if levels and levels != ["place"]:
        cells = zip(*(came.texts(name) for name in levels), strict=True)
        came.columns = {**came.columns, "place": [_levels(each) for each in cells]}
        came.names = {**came.names, "place": came.names[levels[0]]}


def _levels(cells: tuple[str | None, ...]) -> str | None:
    """Levels of a place in one cell; a code, or a name that has its levels, says enough alone."""
    told = [each for each in cells if each]
    return told[0] if told and (told[0].isdigit() or "," in told[0]) else ", ".join(told) or None


def _read(came: Came) -> dict[str, list[Any]]:
    return {
        "id": came.read("id", identified),
        "name": came.read("name", _named),
        "kind": came.read("kind", coded("kinds", Kind.values)),
        "place": came.read("place", placed),
        "country": came.read("country", country_meant),
        "size_band": came.read("size_band", coded("sizes", SizeBand.values)),
        "formal": came.cells("formal"),
        **{name: came.read(name, short(LONG)) for name in ("mission", "interests", "note")},
        "ruc": came.read("ruc", lambda text: numbered(Scheme.RUC, text)),
        "numbers": came.read("numbers", _numbers),
        "phone": came.read("phone", lambda text: _ways("phone", text)),
        "email": came.read("email", lambda text: _ways("email", text)),
    }  # fmt: skip


def _named(text: str) -> str:
    name = " ".join(text.split()) if text.isprintable() else tidy(text)
    if not 1 <= len(name) <= 200:
        raise Wrong("organisations.name_length", n=len(name))
    return name


def _numbers(text: str) -> list[Numbered]:
    """Numbers of a cell, each with what it is: ``CNPJ: 16.727.230/0001-97; P-1204``."""
    found = []
    for part in parted(text):
        said, colon, number = part.rpartition(":")
        scheme = coded("schemes", Scheme.values)(said.strip()) if colon else Scheme.OTHER
        found.append(numbered(scheme, number.strip()))
    return found


def _ways(means: str, text: str) -> list[str]:
    return [ways.written(means, part) for part in parted(text)]


def _kept(person: Any, came: Came, read: dict[str, list[Any]]) -> dict[int, Organisation]:
    """Organisations that rows name by their identifier or by their RUC, by the place of the row."""
    seen = visible_organisations(person)
    by_pk = {row.pk: row for row in _in_batches(seen, "pk", {each for each in read["id"] if each})}
    values = {each.value for at, each in enumerate(read["ruc"]) if each and not read["id"][at]}
    holders = Identifier.objects.filter(scheme=Scheme.RUC, disputed=False)
    by_number = {each.value: each.organisation_id for each in _in_batches(holders, "value", values)}
    missing = {pk for pk in by_number.values() if pk not in by_pk}
    by_pk |= {row.pk: row for row in _in_batches(seen, "pk", missing)}
    found: dict[int, Organisation] = {}
    for at, (pk, number) in enumerate(zip(read["id"], read["ruc"], strict=True)):
        row = by_pk.get(pk or (by_number.get(number.value) if number else None))
        if row is not None:
            found[at] = row
        elif pk is not None:
            came.refuse(at, "id", "spreadsheets.unknown_id")
    _refuse_same(came, found)
    return found


def _refuse_same(came: Came, found: dict[int, Organisation]) -> None:
    """Two rows of one organisation, one by its identifier and one by its number."""
    first: dict[UUID, int] = {}
    for at, row in found.items():
        if row.pk in first:
            came.refuse(at, "name", "spreadsheets.row_twice", first=came.rows[first[row.pk]])
        first.setdefault(row.pk, at)


def _in_batches(rows: Any, column: str, values: Iterable[Any]) -> list[Any]:
    wanted = sorted(values, key=str)
    return [row for start in range(0, len(wanted), BATCH)
            for row in rows.filter(**{f"{column}__in": wanted[start : start + BATCH]})]  # fmt: skip


def _draft(came: Came, read: dict[str, list[Any]], at: int, row: Organisation | None, writable: Writable) -> Draft:
    facts = {name: value for name in FACTS if (value := read[name][at]) not in (None, "")}
    numbers = ([read["ruc"][at]] if read["ruc"][at] else []) + (read["numbers"][at] or [])
    contacts = [(means, value) for means in ("phone", "email") for value in read[means][at] or ()]
    draft = Draft(at, came.rows[at], facts.get("name", ""))
    draft.values = {"facts": facts, "numbers": numbers, "contacts": contacts}
    if row is not None:
        meet(draft, row)
        if draft.state == "changed" and row.pk not in writable:
            came.refuse(at, None, "spreadsheets.not_yours")
            # What stands there now, as a note, may be for others alone: a file that is refused tells nothing of it.
            draft.changes = []
    return draft


def meet(draft: Draft, row: Organisation) -> None:
    """Let a draft be of an organisation that is kept: what differs is what would change."""
    held = {(each.scheme, each.value) for each in row.identifiers.all()} if draft.values["numbers"] else set()
    known = {(each.means, each.value) for each in row.contacts.all()} if draft.values["contacts"] else set()
    draft.values["numbers"] = [each for each in draft.values["numbers"] if (each.scheme, each.value) not in held]
    draft.values["contacts"] = [each for each in draft.values["contacts"] if each not in known]
    facts = draft.values["facts"]
    draft.values["facts"] = {name: value for name, value in facts.items() if not _equal(getattr(row, name), value)}
    draft.pk, draft.title = row.pk, row.name
    compared(draft, [
        *((name, fact_told(name, getattr(row, name)), fact_told(name, value))
          for name, value in draft.values["facts"].items()),
        *(("ruc" if each.scheme == Scheme.RUC else "numbers", "", _number_told(each))
          for each in draft.values["numbers"]),
        *((means, "", value) for means, value in draft.values["contacts"]),
    ])  # fmt: skip


def _equal(kept: Any, came: Any) -> bool:
    from ayni_web.common.sheets.cells import plain

    return plain(kept) == came if isinstance(kept, str) else kept == came


def _number_told(number: Numbered) -> str:
    return f"•••{number.ending}" if number.personal else number.value


def fact_told(name: str, value: Any) -> str:
    """Fact of an organisation as a cell holds it."""
    if value is None or value == "":
        return ""
    if name in ("kind", "size_band"):
        return word("kinds" if name == "kind" else "sizes", value)
    if name == "formal":
        return word("sheets", "yes" if value else "no")
    return {"place": place_told, "country": country_told}.get(name, str)(value)


def write(by: Any, drafts: list[Draft]) -> None:
    """Write the rows: the new ones together, the changed ones one by one."""
    changed = [each for each in drafts if each.state == "changed"]
    rows = {row.pk: row for row in _in_batches(Organisation.objects.all(), "pk", {each.pk for each in changed})}
    for draft in changed:
        _change(by, rows[draft.pk], draft.values)
    new = [each for each in drafts if each.state == "new"]
    queue_likely(new, _add(by, new))


def _change(by: Any, row: Organisation, values: dict[str, Any]) -> None:
    if values["facts"]:
        acts.change_organisation(by=by, organisation=row, **values["facts"])
    for number in values["numbers"]:
        acts.keep_number(row, number, by)
    for means, value in values["contacts"]:
        acts.keep_contact(row, means, value)


def _add(by: Any, drafts: list[Draft]) -> list[Organisation]:
    rows = [Organisation(**{"country": "PE", **draft.values["facts"]}, added_by=by) for draft in drafts]
    bulk_create_with_history(rows, Organisation, batch_size=BATCH, default_user=by, default_change_reason="imported")
    pairs = list(zip(rows, drafts, strict=True))
    ways_of = [Contact(organisation=row, means=means, value=value)
               for row, draft in pairs for means, value in dict.fromkeys(draft.values["contacts"])]  # fmt: skip
    Contact.objects.bulk_create(ways_of, BATCH)
    numbers = [(row, number) for row, draft in pairs for number in draft.values["numbers"]]
    taken = {(each.scheme, each.value) for each in _in_batches(Identifier.objects.all(), "value",
                                                              {number.value for _, number in numbers})}  # fmt: skip
    free = []
    for row, number in numbers:
        if (number.scheme, number.value) in taken:
            acts.keep_number(row, number, by)
        else:
            taken.add((number.scheme, number.value))
            free.append(Identifier(organisation=row, **number.columns))
    Identifier.objects.bulk_create(free, BATCH)
    return rows
