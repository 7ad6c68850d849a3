"""Mail in the demonstration: kept to be read in the portal, and sent nowhere."""

from collections.abc import Sequence
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from samverkan.common.models import KeptMail


class Backend(BaseEmailBackend):
    """Keeps each mail once for each receiver, as a mailbox that knows a Message-ID again does."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep the mails; how many there were."""
        for message in email_messages:
            for to in message.recipients():
                self._keep(message, to)
        return len(email_messages)

    def _keep(self, message: EmailMessage, to: str) -> None:
        html = next((part.content for part in getattr(message, "alternatives", []) if part.mimetype == "text/html"), "")
        KeptMail.objects.get_or_create(
            message_id=message.extra_headers.get("Message-ID", ""),
            to=to,
            defaults={
                "subject": str(message.subject),
                "text": str(message.body),
                "html": html,
                "files": [_described(file) for file in message.attachments],
            },
        )


def _described(file: Any) -> dict[str, Any]:
    name, content, media_type = file
    return {"name": name, "size": len(content), "media_type": media_type}
