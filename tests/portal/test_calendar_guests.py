"""A person's own calendar feed holds what they are invited to by name and the items that they present, and no more."""

from datetime import date, datetime, time
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar, Event

from groups.models import Person, User
from meetings import workflow
from meetings.calendars.ics import uid_of
from meetings.models import AgendaItem, Attendance, Meeting
from tests.factories import Cast, make_group, make_meeting, make_user
from tests.meetings.calendars import HEAD, STOCKHOLM, called, delivered, planned, presented, saving

pytestmark = pytest.mark.django_db
OTHER_DAY = date(2027, 3, 11)
#: What an invitation by mail and an entry of a feed have to say alike, so that one is known as the other.
ALIKE = ("uid", "sequence", "dtstart", "dtend", "summary", "location", "description", "url", "status", "transp")


@pytest.fixture
def gro(cast: Cast) -> User:
    """Somebody with an account who sits in no group."""
    return make_user("gro")


def feed(user: User) -> dict[str, Event]:
    """What a calendar program gets from the person's own address."""
    secret = workflow.make_calendar_address(by=user)
    response = Client().get(f"/kalender/{secret}.ics")
    assert response.status_code == 200
    return {str(event["uid"]): event for event in Calendar.from_ical(response.content).walk("VEVENT")}


def fields(event: Event) -> dict[str, Any]:
    return {name: event.decoded(name) for name in ALIKE if name in event}


def person_of(user: User) -> Person:
    assert user.person is not None
    return user.person


def guest_at(meeting: Meeting, user: User) -> Attendance:
    return Attendance.objects.create(meeting=meeting, person=person_of(user), capacity="guest", position=9)


# --- Guests -------------------------------------------------------------------------------------------------


def test_a_guest_has_the_meeting_as_the_invitation_gave_it(cast: Cast, gro: User) -> None:
    meeting = planned(cast)
    guest_at(meeting, gro)
    workflow.plan_meeting(Meeting(group=cast.group, date=OTHER_DAY, **HEAD), by=cast.eva)
    make_meeting(make_group("frammande"), date=OTHER_DAY)
    (event,) = feed(gro).values()
    assert fields(event) == {
        "uid": uid_of(meeting.pk),
        "sequence": 0,
        "dtstart": datetime(2027, 2, 11, 13, 30, tzinfo=STOCKHOLM),
        "dtend": datetime(2027, 2, 11, 16, 30, tzinfo=STOCKHOLM),
        "summary": "LGS: möte",
        "location": "Rum 5",
        "description": f"Anslut till mötet: {HEAD['link']}",
        "status": "CONFIRMED",
        "transp": "OPAQUE",
    }
    client = Client()
    client.force_login(gro)
    assert client.get(f"/admin/moten/{meeting.pk}/").status_code == 404  # so the entry leads nowhere


def test_a_guest_of_an_internal_group_sees_that_meeting_alone(gro: User) -> None:
    hidden = make_group("intern", shows_group=False)
    mine = make_meeting(hidden, date=OTHER_DAY)
    make_meeting(hidden, date=OTHER_DAY, sequence=2)
    guest_at(mine, gro)
    assert set(feed(gro)) == {uid_of(mine.pk)}


def test_who_is_a_guest_no_more_sees_the_meeting_no_more(cast: Cast, gro: User) -> None:
    meeting = planned(cast)
    row = guest_at(meeting, gro)
    assert set(feed(gro)) == {uid_of(meeting.pk)}
    row.delete()
    assert feed(gro) == {}


def test_who_was_added_by_hand_has_the_meeting_and_who_only_sat_in_the_group_once_does_not(
    cast: Cast, gro: User
) -> None:
    meeting = planned(cast)
    row = Attendance(meeting=meeting, person=person_of(gro), capacity="substitute", position=9)
    row._change_reason = "Tillagd"  # type: ignore[attr-defined]  # how simple_history is told why
    row.save()
    assert set(feed(gro)) == {uid_of(meeting.pk)}
    person_of(cast.sara).memberships.update(ends=date(2026, 11, 22))
    assert meeting.attendance.filter(person=cast.sara.person).exists()
    assert feed(cast.sara) == {}


def test_a_guest_sees_that_the_meeting_was_moved_and_called_off(cast: Cast, gro: User) -> None:
    meeting = planned(cast)
    guest_at(meeting, gro)
    workflow.move_meeting(
        meeting, date=OTHER_DAY, starts_at=time(9), ends_at=None, place="Rum 6", reason="", by=cast.eva
    )
    (moved,) = feed(gro).values()
    assert (moved.decoded("dtstart"), moved["sequence"]) == (datetime(2027, 3, 11, 9, tzinfo=STOCKHOLM), 1)
    workflow.cancel_meeting(meeting, reason="Kanariefågeln är sjuk", by=cast.eva)
    (event,) = feed(gro).values()
    assert (str(event["status"]), str(event["summary"]), event["sequence"]) == ("CANCELLED", "Inställt: LGS: möte", 2)
    assert "Kanarie" not in str(event)


def test_nothing_comes_from_a_guests_address_that_is_revoked(client: Client, cast: Cast, gro: User) -> None:
    guest_at(planned(cast), gro)
    address = f"/kalender/{workflow.make_calendar_address(by=gro)}.ics"
    assert client.get(address).status_code == 200
    workflow.revoke_calendar_address(by=gro)
    answer = client.get(address)
    assert answer.status_code == 404
    assert b"VEVENT" not in answer.content


