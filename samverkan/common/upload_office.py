"""Uploaded office documents (Word, Excel, PowerPoint, OpenDocument): archives of XML, read part by part.

Refused are archives that unpack to more than they should, parts that declare entities, macros and controls,
other files inside, and whatever is fetched from elsewhere as soon as the document is opened. Links that a
reader follows are left alone. Nothing is unpacked to disk, and never more than a little is in memory.

One kind of file may lie inside: a workbook, which is what a chart is drawn from. It is looked through by the same
rules, within the limits that are left of the file it lies in, and holds no file in its turn.
"""

import re
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any
from xml.parsers.expat import ExpatError, ParserCreate
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError

from samverkan.common.office_formulas import asks_a_program, is_formula
from samverkan.common.office_parts import Parts, begins_like_xml, is_blank, is_sheet_inside

MAX_ENTRIES = 500
MAX_ENTRIES_IN_ALL = 2000
#: The largest workbook inside: it is in memory as a whole.
MAX_SHEET = 20 * 1024 * 1024
MAX_UNPACKED = 100 * 1024 * 1024
MAX_RATIO = 100
CHUNK = 64 * 1024
_AS_PDF = "Spara dokumentet som PDF och välj den i stället."

SENTENCES = {
    "broken": "Filen är skadad eller av annat slag än namnet säger. Öppna den i sitt program och spara den på nytt.",
    "locked": "Filen är skyddad med lösenord. Spara den utan skydd och välj den igen.",
    "heavy": f"Filen blir för stor när den packas upp, eller har för många delar. {_AS_PDF}",
    "macro": f"Filen innehåller makron eller andra program. Spara den utan makron, eller så här: {_AS_PDF}",
    "inside": (
        "Filen har ett objekt från ett annat program inbäddat. Bara kalkylblad i formatet .xlsx, som det bakom ett "
        f"diagram, får finnas i filen. {_AS_PDF}"
    ),
    "outside": f"Filen hämtar en mall, en bild eller uppgifter från en annan plats. {_AS_PDF}",
    "entities": f"Filen är gjord på ett sätt som inte är säkert att öppna. {_AS_PDF}",
}
_SHEET = "Ett kalkylblad som är inbäddat i filen, till exempel det bakom ett diagram,"
#: What is wrong with a workbook inside the file; one that is too large makes the file so.
SENTENCES |= {
    "sheet broken": f"{_SHEET} är skadat, låst med lösenord eller av annat slag än namnet säger. {_AS_PDF}",
    "sheet locked": f"{_SHEET} är skyddat med lösenord. {_AS_PDF}",
    "sheet heavy": SENTENCES["heavy"],
    "sheet macro": f"{_SHEET} innehåller makron eller andra program. {_AS_PDF}",
    "sheet inside": f"{_SHEET} har i sin tur en annan fil inbäddad. {_AS_PDF}",
    "sheet outside": f"{_SHEET} hämtar uppgifter från en annan plats. {_AS_PDF}",
    "sheet entities": f"{_SHEET} är gjort på ett sätt som inte är säkert att öppna. {_AS_PDF}",
}
_MAIN = {
    "docx": "wordprocessingml.document.main+xml",
    "xlsx": "spreadsheetml.sheet.main+xml",
    "pptx": "presentationml.presentation.main+xml",
}
_ODT = b"application/vnd.oasis.opendocument.text"
_MACROS = re.compile(r"vbaproject|vbadata|/activex/|/macrosheets/|/dialogsheets/|^basic/|^scripts/", re.IGNORECASE)
_INSIDE = re.compile(
    r"/embeddings/|/oleobject|\.(exe|dll|bat|cmd|com|scr|ps1|vbs|js|hta|jar|lnk|msi|x?html?|mht)$", re.I
)
_OUTSIDE = re.compile(r"/externallinks/|/querytables/|/connections\.xml$", re.IGNORECASE)
#: How other files and programs begin: archives, OLE, Windows and Linux programs, PDF.
_FOREIGN = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"MZ", b"\x7fELF", b"%PDF-", b"Rar!", b"7z\xbc\xaf")
_RUNS = {"vbaProject", "control", "activeXControlBinary", "xlMacrosheet", "xlIntlMacrosheet", "wordVbaData"}
_HOLDS = {"oleObject", "package", "aFChunk"}
#: How a part of the document says where the workbook lies that it is drawn from.
_TO_SHEET = re.compile(r"(?:\.\./|/?(?:word|ppt|xl)/)?embeddings/[^/]+\.xlsx", re.IGNORECASE)
_DDE = re.compile(r"(^|\s)DDE(AUTO)?\s", re.IGNORECASE)
_SCHEME = re.compile(r"^([a-z][a-z0-9+.-]*:|/|\\\\|\.\./\.\.)", re.IGNORECASE)


