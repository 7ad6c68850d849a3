"""Mail about decisions: one text per template in ``templates/mail/``, rendered when it is sent.

A mail that asks for a report carries a link of its own (``links``), made here, at the sending.
"""

from typing import Any

from django.conf import settings

from decisions import links
from decisions.models import Anchoring, Commitment, Decision
from decisions.workflow.mail import KIND
from groups.mail import address_of
from groups.models import Person
from samverkan.common import mailing, outbox
from samverkan.common.models import OutboxMessage

_SHOWN = ("decision__group", "decision__version__meeting")


@outbox.handles(KIND)
def send(message: OutboxMessage) -> None:
    """Send one mail to one person; a person without an address gets none, nor does anybody of what has been settled
    since it was promised.
    """
    payload = message.payload
    person = Person.objects.select_related("user").get(pk=payload["person"])
    to = address_of(person)
    if not to:
        return
    context: dict[str, Any] = {"person": person, **payload["context"]}
    if "anchoring" in payload:
        rows = Anchoring.objects.followed().unsettled().select_related("organisation", *_SHOWN)
        anchoring = rows.filter(pk=payload["anchoring"]).first()
        if anchoring is None:
            return
        context |= {"row": anchoring, "link": f"{settings.SITE_URL}/admin/forankring/"}
        context["answer_link"] = links.make(person, anchoring=anchoring)
        decision: Decision = anchoring.decision
    else:
        commitment = Commitment.objects.open().select_related(*_SHOWN).filter(pk=payload["commitment"]).first()
        if commitment is None:
            return
        context |= {"row": commitment, "link": f"{settings.SITE_URL}/admin/forankring/ataganden/"}
        context["answer_link"] = links.make(person, commitment=commitment)
        decision = commitment.decision
    context |= {"decision": decision, "group": decision.group}
    mailing.send_template(message, payload["template"], to=to, context=context)
