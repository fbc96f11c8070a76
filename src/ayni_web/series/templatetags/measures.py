"""Values of measures as people write them."""

from decimal import Decimal
from typing import Literal

from django import template

from ayni_web.series.models import Measure
from ayni_web.series.readings.showing import written

register = template.Library()


@register.filter
def value_of(value: Decimal | Literal[""] | None, measure: Measure) -> str:
    """Value with the unit of its measure; a dash for what is not there, which a template gives as an empty text."""
    return written(value, measure.unit) if isinstance(value, Decimal | float | int) else "—"
