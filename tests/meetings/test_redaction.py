"""The public variant never holds what is withheld or masked."""

import json

import pytest

from decisions.models import Decision
from meetings import workflow
from meetings.documents import render_stored
from meetings.gate import contacts_in
from meetings.models import ContactChoice, MinutesVersion, Publication
from meetings.redaction import MASK
from tests.factories import AFTER, Cast, make_cast, make_held

SECRETS = ("kanariefågel", "papegoja", "undulat", "kakadua", "tukan")


@pytest.fixture
def published(db: None) -> Publication:
    """A note with a withheld item full of canaries and an address that is masked wherever it stands."""
    cast: Cast = make_cast()
    meeting = make_held(cast, items=3)
    hidden = meeting.items.get(number=2)
    hidden.title, hidden.information, hidden.dialog = "En kanariefågel", "<p>papegoja</p>", "<p>undulat</p>"
    hidden.is_withheld, hidden.withheld_reason = True, "tukan"
    hidden.save()
    hidden.outcomes.update(text="kakadua")
    link = '<p>Skriv till <a href="mailto:Anna@Example.se">ANNA@example.se</a> eller anna@example.se.</p>'
    meeting.items.filter(number=1).update(information=link)
    meeting.items.get(number=3).outcomes.update(text="Frågor till anna@example.se.")
    for value in ("Anna@Example.se", "ANNA@example.se", "anna@example.se"):
        ContactChoice.objects.get_or_create(meeting=meeting, value=value, choice="mask")
    version = workflow.adjust(workflow.send_minutes(meeting, by=cast.eva, at=AFTER), by=cast.olle, at=AFTER)
    render_stored(version)
    return workflow.publish(version, by=cast.eva, at=AFTER)


def test_a_withheld_item_keeps_its_number_and_nothing_else(published: Publication) -> None:
    assert json.loads(published.content)["items"][1] == {"number": 2, "withheld": True}
    assert not [secret for secret in SECRETS if secret in published.content]


def test_the_record_still_holds_everything(published: Publication) -> None:
    record = MinutesVersion.objects.get().content
    assert [secret for secret in SECRETS if secret not in record] == []
    assert "anna@example.se" in record


def test_a_masked_address_is_gone_whatever_its_case_and_its_link_with_it(published: Publication) -> None:
    assert "example.se" not in published.content.lower()
    information = json.loads(published.content)["items"][0]["information"]
    assert information == f"<p>Skriv till {MASK} eller {MASK}.</p>"


def test_the_numbers_of_the_others_stay_what_the_record_says(published: Publication) -> None:
    items = json.loads(published.content)["items"]
    assert [item["outcomes"][0]["number"] for item in items if "outcomes" in item] == [1, 3]


def test_the_register_shows_what_the_variant_says_and_nothing_of_the_withheld(published: Publication) -> None:
    shown = Decision.objects.published().order_by("number")
    assert [(row.number, row.public_text) for row in shown] == [(1, "Beslut 1.1."), (3, f"Frågor till {MASK}.")]
    assert Decision.objects.get(number=2).public_text == ""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Skriv till caroline.hjalmarsson@molndal.se.", ["caroline.hjalmarsson@molndal.se"]),
        ("a.b+c@x-y.example.se, A@b.se; (d@e.se)", ["a.b+c@x-y.example.se", "A@b.se", "d@e.se"]),
        ("samma@b.se och samma@b.se", ["samma@b.se"]),
        ("ingen @ adress, inte@heller och @alls.se", []),
    ],
)
def test_addresses_are_found_in_text(text: str, found: list[str]) -> None:
    assert contacts_in(text) == found


def test_looking_for_addresses_in_hostile_text_stays_linear() -> None:
    assert contacts_in("a." * 50_000 + "@") == []
    assert contacts_in("a@" * 50_000) == []
