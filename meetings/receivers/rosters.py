"""What a meeting to come does when somebody joins a group, leaves it or changes role."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils import timezone

from groups.models import Membership
from meetings.calendars import invitations
from meetings.models import Meeting


@receiver([post_save, post_delete], sender=Membership)
def follow(sender: Any, instance: Membership, raw: bool = False, **kwargs: Any) -> None:
    """The lists and calendars of the group's meetings follow, some minutes later; fixtures are loaded as they are."""
    if raw:
        return
    meetings = Meeting.objects.of_groups([instance.group_id]).gathering(after=timezone.localdate())
    with transaction.atomic():
        for meeting in meetings:
            invitations.look_later(meeting)
