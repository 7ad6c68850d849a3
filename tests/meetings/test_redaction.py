"""The public variant never holds what is withheld or masked."""

import json

import pytest

from decisions.models import Decision
from meetings import redaction, workflow
from meetings.documents import render_stored
from meetings.gate import contacts_in
from meetings.models import ContactChoice, MinutesVersion, Publication
from meetings.redaction import MASK, ONLINE, public_place, public_variant, without_contacts
from samverkan.common.canonical import Json
from samverkan.common.refusals import StepRefused
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


SEAL = {"numbers": [1], "version": 1, "adjusted": [], "adjusted_at": "", "content_sha256": "", "year": 2026}


def a_record(
    text: str = "", *, information: str = "", masks: tuple[str, ...] = ("anna@x.se",), place: str = ""
) -> Json:
    item = {"number": 1, "title": "Rubrik", "withheld": False, "withheld_reason": "", "information": information}
    return {
        "format": "samverkan/minutes/1",
        "meeting": {"place": place},
        "items": [{**item, "outcomes": [{"text": text, "tasks": []}]}],
        "masks": list(masks),
    }


def masked(text: str, *masks: str) -> str:
    variant = public_variant(a_record(text, masks=masks or ("anna@x.se",)), SEAL)
    shown: str = variant["items"][0]["outcomes"][0]["text"]
    return shown


def masked_rich(html: str, *masks: str) -> str:
    variant = public_variant(a_record(information=html, masks=masks or ("anna@x.se",)), SEAL)
    shown: str = variant["items"][0]["information"]
    return shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Anna <anna@x.se>", f"Anna <{MASK}>"),
        ("an\u00adna@\u200bx.se.", f"{MASK}."),
        ("ANNA@X.SE, anna@x.se", f"{MASK}, {MASK}"),
        ("mailto:anna%40x.se", f"mailto:{MASK}"),
        ("İİİİ anna@x.se slut", f"İİİİ {MASK} slut"),
    ],
)
def test_plain_text_is_masked_whole(text: str, shown: str) -> None:
    assert masked(text) == shown


@pytest.mark.parametrize("value", ["åsa.öberg@vgregion.se", "anna@göteborg.se", "a\u030asa@x.se"])
def test_swedish_letters_are_masked_whole(value: str) -> None:
    assert masked(f"Till {value}.", value) == f"Till {MASK}."


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<p>anna<strong>@x</strong>.se, sen</p>", f"<p>{MASK}, sen</p>"),
        ("<p><strong>anna</strong>@x.se, sen</p><p>Två</p>", f"<p><strong>{MASK}</strong>, sen</p><p>Två</p>"),
        ("<p><em>Till anna@</em>x.se</p>", f"<p><em>Till {MASK}</em></p>"),
        ("<p>an&shy;na&#64;x.se</p>", f"<p>{MASK}</p>"),
        ('<p><a href="MAILTO:anna@x.se">Skriv</a> hit</p>', "<p>Skriv hit</p>"),
        ('<p><a href="mailto:anna%40x.se">Skriv</a></p>', "<p>Skriv</p>"),
        ('<p><a href="mailto:?to=anna@x.se">Skriv</a></p>', "<p>Skriv</p>"),
        ('<p><a href="mailto:bo@x.se?cc=%61nna@x.se&amp;bcc=c@x.se">anna@x.se</a></p>', f"<p>{MASK}</p>"),
    ],
)
def test_rich_text_is_masked_whole_and_stays_well_formed(html: str, shown: str) -> None:
    assert masked_rich(html) == shown


def test_a_link_to_something_else_stays() -> None:
    html = '<p><a href="https://example.se" rel="noopener nofollow">Läs</a>, <a href="mailto:anna@x.se">skriv</a></p>'
    assert masked_rich(html) == html.replace('<a href="mailto:anna@x.se">skriv</a>', "skriv")


def test_the_longest_value_is_masked_first() -> None:
    assert masked("anna@x.se.com", "anna@x.se", "anna@x.se.com") == MASK


def test_publishing_is_refused_when_something_masked_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redaction, "cover", lambda value, masked: value)
    for record in (a_record("Till ANNA@x.se"), a_record(information='<a href="mailto:anna%40x.se">A</a>')):
        with pytest.raises(StepRefused, match=r"ska döljas går fortfarande att läsa: anna@x\.se\."):
            public_variant(record, SEAL)


@pytest.mark.parametrize("hostile", ["<a", "<a>", "a<b>", "&#64", "%61", "a@", "anna@x.s", "\u200b", "<strong>anna"])
def test_masking_hostile_text_stays_linear(hostile: str) -> None:
    """Returns at all: a pattern that backtracks would run for hours on this."""
    text = hostile * (100_000 // len(hostile))
    assert isinstance(masked(text), str)
    assert isinstance(masked_rich(text), str)


@pytest.mark.parametrize(
    "place",
    [
        "https://teams.microsoft.com/l/1",
        "teams.microsoft.com/l/meetup-join/1",
        "us02web.zoom.us/j/123",
        "Zoom.us/j/123",
        "meet.google.com/abc",
        "www.whereby.com",
        "whereby.com/lgs",
        "Teams, Mötes-ID: 123 456",
        "Teams, mo\u0308tes-id 123",
        "Teams, Meeting ID 123",
        "Digitalt, lösenord 1234",
        "Digitalt, Passcode: ab",
    ],
)
def test_what_lets_anyone_into_a_meeting_is_no_public_place(place: str) -> None:
    assert public_place(place) == ONLINE
    assert public_variant(a_record(place=place), SEAL)["meeting"]["place"] == ONLINE


@pytest.mark.parametrize("place", ["", "Lillhagsparken 3, rum 2.14", "Digitalt via Teams", "Idégården, Mötesrum 4/5"])
def test_a_place_in_the_world_is_public(place: str) -> None:
    assert public_place(place) == place


def test_every_address_is_taken_out_of_a_title() -> None:
    assert without_contacts("Fråga från Bo <bo@x.se>, c@x.se") == f"Fråga från Bo <{MASK}>, {MASK}"
    assert without_contacts("Remiss & svar <2026>") == "Remiss & svar <2026>"
