"""The group's page behind sign-in: members read it, those who keep the group appoint and end from it."""

from datetime import date, timedelta
from typing import Any

import pytest

from groups.models import AreaRole, Group, Membership, OfficeTerm, Organisation, Seat, TermRule, User
from samverkan.portal.watch import points_of
from tests.admin.browsing import browser
from tests.factories import (
    LONG_AGO,
    Cast,
    make_chair,
    make_member,
    make_organisation,
    make_person,
    make_user,
)

pytestmark = pytest.mark.django_db
DESK = "/admin/grupper/lgs/"
TODAY = date(2026, 11, 22)


def make_seat(group: Group, position: int = 1, **fields: Any) -> Seat:
    return Seat.objects.create(group=group, position=position, **{"label": "SU", "starts": LONG_AGO, **fields})


def page(user: User) -> str:
    return " ".join(browser(user).get(DESK).content.decode().split())


def test_the_page_shows_seats_holders_and_vacancies_in_words(cast: Cast) -> None:
    su = make_organisation("Sahlgrenska")
    seats = [make_seat(cast.group, position, organisation=su) for position in (1, 2, 3)]
    towns = make_seat(cast.group, 4, label="Kranskommunerna", starts=date(2026, 3, 1))
    towns.answers_for.set([make_organisation("Partille"), make_organisation("Ale")])
    for seat in seats:
        make_member(make_person(f"Person {seat.position}"), cast.group, seat=seat, title="Chef")
    shown = page(cast.eva)
    for words in ("3 av 3", "0 av 1", "1 vakant", "Sedan 1 mars 2026", "Svarar också för Ale, Partille", "Person 2"):
        assert words in shown, words
    assert f'href="/admin/grupper/lgs/utse/?plats={towns.pk}"' in shown
    assert 'href="/grupper/lgs/"' in shown


def test_a_member_reads_and_is_offered_nothing_to_do(cast: Cast) -> None:
    make_seat(cast.group)
    for user in (cast.sara, cast.olle):
        shown = page(user)
        assert "Sammansättning" in shown
        assert "/admin/grupper/lgs/" not in shown.replace("/admin/grupper/lgs/siffror/", "")


def test_nobody_is_offered_to_change_what_is_their_own(cast: Cast) -> None:
    own = Membership.objects.get(person=cast.eva.person)
    assert f"medlemskap/{own.pk}/" not in page(cast.eva)
    assert f"medlemskap/{own.pk}/" in page(make_user("root", is_superuser=True))


def test_what_departs_from_the_rules_is_not_for_every_member(cast: Cast) -> None:
    """R11: those who chair or run the group see it."""
    make_seat(cast.group, label="Tandvård")
    for user, sees in ((cast.sara, False), (cast.olle, True), (cast.eva, True)):
        assert ("En plats är vakant: Tandvård" in page(user)) is sees


def test_a_group_that_is_not_shown_has_no_link_to_an_open_page(cast: Cast) -> None:
    Group.objects.filter(pk=cast.group.pk).update(shows_group=False)
    assert "Visa öppna sidan" not in page(cast.eva)


def test_a_registrar_of_the_area_reads(cast: Cast) -> None:
    user = make_user("rut")
    AreaRole.objects.create(user=user, area=cast.group.area, role="registrar", starts=LONG_AGO)
    assert "Utse någon" not in page(user)


def test_who_comes_and_who_has_left_are_apart_from_those_of_today(cast: Cast) -> None:
    make_member(make_person("Nina Ny"), cast.group, starts=date(2027, 1, 1))
    make_member(make_person("Gun Gammal"), cast.group, ends=date(2026, 10, 1))
    shown = page(cast.eva)
    assert "Ledamot, tillträder 1 januari 2027" in shown
    assert "Ledamot till och med 30 september 2026" in shown
    seating = browser(cast.eva).get(DESK).context["seating"]
    assert {"Nina Ny", "Gun Gammal"}.isdisjoint(sitting.membership.person.name for sitting in seating.without_seat)


def test_chairs_stand_with_their_terms_and_what_can_be_done(cast: Cast) -> None:
    term = OfficeTerm.objects.get()
    OfficeTerm.objects.update(ends=date(2028, 1, 1), is_interim=True)
    shown = page(cast.eva)
    assert "Sedan 1 januari 2020, till och med 31 december 2027" in shown
    assert "Tillförordnad" in shown
    assert f"ordforande/{term.pk}/avsluta/" in shown
    assert "Förläng<" not in shown

    TermRule.objects.create(type=cast.group.type, rotation="parties", is_extendable=True)
    assert f"ordforande/{term.pk}/forlang/" in page(cast.eva)


def test_what_departs_from_the_rules_is_told_at_the_top(cast: Cast) -> None:
    """R4."""
    su = make_organisation("Sahlgrenska")
    make_member(make_person("Kim Kontakt"), cast.group, "contact", organisation=su)
    Membership.objects.filter(person=cast.olle.person).update(organisation=su)
    make_seat(cast.group, label="Tandvård", starts=date(2026, 5, 1))
    shown = page(cast.eva)
    assert "Kontaktpersonen Kim Kontakt och ordföranden Olle Exempel kommer båda från Sahlgrenska" in shown
    assert "En plats är vakant: Tandvård (sedan 1 maj 2026)" in shown


def test_a_group_that_is_not_there_is_not_warned_of(cast: Cast) -> None:
    OfficeTerm.objects.update(ends=TODAY)
    assert "Gruppen saknar ordförande" in page(cast.eva)
    assert [point.kind for point in points_of([cast.group], on=TODAY)[cast.group.pk]] == ["Ordförande"]
    cast.group.ends = TODAY
    cast.group.save()
    assert "Gruppen saknar ordförande" not in page(cast.eva)
    assert points_of([cast.group], on=TODAY) == {cast.group.pk: []}


def test_the_workbench_leads_to_the_page(cast: Cast) -> None:
    assert f'href="{DESK}"' in browser(cast.sara).get("/admin/").content.decode()


def test_the_page_costs_as_many_queries_for_sixty_as_for_one(
    cast: Cast, django_assert_max_num_queries: Any, django_assert_num_queries: Any
) -> None:
    organisation, client = make_organisation(), browser(cast.eva)
    fill(cast.group, organisation, range(1, 2))
    with django_assert_max_num_queries(MOST_QUERIES) as found:
        assert client.get(DESK).status_code == 200
    fill(cast.group, organisation, range(2, 61))
    make_chair(make_person(), cast.group, is_shared=True)
    with django_assert_num_queries(len(found)):
        client.get(DESK)


#: Session, account, menu, group, roles, memberships, seats, offices and their rule, names, meetings and mandate.
MOST_QUERIES = 40


def fill(group: Group, organisation: Organisation, positions: range) -> None:
    """A holder of each seat, somebody who has left it, and an adjunct to come."""
    for position in positions:
        seat = make_seat(group, position, organisation=organisation)
        seat.answers_for.add(organisation)
        make_member(make_person(), group, seat=seat, organisation=organisation)
        make_member(make_person(), group, ends=TODAY - timedelta(days=1), organisation=organisation)
        make_member(make_person(), group, "adjunct", starts=TODAY + timedelta(days=1), organisation=organisation)
