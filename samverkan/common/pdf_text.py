"""What an uploaded PDF says, and whether everybody can read it: found in a process of its own (see ``upload_pdf``).

Two programs read the file: one knows its structure, language and properties, the other its text as it is shown.
"""

import json
import re
import resource
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2  # type: ignore[import-untyped]  # the library has no types

MEMORY = 1536 * 1024**2
CPU_SECONDS = 60
WALL_SECONDS = 90
MAX_TEXT = 20_000_000
#: Fewer letters than this on a page, on the whole, and the pages are pictures.
LETTERS_PER_PAGE = 10
#: Under which keys text stands that is not on the pages: notes, links, forms and their choices, bookmarks, buttons.
_KEYS = (
    "/Contents", "/RC", "/URI", "/Alt", "/ActualText", "/E", "/Title", "/V", "/DV", "/RV", "/Opt", "/TU", "/TM", "/T",
    "/CA", "/AC", "/F", "/UF", "/Subj",
)  # fmt: skip
_NESTED = 4
_TAG = re.compile("<[^<>]*>")


class Unreadable(Exception):
    """The text of the file could not be read within the limits."""


@dataclass(frozen=True, slots=True)
class PdfContent:
    """What a PDF says: the text of its pages, and everything else that can be read out of it."""

    pages: list[str]
    #: Title and other properties, as they are and as the XML that the file has of them.
    properties: list[str]
    #: Where links lead, notes, alternative texts, bookmarks.
    beside: list[str]
    is_tagged: bool
    language: str
    title: str

    @property
    def texts(self) -> list[str]:
        return [*self.pages, *self.properties, *self.beside]

    @property
    def has_text(self) -> bool:
        """Whether the pages have text, and not only pictures of it."""
        letters = sum(1 for page in self.pages for sign in page if sign.isalnum())
        return letters >= LETTERS_PER_PAGE * max(1, len(self.pages)) or letters >= 2000


def read(content: bytes) -> PdfContent:
    """Raises Unreadable for a file that takes too much memory or time, or is damaged."""
    command = [sys.executable, "-I", __file__]
    try:
        answer = subprocess.run(command, input=content, capture_output=True, timeout=WALL_SECONDS, check=False)  # noqa: S603 -- this very file, and no argument from outside
    except subprocess.TimeoutExpired as error:
        raise Unreadable from error
    if answer.returncode != 0:
        raise Unreadable
    return PdfContent(**json.loads(answer.stdout))


def look(content: bytes) -> dict[str, Any]:
    """The fields of a PdfContent."""
    with pikepdf.open(BytesIO(content)) as file:
        properties = [*(str(value) for value in file.docinfo.values()), *_metadata(file)]
        found = {
            "is_tagged": _is_marked(file) and "/StructTreeRoot" in file.Root,
            "language": str(file.Root.get("/Lang", "")),
            "title": str(file.docinfo.get("/Title", "")).strip(),
        }
        beside = [text for text in _said_beside(file) if text not in properties]
        count = len(file.pages)
        drawn = _with_appearances(file) or content
    pages = _pages(drawn)
    return {**found, "properties": properties, "beside": beside + pages[count:], "pages": pages[:count]}


def _pages(content: bytes) -> list[str]:
    """The text of each page, also what lies outside the part of the page that is shown."""
    document = pypdfium2.PdfDocument(content)
    pages: list[str] = []
    left = MAX_TEXT
    for page in document:
        text = page.get_textpage().get_text_range()
        left -= len(text)
        if left < 0:
            raise Unreadable
        pages.append(text)
        page.close()
    document.close()
    return pages


def _with_appearances(file: pikepdf.Pdf) -> bytes:
    """The file with a page more for each picture of a note, a stamp or a field; empty when it has none.

    They lie over the pages and are no part of them: shown or hidden, each is read on a page of its own.
    """
    found: dict[tuple[int, int], Any] = {}
    for thing in _dictionaries(file):
        found |= {part.objgen: part for part in _appearances(thing.get("/AP"), _NESTED)}
    for part in found.values():
        part.Subtype = pikepdf.Name.Form
        page = file.add_blank_page()
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Drawn=part))
        page.Contents = file.make_stream(b"/Drawn Do")
    out = BytesIO()
    if found:
        file.save(out)
    return out.getvalue()


def _appearances(value: Any, depth: int) -> Iterator[Any]:
    if isinstance(value, pikepdf.Stream):
        yield value
    elif isinstance(value, pikepdf.Dictionary) and depth:
        for part in value.values():
            yield from _appearances(part, depth - 1)


def _is_marked(file: pikepdf.Pdf) -> bool:
    marks = file.Root.get("/MarkInfo")
    return isinstance(marks, pikepdf.Dictionary) and bool(marks.get("/Marked"))


def _metadata(file: pikepdf.Pdf) -> Iterator[str]:
    if "/Metadata" in file.Root:
        yield file.Root.Metadata.read_bytes()[:1_000_000].decode("utf-8", "replace")


def _said_beside(file: pikepdf.Pdf) -> Iterator[str]:
    """What stands in notes, links, forms, bookmarks and alternative texts."""
    for thing in _dictionaries(file):
        for key in _KEYS:
            is_drawn = key == "/Contents" and thing.get("/Type") == pikepdf.Name.Page
            for text in () if is_drawn else _strings(thing.get(key), _NESTED):
                yield text
                if "<" in text:
                    yield _TAG.sub("", text)  # rich text


def _strings(value: Any, depth: int) -> Iterator[str]:
    """The text, or the texts of a list of them; long ones may lie in a stream."""
    if isinstance(value, pikepdf.String):
        yield str(value)
    elif isinstance(value, pikepdf.Stream):
        said = value.read_bytes()[:1_000_000]
        yield said.decode("utf-16" if said[:2] in {b"\xfe\xff", b"\xff\xfe"} else "utf-8", "replace")
    elif isinstance(value, pikepdf.Array) and depth:
        for part in value:
            yield from _strings(part, depth - 1)


def _dictionaries(file: pikepdf.Pdf) -> Iterator[Any]:
    """Every dictionary of the file, also those that lie inside others."""
    for top in file.objects:
        waiting: list[Any] = [top]
        while waiting:
            thing = waiting.pop()
            if isinstance(thing, pikepdf.Stream):
                thing = thing.stream_dict
            if isinstance(thing, pikepdf.Dictionary):
                yield thing
                inside: Any = thing.values()
            else:
                inside = thing if isinstance(thing, pikepdf.Array) else ()
            waiting += [part for part in inside if isinstance(part, pikepdf.Object) and not part.is_indirect]


def _main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    sys.stdout.write(json.dumps(look(sys.stdin.buffer.read())))


if __name__ == "__main__":
    _main()
