"""What a list shows of a published note: read from the public variant, without rendering it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from meetings.models import Meeting, Publication

TITLES = 3


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A published note in a list."""

    meeting: Meeting
    items: int
    outcomes: int
    titles: list[str]


def note_rows(publications: Iterable[Publication]) -> list[NoteRow]:
    """One row per note: how many items and outcomes, and the items that the group came to something in."""
    return [_row(publication) for publication in publications]


def _row(publication: Publication) -> NoteRow:
    items = json.loads(publication.content)["items"]
    decided = [item for item in items if item.get("title") and item.get("outcomes")]
    return NoteRow(
        meeting=publication.meeting,
        items=len(items),
        outcomes=sum(len(item["outcomes"]) for item in decided),
        titles=[item["title"].rstrip(". ") for item in decided[:TITLES]],
    )
