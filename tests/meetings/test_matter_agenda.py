"""A matter on an agenda: put there, moved, taken off, and what the adjusted note makes of it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from meetings import workflow
from meetings.models import AgendaItem, Attachment, Attendance, Matter, Meeting, StoredDocument
from meetings.states import MatterState
from meetings.workflow import EditConflict, check_out
from meetings.workflow.matter_outcomes import after_adjustment
from meetings.workflow.matters import set_recurring
from meetings.workflow.open_words import KEPT_INSIDE
from meetings.workflow.scheduling import coming_meetings, current_item, release, schedule, unschedule
from samverkan.common.models import OutboxMessage
from samverkan.common.refusals import StepRefused
from tests.admin.browsing import address, browser, fields_of, history_reasons
from tests.factories import Cast, make_group, make_meeting
from tests.matters import LATER, SOON, decide, make_coming, make_matter, make_standing, paper_file, titles, told

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HELD = datetime(2026, 12, 3, 17, 0, tzinfo=UTC)
S = MatterState


@pytest.fixture
def matter(cast: Cast) -> Matter:
    return make_matter(
        cast.maja, cast.group, papers=2, state=S.PREPARING, purpose="decision", minutes=20,
        description="Rad ett.\nRad <två>.\n\nNytt stycke.", wished_decision="Gruppen enas om att dela lika.",
    )  # fmt: skip


def put(cast: Cast, matter: Matter, meeting: Meeting) -> AgendaItem:
    return schedule(matter, meeting, by=cast.eva, at=AT)


def approve(cast: Cast, meeting: Meeting) -> None:
    """The agenda as it stands is sent, and approved by the chair."""
    workflow.approve_agenda(workflow.send_agenda(meeting, by=cast.eva, at=AT), by=cast.olle, at=AT)


def adjusted(cast: Cast, meeting: Meeting) -> None:
    """Held, written and adjusted by the chair."""
    meeting = workflow.mark_held(meeting, by=cast.eva, at=HELD)
    version = workflow.send_minutes(meeting, by=cast.eva, at=HELD)
    workflow.adjust(version, by=cast.olle, at=HELD + timedelta(hours=1))


def test_it_becomes_an_item_with_all_that_was_asked_and_its_papers(cast: Cast, matter: Matter) -> None:
    meeting = make_coming(cast, items=1)
    item = put(cast, matter, meeting)
    matter.refresh_from_db()
    assert matter.state == S.SCHEDULED
    assert (item.number, item.title, item.purpose, item.minutes) == (2, matter.title, "decision", 20)
    assert item.proposed_decision == "Gruppen enas om att dela lika."
    assert item.background == "<p>Rad ett.<br>Rad &lt;två&gt;.</p>\n\n<p>Nytt stycke.</p>"
    assert item.information == ""
    assert item.presenter is None
    papers = list(Attachment.objects.order_by("number").select_related("document"))
    assert [(paper.item, paper.number, paper.title, paper.is_public) for paper in papers] == [
        (item, 1, "Underlag 1", False), (item, 2, "Underlag 2", False),
    ]  # fmt: skip
    assert [paper.document.kind for paper in papers if paper.document] == ["paper", "paper"]
    assert papers[0].document.read() == paper_file(1)  # type: ignore[union-attr]
    assert history_reasons(Matter, matter.pk)[-1] == "På agendan till mötet 3 december 2026"
    assert told() == []  # nobody has approved that it is taken up
    approve(cast, meeting)
    assert told() == [("matter_scheduled", cast.maja.person_id)]


def test_whoever_has_the_agenda_open_is_told(cast: Cast, matter: Matter) -> None:
    meeting = make_coming(cast)
    put(cast, matter, meeting)
    with pytest.raises(EditConflict):
        check_out(meeting, revision=meeting.revision)


def test_a_member_or_a_guest_who_raised_it_presents_it(cast: Cast, matter: Matter) -> None:
    own = make_matter(cast.sara, cast.group, title="En ledamots fråga")
    meeting = make_coming(cast)
    assert put(cast, own, meeting).presenter == cast.sara.person
    Attendance.objects.create(meeting=meeting, person=cast.maja.person, capacity="guest", position=9)
    assert put(cast, matter, meeting).presenter == cast.maja.person


def test_it_comes_before_what_always_stands_last(cast: Cast, matter: Matter) -> None:
    for title in ("Övriga frågor", "Nästa möte"):
        make_standing(cast.group, title, is_last=True)
    meeting = make_coming(cast)
    for number, title in enumerate(("Inledning", "övriga  frågor", "Nästa möte"), start=1):
        AgendaItem.objects.create(meeting=meeting, number=number, title=title)
    put(cast, matter, meeting)
    assert titles(meeting) == ["Inledning", matter.title, "övriga  frågor", "Nästa möte"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [({"state": "cancelled"}, "redan hållet eller inställt"), ({"state": "held"}, "redan hållet eller inställt")],
)
def test_only_a_meeting_to_come_takes_it(cast: Cast, matter: Matter, fields: Any, sentence: str) -> None:
    with pytest.raises(StepRefused, match=sentence):
        put(cast, matter, make_coming(cast, **fields))
    assert told() == []


def test_a_meeting_that_has_been_or_is_of_another_group_does_not_take_it(cast: Cast, matter: Matter) -> None:
    with pytest.raises(StepRefused, match="redan hållet"):
        put(cast, matter, make_meeting(cast.group))
    with pytest.raises(StepRefused, match="i den grupp som frågan är ställd till"):
        put(cast, matter, make_meeting(make_group("tredje"), date=SOON))


def test_the_meetings_to_choose_among(cast: Cast, matter: Matter) -> None:
    make_meeting(cast.group)
    make_coming(cast, date(2026, 12, 10), state="cancelled")
    make_meeting(make_group("tredje"), date=SOON)
    make_coming(cast, date(2026, 12, 11), state="called", kind="written")
    later, soon = make_coming(cast, LATER), make_coming(cast, state="called")
    assert list(coming_meetings(matter, on=AT.date())) == [soon, later]


def test_it_moves_with_what_was_written_and_its_papers(cast: Cast, matter: Matter) -> None:
    soon, later = make_coming(cast, items=1), make_coming(cast, LATER)
    item = put(cast, matter, soon)
    item.title, item.questions = "Kostnaden för efterlevandestöd", "<p>Räcker pengarna?</p>"
    item.save()
    Attachment.objects.filter(number=1).update(is_public=True)
    told()
    moved = put(cast, Matter.objects.get(), later)
    assert moved.background == item.background
    assert (moved.meeting, moved.title, moved.questions) == (later, item.title, "<p>Räcker pengarna?</p>")
    assert titles(soon) == ["Fråga 1"]
    assert list(Attachment.objects.order_by("number").values_list("meeting", "item", "title", "is_public")) == [
        (later.pk, moved.pk, "Underlag 1", True), (later.pk, moved.pk, "Underlag 2", False),
    ]  # fmt: skip
    assert set(StoredDocument.objects.values_list("meeting", flat=True)) == {later.pk}
    matter.refresh_from_db()
    assert matter.state == S.SCHEDULED
    assert history_reasons(Matter, matter.pk)[-1] == "Flyttad från mötet 3 december 2026 till mötet 4 februari 2027"
    assert told() == []  # neither day has been promised
    approve(cast, later)
    assert told() == [("matter_scheduled", cast.maja.person_id)]
    with pytest.raises(StepRefused, match="står redan på agendan"):
        put(cast, matter, later)


def test_taken_off_it_is_prepared_again_and_leaves_nothing_behind(cast: Cast, matter: Matter) -> None:
    meeting = make_coming(cast, items=1)
    item = put(cast, matter, meeting)
    AgendaItem.objects.create(meeting=meeting, number=3, title="Sist")
    told()
    unschedule(matter, by=cast.eva, at=AT)
    matter.refresh_from_db()
    assert matter.state == S.PREPARING
    assert titles(meeting) == ["Fråga 1", "Sist"]
    assert (Attachment.objects.count(), StoredDocument.objects.count()) == (0, 0)
    assert history_reasons(AgendaItem, item.pk)[-1] == "Togs bort från agendan"
    assert told() == []
    with pytest.raises(StepRefused, match="står inte på någon agenda"):
        unschedule(matter, by=cast.eva, at=AT)


def test_what_has_been_talked_about_stays(cast: Cast, matter: Matter) -> None:
    meeting = make_coming(cast)
    decide(put(cast, matter, meeting))
    for step in (lambda: unschedule(matter, by=cast.eva, at=AT), lambda: put(cast, matter, make_coming(cast, LATER))):
        matter.refresh_from_db()
        with pytest.raises(StepRefused, match="Punkten har redan dialog eller beslut"):
            step()
    assert matter.state == S.SCHEDULED


def test_an_item_that_is_removed_in_the_editor_lets_its_matter_wait_again(cast: Cast, matter: Matter) -> None:
    meeting = make_coming(cast)
    item = put(cast, matter, meeting)
    approve(cast, meeting)
    told()
    client = browser(cast.eva)
    fields = fields_of(client.get(address(meeting)))
    client.post(address(meeting), {**fields, f"item-{item.pk}-remove": "on"})
    matter.refresh_from_db()
    assert (matter.state, matter.items.count()) == (S.PREPARING, 0)
    assert matter.history.first().history_user == cast.eva
    assert told() == [("matter_off_agenda", cast.maja.person_id)]


def test_a_meeting_that_is_called_off_gives_its_matters_back(cast: Cast, matter: Matter) -> None:
    meeting = make_coming(cast)
    item = put(cast, matter, meeting)
    told()
    release(meeting, by=cast.eva, at=AT)
    matter.refresh_from_db()
    assert (matter.state, current_item(matter)) == (S.BACK_AGAIN, item)
    assert matter.reason.startswith("Mötet 3 december 2026 är inställt.")
    assert told() == [("matter_back", cast.maja.person_id)]
    release(meeting, by=cast.eva, at=AT)
    assert told() == []


def test_the_whole_way_to_an_answer_in_the_adjusted_note(cast: Cast, matter: Matter) -> None:
    meeting = make_coming(cast)
    item = put(cast, matter, meeting)
    decide(item)
    decide(item, "Vårdsamverkanskontoret följer upp.", "assigned")
    told()
    adjusted(cast, meeting)
    matter.refresh_from_db()
    assert matter.state == S.CLOSED
    assert matter.answer == "Gruppen enas om att dela lika.\n\nVårdsamverkanskontoret följer upp."
    assert history_reasons(Matter, matter.pk)[-1] == "Besvarad vid mötet 3 december 2026"
    mail = OutboxMessage.objects.get(payload__template="matter_answered")
    assert mail.payload["person"] == cast.maja.person_id
    assert mail.payload["context"]["answer"] == matter.answer


@pytest.mark.parametrize("kind", ["postponed", "prepared_further", "referred_back"])
def test_what_is_not_settled_comes_back_with_what_to_complete(cast: Cast, matter: Matter, kind: str) -> None:
    meeting = make_coming(cast)
    decide(put(cast, matter, meeting), "Frågan kompletteras med en kostnad.", kind)
    adjusted(cast, meeting)
    matter.refresh_from_db()
    assert (matter.state, matter.reason, matter.answer) == (
        S.BACK_AGAIN, "Frågan kompletteras med en kostnad.", "",
    )  # fmt: skip
    assert OutboxMessage.objects.get(payload__template="matter_back").payload["person"] == cast.maja.person_id
    again = put(cast, matter, make_coming(cast, LATER))
    assert again.attachments.count() == 2


def test_a_recurring_one_comes_back_whatever_is_said(cast: Cast, matter: Matter) -> None:
    set_recurring(matter, recurring=True, by=cast.eva, at=AT)
    meeting = make_coming(cast)
    decide(put(cast, matter, meeting), "Gruppen noterar informationen.", "noted")
    adjusted(cast, meeting)
    matter.refresh_from_db()
    assert (matter.state, matter.reason) == (S.BACK_AGAIN, "Gruppen noterar informationen.")


def test_a_note_that_says_nothing_of_it_answers_nothing(cast: Cast, matter: Matter) -> None:
    meeting = make_coming(cast)
    put(cast, matter, meeting)
    adjusted(cast, meeting)
    matter.refresh_from_db()
    assert (matter.state, matter.reason) == (S.BACK_AGAIN, "Anteckningen säger inte vad frågan ledde till.")


@pytest.mark.parametrize(("asks", "answer"), [("maja", KEPT_INSIDE), ("sara", "KANARIEFÅGEL")])
def test_what_is_not_published_is_answered_in_the_group_alone_and_never_in_the_mail(
    cast: Cast, matter: Matter, asks: str, answer: str
) -> None:
    matter.raised_by = getattr(cast, asks).person
    matter.save()
    meeting = make_coming(cast)
    item = put(cast, matter, meeting)
    item.is_withheld, item.withheld_reason = True, "Sekretess"
    item.save()
    decide(item, "KANARIEFÅGEL")
    adjusted(cast, meeting)
    matter.refresh_from_db()
    assert (matter.state, matter.answer) == (S.CLOSED, answer)
    payloads = [row.payload for row in OutboxMessage.objects.filter(kind="groups.mail")]
    assert payloads
    assert "KANARIEFÅGEL" not in str(payloads)


def test_a_refused_adjustment_leaves_the_matter_where_it_was(cast: Cast, matter: Matter) -> None:
    meeting = make_coming(cast)
    decide(put(cast, matter, meeting))
    meeting = workflow.mark_held(meeting, by=cast.eva, at=HELD)
    version = workflow.send_minutes(meeting, by=cast.eva, at=HELD)
    workflow.return_minutes(version, comment="Fel siffra.", by=cast.olle, at=HELD)
    matter.refresh_from_db()
    assert matter.state == S.SCHEDULED


def test_a_correction_corrects_the_answer_and_nothing_else(cast: Cast, matter: Matter) -> None:
    meeting = make_coming(cast)
    outcome = decide(put(cast, matter, meeting))
    adjusted(cast, meeting)
    version = meeting.minutes_versions.get()
    version.corrects_id = version.pk  # as the next version says of the one before
    told()
    after_adjustment(version, by=cast.olle, at=HELD)
    assert told() == []
    later = HELD + timedelta(days=1)
    meeting = workflow.open_correction(version.meeting, kind="outcome", reason="Fel", by=cast.eva, at=later)
    outcome.text = "Gruppen enas om att dela efter folkmängd."
    outcome.save()
    workflow.adjust(workflow.send_minutes(meeting, by=cast.eva, at=later), by=cast.olle, at=later)
    matter.refresh_from_db()
    assert (matter.state, matter.answer) == (S.CLOSED, "Gruppen enas om att dela efter folkmängd.")
    assert told() == [("matter_answered", cast.maja.person_id)]
