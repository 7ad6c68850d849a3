"""The organisations of the open site: the list as a tree, and one with its seats."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client

from groups.models import Group, Membership, Organisation, Seat
from groups.workflow.organisations import merge, rename
from samverkan.portal import pages
from samverkan.portal.organisations import Branch, branches_of
from tests.factories import (
    LONG_AGO,
    make_chair,
    make_group,
    make_member,
    make_organisation,
    make_person,
    make_user,
)

DAY = date(2026, 5, 4)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today() -> Any:
    with time_machine.travel(DAY, tick=False):
        yield


@pytest.fixture
def region() -> Organisation:
    return make_organisation("Västra regionen", kind="region", slug="regionen")


@pytest.fixture
def hospital(region: Organisation) -> Organisation:
    return unit("Östra sjukhuset", region, slug="ostra", short_name="ÖS")


@pytest.fixture
def group() -> Group:
    return make_group("lgs", name="Ledningsgruppen")


def unit(name: str, principal: Organisation, **fields: Any) -> Organisation:
    return make_organisation(name, principal=principal, **{"parent": principal, **fields})


def seat(group: Group, position: int, organisation: Organisation | None, **fields: Any) -> Seat:
    label = fields.pop("label", organisation.name if organisation else "")
    given = {"starts": LONG_AGO, **fields}
    return Seat.objects.create(group=group, position=position, organisation=organisation, label=label, **given)


def page(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def shape(branches: list[Branch]) -> list[Any]:
    return [(branch.name, shape(branch.below)) if branch.below else branch.name for branch in branches]


def places(client: Client, slug: str) -> dict[str, list[Any]]:
    """Group code → label, holders in words, whether vacant, whether answered for."""
    found = client.get(f"/organisationer/{slug}/").context["places"]
    return {
        group.code: [
            (
                place.label,
                [", ".join(filter(None, (who.name, who.role, who.title, who.organisation))) for who in place.holders],
                place.is_vacant,
                place.is_answered_for,
            )
            for place in rows
        ]
        for group, rows in found.items()
    }


# The list


def test_the_list_is_a_tree_by_kind_of_principal(client: Client, region: Organisation, hospital: Organisation) -> None:
    unit("Kliniken", region, parent=hospital)
    make_organisation("Ögården", kind="municipality")
    make_organisation("Agården", kind="municipality")
    make_organisation("Kedjan", kind="private")
    parts = client.get("/organisationer/").context["parts"]
    assert {kind: shape(branches) for kind, branches in parts.items()} == {
        "Regioner": [("Västra regionen", [("Östra sjukhuset", ["Kliniken"])])],
        "Kommuner": ["Agården", "Ögården"],
        "Privata vårdgivare": ["Kedjan"],
    }


@pytest.mark.parametrize(
    ("query", "names", "count"),
    [
        ("q=ÖSTRA", [("Västra regionen", ["Östra sjukhuset"])], 1),
        ("q=gamla+östra", [("Västra regionen", ["Östra sjukhuset"])], 1),
        ("q=uppköpta", [("Västra regionen", ["Östra sjukhuset"])], 1),
        ("typ=region", ["Västra regionen"], 1),
        ("q=sjukhuset&typ=region_unit", [("Västra regionen", ["Östra sjukhuset"])], 1),
        ("q=finns+inte", [], 0),
    ],
)
def test_the_list_is_searched_by_every_name_whatever_the_case(
    client: Client, region: Organisation, hospital: Organisation, query: str, names: list[Any], count: int
) -> None:
    unit("Folktandvården", region)
    hospital.other_names.create(name="Gamla Östra")
    merge(unit("Uppköpta", region), hospital, on=DAY, by=make_user("ann"))
    context = client.get(f"/organisationer/?{query}").context
    assert (shape([branch for part in context["parts"].values() for branch in part]), context["count"]) == (
        names,
        count,
    )


def test_the_list_says_what_can_be_done_when_nothing_is_found(client: Client) -> None:
    assert "Inga organisationer är registrerade än." in page(client, "/organisationer/")
    assert "Ingen organisation stämmer" in page(client, "/organisationer/?q=x")
    html = page(client, "/organisationer/?typ=fel", 400)
    assert "Det slaget finns inte." in html
    assert "Ingen organisation stämmer" not in html


def test_the_list_counts_people_in_open_groups_today(
    client: Client, hospital: Organisation, group: Group, region: Organisation
) -> None:
    hidden = make_group("dold", shows_group=False)
    twice = make_person()
    make_member(twice, group, organisation=hospital)
    make_member(twice, make_group("tema"), organisation=hospital)
    make_member(make_person(), hidden, organisation=hospital)
    make_member(make_person(), group, organisation=hospital, ends=DAY)
    (top,) = branches_of("", "", on=DAY)
    assert (top.people, top.below[0].people) == (0, 1)
    assert page(client, "/organisationer/").count("1 i grupperna") == 1


def test_a_circle_of_parents_loses_no_organisation() -> None:
    one, two = make_organisation("Ett"), make_organisation("Två")
    Organisation.objects.filter(pk=one.pk).update(parent=two)
    Organisation.objects.filter(pk=two.pk).update(parent=one)
    below = unit("Under", one)
    Organisation.objects.filter(pk=below.pk).update(principal=None)
    assert sorted(str(shape([branch])) for branch in branches_of("", "", on=DAY)) == ["['Två']", "[('Ett', ['Under'])]"]


@pytest.mark.parametrize("count", [1, 40])
def test_queries_of_the_list_do_not_grow(
    client: Client, region: Organisation, group: Group, count: int, django_assert_num_queries: Any
) -> None:
    by = make_user("ann")
    for number in range(count):
        found, gone = unit(f"Enhet {number}", region), unit(f"Gammal {number}", region)
        rename(found, f"Ny enhet {number}", on=LONG_AGO, by=by)
        merge(gone, found, on=LONG_AGO, by=by)
        make_member(make_person(), group, organisation=gone)
    with django_assert_num_queries(6):
        client.get("/organisationer/")


# One organisation


def test_the_page_says_who_has_which_seat_in_every_open_group(
    client: Client, hospital: Organisation, group: Group
) -> None:
    first, second = seat(group, 1, hospital), seat(group, 2, hospital, label="Akuten")
    make_member(make_person("Åsa Ek"), group, seat=first, organisation=hospital, title="Chef")
    make_member(make_person("Förra"), group, seat=second, organisation=hospital, ends=DAY)
    theme = make_group("tema")
    chair = make_chair(make_person("Bo Ek"), theme)
    Membership.objects.filter(pk=chair.membership_id).update(organisation=hospital)
    assert places(client, "ostra") == {
        "LGS": [("Östra sjukhuset", ["Åsa Ek, ledamot, Chef"], False, False), ("Akuten", [], True, False)],
        "TEMA": [("", ["Bo Ek, ledamot, ordförande"], False, False)],
    }
    html = page(client, "/organisationer/ostra/")
    assert [word for word in ("Vakant", "Västra regionen", "ÖS", 'href="/grupper/tema/"') if word not in html] == []


def test_a_seat_that_answers_for_the_organisation_says_who_holds_it(
    client: Client, hospital: Organisation, group: Group
) -> None:
    towns = [make_organisation(name, kind="municipality", slug=name.lower()) for name in ("Tjorn", "Orust")]
    both = seat(group, 1, None, label="Kranskommunerna")
    both.answers_for.set(towns)
    make_member(make_person("Erika Ek"), group, seat=both, organisation=towns[0], title="Socialchef")
    holders = {slug: places(client, slug)["LGS"] for slug in ("tjorn", "orust")}
    assert holders == {
        "tjorn": [("Kranskommunerna", ["Erika Ek, ledamot, Socialchef"], False, True)],
        "orust": [("Kranskommunerna", ["Erika Ek, ledamot, Socialchef, Tjorn"], False, True)],
    }
    assert places(client, "ostra") == {}


def test_a_substitute_does_not_fill_the_seat(client: Client, hospital: Organisation, group: Group) -> None:
    make_member(make_person("Bo"), group, "substitute", seat=seat(group, 1, hospital), organisation=hospital)
    assert places(client, "ostra") == {"LGS": [("Östra sjukhuset", ["Bo, ersättare"], True, False)]}


def test_nothing_of_hidden_ended_or_coming_groups_is_shown(client: Client, hospital: Organisation) -> None:
    for slug, fields in (
        ("dold", {"shows_group": False}),
        ("slut", {"ends": DAY}),
        ("kommer", {"starts": date(2999, 1, 1)}),
    ):
        group = make_group(slug, **fields)
        make_member(make_person("Kanarie"), group, seat=seat(group, 1, hospital, label="Kanarie"))
        make_member(make_person("Kanarie"), group, organisation=hospital)
    html = page(client, "/organisationer/ostra/")
    assert "Kanarie" not in html
    assert "Östra sjukhuset har inga platser i grupperna i dag." in html


def test_an_address_is_never_shown(client: Client, hospital: Organisation, group: Group) -> None:
    make_member(make_person("Åsa", email="hemlig@example.se"), group, organisation=hospital)
    assert "Åsa" in page(client, "/organisationer/ostra/")
    assert "hemlig" not in page(client, "/organisationer/ostra/")


def test_units_are_below_with_how_many_people_they_have(
    client: Client, region: Organisation, hospital: Organisation, group: Group
) -> None:
    make_member(make_person(), group, organisation=hospital)
    html = page(client, "/organisationer/regionen/")
    assert 'href="/organisationer/ostra/"' in html
    assert "1 i grupperna" in html
    assert "Se enheterna nedan." in html


def test_what_went_up_in_another_leads_there_and_is_part_of_it(
    client: Client, region: Organisation, hospital: Organisation, group: Group
) -> None:
    old, by = unit("Lilla", region, slug="lilla"), make_user("ann")
    make_member(make_person("Åsa"), group, seat=seat(group, 1, old), organisation=old)
    merge(old, hospital, on=date(2026, 1, 1), by=by)
    rename(hospital, "Nya Östra", on=date(2026, 2, 1), by=by)
    answer = client.get("/organisationer/lilla/")
    assert (answer.status_code, answer["Location"]) == (301, "/organisationer/ostra/")
    assert places(client, "ostra") == {"LGS": [("Lilla", ["Åsa, ledamot"], False, False)]}
    pages.store.clear()
    former = client.get("/organisationer/ostra/").context["former"]
    assert [(row.name, row.last_day, row.was_another) for row in former] == [
        ("Östra sjukhuset", date(2026, 1, 31), False),
        ("Lilla", date(2025, 12, 31), True),
    ]
    assert "<h1>Nya Östra</h1>" in page(client, "/organisationer/ostra/")


def test_an_organisation_that_is_not_there_is_404(client: Client) -> None:
    assert client.get("/organisationer/finns-inte/").status_code == 404


@pytest.mark.parametrize("count", [1, 30])
def test_queries_of_an_organisation_do_not_grow(
    client: Client, region: Organisation, hospital: Organisation, count: int, django_assert_num_queries: Any
) -> None:
    by = make_user("ann")
    for number in range(count):
        group, other = make_group(f"grupp-{number}"), make_organisation(f"Annan {number}")
        rename(other, f"En annan {number}", on=DAY, by=by)
        shared = seat(group, 1, None, label="Flera")
        shared.answers_for.add(hospital)
        make_member(make_person(), group, seat=shared, organisation=other)
        make_member(make_person(), group, seat=seat(group, 2, hospital), organisation=hospital)
        merge(unit(f"Gammal {number}", region), hospital, on=DAY, by=by)
        unit(f"Under {number}", region, parent=hospital)
        make_chair(make_person(), group)
    with django_assert_num_queries(15):
        client.get("/organisationer/ostra/")
