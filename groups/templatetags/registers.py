"""What the pages of the registers need beside Django's own tags."""

from collections.abc import Iterable
from typing import Any

from django import template

from groups.admin.tasks import Line, tasks_of

register = template.Library()


@register.filter
def by_task(app_list: Iterable[dict[str, Any]]) -> list[tuple[str, list[Line]]]:
    """The registers of every app by what one comes to do."""
    return list(tasks_of(entry for app in app_list for entry in app["models"]).items())
