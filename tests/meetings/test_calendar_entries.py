"""The calendar files of a meeting's life, read back field by field."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from meetings import workflow
from meetings.calendars.ics import uid_of
from meetings.models import Meeting
from samverkan.common.models import OutboxMessage
from tests.factories import Cast, make_person, make_user
from tests.meetings.calendars import (
    DAY,
    HEAD,
    STOCKHOLM,
    Received,
    called,
    delivered,
    delivered_later,
    moved,
    planned,
    presented,
    saved,
    told_and_planned,
)

pytestmark = pytest.mark.django_db


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


def test_no_calendar_says_the_title_of_an_item_that_is_withheld_once_the_agenda_is_approved(cast: Cast) -> None:
    meeting = planned(cast)
    meeting.items.create(number=1, title="Öppen fråga")
    meeting.items.create(number=2, title="Kanariefågeln")
    meeting.items.create(number=3, title="Tukanen")
    called(cast, meeting)
    delivered()
    meeting.items.filter(number=2).update(is_withheld=True, withheld_reason="Känsligt")
    meeting.items.get(number=3).delete()
    moved(cast, meeting, date=meeting.date, place="Rum 6", starts_at=meeting.starts_at, ends_at=meeting.ends_at)
    said = [str(one.event["description"]) for one in delivered()]
    assert said
    assert all("1. Öppen fråga\n2. Publiceras inte\n" in one for one in said)
    assert not any("Kanarie" in one for one in said)


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


def fields(one: Received) -> dict[str, Any]:
    """The method and every field of the entry; DTSTAMP, ORGANIZER and ATTENDEE are those of every mail."""
    left = {"dtstamp", "organizer", "attendee"}
    read = {str(name).lower(): one[name] for name in one.event if str(name).lower() not in left}
    plain = {name: value.decode() if isinstance(value, bytes) else value for name, value in read.items()}
    return {"method": one.method, **plain}


def entry(meeting: Meeting, **other: Any) -> dict[str, Any]:
    """What an invitation to the planned meeting says, but for what is given."""
    address = f"http://127.0.0.1:8000/admin/moten/{meeting.pk}/"
    return {
        "method": "REQUEST",
        "uid": uid_of(meeting.pk),
        "sequence": 0,
        "dtstart": datetime(2027, 2, 11, 13, 30, tzinfo=STOCKHOLM),
        "dtend": datetime(2027, 2, 11, 16, 30, tzinfo=STOCKHOLM),
        "summary": "LGS: möte",
        "location": "Rum 5",
        "description": f"Anslut till mötet: {HEAD['link']}\nMötet i Samverkan: {address}",
        "url": address,
        "status": "CONFIRMED",
        "transp": "OPAQUE",
        **other,
    }


def test_an_invitation_field_by_field(cast: Cast) -> None:
    meeting = planned(cast)
    assert fields(delivered()[0]) == entry(meeting)


def test_an_update_field_by_field(cast: Cast) -> None:
    meeting = told_and_planned(cast)
    saved(cast, meeting, place="Rum 6")
    assert fields(delivered_later()[0]) == entry(meeting, sequence=1, location="Rum 6")


def test_a_move_field_by_field(cast: Cast) -> None:
    meeting = told_and_planned(cast)
    moved(cast, meeting, starts_at=time(9), ends_at=time(11), place="Rum 7")
    start, end = datetime(2027, 2, 18, 9, tzinfo=STOCKHOLM), datetime(2027, 2, 18, 11, tzinfo=STOCKHOLM)
    assert fields(delivered()[0]) == entry(meeting, sequence=1, dtstart=start, dtend=end, location="Rum 7")


def test_a_meeting_that_gets_another_place_only_is_changed_and_not_moved(cast: Cast) -> None:
    meeting = told_and_planned(cast)
    link = "https://mote.example.se/2"
    moved(cast, meeting, **{**HEAD, "date": DAY, "link": link, "reason": "Nytt rum"})
    mail = delivered()[0]
    assert mail.subject == "Ändrat: LGS: möte 11 februari 2027, 13.30–16.30"
    text = mail.message.get_body(("plain",)).get_content()
    assert (link in text, "Skäl: Nytt rum" in text) == (True, True)


def test_a_cancellation_field_by_field(cast: Cast) -> None:
    meeting = told_and_planned(cast)
    workflow.cancel_meeting(meeting, reason="Ingen kan", by=cast.eva)
    assert fields(delivered()[0]) == entry(
        meeting, method="CANCEL", sequence=1, summary="Inställt: LGS: möte", status="CANCELLED", transp="TRANSPARENT"
    )


def test_a_presenters_slot_field_by_field(cast: Cast) -> None:
    meeting = told_and_planned(cast)
    _, item = presented(meeting, (None, 15), (make_person("Gäst Exempel", email="gast@example.se"), 20))
    called(cast, meeting)
    (slot,) = [one for one in delivered() if one.to == "gast@example.se"]
    expected = entry(
        meeting,
        uid=uid_of(meeting.pk, item.pk),
        sequence=1,
        dtstart=datetime(2027, 2, 11, 13, 45, tzinfo=STOCKHOLM),
        dtend=datetime(2027, 2, 11, 14, 5, tzinfo=STOCKHOLM),
        summary="LGS: punkt 2, Fråga 2",
        description=f"Anslut till mötet: {HEAD['link']}",
    )
    del expected["url"]
    assert fields(slot) == expected


def test_only_who_can_open_the_meeting_gets_a_link_to_it(cast: Cast) -> None:
    """A presenter from another group with an account, and a guest without one, would meet a page that is not there."""
    elsewhere = make_user("lars", person=make_person("Lars Exempel"))
    guest = make_person("Gäst Exempel", email="gast@example.se")
    meeting = told_and_planned(cast)
    presented(meeting, (elsewhere.person, 10), (guest, 10), (cast.sara.person, 10))
    called(cast, meeting)
    mails = [one for one in delivered() if one.subject.startswith("Din punkt")]
    links = {one.to: "/admin/moten/" in one.message.get_body(("plain",)).get_content() for one in mails}
    assert links == {"lars@example.se": False, "gast@example.se": False, "sara@example.se": True}
    assert {one.to: "url" in one.event for one in mails} == links


def test_the_cancellation_of_a_slot_says_so(cast: Cast) -> None:
    meeting = told_and_planned(cast)
    presented(meeting, (cast.sara.person, 10))
    called(cast, meeting)
    delivered()
    workflow.cancel_meeting(meeting, reason="Ingen kan", by=cast.eva)
    told = {one.subject for one in delivered() if one.to == "sara@example.se"}
    assert told == {"Inställt: LGS: möte 11 februari 2027", "Inställt: din punkt, LGS 11 februari 2027"}
