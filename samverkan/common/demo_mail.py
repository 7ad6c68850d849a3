"""Mail in the demonstration: kept to be read in the portal with its files, and sent nowhere."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from samverkan.common.models import KeptMail
from samverkan.common.stored import keep


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
                "files": [_kept(file) for file in message.attachments],
            },
        )


def path_of(file: Mapping[str, Any]) -> str:
    """Where the bytes of a file of a kept mail lie: named by their checksum."""
    return f"{file['sha256'][:2]}/{file['sha256']}"


def _kept(file: Any) -> dict[str, Any]:
    """What is said of a file, with its bytes stored."""
    name, content, media_type = file
    body = content.encode() if isinstance(content, str) else bytes(content)
    sha256 = hashlib.sha256(body).hexdigest()
    said = {"name": name, "size": len(body), "media_type": media_type or "application/octet-stream", "sha256": sha256}
    keep(body, path_of(said))
    return said
