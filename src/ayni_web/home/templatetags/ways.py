"""Addresses of what the first page shows."""

from django import template

from ayni_web.common.reminders import address
from ayni_web.studies.models import Study

register = template.Library()


@register.simple_tag
def study_page(study: Study) -> str:
    """Address of a study's own page."""
    return address("studies:study", "studies:list", pk=study.pk)
