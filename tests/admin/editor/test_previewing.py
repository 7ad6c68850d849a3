"""The note before it is sent: as everyone will read it, and as the adjusters will."""

import re

import pytest
from django.test import Client

from meetings.models import ContactChoice, Meeting
from tests.admin.browsing import address, fields_of
from tests.admin.editor.test_drafts import keep

pytestmark = pytest.mark.django_db
ALL, ADJUSTERS = "?som=alla", "?som=justerare"
PLACES = ["forhandsgranska/", "utkast/lasning/"]


@pytest.fixture
def secretive(meeting: Meeting) -> Meeting:
    """With a withheld item, a masked address and one that nobody has decided on."""
    meeting.items.filter(number=2).update(title="Kanariefågel", is_withheld=True, withheld_reason="Känsligt läge")
    text = "<p>Skriv till hemlig@example.se eller oppen@example.se.</p>"
    meeting.items.filter(number=1).update(dialog=text)
    ContactChoice.objects.create(meeting=meeting, value="hemlig@example.se", choice="mask")
    return meeting


def read(client: Client, meeting: Meeting, tail: str) -> str:
    response = client.get(address(meeting, tail))
    assert response.status_code == 200
    return str(response.content.decode())


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("ask", ["", ALL, "?som=nagon"])
def test_everyone_reads_neither_what_is_withheld_nor_what_is_masked(
    eva: Client, secretive: Meeting, place: str, ask: str
) -> None:
    page = read(eva, secretive, place + ask)
    assert "Så läser alla anteckningen när den är publicerad." in page
    assert "Punkten publiceras inte" in page
    for secret in ("Kanariefågel", "Känsligt läge", "Beslut 2.1.", "hemlig@example.se"):
        assert secret not in page
    assert "Skriv till [uppgift borttagen] eller oppen@example.se." in page
    assert "När du skickar anteckningen väljer du om det här ska döljas: oppen@example.se." in page


@pytest.mark.parametrize("place", PLACES)
def test_adjusters_read_all_of_it(eva: Client, secretive: Meeting, place: str) -> None:
    page = read(eva, secretive, place + ADJUSTERS)
    assert "Så läser justerarna anteckningen." in page
    for part in ("Kanariefågel", "Känsligt läge", "Beslut 2.1.", "hemlig@example.se"):
        assert part in page
    assert "väljer du om det här ska döljas" not in page


@pytest.mark.parametrize(("ask", "current"), [("", "alla"), (ALL, "alla"), (ADJUSTERS, "justerare")])
def test_the_page_says_which_of_the_two_it_shows(eva: Client, meeting: Meeting, ask: str, current: str) -> None:
    page = read(eva, meeting, "forhandsgranska/" + ask)
    assert re.findall(r'data-reader="(\w+)" aria-current="true"', page) == [current]


def test_the_pane_says_that_text_which_is_not_saved_is_in_it(eva: Client, meeting: Meeting) -> None:
    assert "Det du har skrivit och inte sparat är med." not in read(eva, meeting, "utkast/lasning/")
    prefix = f"item-{meeting.items.get(number=1).pk}-"
    own = {name: value for name, value in fields_of(eva.get(address(meeting))).items() if name.startswith(prefix)}
    typed = {
        f"{prefix}dialog": "<p>Halvfärdig</p>",
        f"{prefix}is_withheld": "on",
        f"{prefix}withheld_reason": "Känsligt",
    }
    keep(eva, meeting, {**own, **typed})
    for ask, told in ((ALL, False), (ADJUSTERS, True)):
        page = read(eva, meeting, "utkast/lasning/" + ask)
        assert "Det du har skrivit och inte sparat är med." in page
        assert ("Punkten publiceras inte" in page, "Halvfärdig" in page) == (not told, told)
