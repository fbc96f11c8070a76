"""Writes of plans and their content: added, typed step by step, taken by members."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Max

from ayni.errors import AyniError
from ayni_web.common import chain
from ayni_web.common.acting import Mistake, action
from ayni_web.common.archives import office_kind
from ayni_web.members.models import Cluster, Membership, Organisation
from ayni_web.ventures import access, shelves
from ayni_web.ventures.analysis import document_read, is_workbook
from ayni_web.ventures.contents import EMPTY, content_of, rows_of
from ayni_web.ventures.models import Assumption, Hand, Participant, Plan, Version

if TYPE_CHECKING:
    from ayni_web.accounts.models import Person

Document = dict[str, Any]
FILE_LIMIT = 512 << 10


@action
def add_empty(*, by: "Person", cluster: Cluster, title: str) -> Version:
    """First version of a plan that is typed from nothing."""
    return _added(by, cluster, {**EMPTY, "plan": {**EMPTY["plan"], "title": title}})


@action
def add_example(*, by: "Person", cluster: Cluster, example: str) -> Version:
    """First version of a plan that begins as an example."""
    return _added(by, cluster, shelves.example(example))


@action
def add_file(*, by: "Person", cluster: Cluster, file: UploadedFile) -> Version:
    """First version of a plan that came as a TOML file or a workbook; what is wrong is told beside its steps."""
    content = content_of_file(file)
    try:
        document = document_read(content, file.name or "plan.toml")
    except Mistake:
        raise
    except AyniError as error:
        raise Mistake(error.key, field="file", **error.facts) from error
    return _added(by, cluster, document)


def content_of_file(file: UploadedFile) -> bytes:
    """Bytes of a file that came; one that is larger than any plan is refused, and so is an archive that is not safe."""
    if (file.size or 0) > FILE_LIMIT:
        raise Mistake("plans.file_too_big", field="file", limit=FILE_LIMIT >> 10)
    file.seek(0)
    content = file.read()
    if is_workbook(content):
        _refuse_unsafe(content, file.name or "")
    return content


def _refuse_unsafe(content: bytes, name: str) -> None:
    try:
        kind = office_kind(content)
    except Mistake as error:
        raise Mistake(error.key, field="file", name=name, **error.facts) from error
    if kind != "xlsx":
        raise Mistake("plans.not_xlsx", field="file")


@action
def add_version(*, by: "Person", version: Version) -> Version:
    """Next version of a plan, which begins as another of it stands."""
    plan = _held(by, version.plan)
    return _version(by, plan, version.document)


@action
def write(
    *, by: "Person", version: Version, of: str, change: Callable[[Document], Document]
) -> Version:  # fmt: skip
    """Version whose content was changed; ``of`` is the hash of what was changed, so that nobody writes over another."""
    row = open_version(by, version)
    if of != row.sha256:
        raise Mistake("plans.changed_meanwhile")
    return written(by, row, change(row.document))


@action
def take_part(*, by: "Person", plan: Plan, organisation: Organisation, type: str) -> Participant:  # noqa: A002
    """That a member of the cluster takes part as one of a type."""
    row = _held(by, plan)
    member = Membership.objects.filter(
        cluster=row.cluster_id, organisation=organisation, state=Membership.State.MEMBER
    )  # fmt: skip
    if not member.exists():
        raise Mistake("plans.not_a_member", field="organisation", organisation=organisation.name)
    if Participant.objects.filter(plan=row, organisation=organisation).exists():
        raise Mistake("plans.takes_part_already", field="organisation", organisation=organisation.name)
    return Participant.objects.create(plan=row, organisation=organisation, type=type, added_by=by)


@action
def leave_out(*, by: "Person", participant: Participant) -> Plan:
    """Plan without a member that takes no part in it."""
    plan = _held(by, participant.plan)
    Participant.objects.filter(pk=participant.pk).delete()
    return plan


def _held(by: "Person", plan: Plan) -> Plan:
    row = Plan.objects.select_for_update(of=("self",)).select_related("cluster").get(pk=plan.pk)
    if not access.may_write(by, row):
        raise Mistake("plans.not_yours")
    return row


def open_version(by: "Person", version: Version) -> Version:
    """Version as it stands now, held until the write is done; refused once it is signed."""
    plan = _held(by, version.plan)
    row = Version.objects.select_for_update().get(pk=version.pk, plan=plan)
    if row.is_signed:
        raise Mistake("plans.signed_stands")
    return row


def _added(by: "Person", cluster: Cluster, document: Document) -> Version:
    if not access.clusters_to_plan(by).filter(pk=cluster.pk).exists():
        raise Mistake("plans.not_yours", field="cluster")
    head = document.get("plan")
    title = str(head.get("title", "")).strip()[:200] if isinstance(head, Mapping) else ""
    plan = Plan.objects.create(cluster=cluster, title=title or cluster.name, added_by=by)
    chain.append("plan.added", by=by, plan=str(plan.pk), cluster=str(cluster.pk))
    return _version(by, plan, document)


def _version(by: "Person", plan: Plan, document: Document) -> Version:
    last = plan.versions.aggregate(last=Max("number"))["last"] or 0
    kept = content_of(document)
    made = Version.objects.create(
        plan=plan, number=last + 1, content=kept.text, sha256=kept.sha256, figures_sha256=kept.figures_sha256,
        author=by,
    )  # fmt: skip
    Hand.objects.create(version=made, person=by)
    _assume(made, document)
    return Version.objects.get(pk=made.pk)


def written(by: "Person", row: Version, document: Document) -> Version:
    kept = content_of(document)
    if kept.figures_sha256 != row.figures_sha256:
        row.state = Version.State.DRAFT
    row.content, row.sha256, row.figures_sha256 = kept.text, kept.sha256, kept.figures_sha256
    row.save()
    Hand.objects.get_or_create(version=row, person=by)
    _assume(row, document)
    title = str(document["plan"].get("title", "")).strip() if isinstance(document.get("plan"), dict) else ""
    if title and row.number == row.plan.versions.aggregate(last=Max("number"))["last"]:
        Plan.objects.filter(pk=row.plan_id).update(title=title[:200])
    return row


def _assume(row: Version, document: Document) -> None:
    """Assumptions as the content tells them; one that cannot be told yet is no row, and its fault is shown."""
    told = {str(each.get("text", ""))[:400]: each for each in rows_of(document, "assumption")}
    row.assumptions.all().delete()
    Assumption.objects.bulk_create(
        Assumption(version=row, text=text, source=str(each.get("source", ""))[:400], expires_on=expires)
        for text, each in told.items()
        if text and (expires := _day(each.get("expires"))) is not None
    )


def _day(told: Any) -> date | None:
    try:
        return date.fromisoformat(str(told))
    except ValueError:
        return None
