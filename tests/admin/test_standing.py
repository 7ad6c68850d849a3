"""The pages of standing items, and the page that builds an agenda."""

from typing import Any

import pytest

from meetings.models import AgendaItem, StandingItem
from tests.admin.browsing import address, browser, said
from tests.factories import Cast, make_held, make_member, make_person
from tests.matters import make_coming, make_matter, make_standing, text, titles

pytestmark = pytest.mark.django_db
HERE = "/admin/grupper/lgs/staende-punkter/"


def filled(**fields: Any) -> dict[str, Any]:
    return {"title": "Laget runt", "purpose": "dialog", "minutes": "15", "information": "Kort.", **fields}


def test_an_item_is_added_changed_and_removed(cast: Cast) -> None:
    client = browser(cast.eva)
    assert "Gruppen har inga stående punkter." in text(client.get(HERE))
    assert client.post(HERE + "ny/", filled(presenter=cast.olle.person_id))["Location"] == HERE
    item = StandingItem.objects.get()
    assert (item.group, item.title, item.purpose, item.minutes) == (cast.group, "Laget runt", "dialog", 15)
    assert (item.presenter, item.information, item.is_last) == (cast.olle.person, "<p>Kort.</p>", False)
    client.post(f"{HERE}{item.pk}/", filled(title="Runt bordet", is_last="on"))
    item.refresh_from_db()
    assert (item.title, item.is_last) == ("Runt bordet", True)
    assert "Sist på agendan" in text(client.get(HERE))
    response = client.post(f"{HERE}{item.pk}/ta-bort/")
    assert said(response)[-1] == "Punkten ”Runt bordet” står inte längre på nya agendor."
    assert StandingItem.objects.count() == 0
    assert item.history.first().history_user == cast.eva


def test_the_order_is_changed_with_buttons(cast: Cast) -> None:
    first, second = make_standing(cast.group, "Först"), make_standing(cast.group, "Sedan")
    client = browser(cast.eva)
    client.post(f"{HERE}{second.pk}/flytta/", {"to": "up"})
    assert list(StandingItem.objects.values_list("title", flat=True)) == ["Sedan", "Först"]
    client.post(f"{HERE}{second.pk}/flytta/", {"to": "down"})
    assert list(StandingItem.objects.values_list("title", flat=True)) == ["Först", "Sedan"]
    page = text(client.get(HERE))
    assert 'Upp<span class="hidden">: Sedan' in page
    assert 'Upp<span class="hidden">: Först' not in page
    assert first.position == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title": ""}, "Skriv punktens rubrik."),
        ({"minutes": "0"}, "Skriv minuterna som ett tal mellan 1 och 600."),
        ({"presenter": "999"}, "Välj någon i gruppen."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_written_stays(cast: Cast, wrong: dict[str, str], sentence: str) -> None:
    response = browser(cast.eva).post(HERE + "ny/", filled(**wrong))
    assert response.status_code == 422
    assert sentence in text(response)
    assert "Kort." in text(response)
    assert StandingItem.objects.count() == 0


def test_a_presenter_who_has_left_the_group_stays_until_changed(cast: Cast) -> None:
    gone = make_person("Gun Gammal")
    item = make_standing(cast.group, presenter=gone)
    client = browser(cast.eva)
    assert "Gun Gammal" in text(client.get(f"{HERE}{item.pk}/"))
    client.post(f"{HERE}{item.pk}/", filled(presenter=gone.pk, title="Nytt"))
    item.refresh_from_db()
    assert (item.title, item.presenter) == ("Nytt", gone)


def test_an_item_of_another_group_is_not_found(cast: Cast) -> None:
    item = make_standing(make_member(cast.sara.person, cast.maja.person.memberships.get().group).group)  # type: ignore[arg-type,union-attr]
    assert browser(cast.eva).get(f"{HERE}{item.pk}/").status_code == 404
    assert browser(cast.eva).post(f"{HERE}{item.pk}/ta-bort/").status_code == 404


@pytest.mark.parametrize("count", [1, 9])
def test_the_list_asks_as_much_however_many_there_are(
    cast: Cast, count: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(count):
        make_standing(cast.group, f"Punkt {number}", presenter=cast.olle.person)
    client = browser(cast.eva)
    client.get(HERE)
    with django_assert_max_num_queries(13):
        client.get(HERE)


def test_the_agenda_is_built_from_what_is_ticked(cast: Cast) -> None:
    standing, last = make_standing(cast.group), make_standing(cast.group, "Nästa möte", is_last=True)
    make_held(cast)
    make_matter(cast.maja, cast.group)
    meeting = make_coming(cast, items=1)
    client, path = browser(cast.eva), address(meeting, "agenda/bygg/")
    assert f'href="{path}"' in text(client.get(address(meeting)))
    page = text(client.get(path))
    assert f'value="punkt-{standing.pk}" checked' in page
    assert 'value="godkannande" checked' in page
    assert "En fråga till gruppen är inte intagen än" in page
    keys = [f"punkt-{standing.pk}", f"punkt-{last.pk}"]
    response = client.post(path, {"revision": meeting.revision, "punkt": keys})
    assert response["Location"] == address(meeting)
    assert said(response) == ["2 punkter är tillagda på agendan."]
    assert titles(meeting) == ["Laget runt", "Fråga 1", "Nästa möte"]
    again = client.post(path, {"revision": meeting.revision + 1, "punkt": keys})
    assert said(again)[-1] == "Inget lades till."


def test_somebody_who_was_faster_is_told_of_and_the_choice_stays(cast: Cast) -> None:
    first, second = make_standing(cast.group), make_standing(cast.group, "Nästa möte", is_last=True)
    meeting = make_coming(cast)
    response = browser(cast.eva).post(
        address(meeting, "agenda/bygg/"), {"revision": "99", "punkt": f"punkt-{first.pk}"}
    )
    assert response.status_code == 409
    page = text(response)
    assert "Någon annan har ändrat agendan sedan du öppnade sidan." in page
    assert f'value="punkt-{first.pk}" checked' in page
    assert f'value="punkt-{second.pk}">' in page
    assert f'name="revision" value="{meeting.revision}"' in page
    assert AgendaItem.objects.count() == 0


def test_when_everything_is_there_the_page_says_so(cast: Cast) -> None:
    meeting = make_coming(cast, items=1)
    page = text(browser(cast.eva).get(address(meeting, "agenda/bygg/")))
    assert "Allt är redan med." in page
    assert "<li>Fråga 1</li>" in page
