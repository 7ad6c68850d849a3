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
from meetings.agendas.documents import agenda_pdf, agenda_word
from meetings.calendars import invitations
from meetings.calendars import mail as calendar_mail
from meetings.comparison import agenda_changes
from meetings.models import AgendaVersion, Meeting, MinutesVersion, Verdict
from meetings.states import AgendaState, MeetingState, MinutesState
from samverkan.common import mailing, outbox, word
from samverkan.common.canonical import Json
from samverkan.common.mailing import File, Invitation
from samverkan.common.models import OutboxMessage

#: Template name → where in the admin the mail leads.
PAGES = {
    "agenda_to_approve": "agenda/",
    "agenda_reminder": "agenda/",
    "agenda_link_again": "agenda/",
    "minutes_link_again": "justera/",
    "answer_receipt": "",
    "agenda_registered": "agenda/",
    "agenda_approved": "",
    "agenda_returned": "",
    "agenda_recalled": "agenda/",
    "call": "",
    "not_coming": "",
    "minutes_to_adjust": "justera/",
    "minutes_to_adjust_later": "justera/",
    "minutes_to_adjust_now": "justera/",
    "minutes_reminder": "justera/",
    "minutes_late": "",
    "minutes_stalled": "",
    "minutes_adjuster_gone": "justerare/",
    "minutes_adjuster_replaced": "",
    "minutes_taken_back": "",
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
    "written_complete": "svar/",
    "written_cancelled": "svar/",
}


@outbox.handles("meetings.mail")
def send(message: OutboxMessage) -> None:
    """Send one mail to one person; not to one without an address, nor one that asks for an answer already given."""
    payload = message.payload
    person = Person.objects.select_related("user").get(pk=payload["person"])
    to = address_of(person)
    if not to or _is_answered(payload, person):
        mailing.leave(message, mailing.NO_ADDRESS if not to else "Det fanns inget att svara på längre.")
        return
    meeting = Meeting.objects.select_related("group__type").get(pk=payload["meeting"])
    context = {
        "person": person,
        "meeting": meeting,
        "group": meeting.group,
        "link": f"{settings.SITE_URL}/admin/moten/{meeting.pk}/{PAGES[payload['template']]}",
        "answer_link": _answer_link(payload, person),
        "takes": _takes_decision(payload),
        **payload["context"],
    }
    if "called_with" in payload:
        _send_call(message, meeting, person, to=to, context=context)
    else:
        mailing.send_template(message, payload["template"], to=to, context=context)


def _send_call(
    message: OutboxMessage, meeting: Meeting, person: Person, *, to: str, context: dict[str, Any]
) -> None:  # fmt: skip
    """The call with its files; not to one who is not wanted any more, or of a meeting that has been called off."""
    payload = message.payload
    latest = invitations.told(meeting).get((person.pk, None))
    if meeting.state == MeetingState.CANCELLED or (latest and latest.method == "CANCEL"):
        mailing.leave(message, "Mötet var inställt, eller personen stod inte längre på listan.")
        return
    version = AgendaVersion.objects.get(pk=payload["called_with"])
    before = AgendaVersion.objects.filter(pk=payload["before"]).first() if payload["before"] else None
    entry = Invitation(calendar_mail.entry_for(meeting, person, message), "REQUEST")
    mailing.send_template(
        message,
        "call",
        to=to,
        context={**context, "link": calendar_mail.link_for(meeting, person), **call_context(version, before)},
        files=_agenda_files(meeting, version),
        calendar=entry if invitations.is_told(meeting) else None,
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


def _takes_decision(payload: Json) -> bool:
    """Whether the mail asks a chair to take a decision alone. What tells of one that is taken has it in its context."""
    versions = MinutesVersion.objects.select_related("meeting")
    return "minutes" in payload and versions.get(pk=payload["minutes"]).takes_decision


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


def _is_answered(payload: Json, person: Person) -> bool:
    """Whether the mail asks for an answer that is not waited for any more: the person or somebody else was quicker
    than the mail, or the version was taken back.
    """
    if "agenda" in payload:
        return not AgendaVersion.objects.filter(pk=payload["agenda"], state=AgendaState.SENT).exists()
    if "minutes" not in payload:
        return False
    given = Verdict.objects.filter(adjuster__version=payload["minutes"], adjuster__person=person)
    return given.exists() or not MinutesVersion.objects.filter(pk=payload["minutes"], state=MinutesState.OUT).exists()


def _agenda_files(meeting: Meeting, version: AgendaVersion) -> list[File]:
    """The approved agenda, to read and to work in."""
    name = f"{meeting.group.slug}-{meeting.day_key}-agenda"
    as_pdf, as_word = _rendered(version.pk, version.content_sha256, version.decided_at)
    return [File(f"{name}.pdf", as_pdf, "application/pdf"), File(f"{name}.docx", as_word, word.MEDIA_TYPE)]


@lru_cache(maxsize=4)
def _rendered(pk: int, content_sha256: str, decided_at: datetime | None) -> tuple[bytes, bytes]:
    """The approved agenda as a PDF and a Word file; the same for all who are called, and made once for them."""
    version = AgendaVersion.objects.select_related("meeting__group").get(pk=pk)
    return agenda_pdf(version).content, agenda_word(version.meeting, version)
