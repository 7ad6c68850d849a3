"""Planning the year, without JavaScript; and a new meeting with its joint groups and link."""

from datetime import date, time
from typing import Any

import pytest
from django.utils.html import strip_tags

from groups.models import FrequencyRule
from meetings.models import Meeting
from samverkan.common.models import OutboxMessage
from tests.admin.browsing import browser, said
from tests.factories import Cast, make_area, make_cast, make_chair, make_group, make_meeting, make_member, make_person
from tests.meetings.calendars import delivered

pytestmark = pytest.mark.django_db
PAGE = "/admin/moten/planera/"
NUMBER = "19850423-1237"


@pytest.fixture
def cast() -> Cast:
    found = make_cast()
    FrequencyRule.objects.create(group=found.group, minimum=4)
    return found


def row(number: int, day: str, **fields: str) -> dict[str, str]:
    values = {"date": day, "starts_at": "13:30", "ends_at": "16:30", "place": "Rum 5", **fields}
    return {f"dag-{number}-{name}": value for name, value in values.items()}


def post(cast: Cast, *rows: dict[str, str], step: str = "plan", **fields: str) -> Any:
    data = {"grupp": "lgs", "ar": "2027", "rows": str(len(rows)), "shown": "", "step": step, **fields}
    for one in rows:
        data |= one
    return browser(cast.eva).post(PAGE, data)


def days() -> list[str]:
    return sorted(meeting.day_key for meeting in Meeting.objects.all())


def test_the_page_proposes_the_meetings_of_next_year_with_their_dates(cast: Cast) -> None:
    page = browser(cast.eva).get(PAGE).content.decode()
    assert (
        "Uppdraget: minst fyra möten per år. Hittills: 0 av minst 4 år 2027, fyra saknas före årsskiftet 2027." in page
    )
    assert page.count("Planera inte det här mötet") == 4
    assert 'value="13:30"' in page
    assert "Sista dag för frågor" in page


def test_a_date_that_was_moved_says_from_which_day(cast: Cast) -> None:
    page = post(cast, row(0, "2027-08-04"), row(1, "2027-04-05"), step="check").content.decode()
    said = " ".join(strip_tags(page.replace("<", " <")).split())
    assert "Sista dag för frågor 30 juni 2027 flyttad från onsdag 7 juli Beredning" in said
    assert "Underlag klara 30 juni 2027 flyttad från onsdag 28 juli Anteckningen justerad 18 augusti 2027" in said
    assert "Underlag klara 25 mars 2027 flyttad från måndag 29 mars" in said
    assert said.count("flyttad från") == 5
    assert "Datum före och efter mötet (4 flyttade)" in said
    assert "Datum före och efter mötet (1 flyttat)" in said


def test_one_press_plans_them_all_and_invites(cast: Cast) -> None:
    answer = post(cast, row(0, "2027-02-11"), row(1, "2027-05-13", starts_at="09.00", ends_at="11.00"))
    assert (answer.status_code, answer["Location"]) == (302, "/admin/moten/?grupp=lgs")
    assert days() == ["2027-02-11", "2027-05-13"]
    meeting = Meeting.objects.get(date=date(2027, 5, 13))
    assert (meeting.starts_at, meeting.ends_at, meeting.place) == (time(9), time(11), "Rum 5")
    assert meeting.history.get().history_user == cast.eva
    assert OutboxMessage.objects.filter(kind="meetings.invite").count() == 6


@pytest.mark.parametrize(("without", "words"), [(0, "3 personer"), (2, "3 av 5 personer; 2 saknar adress i portalen")])
def test_what_is_said_of_the_invitations_counts_who_has_an_address(cast: Cast, without: int, words: str) -> None:
    for number in range(without):
        make_member(make_person(f"Utan Adress {number}"), cast.group)
    answer = post(cast, row(0, "2027-02-11"), row(1, "2027-05-13"))
    assert said(answer) == [f"2 möten är planerade. Inbjudan går till {words}."]


def test_the_link_and_place_of_the_year_go_out_with_the_invitations_unless_a_meeting_has_its_own(cast: Cast) -> None:
    own = {"place": "Rum 9", "link": "https://mote.example.se/9"}
    common = {"alla-place": "Rum 5", "alla-link": "https://mote.example.se/1"}
    assert post(cast, row(0, "2027-02-11", place=""), row(1, "2027-05-13", **own), **common).status_code == 302
    told = {f"{one['dtstart']:%d/%m}": (str(one.event["location"]), one.event["description"]) for one in delivered()}
    assert {day: (place, text.split("\n")[0]) for day, (place, text) in told.items()} == {
        "11/02": ("Rum 5", "Anslut till mötet: https://mote.example.se/1"),
        "13/05": ("Rum 9", "Anslut till mötet: https://mote.example.se/9"),
    }


