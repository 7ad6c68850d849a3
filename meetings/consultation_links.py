"""Links by which somebody outside the portal answers a consultation: for one who is asked, one answer, until its day.

As with the links of chairs (``links``, ADR 0010) the token is made when the mail is sent and stands there alone, and
asking for the page changes nothing.
"""

import secrets
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from groups.mail import contact_of
from meetings.links import LinkClosed, digest
from meetings.models import Consultation, ConsultationLink, Consulted
from meetings.states import ConsultationState
from meetings.workflow import consultations
from samverkan.common.refusals import StepRefused
from samverkan.common.swedish import clock, long_date

INCOMPLETE = "Kanske kom inte hela adressen med. Öppna mejlet igen och klicka på länken där."
LONGEST_NAME = 160


def make(row: Consulted, *, at: datetime | None = None) -> str:
    """A new link for the one who is asked: its whole address. It holds until the last day is over, also when that is
    another day by then (``open_link``); ``expires_at`` is what was said as it was sent.
    """
    token = secrets.token_urlsafe(32)
    at = at or timezone.now()
    over = datetime.combine(row.consultation.until + timedelta(days=1), time(0), timezone.get_current_timezone())
    ConsultationLink.objects.create(token_sha256=digest(token), consulted=row, made_at=at, expires_at=over)
    return f"{settings.SITE_URL}/lank/remiss/{token}/"


def find(token: str) -> ConsultationLink | None:
    """The link with the token, also one that can no longer be used."""
    shown = ("consulted__consultation__matter__group",)
    return ConsultationLink.objects.select_related(*shown).filter(token_sha256=digest(token)).first()


def open_link(token: str, *, at: datetime | None = None) -> ConsultationLink:
    """The link, when it can be answered with. Raises LinkClosed for one that is used, of a consultation whose
    last day has passed or that is over, and when the one who is asked has answered by another link.
    """
    at = at or timezone.now()
    link = find(token)
    if link is None:
        raise LinkClosed("Länken finns inte", INCOMPLETE, status=404)
    row = link.consulted
    consultation, group = row.consultation, row.consultation.matter.group.title
    if link.used_at or row.answered_at:
        when = link.used_at or row.answered_at or at
        sentence = f"Svaret kom in {long_date(when)} kl. {clock(when)}. Vill ni ändra det? Hör av er till {group}"
        contact = whom_to_ask(consultation, on=timezone.localdate(at))
        raise LinkClosed("Ni har redan svarat", f"{sentence}: {contact}." if contact else f"{sentence}.")
    if consultation.state != ConsultationState.OUT:
        raise LinkClosed("Remissen är avslutad", f"{group} tar inte emot fler svar. Ni behöver inte göra något.")
    if timezone.localdate(at) > consultation.until:
        raise LinkClosed("Länken har gått ut", f"Den gällde till och med {long_date(consultation.until)}.")
    return link


def whom_to_ask(consultation: Consultation, *, on: date) -> str:
    """Whom those outside turn to about the consultation: who sent it, when their address may be shown, else as
    ``groups.mail.contact_of`` says.
    """
    return contact_of(consultation.matter.group, first=consultation.sent_by.person, on=on)


@transaction.atomic
def use(token: str, *, text: str, stand: str, signed: str, at: datetime | None = None) -> ConsultationLink:
    """Answer with the link, which can't be used again; nor can any other link of the one who is asked. Raises as
    ``open_link`` and the step itself do; then nothing is changed.
    """
    at = at or timezone.now()
    known = find(token)
    if known is None:
        raise LinkClosed("Länken finns inte", INCOMPLETE, status=404)
    Consultation.objects.select_for_update(of=("self",)).get(pk=known.consulted.consultation_id)
    link = open_link(token, at=at)
    if not signed.strip():
        raise StepRefused("Skriv vem som svarar.")
    link.consulted = consultations.answer(
        link.consulted, text=text, stand=stand, by=None, signed=signed[:LONGEST_NAME], at=at
    )
    link.used_at = at
    link.save(update_fields=["used_at"])
    return link
