"""Meetings with calendar mail, and reading that back: what a receiver's program finds in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any
from zoneinfo import ZoneInfo

import time_machine
from django.core import mail
from django.db import transaction
from icalendar import Calendar, Event

from groups.models import Person
from meetings import workflow
from meetings.models import AgendaItem, Meeting
from samverkan.common import outbox
from tests.factories import Cast

DAY, LATER = date(2027, 2, 11), date(2027, 2, 18)
STOCKHOLM = ZoneInfo("Europe/Stockholm")
HEAD = {"starts_at": time(13, 30), "ends_at": time(16, 30), "place": "Rum 5", "link": "https://mote.example.se/1"}


def planned(cast: Cast, day: date = DAY, **fields: Any) -> Meeting:
    return workflow.plan_meeting(Meeting(group=cast.group, date=day, **{**HEAD, **fields}), by=cast.eva)


def told_and_planned(cast: Cast, day: date = DAY, **fields: Any) -> Meeting:
    """A meeting whose invitations have arrived."""
    meeting = planned(cast, day, **fields)
    delivered()
    return meeting


def called(cast: Cast, meeting: Meeting) -> Meeting:
    """Called with the agenda that it has, or one of one item."""
    if not meeting.items.exists():
        presented(meeting, (None, None))
    workflow.approve_agenda(workflow.send_agenda(meeting, by=cast.eva), by=cast.olle)
    return workflow.call(meeting, by=cast.eva)


def moved(cast: Cast, meeting: Meeting, **fields: Any) -> None:
    values = {"date": LATER, "starts_at": None, "ends_at": None, "place": "", "reason": "", **fields}
    workflow.move_meeting(meeting, by=cast.eva, **values)


@contextmanager
def saving(cast: Cast, meeting: Meeting) -> Iterator[Meeting]:
    """As the editor saves: what is changed within is saved with the meeting."""
    with transaction.atomic():
        found = workflow.check_out(meeting, revision=Meeting.objects.get(pk=meeting.pk).revision)
        yield found
        workflow.check_in(found, by=cast.eva)


def saved(cast: Cast, meeting: Meeting, **fields: Any) -> None:
    with saving(cast, meeting) as found:
        for name, value in fields.items():
            setattr(found, name, value)


def presented(meeting: Meeting, *rows: tuple[Person | None, int | None]) -> list[AgendaItem]:
    """Items with a presenter and minutes each."""
    return [
        AgendaItem.objects.create(
            meeting=meeting, number=number, title=f"Fråga {number}", presenter=presenter, minutes=minutes
        )
        for number, (presenter, minutes) in enumerate(rows, start=1)
    ]


@dataclass(frozen=True)
class Received:
    """A mail as bytes on the wire, parsed."""

    message: EmailMessage
    calendar: Calendar

    @property
    def to(self) -> str:
        return str(self.message["To"])

    @property
    def subject(self) -> str:
        return str(self.message["Subject"])

    @property
    def method(self) -> str:
        return str(self.calendar["method"])

    @property
    def event(self) -> Event:
        (event,) = self.calendar.walk("VEVENT")
        return event

    def __getitem__(self, name: str) -> Any:
        return self.event.decoded(name)


def delivered(**due: Any) -> list[Received]:
    """Deliver what is due; the mails with a calendar, by receiver. The box is emptied."""
    mail.outbox.clear()
    outbox.run_due(limit=500, **due)
    found = [read(sent) for sent in mail.outbox]
    mail.outbox.clear()
    return sorted((one for one in found if one), key=lambda one: (one.to, str(one["uid"])))


def delivered_later() -> list[Received]:
    """Deliver when nobody has saved for an hour."""
    with time_machine.travel(datetime(2026, 11, 22, 8, 0, tzinfo=UTC)):
        return delivered()


def read(sent: Any) -> Received | None:
    parsed: Any = message_from_bytes(sent.message().as_bytes(policy=policy.SMTP), policy=policy.default)
    part = next((part for part in parsed.walk() if part.get_content_type() == "text/calendar"), None)
    return Received(parsed, Calendar.from_ical(part.get_content())) if part else None
