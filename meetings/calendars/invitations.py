"""Who is told of a meeting's time, and when: the promises of calendar mail, made inside the steps.

An invitation goes out when a meeting is planned, an update when what it said has changed, a cancellation when the
meeting is called off or somebody no longer takes part. The words and the calendar file are made when the mail is
sent (``calendar_mail``). Every function runs in the caller's transaction, with the meeting locked.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from groups.models import Person, User
from meetings.clock import minute_of, spans
from meetings.models import AgendaItem, Attendance, Meeting
from meetings.rules import called
from meetings.states import AgendaState, MeetingState
from samverkan.common import history, outbox
from samverkan.common.models import OutboxMessage

KIND = "meetings.invite"
#: Kinds that people come together for; a written meeting and a chair's decision have no time to keep free.
GATHERINGS = frozenset({Meeting.Kind.ORDINARY, Meeting.Kind.EXTRA})
COMING = frozenset({MeetingState.PLANNED, MeetingState.CALLED})
#: What an invitation says of the meeting itself.
HEAD = ("date", "sequence", "starts_at", "ends_at", "place", "link")
#: How long an update from the editor waits for the next one, so that three saves give one mail.
QUIET = timedelta(minutes=3)
#: The length of a presentation whose minutes nobody has written, in a meeting without an end.
SHORT = 15
#: The last minute of a day.
MIDNIGHT = 23 * 60 + 59

#: Stands for the title of an item that is withheld.
WITHHELD = "Publiceras inte"

#: A person, and the item whose time is theirs; no item for the whole meeting.
type Place = tuple[int, int | None]


@dataclass(frozen=True, slots=True)
class Slot:
    """When a presenter is wanted: from the meeting's start, counted with the minutes of the items before."""

    item: int
    number: int
    title: str
    person: int
    starts: time
    ends: time


def invite(meeting: Meeting, *, at: datetime | None = None) -> None:
    """Invite everybody on the attendance list. Nobody is invited to what has been, or to a written meeting."""
    if is_told(meeting, at=at):
        _promise(meeting, _roster(meeting), "invited")


def update(
    meeting: Meeting,
    *,
    by: User,
    at: datetime | None = None,
    template: str = "changed",
    wait: timedelta = timedelta(),
    **context: str,
) -> None:
    """Tell everybody how the meeting stands now: one step up in ``calendar_sequence``, saved here.

    Who has come to the attendance list since is invited, who has left it or presents no more gets a cancellation.
    """
    if is_told(meeting, at=at):
        bump(meeting)
        history.save(meeting, by=by, at=at, reason="Kalendern uppdaterad", fields=["calendar_sequence"])
        send_update(meeting, template=template, wait=wait, **context)


def bump(meeting: Meeting) -> None:
    """One step up in ``calendar_sequence``; the caller saves the meeting and then calls ``send_update``."""
    meeting.calendar_sequence += 1


def send_update(
    meeting: Meeting,
    *,
    template: str = "changed",
    wait: timedelta = timedelta(),
    **context: str,
) -> None:
    """Promise the mail of an update whose sequence has been saved already."""
    told = invited(meeting)
    _promise(meeting, [place for place in _wanted(meeting) if place in told], template, wait=wait, **context)
    follow_list(meeting, wait=wait)


def follow_list(meeting: Meeting, *, wait: timedelta = timedelta()) -> None:
    """Invite who has come to the attendance list; who has left it, or presents no more, gets a cancellation."""
    told, wanted = invited(meeting), _wanted(meeting)
    _promise(meeting, [place for place in wanted if place not in told], "invited", wait=wait)
    gone = [place for place in told if place not in wanted]
    _promise(meeting, gone, "not_wanted", method="CANCEL", wait=wait)


def cancel(meeting: Meeting) -> None:
    """Promise a cancellation to everybody who is invited; ``bump`` and save before."""
    places = dict.fromkeys([*_roster(meeting), *invited(meeting)])
    _promise(meeting, places, "cancelled", method="CANCEL")


def announce_call(meeting: Meeting, *, by: User, at: datetime | None = None) -> None:
    """The calendar's part of the call: the entry gets the agenda, and each presenter the time of their item.

    The mail of the call itself carries the members' entry (``calendar_mail.entry_for``); so only those get a mail
    from here who get none of the call: presenters, and others on the attendance list.
    """
    if not is_told(meeting, at=at):
        return
    bump(meeting)
    history.save(meeting, by=by, at=at, reason="Kalendern uppdaterad", fields=["calendar_sequence"])
    members = set(called(meeting).values_list("pk", flat=True))
    told, wanted = invited(meeting), _wanted(meeting)
    from_here = [place for place in wanted if place[1] is not None or place[0] not in members]
    _promise(meeting, [place for place in from_here if place not in told], "invited")
    _promise(meeting, [place for place in from_here if place in told], "changed")
    gone = [place for place in told if place not in wanted]
    _promise(meeting, gone, "not_wanted", method="CANCEL")


