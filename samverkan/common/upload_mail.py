"""Mail that is saved as a file (.eml, RFC 5322): taken in as it is when all that is attached may be."""

from collections.abc import Callable
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage

MOST_PARTS = 100
#: What a mail consists of; a mail program draws it, and the portal never does.
SHOWN = {
    "text/plain", "text/html", "text/calendar", "image/png", "image/jpeg", "image/gif",
    "application/pkcs7-signature", "application/x-pkcs7-signature",
}  # fmt: skip
DAMAGED = "Filen är inget mejl som går att läsa. Spara mejlet som PDF och välj den filen."


def trouble(content: bytes, attached: Callable[[str, bytes], str]) -> str:
    """Why the mail is refused, as a sentence; empty when it is taken in.

    ``attached`` is asked of the name and the bytes of each attached file, and answers likewise.
    """
    if content.count(b"boundary=") > MOST_PARTS:
        return DAMAGED
    try:
        mail = message_from_bytes(content, policy=policy.default)
        if not mail["from"] or not mail["date"]:
            return DAMAGED
        return next((found for part in mail.walk() if (found := _trouble_of(part, attached))), "")
    except (MessageError, RecursionError, LookupError, ValueError, AttributeError, TypeError):
        return DAMAGED  # the parser raises these, by turns, for what is no mail


def _trouble_of(part: EmailMessage, attached: Callable[[str, bytes], str]) -> str:
    if part.is_multipart():
        return ""
    name, kind = part.get_filename() or "", part.get_content_type()
    if kind in SHOWN and not (name and kind == "text/html"):
        return ""
    content = part.get_payload(decode=True)
    why = attached(name, content if isinstance(content, bytes) else b"")
    return f"Mejlet har en bifogad fil, {name or 'utan namn'}. {why}" if why else ""
