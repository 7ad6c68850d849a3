"""Several appoint at the same time: one wins, the others get a sentence."""

from datetime import date

import pytest

from groups.models import Membership, OfficeTerm, Seat
from groups.workflow import composition, offices
from tests.factories import LONG_AGO, Cast, make_member, make_person
from tests.meetings.test_races import THREADS, at_once, one_winner

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
DAY = date(2026, 1, 1)


def test_sixteen_appointed_to_one_seat_at_once_leave_one_holder(cast: Cast) -> None:
    seat = Seat.objects.create(group=cast.group, position=1, label="SU", starts=LONG_AGO)
    people = [make_person() for _ in range(THREADS)]
    results = at_once(
        lambda index: composition.appoint(cast.group, people[index], role="member", seat=seat, starts=DAY, by=cast.eva)
    )
    assert one_winner(results, "En plats har en innehavare åt gången")
    assert Membership.objects.filter(seat=seat).count() == 1


def test_sixteen_written_past_the_lock_at_once_are_stopped_by_the_database(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A step that asks before another has written is refused by the guard, in words."""
    seat = Seat.objects.create(group=cast.group, position=1, label="SU", starts=LONG_AGO)
    people = [make_person() for _ in range(THREADS)]
    monkeypatch.setattr(composition.composing, "begin", lambda *arguments, **options: cast.group)
    monkeypatch.setattr(composition, "_refuse_seat", lambda *arguments: None)
    monkeypatch.setattr("samverkan.common.overlap.check", lambda row: None)
    results = at_once(
        lambda index: composition.appoint(cast.group, people[index], role="member", seat=seat, starts=DAY, by=cast.eva)
    )
    assert one_winner(results, "Platsen är redan besatt under samma tid")
    assert Membership.objects.filter(seat=seat).count() == 1


def test_sixteen_chairs_appointed_at_once_leave_one(cast: Cast) -> None:
    OfficeTerm.objects.update(ends=DAY)
    members = [make_member(make_person(), cast.group) for _ in range(THREADS)]
    results = at_once(lambda index: offices.appoint_office(members[index], office="chair", starts=DAY, by=cast.eva))
    assert one_winner(results, "Gruppen har redan en ordförande")


def test_ending_sixteen_times_at_once_ends_once(cast: Cast) -> None:
    membership = Membership.objects.get(person=cast.sara.person)
    assert one_winner(at_once(lambda _: composition.end(membership, on=DAY, by=cast.eva)), "redan avslutat")
    assert membership.history.filter(history_change_reason="Avslutad").count() == 1