#: What zipfile and expat raise for damaged and crafted files.
_DAMAGED = (BadZipFile, ZlibError, EOFError, OSError, ValueError, NotImplementedError, RuntimeError, LookupError)


class _Refusal(Exception):
    """The key of a sentence."""


class _Limits:
    """What may still be unpacked and opened, of the file and of all that lies in it."""

    def __init__(self, content: bytes) -> None:
        self.bytes = min(MAX_UNPACKED, MAX_RATIO * len(content))
        self.entries = MAX_ENTRIES_IN_ALL

    def take(self, *, unpacked: int = 0, entries: int = 0) -> None:
        self.bytes -= unpacked
        self.entries -= entries
        if self.bytes < 0 or self.entries < 0:
            raise _Refusal("heavy")


def trouble(content: bytes, suffix: str) -> str:
    """A sentence on why the document is refused, empty when it is not. ``suffix`` is docx, xlsx, pptx or odt."""
    try:
        _check(content, suffix, _Limits(content))
    except _Refusal as refusal:
        return SENTENCES[str(refusal)]
    return ""


def _check(content: bytes, suffix: str, limits: _Limits, *, is_inside: bool = False) -> None:
    try:
        with ZipFile(BytesIO(content)) as archive:
            _check_shape(archive, content)
            _check_parts(archive, suffix, limits, is_inside=is_inside)
    except _DAMAGED as error:
        raise _Refusal("broken") from error


def _check_shape(archive: ZipFile, content: bytes) -> None:
    """What the list of contents says, before anything is read: it may lie, so reading counts again."""
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise _Refusal("heavy")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MAX_UNPACKED or unpacked > MAX_RATIO * len(content):
        raise _Refusal("heavy")
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise _Refusal("locked")
    # Something before the first part, after the last or in the comment makes it two kinds of file at once.
    starts = min((entry.header_offset for entry in entries), default=1)
    if starts or archive.comment or b"%PDF-" in content[:1024] or any(map(_is_odd, entries)):
        raise _Refusal("broken")
    if max(Counter(entry.filename.lower() for entry in entries).values()) > 1:
        raise _Refusal("broken")


def _is_odd(entry: ZipInfo) -> bool:
    path = PurePosixPath(entry.filename)
    plain = entry.compress_type in {ZIP_STORED, ZIP_DEFLATED}
    return not plain or path.is_absolute() or ".." in path.parts or "\\" in entry.filename


def _check_parts(archive: ZipFile, suffix: str, limits: _Limits, *, is_inside: bool) -> None:
    entries, types, parts = archive.infolist(), [], Parts(archive, MAX_UNPACKED)
    limits.take(entries=len(entries))
    for entry in entries:
        if not is_inside and is_sheet_inside(entry.filename):
            _check_sheet(archive, entry, limits)
            continue
        _check_name(entry.filename)
        part = _Part(is_declared=parts.is_declared(entry), is_inside=is_inside)
        for chunk in _chunks(archive, entry, limits):
            part.feed(chunk)
        part.close()
        types += part.types
    _check_kind(archive, suffix, types)


def _check_name(filename: str) -> None:
    name = f"/{filename}" if "/" in filename else filename
    for pattern, word in ((_MACROS, "macro"), (_INSIDE, "inside"), (_OUTSIDE, "outside")):
        if pattern.search(filename) or pattern.search(name):
            raise _Refusal(word)


def _chunks(archive: ZipFile, entry: ZipInfo, limits: _Limits) -> Iterator[bytes]:
    with archive.open(entry) as opened:
        while chunk := opened.read(CHUNK):
            limits.take(unpacked=len(chunk))
            yield chunk


def _check_sheet(archive: ZipFile, entry: ZipInfo, limits: _Limits) -> None:
    """A workbook that lies in the document: by its content, whatever its name says."""
    content = bytearray()
    for chunk in _chunks(archive, entry, limits):
        content += chunk
        if len(content) > MAX_SHEET:
            raise _Refusal("heavy")
    try:
        _check(bytes(content), "xlsx", limits, is_inside=True)
    except _Refusal as refusal:
        raise _Refusal(f"sheet {refusal}") from refusal


