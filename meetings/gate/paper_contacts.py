"""Contact details inside the papers that everyone gets: each may stand, or the file is changed or kept inside.

A file is handed out as it is, so nothing in it can be masked. A detail that is masked in the text must not stand in a
paper either.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from meetings.gate.contacts import choice_rows, contacts_in, key_of
from meetings.models import ContactChoice, Meeting, StoredDocument
from meetings.papers import files_named, text_of
from samverkan.common.canonical import Json
from samverkan.common.papers import Unreadable
from samverkan.common.swedish import listed


@dataclass(slots=True)
class PaperContact:
    """An e-mail address or telephone number, and the numbers of the papers whose files say it."""

    value: str
    papers: list[int] = field(default_factory=list)

    @property
    def where(self) -> str:
        """``underlag 2`` or ``underlag 2 och 4``."""
        return f"underlag {listed([str(number) for number in self.papers])}"

    def __str__(self) -> str:
        return f"{self.value} ({self.where})"


def contacts_in_file(texts: Sequence[str]) -> list[str]:
    """The contact details in what a file says, each once.

    A part of an office document is read twice, first whole and then each of its runs by itself: the end of an address
    that only the second reading has is a piece of one that the first has.
    """
    found: dict[str, str] = {}
    before: list[str] = []
    for text in texts:
        here = contacts_in(text)
        for value in here:
            if value in before or not any(whole.endswith(value) or whole.startswith(value) for whole in before):
                found.setdefault(key_of(value), value)
        before = here
    return list(found.values())


def paper_contacts(meeting: Meeting, content: Json) -> list[PaperContact]:
    """The contact details in the files that everyone gets with a record or a public variant, each once.

    None where the group shows no notes. A file that can't be read through is told of by ``paper_problems``.
    """
    found: dict[str, PaperContact] = {}
    if not meeting.group.publishes_minutes:
        return []
    for number, document in _for_everyone(meeting, content):
        with suppress(Unreadable):
            for value in contacts_in_file(text_of(document)):
                contact = found.setdefault(key_of(value), PaperContact(value))
                if number not in contact.papers:
                    contact.papers.append(number)
    return list(found.values())


def unsettled_paper_contacts(meeting: Meeting, content: Json) -> list[PaperContact]:
    """Those of which nobody has said that they may stand."""
    contacts = paper_contacts(meeting, content)
    made = choice_rows(meeting) if contacts else {}
    keep = {key for key, row in made.items() if row.choice == ContactChoice.Choice.KEEP}
    return [contact for contact in contacts if key_of(contact.value) not in keep]


def _for_everyone(meeting: Meeting, content: Json) -> Iterator[tuple[int, StoredDocument]]:
    shown = {**content, "items": [item for item in content["items"] if not item.get("withheld")]}
    for said, document in files_named(meeting, shown):
        if said.get("public", True):
            yield said["number"], document
