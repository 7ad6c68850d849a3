"""Appointing, ending, changing and correcting from the group's page: what is asked, and what is said when it fails."""

from datetime import date
from typing import Any

import pytest

from groups.models import Membership, OfficeTerm, Person, Seat, TermRule
from tests.admin.browsing import browser, said
from tests.factories import LONG_AGO, Cast, make_group, make_member, make_organisation, make_person

pytestmark = pytest.mark.django_db
DESK = "/admin/grupper/lgs/"
APPOINT = f"{DESK}utse/"


@pytest.fixture
def seat(cast: Cast) -> Seat:
    return Seat.objects.create(group=cast.group, position=1, label="SU", starts=LONG_AGO)


def post(cast: Cast, path: str, **values: Any) -> Any:
    return browser(cast.eva).post(path, values)


def appoint(cast: Cast, **values: Any) -> Any:
    return post(cast, APPOINT, **{"role": "member", "starts": "2026-01-01", **values})


def errors(answer: Any) -> dict[str, list[str]]:
    assert answer.status_code == 422
    return dict(answer.context["form"].errors)


def member_path(membership: Membership, verb: str) -> str:
    return f"{DESK}medlemskap/{membership.pk}/{verb}/"


def test_a_person_is_found_chosen_and_appointed_to_the_seat(cast: Cast, seat: Seat) -> None:
    anna = make_person("Anna Åberg", title="Chef", organisation=make_organisation("Närhälsan"))
    make_person("Åke Annan")
    page = browser(cast.eva).get(APPOINT, {"plats": seat.pk, "q": "åberg"})
    assert list(page.context["form"].fields["person"].queryset) == [anna]
    text = page.content.decode()
    assert "Anna Åberg, Chef, Närhälsan" in text
    assert f'<option value="{seat.pk}" selected>1. SU: vakant</option>' in text
    answer = appoint(cast, person=anna.pk, seat=seat.pk, last_day="2026-12-31")
    assert (answer.status_code, answer["Location"], said(answer)) == (302, DESK, ["Anna Åberg är utsedd."])
    membership = Membership.objects.get(person=anna)
    assert (membership.seat, membership.ends, membership.title) == (seat, date(2027, 1, 1), "Chef")


def test_an_adjunct_seat_asks_for_an_adjunct(cast: Cast, seat: Seat) -> None:
    Seat.objects.update(is_adjunct=True)
    assert '<option value="adjunct" selected>' in browser(cast.eva).get(APPOINT, {"plats": seat.pk}).content.decode()


@pytest.mark.parametrize("plats", ["x", "²", "999999", "9" * 40])
def test_a_seat_that_does_not_exist_is_not_chosen(cast: Cast, plats: str) -> None:
    assert browser(cast.eva).get(APPOINT, {"plats": plats}).status_code == 200


def test_substitutes_are_offered_only_where_there_are_any(cast: Cast) -> None:
    assert "substitute" not in browser(cast.eva).get(APPOINT).content.decode()
    type(cast.group.type).objects.update(allows_substitutes=True)
    assert "substitute" in browser(cast.eva).get(APPOINT).content.decode()


def test_somebody_new_is_added_and_appointed_at_once(cast: Cast, seat: Seat) -> None:
    home = make_organisation("Närhälsan")
    answer = appoint(
        cast, new_name=" Nina  Ny ", new_email="nina@example.se", organisation=home.pk, title="Chef", seat=seat.pk
    )
    assert said(answer) == ["Nina Ny är utsedd."]
    person = Person.objects.get(name="Nina Ny")
    assert (person.slug, person.email, person.title, person.organisation) == (
        "nina-ny", "nina@example.se", "Chef", home,
    )  # fmt: skip
    assert Membership.objects.get(person=person).seat == seat
    assert person.history.get().history_user == cast.eva


def test_nobody_is_added_when_the_appointment_is_refused(cast: Cast, seat: Seat) -> None:
    make_member(make_person("Anna Sitter"), cast.group, seat=seat)
    answer = appoint(cast, new_name="Nina Ny", new_email="nina@example.se", title="Chef", seat=seat.pk)
    assert "En plats har en innehavare åt gången, och Anna Sitter" in errors(answer)["seat"][0]
    text = answer.content.decode()
    for kept in ("Nina Ny", "nina@example.se", 'value="Chef"', 'value="2026-01-01"'):
        assert kept in text
    assert '<a href="#id_seat">' in text
    assert not Person.objects.filter(name="Nina Ny").exists()


def test_a_namesake_is_asked_about_once(cast: Cast) -> None:
    make_person("Nina Ny", title="Chef")
    answer = appoint(cast, new_name="nina ny")
    assert "Nina Ny, Chef" in errors(answer)["new_name"][0]
    assert 'type="checkbox" name="is_another"' in answer.content.decode()
    assert appoint(cast, new_name="nina ny", is_another="on").status_code == 302
    assert Person.objects.filter(name__iexact="nina ny").count() == 2


