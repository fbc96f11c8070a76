"""Processes: copied from the library or from another, put in force, retired."""

import hashlib
from typing import TYPE_CHECKING, Any

from django.db.models import Max
from django.utils import timezone

from ayni.library import BadEntry
from ayni.library.processes import Process as Told
from ayni_web.common import chain
from ayni_web.common.acting import Mistake, action
from ayni_web.members.models import Cluster
from ayni_web.processes import analysis
from ayni_web.processes.access import may_edit, may_write_for
from ayni_web.processes.models import Process, Rules, Step, Way

if TYPE_CHECKING:
    from ayni_web.accounts.models import Person


@action
def copy_entry(*, by: "Person", entry: str, cluster: Cluster | None = None) -> Rules:
    """Draft of a process that begins as an entry of the library has it."""
    _own(by, cluster)
    try:
        document = analysis.document_of(entry)
    except BadEntry:
        raise Mistake("processes.no_entry", field="entry") from None
    process = Process.objects.create(cluster=cluster, entry=entry, added_by=by)
    return _drafted(by, process, document)


@action
def copy_rules(*, by: "Person", rules: Rules, cluster: Cluster | None = None) -> Rules:
    """Draft of a process that begins as another has it."""
    _own(by, cluster)
    process = Process.objects.create(cluster=cluster, entry=rules.process.entry, copied_from=rules, added_by=by)
    return _drafted(by, process, rules.document)


@action
def use_entry(*, by: "Person", entry: str, cluster: Cluster | None = None) -> Rules:
    """Process of the library put in force as it is."""
    draft = copy_entry(by=by, entry=entry, cluster=cluster)
    return put_in_force(by=by, rules=draft)


@action
def start_draft(*, by: "Person", process: Process) -> Rules:
    """Draft of the next version of a process; the one there is, where somebody began it."""
    row = _held(by, process)
    begun = row.versions.filter(state=Rules.State.DRAFT).first()
    return begun or _drafted(by, row, row.versions.first().document)


@action
def drop_draft(*, by: "Person", rules: Rules) -> Process:
    """Give up a draft; cases and rules in force stay as they are, and a process that was only a draft goes."""
    process = _held(by, rules.process)
    draft = process.versions.filter(pk=rules.pk, state=Rules.State.DRAFT).first()
    if draft is None:
        raise Mistake("processes.not_a_draft")
    draft.delete()
    if not process.versions.exists():
        process.delete()
    return process


@action
def put_in_force(*, by: "Person", rules: Rules) -> Rules:
    """Rules that new cases are opened with from now on; open cases keep theirs."""
    process = _held(by, rules.process)
    row = Rules.objects.select_for_update().get(pk=rules.pk)
    if row.state != Rules.State.DRAFT:
        raise Mistake("processes.not_a_draft")
    try:
        told = analysis.read(row.document)
    except BadEntry as wrong:
        raise Mistake(wrong.key, **wrong.facts) from None
    _lay(row, told)
    process.versions.filter(state=Rules.State.IN_FORCE).update(state=Rules.State.REPLACED)
    row.title, row.openers, row.subjects = dict(told.title), list(told.opened_by), list(told.subjects)
    row.blocks, row.state, row.put_by, row.put_at = told.blocks, Rules.State.IN_FORCE, by, timezone.now()
    row.save()
    chain.append("process.put_in_force", by=by, process=str(process.pk), rules=str(row.pk), text=_hash(row))
    return row


@action
def retire(*, by: "Person", process: Process) -> Process:
    """Process that opens no more cases; those that are open go on to their end."""
    row = _held(by, process)
    row.versions.filter(state=Rules.State.IN_FORCE).update(state=Rules.State.REPLACED)
    row.versions.filter(state=Rules.State.DRAFT).delete()
    if not row.versions.exists():
        raise Mistake("processes.not_in_force")
    row.retired_at, row.retired_by = timezone.now(), by
    row.save(update_fields=["retired_at", "retired_by"])
    chain.append("process.retired", by=by, process=str(row.pk))
    return row


def _own(by: "Person", cluster: Cluster | None) -> None:
    if not may_write_for(by, cluster):
        raise Mistake("processes.not_yours", field="cluster")
    if cluster is not None and cluster.state == Cluster.State.ENDED:
        raise Mistake("cluster.ended_already", field="cluster")


def _held(by: "Person", process: Process) -> Process:
    row = Process.objects.select_for_update().get(pk=process.pk)
    if not may_edit(by, row):
        raise Mistake("processes.not_yours")
    return row


def _drafted(by: "Person", process: Process, document: dict[str, Any]) -> Rules:
    last = process.versions.aggregate(last=Max("number"))["last"] or 0
    return Rules.objects.create(
        process=process, number=last + 1, document=document, title=document["title"], made_by=by
    )


def _lay(rules: Rules, told: Told) -> None:
    """Write the steps and the ways of rules as rows that cases stand on."""
    steps = {
        each.code: Step.objects.create(
            rules=rules, code=each.code, position=at, title=dict(each.title), asks=dict(each.asks), owner=each.owner,
            days=each.days, counting=each.counting, documents=list(each.documents), by_another=each.check,
            pause=each.pause, ending=each.end, leads_to=each.leads_to,
        )
        for at, each in enumerate(told.steps)
    }  # fmt: skip
    for step in told.steps:
        for at, way in enumerate(step.moves):
            target = steps[way.to]
            # Nobody is kept from giving up what they began.
            another = step.check and target.ending != "withdrawn"
            Way.objects.create(
                origin=steps[step.code], target=target, position=at, title=dict(way.title), by=list(way.by),
                reason=way.reason, by_another=another,
            )  # fmt: skip


def _hash(rules: Rules) -> str:
    return hashlib.sha256(chain.canonical(rules.document).encode("utf-8")).hexdigest()
