"""A count as people read it: ``{{ rule.low|counted:rule.share }}``."""

from django import template

from ayni_web.common.templatetags.ayni import number, percent

register = template.Library()


@register.filter
def counted(value: float, share: bool) -> str:
    """Share in percent; any other figure whole, or with one decimal where it is not."""
    return percent(value) if share else number(value, 0 if float(value).is_integer() else 1)