def test_one_person_is_chosen_not_none_and_not_two(cast: Cast) -> None:
    assert "Sök och välj en person" in errors(appoint(cast))["person"][0]
    both = appoint(cast, person=make_person().pk, new_name="Nina Ny")
    assert "inte båda" in errors(both)["new_name"][0]
    gone = make_person(merged_into=make_person())
    assert "person" in errors(appoint(cast, person=gone.pk))


def test_a_search_shows_some_and_says_that_there_are_more(cast: Cast) -> None:
    for number in range(25):
        make_person(f"Anna Nummer{number:02}")
    page = browser(cast.eva).get(APPOINT, {"q": "anna"})
    assert page.content.decode().count('name="person"') == 20
    assert "Fler än 20 passar" in page.content.decode()
    assert "Ingen i registret passar" in browser(cast.eva).get(APPOINT, {"q": "finns inte"}).content.decode()


def test_the_own_seat_is_refused_in_words(cast: Cast) -> None:
    answer = appoint(cast, person=cast.eva.person_id)
    assert "Du kan inte ändra dina egna uppdrag. Be en annan administratör." in errors(answer)["__all__"]


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"starts": ""}, "starts", "Välj första dagen."),
        ({"starts": "2026-13-01"}, "starts", "Datumet finns inte"),
        ({"last_day": "2025-12-31"}, "last_day", "Sista dagen ligger före den första"),
        ({"starts": "2019-01-01"}, "starts", "Gruppen finns från och med 1 januari 2020"),
        ({"new_email": "inte en adress"}, "new_email", "inte hel"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(cast: Cast, values: dict[str, str], field: str, words: str) -> None:
    answer = appoint(cast, **{"person": make_person().pk, **values})
    assert words in errors(answer)[field][0]


def test_ending_says_what_follows_and_stores_a_past_day_as_given(cast: Cast, seat: Seat) -> None:
    chair = OfficeTerm.objects.get().membership
    Membership.objects.filter(pk=chair.pk).update(seat=seat)
    page = browser(cast.eva).get(member_path(chair, "avsluta")).content.decode()
    assert "Platsen SU blir vakant från dagen efter den sista." in page
    assert "Uppdraget som ordförande slutar samma dag." in page
    answer = post(cast, member_path(chair, "avsluta"), last_day="2026-06-30")
    assert said(answer) == ["Olle Exempel är med till och med 30 juni 2026."]
    chair.refresh_from_db()
    assert (chair.ends, OfficeTerm.objects.get().ends) == (date(2026, 7, 1), date(2026, 7, 1))
    again = post(cast, member_path(chair, "avsluta"), last_day="2026-05-31")
    assert "redan avslutat" in errors(again)["__all__"][0]


def test_a_change_starts_a_new_row(cast: Cast) -> None:
    sara, home = Membership.objects.get(person=cast.sara.person), make_organisation("Närhälsan")
    answer = post(cast, member_path(sara, "andra"), on="2026-11-22", title="Direktör", organisation=home.pk)
    assert said(answer) == ["Uppgifterna om Sara Exempel gäller från och med 22 november 2026."]
    new = Membership.objects.get(person=cast.sara.person, ends=None)
    assert (new.title, new.organisation, new.starts) == ("Direktör", home, date(2026, 11, 22))
    unchanged = post(cast, member_path(new, "andra"), on="2026-12-01", title="Direktör", organisation=home.pk)
    assert "redan står där" in errors(unchanged)["__all__"][0]


def test_a_correction_is_filled_in_with_what_stands(cast: Cast, seat: Seat) -> None:
    gone = make_organisation("Gammal", merged_into=make_organisation("Ny"), merged_on=date(2026, 6, 1))
    sara = Membership.objects.get(person=cast.sara.person)
    Membership.objects.filter(pk=sara.pk).update(organisation=gone, ends=date(2027, 1, 1))
    path = member_path(sara, "ratta")
    page = browser(cast.eva).get(path).content.decode()
    assert 'value="2020-01-01"' in page
    assert 'value="2026-12-31"' in page
    assert f'<option value="{gone.pk}" selected>Gammal</option>' in page
    values = {"role": "member", "seat": seat.pk, "organisation": gone.pk, "title": "Chef", "starts": "2021-01-01"}
    assert "Skriv varför" in errors(post(cast, path, **values))["reason"][0]
    assert said(post(cast, path, **values, reason="Fel dag")) == ["Uppgifterna om Sara Exempel är rättade."]
    sara.refresh_from_db()
    assert (sara.seat, sara.title, sara.starts, sara.ends) == (seat, "Chef", date(2021, 1, 1), None)


def test_an_appointment_to_come_is_taken_back(cast: Cast) -> None:
    coming = make_member(make_person("Nina Ny"), cast.group, starts=date(2027, 1, 1))
    assert "Personen tillträder inte" in browser(cast.eva).get(member_path(coming, "ta-tillbaka")).content.decode()
    assert said(post(cast, member_path(coming, "ta-tillbaka"))) == ["Nina Ny tillträder inte."]
    assert not Membership.objects.filter(pk=coming.pk).exists()
    again = post(cast, member_path(coming, "ta-tillbaka"))
    assert said(again) == ["Uppdraget är redan tillbakataget. På gruppens sida står vilka som är med."]
    assert again["Location"] == DESK
    assert post(cast, f"{DESK}medlemskap/{coming.pk + 1}/ta-tillbaka/").status_code == 404
    assert browser(cast.sara).post(member_path(coming, "ta-tillbaka")).status_code == 403


def test_a_chair_is_appointed_extended_corrected_and_ended(cast: Cast) -> None:
    TermRule.objects.create(type=cast.group.type, rotation="parties", is_extendable=True)
    sara, olle = Membership.objects.get(person=cast.sara.person), OfficeTerm.objects.get()
    new = {"membership": sara.pk, "office": "chair", "starts": "2026-12-01", "last_day": "2027-12-31"}
    assert "Gruppen har redan en ordförande" in errors(post(cast, f"{DESK}ordforande/utse/", **new))["office"][0]
    assert post(cast, f"{DESK}ordforande/{olle.pk}/avsluta/", last_day="2026-11-30").status_code == 302
    assert said(post(cast, f"{DESK}ordforande/utse/", **new)) == ["Sara Exempel är utsedd."]
    term = OfficeTerm.objects.get(membership=sara)
    path = f"{DESK}ordforande/{term.pk}/"
    assert "Förläng uppdraget som ordförande" in browser(cast.eva).get(path + "forlang/").content.decode()
    extended = {"last_day": "2028-06-30", "decided": "mötet 1 oktober 2026"}
    early = post(cast, path + "forlang/", last_day="2027-06-30", decided="x")
    assert "redan till och med 31 december 2027" in errors(early)["last_day"][0]
    # Only a running term is extended, and this one ends in the future.
    assert said(post(cast, path + "forlang/", **extended)) == [
        "Ordförande: Sara Exempel gäller till och med 30 juni 2028."
    ]
    corrected = {"starts": "2026-12-01", "last_day": "2028-06-30", "is_shared": "on", "reason": "Delat"}
    assert post(cast, path + "ratta/", **corrected).status_code == 302
    assert said(post(cast, path + "ta-tillbaka/")) == ["Sara Exempel tillträder inte som ordförande."]
    assert "redan tillbakataget" in said(post(cast, path + "ta-tillbaka/"))[0]


def test_a_seat_is_added_corrected_and_ended(cast: Cast) -> None:
    town = make_organisation("Ale")
    values = {"label": "Kranskommunerna", "starts": "2026-01-01", "answers_for": [town.pk]}
    answer = post(cast, f"{DESK}platser/ny/", **values)
    assert said(answer) == ["Platsen Kranskommunerna är tillagd. Den är vakant tills någon utses."]
    seat = Seat.objects.get()
    assert list(seat.answers_for.all()) == [town]
    path = f"{DESK}platser/{seat.pk}/"
    page = browser(cast.eva).get(path + "ratta/").content.decode()
    assert "checked" in page
    assert f'href="{path}avsluta/"' in page
    assert post(cast, path + "ratta/", **{**values, "label": "Kranskommun 1"}, reason="Fel namn").status_code == 302
    make_member(make_person("Anna Sitter"), cast.group, seat=seat, starts=date(2026, 2, 1))
    held = post(cast, path + "avsluta/", last_day="2026-12-31")
    assert "Platsen har Anna Sitter längre än så" in errors(held)["last_day"][0]
    Membership.objects.filter(seat=seat).update(ends=date(2026, 11, 1))
    assert post(cast, path + "avsluta/", last_day="2026-12-31").status_code == 302


def test_rows_of_another_group_are_not_found(cast: Cast) -> None:
    other = make_group("tredje")
    membership = make_member(make_person(), other)
    term = OfficeTerm.objects.create(membership=membership, office="chair", starts=LONG_AGO)
    seat = Seat.objects.create(group=other, position=1, label="SU", starts=LONG_AGO)
    client = browser(cast.eva)
    for path in (f"medlemskap/{membership.pk}/andra/", f"ordforande/{term.pk}/ratta/", f"platser/{seat.pk}/ratta/"):
        assert client.get(DESK + path).status_code == 404


def test_every_organisation_is_offered_once_however_many_seats_it_answers_for(cast: Cast) -> None:
    town = make_organisation("Ale")
    seats = [
        Seat.objects.create(group=cast.group, position=n, label="SU", organisation=town, starts=LONG_AGO)
        for n in (1, 2)
    ]
    for seat in seats:
        seat.answers_for.add(town)
        make_member(make_person(), cast.group, seat=seat, organisation=town)
    membership = Membership.objects.filter(seat=seats[0]).get()
    for path in (f"{DESK}platser/{seats[0].pk}/ratta/", member_path(membership, "ratta")):
        for field in browser(cast.eva).get(path).context["form"].fields.values():
            if hasattr(field, "queryset"):
                assert len(set(field.queryset)) == len(field.queryset)
