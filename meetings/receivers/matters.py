"""What matters do when one moves, a note is adjusted, an item is taken away or a group ends; in the same step."""

from datetime import date, datetime
from typing import Any

from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.urls import reverse

from groups import signals as group_signals
from groups.models import Group, User
from groups.workflow.groups import Hindrance
from meetings import signals
from meetings.models import AgendaItem, Handover, Matter, MinutesVersion
from meetings.states import MatterState
from meetings.workflow.handovers import follow
from meetings.workflow.matter_outcomes import after_adjustment
from meetings.workflow.matters import locked_matter, move
from meetings.workflow.matters_from_notes import bring_back
from meetings.workflow.raisers import current_item, tell_off
from samverkan.common.swedish import long_date


@receiver(signals.minutes_adjusted)
def answer_matters(sender: Any, version: MinutesVersion, by: User, at: datetime, **kwargs: Any) -> None:
    after_adjustment(version, by=by, at=at)
    bring_back(version, by=by, at=at)


@receiver(signals.matter_moved)
def tell_where_it_came_from(
    sender: Any, matter: Matter, by: User | None, at: datetime | None, **kwargs: Any
) -> None:  # fmt: skip
    follow(matter, by=by, at=at)


@receiver(post_delete, sender=AgendaItem)
def take_off_agenda(sender: Any, instance: Any, **kwargs: Any) -> None:
    """A matter whose item was removed from the text, by whichever way, waits for a meeting again."""
    if instance.matter_id is None:
        return
    matter = locked_matter(Matter(pk=instance.matter_id))
    current = current_item(matter)
    if matter.state != MatterState.SCHEDULED or (current and current.pk > instance.pk):
        return
    by, at = getattr(instance, "_history_user", None), getattr(instance, "_history_date", None)
    day = long_date(instance.meeting.date)
    move(matter, MatterState.PREPARING, why=f"Togs bort från agendan till mötet {day}", by=by, at=at)
    tell_off(matter, instance, by=by)


@receiver(group_signals.group_ending)
def open_matters(sender: Any, group: Group, on: date, **kwargs: Any) -> list[Hindrance]:
    """Whoever has raised a question gets an answer before the group is gone."""
    return [
        Hindrance(
            f"Frågan ”{matter.title}” är inte besvarad. Besvara den, eller skicka tillbaka den, först.",
            reverse("meetings_admin:matter", args=[matter.pk]),
        )
        for matter in Matter.objects.open().filter(group=group).order_by("raised_at")
    ]


@receiver(group_signals.group_ending)
def offered_questions(sender: Any, group: Group, on: date, **kwargs: Any) -> list[Hindrance]:
    """What other groups have sent is taken in or sent back first, so that no question is left lying."""
    waiting = Handover.objects.waiting_in([group.pk]).select_related("matter", "from_group").order_by("sent_at")
    return [
        Hindrance(
            f"Frågan ”{row.matter}” från {row.from_group.title} väntar. Ta emot den, eller skicka tillbaka den, först.",
            reverse("meetings_admin:handover", args=[row.pk]),
        )
        for row in waiting
    ]
