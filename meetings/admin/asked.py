"""Who is asked for a verdict, in words: whom it waits for, who gets a mail, and who was not at the meeting."""

from collections.abc import Iterable, Sequence
from typing import Any

from groups.mail import address_of
from groups.models import Person
from meetings.calendars.invitations import GATHERINGS
from meetings.kinds import Presence
from meetings.models import Meeting
from samverkan.common.swedish import listed


def in_words(sides: Sequence[Sequence[Person]]) -> str:
    """``a eller b`` where one of them is enough, ``a och c`` where both are waited for."""
    words = [listed([person.name for person in side], last="eller") for side in sides]
    return ", och ".join(words) if any(len(side) > 1 for side in sides) else listed(words)


def asked_context(meeting: Meeting, people: Iterable[Person]) -> dict[str, Any]:
    """Of those who are asked: who gets a mail, in words and how many; who has no address; who was not there."""
    asked = list({person.pk: person for person in people}.values())
    reached = [person.name for person in asked if address_of(person)]
    away = away_from(meeting)
    return {
        "reached": listed(reached),
        "reached_count": len(reached),
        "unreached": [person.name for person in asked if not address_of(person)],
        "away": [person.name for person in asked if person.pk in away],
    }


def away_from(meeting: Meeting) -> set[int]:
    """The keys of those who were called to a meeting that people come together for, and were not there."""
    if meeting.kind not in GATHERINGS:
        return set()
    return set(meeting.attendance.exclude(state=Presence.PRESENT).values_list("person", flat=True))
