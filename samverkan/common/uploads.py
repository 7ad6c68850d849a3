"""Uploaded files: what is taken in, and what is refused with a sentence that says what to do.

``check`` reads the whole file, within limits, and answers with bytes that are what their name says: a PDF or
an office document without anything that runs, fetches or hides, or a picture drawn anew without what the
camera wrote in it. ``stored.keep`` stores them under their checksum, before the row that tells of them is saved.
"""

import hashlib
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Protocol
from zipfile import is_zipfile

from django.core.files.storage import default_storage
from django.http import HttpResponse
from django.utils.http import content_disposition_header, quote_etag

from samverkan.common import upload_images, upload_mail, upload_office, upload_pdf
from samverkan.common.refusals import Refused

MAX_BYTES = 20_000_000
MAX_NAME = 160
CHUNK = 64 * 1024


class UploadRefused(Refused):
    """The file was not taken in. The message says why and what to do."""


class Upload(Protocol):
    """What ``check`` needs of a file: Django's uploaded files have it."""

    name: str | None

    def chunks(self, chunk_size: int | None = None) -> Iterable[bytes]: ...


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that may be kept and handed out. ``content`` is not always what was sent: pictures are drawn anew."""

    content: bytes
    name: str
    media_type: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: how its bytes begin, and the check that gives back the bytes to keep.

    The check answers with the bytes, or with a sentence when the file is refused.
    """

    word: str
    media_type: str
    magic: bytes
    check: Callable[[bytes, str], bytes | str]


def _as_sent(trouble: Callable[[bytes, str], str]) -> Callable[[bytes, str], bytes | str]:
    return lambda content, suffix: trouble(content, suffix) or content


_OFFICE, _PICTURE = _as_sent(upload_office.trouble), upload_images.drawn_anew
_OOXML = "application/vnd.openxmlformats-officedocument."
KINDS: dict[str, Kind] = {
    "pdf": Kind("PDF", "application/pdf", b"%PDF-", _as_sent(lambda content, suffix: upload_pdf.trouble(content))),
    "docx": Kind("Word", _OOXML + "wordprocessingml.document", b"PK\x03\x04", _OFFICE),
    "xlsx": Kind("Excel", _OOXML + "spreadsheetml.sheet", b"PK\x03\x04", _OFFICE),
    "pptx": Kind("PowerPoint", _OOXML + "presentationml.presentation", b"PK\x03\x04", _OFFICE),
    "odt": Kind("OpenDocument", "application/vnd.oasis.opendocument.text", b"PK\x03\x04", _OFFICE),
    "png": Kind("PNG-bild", "image/png", b"\x89PNG\r\n\x1a\n", _PICTURE),
    "jpg": Kind("JPEG-bild", "image/jpeg", b"\xff\xd8\xff", _PICTURE),
}
KINDS["jpeg"] = KINDS["jpg"]
#: What a file field lets people choose among, and tells them.
ACCEPT = ",".join(f".{suffix}" for suffix in KINDS)
HELP = "PDF, Word, Excel, PowerPoint, OpenDocument-text eller bild (png, jpg), högst 20 MB."


def _begins_as(kind: Kind, content: bytes) -> bool:
    """Whether the bytes begin as the kind does, and are no archive at the same time where it is none."""
    is_two = kind.media_type == "application/pdf" and is_zipfile(BytesIO(content))
    return content.startswith(kind.magic) and not is_two


def _attached_trouble(name: str, content: bytes) -> str:
    suffix = name.rpartition(".")[2].lower()
    kind = KINDS.get(suffix)
    if kind is None or not _begins_as(kind, content):
        return "Den kan inte tas emot. Spara mejlet utan den, eller som PDF."
    found = kind.check(content, suffix)
    return found if isinstance(found, str) else ""


#: What somebody has said may be shown by the mail it came in; it is never shown openly.
MAIL = Kind(
    "mejl", "message/rfc822", b"", lambda content, _: upload_mail.trouble(content, _attached_trouble) or content
)
EVIDENCE_KINDS = {**KINDS, "eml": MAIL}
#: Shown by the browser itself; every other kind is saved as a file.
SHOWN = {"application/pdf", "image/png", "image/jpeg"}


def check(file: Upload, *, kinds: Mapping[str, Kind] = KINDS) -> Checked:
    """Read and look through an uploaded file of one of the kinds.

    Raises UploadRefused for a file that is too large, empty, not what its name says, protected by a password,
    damaged, or that holds anything that runs, fetches from elsewhere or lies hidden.
    """
    name = clean_name(file.name or "", kinds=kinds)
    suffix = name.rpartition(".")[2].lower()
    kind = kinds[suffix]
    content = _read(file)
    if not _begins_as(kind, content):
        raise UploadRefused(
            f"Filen heter .{suffix} men innehållet är något annat. "
            f"Öppna den i sitt program, spara den som {kind.word} och välj den nya filen."
        )
    found = kind.check(content, suffix)
    if isinstance(found, str):
        raise UploadRefused(found)
    if len(found) > MAX_BYTES:
        raise UploadRefused("Bilden är för stor. Minska den och välj den igen.")
    return Checked(found, name, kind.media_type, hashlib.sha256(found).hexdigest(), len(found))


def clean_name(raw: str, *, kinds: Mapping[str, Kind] = KINDS) -> str:
    """The name without folders, at most 160 signs, with an ending that is taken in.

    Raises UploadRefused for a name with invisible signs, without a name before the ending, or another ending.
    """
    name = unicodedata.normalize("NFC", raw).replace("\\", "/").rpartition("/")[2]
    if any(unicodedata.category(sign)[0] == "C" or sign in "\u2028\u2029" for sign in name):
        raise UploadRefused("Filnamnet innehåller osynliga tecken. Döp om filen och välj den igen.")
    stem, dot, suffix = " ".join(name.split()).strip(" .").rpartition(".")
    stem = stem.strip(" .")
    if suffix.lower() not in kinds:
        raise UploadRefused(f"{_named(suffix if dot else '')} kan inte tas emot. Spara den som PDF och välj den igen.")
    if not stem:
        raise UploadRefused("Filen saknar namn före punkten. Döp om filen och välj den igen.")
    return f"{stem[: MAX_NAME - len(suffix) - 1].rstrip(' .')}.{suffix}"


def _named(suffix: str) -> str:
    known = suffix.isascii() and suffix.isalnum() and len(suffix) <= 8
    return f"En fil som slutar på .{suffix}" if known else "Den här sortens fil"


def _read(file: Upload) -> bytes:
    parts, size = [], 0
    for chunk in file.chunks(CHUNK):
        size += len(chunk)
        if size > MAX_BYTES:
            raise UploadRefused("Filen är större än 20 MB. Minska bilderna i den, eller dela den i flera filer.")
        parts.append(chunk)
    if not size:
        raise UploadRefused("Filen är tom. Kontrollera att den är sparad och välj den igen.")
    return b"".join(parts)


def served(path: str, *, name: str, media_type: str, sha256: str) -> HttpResponse:
    """The answer that hands out a kept file so that nothing in it can run as part of the site.

    Raises FileNotFoundError when the storage has lost it.
    """
    with default_storage.open(path) as stored:
        response = HttpResponse(stored.read(), content_type=media_type)
    disposition: Any = content_disposition_header(media_type not in SHOWN, name)
    response["Content-Disposition"] = disposition
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["ETag"] = quote_etag(sha256)
    if media_type != "application/pdf":  # a browser draws no PDF in a sandbox; a PDF gets the rules of every page
        response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
