"""The meeting's page for who reads it: an agenda before the meeting, the note after it, why it is called off."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from meetings import workflow
from meetings.models import AgendaItem, Meeting
from tests.admin.browsing import address, browser
from tests.factories import AFTER, Cast, make_held, make_meeting, make_paper, make_sent, make_user
from tests.meetings.answers import text
from tests.meetings.modes import person_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    """A meeting ten days from now, called."""
    meeting = make_meeting(cast.group, date=timezone.localdate() + timedelta(days=10), link="https://video.example/1")
    first = {"purpose": "decision", "minutes": 20, "presenter": person_of(cast.sara)}
    meeting.items.filter(number=1).update(
        **first, questions="<p>Vad tycker ni?</p>", proposed_decision="Gruppen enas om planen."
    )
    make_paper(meeting, title="Planen", item=meeting.items.get(number=1))
    make_paper(meeting, title="Bilaga till allt")
    workflow.approve_agenda(workflow.send_agenda(meeting, by=cast.eva), by=cast.olle)
    return workflow.call(meeting, by=cast.eva)


@pytest.mark.parametrize("who", ["sara", "olle"])
def test_who_is_called_reads_the_agenda_and_not_an_empty_note(cast: Cast, meeting: Meeting, who: str) -> None:
    page = text(browser(getattr(cast, who)).get(address(meeting)))
    for words in (
        "Kl. 13.30–13.50.", "Beslut. Föredragande: Sara Exempel", "Vad tycker ni?", "Gruppen enas om planen.",
        "https://video.example/1", "Mötena i din egen kalender", "Bilaga till allt",
    ):  # fmt: skip
        assert words in page
    for path in ("agenda.pdf", "agenda.docx", "underlag/1/fil/"):
        assert address(meeting, path) in page
    assert "Bakgrund</p><p>Information 1.</p>" in page
    assert ("Deltagare" in page, "Utkast som PDF" in page) == (False, False)


def test_what_was_approved_is_read_and_not_what_is_being_changed(cast: Cast, meeting: Meeting) -> None:
    meeting.items.filter(number=1).update(title="Hemligt utkast")
    page = text(browser(cast.sara).get(address(meeting)))
    assert ("Fråga 1" in page, "Hemligt utkast" in page) == (True, False)


def test_an_agenda_that_nobody_has_approved_says_so(cast: Cast) -> None:
    meeting = make_meeting(cast.group, date=timezone.localdate() + timedelta(days=10))
    page = text(browser(cast.sara).get(address(meeting)))
    assert ("Utkast, inte fastställd" in page, "Fråga 1" in page) == (True, True)
    AgendaItem.objects.all().delete()
    assert "Agendan har inga punkter än." in text(browser(cast.sara).get(address(meeting)))


def test_the_link_to_the_meeting_is_for_those_who_are_called(cast: Cast, meeting: Meeting) -> None:
    admin = make_user("ann", is_superuser=True)
    page = text(browser(admin).get(address(meeting)))
    assert ("Fråga 1" in page, "video.example" in page) == (True, False)


def test_after_the_meeting_the_note_is_read(cast: Cast) -> None:
    page = text(browser(cast.sara).get(address(make_held(cast))))
    assert ("Deltagare" in page, "Information 1." in page) == (True, True)


def test_a_cancelled_meeting_says_so_and_why_and_nothing_more(cast: Cast, meeting: Meeting) -> None:
    workflow.cancel_meeting(meeting, reason="För få kan komma.", by=cast.eva)
    for user in (cast.sara, cast.eva):
        page = text(browser(user).get(address(meeting)))
        assert ("<h1>Inställt möte" in page, "För få kan komma." in page) == (True, True)
        assert ("Deltagare" in page, "Utkast som PDF" in page, "Så långt har mötet kommit" in page) == (
            False, False, False,
        )  # fmt: skip


def test_the_secretariat_that_took_the_note_back_is_told_so(cast: Cast) -> None:
    version = make_sent(cast)
    workflow.take_back(version, by=cast.eva, at=AFTER)
    page = text(browser(cast.eva).get(address(version.meeting)))
    assert "Du tog tillbaka anteckningen 4 maj kl. 14.00." in page
    assert ("kom tillbaka" in page, 'data-tone="out"' in page) == (False, False)
    other = make_user("britta")
    cast.group.memberships.create(person=other.person, role="coordinator", starts="2020-01-01")
    assert "Eva Exempel tog tillbaka anteckningen" in text(browser(other).get(address(version.meeting)))


def test_the_note_before_can_be_corrected_only_when_it_is_adjusted(cast: Cast) -> None:
    before = make_sent(cast)
    later = make_held(cast, sequence=2)
    later.approves.add(before.meeting)
    client = browser(cast.eva)
    assert "Rätta anteckningen från 23 april 2026" not in text(client.get(address(later)))
    workflow.adjust(before, by=cast.olle, at=AFTER)
    assert "Rätta anteckningen från 23 april 2026" in text(client.get(address(later)))


def test_the_agenda_asks_as_much_however_many_items_and_papers(cast: Cast, meeting: Meeting) -> None:
    client, asked = browser(cast.sara), list[int]()
    for more in (0, 8):
        for number in range(more):
            item = AgendaItem.objects.create(meeting=meeting, number=20 + number, title="x")
            make_paper(meeting, item=item)
        client.get(address(meeting))
        with CaptureQueriesContext(connection) as queries:
            client.get(address(meeting))
        asked.append(len(queries))
    assert asked[0] == asked[1]


def listed(page: Any) -> tuple[list[Meeting], list[Meeting]]:
    return [row for row, _ in page.context["coming"]], [row for row, _ in page.context["past"]]


def test_what_is_held_today_is_not_listed_among_what_is_coming(cast: Cast) -> None:
    today = timezone.localdate()
    held = make_meeting(cast.group, date=today, state="held")
    off = make_meeting(cast.group, date=today - timedelta(days=1), state="cancelled")
    coming = make_meeting(cast.group, date=today, sequence=2)
    page: Any = browser(cast.eva).get("/admin/moten/")
    assert listed(page) == ([coming], [held, off])
    assert [meeting for meeting, _ in page.context["dated"]] == [coming]
