"""Who is asked for a verdict: said to get a mail only when they do, with a remark on who was away, in right words."""

from typing import Any

import pytest

from groups.models import Person
from meetings import workflow
from meetings.models import Meeting
from tests.admin.browsing import address, browser
from tests.factories import Cast, make_chair, make_held, make_person
from tests.meetings.modes import person_of, set_mode

pytestmark = pytest.mark.django_db


@pytest.fixture
def katarina(cast: Cast) -> Person:
    """Shares the chair with olle, without account and address."""
    person = make_person("Katarina Mueller", email="")
    make_chair(person, cast.group)
    return person


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    return make_held(cast)


def page(cast: Cast, meeting: Meeting, path: str = "skicka/") -> str:
    return " ".join(browser(cast.eva).get(address(meeting, path)).content.decode().split())


def set_state(meeting: Meeting, person: Any, state: str) -> None:
    row, _ = meeting.attendance.get_or_create(person=person, defaults={"position": 9})
    row.state = state
    row.save()


def test_who_has_no_address_is_not_said_to_get_a_mail(cast: Cast, katarina: Person, meeting: Meeting) -> None:
    text = page(cast, meeting)
    assert "<strong>Olle Exempel</strong> får ett mejl med en länk till den." in text
    assert "Katarina Mueller har ingen adress i portalen och får inget mejl." in text
    assert "Mueller</strong> får ett mejl" not in text


def test_both_are_said_to_get_a_mail_when_both_do(cast: Cast, katarina: Person, meeting: Meeting) -> None:
    Person.objects.filter(pk=katarina.pk).update(email="katarina@example.se")
    text = page(cast, meeting)
    assert "Katarina Mueller" in text
    assert "får ett mejl med en länk till den." in text
    assert "ingen adress i portalen" not in text
    assert "Katarina Mueller och Olle Exempel" in text or "Olle Exempel och Katarina Mueller" in text


@pytest.mark.parametrize("state", ["apologies", "absent"])
def test_a_chair_who_was_away_gets_a_remark_and_no_stop(cast: Cast, meeting: Meeting, state: str) -> None:
    assert "var inte med på mötet" not in page(cast, meeting)
    set_state(meeting, cast.olle.person, state)
    assert "<p>Olle Exempel var inte med på mötet.</p>" in page(cast, meeting)
    workflow.send_minutes(meeting, by=cast.eva)


def test_who_can_be_named_and_was_away_is_marked_in_the_choice(cast: Cast, meeting: Meeting) -> None:
    set_mode(cast, "named")
    set_state(meeting, cast.sara.person, "apologies")
    labels = [line for line in page(cast, meeting).split("<label") if "var inte med på mötet" in line]
    assert len(labels) == 1
    assert "Sara Exempel" in labels[0]


def test_the_note_waits_for_one_chair_or_the_other(cast: Cast, katarina: Person, meeting: Meeting) -> None:
    workflow.send_minutes(meeting, by=cast.eva)
    assert "Den väntar på Katarina Mueller eller Olle Exempel." in page(cast, meeting, "")


def test_the_note_waits_for_every_named_adjuster(cast: Cast, meeting: Meeting) -> None:
    set_mode(cast, "named")
    people = [person_of(cast.sara), person_of(cast.olle)]
    version = workflow.send_minutes(meeting, adjusters=people, by=cast.eva)
    assert "Den väntar på Olle Exempel och Sara Exempel." in page(cast, meeting, "")
    workflow.adjust(version, by=cast.olle)
    assert "Den väntar på Sara Exempel." in page(cast, meeting, "")
