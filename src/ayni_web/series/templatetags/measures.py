"""Values of measures as people write them."""

from decimal import Decimal

from django import template

from ayni_web.series.models import Measure
from ayni_web.series.readings.showing import written

register = template.Library()


@register.filter
def value_of(value: Decimal | None, measure: Measure) -> str:
    """Value with the unit of its measure; a dash for what is not there."""
    return "—" if value is None else written(value, measure.unit)
