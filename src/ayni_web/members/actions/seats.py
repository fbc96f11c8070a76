"""How many members of a kind a cluster takes, and whether a seat is free."""

from typing import Any

from ayni_web.common import chain
from ayni_web.common.acting import Mistake, action
from ayni_web.common.language import said
from ayni_web.members.actions.holding import held_by, told
from ayni_web.members.models import Cluster, Kind, Membership, SeatLimit


@action
def limit_seats(*, by: Any, cluster: Cluster, kind: str, most: int, why: str) -> SeatLimit:
    """Limit of a kind, set or changed; never under the number of those who are in."""
    row = held_by(by, cluster)
    if kind not in Kind.values:
        raise Mistake("forms.invalid_choice", field="kind", came=kind[:60])
    taken = seats_taken(row, kind)
    if most < taken:
        raise Mistake("seats.under_present", field="most", n=taken, kind=said(f"kinds.{kind}"))
    made, _ = SeatLimit.objects.update_or_create(
        cluster=row, kind=kind, defaults={"most": most, "why": told(why, "cluster.say_why", "why")}
    )
    chain.append("seats.limited", by=by, cluster=str(row.pk), seats=kind, most=most)
    return made


@action
def lift_limit(*, by: Any, limit: SeatLimit) -> Cluster:
    """Cluster that takes any number of a kind again."""
    row = held_by(by, limit.cluster)
    SeatLimit.objects.filter(pk=limit.pk).delete()
    chain.append("seats.lifted", by=by, cluster=str(row.pk), seats=limit.kind)
    return row


def seats_taken(cluster: Cluster, kind: str) -> int:
    """Members of a kind today."""
    return cluster.memberships.filter(kind=kind, state=Membership.State.MEMBER).count()


def seat_is_free(cluster: Cluster, kind: str) -> bool:
    """Whether one more of a kind may be admitted."""
    limit = cluster.seat_limits.filter(kind=kind).first()
    return limit is None or seats_taken(cluster, kind) < limit.most


def first_waiting(cluster: Cluster, kind: str) -> Membership | None:
    """Whose turn it is when a seat of a kind is free."""
    waiting = cluster.memberships.filter(kind=kind, state=Membership.State.WAITING)
    return waiting.select_related("organisation").order_by("applied_at", "id").first()
