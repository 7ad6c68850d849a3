"""A note in a Word file as the lines of text that the reader of notes knows. Only for files that were checked.

Headings and paragraphs have an empty line between them, points and the rows of a table have none. The numbers that
Word shows before a point are written out, since the items of a note are known by them. What has been struck in a
tracked change is not text.
"""

import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

import docx
from docx.oxml.ns import qn

from meetings.importing.labels import KEYS
from meetings.importing.text import fold

_PARAGRAPH, _TABLE, _ROW, _CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_SIGNS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_TEXT = qn("w:t")
#: What holds no text of its own, or text that is struck, or that is told a second time.
_SKIPPED = {qn("w:pPr"), qn("w:rPr"), qn("w:del"), qn("w:moveFrom"), qn("w:tbl"), qn("w:instrText"),
            "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}  # fmt: skip
#: What the first row of a table of people is called, column by column.
_COLUMNS = frozenset(
    ["namn", "titel", "roll", "funktion", "befattning", "organisation", "part", "huvudman", "kommun", "närvarande"]
)


class Unreadable(Exception):
    """The file is no document that can be read."""


def text_of(content: bytes) -> str:
    """The text of a Word file, as somebody would have pasted it. Raises Unreadable for a damaged one."""
    try:
        document: Any = docx.Document(BytesIO(content))
        return "\n".join(_lines(_blocks(document.element.body), _Numbering(document)))
    except (KeyError, ValueError, AttributeError, TypeError, SyntaxError, zipfile.BadZipFile) as error:
        raise Unreadable from error  # what python-docx raises for a document without the parts that it should have


def _blocks(parent: Any) -> Iterator[Any]:
    """The paragraphs and tables in their order, also those that stand in a control or a tracked change."""
    for child in parent:
        if child.tag in {_PARAGRAPH, _TABLE}:
            yield child
        elif child.tag not in _SKIPPED:
            yield from _blocks(child)


def _lines(blocks: Iterable[Any], numbering: "_Numbering") -> Iterator[str]:
    was_point = False
    for block in blocks:
        if block.tag == _TABLE:
            yield from ("", *_rows(block), "")
            was_point = False
            continue
        text = _said(block).strip()
        if not text:
            continue
        mark = numbering.mark_of(block)
        is_point = mark == "- "
        if not (is_point and was_point):
            yield ""
        yield mark + text
        was_point = is_point


def _said(element: Any) -> str:
    parts: list[str] = []
    for child in element:
        if child.tag == _TEXT:
            parts.append(child.text or "")
        elif child.tag in _SIGNS:
            parts.append(_SIGNS[child.tag])
        elif child.tag not in _SKIPPED:
            parts.append(_said(child))
    return "".join(parts)


def _rows(table: Any) -> Iterator[str]:
    """A row for each line: a label and what it labels, or the columns of a person with commas between them."""
    for row in table.iter(_ROW):
        cells = [_cell(cell) for cell in row.iterchildren(_CELL)]
        cells = [lines for lines in cells if lines]
        if not cells or all(fold(" ".join(lines)).casefold() in _COLUMNS for lines in cells):
            continue
        label = fold(" ".join(cells[0]).rstrip(": ")).casefold()
        if label in KEYS and len(cells) > 1:
            first, *others = [line for lines in cells[1:] for line in lines]
            yield f"{' '.join(cells[0]).rstrip(': ')}:\t{first}"
            yield from others
        else:
            yield ", ".join(" ".join(lines).rstrip(",") for lines in cells)


def _cell(cell: Any) -> list[str]:
    said = "\n".join(_said(paragraph) for paragraph in cell.iter(_PARAGRAPH))
    return [" ".join(line.split()) for line in said.splitlines() if line.strip()]


class _Numbering:
    """What Word draws before a paragraph of a list: counted here, since the file does not say the numbers."""

    def __init__(self, document: Any) -> None:
        self.styles = {style.style_id: style.element for style in document.styles}
        self.formats: dict[str, dict[str, str]] = {}
        self.counts: Counter[str] = Counter()
        part = next(
            (rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/numbering")), None
        )
        if part is not None:
            self._read(part.element)

    def _read(self, numbering: Any) -> None:
        abstract = {
            row.get(qn("w:abstractNumId")): {
                level.get(qn("w:ilvl")): _value(level, "w:numFmt") for level in row.iter(qn("w:lvl"))
            }
            for row in numbering.iter(qn("w:abstractNum"))
        }
        for row in numbering.iter(qn("w:num")):
            self.formats[row.get(qn("w:numId"))] = abstract.get(_value(row, "w:abstractNumId"), {})

    def mark_of(self, paragraph: Any) -> str:
        """``3. `` for an item, ``- `` for a point under one, nothing for a paragraph of its own."""
        number, level = self._place(paragraph)
        found = self.formats.get(number, {}).get(level, "")
        if not found or found == "none":
            return ""
        if level != "0" or found != "decimal":
            return "- "
        self.counts[number] += 1
        return f"{self.counts[number]}. "

    def _place(self, paragraph: Any) -> tuple[str, str]:
        """The list and the level of a paragraph: its own, or those of its style."""
        style = next((row.get(qn("w:val")) for row in paragraph.iter(qn("w:pStyle"))), None)
        for element in (paragraph, self.styles.get(style)):
            found = next(element.iter(qn("w:numPr")), None) if element is not None else None
            if found is not None:
                return _value(found, "w:numId"), _value(found, "w:ilvl") or "0"
        return "", "0"


def _value(element: Any, name: str) -> str:
    found = element.find(qn(name))
    return "" if found is None else str(found.get(qn("w:val")))
