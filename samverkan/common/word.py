"""Word files with real styles, in Swedish; the same bytes for the same text.

Rich text is read from the allowed elements of ``richtext``; whatever else stands in it is left out.
"""

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from html.parser import HTMLParser
from typing import Any, override

import docx
from docx.enum.text import WD_BREAK
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

from samverkan.common.richtext import clean

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_INVALID = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])


class Word:
    """A document under writing. ``created`` (aware) is all that it says of when it was made."""

    def __init__(self, title: str, *, author: str, created: datetime) -> None:
        self._file: Any = docx.Document()
        properties = self._file.core_properties
        properties.title, properties.author, properties.language = _safe(title)[:255], _safe(author)[:255], "sv-SE"
        properties.created = properties.modified = created.replace(tzinfo=None, microsecond=0)
        properties.last_modified_by, properties.comments = "", ""
        self._set_look()

    def title(self, text: str) -> None:
        """The heading of the whole document; once, first."""
        self._file.add_heading(_safe(text), level=1)

    def heading(self, text: str, level: int = 2) -> None:
        """A heading under the title: level 2 or 3."""
        self._file.add_heading(_safe(text), level=level)

    def paragraph(self, text: str, *, label: str = "") -> None:
        """A paragraph of plain text, with its label in bold first; line breaks are kept."""
        row = self._file.add_paragraph()
        if label:
            row.add_run(f"{_safe(label)}: ").bold = True
        _add_lines(row, text)

    def points(self, texts: Sequence[str]) -> None:
        """A list of plain texts."""
        for text in texts:
            _add_lines(self._file.add_paragraph(style="List Bullet"), text)

    def rich(self, html: str) -> None:
        """Rich text; nothing for none."""
        if html:
            _Rich(self._file).feed(clean(html))

    def table(self, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """A table whose first row is a header that Word repeats on each page and reads aloud as one."""
        table = self._file.add_table(rows=1, cols=len(header), style="Table Grid")
        for cell, text in zip(table.rows[0].cells, header, strict=True):
            cell.paragraphs[0].add_run(_safe(text)).bold = True
        properties = table.rows[0]._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:tblHeader"))
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = _safe(text)

    def foot(self, text: str) -> None:
        """What stands at the foot of each page."""
        self._file.sections[0].footer.paragraphs[0].text = _safe(text)

    def content(self) -> bytes:
        """The finished file: a .docx."""
        written = io.BytesIO()
        self._file.save(written)
        return _with_fixed_times(written.getvalue())

    def _set_look(self) -> None:
        section = self._file.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.5)
        normal = self._file.styles["Normal"]
        normal.font.name, normal.font.size = "Calibri", Pt(11)
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), "sv-SE")
        normal.element.get_or_add_rPr().append(language)


class _Rich(HTMLParser):
    """Writes cleaned rich text into a document."""

    def __init__(self, file: Any) -> None:
        super().__init__()
        self.file = file
        self.row: Paragraph | None = None
        self.lists: list[str] = []
        self.marks: set[str] = set()
        self.target = ""

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        match tag:
            case "ul" | "ol":
                self.lists.append(tag)
            case "li":
                self.row = self.file.add_paragraph(style=self._list_style())
            case "p":
                self.row = self.row if self.lists and self.row is not None else self.file.add_paragraph()
            case "h3":
                self.row = self.file.add_heading("", level=3)
            case "br":
                self._row().add_run().add_break(WD_BREAK.LINE)
            case "a":
                self.target = dict(attrs).get("href") or ""
            case "strong" | "em":
                self.marks.add(tag)

    @override
    def handle_endtag(self, tag: str) -> None:
        match tag:
            case "ul" | "ol":
                self.lists = self.lists[:-1]
                self.row = None
            case "li" | "h3":
                self.row = None
            case "p":
                self.row = self.row if self.lists else None
            case "a":
                self.target = ""
            case _:
                self.marks.discard(tag)

    @override
    def handle_data(self, data: str) -> None:
        if data.strip() or self.row is not None:
            run = _linked(self._row(), self.target, data) if self.target else self._row().add_run(_safe(data))
            run.bold, run.italic = "strong" in self.marks or None, "em" in self.marks or None

    def _row(self) -> Paragraph:
        if self.row is None:
            self.row = self.file.add_paragraph()
        return self.row

    def _list_style(self) -> str:
        kind = "List Number" if self.lists[-1:] == ["ol"] else "List Bullet"
        depth = min(len(self.lists), 3)
        return kind if depth <= 1 else f"{kind} {depth}"


def _linked(row: Paragraph, target: str, text: str) -> Any:
    """A run inside a link of the paragraph."""
    relation = row.part.relate_to(_safe(target), RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), relation)
    run: Any = row.add_run(_safe(text))
    run.font.underline = True
    link.append(run._r)
    row._p.append(link)
    return run


def _add_lines(row: Paragraph, text: str) -> None:
    for number, line in enumerate(_safe(text).split("\n")):
        if number:
            row.add_run().add_break(WD_BREAK.LINE)
        row.add_run(line)


def _safe(text: str) -> str:
    """The text without signs that no XML file can hold."""
    return str(text).translate(_INVALID).encode("utf-8", "ignore").decode().replace("\r\n", "\n").replace("\r", "\n")


def _with_fixed_times(content: bytes) -> bytes:
    """The same package with no clock in it."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(zipfile.ZipInfo(entry.filename, _EPOCH), old.read(entry), zipfile.ZIP_DEFLATED)
    return written.getvalue()
