"""The way from a page behind sign-in to the page of the handbook about what is done there."""

from django import template
from django.template import RequestContext

from samverkan.portal.handbook import Task, task_of

register = template.Library()


@register.inclusion_tag("portal/_help_here.html", takes_context=True)
def help_here(context: RequestContext) -> dict[str, Task | None]:
    """A link to the page of the handbook about the page that is shown; nothing where there is none."""
    request = context.get("request")
    match = request.resolver_match if request else None
    if not match:
        return {"task": None}
    kind = getattr(context.get("meeting"), "kind", "")
    return {"task": task_of(match.view_name, writes=bool(context.get("writes")), kind=kind)}
