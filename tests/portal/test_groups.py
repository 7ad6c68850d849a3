"""The groups of the open site: the list by area, and one group with its people, mandate and relations."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client

from groups.models import Group, Mandate, Membership, Organisation, Seat
from groups.offices import offices_in
from meetings.models import Publication
from samverkan.portal.composition import Officer, composition_of, officers_of
from samverkan.portal.structure import Branch, branches_of
from tests.factories import (
    LONG_AGO,
    Cast,
    make_area,
    make_chair,
    make_group,
    make_meeting,
    make_member,
    make_organisation,
    make_person,
)
from tests.portal.make import copy_published

DAY = date(2026, 5, 4)


def page(client: Client, path: str = "/grupper/lgs/") -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def shape(branches: list[Branch]) -> list[Any]:
    return [(branch.group.code, shape(branch.below)) if branch.below else branch.group.code for branch in branches]


def test_the_list_is_a_tree_by_area(client: Client, db: Any) -> None:
    top = make_group("lgs")
    make_group("tema", parent=top)
    make_group("internt", parent=top, shows_group=False)
    make_group("under", parent=Group.objects.get(slug="internt"))
    make_group("vvg", area=make_area("lan", "Västra Götaland", position=1))
    make_group("slut", ends=date(2024, 1, 1))
    make_group("kommer", starts=date(2999, 1, 1))
    context = client.get("/grupper/").context
    tree = {area: shape(branches) for area, branches in context["areas"].items()}
    assert tree == {"Göteborgsområdet": [("LGS", ["TEMA"]), "UNDER"], "Västra Götaland": ["VVG"]}
    assert [group.code for group in context["ended"]] == ["SLUT"]


def test_a_circle_of_parents_loses_no_group() -> None:
    one, two = Group(pk=1, code="A", parent_id=2), Group(pk=2, code="B", parent_id=1)
    assert sorted(branch.group.code for branch in branches_of([one, two])) == ["A", "B"]


@pytest.mark.parametrize("count", [1, 30])
def test_queries_of_the_list_do_not_grow(client: Client, db: Any, count: int, django_assert_num_queries: Any) -> None:
    for number in range(count):
        make_group(f"grupp-{number}")
    with django_assert_num_queries(2):
        client.get("/grupper/")


@pytest.mark.parametrize("count", [1, 30])
def test_queries_of_a_group_do_not_grow(
    client: Client, published: Publication, count: int, django_assert_num_queries: Any
) -> None:
    group = published.meeting.group
    copy_published(published, count)
    for number in range(count):
        make_group(f"under-{number}", parent=group)
        make_chair(make_person(), group)
        seat = Seat.objects.create(group=group, position=number, label=f"Plats {number}", starts=LONG_AGO)
        make_member(make_person(), group, seat=seat, organisation=make_organisation(f"Organisation {number}"))
        make_meeting(group, items=0, date=date(2999, 1, 1 + number))
    with django_assert_num_queries(19):
        client.get("/grupper/lgs/")


def test_an_empty_group_says_so(client: Client, db: Any) -> None:
    make_group("lgs")
    html = page(client)
    for words in (
        "Inga anteckningar är publicerade än.",
        "Inga beslut är publicerade än.",
        "Inte planerat än",
        "Inga ledamöter är registrerade i dag.",
        "Ingen är registrerad i dag",
    ):
        assert words in html


def test_the_list_of_groups_is_empty_in_words(client: Client, db: Any) -> None:
    assert "Inga grupper är publicerade än." in page(client, "/grupper/")


def test_an_ended_group_is_still_there_and_says_so(client: Client, db: Any) -> None:
    make_group("lgs", ends=date(2024, 1, 1))
    html = page(client)
    assert "Gruppen är avslutad." in html
    assert "Inte planerat än" not in html
    assert "Ingen är registrerad i dag" not in html


@time_machine.travel(DAY, tick=False)
def test_the_next_meeting_is_the_nearest_that_is_not_called_off(client: Client, cast: Cast) -> None:
    for day, state in ((5, "cancelled"), (9, "planned"), (20, "planned"), (1, "held")):
        make_meeting(cast.group, items=0, date=date(2026, 5, day), state=state)
    context = client.get("/grupper/lgs/").context
    assert context["next_meeting"].date == date(2026, 5, 9)
    assert context["frequency"].sentence == "1 hållet och 2 planerade"


def make_mandate(group: Group, **fields: Any) -> Mandate:
    given = {"slug": "uppdrag", "title": "Uppdraget", "state": "adopted", "valid_from": date(2023, 10, 23)}
    mandate = Mandate.objects.create(**{**given, "decision_date": date(2023, 10, 1), **fields})
    mandate.groups.add(group)
    return mandate


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, ["Gäller", "gäller från 23 oktober 2023</span>"]),
        ({"valid_until": date(2026, 5, 4)}, ["Gäller", "till och med 4 maj 2026"]),
        (
            {"valid_until": date(2024, 1, 31), "valid_until_precision": "month"},
            ["Har gått ut", "till och med januari 2024"],
        ),
        ({"valid_until": date(2024, 12, 31), "valid_until_precision": "year"}, ["Har gått ut", "till och med 2024"]),
    ],
)
@time_machine.travel(DAY, tick=False)
def test_r10_a_mandate_says_whether_it_has_run_out(
    client: Client, cast: Cast, fields: dict[str, Any], words: list[str]
) -> None:
    make_mandate(cast.group, **fields)
    html = page(client)
    assert [word for word in words if word not in html] == []


@pytest.mark.parametrize("hidden", ["draft", "flag", "future"])
def test_a_mandate_that_is_not_yet_or_not_public_is_not_shown(client: Client, cast: Cast, hidden: str) -> None:
    starts = date(2999, 1, 1) if hidden == "future" else date(2023, 1, 1)
    make_mandate(cast.group, state="draft" if hidden == "draft" else "adopted", valid_from=starts)
    Group.objects.filter(pk=cast.group.pk).update(shows_mandate=hidden != "flag")
    assert "Uppdraget" not in page(client)


def test_a_group_shows_its_ties(client: Client, db: Any) -> None:
    over, before, customer = make_group("samrad"), make_group("beredning"), make_group("tema")
    group = make_group("lgs", parent=over, prepared_by=before, works_for=customer)
    make_group("under", parent=group)
    make_group("arbets", works_for=group)
    make_group("bereds", prepared_by=group)
    make_group("dold", parent=group, shows_group=False)
    make_group("slut", parent=group, ends=date(2024, 1, 1))
    ties = [
        (words, [other.code for other in others])
        for words, others in client.get("/grupper/lgs/").context["relations"].shown
    ]
    assert ties == [
        ("Rapporterar till", ["SAMRAD"]),
        ("Arbetar för", ["TEMA"]),
        ("Bereds av", ["BEREDNING"]),
        ("Bereder", ["BEREDS"]),
        ("Undergrupper", ["UNDER"]),
        ("Uppdragsgivare för", ["ARBETS"]),
    ]


def seat(group: Group, position: int, organisation: Organisation | None, **fields: Any) -> Seat:
    label = fields.pop("label", organisation.name if organisation else "")
    given = {"starts": LONG_AGO, **fields}
    return Seat.objects.create(group=group, position=position, organisation=organisation, label=label, **given)


def test_the_composition_counts_seats_by_organisation_on_the_day(db: Any) -> None:
    group, hospital, city = make_group("lgs"), make_organisation("SU"), make_organisation("Staden")
    first, second = seat(group, 1, hospital), seat(group, 2, hospital)
    seat(group, 3, hospital, ends=date(2025, 1, 1))
    third = seat(group, 4, None, label="Kranskommunerna")
    adjunct = seat(group, 5, city, is_adjunct=True)
    make_member(make_person("Åsa"), group, seat=first, organisation=hospital)
    make_member(make_person("Förra"), group, seat=second, organisation=hospital, ends=date(2026, 5, 4))
    make_member(make_person("Erika"), group, seat=third, organisation=city)
    make_member(make_person("Maria"), group, role="adjunct", seat=adjunct, organisation=city)
    make_member(make_person("Karolina"), group, role="process_leader")
    found = composition_of(group, on=DAY)
    rows = [(part.name, [holder.name for holder in part.holders], part.filled, part.seats) for part in found.parts]
    assert rows == [("SU", ["Åsa"], 1, 2), ("Kranskommunerna", ["Erika"], 1, 1), ("Staden", ["Maria"], 1, 1)]
    assert [part.vacancy for part in found.parts] == ["1 vakant", "", ""]
    assert [part.is_adjunct for part in found.parts] == [False, False, True]
    assert [(row.role, row.name) for row in found.staff] == [("Processledare", "Karolina")]


def test_those_who_run_a_group_stand_by_what_they_do(db: Any) -> None:
    group = make_group("lgs")
    for name, role in (
        ("Ada", "contact"),
        ("Bea", "coordinator"),
        ("Cia", "process_leader"),
        ("Dan", "process_leader"),
    ):
        make_member(make_person(name), group, role=role)
    staff = composition_of(group, on=DAY).staff
    assert [row.role for row in staff] == ["Processledare", "Processledare", "Koordinator", "Kontaktperson"]


def test_a_group_without_seats_lists_its_members_by_organisation(client: Client, db: Any) -> None:
    group, hospital = make_group("lgs"), make_organisation("SU")
    for name in ("Åsa", "Bo"):
        make_member(make_person(name), group, organisation=hospital)
    make_member(make_person("Cia"), group)
    found = composition_of(group, on=DAY)
    assert [(part.name, len(part.holders)) for part in found.parts] == [("SU", 2), ("Utan organisation", 1)]
    assert not found.has_seats
    assert "Platser" not in page(client)


def test_officers_say_side_and_last_day(db: Any) -> None:
    group = make_group("lgs")
    city = make_organisation("Staden", kind="municipality")
    term = make_chair(make_person("Katarina"), group, ends=date(2028, 1, 1))
    Membership.objects.filter(pk=term.membership.pk).update(organisation=city)
    make_chair(make_person("Maria"), group, office="vice_chair")
    make_chair(make_person("Förra"), group, ends=date(2026, 1, 1))
    make_chair(make_person("Nästa"), group, starts=date(2028, 1, 1))
    assert officers_of(offices_in(group), on=DAY) == [
        Officer("Ordförande", "Katarina", "kommunsidan", date(2027, 12, 31)),
        Officer("Vice ordförande", "Maria", "", None),
    ]


@pytest.mark.parametrize(
    ("second", "offices"),
    [
        ({"is_shared": True}, ["Ordförande (delat)", "Ordförande (delat)"]),
        ({"is_interim": True}, ["Ordförande", "Ordförande (tillförordnad)"]),
    ],
)
def test_r2_a_chair_may_be_shared_or_interim(db: Any, second: dict[str, bool], offices: list[str]) -> None:
    group = make_group("vpmb")
    make_chair(make_person(), group)
    make_chair(make_person(), group, **second)
    assert [officer.office for officer in officers_of(offices_in(group), on=DAY)] == offices
