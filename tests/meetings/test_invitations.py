"""The calendar mail of a meeting's life, read back field by field."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import transaction

from groups.models import Membership
from meetings import workflow
from meetings.calendars import invitations
from meetings.calendars.ics import uid_of
from meetings.models import AgendaItem, Attendance, Meeting
from samverkan.common.models import OutboxMessage
from tests.factories import Cast, make_cast, make_group, make_member, make_person, make_user
from tests.meetings.calendars import delivered

pytestmark = pytest.mark.django_db
DAY = date(2027, 2, 11)
STOCKHOLM = ZoneInfo("Europe/Stockholm")
HEAD = {"starts_at": time(13, 30), "ends_at": time(16, 30), "place": "Rum 5", "link": "https://mote.example.se/1"}


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def planned(cast: Cast, day: date = DAY, **fields: Any) -> Meeting:
    return workflow.plan_meeting(Meeting(group=cast.group, date=day, **{**HEAD, **fields}), by=cast.eva)


def called(cast: Cast, meeting: Meeting) -> Meeting:
    workflow.approve_agenda(workflow.send_agenda(meeting, by=cast.eva), by=cast.olle)
    return workflow.call(meeting, by=cast.eva)


def moved(cast: Cast, meeting: Meeting, **fields: Any) -> None:
    values = {"starts_at": None, "ends_at": None, "place": "", "reason": "", **fields}
    workflow.move_meeting(meeting, date=date(2027, 2, 18), by=cast.eva, **values)


def saved(cast: Cast, meeting: Meeting, **fields: Any) -> None:
    """As the editor saves."""
    with transaction.atomic():
        found = workflow.check_out(meeting, revision=Meeting.objects.get(pk=meeting.pk).revision)
        for name, value in fields.items():
            setattr(found, name, value)
        workflow.check_in(found, by=cast.eva)


def test_planning_invites_each_on_the_attendance_list(cast: Cast, settings: Any) -> None:
    settings.SITE_URL, settings.DEFAULT_FROM_EMAIL = "https://samverkan.example.se", "Samverkan <svara-inte@example.se>"
    meeting = planned(cast)
    mails = delivered()
    assert [one.to for one in mails] == ["eva@example.se", "olle@example.se", "sara@example.se"]
    sara = mails[2]
    assert sara.subject == "Inbjudan: LGS: möte 11 februari 2027, 13.30–16.30"
    event = sara.event
    assert (sara.method, str(sara.calendar["version"])) == ("REQUEST", "2.0")
    assert str(event["uid"]) == f"mote-{meeting.pk}@samverkan.example.se"
    assert (sara["sequence"], str(event["status"])) == (0, "CONFIRMED")
    assert sara["dtstart"] == datetime(2027, 2, 11, 13, 30, tzinfo=STOCKHOLM)
    assert sara["dtend"] == datetime(2027, 2, 11, 16, 30, tzinfo=STOCKHOLM)
    assert event["dtstart"].params["TZID"] == "Europe/Stockholm"
    assert sara["dtstamp"].date() == date(2026, 11, 22)
    assert (str(event["organizer"]), event["organizer"].params["CN"]) == ("mailto:svara-inte@example.se", "Samverkan")
    assert str(event["attendee"]) == "mailto:sara@example.se"
    assert dict(event["attendee"].params) == {
        "CN": "Sara Exempel", "ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "FALSE",
    }  # fmt: skip
    assert (str(event["summary"]), str(event["location"])) == ("LGS: möte", "Rum 5")
    assert str(event["description"]).split("\n") == [
        "Anslut till mötet: https://mote.example.se/1",
        f"Mötet i Samverkan: https://samverkan.example.se/admin/moten/{meeting.pk}/",
    ]


def test_the_calendar_is_an_alternative_with_its_method_and_a_file(cast: Cast) -> None:
    planned(cast)
    message = delivered()[0].message
    (calendar,) = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    assert (calendar.get_param("method"), calendar.get_content_charset()) == ("REQUEST", "utf-8")
    assert calendar.get_content_disposition() is None
    alternatives = next(part for part in message.walk() if part.get_content_type() == "multipart/alternative")
    kinds = [part.get_content_type() for part in alternatives.iter_parts()]
    assert kinds == ["text/plain", "text/html", "text/calendar"]
    (file,) = message.iter_attachments()
    assert (file.get_filename(), file.get_content_type()) == ("mote.ics", "application/ics")
    assert file.get_content().decode().splitlines() == calendar.get_content().splitlines()


def test_the_time_zone_is_swedish_time_with_both_its_changes(cast: Cast) -> None:
    planned(cast)
    (zone,) = delivered()[0].calendar.walk("VTIMEZONE")
    found = zone.to_tz()
    for day, hours in (
        (date(2027, 3, 27), 1),
        (date(2027, 3, 29), 2),
        (date(2026, 10, 24), 2),
        (date(2026, 10, 26), 1),
    ):
        assert datetime.combine(day, time(12), found).utcoffset() == timedelta(hours=hours), day


@pytest.mark.parametrize(("day", "hour"), [(date(2027, 3, 27), 12), (date(2027, 3, 29), 11)])
def test_a_meeting_starts_at_its_hour_on_both_sides_of_the_change_to_summer_time(
    cast: Cast, day: date, hour: int
) -> None:
    planned(cast, day)
    start = delivered()[0]["dtstart"]
    assert (start.hour, start.minute, start.astimezone(UTC).hour) == (13, 30, hour)


def test_a_meeting_without_a_time_lasts_all_day(cast: Cast) -> None:
    planned(cast, starts_at=None, ends_at=None)
    mail = delivered()[0]
    assert (mail["dtstart"], mail["dtend"], str(mail.event["transp"])) == (DAY, date(2027, 2, 12), "TRANSPARENT")


EVIL = 'Rum 5\r\nBEGIN:VEVENT\r\nSUMMARY:x\nATTENDEE:mailto:x@example.se;,"\x0b\u2028END:VCALENDAR'


def test_text_from_people_starts_no_line_of_its_own(cast: Cast) -> None:
    cast.sara.person.name = 'Sara "S";\r\nBcc: x@example.se\r\nATTENDEE:mailto:y@example.se'
    cast.sara.person.save()
    planned(cast, place=EVIL[:160])
    mail = delivered()[2]
    assert mail.message.get_all("Bcc") is None
    assert str(mail.event["location"]) == " ".join(EVIL[:160].split()).replace("\u2028", " ")
    assert len(mail.calendar.walk("VEVENT")) == 1
    assert str(mail.event["attendee"]) == "mailto:sara@example.se"
    assert mail.event["attendee"].params["CN"] == "Sara S; Bcc: x@example.se ATTENDEE:mailto:y@example.se"


def test_a_title_with_line_breaks_makes_no_header(cast: Cast) -> None:
    cast.group.code = "LGS\r\nBcc: x@example.se\r\n"
    cast.group.save()
    planned(cast)
    mail = delivered()[0]
    assert mail.message.get_all("Bcc") is None
    assert str(mail.event["summary"]) == "LGS Bcc: x@example.se : möte"


def test_nobody_is_invited_to_what_has_been_or_to_a_written_meeting(cast: Cast) -> None:
    planned(cast, date(2026, 11, 21))
    planned(cast, kind=Meeting.Kind.WRITTEN)
    assert delivered() == []


def test_members_of_a_joint_group_are_invited_and_told_that_it_is_joint(cast: Cast) -> None:
    other = make_group("vag")
    make_member(make_user("vera").person, other)
    workflow.plan_meeting(Meeting(group=cast.group, date=DAY, **HEAD), joint_groups=[other], by=cast.eva)
    mails = delivered()
    assert [one.to for one in mails][-1] == "vera@example.se"
    assert str(mails[0].event["summary"]) == "LGS och VAG: gemensamt möte"
    assert Attendance.objects.get(person__name="Vera Exempel").capacity == "member"


def test_an_update_follows_when_the_head_changes_once_for_several_saves(cast: Cast) -> None:
    meeting = planned(cast)
    delivered()
    saved(cast, meeting, place="Rum 6")
    saved(cast, meeting, place="Rum 7")
    assert delivered() == []
    with time_machine.travel(datetime(2026, 11, 22, 8, 0, tzinfo=UTC)):
        mails = delivered()
    assert [one.to for one in mails] == ["eva@example.se", "olle@example.se", "sara@example.se"]
    assert (mails[0]["sequence"], str(mails[0].event["location"]), mails[0].method) == (2, "Rum 7", "REQUEST")
    assert mails[0].subject == "Ändrat: LGS: möte 11 februari 2027, 13.30–16.30"


def test_a_save_that_changes_nothing_of_the_head_tells_nobody(cast: Cast) -> None:
    meeting = planned(cast)
    delivered()
    saved(cast, meeting, place="Rum 5")
    with time_machine.travel(datetime(2026, 11, 22, 8, 0, tzinfo=UTC)):
        assert delivered() == []
    assert Meeting.objects.get().calendar_sequence == 0


def test_a_cancelled_meeting_clears_the_calendars(cast: Cast) -> None:
    meeting = planned(cast)
    delivered()
    workflow.cancel_meeting(meeting, reason="Ingen kan", by=cast.eva)
    mails = delivered()
    assert len(mails) == 3
    event = mails[0].event
    assert (mails[0].method, str(event["status"]), mails[0]["sequence"]) == ("CANCEL", "CANCELLED", 1)
    assert str(event["uid"]) == uid_of(meeting.pk)
    assert mails[0].subject == "Inställt: LGS: möte 11 februari 2027"
    assert "Skäl: Ingen kan" in mails[0].message.get_body(("plain",)).get_content()


def test_a_moved_meeting_keeps_its_uid_and_has_the_new_time(cast: Cast) -> None:
    meeting = planned(cast)
    delivered()
    moved(cast, meeting, starts_at=time(9), ends_at=time(11), place="Rum 8", reason="Sjukdom")
    mail = delivered()[0]
    assert (str(mail.event["uid"]), mail["sequence"], mail.method) == (uid_of(meeting.pk), 1, "REQUEST")
    assert mail["dtstart"] == datetime(2027, 2, 18, 9, tzinfo=STOCKHOLM)
    text = mail.message.get_body(("plain",)).get_content()
    assert "den 11 februari 2027, klockan 13.30–16.30 är flyttat till den 18 februari 2027" in text.replace("\n", " ")


def test_who_leaves_the_list_by_a_move_gets_a_cancellation_and_who_comes_an_invitation(cast: Cast) -> None:
    Membership.objects.filter(person=cast.sara.person).update(ends=date(2027, 2, 15))
    make_member(make_user("vera").person, cast.group, starts=date(2027, 2, 15))
    meeting = planned(cast)
    delivered()
    workflow.move_meeting(
        meeting, date=date(2027, 2, 18), starts_at=None, ends_at=None, place="", reason="", by=cast.eva
    )
    told = {one.to: (one.method, one.subject.split(":")[0]) for one in delivered()}
    assert told["sara@example.se"] == ("CANCEL", "Du står inte längre på närvarolistan")
    assert told["vera@example.se"] == ("REQUEST", "Inbjudan")
    assert told["eva@example.se"] == ("REQUEST", "Flyttat")


def test_the_call_gives_members_the_agenda_and_presenters_their_time(cast: Cast) -> None:
    meeting = planned(cast)
    guest = make_person("Gäst Exempel", email="gast@example.se")
    for number, presenter, minutes in ((1, None, 15), (2, guest, 20), (3, cast.sara.person, None)):
        AgendaItem.objects.create(
            meeting=meeting, number=number, title=f"Fråga {number}", presenter=presenter, minutes=minutes
        )
    delivered()
    called(cast, meeting)
    mails = delivered()
    slots = {one.to: one for one in mails if "-punkt-" in str(one["uid"])}
    assert list(slots) == ["gast@example.se", "sara@example.se"]
    item = meeting.items.get(number=2)
    own = slots["gast@example.se"]
    assert str(own.event["uid"]) == uid_of(meeting.pk, item.pk)
    assert (own["dtstart"].time(), own["dtend"].time()) == (time(13, 45), time(14, 5))
    assert str(own.event["summary"]) == "LGS: punkt 2, Fråga 2"
    assert (slots["sara@example.se"]["dtstart"].time(), slots["sara@example.se"]["dtend"].time()) == (
        time(14, 5),
        time(16, 30),
    )
    members = [one for one in mails if str(one["uid"]) == uid_of(meeting.pk)]
    assert [one.to for one in members] == ["eva@example.se", "olle@example.se", "sara@example.se"]
    assert {one["sequence"] for one in members} == {1}
    assert "Agenda\n1. Fråga 1\n2. Fråga 2\n3. Fråga 3" in str(members[0].event["description"])


def test_who_presents_no_more_when_the_meeting_is_called_anew_gets_a_cancellation(cast: Cast) -> None:
    meeting = planned(cast)
    guest = make_person("Gäst Exempel", email="gast@example.se")
    item = AgendaItem.objects.create(meeting=meeting, number=1, title="Fråga", presenter=guest, minutes=10)
    called(cast, meeting)
    delivered()
    item.presenter = None
    item.save()
    called(cast, meeting)
    mails = [one for one in delivered() if one.to == "gast@example.se"]
    assert [(one.method, str(one["uid"])) for one in mails] == [("CANCEL", uid_of(meeting.pk, item.pk))]
    assert mails[0].subject == "Du behöver inte föredra: LGS 11 februari 2027"


def test_a_called_meeting_that_is_cancelled_clears_the_presenters_time_too(cast: Cast) -> None:
    meeting = planned(cast)
    guest = make_person("Gäst Exempel", email="gast@example.se")
    AgendaItem.objects.create(meeting=meeting, number=1, title="Fråga", presenter=guest, minutes=10)
    called(cast, meeting)
    delivered()
    workflow.cancel_meeting(meeting, reason="Ingen kan", by=cast.eva)
    mails = [one for one in delivered() if one.to == "gast@example.se"]
    assert [(one.method, "-punkt-" in str(one["uid"])) for one in mails] == [("CANCEL", True)]


def test_who_has_no_address_gets_nothing_and_is_not_counted(cast: Cast) -> None:
    make_member(make_person("Utan Adress"), cast.group)
    meeting = planned(cast)
    assert [person.name for person in invitations.receivers(meeting)] == ["Eva Exempel", "Olle Exempel", "Sara Exempel"]
    assert OutboxMessage.objects.filter(kind=invitations.KIND).count() == 3


def test_a_mail_that_is_sent_twice_has_the_same_message_id_and_file(cast: Cast) -> None:
    planned(cast)
    first = delivered()
    OutboxMessage.objects.update(done_at=None, leased_until=None)
    second = delivered()
    assert [one.message["Message-ID"] for one in first] == [one.message["Message-ID"] for one in second]
    assert [one.calendar.to_ical() for one in first] == [one.calendar.to_ical() for one in second]


def test_no_calendar_says_the_title_of_a_withheld_item(cast: Cast) -> None:
    meeting = planned(cast)
    meeting.items.create(number=1, title="Öppen fråga")
    meeting.items.create(number=2, title="Kanariefågeln", is_withheld=True, withheld_reason="Känsligt")
    delivered()
    called(cast, meeting)
    saved(cast, meeting, place="Rum 6")
    said = [str(one.event["description"]) for one in delivered(at=datetime(2027, 1, 1, tzinfo=UTC))]
    assert said
    assert all("1. Öppen fråga\n2. Publiceras inte\n" in one for one in said)
    assert not any("Kanarie" in one for one in said)
