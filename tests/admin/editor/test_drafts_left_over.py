"""What is left in a draft when new rows were taken away again: nothing, unless it says something."""

import pytest
from django.test import Client

from meetings import drafts
from meetings.models import Draft, Meeting
from tests.admin.browsing import address
from tests.admin.editor.test_drafts import keep

pytestmark = pytest.mark.django_db


def test_new_rows_that_were_taken_away_again_or_left_empty_hold_up_nothing(eva: Client, meeting: Meeting) -> None:
    item = meeting.items.get(number=1)
    outcome = item.outcomes.get()
    rows = {
        f"task-{item.pk}-{outcome.pk}-new1": {"text": "Ångrad", "remove": "on"},
        f"outcome-{item.pk}-new2": {"kind": "agreed", "text": "Ångrat", "remove": "on"},
        f"task-{item.pk}-new2-new3": {"text": "Hör till det ångrade"},
        f"task-{item.pk}-999999-new4": {"text": "", "owner": ""},
    }
    keep(
        eva,
        meeting,
        {f"{row}-{name}": value for row, own in rows.items() for name, value in {"base": "x", **own}.items()},
    )
    assert "Du har text som inte är sparad" not in eva.get(address(meeting)).content.decode()
    assert drafts.of(meeting, by=Draft.objects.get().user) is None


def test_a_new_row_with_text_below_one_that_is_gone_stays(eva: Client, meeting: Meeting) -> None:
    task = f"task-{meeting.items.get(number=1).pk}-999999-new1"
    keep(eva, meeting, {f"{task}-base": "x", f"{task}-text": "Ska inte försvinna"})
    assert "Du har text som inte är sparad" in eva.get(address(meeting)).content.decode()
    assert drafts.fields_of(Draft.objects.get())[f"{task}-text"] == "Ska inte försvinna"
