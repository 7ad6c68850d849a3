"""R1: held and planned against the rule, in words, for each kind of group that the documents give a rule."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import call_command

from groups.models import FrequencyRule, Group
from meetings.models import Meeting
from meetings.planning.frequency import Frequency, Standing, frequencies_of, frequency_of, in_words
from tests.factories import make_group

AUTUMN, SPRING, YEAR_AFTER = date(2026, 11, 22), date(2026, 3, 1), date(2027, 2, 1)
pytestmark = pytest.mark.django_db


def make_rule(group: Group, minimum: int, **fields: Any) -> None:
    FrequencyRule.objects.create(group=group, minimum=minimum, **fields)


def meet(group: Group, held: int = 0, planned: int = 0, *, year: int = 2026, month: int = 9, **fields: Any) -> None:
    """As many meetings, a day apart; the first on the first of the month."""
    first = date(year, month, 1) + timedelta(days=group.meetings.count() % 20)
    states = ["held"] * held + ["planned"] * planned
    for number, state in enumerate(states):
        Meeting.objects.create(group=group, **{"date": first + timedelta(days=number), "state": state, **fields})


def said(group: Group, on: date = AUTUMN, **fields: Any) -> tuple[str, Standing]:
    found = frequency_of(group, on=on, **fields)
    return found.sentence, found.state


def sentences(group: Group, on: date = AUTUMN, **fields: Any) -> list[str]:
    return [period.sentence for period in frequency_of(group, on=on, **fields).periods]


@pytest.fixture
def group() -> Group:
    return make_group("lgs")


# --- The six rules of the documents (R1) --------------------------------------------------------------------

KINDS = {
    "lgs": ("minst fyra möten per år", [
        (3, 0, "3 av minst 4, en saknas före årsskiftet", Standing.MISSING),
        (2, 2, "2 hållna och 2 planerade av minst 4", Standing.ENOUGH),
        (4, 0, "4 av minst 4", Standing.ENOUGH),
        (9, 0, "9 av minst 4", Standing.ENOUGH),
    ]),
    "lgs-beredningsgrupp": ("sex–åtta möten per år", [
        (5, 0, "5 av minst 6, en saknas före årsskiftet", Standing.MISSING),
        (6, 0, "6 av minst 6", Standing.ENOUGH),
        (10, 0, "10 av minst 6", Standing.ENOUGH),
    ]),
    "nosam-hisingen": ("minst två möten per år", [
        (0, 0, "0 av minst 2, två saknas före årsskiftet", Standing.MISSING),
        (1, 1, "1 hållet och 1 planerat av minst 2", Standing.ENOUGH),
    ]),
    "lokalt-nosam-hisingen": ("två–tre möten per termin, 3 timmar vardera", [
        (1, 0, "1 av minst 2 i höst, en saknas före årsskiftet", Standing.MISSING),
        (2, 0, "2 av minst 2 i höst", Standing.ENOUGH),
        (4, 0, "4 av minst 2 i höst", Standing.ENOUGH),
    ]),
    "samsynsgruppen": ("minst två möten per termin", [
        (0, 1, "1 planerat av minst 2 i höst, en saknas före årsskiftet", Standing.MISSING),
        (1, 1, "1 hållet och 1 planerat av minst 2 i höst", Standing.ENOUGH),
    ]),
    "samordningsrad-vuxenpsykiatri": ("fyra–åtta möten per år", [
        (3, 0, "3 av minst 4, en saknas före årsskiftet", Standing.MISSING),
        (8, 0, "8 av minst 4", Standing.ENOUGH),
        (9, 0, "9 av högst 8", Standing.OVER),
        (7, 2, "7 hållna och 2 planerade av högst 8", Standing.OVER),
    ]),
}  # fmt: skip
CASES = [(slug, *case) for slug, (_, cases) in KINDS.items() for case in cases]


@pytest.fixture
def structure() -> None:
    names = ("areas", "organisations", "group_types", "groups", "frequency_rules")
    call_command("loaddata", *names, verbosity=0)


def test_r1_the_documents_give_each_kind_of_group_its_rule(structure: None) -> None:
    groups = Group.objects.filter(slug__in=KINDS)
    found = {group.slug: frequency_of(group, on=AUTUMN).demand for group in groups}
    assert found == {slug: demand for slug, (demand, _) in KINDS.items()}


def test_r1_held_and_planned_stand_against_the_rule_in_words(structure: None) -> None:
    found = []
    for slug, held, planned, _, _ in CASES:
        Meeting.objects.all().delete()
        group = Group.objects.get(slug=slug)
        meet(group, held, planned)
        found.append((slug, held, planned, *said(group)))
    assert found == CASES


# --- Terms (R1) ---------------------------------------------------------------------------------------------


def test_r1_a_term_is_january_to_july_or_august_to_december(group: Group) -> None:
    make_rule(group, 2, per="term")
    for day in (date(2026, 1, 1), date(2026, 7, 31), date(2026, 8, 1), date(2026, 12, 31), date(2027, 1, 1)):
        Meeting.objects.create(group=group, date=day, state="held")
    Meeting.objects.create(group=group, date=date(2025, 12, 31), state="held")
    assert sentences(group) == ["2 av minst 2 i våras", "2 av minst 2 i höst"]


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (SPRING, ["0 av minst 2 i vår, två saknas före 1 augusti", "0 av minst 2 i höst, två saknas före årsskiftet"]),
        (date(2026, 8, 1), ["0 av minst 2 i våras, två saknades", "0 av minst 2 i höst, två saknas före årsskiftet"]),
        (YEAR_AFTER, ["0 av minst 2 våren 2026, två saknades", "0 av minst 2 hösten 2026, två saknades"]),
        (date(2025, 9, 1), [
            "0 av minst 2 våren 2026, två saknas före 1 augusti 2026",
            "0 av minst 2 hösten 2026, två saknas före årsskiftet 2026",
        ]),
    ],
)  # fmt: skip
def test_a_term_is_named_as_it_is_on_the_day(group: Group, on: date, expected: list[str]) -> None:
    make_rule(group, 2, per="term")
    assert sentences(group, on=on, year=2026) == expected


def test_what_counts_is_the_term_that_has_begun(group: Group) -> None:
    make_rule(group, 1, per="term")
    meet(group, 1, month=3)
    assert said(group, on=SPRING) == ("1 av minst 1 i vår", Standing.ENOUGH)
    assert said(group, on=AUTUMN)[1] == Standing.MISSING


# --- What counts --------------------------------------------------------------------------------------------


def test_a_year_gone_by_says_which_and_that_it_lacked(group: Group) -> None:
    make_rule(group, 4)
    meet(group, 3, year=2025)
    assert said(group, year=2025) == ("3 av minst 4 år 2025, en saknades", Standing.MISSING)


@pytest.mark.parametrize(
    ("fields", "counted"),
    [
        ({"state": "held"}, (1, 0)),
        ({"state": "planned"}, (0, 1)),
        ({"state": "called"}, (0, 1)),
        ({"state": "cancelled"}, (0, 0)),
        ({"state": "held", "kind": "extra"}, (1, 0)),
        ({"state": "held", "date": date(2025, 12, 31)}, (0, 0)),
        ({"state": "planned", "date": date(2026, 1, 1)}, (0, 1)),
    ],
)
def test_held_planned_and_extra_meetings_of_the_year_count(
    group: Group, fields: dict[str, Any], counted: tuple[int, int]
) -> None:
    meet(group, 1, **fields)
    (period,) = frequency_of(group, on=AUTUMN).periods
    assert (period.held, period.planned) == counted


def test_a_joint_meeting_counts_once_for_each_group(group: Group) -> None:
    other = make_group("samrad")
    meet(group, 1)
    Meeting.objects.get().joint_groups.add(other, group)
    assert [sentence for each in (group, other) for sentence in sentences(each)] == ["1 hållet", "1 hållet"]


def test_in_public_the_meetings_of_an_internal_group_do_not_count(group: Group) -> None:
    hidden = make_group("internt", shows_group=False)
    meet(hidden, 1)
    Meeting.objects.get().joint_groups.add(group)
    assert sentences(group) == ["1 hållet"]
    assert sentences(group, published=True) == ["inga"]


def test_a_group_that_is_there_for_a_part_of_the_year_is_not_short(group: Group) -> None:
    make_rule(group, 4)
    Group.objects.filter(pk=group.pk).update(starts=date(2026, 10, 1))
    group.refresh_from_db()
    assert said(group) == ("0 av minst 4, gruppen började 1 oktober 2026", Standing.ENOUGH)
    Group.objects.filter(pk=group.pk).update(starts=date(2020, 1, 1), ends=date(2026, 12, 1))
    group.refresh_from_db()
    assert said(group) == ("0 av minst 4, gruppen finns till och med 30 november 2026", Standing.ENOUGH)


def test_without_a_rule_the_meetings_are_told_and_nothing_is_demanded(group: Group) -> None:
    meet(group, 2, 1)
    found = frequency_of(group, on=AUTUMN)
    assert (found.sentence, found.state, found.demand) == ("2 hållna och 1 planerat", Standing.ENOUGH, "")


def test_one_meeting_is_one(group: Group) -> None:
    make_rule(group, 1)
    assert frequency_of(group, on=AUTUMN).demand == "minst ett möte per år"


@pytest.mark.parametrize(("count", "words"), [(1, "en"), (12, "tolv"), (13, "13")])
def test_numbers_are_words_up_to_twelve(count: int, words: str) -> None:
    assert in_words(count) == words


@pytest.mark.parametrize("count", [1, 30])
def test_queries_do_not_grow_with_the_groups(count: int, django_assert_num_queries: Any) -> None:
    groups: Sequence[Group] = [make_group(f"grupp-{number}") for number in range(count)]
    for group in groups:
        make_rule(group, 4)
        meet(group, 2, 1)
        group.meetings.first().joint_groups.add(groups[0])
    with django_assert_num_queries(2):
        found: dict[int, Frequency] = frequencies_of(groups, on=AUTUMN)
    assert {found[group.pk].state for group in groups[1:]} <= {Standing.MISSING}
