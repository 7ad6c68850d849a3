"""What a finished note says, that was written elsewhere and uploaded as PDF or Word: text to read and to search."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from io import BytesIO
from typing import Any

import docx
from docx.table import Table

from samverkan.common import office_text, pdf_text
from samverkan.common.richtext import clean
from samverkan.common.uploads import UploadRefused

PDF = "application/pdf"
#: What a finished note can be uploaded as.
ACCEPT = ".pdf,.docx"
MAX_LETTERS = 400_000
_UNREADABLE = (
    "Filens text kan inte läsas. Den går då varken att läsa upp eller att kontrollera. "
    "Spara anteckningen som Word, eller som PDF direkt ur programmet som den är skriven i, och välj den nya filen."
)
#: A line that begins something new: a bullet, a number.
_NEW = re.compile(r"^(?:[•▪●◦–-]\s|\d{1,2}[.)]\s|§)")
_ENDS = (".", "!", "?", ":")
#: How the reader of PDF files writes a hyphen at the end of a line.
_BROKEN = re.compile("[\ufffe\x02\u00ad]\n?")


@dataclass(frozen=True, slots=True)
class NoteText:
    """The text of a note: ``html`` of the allowed elements, and ``said``, everything that can be read in the file."""

    html: str
    said: list[str]
    pages: int | None
    #: Sentences on what hinders somebody who cannot see the file.
    remarks: list[str]


def read_note_file(content: bytes, media_type: str) -> NoteText:
    """The text of a file that has been checked (``uploads.check``). Raises UploadRefused when it has none."""
    found = _pdf(content) if media_type == PDF else _word(content)
    if not found.html:
        raise UploadRefused(_UNREADABLE)
    if sum(map(len, found.said)) > MAX_LETTERS:
        raise UploadRefused("Filen har mer text än en anteckning. Ladda upp bara anteckningen.")
    return found


def _pdf(content: bytes) -> NoteText:
    try:
        file = pdf_text.read(content)
    except pdf_text.Unreadable as error:
        raise UploadRefused(_UNREADABLE) from error
    if not file.has_text:
        raise UploadRefused(_UNREADABLE)
    remarks = []
    if not file.is_tagged:
        remarks.append("PDF-filen saknar taggar, så en skärmläsare vet inte vad som är rubrik och vad som är text.")
    if not file.language:
        remarks.append("PDF-filen säger inte vilket språk den är på.")
    html = "".join(f"<p>{escape(text, quote=False)}</p>" for text in paragraphs(file.pages))
    return NoteText(clean(html), file.texts, len(file.pages), remarks)


def paragraphs(pages: Iterable[str]) -> list[str]:
    """The paragraphs of pages whose lines are broken where the paper ended."""
    text = _BROKEN.sub("", "\n".join(pages).replace("\r\n", "\n").replace("\r", "\n"))
    lines = [line.strip() for line in text.split("\n")]
    width = max(map(len, lines), default=0)
    found: list[str] = []
    goes_on = False
    for line in lines:
        if not line:
            goes_on = False
            continue
        if goes_on and not _NEW.match(line):
            found[-1] += f" {line}"
        else:
            found.append(line)
        goes_on = len(line) > width * 0.6 and not (line.endswith(_ENDS) and len(line) < width * 0.85)
    return found


def _word(content: bytes) -> NoteText:
    try:
        document = docx.Document(BytesIO(content))
        blocks = list(_blocks(document.iter_inner_content()))
        said = office_text.read(content).texts
    except (office_text.Unreadable, ValueError, KeyError, AttributeError, OSError, SyntaxError) as error:
        raise UploadRefused(_UNREADABLE) from error
    html = "".join(f"<{tag}>{escape(text, quote=False)}</{tag}>" for tag, text in blocks)
    html = re.sub(r"(?:<li>.*?</li>)+", lambda found: f"<ul>{found[0]}</ul>", html, flags=re.DOTALL)
    has_headings = any(tag == "h3" for tag, _ in blocks)
    remarks = [] if has_headings else ["Word-filen har inga rubriker gjorda med rubrikformat."]
    return NoteText(clean(html), said, None, remarks)


def _blocks(parts: Iterable[Any]) -> Iterator[tuple[str, str]]:
    """Element and text of each paragraph; a row of a table is a paragraph of its cells."""
    for part in parts:
        if isinstance(part, Table):
            for row in part.rows:
                cells = list(dict.fromkeys(" ".join(cell.text.split()) for cell in row.cells))
                if words := ", ".join(filter(None, cells)):
                    yield "p", words
        elif text := " ".join(part.text.split()):
            style = (part.style.name or "").casefold() if part.style else ""
            yield _element(style), text


def _element(style: str) -> str:
    if style.startswith(("heading", "rubrik", "title")):
        return "h3"
    return "li" if style.startswith(("list", "lista", "punktlista")) else "p"
