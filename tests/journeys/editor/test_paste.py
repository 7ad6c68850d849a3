"""Text from other programs becomes clean text, and lists stay lists."""

from typing import Any

import pytest
from playwright.sync_api import expect

from meetings.models import Meeting
from tests.factories import Cast, make_meeting
from tests.journeys.editor.pasted import SAMPLES
from tests.journeys.editor.writing import body, dialog, press

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PASTE = """html => {
    const data = new DataTransfer();
    data.setData("text/html", html);
    const paste = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
    document.activeElement.dispatchEvent(paste);
}"""


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    return make_meeting(cast.group, items=len(SAMPLES))


def test_text_from_other_programs_is_pasted_clean(writer: Any, meeting: Meeting) -> None:
    page = writer(meeting)
    for number, (html, _) in enumerate(SAMPLES.values(), start=1):
        body(page, meeting, number).click()
        page.evaluate(PASTE, html)
    press(page, "Spara")
    expect(page.get_by_text("Sparat.", exact=True)).to_be_visible()
    found = {program: dialog(meeting, number) for number, program in enumerate(SAMPLES, start=1)}
    assert found == {program: stored for program, (_, stored) in SAMPLES.items()}
