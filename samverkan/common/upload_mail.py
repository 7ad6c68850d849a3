"""Mail that is saved as a file (.eml, RFC 5322): taken in as it is when all that is attached may be.

What a mail program might read in another way than the parser does here is refused, and so is what takes long to read:
lines, parts, headers and attached files beyond what a mail between people has.
"""

import re
import unicodedata
from collections.abc import Callable
from email.errors import CloseBoundaryNotFoundDefect, MessageError
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import EmailPolicy
from typing import Any, override

MOST_PARTS = 100
MOST_LINES = 300_000
MOST_ATTACHED = 10
#: Parts that hold others: the parser looks in every line for the end of each.
MOST_HOLDING = 30
LONGEST_HEADER = 1000
LONGEST_HEADERS = 40_000
#: What a mail consists of, with the endings that such a part may be named by; a mail program draws it, and the portal
#: never does. Under any other name it is an attached file.
SHOWN = {
    "text/plain": {"txt"}, "text/html": set[str](), "text/calendar": {"ics"},
    "image/png": {"png"}, "image/jpeg": {"jpg", "jpeg"}, "image/gif": {"gif"},
    "application/pkcs7-signature": {"p7s"}, "application/x-pkcs7-signature": {"p7s"},
}  # fmt: skip
_BEGINS = {"image/png": b"\x89PNG", "image/jpeg": b"\xff\xd8\xff", "image/gif": b"GIF8"}
DAMAGED = "Filen är inget mejl som går att läsa. Spara mejlet som PDF och välj den filen."
MANY = f"Mejlet har fler än {MOST_ATTACHED} bifogade filer. Spara mejlet utan dem, eller som PDF."

#: The headers that are read here, or by the parser itself.
_READ = {"from", "date", "content-type", "content-disposition", "content-transfer-encoding"}
_AS_IT_IS = {"", "7bit", "8bit", "binary"}
_HOLDS_MAIL = {"message/rfc822", "message/delivery-status", "message/disposition-notification"}
#: A file within the text itself, which some mail programs unpack.
_UUENCODED = re.compile(rb"^begin(-base64)? [0-7]{3,4} \S", re.MULTILINE)


class _Policy(EmailPolicy):
    """Lets through no header that is slow to read, nor one that is named so that only some programs know it."""

    #: What may still come of the headers that are read (``signs``), and of parts that hold others (``holding``).
    left: Any = None

    @override
    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        if name.lower().strip() in _READ:
            self.left["signs"] -= len(value)
            self.left["holding"] -= "multipart" in value.lower() or "message" in value.lower()
            if name != name.strip() or len(value) > LONGEST_HEADER or min(self.left.values()) < 0:
                raise MessageError
        return name, value


def trouble(content: bytes, attached: Callable[[str, bytes], str]) -> str:
    """Why the mail is refused, as a sentence; empty when it is taken in.

    ``attached`` is asked of the name and the bytes of each attached file, and answers likewise.
    """
    if content.count(b"\n") + content.count(b"\r") - content.count(b"\r\n") > MOST_LINES:
        return DAMAGED
    try:
        mail = _parsed(content)
        parts = list(mail.walk())
        if not mail["from"] or not mail["date"] or any(map(_is_odd, parts)):
            return DAMAGED
        files = [part for part in parts if not part.is_multipart() and not _is_shown(part)]
        if len(files) > MOST_ATTACHED:
            return MANY
        return next((found for part in files if (found := _trouble_of(part, attached))), "")
    except (MessageError, RecursionError, LookupError, ValueError, AttributeError, TypeError, AssertionError):
        return DAMAGED  # the parser raises these, by turns, for what is no mail


def _parsed(content: bytes) -> EmailMessage:
    """The mail. Raises MessageError as soon as it has more parts than one between people has."""
    made = 0

    def part(policy: Any) -> EmailMessage:
        nonlocal made
        made += 1
        if made > MOST_PARTS:
            raise MessageError
        return EmailMessage(policy)

    policy: Any = _Policy
    parser: Any = BytesParser
    left = {"signs": LONGEST_HEADERS, "holding": MOST_HOLDING}
    mail: EmailMessage = parser(part, policy=policy(left=left)).parsebytes(content)
    return mail


def _is_odd(part: EmailMessage) -> bool:
    """Whether mail programs may differ in what the part is, where it ends, or what it is packed with."""
    if any(len(part.get_all(name, [])) > 1 for name in _READ):
        return True
    packed = str(part["content-transfer-encoding"] or "").strip().lower()
    body = _content(part)
    if any(not isinstance(defect, CloseBoundaryNotFoundDefect) for defect in part.defects):
        return True
    if not part.is_multipart():
        is_text = part.get_content_type() == "text/plain"
        return packed not in _AS_IT_IS | {"base64", "quoted-printable"} or bool(is_text and _UUENCODED.search(body))
    is_known = part.get_content_maintype() == "multipart" or part.get_content_type() in _HOLDS_MAIL
    return packed not in _AS_IT_IS or not is_known or any(_ending(name) != "eml" for name in _names(part))


def _is_shown(part: EmailMessage) -> bool:
    kind, names = part.get_content_type(), _names(part)
    if kind not in SHOWN or not _content(part).startswith(_BEGINS.get(kind, b"")):
        return False
    if not names:
        return kind != "text/html" or part.get_content_disposition() != "attachment"
    return {_ending(name) for name in names} <= SHOWN[kind]


def _trouble_of(part: EmailMessage, attached: Callable[[str, bytes], str]) -> str:
    """What is wrong with an attached file, under each name that it has."""
    names = _names(part) or [""]
    why = next(filter(None, (attached(name, _content(part)) for name in names)), "")
    return f"Mejlet har en bifogad fil, {_readable(names[0]) or 'utan namn'}. {why}" if why else ""


def _names(part: EmailMessage) -> list[str]:
    """The names of the part: mail programs differ in which header they take it from."""
    said = [part.get_param("filename", "", "content-disposition"), part.get_param("name", "")]
    return list(dict.fromkeys(str(name) for name in said if name))


def _content(part: EmailMessage) -> bytes:
    content = None if part.is_multipart() else part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _ending(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""


def _readable(name: str) -> str:
    return "".join(sign for sign in name if unicodedata.category(sign)[0] != "C")[:80].strip()
