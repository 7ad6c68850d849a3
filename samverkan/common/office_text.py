"""What an uploaded office document says, and what in it not everybody can read. Only for documents that were checked.

Reads the XML of every part: the text, and the attributes in which a reader or a program finds text. A chart keeps
the values that it was drawn from: they are read, and so is the workbook behind it.
"""

import re
from io import BytesIO
from typing import Any
from xml.parsers.expat import ExpatError, ParserCreate
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError

from samverkan.common.office_parts import Parts, begins_like_xml, is_blank, is_sheet_inside

#: Where a line ends; ``c`` is a cell of a sheet, ``si`` one of the texts its cells share, ``pt`` a value of a chart.
_LINES = frozenset({
    "p", "h", "si", "c", "tc", "br", "cr", "table-cell", "line-break", "comment", "annotation", "tab", "sdt", "row",
    "pt",
})  # fmt: skip
_SAID = frozenset({"descr", "title", "Target", "href", "name", "display", "tooltip", "author", "string-value", "desc"})
_PICTURES = frozenset({"pic", "frame"})
#: What a drawing's own words end with.
_DRAWINGS = frozenset({"drawing", "graphicFrame", "sp"})
#: What holds the figures of a chart; the last is that of newer kinds, whose figures stand in ``pt`` itself.
_FIGURES_OF = frozenset({"numCache", "numLit", "numDim"})
#: The parts that hold the properties of the file: title, author, keywords.
_PROPERTIES = ("docprops/", "meta.xml")
_TEXT_PARTS = ("word/document.xml", "content.xml", "ppt/slides/", "xl/")
#: What stands before the names of the parts of a workbook that lies in the document.
_INSIDE = "inside:"
MAX_TEXT = 40_000_000
_FIGURES = re.compile(r"\d{1,15}(?:\.\d{1,20})?(?:[eE]\+?\d{1,2})?")


class Unreadable(Exception):
    """The document is damaged, or says more than can be looked through."""


