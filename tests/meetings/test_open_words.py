"""What an adjusted note sends to other groups by itself goes in the words that everyone may read."""

from datetime import timedelta
from typing import Any

import pytest

from meetings import workflow
from meetings.models import ContactChoice, Handover, Matter, Meeting, MinutesVersion
from meetings.states import MatterState as S
from meetings.workflow import handovers, open_words
from meetings.workflow.scheduling import schedule
from samverkan.common.models import OutboxMessage
from samverkan.common.refusals import StepRefused
from tests.factories import AFTER, make_cast, make_meeting
from tests.handovers import AT, Ladder, make_ladder, make_lifted, received_of
from tests.matters import decide, make_coming, make_matter

pytestmark = pytest.mark.django_db
SECRET, MASK = "bo@kanarie.se", "[uppgift borttagen]"


@pytest.fixture
def ladder() -> Ladder:
    return make_ladder(make_cast())


def mask(meeting: Meeting) -> None:
    ContactChoice.objects.create(meeting=meeting, value=SECRET, choice="mask")


def adjust(ladder: Ladder, meeting: Meeting) -> MinutesVersion:
    meeting.refresh_from_db()
    at = AT + timedelta(days=30)
    held = workflow.mark_held(meeting, by=ladder.cast.eva, at=at)
    return workflow.adjust(
        workflow.send_minutes(held, by=ladder.cast.eva, at=at), by=ladder.cast.olle, at=at
    )  # fmt: skip


def sends_on(ladder: Ladder, item: Any, text: str) -> None:
    outcome = decide(item, text, kind="prepared_further")
    outcome.group = ladder.theme
    outcome.save()


def test_what_is_masked_in_the_note_is_masked_in_the_question_that_is_sent_on(ladder: Ladder) -> None:
    meeting = make_meeting(ladder.lgs, items=1, outcomes=0)
    meeting.items.update(title=f"Vem är {SECRET}?", information=f"<p>Fråga {SECRET} om läget.</p>")
    mask(meeting)
    sends_on(ladder, meeting.items.get(), f"Bereds av {SECRET}.")
    version = adjust(ladder, meeting)
    assert SECRET in version.content
    handover = Handover.objects.get()
    received = received_of(handovers.accept(handover, by=ladder.tea, at=AFTER))
    assert received.title == f"Vem är {MASK}?"
    assert received.description == (
        f"Ur anteckningen från mötet 23 april 2026: Bereds av {MASK}.\n\nFråga {MASK} om läget."
    )
    everything = [str(row) for model in (Matter, Handover) for row in model.objects.values()]
    everything += [str(row) for row in OutboxMessage.objects.values("payload")]
    assert SECRET not in "".join(everything)


def test_what_is_not_masked_goes_as_it_stands(ladder: Ladder) -> None:
    meeting = make_meeting(ladder.lgs, items=1, outcomes=0)
    ContactChoice.objects.create(meeting=meeting, value=SECRET, choice="keep")
    sends_on(ladder, meeting.items.get(), f"Bereds av {SECRET}.")
    adjust(ladder, meeting)
    assert Handover.objects.get().note.endswith(f"Bereds av {SECRET}.")


def test_what_is_withheld_is_sent_nowhere_and_keeps_its_words_in_the_own_backlog(ladder: Ladder) -> None:
    meeting = make_meeting(ladder.lgs, items=1, outcomes=0)
    meeting.items.update(is_withheld=True, withheld_reason="Känsligt", title="Hemlig fråga")
    sends_on(ladder, meeting.items.get(), "Bereds hemligt.")
    adjust(ladder, meeting)
    matter = Matter.objects.get()
    assert (matter.group, matter.state, matter.title) == (ladder.lgs, S.BACK_AGAIN, "Hemlig fråga")
    assert matter.reason == "Bereds hemligt."
    assert not Handover.objects.exists()


def test_a_question_whose_own_words_say_what_is_masked_waits_for_the_process_leader(ladder: Ladder) -> None:
    matter = make_matter(
        ladder.cast.sara, ladder.lgs, state="preparing", description=f"Ring {SECRET}."
    )  # fmt: skip
    item = schedule(matter, make_coming(ladder.cast), by=ladder.cast.eva, at=AT)
    mask(item.meeting)
    sends_on(ladder, item, "Bereds i temagruppen.")
    adjust(ladder, item.meeting)
    matter.refresh_from_db()
    assert (matter.state, matter.description) == (S.BACK_AGAIN, f"Ring {SECRET}.")
    assert not Handover.objects.exists()
    handovers.hand_over(matter, ladder.theme, kind="pass_on", by=ladder.cast.eva, at=AT)
    assert Handover.objects.get().to_group == ladder.theme


