"""Personal numbers in the minutes and the agenda: in the text, in the names of files and in the files. They stop both.

A chair can say of some digits that they are no personal number. Of that a keyed fingerprint is kept and no digits:
there are so few numbers that a fingerprint without a key could be tried out. The key is the installation's own
(SECRET_KEY), so that nobody who only reads the database can; when it is changed for good the chair is asked again.
"""

import hashlib
import hmac
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.encoding import force_bytes

from meetings.models import Meeting, NotPersonalNumber
from meetings.papers import Entry, files_named, properties_of, text_of
from samverkan.common import personal_numbers
from samverkan.common.canonical import Json
from samverkan.common.papers import Unreadable
from samverkan.common.reading import read, texts
from samverkan.common.swedish import listed

_PLACES = {"attendance": "närvaron", "note_taker": "vem som antecknar", "group": "gruppens uppgifter"}
_PARTS = {
    "title": "rubriken",
    "information": "bakgrunden",
    "questions": "frågorna till gruppen",
    "dialog": "dialogen",
    "proposed_decision": "förslaget till beslut",
    "presenter": "föredraganden",
    "withheld_reason": "skälet till att punkten inte publiceras",
    "outcomes": "besluten och uppgifterna",
}
#: How much of a text is shown before and after the digits.
AROUND = 200
#: What stands around a value in XML, and between values that are read one by one.
_MARKUP = re.compile(r"""[<>"'\n\r]""")
#: How a place in a paper, or in what is said of it, ends.
_OF_PAPER = re.compile(r" underlag (\d+)$")
_PURPOSE = b"meetings.gate.personal-number"


@dataclass(frozen=True, slots=True)
class Passage:
    """Where digits stand, and the text around them with the last four of every such number left out."""

    place: str
    text: str


@dataclass(slots=True)
class PersonalNumber:
    """Digits that look like a personal number, and where they stand."""

    digits: str
    shown: str
    #: In words: ``punkt 3``, ``närvaron``, ``filen i underlag 2``, ``filens egenskaper i underlag 2``.
    places: list[str] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)

    def fingerprint(self, meeting: Meeting) -> str:
        """What is kept of the digits when a chair has judged them: nobody finds them from it without the key."""
        return _fingerprint(self.digits, meeting, settings.SECRET_KEY)

    def fingerprints(self, meeting: Meeting) -> set[str]:
        """Under the key and under those before it."""
        keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
        return {_fingerprint(self.digits, meeting, key) for key in keys}

    @property
    def papers(self) -> set[int]:
        """The numbers of the papers that the digits stand in: the file, its properties, or what is said of it."""
        return {int(said[1]) for place in self.places if (said := _OF_PAPER.search(place))}

    def __str__(self) -> str:
        return f"{self.shown} ({listed(self.places)})"


def unsettled_numbers(meeting: Meeting, content: Json) -> list[PersonalNumber]:
    """What looks like a personal number in a record, a public variant or an agenda, in the names of the papers that it
    names and in their files, and of which no chair has said that it is none.
    """
    files = ((place, "", text) for place, text in _files(meeting, content))
    return _unsettled(meeting, _found([*_record(content), *files]))


def unsettled_in(meeting: Meeting, said: Iterable[tuple[str, str]]) -> list[PersonalNumber]:
    """What looks like a personal number in texts that are read as they stand, each with its place in words, and of
    which no chair has said that it is none: what was judged in one text of the meeting is judged in all.
    """
    return _unsettled(meeting, numbers_in(said))


def numbers_in(said: Iterable[tuple[str, str]]) -> list[PersonalNumber]:
    """What looks like a personal number in texts, each with its place in words."""
    return _found((place, "", text) for place, text in said)


def _unsettled(meeting: Meeting, numbers: list[PersonalNumber]) -> list[PersonalNumber]:
    if not numbers:
        return []
    ruled = set(NotPersonalNumber.objects.filter(meeting=meeting).values_list("fingerprint", flat=True))
    return [number for number in numbers if not ruled & number.fingerprints(meeting)]


def _found(said: Iterable[tuple[str, str, str]]) -> list[PersonalNumber]:
    """From texts with their place, and the part of an item that they are."""
    found: dict[str, PersonalNumber] = {}
    for place, part, text in said:
        hits = personal_numbers.find(text)
        for hit in hits:
            number = found.setdefault(hit.digits, PersonalNumber(hit.digits, hit.shown))
            if place not in number.places:
                number.places.append(place)
            passage = Passage(f"{place}, {part}" if part else place, _around(text, hit, hits))
            if passage not in number.passages:
                number.passages.append(passage)
    return list(found.values())


def _around(said: str, hit: personal_numbers.Found, hits: list[personal_numbers.Found]) -> str:
    """Some text around the digits; of every number in it what may be shown. What overlaps another is not shown."""
    start, end = max(0, hit.start - AROUND), hit.end + AROUND
    parts, done = ["…" if start else ""], start
    for other in hits:
        if other.end > start and other.start < end:
            parts += [said[done : other.start], other.shown if other.start >= done else ""]
            done = max(done, other.end)
    return " ".join("".join([*parts, said[done:end], "…" if len(said) > end else ""]).split())


def _record(content: Json) -> Iterator[tuple[str, str, str]]:
    """Each text of a record with the place that it stands in, and the part of an item."""
    for key, part in content.items():
        if key == "items":
            for item in part:
                for name, said in item.items():
                    if name != "papers":
                        place = f"punkt {item['number']}", _PARTS.get(name, "")
                        yield from ((*place, text) for text in texts({name: said}))
                yield from ((place, "", said) for place, said in _papers(item.get("papers", [])))
        elif key == "papers":
            yield from ((place, "", said) for place, said in _papers(part))
        else:
            yield from ((_PLACES.get(key, "uppgifterna om mötet"), "", said) for said in texts({key: part}))


def _papers(entries: list[Entry]) -> Iterator[tuple[str, str]]:
    for entry in entries:
        if isinstance(entry, str):
            yield from (("ett underlags titel", said) for said in texts(entry))
            continue
        for key, part in entry.items():
            what = "skälet till att alla inte kan läsa" if key == "inaccessible" else "titeln eller filnamnet på"
            yield from ((f"{what} underlag {entry['number']}", said) for said in texts({key: part}))


def _files(meeting: Meeting, content: Json) -> Iterator[tuple[str, str]]:
    """What the files say; one that can't be read through is told of by ``paper_problems``."""
    for said, document in files_named(meeting, content):
        with suppress(Unreadable):
            hidden = properties_of(document)
            for text in text_of(document):
                seen = read(text, html=False).text
                if text in hidden:
                    yield from ((f"filens egenskaper i underlag {said['number']}", part) for part in _values(seen))
                else:
                    yield f"filen i underlag {said['number']}", seen


def _values(said: str) -> Iterator[str]:
    """The values in the properties of a file, without the XML around them; all of it, when that has digits that stand
    in no single value.
    """
    values = [part for part in _MARKUP.split(said) if part.strip()]
    yield from values
    known = {hit.digits for part in values for hit in personal_numbers.find(part)}
    if any(hit.digits not in known for hit in personal_numbers.find(said)):
        yield said


def _fingerprint(digits: str, meeting: Meeting, key: str | bytes) -> str:
    said = b"%s:%d:%s" % (_PURPOSE, meeting.pk, digits.encode())
    return hmac.new(force_bytes(key), said, hashlib.sha256).hexdigest()
