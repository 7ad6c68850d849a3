"""What the bar of the editor says of the text when the page comes."""

import re
from typing import Any

import pytest
from django.test import Client

from meetings.models import Meeting
from tests.admin.browsing import address, fields_of
from tests.admin.editor.test_drafts import TEXT, keep, row

pytestmark = pytest.mark.django_db


def bar(response: Any) -> str:
    """What the save bar says when the page comes."""
    found = re.search(r'id="save-state"[^>]*>(.*?)</p>', response.content.decode())
    assert found
    return re.sub("<[^>]*>", "", found[1])


def test_the_bar_says_that_nothing_is_saved_while_the_fields_hold_more(eva: Client, meeting: Meeting) -> None:
    fields = fields_of(eva.get(address(meeting)))
    eva.post(address(meeting), {**fields, **row(eva, meeting, dialog="<p>Sparad.</p>")})
    assert bar(eva.get(address(meeting))).startswith("Sparat kl.")
    refused = eva.post(address(meeting), {**fields_of(eva.get(address(meeting))), **row(eva, meeting, title="")})
    assert (refused.status_code, bar(refused)) == (422, "Inte sparat än")
    keep(eva, meeting, row(eva, meeting, dialog=TEXT), 2)
    assert bar(eva.get(address(meeting))) == "Inte sparat än"
