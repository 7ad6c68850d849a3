"""Chairs and vice chairs as they are read: whole terms, within their memberships, with the names of their days (R2)."""

from datetime import date
from typing import Any

import pytest

from groups.models import Group, Organisation, OrganisationName, TermRule
from groups.offices import Term, merged, offices_in, offices_of, side_of
from groups.terms import next_in, warnings_in
from tests.factories import make_group, make_organisation, make_person
from tests.groups.chairs import CENTRES, CITY, HOSPITAL, PARTILLE, REGION, TODAY, appoint, term


@pytest.mark.parametrize(
    ("organisation", "side"),
    [(REGION, "regionsidan"), (HOSPITAL, "regionsidan"), (CITY, "kommunsidan"), (CENTRES, "PrimÖR"), (None, "")],
)
def test_the_side_of_an_organisation_is_that_of_its_principal(organisation: Organisation | None, side: str) -> None:
    assert side_of(organisation) == side


def test_a_change_of_title_splits_no_term() -> None:
    first = term("Katarina", PARTILLE, date(2026, 1, 1), date(2026, 6, 1))
    second = term("Katarina", PARTILLE, date(2026, 6, 1), date(2028, 1, 1))
    assert [(each.starts, each.ends) for each in merged([second, first])] == [(date(2026, 1, 1), date(2028, 1, 1))]


@pytest.mark.parametrize(
    "other",
    [
        term("Katarina", PARTILLE, date(2026, 6, 2)),
        term("Maria", PARTILLE, date(2026, 6, 1)),
        term("Katarina", HOSPITAL, date(2026, 6, 1)),
        term("Katarina", PARTILLE, date(2026, 6, 1), office="vice_chair"),
        term("Katarina", PARTILLE, date(2026, 6, 1), is_interim=True),
    ],
)
def test_another_person_office_side_or_a_day_between_is_another_term(other: Term) -> None:
    assert len(merged([term("Katarina", PARTILLE, date(2026, 1, 1), date(2026, 6, 1)), other])) == 2


@pytest.fixture
def group(db: None) -> Group:
    return make_group("tema")


def test_an_office_ends_with_the_membership(group: Group) -> None:
    appoint(group, "Anna", date(2020, 1, 1), membership={"starts": date(2021, 1, 1), "ends": date(2026, 1, 1)})
    appoint(group, "Aldrig", date(2019, 1, 1), date(2020, 1, 1))
    (term,) = offices_in(group).former_chairs(on=TODAY)
    assert (term.person.name, term.starts, term.last_day) == ("Anna", date(2021, 1, 1), date(2025, 12, 31))


def test_former_chairs_come_newest_first_with_the_organisation_of_their_day(group: Group) -> None:
    office = make_organisation("Nya namnet", kind="municipality")
    OrganisationName.objects.create(organisation=office, name="Gamla namnet", kind="former", ends=date(2024, 1, 1))
    anna = make_person("Anna")
    of_office = {"organisation": office}
    split = {"person": anna, "ends": date(2022, 6, 1), "membership": {**of_office, "ends": date(2022, 6, 1)}}
    appoint(group, "Anna", date(2022, 1, 1), **split)
    appoint(group, "Anna", date(2022, 6, 1), date(2023, 7, 1), person=anna,
            membership={**of_office, "starts": date(2022, 6, 1)})  # fmt: skip
    appoint(group, "Bengt", date(2023, 7, 1), date(2025, 1, 1), membership=of_office)
    appoint(group, "Nu", date(2025, 1, 1))
    appoint(group, "Vice", date(2022, 1, 1), date(2023, 1, 1), office="vice_chair")
    rows = [
        (term.person.name, term.organisation_then, term.starts) for term in offices_in(group).former_chairs(on=TODAY)
    ]
    assert rows == [("Bengt", "Nya namnet", date(2023, 7, 1)), ("Anna", "Gamla namnet", date(2022, 1, 1))]


@pytest.mark.parametrize("count", [1, 20])
def test_queries_do_not_grow_with_the_groups(db: None, count: int, django_assert_num_queries: Any) -> None:
    for number in range(count):
        group = make_group(f"grupp-{number}")
        TermRule.objects.create(group=group, rotation="sides", months=24, in_step_with=group)
        region = make_organisation(f"Region {number}", kind="region")
        unit = make_organisation(f"Sjukhus {number}", principal=region)
        appoint(group, "Anna", date(2025, 1, 1), date(2026, 1, 1), membership={"organisation": unit})
        appoint(group, "Bengt", date(2026, 1, 1), date(2027, 1, 1), membership={"organisation": unit})
    groups = list(Group.objects.all())
    with django_assert_num_queries(3):
        for offices in offices_of(groups).values():
            assert warnings_in(offices, on=TODAY)
            assert next_in(offices, on=TODAY)
            assert [former.organisation_then for former in offices.former_chairs(on=TODAY)]
