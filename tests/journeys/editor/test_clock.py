"""The running clock of the page, while somebody writes, is the one that the server counts."""

from datetime import time
from typing import Any

import pytest
from playwright.sync_api import expect

from meetings.clock import in_words, spans
from meetings.models import Meeting
from samverkan.common.keys import key_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

#: Writes in a field that refuses some texts from a keyboard.
WRITE = """(field, text) => {
  field.type = "text";
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}"""


def test_the_clock_of_the_script_is_that_of_the_server(writer: Any, meeting: Meeting) -> None:
    page = writer(meeting)
    rows = page.locator("[data-order] [data-clock]")
    keys = list(meeting.items.order_by("number").values_list("pk", flat=True))
    for starts in ("13:30", "23:50"):
        page.locator("#id_head-starts_at").fill(starts)
        for lengths in (["10", "", "200"], ["0", "5", "5"], ["-3", "1 h", "7"], ["1440", "20", "x"]):
            for key, length in zip(keys, lengths, strict=True):
                page.locator(f"#id_item-{key}-minutes").evaluate(WRITE, length)
            minutes = [key_in(length) for length in lengths]
            expect(rows).to_have_text([in_words(span) for span in spans(time.fromisoformat(starts), minutes)])
