"""From a file's bytes to a proposal; refuses what is no note before anything else happens."""

from django.core.files.base import ContentFile

from groups.models import Group
from meetings.importing import word_note
from meetings.importing.matching import Proposal, propose, register_of_today
from meetings.importing.parse import parse
from meetings.importing.parsed import NotMinutes
from samverkan.common import uploads, word

#: The longest note as text, and the largest as a Word file; it is carried between the pages in a form.
MAX_BYTES = 300_000
MAX_WORD = 1_500_000
_ARCHIVE = b"PK\x03\x04"
_TOO_LONG = "En mötesanteckning som text är mycket mindre; välj en annan fil."


def read_note(source: bytes, *, group: Group) -> Proposal:
    """Read a note and match it to the register. Saves nothing.

    Raises NotMinutes with a Swedish sentence when the bytes are no text and no Word file, too much, or no meeting
    note.
    """
    text = decode(source)
    if len(text.encode()) > MAX_BYTES:
        raise NotMinutes(f"Texten är längre än 300 kB. {_TOO_LONG}")
    return propose(parse(text, register_of_today()), group=group)


def decode(source: bytes) -> str:
    """The bytes as text: a Word file, UTF-8, or Windows' western encoding. Raises NotMinutes for anything else."""
    if is_word(source):
        return _word(source)
    if len(source) > MAX_BYTES:
        raise NotMinutes(f"Filen är större än 300 kB. {_TOO_LONG}")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = source.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text and not text.startswith("%PDF"):
            return text
    raise NotMinutes("Filen är varken text eller Word. Spara den som .docx eller .txt, eller klistra in den i rutan.")


def is_word(source: bytes) -> bool:
    """Whether the bytes can only be a Word file: no text begins so."""
    return source.startswith(_ARCHIVE)


def media_type(source: bytes) -> str:
    """What the file that a note came in is kept as."""
    return word.MEDIA_TYPE if is_word(source) else "text/plain; charset=utf-8"


def _word(source: bytes) -> str:
    """Each time it comes in it is looked through as every upload is: it comes from a browser."""
    if len(source) > MAX_WORD:
        raise NotMinutes("Word-filen är större än 1,5 MB. Ta bort bilderna i den och välj den igen.")
    try:
        return word_note.text_of(uploads.check(ContentFile(source, name="anteckning.docx")).content)
    except uploads.UploadRefused as refusal:
        raise NotMinutes(str(refusal)) from refusal
    except word_note.Unreadable as error:
        raise NotMinutes("Word-filen är skadad. Öppna den i Word, spara den på nytt och välj den igen.") from error
