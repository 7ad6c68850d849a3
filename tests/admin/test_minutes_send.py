"""The process leader sends the note for adjustment, once every contact detail in it is settled."""

import pytest

from meetings import workflow
from meetings.models import ContactChoice, Meeting, MinutesVersion, Outcome
from tests.admin.browsing import address, browser, history_reasons, said
from tests.factories import AFTER, Cast, make_held, make_meeting

pytestmark = pytest.mark.django_db
ADDRESS = "caroline.hjalmarsson@molndal.se"


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    return make_held(cast)


def write_an_address(meeting: Meeting) -> None:
    item = meeting.items.get(number=2)
    item.information = f"<p>Vid frågor kan man kontakta {ADDRESS}.</p>"
    item.save()


def test_the_page_says_who_gets_it_and_the_note_goes_out(cast: Cast, meeting: Meeting) -> None:
    client = browser(cast.eva)
    assert "<strong>Olle Exempel</strong>" in client.get(address(meeting, "skicka/")).content.decode()
    response = client.post(address(meeting, "skicka/"))
    version = meeting.minutes_versions.get()
    assert said(response)[0].startswith("Anteckningen är skickad för justering.")
    assert [adjuster.person for adjuster in version.adjusters.all()] == [cast.olle.person]
    assert history_reasons(MinutesVersion, version.pk) == ["Skickad för justering"]


def test_a_note_that_is_out_is_taken_back_in_one_place(cast: Cast, meeting: Meeting) -> None:
    client = browser(cast.eva)
    client.post(address(meeting, "skicka/"))
    assert client.get(address(meeting)).content.decode().count("<summary>Behöver du ändra något?</summary>") == 1


def test_an_address_is_listed_with_its_place_and_has_to_be_settled(cast: Cast, meeting: Meeting) -> None:
    write_an_address(meeting)
    client = browser(cast.eva)
    page = client.get(address(meeting, "skicka/")).content.decode()
    response = client.post(address(meeting, "skicka/"))
    assert ADDRESS in page
    assert "Står i punkt 2." in page
    assert response.status_code == 422
    assert f"Välj om {ADDRESS} får stå kvar eller ska döljas." in response.content.decode()
    assert not meeting.minutes_versions.exists()


@pytest.mark.parametrize("choice", ["keep", "mask"])
def test_the_choice_is_kept_with_history(cast: Cast, meeting: Meeting, choice: str) -> None:
    write_an_address(meeting)
    browser(cast.eva).post(address(meeting, "skicka/"), {"contact-0": choice})
    made = meeting.contact_choices.get()
    masks = [ADDRESS] if choice == "mask" else []
    assert (made.value, made.choice) == (ADDRESS, choice)
    assert history_reasons(ContactChoice, made.pk) == ["Vald vid utskick"]
    assert f'"masks":{masks}'.replace("'", '"') in meeting.minutes_versions.get().content


def test_a_choice_that_is_none_of_the_two_is_refused(cast: Cast, meeting: Meeting) -> None:
    write_an_address(meeting)
    assert browser(cast.eva).post(address(meeting, "skicka/"), {"contact-0": "x"}).status_code == 422
    assert not meeting.contact_choices.exists()


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(("who", "status"), [("maja", 404), ("sara", 403), ("olle", 403)])
def test_only_the_process_leader_sends(cast: Cast, meeting: Meeting, who: str, status: int, method: str) -> None:
    assert getattr(browser(getattr(cast, who)), method)(address(meeting, "skicka/")).status_code == status


def test_before_the_meeting_is_held_it_is_not_time(cast: Cast) -> None:
    meeting = make_meeting(cast.group, sequence=2)
    client = browser(cast.eva)
    sentence = "Markera mötet som hållet innan anteckningen skickas för justering."
    assert sentence in client.get(address(meeting, "skicka/")).content.decode()
    assert said(client.post(address(meeting, "skicka/"))) == [sentence]


def test_the_second_time_is_refused_with_a_sentence_and_settles_nothing(cast: Cast, meeting: Meeting) -> None:
    client = browser(cast.eva)
    client.post(address(meeting, "skicka/"))
    write_an_address(meeting)
    response = client.post(address(meeting, "skicka/"), {"contact-0": "mask"})
    assert said(response)[-1].startswith("Anteckningen är skickad för justering. Den kan ändras om")
    assert not meeting.contact_choices.exists()
    assert meeting.minutes_versions.count() == 1


def test_what_is_missing_in_the_text_is_said_before_it_is_sent(cast: Cast, meeting: Meeting) -> None:
    meeting.attendance.all().delete()
    page = browser(cast.eva).get(address(meeting, "skicka/")).content.decode()
    assert "Anteckningen saknar närvaro." in page
    assert "Skicka för justering</button>" not in page


@pytest.fixture
def adjusted(cast: Cast) -> Meeting:
    """A meeting whose note is adjusted, with one word of it misspelt."""
    meeting = make_held(cast)
    meeting.items.filter(number=1).update(title="Kartlägning av vården")
    workflow.adjust(workflow.send_minutes(meeting, by=cast.eva, at=AFTER), by=cast.olle, at=AFTER)
    return meeting


def test_a_correction_is_told_with_its_kind_and_what_it_changes(cast: Cast, adjusted: Meeting) -> None:
    workflow.open_correction(adjusted, kind="spelling", reason="Felstavat.", by=cast.eva, at=AFTER)
    client = browser(cast.eva)
    assert "Inget är ändrat sedan anteckningen justerades." in client.get(address(adjusted, "skicka/")).content.decode()
    adjusted.items.filter(number=1).update(title="Kartläggning av vården")
    page = client.get(address(adjusted, "skicka/")).content.decode()
    assert "Det här är en rättelse av version 1.</strong> Skrivfel: ordföranden justerar. Skäl: Felstavat." in page
    assert "<del>Kartlägning</del>" in page
    assert "<ins>Kartläggning</ins>" in page
    assert "Skicka för justering</button>" in page


def test_a_correction_of_spelling_that_is_more_is_refused_before_it_is_sent(cast: Cast, adjusted: Meeting) -> None:
    workflow.open_correction(adjusted, kind="spelling", reason="Felstavat.", by=cast.eva, at=AFTER)
    Outcome.objects.filter(item__meeting=adjusted, item__number=1).update(text="Något helt annat.")
    client, sentence = browser(cast.eva), "Mer än skrivfel har ändrats: beslutet i punkt 1."
    for place in ("skicka/", "ratta/"):
        assert sentence in client.get(address(adjusted, place)).content.decode()
    page = client.get(address(adjusted, "skicka/")).content.decode()
    assert address(adjusted, "ratta/") in page
    assert "Skicka för justering</button>" not in page
    workflow.change_correction(adjusted, kind="outcome", reason="Fel beslut.", by=cast.eva, at=AFTER)
    page = client.get(address(adjusted, "skicka/")).content.decode()
    assert sentence not in page
    assert "Innehållet: justeras som första gången" in page
    assert "Skicka för justering</button>" in page
