"""A written meeting (per capsulam): the question out, the answers in, the note of them; in unanimity (R6)."""

import json
from datetime import date, timedelta
from typing import Any

import pytest

from decisions.models import Decision
from groups.models import Membership
from meetings import workflow
from meetings.kind_rules import may_answer, may_read_answers
from meetings.models import Meeting, MeetingMove, WrittenAnswer
from meetings.planning.frequency import frequency_of
from meetings.workflow import written
from meetings.workflow.written import Reply
from samverkan.common.models import OutboxMessage
from samverkan.common.refusals import NotAllowed, StepRefused
from tests.factories import Cast, make_member, make_user
from tests.meetings.written import (
    AFTER_LAST,
    AGREES,
    LAST,
    OTHER,
    PLANNED,
    PROPOSAL,
    UNTIL,
    answer,
    approve,
    mails,
    make_out,
    make_planned,
    outcomes,
    told,
)

pytestmark = pytest.mark.django_db
REMARK, OBJECTION = Reply("remarks", "Säg när den ses över."), Reply("objects", "Kostnaden saknas.")


# Planning, and putting it out


def test_the_question_is_planned_as_an_agenda_whose_day_is_the_last_for_answers(cast: Cast) -> None:
    meeting = make_planned(cast, questions=2)
    item = meeting.items.get(number=1)
    assert (meeting.kind, meeting.date, meeting.state) == ("written", UNTIL, "planned")
    assert (item.purpose, item.questions, item.proposed_decision) == (
        "decision",
        "<p>Instämmer ni i rutinen?</p>",
        PROPOSAL,
    )
    assert item.information == "<p>Bakgrund &lt;b&gt;ett&lt;/b&gt;.</p>"
    assert not OutboxMessage.objects.filter(kind="meetings.invite").exists()


def test_every_member_gets_a_mail_and_nobody_else(cast: Cast) -> None:
    adjunct = make_user("ada")
    make_member(adjunct.person, cast.group, "adjunct")  # type: ignore[arg-type]
    make_out(cast)
    assert mails("written_question") == ["Olle", "Sara"]


@pytest.mark.parametrize("days", [0, -1])
def test_a_last_day_that_is_no_later_than_today_is_refused(cast: Cast, days: int) -> None:
    meeting = Meeting(group=cast.group, answers_until=PLANNED.date() + timedelta(days=days))
    with pytest.raises(StepRefused, match="efter i dag"):
        written.plan_written(meeting, [], by=cast.eva, at=PLANNED)


def test_it_waits_for_the_chair(cast: Cast) -> None:
    with pytest.raises(StepRefused, match="inte fastställd än"):
        written.put_out(make_planned(cast), by=cast.eva, at=PLANNED)


def test_it_goes_out_once_and_as_it_was_approved(cast: Cast) -> None:
    meeting = make_out(cast)
    with pytest.raises(StepRefused, match="redan utskickad"):
        written.put_out(meeting, by=cast.eva, at=PLANNED)
    other = approve(cast, make_planned(cast))
    other.items.update(proposed_decision="Något annat.")
    with pytest.raises(StepRefused, match="har ändrats"):
        written.put_out(other, by=cast.eva, at=PLANNED)


def test_an_item_without_a_proposal_and_a_day_that_has_come_are_refused(cast: Cast) -> None:
    meeting = make_planned(cast)
    meeting.items.update(proposed_decision="")
    approve(cast, meeting)
    with pytest.raises(StepRefused, match="saknar förslag till beslut"):
        written.put_out(meeting, by=cast.eva, at=PLANNED)
    late = approve(cast, make_planned(cast))
    with pytest.raises(StepRefused, match="Sista dagen för svar har kommit"):
        written.put_out(late, by=cast.eva, at=LAST)


def test_the_steps_of_a_gathering_do_not_fit_it(cast: Cast) -> None:
    meeting = approve(cast, make_planned(cast))
    with pytest.raises(StepRefused, match="ingen kallelse"):
        workflow.call(meeting, by=cast.eva, at=PLANNED)
    with pytest.raises(StepRefused, match="avslutas på sidan för svar"):
        workflow.mark_held(meeting, by=cast.eva, at=LAST)
    when: dict[str, Any] = {"date": date(2026, 6, 1), "starts_at": None, "ends_at": None, "place": "", "reason": ""}
    with pytest.raises(StepRefused, match="flyttas inte"):
        workflow.move_meeting(meeting, **when, by=cast.eva, at=PLANNED)


