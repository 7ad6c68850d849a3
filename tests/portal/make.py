"""Rows for the open site: copies of a published note, and a meeting whose working text is full of a word.

And a group's page and the register of documents in words.
"""

import re
from datetime import timedelta
from typing import Any

from django.test import Client

from decisions.models import Decision
from groups.models import Group, Person, Seat
from meetings.models import (
    AgendaItem,
    Attachment,
    Attendance,
    ContactChoice,
    Meeting,
    MinutesVersion,
    Outcome,
    OutcomeTask,
    Publication,
)
from samverkan.portal import pages
from tests.factories import AFTER, LONG_AGO, Cast, make_meeting, make_person

CANARY = "kanariefågel"


def copy_published(publication: Publication, count: int) -> list[Publication]:
    """As many more notes, each the week before the one before it, with its meeting and one decision."""
    return [_copy(publication, week) for week in range(1, count + 1)]


def _copy(publication: Publication, week: int) -> Publication:
    old, source = publication.meeting, publication.version
    day = old.date - timedelta(weeks=week)
    meeting = Meeting.objects.create(group=old.group, date=day, state="held")
    version = MinutesVersion.objects.create(
        meeting=meeting,
        number=1,
        state=source.state,
        content=source.content,
        content_sha256=source.content_sha256,
        seal=source.seal,
        sha256=source.sha256,
        sent_at=AFTER,
        sent_by=source.sent_by,
        adjusted_at=AFTER,
    )
    copy = Publication.objects.create(
        meeting=meeting,
        version=version,
        content=publication.content,
        sha256=publication.sha256,
        published_at=AFTER,
        published_by=publication.published_by,
    )
    Decision.objects.create(
        group=meeting.group,
        year=day.year,
        number=100 + week,
        kind="agreed",
        text="Text.",
        decided_on=day,
        item_number=1,
        version=version,
        publication=copy,
        public_title=f"Fråga från vecka {week}",
        public_text=f"Gruppen enas om väg {week}.",
    )
    return copy


def full_of_canaries(cast: Cast, **fields: object) -> Meeting:
    """A meeting whose every working field holds the word; the public has no right to any of them."""
    taker = make_person(f"Anteckna {CANARY}", title=CANARY)
    meeting = make_meeting(cast.group, items=0, note_taker=taker, approves_title=CANARY, **fields)
    item = AgendaItem.objects.create(
        meeting=meeting,
        number=1,
        title=f"Rubrik {CANARY}",
        presenter=make_person(f"Föredra {CANARY}"),
        proposed_decision=CANARY,
        information=f"<p>{CANARY}</p>",
        questions=f"<p>{CANARY}</p>",
        dialog=f"<p>{CANARY}</p>",
        withheld_reason=CANARY,
    )
    outcome = Outcome.objects.create(item=item, kind="agreed", text=CANARY)
    OutcomeTask.objects.create(outcome=outcome, owner=CANARY, text=CANARY)
    Attachment.objects.create(meeting=meeting, number=1, title=CANARY)
    ContactChoice.objects.create(meeting=meeting, value=f"{CANARY}@example.se", choice="keep")
    _attend(meeting, make_person(f"Delta {CANARY}"))
    return meeting


def _attend(meeting: Meeting, person: Person) -> None:
    Attendance.objects.create(
        meeting=meeting, person=person, title=CANARY, organisation_text=CANARY, remark=CANARY, position=9
    )


def read(client: Client, day: str = "", slug: str = "lgs", status: int = 200) -> str:
    """The page in words, without its marks."""
    pages.store.clear()
    answer = client.get(f"/grupper/{slug}/" + (f"?datum={day}" if day else ""))
    assert answer.status_code == status
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def said(client: Client, *names: str, **asked: Any) -> list[str]:
    """Which of the words the page says."""
    text = read(client, **asked)
    return [name for name in names if name in text]


def found(client: Client, query: str = "") -> list[str]:
    """The titles in the register of documents that the query finds."""
    return [row.document.title for row in client.get(f"/dokument/?{query}").context["rows"]]


def make_seat(group: Group, position: int = 1, **fields: Any) -> Seat:
    return Seat.objects.create(group=group, position=position, **{"label": "Plats", "starts": LONG_AGO, **fields})
