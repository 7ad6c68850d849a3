"""The calendar feeds: what everyone may know in the open ones, what those called may know in a person's own."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
import time_machine
from django.test import Client
from icalendar import Calendar, Event

from meetings import workflow
from meetings.calendars.ics import uid_of
from meetings.models import CalendarAddress, Meeting, Publication
from meetings.workflow.redactions import Wish
from samverkan.common import outbox
from samverkan.portal import pages
from tests.factories import AFTER, Cast, make_group, make_meeting, make_member, make_published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]
DAY = date(2027, 2, 11)
LINK = "https://mote.example.se/kanariefagel"


def events(response: Any) -> dict[str, Event]:
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return {str(event["uid"]): event for event in Calendar.from_ical(response.content).walk("VEVENT")}


def planned(cast: Cast, day: date = DAY, **fields: Any) -> Meeting:
    values = {"starts_at": time(13, 30), "ends_at": time(16, 30), "place": "Rum 5", "link": LINK, **fields}
    return workflow.plan_meeting(Meeting(group=cast.group, date=day, **values), by=cast.eva)


def test_the_open_feed_holds_what_everyone_may_know(client: Client, cast: Cast) -> None:
    meeting = planned(cast)
    response = client.get("/kalender.ics")
    event = events(response)[uid_of(meeting.pk)]
    assert str(event["summary"]) == "LGS: möte"
    assert event.decoded("dtstart").isoformat() == "2027-02-11T13:30:00+01:00"
    assert (str(event["location"]), str(event["url"])) == ("Rum 5", "http://127.0.0.1:8000/moten/lgs/2027-02-11/")
    calendar = Calendar.from_ical(response.content)
    assert (str(calendar["method"]), str(calendar["x-wr-calname"])) == ("PUBLISH", "Möten i Samverkan")
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT4H\r\nX-PUBLISHED-TTL:PT4H\r\n" in response.content
    assert b"kanariefagel" not in response.content
    assert b"ATTENDEE" not in response.content
    assert b"Exempel" not in response.content


def test_the_open_feed_of_a_meeting_on_the_net_says_no_more_than_that(client: Client, cast: Cast) -> None:
    planned(cast, place="Teams https://teams.example.se/kanariefagel")
    assert b"kanariefagel" not in client.get("/kalender.ics").content


def test_internal_groups_are_in_no_open_feed(client: Client, cast: Cast) -> None:
    hidden = make_group("kanarie", shows_group=False)
    make_meeting(hidden, date=DAY)
    joint = workflow.plan_meeting(Meeting(group=cast.group, date=DAY), joint_groups=[hidden], by=cast.eva)
    found = client.get("/kalender.ics")
    assert list(events(found)) == [uid_of(joint.pk)]
    assert b"KANARIE" not in found.content
    assert client.get("/grupper/kanarie/kalender.ics").status_code == 404


def test_a_groups_feed_holds_its_own_meetings_and_those_it_takes_part_in(client: Client, cast: Cast) -> None:
    other = make_group("vag")
    mine = planned(cast)
    joint = workflow.plan_meeting(Meeting(group=other, date=DAY), joint_groups=[cast.group], by=cast.eva)
    make_meeting(other, date=DAY, sequence=2)
    assert set(events(client.get("/grupper/lgs/kalender.ics"))) == {uid_of(mine.pk), uid_of(joint.pk)}


def test_a_cancelled_meeting_stays_and_says_so_without_the_reason(client: Client, cast: Cast) -> None:
    meeting = planned(cast)
    workflow.cancel_meeting(meeting, reason="Kanariefågeln är sjuk", by=cast.eva)
    found = client.get("/kalender.ics")
    event = events(found)[uid_of(meeting.pk)]
    assert (str(event["status"]), str(event["summary"]), event["sequence"]) == ("CANCELLED", "Inställt: LGS: möte", 1)
    assert "Kanarie" not in found.content.decode()


def test_a_meeting_that_was_moved_and_then_called_off_stands_as_cancelled_on_its_last_day(
    client: Client, cast: Cast
) -> None:
    meeting = planned(cast)
    workflow.move_meeting(
        meeting, date=date(2027, 2, 18), starts_at=time(9), ends_at=None, place="Rum 6", reason="", by=cast.eva
    )
    workflow.cancel_meeting(meeting, reason="Ingen kan", by=cast.eva)
    for address in ("/kalender.ics", own(cast)):
        (event,) = events(client.get(address)).values()
        assert (str(event["uid"]), str(event["status"]), event["sequence"]) == (uid_of(meeting.pk), "CANCELLED", 2)
        assert event.decoded("dtstart").isoformat() == "2027-02-18T09:00:00+01:00"
        assert (str(event["location"]), str(event["transp"])) == ("Rum 6", "TRANSPARENT")


def test_a_moved_meeting_keeps_its_uid_in_the_feed_and_its_old_address_leads_on(client: Client, cast: Cast) -> None:
    meeting = planned(cast)
    workflow.move_meeting(
        meeting, date=date(2027, 2, 18), starts_at=None, ends_at=None, place="", reason="", by=cast.eva
    )
    event = events(client.get("/kalender.ics"))[uid_of(meeting.pk)]
    assert event.decoded("dtstart") == date(2027, 2, 18)
    answer = client.get("/moten/lgs/2027-02-11/")
    assert (answer.status_code, answer["Location"]) == (301, "/moten/lgs/2027-02-18/")
    assert client.get("/moten/lgs/2027-02-11/anteckning.pdf")["Location"] == "/moten/lgs/2027-02-18/anteckning.pdf"
    assert client.get("/moten/lgs/2027-02-12/").status_code == 404


def test_the_old_address_of_an_internal_groups_meeting_is_404(client: Client, cast: Cast) -> None:
    meeting = planned(cast)
    workflow.move_meeting(
        meeting, date=date(2027, 2, 18), starts_at=None, ends_at=None, place="", reason="", by=cast.eva
    )
    cast.group.shows_group = False
    cast.group.save()
    assert client.get("/moten/lgs/2027-02-11/").status_code == 404


def test_an_unchanged_feed_is_304_also_after_a_day(client: Client, cast: Cast) -> None:
    planned(cast)
    tag = client.get("/kalender.ics")["ETag"]
    assert client.get("/kalender.ics", headers={"if-none-match": tag}).status_code == 304
    with time_machine.travel(datetime(2026, 11, 23, 9, 0, tzinfo=UTC)):
        assert client.get("/kalender.ics", headers={"if-none-match": tag}).status_code == 304
    planned(cast, date(2027, 3, 4))
    assert client.get("/kalender.ics", headers={"if-none-match": tag}).status_code == 200


def own(cast: Cast) -> str:
    return f"/kalender/{workflow.make_calendar_address(by=cast.sara)}.ics"


def test_a_personal_feed_shows_internal_meetings_with_their_link(client: Client, cast: Cast) -> None:
    hidden = make_group("intern", shows_group=False)
    make_member(cast.sara.person, hidden)
    internal = make_meeting(hidden, date=DAY, link=LINK)
    mine = planned(cast)
    make_meeting(make_group("frammande"), date=DAY)
    response = client.get(own(cast))
    found = events(response)
    assert set(found) == {uid_of(internal.pk), uid_of(mine.pk)}
    assert str(found[uid_of(internal.pk)]["description"]).startswith(f"Anslut till mötet: {LINK}")
    assert response["Cache-Control"] == "private, no-cache"
    assert response.cookies == {}
    again = client.get(response.wsgi_request.path, headers={"if-none-match": response["ETag"]})
    assert again.status_code == 304


def test_who_has_left_a_group_sees_its_meetings_no_more(client: Client, cast: Cast) -> None:
    planned(cast)
    address = own(cast)
    cast.sara.person.memberships.update(ends=date(2026, 11, 22))
    assert events(client.get(address)) == {}


def test_a_personal_feed_ends_when_revoked_replaced_or_the_account_is_closed(client: Client, cast: Cast) -> None:
    first = own(cast)
    second = own(cast)
    assert (client.get(first).status_code, client.get(second).status_code) == (404, 200)
    cast.sara.is_active = False
    cast.sara.save()
    assert client.get(second).status_code == 404
    cast.sara.is_active = True
    cast.sara.save()
    assert workflow.revoke_calendar_address(by=cast.sara)
    assert client.get(second).status_code == 404
    assert not workflow.revoke_calendar_address(by=cast.sara)


def test_only_the_checksum_of_the_address_is_kept(cast: Cast) -> None:
    secret = workflow.make_calendar_address(by=cast.sara)
    row = CalendarAddress.objects.get()
    assert len(secret) == 43
    assert secret not in str(row.__dict__)


@pytest.mark.parametrize("count", [1, 12])
def test_feeds_take_the_same_queries_however_many_meetings(
    client: Client, cast: Cast, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        planned(cast, date(2027, 2, 1 + number))
    address = own(cast)
    with django_assert_num_queries(4):  # the stamp, the meetings, the joint groups, the places in published notes
        client.get("/kalender.ics")
    with django_assert_num_queries(3):  # whose it is, the meetings, the joint groups
        client.get(address)


def placed(client: Client, meeting: Meeting) -> str:
    pages.store.clear()
    return str(events(client.get("/kalender.ics"))[uid_of(meeting.pk)].get("location", ""))


def test_the_open_feed_says_the_place_that_the_published_note_says(client: Client, cast: Cast) -> None:
    publication = make_published(cast, place="Rum Kanariefågel")
    meeting = publication.meeting
    Meeting.objects.filter(pk=meeting.pk).update(place="Ändrad efteråt")
    assert placed(client, meeting) == "Rum Kanariefågel"
    asked = Wish(frozenset(), ("Kanariefågel",))
    workflow.redact(meeting, asked, reason="Namngiven person", by=cast.eva, at=AFTER)
    assert placed(client, meeting) == ""
    outbox.run_due(limit=50)
    assert placed(client, meeting) == "Rum [uppgift borttagen]"
    standing = Publication.objects.standing().get()
    workflow.withdraw(standing, reason="Fel", by=cast.eva, at=AFTER.replace(hour=20))
    assert placed(client, meeting) == ""


def test_the_place_of_a_meeting_without_a_note_is_shown_without_contact_details(client: Client, cast: Cast) -> None:
    meeting = planned(cast, place="Rum 5, fråga bo@kanarie.se")
    assert placed(client, meeting) == "Rum 5, fråga [uppgift borttagen]"
    page = client.get("/moten/lgs/2027-02-11/").content.decode()
    assert "Rum 5, fråga [uppgift borttagen]" in page
    assert "kanarie" not in page
