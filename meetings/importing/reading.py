"""From a file's bytes to a proposal; refuses what is no note before anything else happens."""

from groups.models import Group
from meetings.importing.matching import Proposal, propose, register_of_today
from meetings.importing.parse import parse
from meetings.importing.parsed import NotMinutes

MAX_BYTES = 300_000


def read_note(source: bytes, *, group: Group) -> Proposal:
    """Read a note and match it to the register. Saves nothing.

    Raises NotMinutes with a Swedish sentence when the bytes are no text, too much, or no meeting note.
    """
    if len(source) > MAX_BYTES:
        raise NotMinutes("Filen är större än 300 kB. En mötesanteckning som text är mycket mindre; välj en annan fil.")
    return propose(parse(decode(source), register_of_today()), group=group)


def decode(source: bytes) -> str:
    """The bytes as text: UTF-8, or Windows' western encoding. Raises NotMinutes for what is no text."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = source.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text and not text.startswith(("%PDF", "PK\x03\x04")):
            return text
    raise NotMinutes("Filen är inte text. Spara anteckningen som text (.txt) eller klistra in den i rutan.")
