"""A group as of any day: past rosters stay as they were, and who comes or goes is not shown before or after."""

from datetime import date

import pytest
from django.core.management import call_command
from django.test import Client

from groups.fixtures import STRUCTURE
from groups.models import Group, Membership, OrganisationName
from samverkan.common.days import UNREADABLE
from samverkan.portal import pages
from tests.factories import make_chair, make_group, make_member, make_organisation, make_person
from tests.groups.test_fixtures import ORDINARY
from tests.portal.make import make_seat, read, said

TODAY = date(2026, 11, 22)


@pytest.fixture
def group(db: None) -> Group:
    return make_group("lgs")


def test_a_past_roster_does_not_change_when_somebody_leaves_or_comes(client: Client, group: Group) -> None:
    make_member(make_person("Förra"), group, ends=date(2026, 1, 1))
    make_member(make_person("Nuvarande"), group, starts=date(2026, 1, 1))
    make_member(make_person("Kommande"), group, starts=date(2027, 1, 1))
    everyone = ("Förra", "Nuvarande", "Kommande")
    assert said(client, *everyone) == ["Nuvarande"]
    assert said(client, *everyone, day="2025-12-31") == ["Förra"]
    assert said(client, *everyone, day="2026-01-01") == ["Nuvarande"]
    assert said(client, *everyone, day="2027-01-01") == ["Nuvarande", "Kommande"]
    Membership.objects.filter(person__name="Nuvarande").update(ends=TODAY)
    assert said(client, *everyone) == []
    assert said(client, *everyone, day="2026-11-21") == ["Nuvarande"]


def test_another_day_says_so_and_leads_back(client: Client, group: Group) -> None:
    past = read(client, "2026-04-23")
    assert "Sammansättning den 23 april 2026" in past
    assert "Så såg gruppen ut den 23 april 2026." in past
    assert "Visa gruppen i dag" in past
    assert "Senaste anteckningarna" not in past
    future = read(client, "2027-01-01")
    assert "Så kommer gruppen att se ut den 1 januari 2027, efter det som är registrerat i dag." in future
    for day in ("", "2026-11-22"):
        assert "Visa gruppen i dag" not in read(client, day)
        assert "Inga ledamöter är registrerade i dag." in read(client, day)


def test_chairs_are_those_of_the_day(client: Client, group: Group) -> None:
    make_chair(make_person("Babbs"), group, ends=date(2024, 1, 1))
    make_chair(make_person("Katarina"), group, starts=date(2024, 1, 1))
    assert [officer.name for officer in client.get("/grupper/lgs/").context["officers"]] == ["Katarina"]
    before = client.get("/grupper/lgs/?datum=2023-06-01").context
    assert [officer.name for officer in before["officers"]] == ["Babbs"]
    assert before["former_chairs"] == []


def test_organisations_have_the_name_of_the_day(client: Client, group: Group) -> None:
    into = make_organisation("Uppgången i denna")
    merged = make_organisation("Egen då", merged_into=into, merged_on=date(2026, 1, 1))
    renamed = make_organisation("Nya namnet")
    OrganisationName.objects.create(organisation=renamed, name="Gamla namnet", kind="former", ends=date(2026, 1, 1))
    make_member(make_person(), group, organisation=merged)
    make_member(make_person(), group, seat=make_seat(group, organisation=renamed), organisation=renamed)
    make_member(make_person(), group, seat=make_seat(group, 2, label="Ort"), organisation=renamed)
    names = ("Egen då", "Gamla namnet", "Uppgången i denna", "Nya namnet")
    assert said(client, *names) == ["Uppgången i denna", "Nya namnet"]
    assert said(client, *names, day="2025-12-31") == ["Egen då", "Gamla namnet"]


@pytest.mark.parametrize("day", ["igår", "2026-02-30", "2026-4-1", "20260423", "2026-W17-4", "<b>2026</b>", "9" * 400])
def test_a_day_that_cannot_be_read_shows_today_and_says_how_to_write_it(client: Client, group: Group, day: str) -> None:
    make_member(make_person("Nuvarande"), group)
    text = read(client, day, status=400)
    assert f"{UNREADABLE} Här visas gruppen i dag i stället." in text
    assert "Nuvarande" in text
    assert day not in text


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2019-12-31", "Gruppen fanns inte den 31 december 2019. Den började 1 januari 2020."),
        ("0001-01-01", "Gruppen fanns inte den 1 januari 1. Den började 1 januari 2020."),
        ("2027-02-01", "Gruppen finns inte den 1 februari 2027. Dess sista dag är 31 januari 2027."),
        ("9999-12-31", "Gruppen finns inte den 31 december 9999. Dess sista dag är 31 januari 2027."),
    ],
)
def test_a_day_without_the_group_says_when_it_is_there(client: Client, group: Group, day: str, sentence: str) -> None:
    Group.objects.filter(pk=group.pk).update(ends=date(2027, 2, 1))
    assert sentence in read(client, day)
    assert "Tidsbegränsad 1 januari 2020 till och med 31 januari 2027" in read(client)
    assert "Så kommer gruppen att se ut den 31 januari 2027" in read(client, "2027-01-31")


def test_an_ended_group_leads_to_its_last_day(client: Client, group: Group) -> None:
    Group.objects.filter(pk=group.pk).update(ends=date(2026, 1, 1))
    make_member(make_person("Sista"), group, ends=date(2026, 1, 1))
    text = read(client)
    assert "Gruppen är avslutad." in text
    assert "Sista" not in text
    assert 'href="?datum=2025-12-31"' in client.get("/grupper/lgs/").content.decode()
    assert "Sista" in read(client, "2025-12-31")


def test_a_group_that_has_not_begun_says_so(client: Client, group: Group) -> None:
    Group.objects.filter(pk=group.pk).update(starts=date(2027, 1, 1))
    assert "Gruppen har inte börjat än. Den första dagen är 1 januari 2027." in read(client)


@pytest.mark.parametrize("day", ["", "2026-04-23", "igår"])
def test_an_internal_group_is_not_there_on_any_day(client: Client, group: Group, day: str) -> None:
    Group.objects.filter(pk=group.pk).update(shows_group=False)
    assert "Sidan finns inte" in read(client, day, status=404)


def test_r3_the_roster_of_lgs_on_the_day_of_the_note_is_its_twenty_names(client: Client, db: None) -> None:
    call_command("loaddata", *STRUCTURE, verbosity=0)
    text = read(client, "2026-04-23")
    assert "Sammansättning den 23 april 2026" in text
    assert "Besatta platser: 21 av 21" in text
    assert "Sahlgrenska Universitetssjukhuset Maria Taranger" in text
    assert "svarar för Härryda kommun, Mölndals stad, Partille kommun och Öckerö kommun" in text
    pages.store.clear()
    composition = client.get("/grupper/lgs/?datum=2026-04-23").context["composition"]
    ordinary = [part for part in composition.parts if not part.is_adjunct]
    assert {holder.name for part in ordinary for holder in part.holders} == ORDINARY
    assert sum(part.seats for part in ordinary) == sum(part.filled for part in ordinary) == 20
    assert "vakant" not in text
