"""Rich text in a template."""

from django import template
from django.utils.safestring import SafeString

from samverkan.common.richtext import shown

register = template.Library()


@register.filter
def rich(text: str) -> SafeString:
    """Rich text of the working text as safe HTML."""
    return shown(text)
