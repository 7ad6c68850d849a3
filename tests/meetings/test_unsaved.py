"""Text that is only kept as a draft is never left out without a word: whoever has it can't send past it."""

import pytest

from meetings import drafts, workflow
from samverkan.common.refusals import StepRefused
from tests.factories import AFTER, Cast, make_held, make_meeting

pytestmark = pytest.mark.django_db


def test_a_note_is_not_sent_past_the_senders_own_draft(cast: Cast) -> None:
    meeting = make_held(cast)
    key = meeting.items.order_by("number").values_list("pk", flat=True)[0]
    drafts.keep(meeting, {f"item-{key}-dialog": "<p>Nytt.</p>"}, revision=meeting.revision, by=cast.eva, at=AFTER)
    with pytest.raises(StepRefused, match=r"bara är sparad som utkast, senast kl. 14.00"):
        workflow.send_minutes(meeting, by=cast.eva, at=AFTER)
    drafts.discard(meeting, by=cast.eva)
    assert workflow.send_minutes(meeting, by=cast.eva, at=AFTER).state == "out"


def test_an_agenda_is_not_sent_past_the_senders_own_draft(cast: Cast) -> None:
    meeting = make_meeting(cast.group)
    drafts.keep(meeting, {"item-new1-title": "Ny punkt"}, revision=meeting.revision, by=cast.eva)
    with pytest.raises(StepRefused, match="Den kommer inte med"):
        workflow.send_agenda(meeting, by=cast.eva)


def test_somebody_elses_draft_stops_nobody(cast: Cast) -> None:
    meeting = make_held(cast)
    drafts.keep(meeting, {"item-new1-title": "Ny punkt"}, revision=meeting.revision, by=cast.olle, at=AFTER)
    assert workflow.send_minutes(meeting, by=cast.eva, at=AFTER).state == "out"
