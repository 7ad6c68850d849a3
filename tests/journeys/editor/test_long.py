"""A meeting with 60 items and 200 kB of text is written in as easily as a short one, on a phone too."""

from typing import Any

import pytest
from playwright.sync_api import expect

from meetings.models import Meeting
from tests.factories import Cast, make_meeting
from tests.journeys.editor.writing import body, dialog, pass_time, press, state, write
from tests.journeys.test_accessibility import goes_sideways

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PARAGRAPH = f"<p>{'Ett stycke om hur samverkan går till. ' * 45}</p>"
TYPED = "Ord efter ord"


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    meeting = make_meeting(cast.group, items=60)
    meeting.items.update(information=PARAGRAPH, dialog=PARAGRAPH)
    meeting.items.filter(number=30).update(dialog="", is_withheld=True, withheld_reason="Känsligt")
    return meeting


@pytest.mark.parametrize("width", [360, 1440])
def test_a_long_meeting_is_written_in_previewed_and_saved(writer: Any, meeting: Meeting, width: int) -> None:
    page = writer(meeting, width=width)
    write(page, meeting, 30, TYPED)
    expect(page.locator("[data-where]")).to_have_text("30. Fråga 30")
    for told in (page.locator(".where"), state(page)):
        expect(told).to_be_in_viewport()
    pass_time(page)
    expect(state(page)).to_contain_text("Sparat som utkast")
    if width == 1440:
        pane = page.locator("[data-preview-pane]")
        expect(pane.locator("#punkt-30")).to_contain_text("Punkten publiceras inte")
        page.get_by_role("link", name="Som justerarna läser den").click()
        expect(pane.locator("#punkt-30")).to_contain_text(TYPED)
        expect(pane.locator("#punkt-30")).to_be_in_viewport()
        expect(pane.get_by_text("Så läser justerarna anteckningen.")).to_have_count(1)
    else:
        assert not goes_sideways(page)
    with page.expect_request(lambda request: request.method == "POST" and not request.url.endswith("utkast/")) as sent:
        press(page, "Spara")
    expect(page.get_by_text("Sparat.", exact=True)).to_be_attached()
    assert len(sent.value.post_data or "") < 5_000
    assert dialog(meeting, 30) == f"<p>{TYPED}</p>"
    expect(body(page, meeting, 30)).to_have_text(TYPED)