def is_told(meeting: Meeting, *, at: datetime | None = None) -> bool:
    """Whether people keep the meeting's time free: it is to come, and they come together for it."""
    coming = meeting.state in COMING and meeting.date >= timezone.localdate(at)
    return coming and meeting.kind in GATHERINGS


def announced(meeting: Meeting) -> dict[str, Any] | None:
    """What the invitation that stands says of the head; None when no row of history knows."""
    rows = meeting.history.filter(calendar_sequence=meeting.calendar_sequence)
    found: dict[str, Any] | None = rows.order_by("history_date", "history_id").values(*HEAD).first()
    return found


def has_news(meeting: Meeting) -> bool:
    """Whether the head differs from what those invited have been told."""
    told = announced(meeting)
    return told is not None and any(getattr(meeting, name) != value for name, value in told.items())


def receivers(meeting: Meeting) -> list[Person]:
    """Those who are told when the meeting is moved or called off, and have an address."""
    keys = {person for person, _ in (*_wanted(meeting), *invited(meeting))}
    people = Person.objects.filter(pk__in=keys).select_related("user").order_by("name")
    return [person for person in people if _has_address(person)]


def invited(meeting: Meeting) -> list[Place]:
    """Who has been invited and not been sent a cancellation since, as far as the outbox knows."""
    last: dict[Place, str] = {}
    rows = OutboxMessage.objects.filter(kind=KIND, payload__meeting=meeting.pk).order_by("created_at")
    for payload in sorted(rows.values_list("payload", flat=True), key=lambda payload: payload["sequence"]):
        last[payload["person"], payload["item"]] = payload["method"]
    return [place for place, method in last.items() if method != "CANCEL"]


def presenter_slots(meeting: Meeting) -> list[Slot]:
    """When each presenter is wanted; none for a meeting without a time.

    An item without minutes takes no time from those after it, and lasts until the meeting ends. No slot goes past
    midnight.
    """
    if meeting.starts_at is None:
        return []
    slots, items = [], list(AgendaItem.objects.filter(meeting=meeting).order_by("number"))
    close = minute_of(meeting.ends_at) if meeting.ends_at else minute_of(meeting.starts_at) + SHORT
    for item, (begins, over) in zip(items, spans(meeting.starts_at, [row.minutes for row in items]), strict=True):
        starts = min(begins, MIDNIGHT - 1)
        ends = max(min(over, MIDNIGHT) if item.minutes else close, starts + 1)
        if item.presenter_id:
            slots.append(Slot(item.pk, item.number, item.title, item.presenter_id, _time(starts), _time(ends)))
    return slots


def _time(minute: int) -> time:
    return time(*divmod(min(minute, MIDNIGHT), 60))


def agenda_of(meeting: Meeting) -> list[tuple[int, str]]:
    """Number and title of each item of the agenda that was approved last, once the meeting is called.

    Of a withheld item the number alone: what stands in a calendar is read by others than those called.
    """
    if meeting.state == MeetingState.PLANNED:
        return []
    approved = meeting.agenda_versions.filter(state=AgendaState.APPROVED).order_by("number").last()
    items = json.loads(approved.content)["items"] if approved else []
    return [(item["number"], WITHHELD if item.get("withheld") else item["title"]) for item in items]


def _roster(meeting: Meeting) -> list[Place]:
    rows = Attendance.objects.filter(meeting=meeting).order_by("position", "pk")
    return [(person, None) for person in rows.values_list("person", flat=True)]


def _wanted(meeting: Meeting) -> list[Place]:
    return [*_roster(meeting), *_slots(meeting)]


def _slots(meeting: Meeting) -> list[Place]:
    """The presenters' places, once the meeting is called."""
    called = meeting.state == MeetingState.CALLED
    return [(slot.person, slot.item) for slot in presenter_slots(meeting)] if called else []


def _promise(
    meeting: Meeting,
    places: Iterable[Place],
    template: str,
    *,
    method: str = "REQUEST",
    wait: timedelta = timedelta(),
    **context: str,
) -> None:
    """One message per person and place; a person without an address is left out."""
    listed = list(places)
    people = Person.objects.filter(pk__in={person for person, _ in listed}).select_related("user")
    reached = {person.pk for person in people if _has_address(person)}
    for person, item in listed:
        if person in reached:
            outbox.add(
                KIND, due_at=timezone.now() + wait if wait else None,
                meeting=meeting.pk, person=person, item=item, method=method, template=template,
                sequence=meeting.calendar_sequence, context=context,
            )  # fmt: skip


def _has_address(person: Person) -> bool:
    user = getattr(person, "user", None)
    return bool(user.email if user and user.is_active else person.email)
