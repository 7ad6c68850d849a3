"""The mail of a meeting for *Ta fram allt*: what has gone out, and what was promised and not sent, with the reason.

A message of the outbox that is done has been looked at, not always sent; ``mailing`` remembers which.
"""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from django.db.models import Q
from django.urls import reverse

from groups.models import Person
from meetings.archiving.matters import matters_of
from meetings.calendars import invitations
from meetings.models import Consultation, Consulted, Handover, Meeting
from meetings.signals import mail_asked
from meetings.workflow.consultations import OUTSIDE
from samverkan.common import mailing
from samverkan.common.canonical import Json
from samverkan.common.models import OutboxMessage

GIVEN_UP = "Gick inte att skicka"
#: Of a message from before it was remembered.
UNKNOWN = "Det finns ingen uppgift om ifall det skickades"


def mail_rows(meeting: Meeting) -> Iterator[Json]:
    """Each mail about the meeting, its matters and its decisions, the oldest first: which, under which subject, to whom
    and when, and whether it was sent. Its text is made when it is sent and not kept; what waits to go is left out.
    """
    rows = OutboxMessage.objects.filter(_about(meeting)).exclude(done_at=None, dead_at=None)
    found = sorted(rows, key=lambda row: (row.done_at or row.dead_at, str(row.pk)))
    people = Person.objects.filter(pk__in=_keys(found, "person"))
    outside = Consulted.objects.filter(pk__in=_keys(found, "consulted"))
    names = {("person", row.pk): row.name for row in people} | {("consulted", row.pk): row.who for row in outside}
    for row in found:
        moment = row.done_at or row.dead_at
        to = next((names[name, row.payload[name]] for name in ("person", "consulted") if name in row.payload), "")
        yield {
            "at": moment.isoformat() if moment else "",
            "mail": _name(row),
            "subject": row.payload.get(mailing.SENT, ""),
            "to": to,
            "state": _state(row),
            "message": str(row.pk),
        }


def _name(row: OutboxMessage) -> str:
    """The template's name, told apart where one text serves two kinds: a call anew, and a presenter's own time."""
    template: str = row.payload.get("template", "take_home")
    if row.kind == invitations.KIND and row.payload["item"] is not None:
        return f"slot_{template}"
    return "call_anew" if row.payload.get("before") else template


def _state(row: OutboxMessage) -> str:
    if row.done_at is None:
        return GIVEN_UP
    if why := row.payload.get(mailing.UNSENT):
        return f"Skickades inte. {why}"
    return "Skickat" if mailing.SENT in row.payload else UNKNOWN


def _about(meeting: Meeting) -> Q:
    answers: Any = mail_asked.send(sender=Meeting, meeting=meeting)
    about = Q(kind__in=["meetings.mail", invitations.KIND], payload__meeting=meeting.pk) | _matters(meeting)
    for _, answer in answers:
        about |= answer
    versions = meeting.minutes_versions.values_list("pk", flat=True)
    paths = [reverse("meetings_admin:diary-minutes", args=[pk]) for pk in versions]
    return about | Q(kind="groups.mail", payload__path__in=paths)


def _matters(meeting: Meeting) -> Q:
    """Mail about the matters on the agenda, to who raised them and to those who were asked."""
    matters = list(matters_of(meeting).values_list("pk", flat=True))
    consultations = list(Consultation.objects.filter(matter__in=matters).values_list("pk", flat=True))
    asked = Consulted.objects.filter(consultation__in=consultations).values_list("pk", "consultation")
    handovers = Handover.objects.filter(Q(matter__in=matters) | Q(received__in=matters)).values_list("pk", flat=True)
    paths = chain(
        (f"/admin/fragor/{pk}/" for pk in matters),
        (f"/admin/remisser/{pk}/" for pk in consultations),
        (f"/admin/remisser/{consultation}/svara/{pk}/" for pk, consultation in asked),
        (f"/admin/overlamningar/{pk}/" for pk in handovers),
    )
    inside = Q(payload__path__in=list(paths)) | Q(payload__consultation__in=consultations)
    return Q(kind="groups.mail") & inside | Q(kind=OUTSIDE, payload__consulted__in=[pk for pk, _ in asked])


def _keys(rows: Iterable[OutboxMessage], name: str) -> list[int]:
    return [row.payload[name] for row in rows if name in row.payload]
