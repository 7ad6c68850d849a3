"""Where one item ends and the next begins: numbered headings, not the numbered lists inside them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from meetings.importing.labels import label_of
from meetings.importing.parsed import Warning
from meetings.importing.text import plain

NUMBERED = re.compile(
    r"(?P<indent>[ \t]{0,12})(?P<hash>#{1,6}[ \t]{0,4})?(?P<bold>\*\*|__)?(?P<sign>§[ \t]?)?"
    r"(?P<number>[0-9]{1,3})(?P<point>\\?[.)])?(?:\*\*|__)?[ \t]{1,8}(?P<title>\S.*)"
)
LONGEST_TITLE = 200
WIDEST_GAP = 5
PEOPLE = frozenset({"present", "apologies", "absent", "adjunct", "guest"})


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that may open an item."""

    line: int
    number: int
    title: str
    point: str
    indented: bool
    marked: bool  # by '#', '§' or bold face
    paragraph: bool  # by '§', where numbers run on from meeting to meeting
    tight: bool  # the line before it is not empty
    next_to_candidate: bool  # nothing but empty lines since the candidate before it

    @property
    def is_likely(self) -> bool:
        return self.marked or (len(self.title) <= LONGEST_TITLE and self.title[-1] not in ";,")


@dataclass(frozen=True, slots=True)
class Section:
    """One item as found: its lines are not read yet."""

    number: int
    title: str
    lines: tuple[str, ...]


def split(lines: Sequence[str]) -> tuple[list[str], list[Section], list[Warning]]:
    """The head of the note, its items, and what is odd about their numbers."""
    headings = chosen(candidates(lines))
    ends = [heading.line for heading in headings[1:]] + [len(lines)]
    sections = [
        Section(heading.number, heading.title, tuple(lines[heading.line + 1 : end]))
        for heading, end in zip(headings, ends, strict=bool(headings))
    ]
    return list(lines[: headings[0].line] if headings else lines), sections, gaps(headings)


def candidates(lines: Sequence[str]) -> list[Heading]:
    """Every line that is written like a numbered heading, apart from numbered names under Närvarande."""
    found, among_people, neighbour, before = list[Heading](), False, False, ""
    for i, line in enumerate(lines):
        heading = heading_of(i, line, tight=bool(before.strip()), neighbour=neighbour)
        if heading and not among_people:
            found.append(heading)
        if line.strip():
            neighbour = heading is not None
            among_people = among_people or is_people_label(line)
        else:
            among_people = False
        before = line
    return found


def is_people_label(line: str) -> bool:
    label = label_of(line)
    return label is not None and label.key in PEOPLE


def heading_of(i: int, line: str, *, tight: bool, neighbour: bool) -> Heading | None:
    match = NUMBERED.fullmatch(line)
    if not match or not (match["point"] or match["sign"] or match["hash"] or match["bold"]):
        return None
    title = plain(title_of(match))
    if not title:
        return None
    return Heading(
        line=i,
        number=int(match["number"]),
        title=title,
        point=match["point"] or "",
        indented=bool(match["indent"]),
        marked=bool(match["hash"] or match["bold"] or match["sign"]),
        paragraph=bool(match["sign"]),
        tight=tight,
        next_to_candidate=neighbour,
    )


def title_of(match: re.Match[str]) -> str:
    """The bold mark that opened before the number closes after the title."""
    title = match["title"].rstrip()
    return title.removesuffix(match["bold"]) if match["bold"] else title


def chosen(found: list[Heading]) -> list[Heading]:
    """Marked headings when there are as many of them as of the plain ones."""
    marked = counted([heading for heading in found if heading.marked])
    unmarked = counted([heading for heading in found if not heading.marked])
    return marked if len(marked) >= len(unmarked) else unmarked


def counted(found: list[Heading]) -> list[Heading]:
    count = Count()
    for heading in found:
        count.meet(heading)
    return count.taken


@dataclass(slots=True)
class Count:
    """Headings that count upwards. A list that starts again at one belongs to the item it stands in."""

    taken: list[Heading] = field(default_factory=list)
    nested: Heading | None = None
    bare: bool = True  # no text between the headings so far: an agenda, perhaps

    def meet(self, heading: Heading) -> None:
        if self.is_agenda_before(heading):
            self.taken, self.nested, self.bare = [heading], None, True
        elif self.is_nested(heading):
            self.nested = heading
        elif self.follows(heading):
            self.bare = self.bare and (not self.taken or heading.next_to_candidate)
            self.taken.append(heading)
            self.nested = None

    def is_agenda_before(self, heading: Heading) -> bool:
        """An agenda may stand first; then its first heading comes again."""
        if not self.taken or not self.bare:
            return False
        first = self.taken[0]
        return heading.number == first.number and heading.title.casefold() == first.title.casefold()

    def is_nested(self, heading: Heading) -> bool:
        if not self.taken or heading.marked:
            return False
        last = self.taken[-1]
        if heading.number == 1 or heading.point != last.point or (heading.indented and not last.indented):
            return True
        return self.nested is not None and self.continues(self.nested, heading)

    def continues(self, nested: Heading, heading: Heading) -> bool:
        """Whether the number is the next of the inner list, even if it could be the next item as well."""
        if heading.number != nested.number + 1:
            return False
        if heading.number != self.taken[-1].number + 1 or heading.tight:
            return True
        return heading.next_to_candidate and nested.number > 1 and not nested.tight

    def follows(self, heading: Heading) -> bool:
        if not heading.is_likely:
            return False
        if not self.taken:
            return heading.number <= WIDEST_GAP or heading.marked
        step = heading.number - self.taken[-1].number
        return step == 1 or (1 < step <= WIDEST_GAP and (heading.marked or not heading.tight))


def gaps(headings: list[Heading]) -> list[Warning]:
    """A note may open at any paragraph (§ 45), but it should not jump."""
    told = list[Warning]()
    if headings and headings[0].number > 1 and not headings[0].paragraph:
        told.append(numbering(f"Den första punkten har nummer {headings[0].number}."))
    for before, after in pairwise(headings):
        if after.number != before.number + 1:
            told.append(numbering(f"Punkternas nummer hoppar från {before.number} till {after.number}."))
    return told


def numbering(sentence: str) -> Warning:
    return Warning("numbering", f"{sentence} Kontrollera att ingen punkt saknas.")
