"""Steps that can be taken back: that a meeting was held, an agenda that lies with the approver, a note that is out."""

from datetime import timedelta
from typing import Any

import pytest

from meetings import links, workflow
from meetings.links import LinkClosed
from meetings.models import AgendaVersion, Meeting, MinutesVersion
from samverkan.common.refusals import StepRefused
from tests.admin.browsing import history_reasons
from tests.factories import (
    AFTER,
    MEETING_DAY,
    Cast,
    make_adjusted,
    make_group,
    make_held,
    make_meeting,
    make_published,
    make_sent,
)
from tests.meetings.modes import AT_NEXT, cast_of, make_commented, make_next, person_of, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]


def closed(cast: Cast, **version: Any) -> LinkClosed:
    """Why olle's link for the version can't be answered with."""
    address = links.make(person_of(cast.olle), **version, at=AFTER)
    found = links.find(address.split("/")[-2])
    assert found is not None
    with pytest.raises(LinkClosed) as raised:
        links.open_link(found, at=AFTER)
    return raised.value


# A meeting that was not held


@pytest.mark.parametrize("before", ["planned", "called"])
def test_a_meeting_marked_as_held_by_mistake_is_what_it_was_and_keeps_its_text(cast: Cast, before: str) -> None:
    meeting = make_held(cast, state=before)
    back = workflow.take_back_held(meeting, by=cast.eva, at=AFTER)
    assert (back.state, back.items.count()) == (before, 2)
    assert history_reasons(Meeting, meeting.pk)[-1] == "Inte hållet, markerat av misstag"
    assert workflow.mark_held(back, by=cast.eva, at=AFTER).state == "held"


def test_once_its_note_has_been_sent_it_was_held(cast: Cast) -> None:
    version = make_sent(cast)
    workflow.take_back(version, by=cast.eva, at=AFTER)
    with pytest.raises(StepRefused, match="har skickats för justering"):
        workflow.take_back_held(version.meeting, by=cast.eva, at=AFTER)


def test_what_was_not_marked_as_held_can_t_be_taken_back(cast: Cast) -> None:
    for fields, sentence in (
        ({}, "inte markerat som hållet"),
        ({"kind": "written", "state": "held"}, "inget möte som markeras"),
        ({"kind": "chair", "state": "held"}, "inget möte som markeras"),
    ):
        meeting = make_meeting(cast.group, sequence=Meeting.objects.count() + 1, **fields)
        with pytest.raises(StepRefused, match=sentence):
            workflow.take_back_held(meeting, by=cast.eva, at=AFTER)


def test_a_meeting_at_which_something_was_approved_was_held() -> None:
    cast = cast_of("next_meeting")
    version = make_sent(cast)
    later = workflow.mark_held(make_next(cast, version), by=cast.eva, at=AT_NEXT)
    workflow.adjust(version, by=cast.olle, at=AT_NEXT)
    with pytest.raises(StepRefused, match="har godkänt en anteckning"):
        workflow.take_back_held(later, by=cast.eva, at=AT_NEXT)
    prepares = make_held(cast, date=MEETING_DAY - timedelta(days=9))
    make_meeting(make_group("annan-grupp")).agenda_versions.create(
        number=1, content="{}", content_sha256="x", sent_at=AFTER, sent_by=cast.eva, at_meeting=prepares
    )
    with pytest.raises(StepRefused, match="En agenda är registrerad"):
        workflow.take_back_held(prepares, by=cast.eva, at=AFTER)


def test_a_meeting_that_a_publication_waited_for_was_held(cast: Cast) -> None:
    first = make_published(cast).meeting
    later = make_held(cast, date=MEETING_DAY + timedelta(days=3))
    later.approves.add(first)
    cast.group.type.publication_moment = "next_meeting"
    cast.group.type.save()
    with pytest.raises(StepRefused, match="har godkänt en anteckning"):
        workflow.take_back_held(Meeting.objects.get(pk=later.pk), by=cast.eva, at=AFTER)


# An agenda that lies with the approver


