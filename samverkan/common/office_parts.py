"""Which parts of an office document are XML: what they are declared as and how they begin says it, not only names."""

import re
from urllib.parse import unquote
from xml.parsers.expat import ExpatError, ParserCreate
from zipfile import ZipFile, ZipInfo

TYPES = "[content_types].xml"
#: What may stand before the first sign of XML: byte order marks and space, in UTF-8 and UTF-16.
_BEFORE = b"\xef\xbb\xbf\xff\xfe \t\r\n\0"
_BEGINS = re.compile(rb"<\0?[A-Za-z_:?!\x80-\xff]")
#: Where the workbooks lie that charts are drawn from.
_SHEET_INSIDE = re.compile(r"(?:word|ppt|xl)/embeddings/[^/]+\.xlsx", re.IGNORECASE)
_ENDINGS = (".xml", ".rels", ".vml", ".rdf")


class Parts:
    """The parts of an archive, with what ``[Content_Types].xml`` says of them. Raises what zipfile raises."""

    def __init__(self, archive: ZipFile, most: int) -> None:
        self.overrides: dict[str, str] = {}
        self.defaults: dict[str, str] = {}
        for entry in archive.infolist():
            if entry.filename.lower() == TYPES:
                with archive.open(entry) as opened:
                    self._read(opened.read(most))

    def _read(self, content: bytes) -> None:
        parser = ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._starts
        try:
            parser.Parse(content, True)
        except ExpatError:
            return  # refused when it is read as a part

    def _starts(self, qualified: str, given: dict[str, str]) -> None:
        name = qualified.rpartition(" ")[2]
        kind = given.get("ContentType", "").partition(";")[0].strip().lower()
        if name == "Override":
            self.overrides[_plain(given.get("PartName", ""))] = kind
        elif name == "Default":
            self.defaults[given.get("Extension", "").lower()] = kind

    def is_declared(self, entry: ZipInfo) -> bool:
        """Whether the part has to be XML: its name or its declared type says so."""
        name = _plain(entry.filename)
        kinds = (self.overrides.get(name, ""), self.defaults.get(name.rpartition(".")[2], ""))
        return name.endswith(_ENDINGS) or any(kind.endswith(("+xml", "/xml")) for kind in kinds)


def is_sheet_inside(filename: str) -> bool:
    """Whether a part is, by its name and place, a workbook that lies in the document."""
    return bool(_SHEET_INSIDE.fullmatch(filename))


def _plain(name: str) -> str:
    return unquote(name).lower().lstrip("/")


def is_blank(chunk: bytes) -> bool:
    """Whether there is nothing but space, so that what follows says what it is."""
    return not chunk.strip(_BEFORE)


def begins_like_xml(chunk: bytes) -> bool:
    return bool(_BEGINS.match(chunk.lstrip(_BEFORE)))
