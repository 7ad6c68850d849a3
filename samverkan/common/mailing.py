"""Sending one mail. At least once, always under the same Message-ID for the same outbox message."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from samverkan.common.models import OutboxMessage


def send(message: OutboxMessage, *, to: str, subject: str, text: str) -> None:
    """Send a plain text mail to one address. Raises what the mail server raises; the outbox tries again."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    mail = EmailMultiAlternatives(
        subject=" ".join(subject.split()),
        body=text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[to],
        headers={"Message-ID": f"<{message.pk}@{host}>", "Auto-Submitted": "auto-generated"},
    )
    mail.send()
