"""What a reader of the open site meets in which order, and in which words."""

import re
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client

from meetings import workflow
from meetings.models import Publication
from tests.factories import AFTER, Cast, make_meeting
from tests.meetings.answers import text
from tests.portal.make import copy_published

TODAY = date(2026, 4, 20)
NOTE = "/moten/lgs/2026-04-23/"


@pytest.mark.parametrize("path", [NOTE, "/grupper/lgs/"])
def test_the_table_of_contents_comes_before_the_text(client: Client, published: Publication, path: str) -> None:
    page = text(client.get(path))
    assert page.index('<p class="title" id="pa-sidan">På sidan</p>') < page.index("<article")
    assert page.count('id="pa-sidan"') == 1


def test_the_checksum_is_folded_away_and_says_what_it_shows(client: Client, published: Publication) -> None:
    page = text(client.get(NOTE))
    head, _, folded = page.partition("<summary>Om handlingen</summary>")
    assert "SHA-256" not in head
    assert "Den blir en annan så fort ett tecken ändras" in folded
    for said, sha256 in (
        ("Texten som justerades", published.version.content_sha256),
        ("Det som är publicerat", published.sha256),
    ):
        assert f"<dt>{said}</dt><dd><code>SHA-256 {sha256}</code></dd>" in folded


@pytest.mark.parametrize("path", ["/grupper/lgs/", "/moten/"])
def test_the_calendar_has_a_link_that_opens_and_an_address_to_copy(
    client: Client, published: Publication, path: str
) -> None:
    page = text(client.get(path))
    feed = "/grupper/lgs/kalender.ics" if "grupper" in path else "/kalender.ics"
    assert f'href="webcal://127.0.0.1:8000{feed}"' in page
    assert f">http://127.0.0.1:8000{feed}</a>" in page
    assert "lägga till en kalender från en webbadress" in page


def test_a_coming_meeting_says_its_weekday_and_what_each_item_is_for(client: Client, cast: Cast) -> None:
    with time_machine.travel(TODAY, tick=False):
        meeting = make_meeting(cast.group)
        meeting.items.filter(number=1).update(purpose="decision")
        meeting.items.filter(number=2).update(is_withheld=True, withheld_reason="Upphandling", purpose="dialog")
        version = workflow.send_agenda(meeting, by=cast.eva)
        workflow.approve_agenda(version, by=cast.olle)
        workflow.call(meeting, by=cast.eva)
        page = text(client.get(NOTE))
    assert "<dd>Torsdag 23 april 2026</dd>" in page
    assert "Kallelsen är skickad till deltagarna." in page
    assert '<span class="about">Beslut</span>' in page
    assert "Dialog" not in page
    assert 'href="webcal://127.0.0.1:8000/grupper/lgs/kalender.ics"' in page


def test_a_note_that_was_withdrawn_is_named_without_a_link(client: Client, published: Publication) -> None:
    workflow.withdraw(published, reason="Fel", by=published.published_by, at=AFTER)
    row = re.findall(r'<li class="dated">.*?</li>', text(client.get("/moten/")))
    assert len(row) == 1
    assert ("Anteckningen är avpublicerad" in row[0], "<a " in row[0]) == (True, False)


@pytest.mark.parametrize("more", [0, 5])
def test_saying_so_costs_no_more_queries(
    client: Client, published: Publication, more: int, django_assert_num_queries: Any
) -> None:
    copy_published(published, more)
    client.get("/moten/")
    with django_assert_num_queries(1):
        client.get("/moten/")
