"""What the pages of spreadsheets say besides."""

from django import template

from ayni.errors import Fault
from ayni_web.common.language import current

register = template.Library()


@register.simple_tag
def fault_said(fault: Fault) -> str:
    """Sentence of a fault in the reader's language; it is escaped."""
    return fault.text(current())
