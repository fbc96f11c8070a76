"""Rows of relations: who does what to whom; the two sides of one that is kept stay."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from ayni_web.common.sheets.cells import plain
from ayni_web.members.access import represented
from ayni_web.members.actions.relations import change_relation
from ayni_web.members.identifiers import EXAMPLES
from ayni_web.members.models import Relation, Scheme
from ayni_web.members.queries import visible_relations
from ayni_web.spreadsheets.drafts import Draft, Prepared, compared
from ayni_web.spreadsheets.naming import Names, names_for
from ayni_web.spreadsheets.reading import Came, coded, dated, identified, short, word
from ayni_web.spreadsheets.writable import related

BATCH = 500
FACTS = ("kind", "share_of_value", "since", "until", "note")
# Names of the columns where they are not those of the table.
COLUMNS = {"kind": "does"}


def prepared(person: Any, came: Came, decisions: Mapping[int, str]) -> Prepared:
    """Drafts of the rows, for a person."""
    names = relation_names(person)
    read = _read(came, names)
    came.refuse_repeated("id", read["id"], "spreadsheets.row_twice")
    _refuse_days(came, read)
    kept = _kept(person, came, read)
    _refuse_twice(came, read)
    mine = related(person)
    for at, (source, target) in enumerate(zip(read["source"], read["target"], strict=True)):
        for column, side in (("source", source), ("target", target)):
            if side in names.beyond and at not in kept:
                came.refuse(at, column, "spreadsheets.unknown_organisation", example=EXAMPLES[Scheme.RUC])
        if source and source == target:
            came.refuse(at, "target", "relations.joins_two")
        elif source and target and mine is not None and not {source, target} & mine:
            came.refuse(at, None, "spreadsheets.not_your_relation")
    wrong = came.at_fault()
    drafts = [_draft(came, read, at, kept.get(at), names) for at in range(len(came)) if at not in wrong]
    return Prepared(drafts, came.faults)


def relation_names(person: Any) -> Names:
    """Organisations that a person sees, and those that stand on the other side of a relation of theirs."""
    seen = visible_relations(person).select_related(None).order_by()
    return names_for(person, (seen.values("source_id"), seen.values("target_id")))


def _read(came: Came, names: Names) -> dict[str, list[Any]]:
    return {
        "id": came.read("id", identified),
        "source": came.read("source", names.meant),
        "target": came.read("target", names.meant),
        "kind": came.read("does", coded("relations", Relation.Kind.values)),
        "share_of_value": [_share(each) for each in came.cells("share_of_value")],
        "since": came.read("since", dated),
        "until": came.read("until", dated),
        "note": came.read("note", short(4000)),
    }  # fmt: skip


def _share(percent: float | None) -> Decimal | None:
    return None if percent is None else (Decimal(str(percent)) / 100).quantize(Decimal("0.0001"))


def _refuse_days(came: Came, read: dict[str, list[Any]]) -> None:
    today = timezone.localdate()
    for at, (since, until) in enumerate(zip(read["since"], read["until"], strict=True)):
        if since and since > today:
            came.refuse(at, "since", "relations.not_yet")
        if since and until and until < since:
            came.refuse(at, "until", "relations.ends_after")


def _kept(person: Any, came: Came, read: dict[str, list[Any]]) -> dict[int, Relation]:
    """Relations that rows are of: by their identifier, else the open one of the same sides and kind."""
    if not any(read["source"]):
        return {}
    by_pk, by_sides = {}, {}
    for row in visible_relations(person).order_by().iterator(chunk_size=2000):
        by_pk[row.pk] = row
        if row.until is None:
            by_sides[row.source_id, row.target_id, row.kind] = row
    found = {}
    for at, pk in enumerate(read["id"]):
        sides = (read["source"][at], read["target"][at])
        row = by_pk.get(pk) if pk else by_sides.get((*sides, read["kind"][at]))
        if row is None and pk:
            came.refuse(at, "id", "spreadsheets.unknown_id")
        elif row is not None and pk and None not in sides and sides != (row.source_id, row.target_id):
            came.refuse(at, "source", "spreadsheets.sides_stay")
        elif row is not None:
            found[at] = row
    return found


def _refuse_twice(came: Came, read: dict[str, list[Any]]) -> None:
    """Two open rows of the same sides and kind."""
    said = zip(read["source"], read["target"], read["kind"], read["until"], strict=True)
    came.refuse_repeated("target", [row[:3] if all(row[:3]) and not row[3] else None for row in said],
                         "spreadsheets.relation_twice")  # fmt: skip


def _draft(came: Came, read: dict[str, list[Any]], at: int, row: Relation | None, names: Names) -> Draft:
    source, target = read["source"][at], read["target"][at]
    draft = Draft(at, came.rows[at], f"{names.known[source]} → {names.known[target]}")
    facts = {name: value for name in FACTS if (value := read[name][at]) not in (None, "")}
    draft.values = {"source": source, "target": target, "facts": facts}
    if row is not None:
        draft.pk = row.pk
        draft.values["facts"] = {name: value for name, value in facts.items() if not _equal(getattr(row, name), value)}
        compared(draft, ((COLUMNS.get(name, name), fact_told(name, getattr(row, name)), fact_told(name, value))
                         for name, value in draft.values["facts"].items()))  # fmt: skip
    return draft


def _equal(kept: Any, came: Any) -> bool:
    return plain(kept) == came if isinstance(kept, str) else kept == came


def fact_told(name: str, value: Any) -> str:
    """Fact of a relation as a person reads it."""
    if value is None or value == "":
        return ""
    if name == "kind":
        return word("relations", value)
    return f"{(100 * value).normalize():f}" if name == "share_of_value" else str(value)


def write(by: Any, drafts: list[Draft]) -> None:
    """Write the rows: the new ones together, the changed ones one by one."""
    today, own = timezone.localdate(), represented(by)
    new = [_row(by, draft.values, today if {draft.values["source"], draft.values["target"]} & own else None)
           for draft in drafts if draft.state == "new"]  # fmt: skip
    bulk_create_with_history(new, Relation, batch_size=BATCH, default_user=by, default_change_reason="imported")
    for draft in drafts:
        if draft.state == "changed":
            _change(by, draft.pk, draft.values["facts"])


def _row(by: Any, values: dict[str, Any], confirmed_on: Any) -> Relation:
    return Relation(source_id=values["source"], target_id=values["target"], added_by=by, confirmed_on=confirmed_on,
                    **values["facts"])  # fmt: skip


def _change(by: Any, pk: UUID | None, facts: dict[str, Any]) -> None:
    row = Relation.objects.get(pk=pk)
    change_relation(by=by, relation=row, **{**{name: getattr(row, name) for name in FACTS}, **facts})
