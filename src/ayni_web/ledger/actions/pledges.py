"""Writes of pledges: written, agreed to, ended; and what was put in counted for them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils import timezone

from ayni_web.common import chain, money
from ayni_web.common.acting import Mistake, action
from ayni_web.ledger import access
from ayni_web.ledger.models import Fulfilment, Fund, Heading, Instalment, Line, Pledge
from ayni_web.ledger.queries import pledges as queries
from ayni_web.ledger.rules.pledging import Part, counted, refuse_parts
from ayni_web.members.models import Organisation

if TYPE_CHECKING:
    from ayni_web.accounts.models import Person


@action
def pledge(
    *, by: "Person", member: Organisation, fund: Fund, currency: str, parts: Sequence[Part],
    heading: Heading | None = None, text: str = "",
) -> Pledge:  # fmt: skip
    """Write down what a member will put in; it counts once the member agreed to it."""
    if not access.may_pledge_for(by, member):
        raise Mistake("pledges.not_yours")
    if member.merged_into_id:
        raise Mistake("pledges.merged", field="member")
    if fund.closed_at:
        raise Mistake("money.fund_closed", field="fund", code=fund.code)
    if currency not in money.known():
        raise Mistake("money.no_currency", field="currency", came=currency)
    refuse_parts(parts)
    row = Pledge.objects.create(member=member, fund=fund, currency=currency, heading=heading, text=text, made_by=by)
    Instalment.objects.bulk_create(
        [Instalment(pledge=row, due_on=part.due_on, minor=part.minor, in_kind=part.in_kind, text=part.text)
         for part in sorted(parts, key=lambda part: part.due_on)]
    )  # fmt: skip
    return row


@action
def agree(*, by: "Person", pledge: Pledge) -> Pledge:
    """Agree to a pledge in the name of its member; from now on its parts are due."""
    row = _held(pledge)
    if not access.may_agree(by, row):
        raise Mistake("pledges.another_agrees")
    row.agreed_by, row.agreed_at = by, timezone.now()
    row.typed_for = row.member_id not in access.reads_of(by)
    row.save(update_fields=["agreed_by", "agreed_at", "typed_for"])
    chain.append("ledger.pledge_agreed", by=by, pledge=str(row.pk), parts=row.instalments.count(),
                 typed_for=row.typed_for)  # fmt: skip
    return row


@action
def end(*, by: "Person", pledge: Pledge, reason: str) -> Pledge:
    """End a pledge: what of it is missing is owed no longer; what was put in stays. The reason is told."""
    row = _held(pledge)
    if not access.may_end(by, row):
        raise Mistake("pledges.not_ended_by_you")
    row.ended_by, row.ended_at, row.why_ended = by, timezone.now(), reason
    row.save(update_fields=["ended_by", "ended_at", "why_ended"])
    chain.append("ledger.pledge_ended", by=by, pledge=str(row.pk), agreed=row.agreed_at is not None)
    return row


@action
def count_put_in(*, by: "Person", member: Organisation) -> Organisation:
    """Count what a member put in for the parts of its pledges that it fits, those due first before the others."""
    _drawers(by)
    held = _hold(member)
    found = queries.counts(held)
    if not found:
        raise Mistake("pledges.nothing_to_count", member=held.name)
    Fulfilment.objects.bulk_create(
        [Fulfilment(line_id=line, instalment_id=part, minor=minor, made_by=by) for line, part, minor in found]
    )
    return held


@action
def count_for(*, by: "Person", instalment: Instalment, line: Line, minor: int | None = None) -> Fulfilment:
    """Count what was put in for one part: as much as fits, or so many minor units."""
    _drawers(by)
    part = Instalment.objects.select_related("pledge__member__merged_into").get(pk=instalment.pk)
    member = _hold(queries.standing(part.pledge.member))
    free = {row.pk: row for row in queries.uncounted(member)}
    missing = [each for each in queries.missing(queries.family(member)) if each.pk == part.pk]
    found = list(counted([queries.contribution(free[line.pk])], missing)) if line.pk in free else []
    if not found:
        raise Mistake("pledges.does_not_fit", field="line")
    most = found[0][2]
    if minor is not None and not 0 < minor <= most:
        raise Mistake("pledges.counts_for_more", field="minor", most=money.amount(most, part.pledge.currency))
    return Fulfilment.objects.create(instalment=part, line=free[line.pk], minor=minor or most, made_by=by)


@action
def uncount(*, by: "Person", fulfilment: Fulfilment) -> Fulfilment:
    """Count something no longer for a part: what was put in is free to count for another."""
    _drawers(by)
    row = Fulfilment.objects.select_for_update().get(pk=fulfilment.pk)
    if row.ended_at:
        raise Mistake("pledges.uncounted_already")
    row.ended_by, row.ended_at = by, timezone.now()
    row.save(update_fields=["ended_by", "ended_at"])
    return row


def _drawers(by: "Person") -> None:
    if not access.may_draw(by):
        raise Mistake("money.not_yours")


def _hold(member: Organisation) -> Organisation:
    """Member, held so that nothing of it is counted twice at the same moment."""
    return Organisation.objects.select_for_update().get(pk=member.pk)


def _held(pledge: Pledge) -> Pledge:
    return Pledge.objects.select_for_update(of=("self",)).select_related("member").get(pk=pledge.pk)
