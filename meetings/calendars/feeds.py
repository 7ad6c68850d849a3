"""What the calendar feeds hold: the open ones what everyone may know, a person's own what those called may know.

The entries are those of the invitations that come by mail, with the same UID: of the whole meeting for those who sit
in it or are invited to it, and of a time of their own for those who present an item.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, Q, Subquery

from groups.models import Group, Person, User
from meetings.calendars import ics
from meetings.calendars.ics import Entry
from meetings.calendars.mail import admin_url, description_of, title_of
from meetings.calendars.slots import open_title_of, own_item, presenter_slots, summary_of
from meetings.invited import invited_by_name
from meetings.models import AgendaItem, CalendarAddress, Meeting
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
    """The meetings of the groups that the person is in on the day, internal ones too, with their links.

    Of other groups' meetings those that the person is invited to by name; and the person's own time at any that has
    been called with an item that the person presents.
    """
    meetings: list[Any] = list(_listed(_of_person(user, user.person, on), on)) if user.person else []
    items = _items_of([meeting for meeting in meetings if meeting.presents])
    entries: list[Entry] = []
    for meeting in meetings:
        entries += [_own_entry(meeting)] if meeting.is_whole else []
        entries += _presented(meeting, items.get(meeting.pk, []), user.person)
    return ics.feed("Mina möten i Samverkan", entries)


def _of_person(user: User, person: Person, on: date) -> Any:
    """With ``is_whole``, whether the person takes part in all of the meeting, ``presents`` and whether it ``opens``
    for the account.
    """
    mine = Meeting.objects.of_groups(Group.objects.filter(memberships__in=person.memberships.on(on)))
    whole = Q(pk__in=mine.values("pk")) | Q(pk__in=invited_by_name(person).values("meeting"))
    presents = Q(pk__in=Meeting.objects.presented_by(person).values("pk"))
    opens = Q(pk__in=Meeting.objects.visible_to(user, on=on).values("pk"))
    return Meeting.objects.filter(whole | presents).annotate(is_whole=whole, presents=presents, opens=opens)


def _items_of(meetings: list[Any]) -> dict[int, list[AgendaItem]]:
    """Meeting's key → its items in order; one query, none for no meetings."""
    found: dict[int, list[AgendaItem]] = {}
    for item in AgendaItem.objects.filter(meeting__in=meetings).order_by("number") if meetings else ():
        found.setdefault(item.meeting_id, []).append(item)
    return found


def _presented(meeting: Any, items: list[AgendaItem], person: Person | None) -> Iterator[Entry]:
    """The person's own time, item by item. In a meeting without a time a day that is not in the calendar already.

    Once the meeting has been held the items are those of its note, which is a draft: they are not named, and what
    was added at the meeting is left out.
    """
    slots, is_held = {slot.item: slot for slot in presenter_slots(meeting, items)}, meeting.state == MeetingState.HELD
    own = [item for item in items if person and item.presenter_id == person.pk]
    for item in own:
        slot = slots.get(item.pk)
        if (slot is None and meeting.is_whole) or (is_held and item.is_added_at_meeting):
            continue
        yield replace(
            _own_entry(meeting),
            uid=ics.uid_of(meeting.pk, item.pk),
            starts=slot.starts if slot else None,
            ends=slot.ends if slot else None,
            summary=own_item(meeting) if is_held else summary_of(meeting, item.number, open_title_of(item)),
        )


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


def _own_entry(meeting: Any) -> Entry:
    """With a link to who can open it."""
    link = admin_url(meeting) if meeting.opens else ""
    return _entry(
        meeting,
        summary=title_of(meeting),
        place=meeting.place,
        description=description_of(meeting, agenda=False, link=link),
        url=link,
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
