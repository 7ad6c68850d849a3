"""Mail about meetings: one text per template in ``templates/mail/``, rendered when it is sent.

A mail that asks for an answer carries a link of its own (``links``), made here, at the sending.
"""

import json
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from groups.mail import address_of
from groups.models import Person
from meetings import links
from meetings.agendas.documents import agenda_pdf
from meetings.calendars import invitations
from meetings.calendars import mail as calendar_mail
from meetings.comparison import agenda_changes
from meetings.models import AgendaVersion, Meeting, MinutesVersion
from samverkan.common import mailing, outbox
from samverkan.common.canonical import Json
from samverkan.common.mailing import File, Invitation
from samverkan.common.models import OutboxMessage

#: Template name → where in the admin the mail leads.
PAGES = {
    "agenda_to_approve": "agenda/",
    "agenda_reminder": "agenda/",
    "agenda_registered": "agenda/",
    "agenda_approved": "",
    "agenda_returned": "",
    "call": "",
    "minutes_to_adjust": "justera/",
    "minutes_to_adjust_later": "justera/",
    "minutes_to_adjust_now": "justera/",
    "minutes_reminder": "justera/",
    "minutes_late": "",
    "minutes_to_comment": "kommentarer/",
    "minutes_to_read": "",
    "minutes_registered": "",
    "minutes_adjusted": "",
    "minutes_returned": "",
    "numbers_to_judge": "personnummer/",
    "written_question": "svar/",
    "written_new_day": "svar/",
    "written_reminder": "svar/",
    "written_closed": "",
}


@outbox.handles("meetings.mail")
def send(message: OutboxMessage) -> None:
    """Send one mail to one person; a person without an address gets none."""
    payload = message.payload
    person = Person.objects.select_related("user").get(pk=payload["person"])
    to = address_of(person)
    if not to:
        return
    meeting = Meeting.objects.select_related("group__type").get(pk=payload["meeting"])
    context = {
        "person": person,
        "meeting": meeting,
        "group": meeting.group,
        "link": f"{settings.SITE_URL}/admin/moten/{meeting.pk}/{PAGES[payload['template']]}",
        "answer_link": _answer_link(payload, person),
        **payload["context"],
    }
    called = AgendaVersion.objects.get(pk=payload["called_with"]) if "called_with" in payload else None
    if called is None:
        mailing.send_template(message, payload["template"], to=to, context=context)
        return
    before = AgendaVersion.objects.filter(pk=payload["before"]).first() if payload["before"] else None
    mailing.send_template(
        message,
        "call",
        to=to,
        context={**context, **call_context(called, before)},
        files=[File(f"{meeting.group.slug}-{meeting.day_key}-agenda.pdf", _agenda_file(called), "application/pdf")],
        calendar=_calendar_entry(meeting, person, message),
    )


def call_context(version: AgendaVersion, before: AgendaVersion | None) -> dict[str, Any]:
    """What the text of a call is made of: the items as approved, and what differs from the call before."""
    content: Json = json.loads(version.content)
    changes = agenda_changes(before, version) if before else None
    return {"items": content["items"], "anew": before is not None, "changes": changes.in_words if changes else []}


def call_text(meeting: Meeting, version: AgendaVersion, before: AgendaVersion | None) -> tuple[str, str]:
    """Subject and text of the call for nobody in particular, to copy into a mail of one's own."""
    link = f"{settings.SITE_URL}/admin/moten/{meeting.pk}/"
    context = {"meeting": meeting, "group": meeting.group, "link": link, **call_context(version, before)}
    subject, _, text = render_to_string("mail/call.txt", context).partition("\n")
    return subject.removeprefix("Ämne: "), text.strip() + "\n"


def _answer_link(payload: Json, person: Person) -> str:
    """A fresh link to answer by; empty for a mail that asks for no answer, and for who has no account to answer as."""
    user = getattr(person, "user", None)
    if not user or not user.is_active:
        return ""
    if "agenda" in payload:
        return links.make(person, agenda=AgendaVersion.objects.get(pk=payload["agenda"]))
    if "minutes" in payload:
        return links.make(person, minutes=MinutesVersion.objects.get(pk=payload["minutes"]))
    return ""


def _calendar_entry(meeting: Meeting, person: Person, message: OutboxMessage) -> Invitation | None:
    if not invitations.is_told(meeting):
        return None
    return Invitation(calendar_mail.entry_for(meeting, person, stamp=message.created_at), "REQUEST")


def _agenda_file(version: AgendaVersion) -> bytes:
    return _rendered(version.pk, version.content_sha256, version.decided_at)


@lru_cache(maxsize=4)
def _rendered(pk: int, content_sha256: str, decided_at: datetime | None) -> bytes:
    """The approved agenda as a PDF; the same for all who are called, and made once for them."""
    return agenda_pdf(AgendaVersion.objects.select_related("meeting__group").get(pk=pk)).content
