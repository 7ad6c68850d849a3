"""Mail about meetings: one text per template in ``templates/mail/``, rendered when it is sent."""

import json

from django.conf import settings

from groups.mail import address_of
from groups.models import Person
from meetings.models import Meeting
from meetings.states import AgendaState
from samverkan.common import mailing, outbox
from samverkan.common.canonical import Json
from samverkan.common.models import OutboxMessage

#: Template name → where in the admin the mail leads.
PAGES = {
    "agenda_to_approve": "agenda/",
    "agenda_approved": "",
    "agenda_returned": "",
    "call": "",
    "minutes_to_adjust": "justera/",
    "minutes_to_adjust_later": "justera/",
    "minutes_to_adjust_now": "justera/",
    "minutes_to_comment": "kommentarer/",
    "minutes_to_read": "",
    "minutes_registered": "",
    "minutes_adjusted": "",
    "minutes_returned": "",
}


def _approved_items(meeting: Meeting) -> list[Json]:
    """The items of the agenda as it was approved last; none before that."""
    approved = meeting.agenda_versions.filter(state=AgendaState.APPROVED).order_by("number").last()
    return list(json.loads(approved.content)["items"]) if approved else []


@outbox.handles("meetings.mail")
def send(message: OutboxMessage) -> None:
    """Send one mail to one person; a person without an address gets none."""
    payload = message.payload
    person = Person.objects.select_related("user").get(pk=payload["person"])
    to = address_of(person)
    if not to:
        return
    meeting = Meeting.objects.select_related("group").get(pk=payload["meeting"])
    context = {
        "person": person,
        "meeting": meeting,
        "group": meeting.group,
        "items": _approved_items(meeting),
        "link": f"{settings.SITE_URL}/admin/moten/{meeting.pk}/{PAGES[payload['template']]}",
        **payload["context"],
    }
    mailing.send_template(message, payload["template"], to=to, context=context)