@pytest.fixture
def agenda(cast: Cast) -> AgendaVersion:
    return workflow.send_agenda(make_meeting(cast.group), by=cast.eva, at=AFTER)


def test_an_agenda_is_taken_back_and_sent_anew(cast: Cast, agenda: AgendaVersion) -> None:
    back = workflow.recall_agenda(agenda, by=cast.eva, at=AFTER)
    assert (back.state, back.decided_by, told("agenda_recalled")) == ("recalled", cast.eva, ["olle"])
    for step in (workflow.approve_agenda, workflow.recall_agenda):
        with pytest.raises(StepRefused, match="redan besvarad: tillbakatagen"):
            step(agenda, by=cast.olle, at=AFTER)
    again = workflow.send_agenda(agenda.meeting, by=cast.eva, at=AFTER)
    assert (again.number, workflow.approve_agenda(again, by=cast.olle, at=AFTER).state) == (2, "approved")


def test_the_link_of_an_agenda_that_was_taken_back_says_so(cast: Cast, agenda: AgendaVersion) -> None:
    workflow.recall_agenda(agenda, by=cast.eva, at=AFTER)
    why = closed(cast, agenda=agenda)
    assert (why.status, why.heading) == (410, "Agendan är tillbakatagen")
    assert str(why).startswith("Det gjorde Eva Exempel den 4 maj 2026. Den ska ändras.")


def test_an_agenda_is_not_answered_once_the_meeting_is_held(cast: Cast, agenda: AgendaVersion) -> None:
    workflow.mark_held(agenda.meeting, by=cast.eva, at=AFTER)
    with pytest.raises(StepRefused, match=r"Mötet är hållet\. Agendan behöver inget svar"):
        workflow.approve_agenda(agenda, by=cast.olle, at=AFTER)
    with pytest.raises(StepRefused, match="Mötet är hållet"):
        workflow.return_agenda(agenda, comment="Nej", by=cast.olle, at=AFTER)
    with pytest.raises(StepRefused, match="Nu är det senare"):
        workflow.register_agenda(
            agenda.meeting,
            seen_sha256=agenda.content_sha256,
            source="per telefon",
            day=AFTER.date(),
            by=cast.eva,
            at=AFTER,
        )
    why = closed(cast, agenda=agenda)
    assert (why.status, why.heading) == (410, "Mötet är hållet")
    workflow.take_back_held(agenda.meeting, by=cast.eva, at=AFTER)
    assert workflow.approve_agenda(agenda, by=cast.olle, at=AFTER).state == "approved"


# A note that is out


def test_who_was_to_adjust_is_told_when_the_note_is_taken_back(cast: Cast) -> None:
    version = make_sent(cast)
    workflow.take_back(version, by=cast.eva, at=AFTER)
    assert told("minutes_taken_back") == ["olle"]
    why = closed(cast, minutes=version)
    assert (why.status, why.heading) == (410, "Anteckningen är tillbakatagen")
    assert str(why).startswith("Eva Exempel tog tillbaka texten den 4 maj 2026 kl. 14.00 för att ändra den.")


def test_those_who_were_to_comment_are_told_too() -> None:
    cast = cast_of("comments")
    workflow.take_back(make_commented(cast), by=cast.eva, at=AFTER)
    assert told("minutes_taken_back") == ["olle", "sara"]


def test_a_note_that_an_adjuster_sent_back_says_so_and_not_that_it_was_taken_back(cast: Cast) -> None:
    version = make_sent(cast)
    workflow.return_minutes(version, comment="Punkt 2.", by=cast.olle, at=AFTER)
    assert (told("minutes_taken_back"), closed(cast, minutes=version).heading) == (
        [], "Anteckningen är tillbaka för ändring",
    )  # fmt: skip


def test_an_adjusted_note_is_not_taken_back(cast: Cast) -> None:
    with pytest.raises(StepRefused, match="redan justerad"):
        workflow.take_back(make_adjusted(cast), by=cast.eva, at=AFTER)
    assert MinutesVersion.objects.get().state == "adjusted"
