"""The way in: a text that somebody pasted or uploaded becomes a note in parts, or is refused with a reason."""

from collections.abc import Iterable

from meetings.importing import tail, when
from meetings.importing.blocks import blocks_of
from meetings.importing.head import Head, attendance, date_of, groups_of, place_of, read_head
from meetings.importing.item_reader import read_item
from meetings.importing.items import Section, split
from meetings.importing.known import Lookup
from meetings.importing.labels import Key
from meetings.importing.outcomes import Circle
from meetings.importing.parsed import NotMinutes, ParsedItem, ParsedMinutes, ParsedPerson, Register, Warning
from meetings.importing.sections import Body, sort
from meetings.importing.text import normalise
from samverkan.common.swedish import clock


def parse(text: str, register: Register) -> ParsedMinutes:
    """Read a meeting note. Raises NotMinutes, with a sentence for the user, when the text is none."""
    lookup = Lookup(register)
    head_lines, sections, numbering = split(normalise(text))
    head = read_head(head_lines, lookup)
    refuse_other_texts(head, sections)
    groups = groups_of(head.group_name)
    people, about_people = attendance(head, lookup, groups)
    bodies = [sort(section.lines) for section in sections]
    items, about_items = read_items(sections, bodies, Circle(lookup, groups))
    return put_together(head, people, sections, bodies, items, lookup, [*numbering, *about_people, *about_items])


def refuse_other_texts(head: Head, sections: list[Section]) -> None:
    """A note has numbered items, and a heading or else both a date and people."""
    day, _ = date_of(head)
    listed = any(one.key in ("present", "apologies", "absent") for one in head.fields)
    if sections and (head.kind_word or (day and listed)):
        return
    missing = {"rubrik": head.kind_word, "datum": day, "numrerade punkter": sections}
    raise NotMinutes(
        f"Filen ser inte ut som en mötesanteckning: den saknar {in_words(k for k, v in missing.items() if not v)}. "
        "Kontrollera att du har valt rätt fil."
    )


def in_words(things: Iterable[str]) -> str:
    *first, last = things
    return f"{', '.join(first)} och {last}" if first else last


def read_items(
    sections: list[Section], bodies: list[Body], circle: Circle
) -> tuple[tuple[ParsedItem, ...], list[Warning]]:
    read = [read_item(section, body, circle) for section, body in zip(sections, bodies, strict=True)]
    return tuple(item for item, _ in read), [warning for _, told in read for warning in told]


def put_together(
    head: Head,
    people: tuple[ParsedPerson, ...],
    sections: list[Section],
    bodies: list[Body],
    items: tuple[ParsedItem, ...],
    lookup: Lookup,
    told: list[Warning],
) -> ParsedMinutes:
    day, about_date = date_of(head)
    (starts, ends), about_times = times_of(head)
    titled = [(section.title, section.lines) for section in sections]
    names = [*(person.name for person in people), *(person.name for person in lookup.register.people)]
    return ParsedMinutes(
        group_name=head.group_name,
        kind_word=head.kind_word,
        date=day,
        starts=starts,
        ends=ends,
        place=place_of(head),
        attendance=people,
        items=items,
        approves=approves(sections, bodies),
        next_meeting=tail.next_meeting(labelled("next_meeting", head, bodies), titled, day),
        note_taker=tail.note_taker(labelled("note_taker", head, bodies), names, lookup),
        papers=papers(head, sections, bodies),
        warnings=(*about_date, *about_times, *told),
    )


def times_of(head: Head) -> tuple[when.Times, list[Warning]]:
    """From a line that promises a time, else from any line of the head that holds one; an end comes after its start."""
    promised = [when.times_in(one.text, bare=True) for one in head.of("time", "when_where", "date")]
    free = [when.times_in(line, bare=when.promises_time(line)) for line in [head.heading, *head.free[:30]]]
    starts, ends = next((times for times in [*promised, *free] if times[0]), (None, None))
    if starts and ends and ends <= starts:
        said = f"{clock(starts)}–{clock(ends)}"
        return (starts, None), [Warning("times", f"Mötet slutar inte efter att det börjar ({said}). Fyll i sluttiden.")]
    return (starts, ends), []


def labelled(key: Key, head: Head, bodies: list[Body]) -> list[str]:
    """What stands after a label at the end of the note, or in its head."""
    passages = [passage for body in bodies for passage in body.of("end") if passage.label.key == key]
    return [text for passage in passages if (text := " ".join(passage.lines))] + [one.text for one in head.of(key)]


def approves(sections: list[Section], bodies: list[Body]) -> str | None:
    for section, body in zip(sections, bodies, strict=True):
        if title := tail.approves(section.title, blocks_of([*body.information, "", *body.dialog])):
            return title
    return None


def papers(head: Head, sections: list[Section], bodies: list[Body]) -> tuple[str, ...]:
    """Listed under Bilagor, or a link on a line of its own; each once."""
    found = [title for one in head.of("papers") for title in tail.papers_listed(one.lines)]
    for section, body in zip(sections, bodies, strict=True):
        lines = [] if tail.FORMER.search(section.title) else [*body.information, "", *body.dialog]
        gone = [line for passage in body.of("gone") for line in ("", *passage.lines)]
        found += tail.papers_in(blocks_of([*lines, *gone]))
        for passage in body.of("end"):
            found += tail.papers_listed(passage.lines) if passage.label.key == "papers" else []
    return tuple(dict.fromkeys(found))
