"""The owner of a commitment is an organisation, a group, a person, or only words; each is asked, and can report."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from decisions import rules
from decisions.models import Commitment
from decisions.owners import owners_of
from decisions.reminders import remind_of_commitments
from groups.models import Group, Person
from meetings import workflow as meetings
from meetings.models import Attendance, Meeting, Outcome, OutcomeTask
from samverkan.common.models import OutboxMessage
from tests.admin.browsing import browser
from tests.factories import AFTER, Cast, make_chair, make_held, make_member, make_organisation, make_person

pytestmark = pytest.mark.django_db
DUE = date(2026, 10, 1)


def taken_on(cast: Cast, owner: str) -> Commitment:
    """A task that the adjusted note gives to the owner."""
    meeting = make_held(cast, items=1)
    OutcomeTask.objects.create(outcome=Outcome.objects.get(), owner=owner, text="Skriv brevet", due=DUE)
    meetings.adjust(meetings.send_minutes(meeting, by=cast.eva, at=AFTER), by=cast.olle, at=AFTER)
    return Commitment.objects.get()


def whose(row: Commitment) -> tuple[Any, Any, Any]:
    return row.organisation, row.group, row.person


def asked(row: Commitment) -> set[int]:
    remind_of_commitments(DUE)
    return set(OutboxMessage.objects.filter(key__startswith="commitment:").values_list("payload__person", flat=True))


@pytest.fixture
def other(cast: Cast) -> Group:
    return Group.objects.get(slug="annan")


@pytest.mark.parametrize("name", ["ANNAN", "annan", "Gruppen ANNAN", " gruppen  annan "])
def test_a_group_by_its_code_or_name(cast: Cast, other: Group, name: str) -> None:
    row = taken_on(cast, name)
    assert whose(row) == (None, other, None)
    assert asked(row) == {cast.maja.person_id}


def test_a_group_that_nobody_runs_is_asked_by_its_chair(cast: Cast, other: Group) -> None:
    chair = make_chair(make_person("Kim Exempel"), other).membership.person
    other.memberships.filter(person=cast.maja.person).update(ends=date(2026, 6, 1))
    assert asked(taken_on(cast, "ANNAN")) == {chair.pk}


def test_a_person_who_sits_in_the_group_by_name(cast: Cast) -> None:
    row = taken_on(cast, "sara  exempel")
    assert whose(row) == (None, None, cast.sara.person)
    assert asked(row) == {cast.sara.person_id}


def test_a_person_who_stands_on_the_list_of_attendance_or_sits_in_a_joint_group(cast: Cast, other: Group) -> None:
    meeting = make_held(cast, items=1)
    guest = make_person("Kim Exempel")
    Attendance.objects.create(meeting=meeting, person=guest, capacity="guest", position=2)
    meeting.joint_groups.add(other)
    for name in ("Kim Exempel", "Maja Exempel"):
        OutcomeTask.objects.create(outcome=Outcome.objects.get(), owner=name, text=f"{name} skriver brevet")
    meetings.adjust(meetings.send_minutes(meeting, by=cast.eva, at=AFTER), by=cast.olle, at=AFTER)
    assert [row.person for row in Commitment.objects.order_by("position")] == [guest, cast.maja.person]


@pytest.mark.parametrize("name", ["Maja Exempel", "Maja Exempel, SU", "Maja Exempel, H", "Maja Exempel,"])
def test_a_stranger_with_the_only_name_in_the_register_is_not_the_owner(cast: Cast, name: str) -> None:
    make_organisation("Sahlgrenska", short_name="SU")
    Person.objects.filter(pk=cast.maja.person_id).update(organisation=make_organisation("Närhälsan", short_name="NH"))
    row = taken_on(cast, name)
    assert (whose(row), asked(row)) == ((None, None, None), {cast.eva.person_id})


@pytest.mark.parametrize("place", ["NH", "närhälsan"])
def test_somebody_else_is_the_owner_with_the_organisation_beside_the_name(cast: Cast, place: str) -> None:
    Person.objects.filter(pk=cast.maja.person_id).update(organisation=make_organisation("Närhälsan", short_name="NH"))
    assert whose(taken_on(cast, f"Maja Exempel, {place}")) == (None, None, cast.maja.person)


def test_who_has_left_the_group_before_the_meeting_is_not_the_owner(cast: Cast) -> None:
    make_member(make_person("Kim Exempel"), cast.group, ends=date(2026, 1, 1))
    assert whose(taken_on(cast, "Kim Exempel")) == (None, None, None)


@pytest.mark.parametrize("owner", ["SU", "ANNAN", "Sara Exempel", "Maja Exempel, NH", "Kontoret"])
def test_the_registers_are_read_once_however_many_tasks_there_are(cast: Cast, owner: str) -> None:
    Person.objects.filter(pk=cast.maja.person_id).update(organisation=make_organisation("Närhälsan", short_name="NH"))
    make_organisation("Sahlgrenska", short_name="SU")
    first, corrected = {}, {}
    for day, count in ((1, 1), (2, 1), (3, 20)):  # The first step of its kind asks for more.
        held = make_held(cast, items=1, date=date(2026, 4, day))
        for number in range(count):
            outcome = Outcome.objects.get(item__meeting=held)
            OutcomeTask.objects.create(outcome=outcome, owner=owner, text=f"Skriv brev {number}")
        first[count] = questions_of_adjusting(cast, held)
        meetings.open_correction(held, kind="outcome", reason="Fel", by=cast.eva, at=AFTER)
        Outcome.objects.filter(item__meeting=held).update(text="Rättat.")
        corrected[count] = questions_of_adjusting(cast, Meeting.objects.get(pk=held.pk))
    # Each new row is written with its history; nothing more is read, and what stands is not written again.
    assert (first[20] - first[1], corrected[20] - corrected[1]) == (19 * 2, 0)


def questions_of_adjusting(cast: Cast, meeting: Meeting) -> int:
    version = meetings.send_minutes(meeting, by=cast.eva, at=AFTER)
    with CaptureQueriesContext(connection) as asked_for:
        meetings.adjust(version, by=cast.olle, at=AFTER)
    return len(asked_for)


def test_of_several_with_the_name_it_is_the_one_in_the_group_or_with_the_organisation_that_is_written(
    cast: Cast,
) -> None:
    namesake = make_person("Sara Exempel", organisation=make_organisation("Närhälsan", short_name="NH"))
    assert taken_on(cast, "Sara Exempel").person == cast.sara.person
    meeting = make_held(cast, items=1, date=date(2026, 4, 30))
    OutcomeTask.objects.create(outcome=Outcome.objects.get(item__meeting=meeting), owner="Sara Exempel, NH", text="X")
    meetings.adjust(meetings.send_minutes(meeting, by=cast.eva, at=AFTER), by=cast.olle, at=AFTER)
    assert Commitment.objects.get(text="X").person == namesake


def test_a_name_that_two_in_the_group_have_is_nobodys(cast: Cast) -> None:
    for _ in range(2):
        make_member(make_person("Kim Exempel"), cast.group)
    assert whose(taken_on(cast, "Kim Exempel")) == (None, None, None)


def test_an_organisation_comes_before_a_person_with_its_name(cast: Cast) -> None:
    Person.objects.create(slug="su", name="SU")
    hospital = make_organisation("Sahlgrenska", short_name="SU")
    assert whose(taken_on(cast, "SU")) == (hospital, None, None)


def test_an_office_without_a_row_is_asked_of_those_who_run_the_group(cast: Cast) -> None:
    row = taken_on(cast, "Vårdsamverkanskontoret")
    assert (whose(row), asked(row)) == ((None, None, None), {cast.eva.person_id})


def test_an_assignment_to_a_group_is_the_groups(cast: Cast, other: Group) -> None:
    meeting = make_held(cast, items=1)
    Outcome.objects.update(kind="assigned", group=other, text="Gruppen arbetar vidare.")
    meetings.adjust(meetings.send_minutes(meeting, by=cast.eva, at=AFTER), by=cast.olle, at=AFTER)
    assert whose(Commitment.objects.get()) == (None, other, None)


def test_a_correction_that_names_another_moves_it(cast: Cast, other: Group) -> None:
    row = taken_on(cast, "ANNAN")
    meeting = row.decision.version.meeting
    meeting = meetings.open_correction(meeting, kind="outcome", reason="Fel namn", by=cast.eva, at=AFTER)
    OutcomeTask.objects.update(owner="Sara Exempel")
    meetings.adjust(meetings.send_minutes(meeting, by=cast.eva, at=AFTER), by=cast.olle, at=AFTER)
    assert whose(Commitment.objects.get()) == (None, None, cast.sara.person)


@pytest.mark.parametrize("owner", ["ANNAN", "Maja Exempel, NH"])
def test_the_owner_has_it_on_the_desk_and_reports_it(cast: Cast, other: Group, owner: str) -> None:
    Person.objects.filter(pk=cast.maja.person_id).update(organisation=make_organisation("Närhälsan", short_name="NH"))
    row = taken_on(cast, owner)
    assert owners_of(row, on=DUE) == [cast.maja.person]
    assert rules.may_report_commitment(cast.maja, row)
    assert not rules.may_report_commitment(cast.sara, row)
    client = browser(cast.maja)
    assert "Rapportera vad som har hänt" in client.get("/admin/").content.decode()
    assert "Skriv brevet" in client.get("/admin/forankring/").content.decode()
    where = f"/admin/beslut/{row.decision_id}/"
    assert client.get(where).status_code == 200
    client.post(f"{where}atagande/{row.pk}/", {"state": "done", "fran": "mina"})
    row.refresh_from_db()
    assert (row.state, row.changed_by) == ("done", cast.maja)
    assert "Rapportera vad som har hänt" not in client.get("/admin/").content.decode()


def test_the_editor_offers_groups_organisations_and_people_as_owners(cast: Cast) -> None:
    organisation = make_organisation("Närhälsan")
    shown = browser(cast.eva).get(f"/admin/moten/{make_held(cast, items=1).pk}/").content.decode()
    offered = shown.split('id="names-owner">')[1].split("</datalist>")[0]
    for name in (organisation.name, "Gruppen ANNAN", "Maja Exempel", "Sara Exempel"):
        assert f'<option value="{name}">' in offered
    assert 'list="names-owner"' in shown


def test_whom_the_editor_offers_from_outside_is_taken_as_the_owner(cast: Cast) -> None:
    """With the organisation, without which the name is nobody's; those of the group and who was there by name."""
    hospital = make_organisation("Närhälsan", short_name="NH")
    guest = make_person("Gun Gäst", organisation=hospital)
    Person.objects.filter(pk__in=[cast.maja.person_id, cast.sara.person_id]).update(organisation=hospital)
    held = make_held(cast, items=1)
    Attendance.objects.create(meeting=held, person=guest, capacity="guest", position=90)
    shown = browser(cast.eva).get(f"/admin/moten/{held.pk}/").content.decode()
    offered = shown.split('id="names-owner">')[1].split("</datalist>")[0]
    names = ("Maja Exempel, NH", "Maja Exempel", "Sara Exempel", "Gun Gäst")
    assert [name for name in names if f'<option value="{name}">' in offered] == [names[0], *names[2:]]
    OutcomeTask.objects.create(outcome=Outcome.objects.get(), owner=names[0], text="Skriv brevet")
    meetings.adjust(meetings.send_minutes(held, by=cast.eva, at=AFTER), by=cast.olle, at=AFTER)
    assert whose(Commitment.objects.get()) == (None, None, cast.maja.person)
