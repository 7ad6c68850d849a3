"""What a group's page says of those in office, whom they answer for, and what is demanded of the group."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from groups.models import FrequencyRule, GoverningDocument, Group, Membership, Person, TermRule
from tests.factories import LONG_AGO, make_chair, make_group, make_meeting, make_member, make_organisation, make_person
from tests.portal.make import make_seat, read, said

TODAY = date(2026, 11, 22)


@pytest.fixture
def group(db: None) -> Group:
    return make_group("lgs")


# --- Composition --------------------------------------------------------------------------------------------


def test_seats_are_counted_and_say_whom_they_answer_for(client: Client, group: Group) -> None:
    one, other, both = make_organisation("Ena"), make_organisation("Andra"), make_organisation("Centrum")
    for position in (1, 2, 3):
        make_seat(group, position, organisation=both).answers_for.add(one, other)
    holders = [make_member(make_person(f"Ledamot {n}"), group, seat=row, organisation=both)
               for n, row in enumerate(group.seats.order_by("position"))]  # fmt: skip
    assert "svarar för Andra och Ena" in read(client)
    assert "3 av 3" in read(client)
    Membership.objects.filter(pk=holders[0].pk).update(ends=TODAY)
    assert said(client, "3 av 3", "2 av 3", "1 vakant") == ["2 av 3", "1 vakant"]
    Membership.objects.filter(pk=holders[1].pk).update(ends=TODAY)
    assert said(client, "1 av 3", "2 vakanta") == ["1 av 3", "2 vakanta"]


def test_a_substitute_stands_by_the_seat_and_fills_it_not(client: Client, group: Group) -> None:
    hospital = make_organisation("SU")
    make_member(make_person("Anna"), group, role="substitute", seat=make_seat(group, organisation=hospital),
                organisation=hospital)  # fmt: skip
    assert said(client, "Anna (ersättare)", "0 av 1", "1 vakant") == ["Anna (ersättare)", "0 av 1", "1 vakant"]


def test_the_contact_person_is_told_by_role(client: Client, group: Group) -> None:
    make_member(make_person("Karin"), group, role="contact", title="Direktör")
    assert "Kontaktperson Karin Direktör" in read(client)


def test_a_member_says_title_and_the_own_organisation_where_the_seat_does_not(client: Client, group: Group) -> None:
    town = make_organisation("Partille kommun", slug="partille-kommun")
    make_member(
        make_person("Erika"), group, seat=make_seat(group, label="Kranskommunerna"), organisation=town, title="Chef"
    )
    make_member(make_person("Bo"), group, seat=make_seat(group, 2, organisation=town), organisation=town, title="Chef")
    text = read(client)
    assert "Kranskommunerna Erika Chef, Partille kommun 1 av 1" in text
    assert "Bo Chef 1 av 1" in text


# --- E-mail -------------------------------------------------------------------------------------------------


def test_only_a_role_contact_in_office_is_reached_by_e_mail(client: Client, group: Group) -> None:
    def staff(name: str, role: str, *, chosen: bool = True, **fields: Any) -> Person:
        person = make_person(name, email=f"{name}@example.se", is_role_contact=chosen)
        make_member(person, group, role, **fields)
        return person

    staff("ledare", "process_leader")
    staff("samordnare", "coordinator")
    staff("tyst", "coordinator", chosen=False)
    staff("ledamot", "member")
    staff("kontakt", "contact")
    staff("slutat", "process_leader", ends=TODAY)
    staff("kommer", "process_leader", starts=date(2027, 1, 1))
    make_chair(make_person("ordf", email="ordf@example.se", is_role_contact=True), group)
    addresses = set(re.findall(r"mailto:(\S+?)\"", client.get("/grupper/lgs/").content.decode()))
    assert addresses == {"ledare@example.se", "samordnare@example.se"}
    for day in ("", "2026-11-21", "2027-02-01", "igår"):
        found = set(re.findall(r"\w+@example\.se", read(client, day, status=400 if day == "igår" else 200)))
        assert found == (addresses if day in ("", "igår") else set())


# --- Facts --------------------------------------------------------------------------------------------------


def test_r1_the_page_says_how_often_the_group_meets(client: Client, group: Group) -> None:
    FrequencyRule.objects.create(group=group, minimum=4)
    for day in (1, 2, 3):
        make_meeting(group, items=0, date=date(2026, 9, day), state="held")
    text = read(client)
    assert "Möten 2026 3 av minst 4, en saknas före årsskiftet" in text
    assert "Uppdraget säger minst fyra möten per år" in text


def test_r1_a_group_that_meets_by_the_term_says_both(client: Client, group: Group) -> None:
    FrequencyRule.objects.create(group=group, minimum=2, per="term")
    make_meeting(group, items=0, date=date(2026, 3, 1), state="held")
    text = read(client)
    assert "1 av minst 2 i våras, en saknades 0 av minst 2 i höst, två saknas före årsskiftet" in text


def test_r2_the_page_says_who_chairs_next_and_who_did_before(client: Client, group: Group) -> None:
    council = make_group("politiskt", name="Politiskt samråd")
    TermRule.objects.create(group=group, months=24, rotation="sides", in_step_with=council)
    city = make_organisation("Staden", kind="municipality")
    for name, starts, ends in (("Förr", LONG_AGO, date(2025, 1, 1)), ("Nu", date(2025, 1, 1), date(2027, 1, 1))):
        term = make_chair(make_person(name), group, starts=starts, ends=ends)
        Membership.objects.filter(pk=term.membership.pk).update(organisation=city)
    text = read(client)
    assert "Nästa ordförande Från 1 januari 2027: regionsidan, i takt med politiskt samråd." in text
    assert "Tidigare ordförande (1) Förr , Staden 1 januari 2020 till och med 31 december 2024" in text


def test_a_change_of_chair_that_is_late_is_nothing_for_everyone(client: Client, group: Group) -> None:
    TermRule.objects.create(group=group, months=24, rotation="parties")
    make_chair(make_person(), group)
    assert "Nästa ordförande" not in read(client)


def test_the_next_meeting_may_be_anothers_that_the_group_joins(client: Client, group: Group) -> None:
    host = make_group("politiskt")
    make_meeting(host, items=0, date=date(2026, 12, 1)).joint_groups.add(group)
    assert "/moten/politiskt/2026-12-01/" in client.get("/grupper/lgs/").content.decode()
    Group.objects.filter(pk=host.pk).update(shows_group=False)
    assert "Inte planerat än" in read(client)


def test_the_documents_of_the_group_that_hold_are_listed(client: Client, group: Group) -> None:
    for slug, owner, until in (
        ("galler", group, None),
        ("slut", group, date(2026, 1, 1)),
        ("annan", make_group("nosam"), None),
    ):
        GoverningDocument.objects.create(
            slug=slug, title=f"Dokumentet {slug}", kind="routine", group=owner, valid_until=until,
            link="https://www.example.se/dokument",
        )  # fmt: skip
    titles = ("Dokumentet galler", "Dokumentet slut", "Dokumentet annan")
    assert said(client, *titles) == ["Dokumentet galler"]
    assert said(client, *titles, day="2026-04-23") == []


@pytest.mark.parametrize("count", [1, 100])
@pytest.mark.parametrize(("day", "queries"), [("", 21), ("?datum=2026-11-01", 12)])
def test_queries_do_not_grow_with_the_members(
    client: Client, group: Group, count: int, day: str, queries: int, django_assert_num_queries: Any
) -> None:
    into = make_organisation("Den nya")
    for number in range(count):
        organisation = make_organisation(f"Organisation {number}", merged_into=into, merged_on=date(2026, 1, 1))
        chair = make_seat(group, number, organisation=organisation)
        chair.answers_for.add(organisation)
        person = make_person(email=f"a{number}@example.se", is_role_contact=True)
        make_member(person, group, seat=chair, organisation=organisation)
        make_member(person, group, "coordinator", organisation=organisation)
        make_chair(make_person(), group, ends=date(2026, 1, 1))
    with django_assert_num_queries(queries):
        client.get(f"/grupper/lgs/{day}")
