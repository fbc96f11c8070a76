"""What a cluster is for and what it is not: proposed by one person, decided by another."""

import hashlib
from typing import Any

from django.utils import timezone

from ayni_web.common import chain
from ayni_web.common.acting import Mistake, action
from ayni_web.members.access import may_manage
from ayni_web.members.actions.holding import held, held_by, told
from ayni_web.members.models import Cluster, Scope


@action
def propose_scope(*, by: Any, cluster: Cluster, inside: str, why: str, outside: str = "") -> Scope:
    """Next version of a scope, proposed; a service out of scope is asked for in this way, too."""
    row = held_by(by, cluster)
    if row.scopes.filter(state=Scope.State.PROPOSED).exists():
        raise Mistake("scopes.one_at_a_time")
    last = row.scopes.first()
    made = Scope.objects.create(
        cluster=row, version=last.version + 1 if last else 1, inside=told(inside, "scopes.say_inside", "inside"),
        outside=outside.strip(), why=told(why, "cluster.say_why", "why"), proposed_by=by,
    )  # fmt: skip
    chain.append("scope.proposed", by=by, cluster=str(row.pk), scope=str(made.pk), text=_hash(made))
    return made


@action
def decide_scope(*, by: Any, scope: Scope, decision: str, reason: str) -> Scope:
    """Scope that another person ``approved`` or ``refused``, with the reason; the one in force is then replaced."""
    if not may_manage(by, scope.cluster):
        raise Mistake("cluster.not_yours")
    held(scope.cluster)
    row = Scope.objects.select_for_update().get(pk=scope.pk)
    if row.state != Scope.State.PROPOSED:
        raise Mistake("scopes.decided_already")
    if row.proposed_by_id == by.pk:
        raise Mistake("scopes.decided_by_another")
    if decision not in (Scope.State.APPROVED, Scope.State.REFUSED):
        raise Mistake("forms.invalid_choice", field="decision", came=decision[:60])
    reason = told(reason, "cluster.say_why", "reason")
    if decision == Scope.State.APPROVED:
        Scope.objects.filter(cluster_id=row.cluster_id, state=Scope.State.APPROVED).update(state=Scope.State.REPLACED)
    row.state, row.decided_by, row.decided_at, row.reason = decision, by, timezone.now(), reason
    row.save()
    chain.append(f"scope.{decision}", by=by, cluster=str(row.cluster_id), scope=str(row.pk), text=_hash(row))
    return row


def _hash(scope: Scope) -> str:
    return hashlib.sha256("\n".join((scope.inside, scope.outside, scope.why)).encode("utf-8")).hexdigest()
