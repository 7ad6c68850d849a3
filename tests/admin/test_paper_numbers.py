"""The list of papers says which of them hold digits that stop the agenda and the note, without reading a file."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from meetings import workflow
from meetings.models import Meeting
from samverkan.common import papers
from tests.admin.browsing import address, browser
from tests.common.crafted import upload
from tests.factories import Cast, make_held, make_paper
from tests.meetings.planting import word
from tests.numbers import check_digit

NUMBER = f"850423-123{check_digit('850423123')}"
WORDS = "Det stoppar agendan och anteckningen"


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    return make_held(cast, items=2)


@pytest.fixture
def eva(cast: Cast) -> Client:
    return browser(cast.eva)


def add(client: Client, meeting: Meeting, *files: Any, title: str = "") -> None:
    fields = {"title": title, "item": "", "is_public": "on", "files_sent": files}
    assert client.post(address(meeting, "underlag/"), fields).status_code == 302


def listed(client: Client, meeting: Meeting) -> list[list[str]]:
    """The digits that the list shows, paper by paper."""
    return [numbers for _, numbers in client.get(address(meeting, "underlag/")).context["rows"]]


def test_the_paper_that_stops_the_text_is_said_to_and_no_file_is_read(
    eva: Client, cast: Cast, meeting: Meeting, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    add(eva, meeting, upload("rent.docx", word("Inget här.")), upload("intyg.docx", word(f"Patient {NUMBER}")))
    eva.get(address(meeting, "underlag/"))  # what the upload said is said once

    def read(path: str, media_type: str) -> None:
        raise AssertionError(path)

    monkeypatch.setattr(papers, "look_at", read)
    with django_assert_max_num_queries(14):
        assert listed(eva, meeting) == [[], ["850423-••••"]]
    page = eva.get(address(meeting, "underlag/")).content.decode()
    assert (page.count(WORDS), NUMBER in page) == (1, False)
    assert WORDS not in browser(cast.sara).get(address(meeting, "underlag/")).content.decode()
    assert NUMBER.replace("-", "") not in repr(cache.get(f"meetings.paper-numbers.{meeting.pk}")).replace("-", "")


def test_a_title_with_digits_stops_it_too(eva: Client, meeting: Meeting) -> None:
    add(eva, meeting, upload("rent.docx", word("Inget här.")), title=f"Intyg {NUMBER}")
    assert listed(eva, meeting) == [["850423-••••"]]


def test_another_file_and_a_chairs_word_settle_it(eva: Client, cast: Cast, meeting: Meeting) -> None:
    other = f"811218-987{check_digit('811218987')}"
    add(eva, meeting, upload("ett.docx", word(f"Patient {NUMBER}")), upload("annat.docx", word(f"Kod {other}")))
    assert listed(eva, meeting) == [["850423-••••"], ["811218-••••"]]
    fields = {"title": "Ett", "item": "", "is_public": "on", "alternative": "", "reason": ""}
    eva.post(address(meeting, "underlag/1/"), {**fields, "file": upload("ett.docx", word("Inget här."))})
    assert listed(eva, meeting) == [[], ["811218-••••"]]
    [number] = workflow.numbers_to_judge(meeting)
    workflow.rule_not_personal(meeting, number.fingerprint(meeting), reason="Artikelnummer", by=cast.olle)
    assert listed(eva, meeting) == [[], []]


def test_a_paper_that_came_another_way_is_known_when_the_note_is_to_be_sent(eva: Client, meeting: Meeting) -> None:
    make_paper(meeting, content=word(f"Patient {NUMBER}"))
    assert listed(eva, meeting) == [[]]
    eva.get(address(meeting, "skicka/"))
    assert listed(eva, meeting) == [["850423-••••"]]
