"""What everyone may know of a matter: that it stood as an item in a note that can be read, and what came of it there.

A matter is public as soon as one published note has it as an item that is not withheld. What it says in public is
what the public variants say, never the words of the matter itself, and never who asked.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Subquery
from django.urls import reverse

from meetings.models import AgendaItem, Meeting, MinutesVersion, Publication
from samverkan.common.canonical import Json


@dataclass(frozen=True, slots=True)
class PublicItem:
    """A matter as an item of a published note. ``outcomes`` are those of the public variant, ``year`` of its seal."""

    matter: int
    meeting: Meeting
    publication: int
    number: int
    title: str
    year: int
    outcomes: list[Json]

    @property
    def url(self) -> str:
        """The item in the note."""
        note = reverse("meeting", args=[self.meeting.group.slug, self.meeting.day_key])
        return f"{note}#punkt-{self.number}"


def public_items(matters: Collection[int]) -> list[PublicItem]:
    """The public items of the matters, the oldest meeting first; two queries however many there are."""
    placed: dict[int, dict[int, int]] = {}
    rows = AgendaItem.objects.filter(matter__in=matters).values_list("pk", "matter", "meeting")
    for item, matter, meeting in rows:
        placed.setdefault(meeting, {})[item] = int(matter or 0)
    if not placed:
        return []
    notes = Publication.objects.published().filter(meeting__in=placed).select_related("meeting__group", "version")
    return [
        found
        for note in notes.order_by("meeting__date", "meeting__sequence")
        for found in _items_of(note, placed[note.meeting_id])
    ]


def matters_by_number(publication: Publication) -> dict[int, int]:
    """Number of an item in the published note → the matter that it is about, where everyone may read it; one query."""
    content = Subquery(MinutesVersion.objects.filter(pk=publication.version_id).values("content")[:1])
    rows = AgendaItem.objects.filter(meeting=publication.meeting_id).exclude(matter=None).annotate(record=content)
    found: list[Any] = list(rows.values_list("pk", "matter", "record"))
    if not found:
        return {}
    matters = {item: matter for item, matter, _ in found}
    numbers = _numbers(json.loads(found[0][2]))
    return {numbers[item]: matter for item, matter in matters.items() if item in numbers}


def _items_of(note: Publication, matters: dict[int, int]) -> list[PublicItem]:
    numbers = _numbers(json.loads(note.version.content))
    variant = json.loads(note.content)
    items = {item["number"]: item for item in variant["items"] if not item.get("withheld")}
    return [
        PublicItem(
            matter=matters[item],
            meeting=note.meeting,
            publication=note.pk,
            number=number,
            title=items[number]["title"],
            year=variant["seal"]["year"],
            outcomes=items[number].get("outcomes", []),
        )
        for item, number in sorted(numbers.items(), key=lambda pair: pair[1])
        if item in matters and number in items
    ]


def _numbers(content: Json) -> dict[int, int]:
    """Key of an item → its number in the version. Old versions don't say the keys."""
    return {item["item"]: item["number"] for item in content["items"] if "item" in item}