def test_the_usual_place_is_proposed_for_the_year(cast: Cast) -> None:
    make_meeting(cast.group, date=date(2026, 4, 23), place="Rum 5")
    assert 'name="alla-place" value="Rum 5"' in browser(cast.eva).get(PAGE).content.decode()


def test_what_the_group_has_already_stands_above_the_proposals_with_whom_it_is_held(cast: Cast) -> None:
    samrad = make_group("samrad", name="Politiskt samråd")
    make_meeting(cast.group, date=date(2027, 2, 11), items=0).joint_groups.add(samrad)
    make_meeting(samrad, date=date(2027, 5, 13), items=0).joint_groups.add(cast.group)
    make_meeting(cast.group, date=date(2027, 6, 10), items=0, state="cancelled")
    page = " ".join(strip_tags(browser(cast.eva).get(PAGE).content.decode()).split())
    there = page.partition("Möten som redan finns")[2].partition("Möten att planera")[0]
    assert "torsdag 11 februari 2027" in there
    assert "torsdag 13 maj 2027" in there
    assert there.count("gemensamt med Politiskt samråd") == 2
    assert "10 juni" not in there


def test_what_has_no_days_cannot_be_planned(cast: Cast) -> None:
    assert "Planera mötena" in browser(cast.eva).get(PAGE).content.decode()
    for month in (2, 4, 9, 11):
        make_meeting(cast.group, date=date(2027, month, 11), items=0)
    page = browser(cast.eva).get(PAGE).content.decode()
    assert "Inga fler möten behövs" in page
    assert "Planera mötena" not in page
    assert "Lägg till ett möte" in page


@pytest.mark.parametrize("field", ["alla-link", "dag-0-link"])
def test_a_link_that_is_none_is_told_and_nothing_is_planned(cast: Cast, field: str) -> None:
    answer = post(cast, row(0, "2027-02-11"), **{field: "mötet"})
    page = answer.content.decode()
    assert (answer.status_code, days()) == (422, [])
    assert f'<a href="#id_{field}">Skriv hela adressen till mötet.' in page
    assert 'value="mötet"' in page


def test_a_personal_number_in_the_place_stops_the_year_before_it_stands_in_the_open(cast: Cast) -> None:
    answer = post(cast, row(0, "2027-02-11"), row(1, "2027-05-13", place=f"Hos {NUMBER}"))
    page = answer.content.decode()
    assert (answer.status_code, days()) == (409, [])
    assert "Platsen innehåller något som ser ut som ett personnummer (850423-••••) och visas öppet." in page
    assert OutboxMessage.objects.count() == 0


def test_a_personal_number_in_the_place_stops_a_new_meeting_and_what_was_written_stays(cast: Cast) -> None:
    data = {"group": cast.group.pk, "kind": "ordinary", "date": "2027-02-11", "place": f"Hos {NUMBER}"}
    answer = browser(cast.eva).post("/admin/moten/ny/", data)
    page = answer.content.decode()
    assert (answer.status_code, days()) == (409, [])
    assert "Platsen innehåller något som ser ut som ett personnummer" in page
    assert f'value="Hos {NUMBER}"' in page


def test_a_row_taken_away_or_left_empty_is_no_meeting(cast: Cast) -> None:
    post(cast, row(0, "2027-02-11"), row(1, "2027-05-13", remove="on"), row(2, ""))
    assert days() == ["2027-02-11"]


def test_adding_a_row_keeps_what_was_written(cast: Cast) -> None:
    page = post(cast, row(0, "2027-02-11", place="Nytt rum"), step="add").content.decode()
    assert "Nytt rum" in page
    assert 'name="dag-1-date"' in page
    assert 'name="rows" value="2"' in page
    assert days() == []


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("i torsdags", "Skriv år, månad och dag"),
        ("2028-02-11", "Här planeras 2027. Välj en dag det året."),
    ],
)
def test_bad_input_keeps_what_was_written_and_plans_nothing(cast: Cast, written: str, sentence: str) -> None:
    answer = post(cast, row(0, "2027-02-11"), row(1, written))
    page = answer.content.decode()
    assert (answer.status_code, days()) == (422, [])
    assert sentence in page
    assert f'value="{written}"' in page