def test_a_question_without_it_is_sent_on_by_the_note(ladder: Ladder) -> None:
    matter = make_matter(ladder.cast.sara, ladder.lgs, state="preparing")
    item = schedule(matter, make_coming(ladder.cast), by=ladder.cast.eva, at=AT)
    mask(item.meeting)
    sends_on(ladder, item, f"Bereds av {SECRET}.")
    adjust(ladder, item.meeting)
    assert Handover.objects.get().note.endswith(f"Bereds av {MASK}.")


def test_the_answer_to_another_group_is_masked_as_the_note_is_and_so_is_its_correction(ladder: Ladder) -> None:
    handover = make_lifted(ladder, ladder.cast.sara)
    received = received_of(handovers.accept(handover, by=ladder.cast.eva, at=AT))
    item = schedule(received, make_coming(ladder.cast), by=ladder.cast.eva, at=AT)
    mask(item.meeting)
    outcome = decide(item, f"LGS ber {SECRET} svara.")
    adjust(ladder, item.meeting)
    source = Matter.objects.get(group=ladder.nosam)
    assert (source.state, source.answer) == (S.CLOSED, f"LGS ber {MASK} svara.")
    assert not OutboxMessage.objects.filter(payload__icontains=SECRET).exists()
    meeting = workflow.open_correction(
        item.meeting, kind="outcome", reason="Fel", by=ladder.cast.eva, at=AT + timedelta(days=31)
    )
    outcome.text = f"LGS ber {SECRET} svara i maj."
    outcome.save()
    later = AT + timedelta(days=32)
    sent = workflow.send_minutes(meeting, by=ladder.cast.eva, at=later)
    workflow.adjust(sent, by=ladder.cast.olle, at=later)
    source.refresh_from_db()
    assert source.answer == f"LGS ber {MASK} svara i maj."


def test_where_no_open_text_can_be_made_of_the_note_nothing_of_it_is_told(
    ladder: Ladder, monkeypatch: pytest.MonkeyPatch
) -> None:
    received = received_of(handovers.accept(make_lifted(ladder, ladder.cast.sara), by=ladder.cast.eva, at=AT))
    item = schedule(received, make_coming(ladder.cast), by=ladder.cast.eva, at=AT)
    mask(item.meeting)
    decide(item, f"LGS ber {SECRET} svara.")
    decide(item, "Och tar upp det i maj.")

    def refused(*args: Any) -> None:
        raise StepRefused("Något som ska maskeras går fortfarande att läsa.")

    monkeypatch.setattr(open_words, "variant_of", refused)
    adjust(ladder, item.meeting)
    assert set(Matter.objects.values_list("state", "answer")) == {(S.CLOSED, open_words.KEPT_INSIDE)}
    assert not OutboxMessage.objects.filter(payload__icontains=SECRET).exists()


@pytest.mark.parametrize("asked_by", ["outside", "for another group"])
def test_a_withheld_answer_is_not_told_to_one_outside_who_asked(ladder: Ladder, asked_by: str) -> None:
    by = ladder.nora if asked_by == "outside" else ladder.cast.sara
    source = ladder.nosam if asked_by == "for another group" else None
    matter = make_matter(by, ladder.lgs, state="preparing", raised_from=source)
    item = schedule(matter, make_coming(ladder.cast), by=ladder.cast.eva, at=AT)
    item.is_withheld, item.withheld_reason = True, "Känsligt."
    item.save()
    decide(item, "Kanariefågel bereds.", kind="postponed")
    decide(item, "Kanariefågel igen.")
    adjust(ladder, item.meeting)
    matter.refresh_from_db()
    assert (matter.state, matter.reason) == (S.BACK_AGAIN, open_words.KEPT_INSIDE)
    mail = [row.payload["context"] for row in OutboxMessage.objects.filter(payload__template="matter_back")]
    assert [said["reason"] for said in mail] == [open_words.KEPT_INSIDE]
    assert not OutboxMessage.objects.filter(payload__icontains="Kanarie").exists()
