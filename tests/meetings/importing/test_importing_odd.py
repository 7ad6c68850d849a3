"""Notes that are odd in their head: what they say is left out, told of or refused with a sentence."""

from datetime import date, time

import pytest

from groups.models import Group
from meetings.importing.reading import read_note
from meetings.importing.saving import NEW, save_minutes
from meetings.models import Meeting, MeetingMove
from samverkan.common.refusals import StepRefused
from tests.factories import make_user

pytestmark = pytest.mark.django_db

NOTE = """Mötesanteckning LGS

Datum: 2026-04-23
Tid: {times}
Plats: {place}
Närvarande: Eva Ek

1. Mötets öppnande

Beslut: LGS noterar informationen.

Vid anteckningarna: {taker}
"""


@pytest.fixture
def lgs(structure: None) -> Group:
    return Group.objects.get(slug="lgs")


def read_in(group: Group, **said: str) -> Meeting:
    head = {"times": "13.30-16.30", "place": "Rådhuset", "taker": "Eva Ek"}
    source = NOTE.format(**{**head, **said}).encode()
    proposal = read_note(source, group=group)
    choices = {match.name: NEW for match in proposal.uncertain}
    return save_minutes(proposal, choices=choices, source=source, file_name="lgs.txt", by=None)


@pytest.mark.parametrize("times", ["16.30-13.30", "13.30-13.30", "22-01"])
def test_an_end_that_is_not_after_the_start_is_left_out(lgs: Group, times: str) -> None:
    meeting = read_in(lgs, times=times)
    assert (meeting.starts_at is not None, meeting.ends_at) == (True, None)


def test_the_reader_is_told_of_an_end_that_was_left_out(lgs: Group) -> None:
    source = NOTE.format(times="16.30-13.30", place="Rådhuset", taker="Eva Ek").encode()
    told = [str(warning) for warning in read_note(source, group=lgs).parsed.warnings]
    assert "Mötet slutar inte efter att det börjar (16.30–13.30). Fyll i sluttiden." in told


def test_a_personal_number_in_the_place_is_refused(lgs: Group) -> None:
    with pytest.raises(StepRefused, match="Platsen innehåller"):
        read_in(lgs, place="Hos Eva, 19121212-1212")
    assert not Meeting.objects.exists()


def test_a_name_of_any_length_is_cut_to_what_the_register_holds(lgs: Group) -> None:
    meeting = read_in(lgs, taker="samma som förra gången och gången före den " * 5)
    assert meeting.note_taker
    assert 100 < len(meeting.note_taker.name) <= 120


@pytest.mark.parametrize("values", [{"state": "cancelled"}, {"kind": "written"}, {"kind": "chair", "state": "held"}])
def test_the_note_is_not_that_of_a_meeting_that_nobody_came_to(lgs: Group, values: dict[str, str]) -> None:
    other = Meeting.objects.create(group=lgs, date=date(2026, 4, 23), **values)
    meeting = read_in(lgs)
    assert meeting != other
    assert meeting.sequence == 2


def test_the_address_of_a_meeting_that_was_moved_goes_on_leading_to_it(lgs: Group) -> None:
    moved = Meeting.objects.create(group=lgs, date=date(2026, 5, 7))
    MeetingMove.objects.create(
        meeting=moved, date=date(2026, 4, 23), sequence=1, starts_at=time(13), moved_at="2026-04-01T08:00Z",
        moved_by=make_user("flyttar"),
    )  # fmt: skip
    assert read_in(lgs).day_key == "2026-04-23-2"