class OfficeContent:
    """What a document says, part by part, with what there is for those who do not see it."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        #: Those of the texts that are properties of the file.
        self.properties: set[str] = set()
        self.pictures = self.described = self.headings = self.words = 0
        self.left = MAX_TEXT

    def say(self, text: str) -> None:
        self.left -= len(text)
        if self.left < 0:
            raise Unreadable
        self.texts.append(text)


def read(content: bytes) -> OfficeContent:
    """Raises Unreadable for a damaged document."""
    found = OfficeContent()
    try:
        _read_archive(content, found)
    except (BadZipFile, ZlibError, ExpatError, OSError, ValueError, LookupError) as error:
        raise Unreadable from error
    return found


def _read_archive(content: bytes, found: OfficeContent, inside: str = "") -> None:
    """Read every part. ``inside`` stands before the names of those of a workbook that lies in the document."""
    with ZipFile(BytesIO(content)) as archive:
        parts = Parts(archive, MAX_TEXT)
        for entry in archive.infolist():
            said = archive.read(entry)
            if not is_sheet_inside(entry.filename):
                _read_part(inside + entry.filename, said, found, is_declared=parts.is_declared(entry))
            elif inside:
                raise Unreadable
            else:
                _read_archive(said, found, inside=_INSIDE)


def _read_part(name: str, content: bytes, found: OfficeContent, *, is_declared: bool) -> None:
    """Read a part that is XML, as declared or as it begins; one that breaks before its first element is not."""
    if is_blank(content) or not (is_declared or begins_like_xml(content)):
        return
    part = _Part(name, found)
    try:
        part.read(content)
    except ExpatError:
        if is_declared or part.has_element:
            raise


def _filled(figures: list[str]) -> list[str]:
    """The whole numbers of a sheet, with the zeros that a sheet takes away from those that begin with them.

    Sums of seven digits are common, and one in sixteen would pass for somebody born early in the year 2000: they
    are filled only in a sheet that has numbers as long as a personal number.
    """
    written = {said.strip() for said in figures}
    values = [float(said) for said in sorted(written) if _FIGURES.fullmatch(said)]
    whole = [str(int(value)) for value in values if value.is_integer() and 1e6 <= value < 1e12]
    has_long = any(len(number) in {10, 12} for number in whole)
    said = [number for number in whole if number not in written]
    said += [number.zfill(10) for number in whole if len(number) in {8, 9} or (len(number) == 7 and has_long)]
    return said + [number.zfill(12) for number in whole if len(number) == 11]


class _Part:
    """One part of a document.

    It is read in two ways: runs of letters put together until the line ends, and each element by itself.
    """

    def __init__(self, name: str, found: OfficeContent) -> None:
        self.name, self.found = name, found
        self.together: list[str] = []
        self.apart: list[str] = []
        self.figures: list[str] = []
        self.is_shared = self.is_cell = self.is_figure = self.has_element = False
        self.in_picture = self.in_chart_figures = self.has_words = False
        self.is_text = name.lower().startswith(_TEXT_PARTS)
        self.is_property = name.lower().removeprefix(_INSIDE).startswith(_PROPERTIES)

    def read(self, content: bytes) -> None:
        parser = ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._starts
        parser.EndElementHandler = self._ends
        parser.CharacterDataHandler = self._says
        parser.Parse(content, True)
        together, apart = "".join(self.together), "".join(self.apart)
        self.found.words += len(together.split()) if self.is_text else 0
        self._say(together)
        if apart != together:
            self._say(apart)
        if filled := _filled(self.figures):
            self.found.say("\n".join(filled))

    def _say(self, text: str) -> None:
        self.found.say(text)
        if self.is_property:
            self.found.properties.add(text)

    def _starts(self, qualified: str, attributes: dict[str, str]) -> None:
        self.has_element = True
        name = _local(qualified)
        given = {_local(key): value for key, value in attributes.items()}
        for key, value in given.items():
            if key in _SAID and ("@" in value or any(map(str.isdigit, value))):
                self._say(value)
        self.is_shared = (name == "c" and given.get("t") == "s") or (self.is_shared and name != "c")
        if name == "c":
            self.is_cell = given.get("t", "n") == "n"
        self.in_chart_figures = self.in_chart_figures or name in _FIGURES_OF
        self.is_figure = (name == "v" and self.is_cell) or (name in {"v", "pt"} and self.in_chart_figures)
        if self.is_figure:
            self.figures.append("")
        if self.is_text:
            self._look(name, given)

    def _look(self, name: str, given: dict[str, Any]) -> None:
        """What there is for those who do not see: headings, and words for pictures."""
        style = given.get("val", "") if name == "pStyle" else ""
        self.found.headings += name == "h" or name == "outlineLvl" or style.lower().startswith(("heading", "rubrik"))
        if name == "ph" and given.get("type") in {"title", "ctrTitle"}:
            self.found.headings += 1
        if name in _PICTURES:
            self.found.pictures += name == "pic" or "name" in given
            self.in_picture = True
        elif self.in_picture and name in {"cNvPr", "title", "desc"}:
            self.found.described += bool(given.get("descr") or name != "cNvPr" or self.has_words)
            self.in_picture = False
        elif name in {"docPr", "cNvPr"}:  # words of a whole drawing, which hold for the picture in it
            self.has_words = bool(given.get("descr"))
        elif name == "chart" and "id" in given:  # where a chart stands; the chart itself is a part of its own
            self.found.pictures += 1
            self.found.described += self.has_words

    def _ends(self, qualified: str) -> None:
        name = _local(qualified)
        if name in _LINES or self.is_property:
            self.together.append("\n")
        if name == "c":
            self.is_shared = self.is_cell = False
        self.apart.append("\n")
        self.is_figure = False
        self.in_chart_figures = self.in_chart_figures and name not in _FIGURES_OF
        self.in_picture = self.in_picture and name not in _PICTURES
        self.has_words = self.has_words and name not in _DRAWINGS

    def _says(self, text: str) -> None:
        if not self.is_shared:  # the number of a text, which stands elsewhere
            self.together.append(text)
            self.apart.append(text)
        if self.is_figure:
            self.figures[-1] += text


def _local(qualified: str) -> str:
    return qualified.rpartition(" ")[2]
