"""Evidence on any page: ``{% load evidence %}{% evidence "relation" relation.pk %}``, and ``{% shows document %}``."""

from typing import Any

from django import template

from ayni_web.documents.models import Document
from ayni_web.events.models import Event
from ayni_web.series.access import may_attach, subject_of
from ayni_web.series.queries import evidence_of, shown_by

register = template.Library()


@register.inclusion_tag("series/evidence.html", takes_context=True)
def evidence(context: template.Context, subject: str, subject_id: Any) -> dict[str, Any]:
    """What a row is shown by, and the way to add to it; nothing for those who do not see the row."""
    person = context["request"].user
    row = subject_of(person, subject, subject_id)
    if row is None:
        return {"row": None}
    return {
        "row": row, "subject": subject, "subject_id": subject_id, "may_attach": may_attach(person, row),
        "pieces": evidence_of(person, subject, subject_id),
    }  # fmt: skip


@register.inclusion_tag("series/shows.html", takes_context=True)
def shows(context: template.Context, thing: Document | Event) -> dict[str, Any]:
    """What a document or an event is evidence of."""
    person = context["request"].user
    return {"subjects": shown_by(person, thing) if person.is_authenticated else []}
