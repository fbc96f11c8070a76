"""Writes of duplicates: looked for, decided, merged into one and split again.

A merge changes columns of rows and writes down each change (row, column, before, after) in ``Merge.moved``; a split
takes back every change that nobody has touched since.  Whatever points at the one that went, in any room, points at
the kept one afterwards.  Where the database refuses (the kept one has the same), an open row is closed, and any other
stays with the one that went.
"""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from ayni_web.common import chain
from ayni_web.common.acting import Mistake, action
from ayni_web.members.likeness import alike
from ayni_web.members.models import Duplicate, Entity, Membership, Merge, Organisation
from ayni_web.members.queries.duplicates import likely_among, likened_all, likened_rows

BATCH = 500
# Never moved: the pairs themselves, what was merged before, the entity, what was signed in the name of the other, and
# what the books say, which never changes; reads of money follow ``merged_into``.
STAYS = frozenset(
    {"members.Duplicate", "members.Merge", "members.Organisation", "members.Entity", "documents.Signature",
     "ledger.Line", "ledger.Heading", "ledger.Source", "ledger.Pledge"}
)  # fmt: skip
# What was asked and signed in the name of the one that went stays signed in its name.
STAYS_IF: dict[str, Callable[[Any], bool]] = {
    "documents.AskedSignature": lambda row: row.version.signatures.filter(organisation_id=row.organisation_id).exists()
}
STRENGTH = (Membership.State.APPLIED, Membership.State.WAITING, Membership.State.MEMBER)


@dataclass(frozen=True, slots=True)
class Moved:
    """What a merge changed in one row: columns with what stood there before, and what after."""

    model: str
    pk: str
    before: dict[str, Any]
    after: dict[str, Any]


def scan_duplicates() -> int:
    """Number of pairs that wait, after every organisation was compared with those that share a key with it."""
    pairs = [_pair(one.key, other.key, found.score, found.why) for one, other, found in alike(likened_all())]
    found = {(pair.first_id, pair.second_id) for pair in pairs}
    with transaction.atomic():
        waiting = Duplicate.objects.filter(state=Duplicate.State.OPEN)
        known = waiting.order_by().values_list("pk", "first_id", "second_id")
        _forget_pairs([pk for pk, *pair in known if tuple(pair) not in found])
        _write_pairs(pairs)
        return waiting.count()


def _forget_pairs(stale: list[int]) -> None:
    """Pairs that nobody decided and that are no longer alike, since a name was corrected."""
    for start in range(0, len(stale), BATCH):
        Duplicate.objects.filter(pk__in=stale[start : start + BATCH]).delete()


def _write_pairs(pairs: list[Duplicate]) -> None:
    Duplicate.objects.bulk_create(
        pairs, BATCH, update_conflicts=True, unique_fields=("first", "second"), update_fields=("score", "why")
    )


def note_likely(organisation: Organisation) -> None:
    """Open the pairs of one organisation, after it was added or changed; seen by coordinators alone."""
    standing = Organisation.objects.filter(merged_into__isnull=True)
    (own,) = likened_rows([organisation])
    _write_pairs([_pair(organisation.pk, row.pk, found.score, found.why) for row, found in likely_among(standing, own)])


def _pair(one: Any, other: Any, score: int, why: dict[str, Any]) -> Duplicate:
    first, second = sorted((one, other))
    return Duplicate(first_id=first, second_id=second, score=score, why=why)


@action
def call_different(*, by: Any, duplicate: Duplicate) -> Duplicate:
    """Pair that a person called two."""
    row = _open(duplicate)
    row.state, row.decided_by, row.decided_at = Duplicate.State.DIFFERENT, by, timezone.now()
    row.save()
    chain.append("members.duplicate_different", by=by, first=str(row.first_id), second=str(row.second_id))
    return row


@action
def merge_organisations(*, by: Any, kept: Organisation, gone: Organisation, why: str = "") -> Merge:
    """Merge of one organisation into another, which keeps everything that was of either."""
    rows = {row.pk: row for row in Organisation.objects.select_for_update().filter(pk__in=(kept.pk, gone.pk))}
    kept, gone = rows[kept.pk], rows[gone.pk]
    _refuse_merge(kept, gone)
    moved = [*_strongest_memberships(kept, gone, by), *_everything(kept, gone, by)]
    moved += _filled(kept, gone, by)
    gone.merged_into = kept
    _written(gone, by, "merged")
    made = Merge.objects.create(
        kept=kept, gone=gone, why=why.strip(), merged_by=by, moved={"changes": [asdict(each) for each in moved]}
    )
    first, second = sorted((kept, gone), key=lambda each: each.pk)
    Duplicate.objects.update_or_create(
        first=first, second=second,
        defaults={"state": Duplicate.State.SAME, "decided_by": by, "decided_at": timezone.now()},
        create_defaults={"state": Duplicate.State.SAME, "decided_by": by, "decided_at": timezone.now(), "score": 100},
    )  # fmt: skip
    chain.append("members.merged", by=by, merge=str(made.pk), kept=str(kept.pk), gone=str(gone.pk), rows=len(moved))
    return made


