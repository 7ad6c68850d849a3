"""Sending one mail: as text, and as HTML made from the same text.

At least once, always under the same Message-ID for the same outbox message; the message then remembers under
which subject, or why it was not sent. The words live in ``templates/mail/``:
the first line is the subject (``Ämne: …``), the rest is the text.
"""

import email.message
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from samverkan.common.models import OutboxMessage

_SUBJECT = "Ämne: "
#: What a message's payload holds when its mail has gone, and when it has not: the subject, and why.
SENT, UNSENT = "mailed", "unsent"
NO_ADDRESS = "Personen saknade e-postadress."


@dataclass(frozen=True, slots=True)
class File:
    """A file that goes with a mail."""

    name: str
    content: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Invitation:
    """A calendar file (iTIP, RFC 5546) whose ``method`` (REQUEST or CANCEL) the mail program acts on."""

    content: bytes
    method: str


class InvitingMail(EmailMultiAlternatives):
    """A mail that may be an invitation: the calendar file is one more way to read it, and that with its method is
    what makes Outlook put it in the calendar. The same file is attached, for programs that know only files.
    """

    calendar: Invitation | None = None

    def _add_bodies(self, msg: email.message.EmailMessage) -> None:
        super()._add_bodies(msg)  # type: ignore[misc]  # not in the stubs
        if self.calendar:
            text, method = self.calendar.content.decode(), {"method": self.calendar.method}
            msg.add_alternative(text, subtype="calendar", charset="utf-8", params=method)


def send_template(
    message: OutboxMessage,
    template: str,
    *,
    to: str,
    context: Mapping[str, Any],
    files: Sequence[File] = (),
    calendar: Invitation | None = None,
) -> None:
    """Send the mail that ``templates/mail/<template>.txt`` writes. Raises as ``send`` does."""
    subject, _, text = render_to_string(f"mail/{template}.txt", dict(context)).partition("\n")
    subject, text = subject.removeprefix(_SUBJECT), text.strip() + "\n"
    send(message, to=to, subject=subject, text=text, files=files, calendar=calendar)


def send(
    message: OutboxMessage,
    *,
    to: str,
    subject: str,
    text: str,
    files: Sequence[File] = (),
    calendar: Invitation | None = None,
) -> None:
    """Send a mail to one address. Raises what the mail server raises; the outbox tries again."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    subject = " ".join(subject.split())
    mail = InvitingMail(
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
    if calendar:
        mail.calendar = calendar
        mail.attach("mote.ics", calendar.content, "application/ics")
    mail.send()
    _remember(message, SENT, subject)


def leave(message: OutboxMessage, why: str) -> None:
    """Remember why a promised mail is not sent: a sentence to read where it is told what mail has gone out."""
    _remember(message, UNSENT, why)


def _remember(message: OutboxMessage, name: str, said: str) -> None:
    message.payload = {**message.payload, name: said}
    OutboxMessage.objects.filter(pk=message.pk).update(payload=message.payload)


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
