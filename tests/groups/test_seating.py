"""Who sits where on a day, since when, and what is warned of (R3, R4)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from groups.models import Group, Membership, Seat
from groups.offices import Term, offices_in
from groups.seating import Seating, seating_of, warnings_of
from groups.workflow import composition
from tests.factories import LONG_AGO, make_cast, make_chair, make_group, make_member, make_organisation, make_person

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def group() -> Group:
    return make_group()


def make_seat(group: Group, position: int = 1, **fields: Any) -> Seat:
    return Seat.objects.create(
        group=group, position=position, **{"label": f"Plats {position}", "starts": LONG_AGO, **fields}
    )


def warnings(group: Group, *, on: date) -> list[str]:
    return warnings_of(seating_of(group, on=on), offices_in(group).chairs(on=on))


def shown(seating: Seating) -> list[tuple[str, str, str]]:
    return [(section.name, section.filled, section.vacancy) for section in seating.sections]


def test_seats_stand_under_their_organisation_and_say_how_many_are_held(group: Group) -> None:
    su = make_organisation("SU")
    seats = [make_seat(group, position, organisation=su) for position in (1, 2, 3)]
    make_seat(group, 4, label="Kranskommunerna")
    make_seat(group, 5, organisation=su, is_adjunct=True)
    for seat in seats[:2]:
        make_member(make_person(), group, seat=seat)
    assert shown(seating_of(group, on=TODAY)) == [
        ("SU", "2 av 3", "1 vakant"), ("Kranskommunerna", "0 av 1", "1 vakant"), ("SU", "0 av 1", "1 vakant"),
    ]  # fmt: skip
    make_member(make_person(), group, seat=seats[2])
    assert shown(seating_of(group, on=TODAY))[0] == ("SU", "3 av 3", "")


def test_a_seat_is_vacant_since_the_last_holder_left(group: Group) -> None:
    seat, never = make_seat(group), make_seat(group, 2, starts=date(2026, 2, 1))
    make_member(make_person(), group, seat=seat, ends=date(2026, 5, 1))
    make_member(make_person("Anna Nästa"), group, seat=seat, starts=TODAY + DAY)
    first, second = seating_of(group, on=TODAY).places
    assert (first.holder, first.vacant_since, str(first.next_holder and first.next_holder.person)) == (
        None, date(2026, 5, 1), "Anna Nästa",
    )  # fmt: skip
    assert (second.seat, second.vacant_since, second.next_holder) == (never, date(2026, 2, 1), None)


def test_a_substitute_does_not_fill_a_seat(group: Group) -> None:
    seat = make_seat(group)
    make_member(make_person("Stina Ersättare"), group, "substitute", seat=seat)
    (place,) = seating_of(group, on=TODAY).places
    assert place.holder is None
    assert [sitting.membership.person.name for sitting in place.substitutes] == ["Stina Ersättare"]


def test_a_group_without_seats_lists_its_members(group: Group) -> None:
    for name, role in (("Bo", "adjunct"), ("Anna", "member"), ("Per", "process_leader"), ("Kim", "contact")):
        make_member(make_person(name), group, role)
    seating = seating_of(group, on=TODAY)
    assert seating.sections == []
    assert [sitting.membership.person.name for sitting in seating.without_seat] == ["Anna", "Bo"]
    assert [sitting.membership.person.name for sitting in (*seating.staff, *seating.contacts)] == ["Per", "Kim"]


def test_a_change_of_title_breaks_no_sitting() -> None:
    cast = make_cast()
    member = Membership.objects.get(person=cast.sara.person)
    for on, title in ((date(2025, 1, 1), "Chef"), (TODAY + DAY, "Direktör")):
        member = composition.change(
            Membership.objects.get(person=cast.sara.person, ends=None), on=on, title=title, by=cast.eva, at=NOW
        )
    seating = seating_of(cast.group, on=TODAY)
    (sara,) = [sitting for sitting in seating.unseated if sitting.membership.person == cast.sara.person]
    assert (sara.membership.title, sara.since, sara.until) == ("Chef", LONG_AGO, None)
    assert [(coming.membership, coming.goes_on) for coming in seating.coming] == [(member, True)]
    assert seating.left == []


def test_who_has_left_and_who_comes(group: Group) -> None:
    make_member(make_person("Länge sedan"), group, ends=TODAY - timedelta(days=180))
    make_member(make_person("I dag"), group, ends=TODAY)
    make_member(make_person("I morgon"), group, starts=TODAY + DAY)
    make_member(make_person("Slutar i morgon"), group, ends=TODAY + DAY)
    seating = seating_of(group, on=TODAY)
    assert [sitting.membership.person.name for sitting in seating.left] == ["I dag"]
    assert [coming.membership.person.name for coming in seating.coming] == ["I morgon"]
    (sitting,) = seating.unseated
    assert sitting.last_day == TODAY


def test_the_name_is_that_of_the_day(group: Group) -> None:
    organisation = make_organisation("Ny förvaltning")
    organisation.other_names.create(name="Gammal förvaltning", kind="former", ends=date(2026, 6, 1))
    make_member(make_person(), group, organisation=organisation)
    for day, name in ((date(2026, 5, 31), "Gammal förvaltning"), (date(2026, 6, 1), "Ny förvaltning")):
        assert seating_of(group, on=day).unseated[0].organisation == name


@pytest.mark.parametrize(("members", "adjuncts", "is_many"), [(6, 2, False), (6, 3, True), (2, 1, True), (0, 0, False)])
def test_more_adjuncts_than_a_third_is_warned_of(group: Group, members: int, adjuncts: int, is_many: bool) -> None:
    """R4."""
    for role, count in (("member", members), ("adjunct", adjuncts)):
        for _ in range(count):
            make_member(make_person(), group, role)
    assert any("högst en tredjedel" in sentence for sentence in warnings(group, on=TODAY)) is is_many


def test_a_contact_person_from_the_chairs_organisation_is_warned_of(group: Group) -> None:
    """R4: a warning, no stop."""
    su, koncern = make_organisation("SU"), make_organisation("Koncernkontoret")
    chair = make_chair(make_person("Olle Ordförande"), group).membership
    contact = make_member(make_person("Kim Kontakt"), group, "contact", organisation=koncern)
    Membership.objects.filter(pk=chair.pk).update(organisation=su)
    assert warnings(group, on=TODAY) == []
    Membership.objects.filter(pk=contact.pk).update(organisation=su)
    assert warnings(group, on=TODAY) == [
        "Kontaktpersonen Kim Kontakt och ordföranden Olle Ordförande kommer båda från SU. "
        "Huvudprincipen är att de kommer från olika organisationer."
    ]
    assert warnings(group, on=LONG_AGO - DAY) == []


def test_two_who_have_no_organisation_have_none_in_common(group: Group) -> None:
    make_chair(make_person(), group)
    make_member(make_person(), group, "contact")
    assert warnings(group, on=TODAY) == []


def test_vacant_seats_are_told_with_their_day(group: Group) -> None:
    make_seat(group, label="Närhälsan", starts=date(2026, 3, 1))
    assert warnings(group, on=TODAY) == ["En plats är vakant: Närhälsan (sedan 1 mars 2026)."]
    make_seat(group, 2, label="Tandvård", starts=date(2026, 4, 1))
    assert warnings(group, on=TODAY) == [
        "2 platser är vakanta: Närhälsan (sedan 1 mars 2026) och Tandvård (sedan 1 april 2026)."
    ]


def test_warnings_ask_nothing_of_the_database(group: Group, django_assert_num_queries: Any) -> None:
    person = make_person()
    make_member(person, group, "contact", organisation=make_organisation())
    seating = seating_of(group, on=TODAY)
    chairs = [Term("chair", person, seating.unseated[0].membership.organisation, LONG_AGO, None)]
    with django_assert_num_queries(0):
        assert len(warnings_of(seating, chairs)) == 1


@pytest.mark.parametrize("members", [1, 60])
def test_a_group_is_read_with_as_many_queries_whatever_its_size(
    group: Group, members: int, django_assert_num_queries: Any
) -> None:
    organisation = make_organisation()
    for position in range(1, members + 1):
        seat = make_seat(group, position, organisation=organisation)
        make_member(make_person(), group, seat=seat, organisation=organisation)
    with django_assert_num_queries(7):
        assert len(seating_of(group, on=TODAY).seated) == members
