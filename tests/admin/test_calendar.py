"""The page for one's own calendar feed."""

import re

import pytest
from django.test import Client

from meetings.models import CalendarAddress
from tests.admin.browsing import browser
from tests.factories import Cast, make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def test_the_address_is_shown_once_and_works(cast: Cast, client: Client) -> None:
    sara = browser(cast.sara)
    assert "Du har ingen kalenderadress än" in sara.get("/admin/kalender/").content.decode()
    page = sara.post("/admin/kalender/ny/").content.decode()
    (address,) = re.findall(r"http://127\.0\.0\.1:8000(/kalender/[\w-]{43}\.ics)", page)
    assert client.get(address).status_code == 200
    again = sara.get("/admin/kalender/").content.decode()
    assert address not in again
    assert "Du har en adress sedan 22 november 2026" in again


def test_it_is_revoked_with_a_press(cast: Cast) -> None:
    sara = browser(cast.sara)
    sara.post("/admin/kalender/ny/")
    page = sara.post("/admin/kalender/aterkalla/", follow=True).content.decode()
    assert "Kalenderadressen är återkallad" in page
    assert CalendarAddress.objects.filter(revoked_at=None).count() == 0


def test_nobody_revokes_somebody_elses(cast: Cast) -> None:
    browser(cast.sara).post("/admin/kalender/ny/")
    browser(cast.maja).post("/admin/kalender/aterkalla/")
    assert CalendarAddress.objects.filter(revoked_at=None, user=cast.sara).exists()
