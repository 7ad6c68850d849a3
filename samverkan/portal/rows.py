"""What a list shows of a published note: read from the public variant, without rendering it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from groups.models import Group
from meetings.models import Meeting, Publication

TITLES = 3


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A published note in a list."""

    meeting: Meeting
    items: int
    outcomes: int
    titles: list[str]
    #: The groups that the meeting was held with, of those shown in the open.
    together: list[str]


def note_rows(publications: Iterable[Publication], *, of: Group | None = None) -> list[NoteRow]:
    """One row per note: how many items and outcomes, and the items that the group came to something in.

    ``of`` is the group on whose page the rows stand: a joint meeting is told as held with the others, its host too.
    """
    return [_row(publication, of) for publication in publications]


def _row(publication: Publication, of: Group | None) -> NoteRow:
    content = json.loads(publication.content)
    items, host = content["items"], publication.meeting.group
    joint = content["meeting"].get("joint_groups", [])
    decided = [item for item in items if item.get("title") and item.get("outcomes")]
    return NoteRow(
        meeting=publication.meeting,
        items=len(items),
        outcomes=sum(len(item["outcomes"]) for item in decided),
        titles=[item["title"].rstrip(". ") for item in decided[:TITLES]],
        together=_together(joint, host, of),
    )


def _together(joint: list[str], host: Group, of: Group | None) -> list[str]:
    """The groups beside the one that the row stands for, by name."""
    if of is None or of == host:
        return joint
    return [host.name, *(name for name in joint if name != of.name)]