def test_nobody_changes_the_text_while_the_question_is_out(cast: Cast) -> None:
    meeting = make_out(cast)
    with pytest.raises(StepRefused, match="Frågan är ute för svar"):
        workflow.check_out(meeting, revision=meeting.revision)


# Answering


def test_a_member_answers_and_changes_the_answer_until_the_last_day(cast: Cast) -> None:
    meeting = make_out(cast)
    assert answer(meeting, cast.sara) == 1
    assert answer(meeting, cast.sara) == 0
    assert answer(meeting, cast.sara, REMARK, at=LAST) == 1
    row = WrittenAnswer.objects.get()
    assert (row.kind, row.comment, row.given_by) == ("remarks", "Säg när den ses över.", cast.sara)
    assert list(row.history.order_by("history_id").values_list("kind", flat=True)) == ["agrees", "remarks"]
    with pytest.raises(StepRefused, match="till och med 18 maj 2026"):
        answer(meeting, cast.sara, at=AFTER_LAST)


@pytest.mark.parametrize(
    ("kind", "why"), [("remarks", "Skriv din synpunkt"), ("objects", "vad som behöver kompletteras")]
)
def test_remarks_and_objections_say_what(cast: Cast, kind: str, why: str) -> None:
    with pytest.raises(StepRefused, match=why):
        answer(make_out(cast), cast.sara, Reply(kind, "  "))


def test_all_items_are_answered_at_once_and_only_those_there_are(cast: Cast) -> None:
    meeting = make_out(cast, questions=2)
    first = meeting.items.get(number=1)
    assert cast.sara.person
    with pytest.raises(StepRefused, match="Svara på alla punkter"):
        written.give_answers(meeting, {first.pk: AGREES}, person=cast.sara.person, by=cast.sara, at=PLANNED)


@pytest.mark.parametrize(
    ("who", "answers", "reads"),
    [("sara", True, False), ("olle", True, True), ("eva", False, True), ("maja", False, False)],
)
def test_members_answer_and_those_who_run_or_chair_read(cast: Cast, who: str, answers: bool, reads: bool) -> None:
    meeting, user = make_out(cast), getattr(cast, who)
    on = PLANNED.date()
    assert (may_answer(user, meeting, on=on), may_read_answers(user, meeting, on=on)) == (answers, reads)
    if not answers:
        with pytest.raises(NotAllowed, match="Bara gruppens ledamöter"):
            answer(meeting, user)


def test_an_answer_by_mail_is_registered_as_what_it_is(cast: Cast) -> None:
    meeting = make_out(cast)
    answer(meeting, cast.sara, by=cast.eva)
    row = WrittenAnswer.objects.get()
    assert (row.person, row.given_by) == (cast.sara.person, cast.eva)
    assert row.history.get().history_change_reason == "Registrerat: via e-post 5 maj 2026"
    answer(meeting, cast.sara, OBJECTION)
    with pytest.raises(StepRefused, match="har svarat själv"):
        answer(meeting, cast.sara, by=cast.eva)


def test_registering_says_how_the_answer_came(cast: Cast) -> None:
    meeting = make_out(cast)
    assert cast.sara.person
    replies = {meeting.items.get().pk: AGREES}
    with pytest.raises(StepRefused, match="Skriv hur svaret kom"):
        written.give_answers(meeting, replies, person=cast.sara.person, by=cast.eva, source=" ", at=PLANNED)


def test_nobody_answers_before_it_is_out_or_when_it_is_closed(cast: Cast) -> None:
    with pytest.raises(StepRefused, match="inte utskickad än"):
        answer(make_planned(cast), cast.sara)
    meeting = make_out(cast)
    written.close_written(meeting, by=cast.eva, at=AFTER_LAST)
    with pytest.raises(StepRefused, match="avslutad"):
        answer(meeting, cast.sara)


# Closing, and the note


def test_when_every_answer_agrees_the_proposal_is_the_decision_word_for_word(cast: Cast) -> None:
    meeting = make_out(cast, questions=2)
    answer(meeting, cast.sara, AGREES, REMARK)
    answer(meeting, cast.olle)
    meeting = written.close_written(meeting, by=cast.eva, at=PLANNED)
    assert outcomes(meeting) == [("agreed", PROPOSAL), ("agreed", OTHER)]
    assert meeting.items.get(number=2).dialog == (
        "<p>Synpunkter i svaren:</p><ul><li><p>Säg när den ses över.</p></li></ul>"
    )


