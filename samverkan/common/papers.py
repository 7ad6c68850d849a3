"""What an uploaded file says, and whether everybody can read it, whatever its kind.

Both are found again each time they are asked for, and remembered for as long as the process lives: a file that is
stored under its checksum never says anything else.
"""

from dataclasses import dataclass
from functools import lru_cache

from django.core.files.storage import default_storage

from samverkan.common import office_text, pdf_text

PDF = "application/pdf"
PICTURES = frozenset({"image/png", "image/jpeg"})
_WORDS = {
    PDF: "PDF",
    "image/png": "Bild",
    "image/jpeg": "Bild",
    "application/vnd.oasis.opendocument.text": "OpenDocument",
}
_OFFICE = {"wordprocessingml": "Word", "spreadsheetml": "Excel", "presentationml": "PowerPoint"}


class Unreadable(Exception):
    """What the file says could not be read."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What a file says, and sentences on what makes it hard for some to read. No sentence: nothing was found.

    ``properties`` are those of the texts that stand in the properties of the file, where nobody sees them who reads it.
    """

    texts: tuple[str, ...]
    findings: tuple[str, ...]
    properties: frozenset[str] = frozenset()


def word_of(media_type: str) -> str:
    """``PDF``, ``Word``, ``Bild``: the kind of a file as people call it."""
    office = next((word for part, word in _OFFICE.items() if part in media_type), "Fil")
    return _WORDS.get(media_type, office)


def look_at(path: str, media_type: str) -> Looked:
    """Look through a kept file. Raises Unreadable when it takes too much, or is damaged or lost."""
    try:
        return _stored(path, media_type)
    except FileNotFoundError as error:
        raise Unreadable from error


def look(content: bytes, media_type: str) -> Looked:
    """Look through the bytes of a checked file. Raises Unreadable."""
    try:
        if media_type == PDF:
            return _pdf(content)
        if media_type in PICTURES:
            return Looked((), ("En bild har ingen text som kan läsas upp eller sökas i.",))
        return _office(content, media_type)
    except (pdf_text.Unreadable, office_text.Unreadable) as error:
        raise Unreadable from error


@lru_cache(maxsize=64)
def _stored(path: str, media_type: str) -> Looked:
    with default_storage.open(path) as file:
        return look(file.read(), media_type)


def _pdf(content: bytes) -> Looked:
    said = pdf_text.read(content)
    checks = {
        "Sidorna är bilder utan text. Skärmläsare och sökning hittar inget.": said.has_text,
        "Filen är inte taggad: rubriker, listor och läsordning saknas för den som lyssnar.": said.is_tagged,
        "Filen säger inte vilket språk den är på.": bool(said.language),
        "Filen saknar titel i sina egenskaper.": bool(said.title),
    }
    findings = tuple(sentence for sentence, fine in checks.items() if not fine)
    return Looked(tuple(said.texts), findings, frozenset(said.properties))


def _office(content: bytes, media_type: str) -> Looked:
    said = office_text.read(content)
    findings = []
    if missing := said.pictures - said.described:
        findings.append(f"{missing} av {said.pictures} bilder saknar alternativtext." if missing > 0 else "")
    if "spreadsheetml" not in media_type and not said.headings and said.words > 200:
        findings.append("Dokumentet är långt men har inga rubriker.")
    return Looked(tuple(said.texts), tuple(filter(None, findings)), frozenset(said.properties))
