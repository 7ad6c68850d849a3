"""R7: a question that a group can't solve goes to another, is accepted or sent back, and the answer comes back."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage

from groups.models import Group, Membership
from groups.workflow.groups import hindrances_of
from meetings import workflow as meeting_workflow
from meetings.models import Handover, Matter
from meetings.rules import may_recall, may_take_position, ways_from
from meetings.states import HANDOVER_ARROWS, MatterState
from meetings.workflow import handovers, matters
from meetings.workflow.open_words import KEPT_INSIDE
from meetings.workflow.scheduling import schedule
from samverkan.common.models import OutboxMessage
from samverkan.common.refusals import StepRefused
from tests.admin.browsing import browser, history_reasons
from tests.factories import AFTER, MEETING_DAY, Cast, make_cast, make_meeting
from tests.handovers import AT, Ladder, make_ladder, make_lifted, received_of
from tests.matters import checked, decide, make_coming, make_matter, text, told

NUMBER = "811218-9876"
pytestmark = pytest.mark.django_db
S = MatterState


@pytest.fixture
def ladder() -> Ladder:
    return make_ladder(make_cast())


def ways(matter: Matter) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for way in ways_from(matter, on=AT.date()):
        found.setdefault(way.kind, set()).add(way.group.slug)
    return found


def test_r7_where_a_question_can_go_comes_from_the_structure_and_the_types(ladder: Ladder) -> None:
    nosam = make_matter(ladder.cast.sara, ladder.nosam)
    assert ways(nosam) == {"lift": {"lgs", "beredning", "tema"}, "report": {"lgs"}}
    assert ways(make_matter(ladder.cast.sara, ladder.preparing)) == {
        "lift": {"lgs"}, "pass_on": {"nosam", "tema"},
    }  # fmt: skip
    assert ways(make_matter(ladder.cast.sara, ladder.lgs)) == {
        "lift": {"samrad", "beredning"}, "pass_on": {"nosam", "tema"}, "report": {"samrad"},
    }  # fmt: skip


def test_a_group_that_a_question_is_lifted_to_is_not_offered_as_one_below_too(ladder: Ladder) -> None:
    Group.objects.filter(pk=ladder.council.pk).update(prepared_by=ladder.preparing)
    found = ways(make_matter(ladder.cast.sara, ladder.preparing))
    assert found == {"lift": {"lgs", "samrad"}, "pass_on": {"nosam", "tema"}}


def test_a_group_that_nobody_runs_is_offered_no_question(ladder: Ladder) -> None:
    Membership.objects.filter(group=ladder.lgs, role="process_leader").update(ends=AT.date())
    assert ways(make_matter(ladder.cast.sara, ladder.nosam)) == {"lift": {"beredning", "tema"}}


def test_a_way_that_is_not_there_is_refused(ladder: Ladder) -> None:
    matter = make_matter(ladder.cast.sara, ladder.nosam)
    with pytest.raises(StepRefused, match="Välj en grupp i listan"):
        handovers.hand_over(matter, ladder.council, kind="lift", by=ladder.nora, at=AT)
    assert (matter.handovers.count(), told()) == (0, [])


def test_r7_nosam_lifts_to_lgs_and_both_sides_are_told(ladder: Ladder) -> None:
    handover = make_lifted(ladder, ladder.cast.sara)
    assert handover.matter is not None
    assert (handover.matter.state, handover.state) == (S.HANDED, "sent")
    assert history_reasons(Matter, handover.matter.pk) == [None, "Lyft till LGS"]
    assert told() == [
        ("handover_sent", ladder.cast.eva.person_id), ("matter_handed_over", ladder.cast.sara.person_id),
    ]  # fmt: skip
    assert not may_take_position(ladder.nora, handover)
    assert may_take_position(ladder.cast.eva, handover)
    assert (may_recall(ladder.nora, handover), may_recall(ladder.cast.eva, handover)) == (True, False)


def test_accepting_makes_a_question_in_the_backlog_with_the_papers(ladder: Ladder) -> None:
    handover = make_lifted(ladder, ladder.cast.sara, papers=2, wished_decision="Att dela lika.")
    told()
    received = received_of(handovers.accept(handover, by=ladder.cast.eva, at=AT))
    assert (received.group, received.raised_from, received.state) == (ladder.lgs, ladder.nosam, S.PREPARING)
    assert (received.raised_by, received.wished_decision) == (ladder.nora.person, "Att dela lika.")
    assert [default_storage.exists(paper.path) for paper in received.papers.all()] == [True, True]
    assert list(Matter.objects.backlog_of(ladder.lgs)) == [received]
    assert told() == [
        ("handover_accepted", ladder.nora.person_id), ("handover_accepted", ladder.cast.sara.person_id),
    ]  # fmt: skip


def test_what_is_accepted_or_taken_back_is_not_accepted_again(ladder: Ladder) -> None:
    handover = make_lifted(ladder, ladder.cast.sara)
    handovers.accept(handover, by=ladder.cast.eva, at=AT)
    for step in (handovers.accept, handovers.recall):
        with pytest.raises(StepRefused, match="läge är ”mottagen”"):
            step(handover, by=ladder.cast.eva, at=AT)
    assert Matter.objects.filter(group=ladder.lgs).count() == 1


def test_sent_back_the_question_is_in_the_backlog_again_with_what_to_complete(ladder: Ladder) -> None:
    handover = make_lifted(ladder, ladder.cast.sara)
    told()
    with pytest.raises(StepRefused, match="Skriv varför"):
        handovers.send_back(handover, reason=" ", by=ladder.cast.eva, at=AT)
    with pytest.raises(StepRefused, match="personnummer"):
        handovers.send_back(handover, reason=f"Gäller {NUMBER}.", by=ladder.cast.eva, at=AT)
    handovers.send_back(handover, reason="Kostnaden saknas.", by=ladder.cast.eva, at=AT)
    matter = Matter.objects.backlog_of(ladder.nosam).get()
    assert (matter.state, matter.reason) == (S.BACK_AGAIN, "Kostnaden saknas.")
    assert {template for template, _ in told()} == {"handover_returned"}
    again = handovers.hand_over(matter, ladder.lgs, kind="lift", by=ladder.nora, at=AT)
    assert received_of(handovers.accept(again, by=ladder.cast.eva, at=AT)).state == S.PREPARING


def test_taken_back_before_anybody_took_a_position(ladder: Ladder) -> None:
    handover = handovers.recall(make_lifted(ladder, ladder.cast.sara), by=ladder.nora, at=AT)
    assert handover.matter is not None
    handover.matter.refresh_from_db()
    assert (handover.state, handover.matter.state) == ("recalled", S.PREPARING)


def test_r7_the_answer_of_the_note_flows_back_by_itself_to_who_asked(ladder: Ladder) -> None:
    handover = make_lifted(ladder, ladder.cast.sara)
    received = received_of(handovers.accept(handover, by=ladder.cast.eva, at=AT))
    item = schedule(received, make_coming(ladder.cast), by=ladder.cast.eva, at=AT)
    decide(item, "LGS enas om att dela lika.")
    told()
    adjust(ladder.cast, item.meeting)
    assert handover.matter is not None
    handover.matter.refresh_from_db()
    handover.refresh_from_db()
    assert (handover.matter.state, handover.matter.answer) == (S.CLOSED, "LGS enas om att dela lika.")
    assert handover.state == "answered"
    asked = [person for template, person in told() if template == "matter_answered"]
    assert sorted(asked) == sorted([ladder.nora.person_id, ladder.cast.sara.person_id])


def adjust(cast: Cast, meeting: Any) -> Any:
    meeting.refresh_from_db()
    held = meeting_workflow.mark_held(meeting, by=cast.eva, at=AT + timedelta(days=30))
    version = meeting_workflow.send_minutes(held, by=cast.eva, at=AT + timedelta(days=30))
    return meeting_workflow.adjust(version, by=cast.olle, at=AT + timedelta(days=31))


def test_r7_the_answer_goes_through_the_whole_chain_from_the_political_council(ladder: Ladder) -> None:
    first = make_lifted(ladder, ladder.cast.sara)
    received = received_of(handovers.accept(first, by=ladder.cast.eva, at=AT))
    second = handovers.hand_over(received, ladder.council, kind="lift", by=ladder.cast.eva, at=AT)
    top = received_of(handovers.accept(second, by=ladder.karin, at=AT))
    told()
    matters.answer(top, text="Samrådet säger ja.", by=ladder.karin, at=AT)
    assert set(Matter.objects.values_list("state", "answer")) == {("closed", "Samrådet säger ja.")}
    people = {ladder.cast.eva.person_id, ladder.nora.person_id, ladder.cast.sara.person_id}
    assert {person for template, person in told() if template == "matter_answered"} == people


def test_an_answer_that_is_not_published_stays_in_the_group_that_gave_it(ladder: Ladder) -> None:
    handover = make_lifted(ladder, ladder.cast.sara)
    received = received_of(handovers.accept(handover, by=ladder.cast.eva, at=AT))
    item = schedule(received, make_coming(ladder.cast), by=ladder.cast.eva, at=AT)
    item.is_withheld, item.withheld_reason = True, "Känsligt."
    item.save()
    decide(item, "Hemligt svar.")
    adjust(ladder.cast, item.meeting)
    assert not OutboxMessage.objects.filter(payload__icontains="Hemligt").exists()
    assert set(Matter.objects.values_list("state", "answer")) == {("closed", KEPT_INSIDE)}
    assert not Matter.history.filter(answer__icontains="Hemligt").exists()
    told_people = {person for template, person in told() if template == "matter_answered"}
    assert {ladder.cast.sara.person_id, ladder.nora.person_id} == told_people


def test_a_preparation_that_is_not_published_comes_back_without_its_words(ladder: Ladder) -> None:
    matter = make_matter(ladder.cast.sara, ladder.nosam, state="preparing")
    sent = handovers.hand_over(matter, ladder.lgs, kind="lift", comes_back=True, by=ladder.nora, at=AT)
    received = received_of(handovers.accept(sent, by=ladder.cast.eva, at=AT))
    item = schedule(received, make_coming(ladder.cast), by=ladder.cast.eva, at=AT)
    item.is_withheld, item.withheld_reason = True, "Känsligt."
    item.save()
    decide(item, "Hemlig beredning.")
    adjust(ladder.cast, item.meeting)
    matter.refresh_from_db()
    assert (matter.state, matter.reason) == (S.BACK_AGAIN, KEPT_INSIDE)
    assert not OutboxMessage.objects.filter(payload__icontains="Hemlig beredning").exists()


def test_words_that_stood_in_an_answer_before_are_not_copied_when_its_item_is_withheld(ladder: Ladder) -> None:
    received = received_of(handovers.accept(make_lifted(ladder, ladder.cast.sara), by=ladder.cast.eva, at=AT))
    item = schedule(received, make_coming(ladder.cast), by=ladder.cast.eva, at=AT)
    item.is_withheld, item.withheld_reason = True, "Känsligt."
    item.save()
    received.state, received.answer = S.CLOSED, "Hemligt svar."
    received.save()
    handovers.follow(received, by=ladder.cast.eva, at=AT)
    assert Matter.objects.get(group=ladder.nosam).answer == KEPT_INSIDE


def test_what_the_receiving_group_sends_back_or_the_sender_withdraws_comes_home(ladder: Ladder) -> None:
    handover = make_lifted(ladder, ladder.cast.sara)
    received = received_of(handovers.accept(handover, by=ladder.cast.eva, at=AT))
    matters.send_back(received, reason="Hör hemma i temagruppen.", by=ladder.cast.eva, at=AT)
    matter = Matter.objects.get(group=ladder.nosam)
    assert (matter.state, matter.reason) == (S.BACK_AGAIN, "Hör hemma i temagruppen.")
    with pytest.raises(StepRefused, match="på nytt därifrån"):
        matters.raise_again(received_of(handover), by=ladder.nora, at=AT)


def test_a_question_at_another_group_is_neither_answered_nor_taken_in_here(ladder: Ladder) -> None:
    matter = make_lifted(ladder, ladder.cast.sara).matter
    assert matter is not None
    with pytest.raises(StepRefused, match="hos en annan grupp"):
        matters.answer(matter, text="Ja.", by=ladder.nora, at=AT)
    with pytest.raises(StepRefused, match="hos en annan grupp"):
        matters.take_in(matter, by=ladder.nora, at=AT)


def test_a_report_needs_no_answer_and_leaves_the_question_where_it_is(ladder: Ladder) -> None:
    matter = make_matter(ladder.cast.sara, ladder.nosam, state="closed", answer="Löst.")
    handover = handovers.hand_over(matter, ladder.lgs, kind="report", note="Så gick det.", by=ladder.nora, at=AT)
    received = received_of(handovers.accept(handover, by=ladder.cast.eva, at=AT))
    assert (received.purpose, received.description) == ("information", "Så gick det.")
    matters.answer(received, text="Tack.", by=ladder.cast.eva, at=AT)
    matter.refresh_from_db()
    assert (matter.state, matter.answer) == ("closed", "Löst.")


def test_what_is_prepared_elsewhere_comes_back_to_be_decided_and_is_not_closed(ladder: Ladder) -> None:
    matter = make_matter(ladder.cast.sara, ladder.lgs, state="preparing")
    handover = handovers.hand_over(
        matter, ladder.theme, kind="pass_on", comes_back=True, by=ladder.cast.eva, at=AT
    )  # fmt: skip
    received = received_of(handovers.accept(handover, by=ladder.tea, at=AT))
    matters.answer(received, text="Temagruppen föreslår en modell.", by=ladder.tea, at=AT)
    matter.refresh_from_db()
    assert (matter.state, matter.reason) == (S.BACK_AGAIN, "Temagruppen föreslår en modell.")


@pytest.mark.parametrize("kind", ["prepared_further", "referred_back", "postponed"])
def test_an_item_that_is_left_unsettled_reappears_in_the_backlog_with_what_to_complete(
    ladder: Ladder, kind: str
) -> None:
    meeting = make_meeting(ladder.lgs, items=2, outcomes=0)
    decide(meeting.items.get(number=2), "Kompletteras med mer information.", kind=kind)
    adjust(ladder.cast, meeting)
    matter = Matter.objects.backlog_of(ladder.lgs).get()
    assert (matter.title, matter.reason) == ("Fråga 2", "Kompletteras med mer information.")
    assert meeting.items.get(number=2).matter == matter


def test_the_note_of_a_meeting_that_others_have_followed_leaves_nothing(ladder: Ladder) -> None:
    make_meeting(ladder.lgs, items=0, state="held", date=MEETING_DAY + timedelta(days=40))
    meeting = make_meeting(ladder.lgs, items=1, outcomes=0)
    decide(meeting.items.get(), kind="prepared_further")
    adjust(ladder.cast, meeting)
    assert not Matter.objects.exists()


def test_a_note_that_names_the_group_to_prepare_sends_the_question_there(ladder: Ladder) -> None:
    meeting = make_meeting(ladder.lgs, items=1, outcomes=0)
    outcome = decide(meeting.items.get(), "Förankras först i temagruppen.", kind="prepared_further")
    outcome.group = ladder.theme
    outcome.save()
    adjust(ladder.cast, meeting)
    handover = Handover.objects.get()
    assert (handover.kind, handover.to_group, handover.comes_back) == ("pass_on", ladder.theme, True)
    assert Matter.objects.get().state == S.HANDED
    received = received_of(handovers.accept(handover, by=ladder.tea, at=AFTER))
    assert "Förankras först i temagruppen." in received.description


def test_what_is_answered_or_taken_back_leads_nowhere() -> None:
    assert [state for state in ("recalled", "answered") if HANDOVER_ARROWS.get(state)] == []


def test_a_group_ends_only_when_what_was_sent_to_it_is_dealt_with(ladder: Ladder) -> None:
    handover = make_lifted(ladder, ladder.cast.sara)
    told_of = [str(row.sentence) for row in hindrances_of(ladder.lgs, on=AT.date())]
    assert any("från Gruppen NOSAM väntar" in sentence for sentence in told_of)
    handovers.send_back(handover, reason="Gruppen läggs ner.", by=ladder.cast.eva, at=AT)
    told_of = [str(row.sentence) for row in hindrances_of(ladder.lgs, on=AT.date())]
    assert not any("väntar" in sentence for sentence in told_of)


def test_papers_that_come_after_the_position_are_not_the_other_groups(ladder: Ladder) -> None:
    handover = make_lifted(ladder, ladder.cast.sara, papers=1)
    handover = handovers.send_back(handover, reason="Berör inte oss.", by=ladder.cast.eva, at=AT)
    matters.keep_papers(Matter.objects.get(), [checked("sedan.pdf")], at=AT + timedelta(days=1))
    path = f"/admin/overlamningar/{handover.pk}/"
    page = text(browser(ladder.cast.eva).get(path))
    assert [name in page for name in ("underlag-1.pdf", "sedan.pdf")] == [True, False]
    assert [browser(ladder.cast.eva).get(f"{path}underlag/{number}/").status_code for number in (1, 2)] == [200, 404]
