"""Uploaded PDF files: opened in a process of their own, which has little memory and little time.

The process finds what a PDF that is read by people has no need of: programs, attached files, sound and film,
forms that send, and passwords. Nothing is drawn and no page is unpacked.
"""

import re
import resource
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf
import pikepdf.settings

MEMORY = 1024**3
CPU_SECONDS = 20
WALL_SECONDS = 40
MAX_UNPACKED = 100_000_000
MAX_OBJECTS = 1_000_000
_AGAIN = "Öppna filen, välj Skriv ut och skriv till en ny PDF. Välj sedan den."

SENTENCES = {
    "broken": f"PDF-filen är skadad. {_AGAIN}",
    "locked": "PDF-filen är skyddad med lösenord. Spara den utan skydd och välj den igen.",
    "script": f"PDF-filen innehåller ett program (JavaScript). {_AGAIN}",
    "launch": f"PDF-filen startar program eller öppnar andra filer. {_AGAIN}",
    "attached": "PDF-filen har andra filer inbäddade. Ta bort bilagorna ur den, eller välj varje bilaga för sig.",
    "media": f"PDF-filen innehåller ljud, film eller annat rörligt. {_AGAIN}",
    "form": f"PDF-filen är ett formulär som kan skicka uppgifter. {_AGAIN}",
    "heavy": f"PDF-filen är för tung att kontrollera. {_AGAIN}",
}
_ACTIONS = {
    "/JavaScript": "script", "/Launch": "launch", "/GoToE": "attached", "/SubmitForm": "form",
    "/ImportData": "form", "/Rendition": "media", "/Movie": "media", "/Sound": "media",
    "/GoTo3DView": "media", "/RichMediaExecute": "media",
}  # fmt: skip
_KEYS = {
    "/JS": "script", "/JavaScript": "script", "/EmbeddedFiles": "attached", "/EF": "attached", "/XFA": "form",
    "/RichMediaContent": "media",
}  # fmt: skip
_SUBTYPES = {
    "/FileAttachment": "attached", "/RichMedia": "media", "/Movie": "media", "/Sound": "media", "/Screen": "media",
    "/3D": "media",
}  # fmt: skip

#: What opens another file or place: left alone behind a link, refused when no click is needed.
_ELSEWHERE = {"/URI", "/GoToR", "/Thread"}
_PROGRAM = re.compile(r"(?:java|vb)script:", re.IGNORECASE)
#: What readers pass over in an address, in the middle of a word too.
_UNSEEN = re.compile(r"[\x00-\x20\x7f-\xa0\xad\u200b-\u200f\u2028-\u202e\u2060\ufeff]")
_MOST_STEPS = 20


def trouble(content: bytes) -> str:
    """A sentence on why the file is refused, empty when it is not."""
    command = [sys.executable, "-I", __file__]
    try:
        answer = subprocess.run(command, input=content, capture_output=True, timeout=WALL_SECONDS, check=False)  # noqa: S603 -- this very file, and no argument from outside
    except subprocess.TimeoutExpired:
        return SENTENCES["heavy"]
    word = answer.stdout.decode().strip() if answer.returncode == 0 else "heavy"
    return "" if word == "fine" else SENTENCES[word]


def look(content: bytes) -> str:
    """``fine`` or the key of a sentence."""
    try:
        with pikepdf.open(BytesIO(content), attempt_recovery=False) as file:
            if file.is_encrypted:
                return "locked"
            return _looked_through(file)
    except pikepdf.PasswordError:
        return "locked"
    except (pikepdf.PdfError, ValueError, RuntimeError):
        return "broken"


def _looked_through(file: pikepdf.Pdf) -> str:
    if not len(file.pages):
        return "broken"
    for count, thing in enumerate(_dictionaries(file)):
        if count > MAX_OBJECTS:
            return "heavy"
        if found := _what(thing):
            return found
    return "fine"


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


def _what(thing: Any) -> str:
    """What the dictionary has that is refused; empty for nothing."""
    for key, word in _KEYS.items():
        if key in thing:
            return word
    if thing.get("/Type") == "/EmbeddedFile":
        return "attached"
    if _acts_by_itself(thing):
        return "launch"
    action, subtype = thing.get("/S"), thing.get("/Subtype")
    if action == "/URI" and _PROGRAM.match(_UNSEEN.sub("", str(thing.get("/URI", "")))):
        return "script"
    return _ACTIONS.get(str(action), "") if isinstance(action, pikepdf.Name) else _SUBTYPES.get(str(subtype), "")


def _acts_by_itself(thing: Any) -> bool:
    """Whether something is opened or fetched without a click: as the file or a page opens, or a pointer passes."""
    more = thing.get("/AA")
    waiting = [thing.get("/OpenAction"), *(more.values() if isinstance(more, pikepdf.Dictionary) else ())]
    for _ in range(_MOST_STEPS):
        if not waiting:
            return False
        action = waiting.pop()
        if isinstance(action, pikepdf.Dictionary):
            if str(action.get("/S")) in _ELSEWHERE:
                return True
            then = action.get("/Next")
            waiting += list(then) if isinstance(then, pikepdf.Array) else [then]
    return True


def _main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    pikepdf.settings.set_qpdf_limits(
        flate_max_memory=MAX_UNPACKED, png_max_memory=MAX_UNPACKED, run_length_max_memory=MAX_UNPACKED,
        tiff_max_memory=MAX_UNPACKED, parser_max_nesting=200, doc_max_warnings=100,
    )  # fmt: skip
    sys.stdout.write(look(sys.stdin.buffer.read()))


if __name__ == "__main__":
    _main()