def test_a_day_outside_the_life_of_the_group_is_told(cast: Cast) -> None:
    cast.group.ends = date(2027, 3, 1)
    cast.group.save()
    answer = post(cast, row(0, "2027-05-13"))
    assert (answer.status_code, days()) == (422, [])
    assert "Gruppen finns inte den 13 maj 2027." in answer.content.decode()


def test_a_clash_is_shown_before_it_can_be_planned(cast: Cast) -> None:
    answer = post(cast, row(0, "2027-03-26"))
    page = answer.content.decode()
    assert (answer.status_code, days()) == (422, [])
    assert "Det är långfredagen." in page
    assert 'name="shown" value="2027-03-26"' in page
    assert post(cast, row(0, "2027-03-26"), shown="2027-03-26").status_code == 302
    assert days() == ["2027-03-26"]


def test_the_same_plan_sent_twice_is_made_once(cast: Cast) -> None:
    post(cast, row(0, "2027-02-11"))
    again = post(cast, row(0, "2027-02-11"))
    assert (again.status_code, days()) == (422, ["2027-02-11"])
    assert "Gruppen har redan ett möte den dagen (13.30–16.30)." in again.content.decode()


def test_checking_the_days_plans_nothing(cast: Cast) -> None:
    assert post(cast, row(0, "2027-02-11"), step="check").status_code == 200
    assert days() == []


def test_only_the_groups_that_one_runs_can_be_planned(cast: Cast) -> None:
    assert post(cast, row(0, "2027-02-11"), grupp="annan").status_code == 422
    assert days() == []


def test_a_joint_meeting_is_planned_with_its_link(cast: Cast) -> None:
    other = make_group("vag")
    make_chair(make_person("Petra"), other)
    data = {
        "group": cast.group.pk, "kind": "extra", "date": "2027-02-11", "joint_groups": [other.pk],
        "link": "https://mote.example.se/1",
    }  # fmt: skip
    assert browser(cast.eva).post("/admin/moten/ny/", data).status_code == 302
    meeting = Meeting.objects.get()
    assert (list(meeting.joint_groups.all()), meeting.link, meeting.kind) == (
        [other], "https://mote.example.se/1", "extra",
    )  # fmt: skip
    assert {row.history_user for row in meeting.history.all()} == {cast.eva}


def test_the_groups_that_can_take_part_are_known_hold_meetings_and_are_not_the_own_one(cast: Cast) -> None:
    chaired, met = make_group("vag"), make_group("motts")
    make_chair(make_person("Petra"), chaired)
    Meeting.objects.create(group=met, date=date(2026, 1, 1))
    make_group("tom")
    make_chair(make_person("Sven"), make_group("sluten", shows_group=False, area=make_area("skaraborg")))
    page: Any = browser(cast.eva).get("/admin/moten/ny/")
    offered = page.context["form"].fields["joint_groups"].queryset
    assert [group.slug for group in offered] == ["annan", "motts", "vag"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"link": "mötet"}, "Skriv hela adressen till mötet."),
        ({"kind": "written"}, "written"),
        ({"starts_at": "", "ends_at": "11:00"}, "Skriv också när mötet börjar."),
        ({"joint_groups": ["99999"]}, "En av grupperna finns inte bland dem som du ser."),
    ],
)
def test_a_new_meeting_with_bad_input_is_not_planned(cast: Cast, fields: Any, sentence: str) -> None:
    make_group("vag")
    data = {"group": cast.group.pk, "kind": "ordinary", "date": "2027-02-11", "place": "Sal 4", **fields}
    answer = browser(cast.eva).post("/admin/moten/ny/", data)
    assert (answer.status_code, days()) == (422, [])
    page = answer.content.decode()
    assert sentence in page
    assert "Sal 4" in page


def test_the_list_shows_the_dates_to_keep_to_those_who_plan(cast: Cast) -> None:
    make_meeting(cast.group, date=date(2026, 12, 10))
    assert "Datum att hålla" in browser(cast.eva).get("/admin/moten/").content.decode()
    assert "Datum att hålla" not in browser(cast.sara).get("/admin/moten/").content.decode()


@pytest.mark.parametrize("count", [1, 6])
def test_the_plan_takes_the_same_queries_however_many_rows(
    cast: Cast, count: int, django_assert_max_num_queries: Any
) -> None:
    eva = browser(cast.eva)
    rule = FrequencyRule.objects.get()
    rule.minimum = count
    rule.save()
    with django_assert_max_num_queries(20):
        eva.get(PAGE)
