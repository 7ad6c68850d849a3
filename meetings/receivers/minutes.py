"""What meetings answer when groups ask, and what follows of their own steps, in the same transaction."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone

from groups import signals
from groups.models import Group, User
from groups.workflow.groups import Hindrance
from meetings.models import Meeting, MinutesVersion, Publication
from meetings.rules import registrars_of
from meetings.signals import minutes_adjusted
from meetings.states import MeetingState, MinutesState
from meetings.workflow.corrections import finish
from samverkan.common import outbox
from samverkan.common.swedish import long_date, sentence


@receiver(signals.group_ending)
def open_meetings(sender: Any, group: Group, on: date, **kwargs: Any) -> list[Hindrance]:
    """The meetings that a group can't end with: those to be held when it is gone, and those with notes to finish."""
    return [
        Hindrance(sentence, reverse("meetings_admin:meeting", args=[meeting.pk]))
        for meeting, sentence in (*_not_held(group, on), *_held_after(group, on), *_not_finished(group))
    ]


def _not_held(group: Group, on: date) -> Iterator[tuple[Meeting, str]]:
    today = timezone.localdate()
    coming = Q(state__in=[MeetingState.PLANNED, MeetingState.CALLED])
    late = Meeting.objects.filter(coming, Q(group=group) | Q(joint_groups=group), Q(date__gte=on) | Q(date__lt=today))
    for meeting in late.select_related("group").distinct().order_by("date", "sequence"):
        day = long_date(meeting.date)
        if meeting.date >= on:
            host = "" if meeting.group_id == group.pk else f" som {meeting.group.title} håller"
            yield meeting, f"Mötet {day}{host} är efter gruppens sista dag. Flytta det, eller ställ in det, först."
        elif meeting.group_id == group.pk:
            yield meeting, f"Mötet {day} är varken markerat som hållet eller inställt. Gör det först."


def _held_after(group: Group, on: date) -> Iterator[tuple[Meeting, str]]:
    """A group was there when it met."""
    held = Meeting.objects.filter(group=group, state=MeetingState.HELD, date__gte=on)
    for meeting in held.select_related("group").order_by("date", "sequence"):
        day = long_date(meeting.date)
        yield meeting, f"Gruppen höll ett möte {day}. Välj en sista dag som inte ligger före det."


def _not_finished(group: Group) -> Iterator[tuple[Meeting, str]]:
    adjusted = MinutesVersion.objects.filter(meeting=OuterRef("pk"), state=MinutesState.ADJUSTED)
    published = Publication.objects.filter(meeting=OuterRef("pk"))
    held = Meeting.objects.filter(group=group, state=MeetingState.HELD).select_related("group").order_by("date")
    shows = group.publishes_minutes
    for meeting in held.annotate(is_adjusted=Exists(adjusted), is_published=Exists(published)):
        day = long_date(meeting.date)
        if not meeting.is_adjusted:
            yield meeting, f"Anteckningen från mötet {day} är inte justerad. Få den justerad först."
        elif shows and not meeting.is_published:
            yield meeting, f"Anteckningen från mötet {day} är justerad men inte publicerad. Publicera den först."


@receiver(minutes_adjusted)
def after_adjustment(sender: Any, version: MinutesVersion, by: User, at: datetime, **kwargs: Any) -> None:
    """A correction is over; the registrars of the area hear that there is something to register."""
    finish(version, by=by, at=at)
    group = version.meeting.group
    context = {"group": group.title, "day": long_date(version.meeting.date), "code": group.code}
    context["correction"] = sentence(version.correction_reason)
    path = reverse("meetings_admin:diary-minutes", args=[version.pk])
    for person in registrars_of(group, on=timezone.localdate(at)):
        outbox.add("groups.mail", template="minutes_to_register", person=person.pk, path=path, context=context)
