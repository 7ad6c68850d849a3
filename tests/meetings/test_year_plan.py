"""A proposal of a year's meetings: as many as the rule says, on days when people work."""

from datetime import date, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groups.models import FrequencyRule, Group
from meetings.models import Meeting
from meetings.planning.frequency import frequency_of
from meetings.planning.working_days import is_working_day
from meetings.planning.year import clashes_of, habit_of, is_proposable, proposal, spread
from tests.factories import make_area, make_cast, make_group, make_meeting, make_member

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


def with_rule(group: Group, minimum: int, per: str = "year", **fields: object) -> Group:
    FrequencyRule.objects.create(group=group, minimum=minimum, per=per, **fields)
    return group


def proposed(group: Group, year: int, weekday: int) -> list[date]:
    return proposal(group, frequency_of(group, on=TODAY, year=year), weekday=weekday)


def test_r1_a_group_that_meets_four_times_a_year_gets_four_thursdays() -> None:
    days = proposed(with_rule(make_group(), 4), 2027, 3)
    assert [day.weekday() for day in days] == [3, 3, 3, 3]
    assert all(is_proposable(day) for day in days)
    assert all(timedelta(60) < later - earlier < timedelta(120) for earlier, later in pairwise(days))


def test_r1_two_meetings_per_term_are_two_before_july_and_two_after() -> None:
    days = proposed(with_rule(make_group(), 2, "term"), 2027, 1)
    assert [day.month > 7 for day in days] == [False, False, True, True]


def test_what_is_planned_counts_and_the_rest_is_spread_around_it() -> None:
    group = with_rule(make_group(), 4)
    for month in (2, 5):
        make_meeting(group, date=date(2027, month, 11), items=0)
    days = proposed(group, 2027, 3)
    assert len(days) == 2
    assert min(days) > date(2027, 7, 1)


def test_a_cancelled_meeting_does_not_count() -> None:
    group = with_rule(make_group(), 1)
    make_meeting(group, date=date(2027, 2, 11), items=0, state="cancelled")
    assert len(proposed(group, 2027, 3)) == 1


def test_no_day_is_proposed_before_today_or_after_the_groups_last() -> None:
    group = with_rule(make_group(ends=date(2026, 12, 10)), 4)
    days = proposed(group, 2026, 3)
    assert days
    assert all(TODAY < day < date(2026, 12, 10) for day in days)


@settings(max_examples=200, deadline=None)
@given(st.integers(2024, 2040), st.integers(1, 40), st.integers(0, 4), st.sampled_from([(1, 8), (8, 13), (1, 13)]))
def test_a_proposal_holds_working_days_only_and_as_many_as_asked_for(
    year: int, count: int, weekday: int, months: tuple[int, int]
) -> None:
    first = date(year, months[0], 1)
    last = date(year, months[1], 1) if months[1] < 13 else date(year + 1, 1, 1)
    free = [day for day in (first + timedelta(n) for n in range((last - first).days)) if is_proposable(day)]
    days = spread(free, [], count, weekday=weekday)
    assert len(set(days)) == len(days) == count
    assert all(is_working_day(day) and day.month != 7 and first <= day < last for day in days)


@settings(max_examples=25, deadline=None)
@given(st.integers(2027, 2032), st.integers(1, 10), st.sampled_from(["year", "term"]), st.integers(0, 4))
def test_the_proposal_satisfies_the_rule_on_working_days(year: int, minimum: int, per: str, weekday: int) -> None:
    group = Group.objects.filter(slug="lgs").first() or make_group("lgs")
    FrequencyRule.objects.update_or_create(group=group, defaults={"minimum": minimum, "per": per})
    days = proposed(group, year, weekday)
    assert all(is_working_day(day) and day.month != 7 for day in days)
    parts = [days] if per == "year" else [[d for d in days if d.month < 8], [d for d in days if d.month >= 8]]
    assert [len(part) for part in parts] == [minimum] * len(parts)


def test_weekday_time_and_place_are_those_of_the_latest_meetings() -> None:
    group = make_group()
    for month in (2, 3, 4):
        day = date(2026, month, 4)
        make_meeting(group, date=day, starts_at=time(9), ends_at=time(11), place="Rum 5", items=0)
    habit = habit_of(group)
    assert (habit.weekday, habit.starts_at, habit.ends_at, habit.place) == (2, time(9), time(11), "Rum 5")


def test_a_group_that_never_met_meets_on_thursdays_for_as_long_as_its_rule_says() -> None:
    habit = habit_of(make_group(), FrequencyRule(minimum=1, hours=2))
    assert (habit.weekday, habit.starts_at, habit.ends_at) == (3, time(13, 30), time(15, 30))


def test_clashes_are_told_in_words() -> None:
    cast = make_cast()
    day = date(2027, 2, 11)
    far = make_area("skaraborg", "Skaraborg")
    hidden = make_group("hemlig", shows_group=False, area=far)
    make_member(cast.sara.person, hidden)
    unknown = make_group("ovrig", area=far)
    for group in (hidden, unknown, Group.objects.get(slug="annan")):
        make_meeting(group, date=day, items=0)
    make_meeting(cast.group, date=date(2027, 3, 4), items=0)
    make_meeting(cast.group, date=date(2027, 3, 5), items=0, state="cancelled")
    asked = [
        day,
        date(2027, 3, 4),
        date(2027, 3, 5),
        date(2027, 3, 26),
        date(2027, 5, 6),
        date(2027, 7, 8),
        date(2027, 2, 14),
    ]
    assert clashes_of(cast.group, asked, by=cast.eva, on=TODAY) == {
        day: [
            "En annan grupp möts samma dag (13.30–16.30), och en person sitter i båda grupperna.",
            "ANNAN möts samma dag (13.30–16.30).",
        ],
        date(2027, 2, 14): ["Det är en söndag."],
        date(2027, 3, 4): ["Gruppen har redan ett möte den dagen (13.30–16.30)."],
        date(2027, 3, 26): ["Det är långfredagen."],
        date(2027, 5, 6): ["Det är Kristi himmelsfärdsdag."],
        date(2027, 7, 8): ["Det är juli, då många har semester."],
    }


@pytest.mark.parametrize("count", [1, 8])
def test_looking_for_clashes_takes_the_same_queries_however_many(count: int, django_assert_num_queries: object) -> None:
    cast = make_cast()
    days = [date(2027, 2, 1) + timedelta(number) for number in range(count)]
    for day in days:
        make_meeting(make_group(f"g{day.day}"), date=day, items=0)
    with django_assert_num_queries(4):  # type: ignore[operator]
        clashes_of(cast.group, days, by=cast.eva, on=TODAY)
    assert Meeting.objects.count() == count
