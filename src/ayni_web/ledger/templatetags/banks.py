"""Movements of banks and lines of the books in templates, by what they are called."""

from django import template

from ayni_web.common.language import said
from ayni_web.ledger.forms.banks import movement_title
from ayni_web.ledger.models import Line, Movement
from ayni_web.ledger.queries.journal import memo_of

register = template.Library()


@register.filter
def movement(row: Movement) -> str:
    """What a movement is called."""
    return movement_title(row)


@register.filter
def line_words(line: Line) -> str:
    """Words of the entry of a line."""
    return memo_of(line.entry.memo)["text"] or said("ledger.blanked")
