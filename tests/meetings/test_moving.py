"""Calling a meeting off, and moving it: what stays, what follows, and where the addresses lead."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.utils import timezone

from groups.models import Membership
from meetings import workflow
from meetings.models import AgendaItem, Attendance, Meeting, MeetingMove
from samverkan.common import history
from samverkan.common.refusals import StepRefused
from tests.factories import Cast, make_meeting, make_member, make_person
from tests.meetings.calendars import saving

pytestmark = pytest.mark.django_db
DAY, LATER = date(2027, 2, 11), date(2027, 2, 18)


def planned(cast: Cast, day: date = DAY) -> Meeting:
    return workflow.plan_meeting(Meeting(group=cast.group, date=day), by=cast.eva)


def moved(cast: Cast, meeting: Meeting, day: date = LATER, **fields: Any) -> Meeting:
    values = {"starts_at": None, "ends_at": None, "place": "", "reason": "Krock", **fields}
    return workflow.move_meeting(meeting, date=day, by=cast.eva, **values)


def test_a_meeting_on_a_day_when_the_group_is_not_there_is_refused(cast: Cast) -> None:
    cast.group.ends = date(2027, 1, 1)
    cast.group.save()
    with pytest.raises(StepRefused, match="LGS finns inte den 11 februari 2027"):
        planned(cast)


def test_the_agenda_follows_and_the_old_day_is_kept(cast: Cast) -> None:
    meeting = planned(cast)
    item = AgendaItem.objects.create(meeting=meeting, number=1, title="Fråga")
    moved(cast, meeting)
    meeting.refresh_from_db()
    assert (meeting.date, list(meeting.items.all()), meeting.revision) == (LATER, [item], 2)
    row = MeetingMove.objects.get()
    assert (row.date, row.sequence, row.reason, row.moved_by) == (DAY, 1, "Krock", cast.eva)


def test_a_new_meeting_never_takes_a_former_address(cast: Cast) -> None:
    meeting = planned(cast)
    moved(cast, meeting)
    assert planned(cast).day_key == "2027-02-11-2"


def test_a_meeting_that_moves_back_has_its_own_address_again(cast: Cast) -> None:
    meeting = planned(cast)
    moved(cast, meeting)
    assert moved(cast, meeting, DAY).day_key == "2027-02-11"


def test_only_the_time_may_change_and_the_address_stays(cast: Cast) -> None:
    meeting = planned(cast)
    moved(cast, meeting, DAY, starts_at=time(9))
    assert not MeetingMove.objects.exists()


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (date(2026, 11, 1), "Den 1 november 2026 har redan varit"),
        (DAY, "redan den dagen, tiden och platsen"),
        (date(2019, 1, 1), "har redan varit"),
    ],
)
def test_a_move_that_means_nothing_is_refused(cast: Cast, day: date, sentence: str) -> None:
    with pytest.raises(StepRefused, match=sentence):
        moved(cast, planned(cast), day)


def test_the_list_becomes_that_of_the_new_day_without_losing_what_somebody_wrote(cast: Cast) -> None:
    chair, sara = cast.olle.person, cast.sara.person
    Membership.objects.filter(person__in=[chair, sara]).update(ends=date(2027, 2, 15))
    new = make_person("Ny Ledamot")
    make_member(new, cast.group, starts=date(2027, 2, 15))
    meeting = planned(cast)
    guest = Attendance(meeting=meeting, person=make_person("Gäst"), capacity="guest")
    history.save(guest, by=cast.eva)
    changed = Attendance.objects.get(person=sara)
    changed.remark = "hälsar att hon ändå kommer"
    history.save(changed, by=cast.eva, fields=["remark"])
    moved(cast, meeting)
    names = set(meeting.attendance.values_list("person__name", flat=True))
    assert names == {"Eva Exempel", "Sara Exempel", "Gäst", "Ny Ledamot"}
    gone = Attendance.history.filter(person=chair, history_type="-").get()
    assert gone.history_user == cast.eva


def test_who_has_another_role_on_the_new_day_is_listed_in_it(cast: Cast) -> None:
    meeting = planned(cast)
    old = Membership.objects.get(person=cast.sara.person)
    old.ends = date(2027, 2, 15)
    old.save()
    make_member(cast.sara.person, cast.group, "coordinator", starts=date(2027, 2, 15))
    row = Attendance.objects.get(person=cast.sara.person)
    moved(cast, meeting)
    assert Attendance.objects.get(person=cast.sara.person).pk == row.pk
    assert Attendance.objects.get(person=cast.sara.person).capacity == "coordinator"


@pytest.mark.parametrize("state", ["held", "cancelled"])
def test_what_is_over_is_neither_moved_nor_called_off(cast: Cast, state: str) -> None:
    meeting = make_meeting(cast.group, date=DAY, state=state)
    with pytest.raises(StepRefused, match="Mötet är redan"):
        moved(cast, meeting)
    with pytest.raises(StepRefused, match="Mötet är redan"):
        workflow.cancel_meeting(meeting, reason="x", by=cast.eva)


def test_a_meeting_that_has_been_held_gets_no_day_to_come(cast: Cast) -> None:
    today = timezone.localdate()
    meeting = workflow.mark_held(make_meeting(cast.group, date=today), by=cast.eva)
    with pytest.raises(StepRefused, match="Mötet är hållet"), saving(cast, meeting) as found:
        found.date = today + timedelta(days=1)
    with saving(cast, meeting) as found:
        found.date = today - timedelta(days=1)
    meeting.refresh_from_db()
    assert meeting.date == today - timedelta(days=1)


def test_a_day_changed_in_the_editor_leaves_the_old_address_too(cast: Cast) -> None:
    meeting = planned(cast)
    found = workflow.check_out(meeting, revision=1)
    found.date = LATER
    found.sequence = workflow.free_sequence(found)
    workflow.check_in(found, by=cast.eva)
    assert MeetingMove.objects.get().date == DAY


@pytest.mark.parametrize("place", ["Hos 850423-1237", "Rum 8504231237"])
def test_a_personal_number_in_the_place_stops_planning_moving_and_saving(cast: Cast, place: str) -> None:
    meeting = planned(cast)
    with pytest.raises(StepRefused, match="Platsen innehåller något som ser ut som ett personnummer"):
        workflow.plan_meeting(Meeting(group=cast.group, date=DAY, place=place), by=cast.eva)
    with pytest.raises(StepRefused, match="Platsen innehåller något som ser ut som ett personnummer"):
        moved(cast, meeting, place=place)
    with pytest.raises(StepRefused, match="Platsen innehåller"), saving(cast, meeting) as found:
        found.place = place
    with pytest.raises(StepRefused, match="Titeln på anteckningen som godkänns"), saving(cast, meeting) as found:
        found.approves_title = place
    assert list(Meeting.objects.values_list("place", "approves_title")) == [("", "")]


def test_a_place_that_already_stands_does_not_stop_other_changes(cast: Cast) -> None:
    meeting = planned(cast)
    Meeting.objects.update(place="850423-1237")
    with saving(cast, meeting) as found:
        found.note_taker = cast.sara.person
    assert Meeting.objects.get().note_taker == cast.sara.person


def test_several_meetings_are_planned_all_or_none(cast: Cast) -> None:
    planned(cast, LATER)
    rows = [Meeting(group=cast.group, date=day) for day in (DAY, LATER)]
    with pytest.raises(StepRefused, match="LGS har redan möte 18 februari 2027"):
        workflow.plan_meetings(rows, by=cast.eva)
    assert Meeting.objects.count() == 1
    workflow.plan_meetings(rows, same_day=[LATER], by=cast.eva)
    assert sorted(meeting.day_key for meeting in Meeting.objects.all()) == ["2027-02-11", "2027-02-18", "2027-02-18-2"]
