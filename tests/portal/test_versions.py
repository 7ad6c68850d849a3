"""A corrected note: what stands, what stood before it and what differs, each at its own address."""

import re
from typing import Any

import pytest
from django.test import Client

from groups.models import RecordKeeping
from meetings import workflow
from meetings.documents import render_stored
from meetings.models import Meeting, Outcome, Publication
from samverkan.portal import pages
from tests.factories import AFTER, LONG_AGO, Cast, make_organisation

NOTE = "/moten/lgs/2026-04-23/"
OLD, NEW = f"{NOTE}versioner/1/", f"{NOTE}versioner/2/"
REASON = "Fel ord i beslutet."


@pytest.fixture
def corrected(cast: Cast, published: Publication) -> Publication:
    """The note with its first decision reworded and its second struck."""
    meeting = workflow.open_correction(published.meeting, kind="outcome", reason=REASON, by=cast.eva, at=AFTER)
    Outcome.objects.filter(item__number=1).update(text="Beslut 1.1, rättat.")
    Outcome.objects.filter(item__number=2).delete()
    version = workflow.adjust(workflow.send_minutes(meeting, by=cast.eva, at=AFTER), by=cast.olle, at=AFTER)
    render_stored(version)
    pages.store.clear()
    return workflow.publish(version, by=cast.eva, at=AFTER)


def html(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def words(text: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def test_the_page_says_that_it_is_corrected_and_why_and_leads_to_both(client: Client, corrected: Publication) -> None:
    page = html(client, NOTE)
    assert f"Rättad 4 maj 2026. {REASON}" in words(page)
    assert "Beslut 1.1, rättat." in page
    assert f'href="{OLD}"' in page
    assert f'href="{NEW}skillnad/"' in page
    assert "noindex" not in page


def test_the_old_version_is_as_it_was_and_says_what_took_its_place(client: Client, corrected: Publication) -> None:
    page = html(client, OLD)
    assert "Ersatt av version 2 4 maj 2026." in words(page)
    assert "Beslut 1.1." in page
    assert "rättat" not in page
    assert '<meta name="robots" content="noindex">' in page
    assert f'href="{NOTE}"' in page
    assert f'href="{OLD}anteckning.pdf"' in page


def test_each_version_has_its_own_file(client: Client, corrected: Publication) -> None:
    files = [client.get(f"{path}anteckning.pdf") for path in (OLD, NEW, NOTE)]
    assert [answer.status_code for answer in files] == [200, 200, 200]
    assert files[0].content != files[1].content == files[2].content
    assert [answer.get("X-Robots-Tag") for answer in files] == ["noindex", "noindex", None]


def test_the_difference_is_said_in_words(client: Client, corrected: Publication) -> None:
    said = words(html(client, f"{NEW}skillnad/"))
    assert "Vad ändrades från version 1 till 2" in said
    assert "Förut: Beslut 1 (Enas): Beslut 1.1 ." in said or "Förut: Beslut 1 (Enas): Beslut 1.1." in said
    assert "Struket: Beslut 2 (Enas): Beslut 2.1." in said


def test_there_is_no_difference_for_the_first_version(client: Client, corrected: Publication) -> None:
    for path in (f"{OLD}skillnad/", f"{NOTE}versioner/3/"):
        assert client.get(path).status_code == 404


def test_a_note_that_is_not_corrected_has_its_one_version(client: Client, published: Publication) -> None:
    page = html(client, OLD)
    assert "Ersatt" not in page
    assert "noindex" in page


def test_a_struck_decision_says_so_and_leads_to_the_version_that_has_it(client: Client, corrected: Publication) -> None:
    page = html(client, "/beslut/lgs/2026-2/")
    assert "Struket genom rättelse" in page
    assert f"{OLD}#punkt-2" in page
    assert "rättat" in html(client, "/beslut/lgs/2026-1/")


def test_lists_and_figures_count_the_note_once(client: Client, corrected: Publication) -> None:
    start = client.get("/").context
    assert (start["figures"].notes, len(start["notes"])) == (1, 1)
    assert len(client.get("/moten/").context["shown"]) == 1


def test_withdrawn_every_address_of_it_is_gone_and_says_who_to_ask(
    client: Client, cast: Cast, corrected: Publication
) -> None:
    city = make_organisation("Göteborgs Stad")
    RecordKeeping.objects.create(
        group=cast.group, authority=city, controller=city, contact="stadens registrator", starts=LONG_AGO
    )
    workflow.withdraw(corrected, reason="Hemligt skäl", by=cast.eva, at=AFTER)
    pages.store.clear()
    for path in (NOTE, f"{NOTE}anteckning.pdf", OLD, f"{OLD}anteckning.pdf", NEW, f"{NEW}skillnad/"):
        page = words(html(client, path, 410))
        assert "Vänd dig till Göteborgs Stad, stadens registrator" in page, path
        assert "togs bort från webbplatsen 4 maj 2026" in page
        assert "Hemligt skäl" not in page


def test_a_group_that_stops_showing_its_notes_shows_no_version(
    client: Client, cast: Cast, corrected: Publication
) -> None:
    cast.group.shows_minutes = False
    cast.group.save()
    for path in (OLD, NEW, f"{OLD}anteckning.pdf", f"{NEW}skillnad/"):
        assert client.get(path).status_code == 404, path


def test_the_meeting_that_approved_it_is_said(client: Client, cast: Cast, published: Publication) -> None:
    first = published.meeting
    later = Meeting.objects.create(group=cast.group, date=first.date.replace(month=6))
    later.approves.add(first)
    assert "Vid mötet den" not in html(client, NOTE)
    later.state = "held"
    later.save()
    pages.store.clear()
    assert "Vid mötet den 23 juni 2026" in html(client, NOTE)


def test_a_cold_page_of_a_corrected_note_costs_six_queries_too(
    client: Client, corrected: Publication, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(6):
        client.get(NOTE)