@action
def split_organisations(*, by: Any, merge: Merge, why: str = "") -> Merge:
    """Merge that was taken back: each has again what it had, but for what someone changed since."""
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    gone = Organisation.objects.select_for_update().get(pk=merge.gone_id)
    if merge.split_at or gone.merged_into_id != merge.kept_id:
        raise Mistake("duplicates.split_already")
    gone.merged_into = None
    _written(gone, by, "split")
    back = [_back(Moved(**each), by) for each in reversed(merge.moved["changes"])]
    merge.split_by, merge.split_at = by, timezone.now()
    merge.moved = {**merge.moved, "stayed": back.count(False), "why_split": why.strip()}
    merge.save()
    Duplicate.objects.filter(
        first__in=(merge.kept_id, merge.gone_id), second__in=(merge.kept_id, merge.gone_id)
    ).update(state=Duplicate.State.DIFFERENT, decided_by=by, decided_at=timezone.now())
    chain.append("members.split", by=by, merge=str(merge.pk), kept=str(merge.kept_id), gone=str(merge.gone_id))
    return merge


def _refuse_merge(kept: Organisation, gone: Organisation) -> None:
    if kept.pk == gone.pk:
        raise Mistake("duplicates.with_itself")
    if kept.merged_into_id or gone.merged_into_id:
        raise Mistake("organisations.merged_already")
    if Entity.objects.filter(organisation=gone).exists():
        raise Mistake("duplicates.entity_stays", organisation=gone.name)


def _open(duplicate: Duplicate) -> Duplicate:
    row = Duplicate.objects.select_for_update().get(pk=duplicate.pk)
    if row.state != Duplicate.State.OPEN:
        raise Mistake("duplicates.decided_already")
    return row


def _strongest_memberships(kept: Organisation, gone: Organisation, by: Any) -> Iterator[Moved]:
    """Where both are in a cluster, the further one goes on: a member before one that waits, before one that asks."""
    mine = {row.cluster_id: row for row in kept.memberships.filter(state__in=Membership.OPEN)}
    for row in gone.memberships.filter(state__in=Membership.OPEN, cluster_id__in=mine):
        own = mine[row.cluster_id]
        weaker = own if STRENGTH.index(row.state) > STRENGTH.index(own.state) else row
        yield from _set(weaker, by, state=Membership.State.LEFT, until=_last_day(weaker.since), decided_by_id=by.pk)


def _everything(kept: Organisation, gone: Organisation, by: Any) -> Iterator[Moved]:
    for model, column in pointing():
        for row in model._base_manager.filter(**{column: gone.pk}).order_by("pk"):
            if row._meta.label in STAYS_IF and STAYS_IF[row._meta.label](row):
                continue
            try:
                with transaction.atomic():
                    found = list(_set(row, by, **{column: kept.pk}))
            except IntegrityError:
                row.refresh_from_db()
                found = list(_closed(row, by))
            yield from found


def pointing() -> list[tuple[type[models.Model], str]]:
    """Tables that point at an organisation, in every room, with the column that does; in a fixed order."""
    found = [
        (relation.related_model, relation.field.attname)
        for relation in Organisation._meta.get_fields(include_hidden=True)
        if relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one)
    ]
    kept = [(model, column) for model, column in found
            if model._meta.label not in STAYS and not hasattr(model, "history_object")]  # fmt: skip
    return sorted(kept, key=lambda each: (each[0]._meta.label, each[1]))


def _closed(row: models.Model, by: Any) -> Iterator[Moved]:
    """End a row that cannot move, where it is of a kind that ends; it stays with the one that went."""
    label = row._meta.label
    if label in ("members.Representation", "members.Right") and row.until is None:
        yield from _set(row, by, until=timezone.now())
    elif label in ("members.Relation", "members.Sponsor") and row.until is None:
        yield from _set(row, by, until=_last_day(row.since))


def _filled(kept: Organisation, gone: Organisation, by: Any) -> Iterator[Moved]:
    """Facts that the kept one lacks, taken from the one that went."""
    lacking = {
        name: getattr(gone, name)
        for name in ("place", "size_band", "formal", "mission", "interests", "note")
        if getattr(kept, name) in ("", None) and getattr(gone, name) not in ("", None)
    }
    yield from _set(kept, by, "merged", **lacking)


def _set(row: models.Model, by: Any, reason: str = "merged", **columns: Any) -> Iterator[Moved]:
    """Write columns of a row, and tell what changed."""
    before = {name: getattr(row, name) for name in columns}
    if before == columns:
        return
    for name, value in columns.items():
        setattr(row, name, value)
    _written(row, by, reason)
    yield Moved(row._meta.label, str(row.pk), _plain(before), _plain(columns))


def _back(moved: Moved, by: Any) -> bool:
    """Whether a change could be taken back: nobody has touched it since, and nothing stands in its place."""
    model = apps.get_model(moved.model)
    row = model._base_manager.filter(pk=moved.pk).first()
    if row is None or _plain({name: getattr(row, name) for name in moved.after}) != moved.after:
        return False
    for name, value in moved.before.items():
        field = model._meta.get_field(name.removesuffix("_id"))
        setattr(row, name, (field.target_field if field.is_relation else field).to_python(value))
    try:
        with transaction.atomic():
            _written(row, by, "split")
    except IntegrityError:
        return False
    return True


def _written(row: models.Model, by: Any, reason: str) -> None:
    row._history_user, row._change_reason = by, reason
    row.save()


def _last_day(since: date | None) -> date:
    today = timezone.localdate()
    return max(today, since) if since else today


def _plain(columns: dict[str, Any]) -> dict[str, Any]:
    """Columns as JSON holds them."""
    return {name: str(value) if isinstance(value, UUID) else value.isoformat() if isinstance(value, date | datetime)
            else value for name, value in columns.items()}  # fmt: skip
