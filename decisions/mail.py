"""Mail about decisions: one text per template in ``templates/mail/``, rendered when it is sent.

A mail that asks for a report carries a link of its own (``links``), made here, at the sending.
"""

from typing import Any

from django.conf import settings
from django.utils import timezone

from decisions import links
from decisions.documents import sheet_docx, sheet_pdf
from decisions.models import Anchoring, Commitment, Decision
from decisions.parties import spoken_for_in
from decisions.take_home import Sheet, note_address, sheet_of
from decisions.words import public_words
from decisions.workflow.mail import KIND
from decisions.workflow.taking_home import KIND as TAKE_HOME
from groups.mail import address_of
from groups.models import Person
from groups.sitting import sittings
from meetings.models import Meeting, Publication
from samverkan.common import mailing, outbox, word
from samverkan.common.mailing import File
from samverkan.common.models import OutboxMessage
from samverkan.common.swedish import listed

_SETTLED = "Det var redan rapporterat, eller gällde inte längre."
_SHOWN = ("decision__group", "decision__version__meeting__group")


@outbox.handles(KIND)
def send(message: OutboxMessage) -> None:
    """Send one mail to one person; a person without an address gets none, nor does anybody of what has been settled
    since it was promised. Of a decision that is not published the mail says nothing but where to read it.
    """
    payload = message.payload
    person = Person.objects.select_related("user").get(pk=payload["person"])
    to = address_of(person)
    if not to:
        mailing.leave(message, mailing.NO_ADDRESS)
        return
    context: dict[str, Any] = {"person": person, **payload["context"]}
    if "anchoring" in payload:
        rows = Anchoring.objects.followed().unsettled().select_related("organisation", *_SHOWN)
        anchoring = rows.filter(pk=payload["anchoring"]).first()
        if anchoring is None:
            mailing.leave(message, _SETTLED)
            return
        context |= {"row": anchoring, "link": f"{settings.SITE_URL}/admin/forankring/"}
        context["answer_link"] = links.make(person, anchoring=anchoring)
        decision: Decision = anchoring.decision
    else:
        commitment = Commitment.objects.open().select_related(*_SHOWN).filter(pk=payload["commitment"]).first()
        if commitment is None:
            mailing.leave(message, _SETTLED)
            return
        context |= {"row": commitment, "link": f"{settings.SITE_URL}/admin/forankring/ataganden/"}
        context["answer_link"] = links.make(person, commitment=commitment)
        decision = commitment.decision
    words = public_words(decision)
    said = words.of(context["row"]) if words and "commitment" in payload else None
    context |= {"decision": decision, "group": decision.group, "words": words, "said": said}
    mailing.send_template(message, payload["template"], to=to, context=context)


@outbox.handles(TAKE_HOME)
def send_home(message: OutboxMessage) -> None:
    """What one member takes home, with the sheet; nothing when the note has been taken off again, or says nothing."""
    person = Person.objects.select_related("user").get(pk=message.payload["person"])
    meeting = Meeting.objects.select_related("group__area").get(pk=message.payload["meeting"])
    publication = Publication.objects.standing().filter(meeting=meeting).first()
    to = address_of(person)
    if not to or publication is None:
        mailing.leave(message, mailing.NO_ADDRESS if not to else "Anteckningen var inte publicerad längre.")
        return
    sheet = sheet_of(meeting, spoken_for_in(person.pk, meeting, on=timezone.localdate()))
    if not sheet.anchor and not sheet.inform:
        mailing.leave(message, "Det fanns inget att ta hem.")
        return
    rows = [row for part in sheet.anchor for row in part.rows] if sheet.organisations else []
    context = {
        "person": person,
        "meeting": meeting,
        "group": meeting.group,
        "sits_in": listed(seats_in(person, meeting)),
        "sheet": sheet,
        "links": [(row, links.make(person, anchoring=row)) for row in rows],
        "link": f"{settings.SITE_URL}/admin/forankring/ta-hem/{meeting.pk}/",
    }
    files = _files(sheet, publication)
    mailing.send_template(message, "take_home", to=to, context=context, files=files)


def seats_in(person: Person, meeting: Meeting) -> list[str]:
    """The names of the groups of the meeting that the person sits in; of who has left, that of the one that held it."""
    sits = sittings(on=timezone.localdate()).filter(person=person)
    groups = [meeting.group, *meeting.joint_groups.all()]
    found = set(sits.values_list("group", flat=True))
    return [group.name for group in groups if group.pk in found] or [meeting.group.name]


def _files(sheet: Sheet, publication: Publication) -> list[File]:
    meeting, at = sheet.meeting, publication.published_at
    name, address = f"{meeting.group.slug}-{meeting.day_key}-ta-hem", note_address(meeting)
    return [
        File(f"{name}.docx", sheet_docx(sheet, address=address, at=at), word.MEDIA_TYPE),
        File(f"{name}.pdf", sheet_pdf(sheet, address=address, at=at).content, "application/pdf"),
    ]
