"""The answers to a closed consultation drawn as a paper, outside the step that closed it."""

from groups.models import User
from meetings.consultation_paper import answers_paper
from meetings.models import Consultation
from meetings.querysets.handovers import ANSWERS
from meetings.workflow.consultations import gather
from samverkan.common import outbox
from samverkan.common.models import OutboxMessage


@outbox.handles(ANSWERS)
def draw(message: OutboxMessage) -> None:
    """Draw the paper and let the question come back with it; once, however often the message is delivered."""
    consultation = Consultation.objects.select_related("matter__group").get(pk=message.payload["consultation"])
    if not consultation.is_gathering:
        return
    by = User.objects.filter(pk=message.payload["by"]).first()
    gather(consultation, answers_paper(consultation, at=consultation.closed_at), by=by)
