"""Presenters' own time: given with the call, and following the agenda after it."""

from datetime import datetime, time

import pytest

from meetings import workflow
from meetings.calendars.ics import uid_of
from meetings.models import AgendaItem
from tests.factories import Cast, make_person
from tests.meetings.calendars import (
    STOCKHOLM,
    Received,
    called,
    delivered,
    delivered_later,
    moved,
    planned,
    presented,
    saving,
    told_and_planned,
)

pytestmark = pytest.mark.django_db


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


def slots(mails: list[Received]) -> list[tuple[str, str, int, str]]:
    """To whom, how, in which step, and from when."""
    own = [one for one in mails if "-punkt-" in str(one["uid"])]
    return [(one.to, one.method, one["sequence"], f"{one['dtstart']:%H.%M}") for one in own]


def test_after_the_call_only_those_whose_time_has_changed_hear_of_it(cast: Cast) -> None:
    meeting = told_and_planned(cast)
    guest = make_person("Gäst Exempel", email="gast@example.se")
    first, _, _ = presented(meeting, (None, 15), (guest, 20), (cast.sara.person, None))
    called(cast, meeting)
    assert slots(delivered()) == [
        ("gast@example.se", "REQUEST", 1, "13.45"),
        ("sara@example.se", "REQUEST", 1, "14.05"),
    ]
    with saving(cast, meeting):
        first.minutes = 25
        first.save()
    mails = delivered_later()
    assert slots(mails) == [("gast@example.se", "REQUEST", 2, "13.55"), ("sara@example.se", "REQUEST", 2, "14.15")]
    assert len(mails) == 2, "the members' entries stand as they are"
    assert mails[0].subject == "Ändrat: din punkt, LGS 11 februari 2027, 13.55–14.15"


def test_a_new_order_and_a_new_presenter_after_the_call_are_told(cast: Cast) -> None:
    meeting = told_and_planned(cast)
    guest = make_person("Gäst Exempel", email="gast@example.se")
    first, second = presented(meeting, (guest, 15), (cast.sara.person, 20))
    called(cast, meeting)
    delivered()
    with saving(cast, meeting):
        for item, number in ((first, 9), (second, 1), (first, 2)):
            item.number = number
            item.save()
    assert slots(delivered_later()) == [
        ("gast@example.se", "REQUEST", 2, "13.50"), ("sara@example.se", "REQUEST", 2, "13.30"),
    ]  # fmt: skip
    with saving(cast, meeting):
        second.presenter = cast.olle.person
        second.save()
    assert slots(delivered_later()) == [
        ("olle@example.se", "REQUEST", 3, "13.30"), ("sara@example.se", "CANCEL", 3, "13.30"),
    ]  # fmt: skip


def test_an_item_that_is_removed_after_the_call_frees_its_presenter(cast: Cast) -> None:
    meeting = told_and_planned(cast)
    guest = make_person("Gäst Exempel", email="gast@example.se")
    (item,) = presented(meeting, (guest, 15))
    uid = uid_of(meeting.pk, item.pk)
    called(cast, meeting)
    delivered()
    with saving(cast, meeting):
        item.delete()
    (mail,) = delivered_later()
    assert (mail.to, mail.method, str(mail["uid"]), str(mail.event["status"])) == (
        "gast@example.se", "CANCEL", uid, "CANCELLED",
    )  # fmt: skip


def test_a_save_that_changes_no_time_tells_no_presenter(cast: Cast) -> None:
    meeting = told_and_planned(cast)
    (item,) = presented(meeting, (cast.sara.person, 15))
    called(cast, meeting)
    delivered()
    with saving(cast, meeting):
        item.dialog = "<p>Nytt.</p>"
        item.save()
    assert delivered_later() == []


def test_a_moved_meeting_moves_the_presenters_time(cast: Cast) -> None:
    meeting = told_and_planned(cast)
    presented(meeting, (cast.sara.person, 15))
    called(cast, meeting)
    delivered()
    moved(cast, meeting, starts_at=time(9), ends_at=time(11))
    (own,) = [one for one in delivered() if "-punkt-" in str(one["uid"])]
    assert (own.to, own["dtstart"], own["sequence"]) == (
        "sara@example.se", datetime(2027, 2, 18, 9, tzinfo=STOCKHOLM), 2,
    )  # fmt: skip


def test_the_presenter_of_a_withheld_item_has_its_time_without_its_title(cast: Cast) -> None:
    meeting = told_and_planned(cast)
    (item,) = presented(meeting, (cast.sara.person, 15))
    item.title, item.is_withheld, item.withheld_reason = "Kanariefågeln", True, "Känsligt"
    item.save()
    called(cast, meeting)
    (own,) = [one for one in delivered() if "-punkt-" in str(one["uid"])]
    assert str(own.event["summary"]) == "LGS: punkt 1, Publiceras inte"
    assert "Kanarie" not in own.calendar.to_ical().decode()
