"""Questionnaires: those of the library, and those that were copied and edited."""

from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from ayni.library import Entry, entry
from ayni.library.questionnaires import Questionnaire, questionnaire_from
from ayni_web.accounts.access import is_staff
from ayni_web.assessments.access import template_seers
from ayni_web.assessments.models import Assessment, Template, Version
from ayni_web.members.access import managed
from ayni_web.members.models import Cluster
from ayni_web.members.queries import standing_clusters


def visible_templates(person: Any) -> QuerySet[Template]:
    """Questionnaires that a person may read and ask with, the last version first."""
    versions = Version.objects.order_by("-number")
    found = Template.objects.filter(template_seers(person)).select_related("cluster", "added_by")
    return found.prefetch_related(Prefetch("versions", versions)).order_by("-added_at", "pk")


def versions_of(template: Template) -> QuerySet[Version]:
    """Versions of a questionnaire, the last first, each with whether a round asks with it."""
    asked = Assessment.objects.filter(version=OuterRef("pk"))
    return template.versions.select_related("made_by").annotate(asked=Exists(asked)).order_by("-number")


def last_version(template: Template) -> Version:
    """Version that the next round asks with."""
    return versions_of(template).select_related("template__cluster")[0]


def read(version: Version) -> Questionnaire:
    """Questionnaire that a version holds."""
    return questionnaire_from(f"v{version.number}", version.content)


def clusters_to_ask(person: Any) -> QuerySet[Cluster]:
    """Clusters in which a person opens rounds."""
    return standing_clusters() if is_staff(person) else standing_clusters().filter(pk__in=managed(person))


def template_of(person: Any, pk: UUID) -> Template | None:
    """Questionnaire by its key, if the person sees it."""
    return visible_templates(person).filter(pk=pk).first()


def document_of(found: Entry) -> dict[str, Any]:
    """What the file of an entry says, as a version keeps it."""
    head = {name: getattr(found, name) for name in ("source", "title", "about")}
    return {"serves": list(found.serves), **head, **found.content}


def unchanged_copy(person: Any, code: str, cluster: Cluster | None) -> Template | None:
    """Copy of an entry of the library that still says what the entry says; the first that was made."""
    content = document_of(entry("questionnaires", code))
    copies = visible_templates(person).filter(entry=code, cluster=cluster).order_by("added_at", "pk")
    return next((each for each in copies if next(iter(each.versions.all())).content == content), None)
