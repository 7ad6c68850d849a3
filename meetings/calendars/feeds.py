"""What the calendar feeds hold: the open ones what everyone may know, a person's own what those called may know."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, Subquery

from groups.models import Group, User
from meetings.calendars import ics
from meetings.calendars.ics import Entry
from meetings.calendars.mail import admin_url, description_of, title_of
from meetings.models import CalendarAddress, Meeting
from meetings.reading import public_places
from meetings.states import MeetingState
from meetings.workflow.calendars import checksum

#: How far back a feed goes.
PAST = timedelta(days=365)


def public_feed(*, on: date, group: Group | None = None) -> bytes:
    """The meetings that everyone may know of, of all groups or of one: called off too, and never a link."""
    rows = Meeting.objects.published()
    if group:
        rows = rows.of_groups([group])
    name = f"Möten i {group.name}" if group else "Möten i Samverkan"
    meetings = list(_listed(rows, on))
    places = public_places(meetings)
    return ics.feed(name, [_public_entry(meeting, places[meeting.pk]) for meeting in meetings])


def personal_feed(user: User, *, on: date) -> bytes:
    """The meetings of the groups that the person is in on the day, internal ones too, with their links."""
    mine = Group.objects.filter(memberships__in=user.person.memberships.on(on)) if user.person else Group.objects.none()
    rows = Meeting.objects.of_groups(mine)
    return ics.feed("Mina möten i Samverkan", [_own_entry(meeting) for meeting in _listed(rows, on)])


def owner_of(secret: str) -> User | None:
    """Whose feed has the address; None for one that never was, that is revoked, or whose account is closed."""
    rows = CalendarAddress.objects.filter(secret_sha256=checksum(secret), revoked_at=None, user__is_active=True)
    found = rows.select_related("user__person").first()
    return found.user if found else None


def _listed(rows: Any, on: date) -> Iterable[Meeting]:
    """With the moment of the latest change; two queries however many there are."""
    told = rows.filter(date__gte=on - PAST).filter(kind__in=[Meeting.Kind.ORDINARY, Meeting.Kind.EXTRA])
    changes = Meeting.history.filter(id=OuterRef("pk")).order_by("-history_date").values("history_date")[:1]
    ordered = told.annotate(changed_at=Subquery(changes)).order_by("date", "sequence", "pk")
    found: Iterable[Meeting] = ordered.select_related("group").prefetch_related("joint_groups")
    return found


def _public_entry(meeting: Meeting, place: str) -> Entry:
    return _entry(
        meeting,
        summary=title_of(meeting, public=True),
        place=place,
        url=f"{settings.SITE_URL}/moten/{meeting.group.slug}/{meeting.day_key}/",
    )


def _own_entry(meeting: Meeting) -> Entry:
    return _entry(
        meeting,
        summary=title_of(meeting),
        place=meeting.place,
        description=description_of(meeting, agenda=False),
        url=admin_url(meeting),
    )


def _entry(meeting: Meeting, *, summary: str, place: str, url: str, description: str = "") -> Entry:
    return Entry(
        uid=ics.uid_of(meeting.pk),
        sequence=meeting.calendar_sequence,
        stamp=_changed_at(meeting),
        date=meeting.date,
        starts=meeting.starts_at,
        ends=meeting.ends_at,
        cancelled=meeting.state == MeetingState.CANCELLED,
        summary=summary,
        place=place,
        description=description,
        url=url,
    )


def _changed_at(meeting: Any) -> datetime:
    """A meeting without history (made outside the steps) gets a moment that stays the same."""
    found: datetime = meeting.changed_at or datetime.combine(meeting.date, datetime.min.time(), ics.TIMEZONE)
    return found
