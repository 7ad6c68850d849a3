"""The page for one's own calendar feed."""

import re

import pytest
from django.test import Client

from meetings.models import CalendarAddress
from tests.admin.browsing import browser
from tests.factories import Cast
from tests.meetings.answers import text

pytestmark = pytest.mark.django_db


def test_the_address_is_shown_once_and_works(cast: Cast, client: Client) -> None:
    sara = browser(cast.sara)
    assert "Du har ingen kalenderadress än" in text(sara.get("/admin/kalender/"))
    page = text(sara.post("/admin/kalender/ny/", follow=True))
    (address,) = set(re.findall(r"http://127\.0\.0\.1:8000(/kalender/[\w-]{43}\.ics)", page))
    assert f'href="webcal://127.0.0.1:8000{address}"' in page
    assert client.get(address).status_code == 200
    again = text(sara.get("/admin/kalender/"))
    assert address not in again
    assert "Du har en adress sedan 22 november 2026" in again


def test_loading_the_page_anew_makes_no_other_address(cast: Cast) -> None:
    sara = browser(cast.sara)
    made = sara.post("/admin/kalender/ny/")
    assert (made.status_code, made["Location"]) == (302, "/admin/kalender/")
    sara.get(made["Location"])
    sara.get(made["Location"])
    assert CalendarAddress.objects.count() == 1


def test_changing_and_revoking_ask_first(cast: Cast) -> None:
    sara = browser(cast.sara)
    sara.post("/admin/kalender/ny/")
    page = text(sara.get("/admin/kalender/"))
    for summary, button in (("Byt till en ny adress", "Ja, byt adress"), ("Återkalla adressen", "Ja, återkalla")):
        assert re.search(f"<details[^>]*><summary>{summary}</summary><p>[^<]+</p> <form[^>]*>.*?{button}", page)


def test_each_kind_of_calendar_has_its_steps(cast: Cast) -> None:
    page = text(browser(cast.sara).get("/admin/kalender/"))
    assert re.findall(r"<summary>([^<]+)</summary>", page) == [
        "Outlook",
        "iPhone och iPad",
        "Google Kalender",
        "Android",
    ]


def test_it_is_revoked_with_a_press(cast: Cast) -> None:
    sara = browser(cast.sara)
    sara.post("/admin/kalender/ny/")
    page = text(sara.post("/admin/kalender/aterkalla/", follow=True))
    assert "Kalenderadressen är återkallad" in page
    assert CalendarAddress.objects.filter(revoked_at=None).count() == 0


def test_nobody_revokes_somebody_elses(cast: Cast) -> None:
    browser(cast.sara).post("/admin/kalender/ny/")
    browser(cast.maja).post("/admin/kalender/aterkalla/")
    assert CalendarAddress.objects.filter(revoked_at=None, user=cast.sara).exists()
