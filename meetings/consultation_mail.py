"""Mail to those outside the portal who are asked in a consultation, each with a link of its own."""

from meetings import consultation_links as links
from meetings.models import Consulted
from meetings.states import ConsultationState
from meetings.workflow.consultations import OUTSIDE
from samverkan.common import mailing, outbox
from samverkan.common.models import OutboxMessage


@outbox.handles(OUTSIDE)
def send(message: OutboxMessage) -> None:
    """Send one mail; with a fresh link as long as there is something to answer."""
    payload = message.payload
    row = Consulted.objects.select_related("consultation__matter__group").get(pk=payload["consulted"])
    is_open = row.consultation.state == ConsultationState.OUT and row.answered_at is None
    link = links.make(row) if is_open else ""
    context = {"person": {"name": row.name}, "link": link, "outside": True, **payload["context"]}
    mailing.send_template(message, payload["template"], to=row.email, context=context)