# --- Presenters ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["gro", "sara"])
def test_the_feed_gives_a_presenter_the_same_times_as_the_mail(cast: Cast, gro: User, who: str) -> None:
    user = {"gro": gro, "sara": cast.sara}[who]
    meeting = planned(cast)
    _, item, _ = presented(meeting, (None, 15), (user.person, 20), (None, 5))
    delivered()
    called(cast, meeting)
    mailed = {str(one["uid"]): one for one in delivered() if one.to == user.email}
    found = feed(user)
    own = uid_of(meeting.pk, item.pk)
    assert set(found) == ({own} if who == "gro" else {own, uid_of(meeting.pk)})
    assert fields(found[own]) == fields(mailed[own].event)
    assert (found[own].decoded("dtstart"), found[own].decoded("dtend"), str(found[own]["summary"])) == (
        datetime(2027, 2, 11, 13, 45, tzinfo=STOCKHOLM),
        datetime(2027, 2, 11, 14, 5, tzinfo=STOCKHOLM),
        "LGS: punkt 2, Fråga 2",
    )
    if who == "sara":
        mail = fields(mailed[uid_of(meeting.pk)].event)
        whole = fields(found[uid_of(meeting.pk)])
        assert {**mail, "description": ""} == {**whole, "description": ""}


def test_a_presenter_sees_nothing_of_the_other_items(cast: Cast, gro: User) -> None:
    meeting = planned(cast)
    _, item = presented(meeting, (None, 15), (gro.person, 20))
    AgendaItem.objects.filter(meeting=meeting, number=1).update(title="Kanariefågeln")
    called(cast, meeting)
    (event,) = feed(gro).values()
    assert str(event["uid"]) == uid_of(meeting.pk, item.pk)
    assert "Kanarie" not in event.to_ical().decode()


def test_the_feed_follows_the_agenda_and_the_presenter(cast: Cast, gro: User) -> None:
    meeting = planned(cast)
    first, second = presented(meeting, (None, 15), (gro.person, 20))
    called(cast, meeting)
    with saving(cast, meeting):
        first.minutes = 25
        first.save()
    assert feed(gro)[uid_of(meeting.pk, second.pk)].decoded("dtstart").time() == time(13, 55)
    with saving(cast, meeting):
        second.presenter = cast.olle.person
        second.save()
    assert feed(gro) == {}
    assert uid_of(meeting.pk, second.pk) in feed(cast.olle)


def test_a_presenter_has_no_time_before_the_call(cast: Cast, gro: User) -> None:
    """As in the mail: until then the agenda is a draft."""
    presented(planned(cast), (gro.person, 20))
    assert feed(gro) == {}


def test_a_withheld_item_is_not_named(cast: Cast, gro: User) -> None:
    meeting = planned(cast)
    (item,) = presented(meeting, (gro.person, 20))
    item.title, item.is_withheld, item.withheld_reason = "Kanariefågeln", True, "Känsligt"
    item.save()
    called(cast, meeting)
    (event,) = feed(gro).values()
    assert str(event["summary"]) == "LGS: punkt 1, Publiceras inte"
    assert "Kanarie" not in event.to_ical().decode()


def test_a_called_meeting_that_is_called_off_says_so_at_the_presenters_time(cast: Cast, gro: User) -> None:
    meeting, draft = planned(cast), planned(cast, OTHER_DAY)
    presented(draft, (gro.person, 20))
    (item,) = presented(meeting, (gro.person, 20))
    called(cast, meeting)
    for one in (meeting, draft):
        workflow.cancel_meeting(one, reason="Ingen kan", by=cast.eva)
    (event,) = feed(gro).values()
    assert (str(event["uid"]), str(event["status"]), str(event["summary"])) == (
        uid_of(meeting.pk, item.pk), "CANCELLED", "Inställt: LGS: punkt 1, Fråga 1",
    )  # fmt: skip


def test_once_the_meeting_has_been_held_the_draft_of_its_note_is_not_told(cast: Cast, gro: User) -> None:
    meeting = planned(cast)
    (item,) = presented(meeting, (gro.person, 20))
    called(cast, meeting)
    workflow.mark_held(meeting, by=cast.eva, at=datetime(2027, 2, 11, 17, tzinfo=STOCKHOLM))
    AgendaItem.objects.filter(pk=item.pk).update(title="Kanariefågeln")
    AgendaItem.objects.create(
        meeting=meeting, number=2, title="Kanariefågeln", presenter=gro.person, is_added_at_meeting=True
    )
    (event,) = feed(gro).values()
    assert (str(event["uid"]), str(event["summary"])) == (uid_of(meeting.pk, item.pk), "LGS: din punkt")
    assert event.decoded("dtstart") == datetime(2027, 2, 11, 13, 30, tzinfo=STOCKHOLM)


def test_in_a_meeting_without_a_time_a_guest_who_presents_has_the_day(cast: Cast, gro: User) -> None:
    meeting = planned(cast, starts_at=None, ends_at=None)
    (item,) = presented(meeting, (gro.person, 20))
    called(cast, meeting)
    (event,) = feed(gro).values()
    assert (str(event["uid"]), event.decoded("dtstart"), str(event["transp"])) == (
        uid_of(meeting.pk, item.pk), date(2027, 2, 11), "TRANSPARENT",
    )  # fmt: skip


@pytest.mark.parametrize("count", [1, 5])
def test_a_feed_with_presentations_takes_the_same_queries_however_many(
    client: Client, cast: Cast, gro: User, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        meeting = planned(cast, date(2027, 2, 1 + number))
        guest_at(meeting, gro)
        presented(meeting, (gro.person, 20), (None, 5))
        Meeting.objects.filter(pk=meeting.pk).update(state="called")
    address = f"/kalender/{workflow.make_calendar_address(by=gro)}.ics"
    with django_assert_num_queries(4):  # whose it is, the meetings, the joint groups, the items
        assert client.get(address).content.count(b"BEGIN:VEVENT") == 2 * count