def _check_kind(archive: ZipFile, suffix: str, types: list[str]) -> None:
    """That the document is of the kind its name says."""
    if any("macroenabled" in name.lower() for name in types):
        raise _Refusal("macro")
    if suffix == "odt":
        first = archive.infolist()[0]
        if first.filename != "mimetype" or archive.read(first)[: len(_ODT) + 1].strip() != _ODT:
            raise _Refusal("broken")
    elif not any(name.endswith(_MAIN[suffix]) for name in types):
        raise _Refusal("broken")


class _Part:
    """One part of the archive: the first bytes say whether it is another file, XML is read through as it comes.

    A part that only begins like XML, and breaks before its first element, is something else.
    """

    def __init__(self, *, is_declared: bool, is_inside: bool) -> None:
        self.is_inside = is_inside  # whether it belongs to a workbook that lies in the document
        self.types: list[str] = []
        self.is_new, self.is_declared, self.has_element = True, is_declared, False
        self.fields, self.formula = list[str](), list[str]()
        self.is_open = not is_declared  # whether it is still to be seen what it is
        self.parser: Any = _parser(self) if is_declared else None

    def feed(self, chunk: bytes) -> None:
        if self.is_new and chunk.startswith(_FOREIGN):
            raise _Refusal("inside")
        self.is_new = False
        if self.is_open and not is_blank(chunk):
            self.is_open = False
            self.parser = _parser(self) if begins_like_xml(chunk) else None
        if self.parser:
            self._parse(chunk, False)

    def close(self) -> None:
        if self.parser and not self.is_new:
            self._parse(b"", True)
        if _DDE.search("".join(self.fields)):
            raise _Refusal("outside")

    def _parse(self, chunk: bytes, last: bool) -> None:
        try:
            self.parser.Parse(chunk, last)
        except ExpatError as error:
            if self.is_declared or self.has_element:
                raise _Refusal("broken") from error
            self.parser = None

    def _declares(self, *names: Any) -> None:
        raise _Refusal("entities")

    def _starts(self, qualified: str, attributes: dict[str, str]) -> None:
        self.has_element = True
        namespace, _, name = qualified.rpartition(" ")
        values = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        if name == "Relationship":
            _check_relationship(values, is_inside=self.is_inside)
        elif name in {"Override", "Default"}:
            self.types.append(values.get("ContentType", ""))
        elif name == "instrText":
            self.parser.CharacterDataHandler = self.fields.append
        elif is_formula(namespace, name):
            self._ends_formula()
            self.parser.CharacterDataHandler = self.formula.append
        elif name == "fldSimple":
            self.fields.append(values.get("instr", "") + " ")
        elif "opendocument" in namespace:
            _check_open_document(namespace, name, values)

    def _ends(self, qualified: str) -> None:
        namespace, _, name = qualified.rpartition(" ")
        if name == "instrText":
            self.parser.CharacterDataHandler = None
        elif is_formula(namespace, name):
            self._ends_formula()

    def _ends_formula(self) -> None:
        self.parser.CharacterDataHandler = None
        if asks_a_program("".join(self.formula)):
            raise _Refusal("outside")
        self.formula.clear()


def _parser(part: _Part) -> Any:
    parser = ParserCreate(namespace_separator=" ")
    parser.buffer_text = True  # else every line is handed over by itself
    parser.StartDoctypeDeclHandler = part._declares
    parser.StartElementHandler = part._starts
    parser.EndElementHandler = part._ends
    return parser


def _check_relationship(values: dict[str, str], *, is_inside: bool) -> None:
    """A tie to another part or to another place. A link that the reader follows is no tie of the document's."""
    kind = values.get("Type", "").rpartition("/")[2]
    if kind in _RUNS:
        raise _Refusal("macro")
    if values.get("TargetMode", "").lower() == "external" and kind != "hyperlink":
        raise _Refusal("outside")
    to_sheet = kind == "package" and not is_inside and _TO_SHEET.fullmatch(values.get("Target", ""))
    if kind in _HOLDS and not to_sheet:
        raise _Refusal("inside")


def _check_open_document(namespace: str, name: str, values: dict[str, str]) -> None:
    if name == "encryption-data":
        raise _Refusal("locked")
    if name == "event-listener" or (name == "script" and ":office:" in namespace):
        raise _Refusal("macro")
    if name in {"plugin", "applet", "floating-frame", "object-ole"}:
        raise _Refusal("inside")
    if name in {"image", "object", "section-source", "dde-source"} and _SCHEME.match(values.get("href", "")):
        raise _Refusal("outside")