def test_who_does_not_agree_sends_it_back_and_no_number_is_said(cast: Cast) -> None:
    meeting = make_out(cast)
    answer(meeting, cast.sara, OBJECTION)
    answer(meeting, cast.olle)
    meeting = written.close_written(meeting, by=cast.eva, at=PLANNED)
    assert outcomes(meeting) == [("referred_back", "Enighet saknas. Frågan återremitteras för förnyad beredning.")]
    dialog = meeting.items.get().dialog
    assert "<p>Det här behöver kompletteras:</p><ul><li><p>Kostnaden saknas.</p></li></ul>" in dialog
    assert f"Förslaget var: {PROPOSAL}" in dialog
    assert "Sara" not in dialog


def test_silence_is_no_yes_and_is_said_as_silence(cast: Cast) -> None:
    meeting = make_out(cast)
    answer(meeting, cast.sara, REMARK)
    meeting = written.close_written(meeting, by=cast.eva, at=AFTER_LAST)
    assert outcomes(meeting) == [
        ("prepared_further", "Alla har inte svarat. Frågan bereds vidare innan den tas upp igen.")
    ]
    dialog = meeting.items.get().dialog
    assert f"<p>Förslaget var: {PROPOSAL}</p><p>1 av 2 ledamöter har svarat.</p>" in dialog
    assert "Säg när den ses över." in dialog
    assert told(meeting) == {"Olle Exempel": "har inte svarat", "Sara Exempel": "har svarat skriftligt"}
    assert dict(meeting.attendance.values_list("person__name", "state")) == {
        "Olle Exempel": "absent", "Sara Exempel": "present",
    }  # fmt: skip


def test_who_is_against_sends_it_back_although_not_all_have_answered(cast: Cast) -> None:
    meeting = make_out(cast)
    answer(meeting, cast.sara, OBJECTION)
    meeting = written.close_written(meeting, by=cast.eva, at=AFTER_LAST)
    assert [kind for kind, _ in outcomes(meeting)] == ["referred_back"]


def test_without_any_answer_nothing_is_agreed(cast: Cast) -> None:
    meeting = written.close_written(make_out(cast), by=cast.eva, at=AFTER_LAST)
    assert outcomes(meeting) == [
        ("prepared_further", "Inga svar har kommit in. Frågan bereds vidare innan den tas upp igen.")
    ]


def test_it_closes_early_only_when_everybody_has_answered(cast: Cast) -> None:
    meeting = make_out(cast)
    answer(meeting, cast.sara)
    with pytest.raises(StepRefused, match="Alla har inte svarat än"):
        written.close_written(meeting, by=cast.eva, at=LAST)
    answer(meeting, cast.olle)
    meeting = written.close_written(meeting, by=cast.eva, at=PLANNED)
    assert (meeting.state, meeting.date) == ("held", PLANNED.date())
    assert MeetingMove.objects.get().date == UNTIL
    with pytest.raises(StepRefused, match="inte ute"):
        written.close_written(meeting, by=cast.eva, at=AFTER_LAST)


def test_who_has_left_the_group_is_not_waited_for_and_does_not_decide(cast: Cast) -> None:
    meeting = make_out(cast)
    answer(meeting, cast.sara, OBJECTION)
    answer(meeting, cast.olle)
    Membership.objects.filter(person=cast.sara.person).update(ends=date(2026, 5, 10))
    meeting = written.close_written(meeting, by=cast.eva, at=LAST)
    assert outcomes(meeting) == [("agreed", PROPOSAL)]
    assert told(meeting) == {"Olle Exempel": "har svarat skriftligt"}


def test_the_note_goes_the_ordinary_way_from_there(cast: Cast) -> None:
    meeting = make_out(cast)
    for user in (cast.sara, cast.olle):
        answer(meeting, user)
    written.close_written(meeting, by=cast.eva, at=PLANNED)
    version = workflow.adjust(workflow.send_minutes(meeting, by=cast.eva, at=LAST), by=cast.olle, at=LAST)
    assert json.loads(version.content)["meeting"]["kind"] == "written"
    decision = Decision.objects.get()
    assert (decision.text, decision.decided_on, decision.needs_anchoring) == (PROPOSAL, PLANNED.date(), True)


def test_a_written_meeting_is_no_meeting_of_the_rule(cast: Cast) -> None:
    written.close_written(make_out(cast), by=cast.eva, at=AFTER_LAST)
    assert frequency_of(cast.group, on=date(2026, 11, 22)).sentence == "inga"
