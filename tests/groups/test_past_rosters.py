"""A past roster does not change when a member ends today: for any history of steps, on both databases."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from groups.models import Group, Membership, OfficeTerm
from groups.workflow import composition, offices
from samverkan.common.refusals import StepRefused
from tests.factories import LONG_AGO, make_cast, make_organisation, make_person

pytestmark = pytest.mark.django_db
FIRST = date(2026, 1, 1)
PEOPLE, SEATS = 3, 2

#: What is done, to whom or what, how many days after the day before, and how far ahead it takes effect.
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["appoint", "end", "change", "chair", "end office", "call off"]),
        st.integers(0, 5),
        st.integers(0, 3),
        st.integers(0, 4),
    ),
    min_size=2,
    max_size=10,
)


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)


def roster(group: Group, day: date) -> tuple[list[Any], list[Any]]:
    """Who is in the group on the day, as what, on which seat, from where, and who chairs."""
    members = Membership.objects.filter(group=group).on(day).order_by("person", "role")
    terms = OfficeTerm.objects.of_group(group).on(day).order_by("membership__person", "office")
    return (
        list(members.values_list("person", "role", "seat", "organisation", "title")),
        list(terms.values_list("membership__person", "office", "is_shared", "is_interim")),
    )


class Room:
    """A group in which steps are taken; those that are refused change nothing."""

    def __init__(self) -> None:
        cast = make_cast()
        self.group, self.by = cast.group, cast.eva
        self.people = [make_person() for _ in range(PEOPLE)]
        self.seats = [
            self.group.seats.create(position=number, label="SU", starts=LONG_AGO) for number in range(1, SEATS + 1)
        ]
        self.organisations = [make_organisation(f"Organisation {number}") for number in range(2)]

    def take(self, what: str, which: int, today: date, ahead: int) -> None:
        day, signed = today + timedelta(days=ahead), {"by": self.by, "at": noon(today)}
        rows = list(Membership.objects.filter(person__in=self.people).order_by("pk"))
        terms = list(OfficeTerm.objects.filter(membership__in=rows).order_by("pk"))
        if what == "appoint":
            person, seat = self.people[which % PEOPLE], self.seats[which % SEATS] if which % 2 else None
            composition.appoint(self.group, person, role="member", seat=seat, starts=day, **signed)  # type: ignore[arg-type]
        elif what == "end office" and terms:
            offices.end_office(terms[which % len(terms)], on=day, **signed)  # type: ignore[arg-type]
        elif rows:
            self._take_with(what, rows[which % len(rows)], day, ahead, signed)

    def _take_with(self, what: str, row: Membership, day: date, ahead: int, signed: Any) -> None:
        if what == "end":
            composition.end(row, on=day, **signed)
        elif what == "change":
            composition.change(row, on=day, organisation=self.organisations[ahead % 2], title=f"{day}", **signed)
        elif what == "chair":
            offices.appoint_office(row, office="chair", starts=day, is_interim=True, **signed)
        elif what == "call off":
            composition.call_off(row, **signed)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_a_past_roster_does_not_change_when_a_member_ends_today(steps: list[tuple[str, int, int, int]]) -> None:
    with transaction.atomic():
        changed = walk(steps)
        transaction.set_rollback(True)
    assert changed == []


def walk(steps: list[tuple[str, int, int, int]]) -> list[str]:
    """The steps after which the roster of a day gone by was another."""
    changed, room, today = [], Room(), FIRST
    seen: dict[date, Any] = {FIRST - timedelta(days=1): roster(room.group, FIRST - timedelta(days=1))}
    for what, which, pause, ahead in steps:
        for _ in range(pause):
            seen[today] = roster(room.group, today)
            today += timedelta(days=1)
        try:
            room.take(what, which, today, ahead)
        except StepRefused:
            continue
        if {day: roster(room.group, day) for day in seen} != seen:
            changed.append(what)
    return changed


def test_the_walk_appoints_changes_and_ends() -> None:
    """The property is not kept by refusing everything."""
    steps = [("appoint", 1, 0, 0), ("chair", 0, 1, 0), ("change", 0, 2, 0), ("end", 1, 2, 0), ("appoint", 1, 1, 0)]
    assert walk(steps) == []
    rows = Membership.objects.filter(group__slug="lgs", starts__gte=FIRST)
    assert [(row.starts.day, row.ends and row.ends.day) for row in rows.order_by("starts")] == [
        (1, 4),
        (4, 6),
        (7, None),
    ]
    terms = OfficeTerm.objects.filter(membership__in=rows).order_by("starts")
    assert [(term.starts.day, term.ends and term.ends.day) for term in terms] == [(2, 4), (4, 6)]
