"""Sending one mail: as text, and as HTML made from the same text.

At least once, always under the same Message-ID for the same outbox message. The words live in ``templates/mail/``:
the first line is the subject (``Ämne: …``), the rest is the text.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from samverkan.common.models import OutboxMessage

_SUBJECT = "Ämne: "


@dataclass(frozen=True, slots=True)
class File:
    """A file that goes with a mail."""

    name: str
    content: bytes
    media_type: str


def send_template(
    message: OutboxMessage, template: str, *, to: str, context: Mapping[str, Any], files: Sequence[File] = ()
) -> None:
    """Send the mail that ``templates/mail/<template>.txt`` writes. Raises as ``send`` does."""
    subject, _, text = render_to_string(f"mail/{template}.txt", dict(context)).partition("\n")
    send(message, to=to, subject=subject.removeprefix(_SUBJECT), text=text.strip() + "\n", files=files)


def send(message: OutboxMessage, *, to: str, subject: str, text: str, files: Sequence[File] = ()) -> None:
    """Send a mail to one address. Raises what the mail server raises; the outbox tries again."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    subject = " ".join(subject.split())
    mail = EmailMultiAlternatives(
        subject=subject,
        body=text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[to],
        headers={"Message-ID": f"<{message.pk}@{host}>", "Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(
        render_to_string("mail/base.html", {"subject": subject, "blocks": blocks(text)}), "text/html"
    )
    for file in files:
        mail.attach(file.name, file.content, file.media_type)
    mail.send()


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a mail's text: ``kind`` is paragraph, list or link; the lines of it, without the dashes of a list."""

    kind: str
    lines: list[str]


def blocks(text: str) -> list[Block]:
    """The text cut at its empty lines: a link that stands alone, a list (``- …``) or a paragraph."""
    found: list[Block] = []
    for part in text.strip().split("\n\n"):
        run: list[str] = []
        for line in [line.strip() for line in part.split("\n") if line.strip()]:
            if run and _kind(line) != _kind(run[-1]):
                found.append(_block(run))
                run = []
            run.append(line)
        if run:
            found.append(_block(run))
    return found


def _kind(line: str) -> str:
    if line.startswith(("https://", "http://")) and " " not in line:
        return "link"
    return "list" if line.startswith("- ") else "paragraph"


def _block(lines: list[str]) -> Block:
    return Block(_kind(lines[0]), [line.removeprefix("- ") for line in lines])
