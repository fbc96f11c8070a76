"""Writes of relations: added, changed, ended, confirmed again every year."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from ayni_web.common.acting import Mistake, action
from ayni_web.members.access import may_write_relation, represented
from ayni_web.members.models import Organisation, Relation
from ayni_web.members.queries.visible import visible_organisations


@action
def add_relation(
    *, by: Any, source: Organisation, target: Organisation, kind: str, share_of_value: Decimal | None = None,
    since: date | None = None, until: date | None = None, note: str = "",
) -> Relation:  # fmt: skip
    """Relation that was added: what the first does to the second.

    ``share_of_value`` is a fraction of what the first sells, buys, lends, ... in that way.  One told by someone who
    acts for a side is confirmed on that day.
    """
    for field, row in (("source", source), ("target", target)):
        if not visible_organisations(by).filter(pk=row.pk).exists():
            raise Mistake("forms.invalid_choice_row", field=field)
    made = Relation(source=source, target=target, kind=kind, added_by=by)
    if not may_write_relation(by, made):
        raise Mistake("relations.not_yours")
    return _written(made, by, share_of_value, since, until, note)


@action
def change_relation(
    *, by: Any, relation: Relation, kind: str, share_of_value: Decimal | None = None, since: date | None = None,
    until: date | None = None, note: str = "",
) -> Relation:  # fmt: skip
    """Relation with other facts; the two sides stay."""
    row = _held(by, relation)
    row.kind = kind
    return _written(row, by, share_of_value, since, until, note)


@action
def end_relation(*, by: Any, relation: Relation, until: date) -> Relation:
    """Relation that ended on a day."""
    row = _held(by, relation)
    if row.until:
        raise Mistake("relations.ended_already")
    return _written(row, by, row.share_of_value, row.since, until, row.note)


@action
def confirm_relation(*, by: Any, relation: Relation) -> Relation:
    """Relation that still is as it says, by one of its sides or by who manages them."""
    row = _held(by, relation)
    if row.until:
        raise Mistake("relations.ended_already")
    row.confirmed_on = timezone.localdate()
    return _kept(row, by, "confirmed")


def _held(by: Any, relation: Relation) -> Relation:
    row = Relation.objects.select_for_update().get(pk=relation.pk)
    if not may_write_relation(by, row):
        raise Mistake("relations.not_yours")
    return row


def _written(row: Relation, by: Any, share: Decimal | None, since: date | None, until: date | None, note: str
             ) -> Relation:  # fmt: skip
    if row.kind not in Relation.Kind.values:
        raise Mistake("forms.invalid_choice", field="kind", came=row.kind[:60])
    if row.source_id == row.target_id:
        raise Mistake("relations.joins_two", field="target")
    if share is not None and not 0 <= share <= 1:
        raise Mistake("relations.share_between", field="share")
    if since and since > timezone.localdate():
        raise Mistake("relations.not_yet", field="since")
    if since and until and until < since:
        raise Mistake("relations.ends_after", field="until")
    row.share_of_value, row.since, row.until, row.note = share, since, until, note.strip()
    spoken_for = {row.source_id, row.target_id} & represented(by)
    row.confirmed_on = timezone.localdate() if spoken_for else None
    try:
        with transaction.atomic():
            return _kept(row, by, "")
    except IntegrityError:
        raise Mistake("relations.there_already", field="kind") from None


def _kept(row: Relation, by: Any, reason: str) -> Relation:
    row._history_user = by
    row._change_reason = reason or None
    row.save()
    return row
