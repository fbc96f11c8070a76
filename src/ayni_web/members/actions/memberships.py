"""Writes of who is in a cluster: asked, added, admitted, waiting, refused, gone; and what part is in which link."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from ayni_web.accounts.models import Notice
from ayni_web.common import chain
from ayni_web.common.acting import Mistake, action
from ayni_web.members.access import may_act_for, may_manage, represented
from ayni_web.members.actions.holding import held, held_by, told
from ayni_web.members.actions.rights import acts_for
from ayni_web.members.actions.seats import first_waiting, seat_is_free
from ayni_web.members.links import known_roles
from ayni_web.members.models import Cluster, Link, Membership, Organisation, Part

State = Membership.State
WHOLE = 10_000


@action
def apply(*, by: Any, cluster: Cluster, organisation: Organisation) -> Membership:
    """Application of an organisation, made by someone who acts for it."""
    if not acts_for(by, organisation):
        raise Mistake("memberships.applied_by_its_own", field="organisation")
    row = held(cluster)
    _refuse_open(row, organisation)
    return _kept(Membership(cluster=row, organisation=organisation, kind=organisation.kind, state=State.APPLIED), by)


@action
def add_member(*, by: Any, cluster: Cluster, organisation: Organisation, since: date | None = None) -> Membership:
    """Organisation that a manager puts in, typed for those without a phone; where no seat is free it waits."""
    row = held_by(by, cluster)
    # To be in a cluster lets its managers write for the organisation: only those who already may can put it there.
    if not may_act_for(by, organisation):
        raise Mistake("memberships.not_yours_to_add", field="organisation")
    _refuse_open(row, organisation)
    made = Membership(cluster=row, organisation=organisation, kind=organisation.kind, decided_by=by)
    return _seated(by, row, made, since)


@action
def admit(*, by: Any, membership: Membership, since: date | None = None) -> Membership:
    """Member that was admitted; where no seat of its kind is free it waits in order, and the answer says so."""
    cluster = held_by(by, membership.cluster)
    row = _asked(membership)
    turn = first_waiting(cluster, row.kind)
    if row.state == State.WAITING and not seat_is_free(cluster, row.kind):
        raise Mistake("memberships.no_seat")
    if row.state == State.WAITING and turn is not None and turn.pk != row.pk:
        raise Mistake("memberships.not_its_turn", organisation=turn.organisation.name)
    row.decided_by = by
    return _seated(by, cluster, row, since)


@action
def refuse(*, by: Any, membership: Membership, reason: str) -> Membership:
    """Application that was not admitted, with the reason, which the applicant reads."""
    cluster = held_by(by, membership.cluster)
    row = _asked(membership)
    row.state, row.reason, row.decided_by = State.REFUSED, told(reason, "cluster.say_why", "reason"), by
    _kept(row, by)
    chain.append("membership.refused", by=by, membership=str(row.pk), cluster=str(cluster.pk))
    _tell(row, "memberships.told_refused")
    return row


@action
def leave(*, by: Any, membership: Membership, reason: str = "") -> Membership:
    """Membership that ended, or an application taken back; a manager who ends it says why."""
    manages = may_manage(by, membership.cluster)
    own = acts_for(by, membership.organisation)
    if not (manages or own):
        raise Mistake("cluster.not_yours")
    cluster = held(membership.cluster)
    row = Membership.objects.select_for_update().get(pk=membership.pk)
    if row.state not in Membership.OPEN:
        raise Mistake("memberships.gone_already")
    row.reason = reason.strip() if own else told(reason, "cluster.say_why", "reason")
    was_in = row.state == State.MEMBER
    row.state = State.LEFT
    row.until = max(timezone.localdate(), row.since) if was_in and row.since else None
    _kept(row, by)
    chain.append("membership.left", by=by, membership=str(row.pk), cluster=str(cluster.pk))
    if not own:
        _tell(row, "memberships.told_left")
    if was_in:
        _offer(cluster, row.kind)
    return row


@action
def set_parts(*, by: Any, membership: Membership, parts: Iterable[tuple[Link, str, Decimal]]) -> Membership:
    """Member with its parts in links: each link, role (or none) and percent; they sum to exactly 100."""
    if not (may_manage(by, membership.cluster) or membership.organisation_id in represented(by)):
        raise Mistake("cluster.not_yours")
    cluster = held(membership.cluster)
    row = Membership.objects.select_for_update().get(pk=membership.pk)
    if row.state not in Membership.OPEN:
        raise Mistake("memberships.gone_already")
    wanted = [(link, role, percent) for link, role, percent in parts if percent]
    _refuse_parts(cluster, wanted)
    row.parts.all().delete()
    Part.objects.bulk_create(
        Part(membership=row, link=link, role=role, share=int(percent * 100)) for link, role, percent in wanted
    )
    return row


def _refuse_parts(cluster: Cluster, wanted: list[tuple[Link, str, Decimal]]) -> None:
    total = sum((percent for _, _, percent in wanted), Decimal())
    if any(link.cluster_id != cluster.pk for link, _, _ in wanted):
        raise Mistake("memberships.link_of_another")
    if any(role and role not in known_roles() for _, role, _ in wanted):
        raise Mistake("memberships.unknown_role")
    if any(percent < 0 or percent * 100 != int(percent * 100) for _, _, percent in wanted):
        raise Mistake("memberships.two_decimals")
    if len({(link.pk, role) for link, role, _ in wanted}) != len(wanted):
        raise Mistake("memberships.same_part_twice")
    if total != 100:
        raise Mistake("memberships.sum", total=f"{total.normalize():f}")


def _refuse_open(cluster: Cluster, organisation: Organisation) -> None:
    if organisation.merged_into_id:
        raise Mistake("organisations.merged_already")
    if cluster.memberships.filter(organisation=organisation, state__in=Membership.OPEN).exists():
        raise Mistake("memberships.open_already", field="organisation", organisation=organisation.name)


def _asked(membership: Membership) -> Membership:
    row = Membership.objects.select_for_update().get(pk=membership.pk)
    if row.state not in (State.APPLIED, State.WAITING):
        raise Mistake("memberships.decided_already")
    return row


def _seated(by: Any, cluster: Cluster, row: Membership, since: date | None) -> Membership:
    """Give the seat that is free and not another's turn; else a place in the queue.

    The cluster is locked, so that two admissions never count the same free seat; the guard stands behind it.
    """
    turn = first_waiting(cluster, row.kind)
    if seat_is_free(cluster, row.kind) and (turn is None or turn.pk == row.pk):
        today = timezone.localdate()
        row.since = since or today
        if not cluster.started_on <= row.since <= today:
            raise Mistake("memberships.since_between", field="since")
        row.state = State.MEMBER
        _kept(row, by)
        chain.append("membership.admitted", by=by, membership=str(row.pk), cluster=str(cluster.pk))
        _tell(row, "memberships.told_admitted")
        return row
    row.state = State.WAITING
    _kept(row, by)
    chain.append("membership.waiting", by=by, membership=str(row.pk), cluster=str(cluster.pk))
    _tell(row, "memberships.told_waiting")
    return row


def _offer(cluster: Cluster, kind: str) -> None:
    """Tell the managers whose turn it is, once a seat is free."""
    turn = first_waiting(cluster, kind)
    if turn is None or not seat_is_free(cluster, kind):
        return
    facts = {"cluster": cluster.name, "organisation": turn.organisation.name}
    Notice.objects.bulk_create(
        Notice(person_id=person, key="memberships.told_seat_free", facts=facts)
        for person in cluster.managements.filter(until__isnull=True).values_list("person_id", flat=True)
    )


def _tell(row: Membership, key: str) -> None:
    facts = {"cluster": row.cluster.name, "organisation": row.organisation.name}
    acting = row.organisation.representations.filter(until__isnull=True)
    Notice.objects.bulk_create(
        Notice(person_id=person, key=key, facts=facts) for person in acting.values_list("person_id", flat=True)
    )


def _kept(row: Membership, by: Any) -> Membership:
    row._history_user = by
    row.save()
    return row
