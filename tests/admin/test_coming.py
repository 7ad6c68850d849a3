"""Who is called says that they can't come: their own row and no other, with history, a mail once, and no conflict."""

from datetime import UTC, datetime
from typing import Any

import pytest

from groups.models import User
from meetings import workflow
from meetings.invited import difference_of
from meetings.models import Attendance, Meeting
from samverkan.common import outbox
from samverkan.common.models import OutboxMessage
from samverkan.common.refusals import NotAllowed, StepRefused
from tests.admin.browsing import address, browser, fields_of, history_reasons, said
from tests.factories import Cast
from tests.meetings.calendars import DAY, called, told_and_planned

pytestmark = pytest.mark.django_db
AFTER_THE_DAY = datetime(2027, 2, 12, 9, 0, tzinfo=UTC)
NO, YES = "kan-inte-komma/", "kan-komma/"


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    found = called(cast, told_and_planned(cast))
    outbox.run_due()
    return found


def row_of(meeting: Meeting, user: User) -> Attendance:
    return meeting.attendance.get(person=user.person_id)


def mails() -> list[tuple[int, str]]:
    rows = OutboxMessage.objects.filter(payload__template="not_coming").order_by("created_at")
    return [(row.payload["person"], row.payload["context"]["comes"]) for row in rows]


def page(user: User, meeting: Meeting, path: str = "") -> str:
    return " ".join(browser(user).get(address(meeting, path)).content.decode().split())


@pytest.mark.parametrize("who", ["sara", "olle"])
def test_one_press_makes_the_own_row_apologies_and_another_takes_it_back(
    cast: Cast, meeting: Meeting, who: str
) -> None:
    user = getattr(cast, who)
    assert ">Jag kan inte komma</button>" in page(user, meeting)
    answer = browser(user).post(address(meeting, NO))
    assert said(answer) == ["Du står som förhindrad på mötets närvarolista. De som arbetar med gruppen får veta det."]
    row = row_of(meeting, user)
    assert row.state == "apologies"
    assert set(meeting.attendance.exclude(pk=row.pk).values_list("state", flat=True)) == {"present"}
    assert "Du står som förhindrad" in page(user, meeting)
    browser(user).post(address(meeting, YES))
    row.refresh_from_db()
    assert row.state == "present"
    assert history_reasons(Attendance, row.pk)[-2:] == ["Kan inte komma", "Kan komma"]
    assert row.history.first().history_user == user


def test_the_chair_says_it_on_the_page_of_the_agenda_too(cast: Cast, meeting: Meeting) -> None:
    assert "Jag kan inte komma" in page(cast.olle, meeting, "agenda/")


def test_it_can_be_said_of_a_planned_meeting(cast: Cast) -> None:
    meeting = told_and_planned(cast)
    browser(cast.sara).post(address(meeting, NO))
    assert row_of(meeting, cast.sara).state == "apologies"


def test_the_process_leader_is_told_once_however_often_it_changes(
    cast: Cast, meeting: Meeting, mailoutbox: list[Any]
) -> None:
    for comes in (False, False, True, False, True):
        workflow.say_if_coming(meeting, comes=comes, by=cast.sara)
    assert mails() == [(cast.eva.person_id, ""), (cast.eva.person_id, "ja")]
    mailoutbox.clear()
    outbox.run_due()
    first = mailoutbox[0]
    assert first.subject == "Sara Exempel kan inte komma: LGS 11 februari 2027"
    assert f"/admin/moten/{meeting.pk}/" in first.body


def test_who_runs_the_group_gets_no_mail_of_their_own_answer(cast: Cast, meeting: Meeting) -> None:
    workflow.say_if_coming(meeting, comes=False, by=cast.eva)
    assert (row_of(meeting, cast.eva).state, mails()) == ("apologies", [])


def test_a_save_in_the_open_editor_keeps_what_was_said(cast: Cast, meeting: Meeting) -> None:
    client = browser(cast.eva)
    fields = fields_of(client.get(address(meeting)))
    workflow.say_if_coming(meeting, comes=False, by=cast.sara)
    other = row_of(meeting, cast.olle)
    answer = client.post(address(meeting), {**fields, f"person-{other.pk}-remark": "kommer senare"})
    assert said(answer) == ["Sparat. Det som Sara Exempel har sparat under tiden finns också med."]
    assert (row_of(meeting, cast.sara).state, row_of(meeting, cast.olle).remark) == ("apologies", "kommer senare")


def test_the_same_row_changed_in_the_editor_is_a_conflict_that_is_shown(cast: Cast, meeting: Meeting) -> None:
    client = browser(cast.eva)
    fields = fields_of(client.get(address(meeting)))
    workflow.say_if_coming(meeting, comes=False, by=cast.sara)
    row = row_of(meeting, cast.sara)
    answer = client.post(address(meeting), {**fields, f"person-{row.pk}-remark": "på tåget"})
    assert answer.status_code == 409
    assert row_of(meeting, cast.sara).state == "apologies"


def test_nobody_says_it_who_is_not_on_the_list(cast: Cast, meeting: Meeting) -> None:
    with pytest.raises(NotAllowed, match="för egen del"):
        workflow.say_if_coming(meeting, comes=False, by=cast.maja)
    assert browser(cast.maja).post(address(meeting, NO)).status_code == 404
    assert mails() == []


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"state": "held"}, "Mötet är hållet"),
        ({"state": "cancelled"}, "Mötet är inställt"),
        ({"kind": "written"}, "före ett möte som hålls"),
    ],
)
def test_it_is_said_before_a_meeting_that_is_held(
    cast: Cast, meeting: Meeting, fields: dict[str, str], sentence: str
) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(**fields)
    meeting.refresh_from_db()
    with pytest.raises(StepRefused, match=sentence):
        workflow.say_if_coming(meeting, comes=False, by=cast.sara)
    assert row_of(meeting, cast.sara).state == "present"
    assert "Jag kan inte komma" not in page(cast.sara, meeting)


def test_the_day_after_it_is_too_late(cast: Cast, meeting: Meeting) -> None:
    assert meeting.date == DAY
    with pytest.raises(StepRefused, match="före ett möte som hålls"):
        workflow.say_if_coming(meeting, comes=False, by=cast.sara, at=AFTER_THE_DAY)


def test_who_comes_after_all_follows_the_roster_again(cast: Cast, meeting: Meeting) -> None:
    for comes in (False, True):
        workflow.say_if_coming(meeting, comes=comes, by=cast.sara)
    cast.group.memberships.filter(person=cast.sara.person_id).update(ends=DAY)
    assert [row.person for row in difference_of(meeting).gone] == [cast.sara.person]


def test_the_mail_of_the_call_says_where(cast: Cast, mailoutbox: list[Any]) -> None:
    called(cast, told_and_planned(cast))
    outbox.run_due()
    calls = {mail.to[0]: mail.body for mail in mailoutbox if mail.subject.startswith("Kallelse")}
    assert "Välj Jag kan inte komma på mötets sida, eller hör av dig" in calls["sara@example.se"]
