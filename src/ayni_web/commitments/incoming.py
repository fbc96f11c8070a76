"""Commitments that come in by a spreadsheet: each is proposed for one side, and waits for the other to countersign."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from ayni.library.promises import Promise, promises
from ayni_web.commitments.access import other_side
from ayni_web.commitments.actions import propose
from ayni_web.commitments.models import SIDES, Commitment, State, shortened
from ayni_web.commitments.queries import (
    between,
    clusters_open_to,
    counterparts,
    members_of,
    speaking_for,
    visible_commitments,
)
from ayni_web.commitments.terms import fits, refuse_day
from ayni_web.common.acting import Mistake
from ayni_web.events.units import UNITS
from ayni_web.members.access import represented
from ayni_web.members.folding import folded
from ayni_web.members.models import Cluster, Membership, Organisation
from ayni_web.spreadsheets.drafts import Draft, Prepared
from ayni_web.spreadsheets.incoming import Incoming
from ayni_web.spreadsheets.naming import Names, names_for
from ayni_web.spreadsheets.reading import Came, Wrong, coded, dated, identified, listed_words, short
from ayni_web.spreadsheets.writable import Writable

Read = Mapping[str, list[Any]]
Terms = tuple[str, UUID, UUID, str, Decimal | None, str, date]
LONGEST = 600
DECIMALS, FIGURES = 3, 11
PROMISE_UNITS = (*UNITS, "hours", "pen", "usd")


def _kind(code: str, language: str) -> str:
    """What a kind is called in a language."""
    return promises()[code].title[language]


@dataclass(frozen=True, slots=True)
class Known:
    """What a person proposes for whom: a few queries, whatever the rows.

    Attributes
    ----------
    clusters : dict
        Clusters that a cell may name.
    open, members : dict
        Members of the clusters that a commitment can be of, and of every cluster of those it may be proposed for.
    others : frozenset
        Organisations that others may agree with, whoever proposes.
    own : frozenset
        Organisations for which the person acts.
    parties : dict
        Organisations of the file.
    """

    writable: Writable
    clusters: Mapping[UUID, Cluster]
    open: Mapping[UUID, set[UUID]]
    members: Mapping[UUID, set[UUID]]
    others: frozenset[UUID]
    own: frozenset[UUID]
    parties: Mapping[UUID, Organisation]

    def side(self, maker: UUID, receiver: UUID, asked: str | None) -> str | None:
        """Side for which the person proposes: that of the own organisation, else the maker's where both are theirs.

        None where the person writes for neither, or not for the one asked for.
        """
        parties = {"maker": maker, "receiver": receiver}
        able = [side for side in SIDES if parties[side] in self.writable]
        if asked:
            return asked if asked in able else None
        return next((side for side in able if parties[side] in self.own), able[0] if able else None)

    def agrees(self, own: UUID, other: UUID) -> bool:
        """Whether one may agree something with another: a member of the same cluster, or of those of the person."""
        return other in self.others or any({own, other} <= members for members in self.members.values())


def prepared(person: Any, came: Came, decisions: Mapping[int, str]) -> Prepared:
    """Drafts of the rows, for a person."""
    seen, own = visible_commitments(person).order_by(), list(speaking_for(person).order_by())
    sides = (seen.values(f"{side}_id") for side in SIDES)
    names = names_for(person, (counterparts(person, *own).order_by().values("pk"), *sides))
    read = _read(came, names)
    came.refuse_repeated("id", read["id"], "spreadsheets.row_twice")
    held, known = _held(seen, read), _known(person, read, own)
    clusters = {row.cluster_id: row.cluster for row in held.by_pk.values() if row.cluster} | dict(known.clusters)
    read["cluster"] = came.read("cluster", partial(_cluster, clusters))
    drafts = [draft for at in range(len(came)) if (draft := _draft(came, known, held, read, at))]
    _refuse_repeated(came, drafts)
    wrong = came.at_fault()
    return Prepared([draft for draft in drafts if draft.at not in wrong], came.faults)


def _read(came: Came, names: Names) -> dict[str, list[Any]]:
    return {
        "id": came.read("id", identified),
        "kind": came.read("kind", coded(_kind, tuple(promises()))),
        "maker": came.read("maker", names.meant),
        "receiver": came.read("receiver", names.meant),
        "side": came.read("proposing", coded("commitment_parties", SIDES)),
        "content": came.read("promised", short(LONGEST)),
        "quantity": [_quantity(came, at, each) for at, each in enumerate(came.cells("quantity"))],
        "unit": came.read("unit", coded("units", PROMISE_UNITS)),
        "due_on": came.read("due", dated),
    }  # fmt: skip


def _quantity(came: Came, at: int, cell: float | None) -> Decimal | None:
    if cell is None:
        return None
    value = Decimal(str(cell))
    if value <= 0 or value != round(value, DECIMALS) or value.adjusted() >= FIGURES:
        came.refuse(at, "quantity", "commitments.sheet_quantity")
        return None
    return value


def _cluster(clusters: Mapping[UUID, Cluster], text: str) -> UUID:
    """Cluster that a cell names."""
    found = [pk for pk, row in clusters.items() if str(pk) == text.lower() or folded(row.name) == folded(text)]
    if len(found) != 1:
        names = sorted(row.name for row in clusters.values())
        raise Wrong("spreadsheets.unknown_cluster", known=", ".join(f"«{name}»" for name in names[:6]))
    return found[0]


def _known(person: Any, read: Read, own: list[Organisation]) -> Known:
    clusters = clusters_open_to(person)
    theirs = Membership.objects.filter(organisation__in=own, state=Membership.State.MEMBER).order_by()
    every = Cluster.objects.filter(Q(pk__in=clusters.values("pk")) | Q(pk__in=theirs.values("cluster_id")))
    held, rows = members_of(every), {row.pk: row for row in clusters}
    return Known(
        Writable(person), rows, {pk: held[pk] for pk in rows}, held,
        frozenset(counterparts(person).order_by().values_list("pk", flat=True)), represented(person),
        Organisation.objects.in_bulk({each for name in SIDES for each in read[name] if each}),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Held:
    """Commitments that a person sees: those that the file names by key, and by their terms those that stand."""

    by_pk: Mapping[UUID, Commitment]
    by_terms: Mapping[Terms, Commitment]


def _held(seen: QuerySet[Commitment], read: Read) -> Held:
    makers = {each for each in read["maker"] if each}
    standing = seen.filter(maker__in=makers, state__in=(State.PROPOSED, State.AGREED)).order_by("-added_at", "pk")
    asked = seen.filter(pk__in=[pk for pk in read["id"] if pk])
    return Held({row.pk: row for row in asked}, {_terms_of(row): row for row in standing})


def _terms_of(row: Commitment) -> Terms:
    return row.kind, row.maker_id, row.receiver_id, row.content, row.quantity, row.unit, row.due_on


def _draft(came: Came, known: Known, held: Held, read: Read, at: int) -> Draft | None:
    """What is made of a row; None where a cell it cannot do without is empty or not understood."""
    facts = {name: values[at] for name, values in read.items()}
    if facts["id"]:
        return _kept(came, held, facts, at)
    if not all(facts[name] for name in ("kind", "maker", "receiver", "content", "due_on")):
        return None
    maker, receiver = (known.parties[facts[side]] for side in SIDES)
    draft = Draft(at, came.rows[at], f"{maker} → {receiver} · {shortened(facts['content'])}")
    unit = facts["unit"] or ""
    row = held.by_terms.get((facts["kind"], maker.pk, receiver.pk, facts["content"], facts["quantity"], unit,
                             facts["due_on"]))  # fmt: skip
    if row is not None:
        # The same sheet sent again promises nothing twice.
        draft.pk, draft.state = row.pk, "same"
        return draft
    _refuse(came, known, facts, at, maker, receiver)
    side = known.side(maker.pk, receiver.pk, facts["side"]) or "maker"
    own, other = (maker, receiver) if side == "maker" else (receiver, maker)
    draft.note = f"waits_for_{other_side(side)}"
    draft.values = {
        "kind": facts["kind"], "side": side, "organisation": own, "other": other, "content": facts["content"],
        "due_on": facts["due_on"], "quantity": facts["quantity"], "unit": unit,
        "cluster": known.clusters.get(facts["cluster"]),
    }  # fmt: skip
    return draft


def _kept(came: Came, held: Held, facts: Mapping[str, Any], at: int) -> Draft | None:
    """A row that is told by its identifier: its terms are never rewritten, so that it says the same or is refused."""
    row = held.by_pk.get(facts["id"])
    if row is None:
        came.refuse(at, "id", "spreadsheets.unknown_id")
        return None
    stands = {
        "kind": row.kind, "maker": row.maker_id, "receiver": row.receiver_id, "content": row.content,
        "quantity": row.quantity, "unit": row.unit, "due_on": row.due_on, "cluster": row.cluster_id,
    }  # fmt: skip
    columns = {"content": "promised", "due_on": "due"}
    for name, value in stands.items():
        if facts[name] not in (None, "", value):
            came.refuse(at, columns.get(name, name), "commitments.sheet_never_rewritten")
    return Draft(at, came.rows[at], f"{row.maker} → {row.receiver} · {row}", "same", row.pk)


def _refuse(
    came: Came, known: Known, facts: Mapping[str, Any], at: int, maker: Organisation, receiver: Organisation
) -> None:
    """Tell everything for which the room would refuse a commitment."""
    kind = promises()[facts["kind"]]
    _refuse_sides(came, known, facts, at, maker, receiver)
    for role, party in (("maker", maker), ("receiver", receiver)):
        if not fits(kind, role, party):
            came.refuse(at, role, "commitments.not_of_its_kind", organisation=party.name)
    try:
        refuse_day(kind, facts["due_on"])
    except Mistake as mistake:
        came.refuse(at, "due", mistake.key, **mistake.facts)
    _refuse_quantity(came, kind, facts, at)


def _refuse_sides(
    came: Came, known: Known, facts: Mapping[str, Any], at: int, maker: Organisation, receiver: Organisation
) -> None:
    side = known.side(maker.pk, receiver.pk, facts["side"])
    if maker.pk == receiver.pk:
        came.refuse(at, "receiver", "commitments.to_itself")
    elif side is None:
        came.refuse(at, "proposing" if facts["side"] else "maker", "commitments.sheet_neither")
    else:
        own, other = (maker, receiver) if side == "maker" else (receiver, maker)
        able = between(known.open, own.pk, other.pk)
        if not known.agrees(own.pk, other.pk):
            came.refuse(at, other_side(side), "commitments.sheet_not_known", organisation=other.name)
        elif facts["cluster"] and facts["cluster"] not in able:
            came.refuse(at, "cluster", "commitments.not_of_the_cluster")
        elif not facts["cluster"] and len(able) > 1:
            came.refuse(at, "cluster", "commitments.which_cluster")


def _refuse_quantity(came: Came, kind: Promise, facts: Mapping[str, Any], at: int) -> None:
    """Tell of a quantity without its unit, of a unit without a quantity, and of either where nothing is counted."""
    quantity, unit = facts["quantity"], facts["unit"]
    if not kind.units and (quantity is not None or unit):
        came.refuse(at, "quantity" if quantity is not None else "unit", "commitments.sheet_not_counted")
    elif kind.units and (quantity is None) != (not unit):
        came.refuse(at, "quantity" if quantity is None else "unit", "commitments.sheet_quantity_with_unit")
    elif unit and unit not in kind.units:
        came.refuse(at, "unit", "commitments.sheet_unit", known=listed_words("units", kind.units))


def _refuse_repeated(came: Came, drafts: Iterable[Draft]) -> None:
    """Tell of rows that promise what an earlier one does."""
    names = ("kind", "side", "organisation", "other", "content", "quantity", "unit", "due_on")
    terms = {draft.at: tuple(draft.values[name] for name in names) for draft in drafts if draft.values}
    came.refuse_repeated("promised", [terms.get(at) for at in range(len(came))], "spreadsheets.row_twice")


def write(by: Any, drafts: list[Draft]) -> None:
    """Propose what is new, each as on its page."""
    for draft in drafts:
        if draft.state == "new":
            propose(by=by, **draft.values)


INCOMING = (
    Incoming(
        "commitments",
        ("id", "kind*", "maker*", "receiver*", "cluster", "promised*", "quantity", "unit", "due*", "proposing"),
        2_000, "commitments:list", prepared, write, kinds={"quantity": {"kind": "number"}},
        examples={"kind": "Entregar un lote", "maker": "Cooperativa Taypi", "receiver": "Exportadora Wara",
                  "promised": "Quinua blanca, primera", "quantity": "20", "unit": "t",
                  "due": "2027-03-31", "cluster": "Quinua de Puno"},
    ),
)  # fmt: skip
