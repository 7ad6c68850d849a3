"""R11: seats long vacant, and holders who keep missing meetings, are told to those who lead the group, to no others."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from groups.models import Group, Organisation, Seat
from meetings.models import Attendance, Meeting
from meetings.planning.representation import gaps, gaps_of
from meetings.rules import may_see_representation
from tests.factories import (
    LONG_AGO,
    Cast,
    make_group,
    make_member,
    make_organisation,
    make_person,
    make_user,
)

TODAY = date(2026, 11, 22)
DAYS = [date(2026, month, 10) for month in (2, 4, 6, 9)]
pytestmark = pytest.mark.django_db


@pytest.fixture
def group() -> Group:
    return make_group("lgs")


@pytest.fixture
def hospital() -> Organisation:
    return make_organisation("Sahlgrenska", short_name="SU")


def make_seat(group: Group, position: int = 1, **fields: Any) -> Seat:
    return Seat.objects.create(
        group=group, position=position, **{"label": f"Plats {position}", "starts": LONG_AGO, **fields}
    )


def attend(group: Group, person: Any, *states: str, days: list[date] = DAYS, **fields: Any) -> list[Meeting]:
    """One held meeting a day, with the person in the state given; ``-`` is a meeting that does not list them."""
    found = []
    for day, state in zip(days, states, strict=False):
        meeting = Meeting.objects.create(group=group, date=day, **{"state": "held", **fields})
        if state != "-":
            Attendance.objects.create(meeting=meeting, person=person, state=state)
        found.append(meeting)
    return found


def sentences(group: Group, on: date = TODAY) -> list[str]:
    return [gap.sentence for gap in gaps(group, on=on)]


# --- Vacant seats -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "is_told"), [(90, False), (91, True)])
def test_r11_a_seat_vacant_for_more_than_90_days_is_told(group: Group, days: int, is_told: bool) -> None:
    left = TODAY - timedelta(days=days)
    make_member(make_person(), group, seat=make_seat(group, label="Kranskommunerna"), ends=left)
    told = ["Kranskommunerna: platsen har varit vakant sedan 23 augusti 2026."]
    assert sentences(group) == (told if is_told else [])


def test_r11_a_seat_that_nobody_ever_held_is_vacant_since_it_began(group: Group) -> None:
    make_seat(group, starts=date(2026, 1, 1))
    assert sentences(group) == ["Plats 1: platsen har varit vakant sedan 1 januari 2026."]


def test_r11_the_last_who_left_counts_and_who_is_to_come_does_not(group: Group) -> None:
    seat = make_seat(group)
    make_member(make_person(), group, seat=seat, ends=date(2024, 1, 1))
    make_member(make_person(), group, seat=seat, starts=date(2025, 1, 1), ends=date(2026, 3, 1))
    make_member(make_person(), group, seat=seat, starts=date(2026, 12, 1))
    assert sentences(group) == ["Plats 1: platsen har varit vakant sedan 1 mars 2026."]
    assert sentences(group, on=date(2026, 12, 1)) == []
    assert sentences(group, on=date(2024, 3, 1)) == []


def test_a_substitute_does_not_fill_the_seat(group: Group) -> None:
    make_member(make_person(), group, role="substitute", seat=make_seat(group))
    assert [gap.kind for gap in gaps(group, on=TODAY)] == ["vacant"]


@pytest.mark.parametrize("fields", [{"ends": TODAY}, {"starts": date(2027, 1, 1)}])
def test_a_seat_or_a_group_that_is_not_there_is_not_vacant(group: Group, fields: dict[str, date]) -> None:
    make_seat(group, **fields)
    assert sentences(group) == []
    Group.objects.filter(pk=group.pk).update(**fields)
    make_seat(group, position=2)
    assert sentences(Group.objects.get()) == []


# --- Holders who are away -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("states", "is_told"),
    [
        (["present", "absent", "apologies", "absent"], True),
        (["absent", "absent", "absent", "present"], False),
        (["present", "present", "absent", "absent"], False),
        (["absent", "absent", "-", "apologies"], True),
        (["absent", "absent"], False),
    ],
)
def test_r11_a_holder_away_from_the_three_latest_meetings_is_told(
    group: Group, states: list[str], is_told: bool
) -> None:
    person = make_person("Anna")
    make_member(person, group, seat=make_seat(group))
    attend(group, person, *states)
    assert [gap.kind for gap in gaps(group, on=TODAY)] == (["absent"] if is_told else [])


def test_r11_the_sentence_says_who_for_whom_and_which_meetings(group: Group, hospital: Organisation) -> None:
    person = make_person("Anna")
    make_member(person, group, seat=make_seat(group), organisation=hospital)
    attend(group, person, "present", "absent", "apologies", "absent")
    (gap,) = gaps(group, on=TODAY)
    assert gap.since == date(2026, 4, 10)
    assert gap.sentence == (
        "Anna, SU, har inte varit med på de tre senaste mötena: 10 april 2026, 10 juni 2026 och 10 september 2026."
    )


@pytest.mark.parametrize("state", ["planned", "called", "cancelled"])
def test_only_held_meetings_count(group: Group, state: str) -> None:
    person = make_person()
    make_member(person, group, seat=make_seat(group))
    attend(group, person, "absent", "absent", "absent", state=state)
    assert sentences(group) == []


def test_meetings_before_the_person_had_the_seat_do_not_count(group: Group) -> None:
    person, seat = make_person(), make_seat(group)
    make_member(person, group, role="adjunct")
    make_member(person, group, seat=seat, starts=date(2026, 5, 1))
    attend(group, person, "absent", "absent", "absent", "absent")
    assert sentences(group) == []


def test_a_change_of_title_starts_no_new_count(group: Group) -> None:
    person, seat = make_person(), make_seat(group)
    make_member(person, group, seat=seat, ends=date(2026, 5, 1))
    make_member(person, group, seat=seat, starts=date(2026, 5, 1), title="Ny titel")
    attend(group, person, "absent", "absent", "absent", "absent")
    assert [gap.kind for gap in gaps(group, on=TODAY)] == ["absent"]


def test_a_past_day_knows_nothing_of_later_meetings(group: Group) -> None:
    person = make_person()
    make_member(person, group, seat=make_seat(group))
    attend(group, person, "absent", "absent", "absent")
    assert sentences(group, on=date(2026, 6, 9)) == []
    assert len(sentences(group, on=date(2026, 6, 10))) == 1


def test_a_joint_meeting_counts_for_each_group_and_others_do_not(group: Group) -> None:
    person, other = make_person(), make_group("samrad")
    make_member(person, group, seat=make_seat(group))
    meetings = attend(other, person, "absent", "absent", "absent")
    assert sentences(group) == []
    for meeting in meetings:
        meeting.joint_groups.add(group)
    assert len(sentences(group)) == 1


def test_a_meeting_of_three_groups_counts_once_for_its_own(group: Group) -> None:
    person = make_person()
    make_member(person, group, seat=make_seat(group))
    for meeting in attend(group, person, "absent", "absent"):
        meeting.joint_groups.set([make_group(f"samrad-{meeting.pk}"), make_group(f"namnd-{meeting.pk}")])
    assert sentences(group) == []


@pytest.mark.parametrize("count", [1, 15])
def test_queries_do_not_grow_with_the_groups(count: int, django_assert_num_queries: Any) -> None:
    for number in range(count):
        group = make_group(f"grupp-{number}")
        person = make_person()
        make_member(person, group, seat=make_seat(group), organisation=make_organisation(f"Organisation {number}"))
        make_seat(group, position=2)
        attend(group, person, "absent", "absent", "absent")
    groups = list(Group.objects.all())
    with django_assert_num_queries(3):
        found = gaps_of(groups, on=TODAY)
    assert {tuple(gap.kind for gap in each) for each in found.values()} == {("absent", "vacant")}


# --- Who sees it (R11) --------------------------------------------------------------------------------------


def test_r11_only_those_who_chair_and_those_who_run_the_group_see_it(cast: Cast) -> None:
    vice, coordinator = make_user("vera"), make_user("kim")
    make_member(vice.person, cast.group).offices.create(office="vice_chair", starts=LONG_AGO)
    make_member(coordinator.person, cast.group, "coordinator")
    former, registrar = make_user("fd"), make_user("ann")
    make_member(former.person, cast.group, "process_leader", ends=date(2025, 1, 1))
    registrar.area_roles.create(area=cast.group.area, role="administrator", starts=LONG_AGO)
    seen = {user.email.split("@")[0]: may_see_representation(user, cast.group, on=TODAY) for user in (
        cast.eva, cast.olle, vice, coordinator, cast.sara, cast.maja, former, registrar,
    )}  # fmt: skip
    assert seen == {
        "eva": True, "olle": True, "vera": True, "kim": True,
        "sara": False, "maja": False, "fd": False, "ann": False,
    }  # fmt: skip


@time_machine.travel(TODAY, tick=False)
def test_r11_no_public_page_says_who_was_away_or_since_when_a_seat_is_vacant(cast: Cast, client: Client) -> None:
    person = make_person("Anna Borta")
    make_member(person, cast.group, seat=make_seat(cast.group), organisation=make_organisation("Sjukhuset"))
    make_seat(cast.group, position=2, starts=date(2026, 1, 1))
    attend(cast.group, person, "absent", "apologies", "absent")
    told = gaps(cast.group, on=TODAY)
    assert [gap.kind for gap in told] == ["absent", "vacant"]
    pages = ["/", "/grupper/", "/grupper/lgs/", "/grupper/lgs/?datum=2026-11-01", "/moten/", "/organisation/",
             *(f"/moten/lgs/{day}/" for day in DAYS[:3])]  # fmt: skip
    html = {path: client.get(path).content.decode() for path in pages}
    assert "1 vakant" in html["/grupper/lgs/"]
    assert "Anna Borta" in html["/grupper/lgs/"]
    leaked = ["sedan 1 januari 2026", "vakant sedan", "Frånvarande", "Förhindrad", "inte varit med"]
    leaked += [gap.sentence for gap in told]
    assert [(path, words) for path, text in html.items() for words in leaked if words in text] == []
