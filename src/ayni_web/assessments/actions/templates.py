"""Questionnaires: copied from the library or from another, and edited; what a round asked with is never changed."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ayni.library import BadEntry, Entry, entry
from ayni.library.questionnaires import questionnaire_from
from ayni_web.assessments.access import may_ask_in, may_edit
from ayni_web.assessments.models import Assessment, Template, Version
from ayni_web.assessments.queries.templates import document_of, visible_templates
from ayni_web.common.acting import Mistake, action
from ayni_web.members.models import Cluster

if TYPE_CHECKING:
    from ayni_web.accounts.models import Person


@action
def copy_entry(*, by: "Person", code: str, cluster: Cluster | None = None) -> Template:
    """Questionnaire of the library, copied to be edited: for every cluster, or for one."""
    if not may_ask_in(by, cluster):
        raise Mistake("assessments.not_yours")
    template = Template.objects.create(cluster=cluster, entry=code, added_by=by)
    content = document_of(_known(code))
    Version.objects.create(template=template, number=1, content=content, made_by=by)
    return template


@action
def copy_version(*, by: "Person", version: Version, cluster: Cluster | None = None) -> Template:
    """Version of another questionnaire, copied to be edited apart from it."""
    seen = visible_templates(by).filter(pk=version.template_id).exists()
    if not seen or not may_ask_in(by, cluster):
        raise Mistake("assessments.not_yours")
    template = Template.objects.create(cluster=cluster, copied_from=version, added_by=by)
    Version.objects.create(template=template, number=1, content=version.content, made_by=by)
    return template


@action
def edit_template(*, by: "Person", template: Template, content: Mapping[str, Any]) -> Version:
    """Edit a questionnaire: its last version while no round asks with it, else the next version."""
    locked = Template.objects.select_for_update(of=("self",)).select_related("cluster").get(pk=template.pk)
    if not may_edit(by, locked):
        raise Mistake("assessments.not_yours")
    try:
        questionnaire_from("edited", content)
    except BadEntry as wrong:
        raise Mistake(wrong.key, **wrong.facts) from wrong
    last = locked.versions.order_by("-number").select_for_update()[0]
    if last.content == content:
        return last
    if Assessment.objects.filter(version=last).exists():
        return Version.objects.create(template=locked, number=last.number + 1, content=content, made_by=by)
    last.content, last.made_by = content, by
    last.save(update_fields=["content", "made_by"])
    return last


def _known(code: str) -> Entry:
    try:
        return entry("questionnaires", code)
    except BadEntry as wrong:
        raise Mistake("assessments.no_such_questionnaire") from wrong
