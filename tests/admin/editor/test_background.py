"""The background of an item: on the agenda, and in the note only when the writer takes it over."""

import json

import pytest
from django.test import Client

from meetings import workflow
from meetings.models import AgendaItem, Meeting
from meetings.snapshot import agenda_content, minutes_content
from tests.admin.browsing import address, browser, fields_of
from tests.admin.editor.writing import save
from tests.factories import Cast, make_meeting
from tests.meetings.answers import text

pytestmark = pytest.mark.django_db
BACKGROUND, SAID = "<p>Frågan väcktes i NOSAM.</p>", "<p>Sagt på mötet.</p>"


@pytest.fixture
def item(meeting: Meeting) -> AgendaItem:
    item = meeting.items.get(number=1)
    item.background, item.information = BACKGROUND, SAID
    item.save()
    return item


def test_the_agenda_has_it_and_the_note_has_not(cast: Cast, item: AgendaItem) -> None:
    meeting = item.meeting
    assert minutes_content(meeting)["items"][0]["information"] == SAID
    version = workflow.send_agenda(meeting, by=cast.eva)
    assert json.loads(version.content)["items"][0]["information"] == BACKGROUND + SAID
    assert "Frågan väcktes i NOSAM." in text(browser(cast.olle).get(address(meeting, "agenda/")))
    assert "Frågan väcktes i NOSAM." in text(browser(cast.sara).get(address(meeting)))


def test_taken_over_it_is_said_in_the_note_and_the_agenda_is_the_same(eva: Client, item: AgendaItem) -> None:
    before = agenda_content(item.meeting)
    assert save(eva, item.meeting, take_over=str(item.pk)).status_code == 302
    item.refresh_from_db()
    assert (item.background, item.information) == ("", BACKGROUND + SAID)
    assert agenda_content(Meeting.objects.get(pk=item.meeting_id)) == before


def test_what_has_been_written_in_it_comes_along(eva: Client, item: AgendaItem) -> None:
    fields = fields_of(eva.get(address(item.meeting)))
    changed = {f"item-{item.pk}-background": "<p>Ny bakgrund.</p>", f"item-{item.pk}-information": "<p>Nytt.</p>"}
    eva.post(address(item.meeting), {**fields, **changed, "take_over": str(item.pk)})
    item.refresh_from_db()
    assert (item.background, item.information) == ("", "<p>Ny bakgrund.</p><p>Nytt.</p>")


@pytest.mark.parametrize("key", ["0", "", "x", "new"])
def test_taking_over_what_is_not_there_changes_nothing(eva: Client, item: AgendaItem, key: str) -> None:
    assert save(eva, item.meeting, take_over=key).status_code == 302
    item.refresh_from_db()
    assert (item.background, item.information) == (BACKGROUND, SAID)


def test_it_can_be_written_for_any_item(eva: Client, meeting: Meeting) -> None:
    item = meeting.items.get(number=2)
    save(eva, meeting, **{f"item-{item.pk}-background": BACKGROUND})
    item.refresh_from_db()
    assert item.background == BACKGROUND


def test_the_button_stands_only_where_there_is_one(eva: Client, item: AgendaItem, cast: Cast) -> None:
    page = eva.get(address(item.meeting)).content.decode()
    assert page.count("Ta med bakgrunden i anteckningen") == 1
    other = make_meeting(cast.group, sequence=2)
    assert "Ta med bakgrunden" not in eva.get(address(other)).content.decode()
