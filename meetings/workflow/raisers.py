"""Telling who raised a matter on which day it is taken up: when the agenda that holds it is approved, not before.

That they have been told is no field of its own: it is that an approved agenda was sent with the item on it.
"""

from django.db.models import QuerySet
from django.utils import timezone

from groups.models import User
from meetings.models import AgendaItem, AgendaVersion, Handover, Matter, Meeting
from meetings.states import AgendaState, MatterState
from meetings.workflow.matters import locked_matter, tell_raiser
from samverkan.common.swedish import listed, long_date


def current_item(matter: Matter) -> AgendaItem | None:
    """The item that the matter stands as, or stood as last; None while it has been on no agenda."""
    found: AgendaItem | None = matter.items.select_related("meeting__group").order_by("pk").last()
    return found


def first_of(matter: Matter) -> Matter | None:
    """The matter that it all began with, of one that was lifted or passed on, through the whole chain; else None."""
    rows = Handover.objects.exclude(matter=None).exclude(kind=Handover.Kind.REPORT)
    rows, first = rows.select_related("matter__group", "matter__raised_from", "matter__raised_by"), None
    while handover := rows.filter(received=first or matter).first():
        first = handover.matter
    return first


def answered_to(matter: Matter, *, by: User) -> str:
    """Who gets the answer to the matter when ``by`` gives it, as words: first who asked, with their group, of one that
    was lifted or passed on."""
    first = first_of(matter)
    told = [] if matter.raised_by_id == by.person_id else [str(matter.raised_by)]
    if first and first.raised_by_id != by.person_id:
        others = [] if first.raised_by_id == matter.raised_by_id else told
        told = [f"{first.raised_by} ({(first.raised_from or first.group).title})", *others]
    return listed(told)


def waits_as(item: AgendaItem) -> Matter | None:
    """The matter of the item, locked, when it still stands on an agenda as this item and no other."""
    matter = locked_matter(Matter(pk=item.matter_id))
    current = current_item(matter)
    stands = matter.state == MatterState.SCHEDULED and current is not None and current.pk == item.pk
    return matter if stands else None


def is_promised(item: AgendaItem) -> bool:
    """Whether the day has been promised to who raised the matter: an approved agenda was sent with the item on it."""
    return bool(_approved_with(item).exists())


def tell_of_approved(version: AgendaVersion, *, by: User) -> None:
    """Tell of each matter that the version, which has just been approved, is the first to promise a day for."""
    meeting = version.meeting
    for item in meeting.items.exclude(matter=None).order_by("number"):
        approved = _approved_with(item)
        is_first = approved.filter(pk=version.pk).exists() and not approved.exclude(pk=version.pk).exists()
        if is_first and (matter := waits_as(item)):
            tell_day(matter, meeting, by=by)


def tell_day(matter: Matter, meeting: Meeting, *, by: User, **said: str) -> None:
    """When and where the matter is taken up; ``before`` is the day that was said earlier."""
    day = long_date(meeting.date)
    tell_raiser("matter_scheduled", matter, by=by, day=day, times=meeting.times, place=meeting.place, **said)


def tell_off(matter: Matter, item: AgendaItem, *, by: User | None, planned: str = "") -> None:
    """That the item is on the agenda no more, to who was told that it was. Ask also after it has been removed.

    ``planned`` is the day of the meeting whose agenda it has been moved to.
    """
    if is_promised(item):
        day = long_date(item.meeting.date)
        tell_raiser("matter_off_agenda", matter, by=by, day=day, planned=planned)


def _approved_with(item: AgendaItem) -> QuerySet[AgendaVersion]:
    rows = AgendaItem.history.filter(id=item.pk).order_by("history_id")
    since = rows.values_list("history_date", flat=True).first() or timezone.now()
    return AgendaVersion.objects.filter(meeting=item.meeting_id, state=AgendaState.APPROVED, sent_at__gte=since)
