"""Reading calendar mail back: what a receiver's program finds in it."""

from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from django.core import mail
from icalendar import Calendar, Event

from samverkan.common import outbox


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


def read(sent: Any) -> Received | None:
    parsed: Any = message_from_bytes(sent.message().as_bytes(policy=policy.SMTP), policy=policy.default)
    part = next((part for part in parsed.walk() if part.get_content_type() == "text/calendar"), None)
    return Received(parsed, Calendar.from_ical(part.get_content())) if part else None
