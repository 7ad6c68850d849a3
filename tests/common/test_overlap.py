"""Rows that must not hold at the same time: the form, the database and plain reason say the same."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core import checks
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from groups.models import Membership, OfficeTerm, RecordKeeping, Seat
from samverkan.common import overlap
from tests.factories import make_group, make_member, make_person

pytestmark = pytest.mark.django_db
FIRST = date(2026, 1, 1)
#: A first day and how many days it lasts; none means until further notice.
RANGES = st.tuples(st.integers(0, 12), st.none() | st.integers(1, 12))

type Range = tuple[date, date | None]


def dates(drawn: tuple[int, int | None]) -> Range:
    starts = FIRST + timedelta(days=drawn[0])
    return starts, None if drawn[1] is None else starts + timedelta(days=drawn[1])


def share_a_day(one: Range, other: Range) -> bool:
    """What half-open means, day by day."""

    def days(each: Range) -> set[int]:
        last = each[1] or FIRST + timedelta(days=60)
        return set(range(each[0].toordinal(), last.toordinal()))

    return bool(days(one) & days(other))


def says_no(row: Any) -> bool:
    try:
        overlap.check(row)
    except ValidationError:
        return True
    return False


def is_refused(row: Any) -> bool:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        if any(rule.name in str(error) for rule in overlap.rules_of(type(row))):
            return True
        raise
    return False


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(there=RANGES, new=RANGES, is_substitute=st.booleans())
def test_form_and_database_agree_with_reason(
    there: tuple[int, int | None], new: tuple[int, int | None], is_substitute: bool
) -> None:
    with transaction.atomic():
        group = make_group()
        seat = Seat.objects.create(group=group, position=1, label="SU", starts=FIRST)
        held, wanted = dates(there), dates(new)
        make_member(make_person(), group, seat=seat, starts=held[0], ends=held[1])
        role = "substitute" if is_substitute else "member"
        row = Membership(group=group, person=make_person(), seat=seat, role=role, starts=wanted[0], ends=wanted[1])
        expected = share_a_day(held, wanted) and not is_substitute
        assert (says_no(row), is_refused(row)) == (expected, expected)
        transaction.set_rollback(True)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(there=RANGES, first=RANGES, moved=RANGES)
def test_a_row_that_is_moved_is_held_to_the_same_rule(
    there: tuple[int, int | None], first: tuple[int, int | None], moved: tuple[int, int | None]
) -> None:
    with transaction.atomic():
        membership = make_member(make_person(), make_group())
        held, before, after = dates(there), dates(first), dates(moved)
        OfficeTerm.objects.create(membership=membership, office="chair", starts=held[0], ends=held[1])
        row = OfficeTerm(membership=membership, office="chair", starts=before[0], ends=before[1])
        if not is_refused(row):
            row.starts, row.ends = after
            expected = share_a_day(held, after)
            assert (says_no(row), is_refused(row)) == (expected, expected)
        transaction.set_rollback(True)


def test_rows_without_the_field_and_rows_of_others_never_meet() -> None:
    group, other = make_group(), make_group("annan")
    for _ in range(2):
        make_member(make_person(), group)
    seats = [Seat.objects.create(group=each, position=1, label="SU", starts=FIRST) for each in (group, other)]
    assert len(seats) == 2
    person = make_person()
    for role in ("member", "contact"):
        make_member(person, group, role)


def test_a_form_asks_before_the_database_does() -> None:
    membership = make_member(make_person(), make_group())
    OfficeTerm.objects.create(membership=membership, office="chair", starts=FIRST)
    again = OfficeTerm(membership=membership, office="chair", starts=FIRST)
    with pytest.raises(ValidationError, match="Personen har redan det uppdraget"):
        again.full_clean()


GUARDED = [
    (model, rule.name) for model in (Seat, Membership, OfficeTerm, RecordKeeping) for rule in overlap.rules_of(model)
]


def drop(model: Any, name: str) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f'ALTER TABLE "{model._meta.db_table}" DROP CONSTRAINT "{name}"')
        else:
            cursor.execute(f'DROP TRIGGER "{name}_insert"')
            cursor.execute(f'DROP TRIGGER "{name}_update"')


def complaints() -> list[str]:
    """What the system check says of the guards."""
    found = [error for error in checks.run_checks(databases=["default"]) if error.id == "common.E002"]
    return [str(error.msg) for error in found]


def test_every_missing_guard_is_found_and_comes_back_with_migrate() -> None:
    assert complaints() == []
    events = [""] if connection.vendor == "postgresql" else ["_insert", "_update"]
    for model, name in GUARDED:
        drop(model, name)
    lost = sorted(f"The guard {name}{event} is missing." for _, name in GUARDED for event in events)
    assert sorted(complaints()) == lost
    call_command("migrate", verbosity=0)
    assert complaints() == []
