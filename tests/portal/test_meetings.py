"""The meetings of the open site: the list, a meeting before its note, the note, and its file."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from decisions.models import Decision
from meetings import workflow
from meetings.models import Meeting, Publication, StoredDocument
from samverkan.portal import pages
from tests.factories import Cast, make_group, make_meeting
from tests.portal.make import copy_published

TODAY = date(2026, 5, 10)
NOTE = "/moten/lgs/2026-04-23/"


def text_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("more", [0, 30])
def test_a_cold_note_costs_six_queries(
    client: Client, published: Publication, more: int, django_assert_num_queries: Any
) -> None:
    copy_published(published, more)
    with django_assert_num_queries(6):
        client.get(NOTE)
    with django_assert_num_queries(1):
        client.get(NOTE)


@pytest.mark.parametrize("count", [1, 60])
def test_queries_of_the_list_do_not_grow(
    client: Client, published: Publication, count: int, django_assert_num_queries: Any
) -> None:
    copy_published(published, count)
    for week in range(1, count + 1):
        make_meeting(published.meeting.group, items=0, date=date(2999, 1, 1) + timedelta(weeks=week))
    with django_assert_num_queries(7):
        assert client.get("/moten/").status_code == 200


@time_machine.travel(TODAY, tick=False)
def test_the_list_has_what_comes_nearest_first_and_what_was_newest_first(client: Client, cast: Cast) -> None:
    for day in (12, 20, 5, 1):
        make_meeting(cast.group, items=0, date=date(2026, 5, day))
    context = client.get("/moten/").context
    assert [meeting.date.day for meeting in context["coming"]] == [12, 20]
    assert [meeting.date.day for meeting in context["shown"]] == [5, 1]


@time_machine.travel(TODAY, tick=False)
def test_the_list_shows_five_to_come_and_leads_to_all(client: Client, cast: Cast) -> None:
    for day in range(11, 18):
        make_meeting(cast.group, items=0, date=date(2026, 5, day))
    assert len(client.get("/moten/").context["coming"]) == 5
    assert "Alla 7 kommande möten" in text_of(client, "/moten/")
    assert len(client.get("/moten/?tid=kommande").context["shown"]) == 7


def test_the_list_is_empty_in_words(client: Client, db: Any) -> None:
    assert "Inga möten har hållits än." in text_of(client, "/moten/")


@pytest.mark.parametrize(
    ("query", "expected"), [("grupp=annan", ["ANNAN"]), ("ar=2025", ["LGS"]), ("grupp=annan&ar=2025", [])]
)
def test_the_list_can_be_narrowed(client: Client, cast: Cast, query: str, expected: list[str]) -> None:
    make_meeting(cast.group, items=0, date=date(2025, 3, 1))
    make_meeting(cast.group.__class__.objects.get(slug="annan"), items=0, date=date(2026, 3, 1))
    with time_machine.travel(TODAY, tick=False):
        context = client.get(f"/moten/?{query}").context
    assert [meeting.group.code for meeting in context["shown"]] == expected


def test_pages_keep_what_is_chosen(client: Client, published: Publication) -> None:
    copy_published(published, 60)
    with time_machine.travel(TODAY, tick=False):
        html = text_of(client, "/moten/?grupp=lgs&sida=2")
    assert 'href="?grupp=lgs&amp;sida=3" rel="next"' in html
    assert "61 möten, sida 2 av 3" in html


@pytest.mark.parametrize("query", ["sida=4", "sida=0", "sida=x", "sida=-1"])
def test_a_page_that_is_not_there_is_404(client: Client, db: Any, query: str) -> None:
    assert client.get(f"/moten/?{query}").status_code == 404


def test_a_wrong_choice_is_told(client: Client, db: Any) -> None:
    answer = client.get("/moten/?grupp=finns-inte")
    assert answer.status_code == 400
    assert "errorlist" in answer.content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "/moten/lgs/2026-4-23/",
        "/moten/lgs/2026-02-30/",
        "/moten/lgs/0000-01-01/",
        "/moten/lgs/2026-04-23-1/",
        "/moten/lgs/2026-04-23-02/",
        "/moten/lgs/2026-04-23-2/",
        "/moten/lgs/٢٠٢٦-04-23/",
        "/moten/lgs/2026-04-24/",
        "/moten/lgs/2026-04-24/anteckning.pdf",
    ],
)
def test_an_address_that_is_no_meeting_is_404(client: Client, published: Publication, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_second_meeting_that_day_has_its_own_address(client: Client, cast: Cast) -> None:
    make_meeting(cast.group, items=0, place="Första")
    make_meeting(cast.group, items=0, place="Andra", sequence=2)
    assert "Första" in text_of(client, NOTE)
    assert "Andra" in text_of(client, "/moten/lgs/2026-04-23-2/")


def test_a_note_has_head_items_and_outcomes(client: Client, published: Publication) -> None:
    html = text_of(client, NOTE)
    for words in (
        "<h1>Gruppen LGS, 23 april 2026</h1>",
        "Justerad 4 maj 2026",
        "publicerad 4 maj 2026",
        f"SHA-256 {published.sha256}",
        'id="punkt-1"',
        'id="punkt-2"',
        "<p>Information 1.</p>",
        "Beslut 2.1.",
        "Formella beslut fattas av varje huvudman.",
    ):
        assert words in html
    assert '<a class="num" href="/beslut/lgs/2026-2/">LGS 2026:2</a>' in html


def test_a_note_leads_to_its_file_with_pages_and_size(client: Client, published: Publication) -> None:
    stored = StoredDocument.objects.get(kind="public")
    html = text_of(client, NOTE)
    assert f"PDF, 4 sidor, {round(stored.size / 1000)} kB</a>" in html
    StoredDocument.objects.filter(pk=stored.pk).delete()
    pages.store.clear()
    assert "anteckning.pdf" not in text_of(client, NOTE)


def test_a_note_leads_to_the_meetings_around_it(client: Client, published: Publication) -> None:
    group = published.meeting.group
    for month, state in ((2, "held"), (3, "cancelled"), (6, "planned"), (9, "planned")):
        make_meeting(group, items=0, date=date(2026, month, 4), state=state)
    found = client.get(NOTE).context["neighbours"]
    assert (found.before.date, found.after.date) == (date(2026, 2, 4), date(2026, 6, 4))


def test_neighbours_are_of_the_same_group_and_in_order_of_the_day(client: Client, published: Publication) -> None:
    make_meeting(make_group("vvg"), items=0, date=date(2026, 4, 24))
    make_meeting(published.meeting.group, items=0, sequence=2)
    found = client.get(NOTE).context["neighbours"]
    assert (found.before, found.after.sequence) == (None, 2)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("planned", "Agendan visas här när den är fastställd"),
        ("held", "Ingen anteckning är publicerad än."),
        ("cancelled", "Mötet är inställt."),
    ],
)
def test_a_meeting_without_a_note_says_how_it_stands(client: Client, cast: Cast, state: str, words: str) -> None:
    make_meeting(cast.group, items=0, state=state, place="Gårdavägen 2")
    with time_machine.travel(date(2026, 4, 1), tick=False):
        html = text_of(client, NOTE)
    assert words in html
    assert "13.30–16.30" in html
    assert "Gårdavägen 2" in html


def test_the_file_is_the_stored_one_byte_for_byte(client: Client, published: Publication) -> None:
    stored = StoredDocument.objects.get(kind="public")
    answer = client.get(NOTE + "anteckning.pdf")
    assert answer.content == stored.read()
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'inline; filename="lgs-2026-04-23-anteckning.pdf"'
    assert answer["ETag"] == f'"{stored.sha256}"'
    again = client.get(NOTE + "anteckning.pdf", headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_file_of_another_text_is_never_served(client: Client, published: Publication) -> None:
    StoredDocument.objects.filter(kind="public").update(source_sha256="0" * 64)
    assert client.get(NOTE + "anteckning.pdf").status_code == 404


def test_a_lost_file_is_404(client: Client, published: Publication, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "empty"
    assert client.get(NOTE + "anteckning.pdf").status_code == 404


def test_the_list_says_which_meetings_have_a_note(client: Client, published: Publication) -> None:
    make_meeting(published.meeting.group, items=0, date=date(2026, 3, 1), state="held")
    with time_machine.travel(TODAY, tick=False):
        rows = client.get("/moten/").context["shown"]
    assert [(row.date, row.has_note) for row in rows] == [(date(2026, 4, 23), True), (date(2026, 3, 1), False)]
    assert Meeting.objects.count() == 2
    assert Decision.objects.count() == 2


def test_a_note_that_was_taken_off_is_said_to_be_and_not_held(
    client: Client, published: Publication, cast: Cast
) -> None:
    workflow.withdraw(published, reason="Fel fil", by=cast.eva)
    html = text_of(client, "/moten/")
    assert ("Anteckningen är avpublicerad" in html, "Hållet" in html) == (True, False)


@pytest.mark.parametrize("path", ["/", "/moten/?tid=kommande", "/moten/"])
def test_what_is_held_and_published_today_is_not_coming(client: Client, published: Publication, path: str) -> None:
    with time_machine.travel(published.meeting.date, tick=False):
        make_meeting(published.meeting.group, date=published.meeting.date, sequence=2)
        context: Any = client.get(path).context
        coming = context.get("meetings") or context.get("coming") or context["shown"]
        assert [row.sequence for row in coming] == [2]
