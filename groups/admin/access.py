"""Who gets in: a group that the visitor may not know of is 404, one that is not theirs to run is 403."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from groups.models import Group, User
from groups.rules import keeps_group


class UserRequest(HttpRequest):
    """A request behind ``signed_in``."""

    user: User


def group_for(request: UserRequest, slug: str, *, to_keep: bool = True) -> Group:
    """The group, if the visitor may know of it and, with ``to_keep``, work in its registers."""
    visible = Group.objects.visible_to(request.user, on=timezone.localdate())
    group: Group = get_object_or_404(visible.select_related("type", "area"), slug=slug)
    if to_keep and not keeps_group(request.user, group):
        raise PermissionDenied("Det här gör gruppens processledare, koordinator eller områdets administratör.")
    return group
