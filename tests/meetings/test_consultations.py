"""R6, anchoring before: a question is asked round with its papers, answered side by side, and back on the agenda."""

import re
from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

import pikepdf
import pytest
import time_machine
from django.core import mail
from django.core.files.storage import default_storage
from django.utils import timezone

from groups.models import Seat
from meetings import consultation_links as links
from meetings.consultation_answers import draw
from meetings.links import LinkClosed
from meetings.models import Consultation, Consulted, Matter
from meetings.querysets.handovers import ANSWERS
from meetings.reminders.consultations import close_passed, remind_silent
from meetings.rules import may_answer_for
from meetings.states import MatterState
from meetings.workflow import consultations as workflow
from meetings.workflow import matters
from meetings.workflow.scheduling import schedule
from samverkan.common import outbox, pdf
from samverkan.common.models import OutboxMessage
from samverkan.common.refusals import StepRefused
from tests.admin.browsing import history_reasons
from tests.factories import LONG_AGO, make_cast, make_chair, make_member, make_organisation, make_user
from tests.handovers import AT, Ladder, make_ladder
from tests.matters import make_coming, make_matter, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]
UNTIL = date(2026, 12, 14)
LATE = datetime(2026, 12, 15, 9, 0, tzinfo=ZoneInfo("Europe/Stockholm"))
NUMBER = "811218-9876"


@pytest.fixture
def ladder() -> Ladder:
    return make_ladder(make_cast())


def ask(ladder: Ladder, *asked: Consulted, **fields: Any) -> Consultation:
    matter = make_matter(ladder.cast.sara, ladder.lgs, state="preparing", papers=1)
    question = Consultation(matter=matter, question="Vill ni vara med?", until=UNTIL, **fields)
    return workflow.send_out(question, asked, by=ladder.cast.eva, at=AT)


def test_r6_everybody_is_asked_at_once_and_the_question_waits_for_the_answers(ladder: Ladder) -> None:
    ladder.lgs.type.speaks_for_area = True
    ladder.lgs.type.save()
    organisation = make_organisation()
    make_member(ladder.cast.maja.person, ladder.lgs, organisation=organisation)
    asked = ask(
        ladder, Consulted(group=ladder.nosam), Consulted(organisation=organisation),
        Consulted(area=ladder.lgs.area), Consulted(name="VästKom", email="vastkom@example.se"),
    )  # fmt: skip
    assert [row.who for row in asked.consulted.all()] == [
        "Gruppen NOSAM", str(organisation), str(ladder.lgs.area), "VästKom",
    ]  # fmt: skip
    assert asked.matter.state == MatterState.ASKED
    people = {person for template, person in told() if template == "consultation_asked"}
    expected = {ladder.nora, ladder.cast.maja, ladder.cast.eva, ladder.cast.olle}
    assert people >= {user.person_id for user in expected}
    with pytest.raises(StepRefused, match="ute på remiss"):
        matters.take_in(asked.matter, by=ladder.cast.eva, at=AT)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"question": " "}, "Skriv vad ni vill"),
        ({"until": AT.date()}, "Välj en dag som kommer"),
        ({"question": f"Om {NUMBER}?"}, "personnummer"),
    ],
)
def test_what_can_not_be_asked(ladder: Ladder, fields: dict[str, Any], sentence: str) -> None:
    matter = make_matter(ladder.cast.sara, ladder.lgs, state="preparing")
    question = Consultation(matter=matter, **{"question": "Vad tycker ni?", "until": UNTIL, **fields})
    with pytest.raises(StepRefused, match=sentence):
        workflow.send_out(question, [Consulted(group=ladder.nosam)], by=ladder.cast.eva, at=AT)
    with pytest.raises(StepRefused, match="minst en"):
        workflow.send_out(Consultation(matter=matter, question="Ja?", until=UNTIL), [], by=ladder.cast.eva, at=AT)
    matter.refresh_from_db()
    assert (matter.state, Consultation.objects.count(), told()) == ("preparing", 0, [])


def test_who_answers_for_whom(ladder: Ladder) -> None:
    organisation, town = make_organisation(), make_organisation("Mölndals stad", kind="municipality")
    seat = Seat.objects.create(group=ladder.lgs, position=1, label="Kranskommunerna", starts=LONG_AGO)
    seat.answers_for.set([town])
    kim, lisa = make_user("kim"), make_user("lisa")
    make_member(kim.person, ladder.lgs, seat=seat)
    make_member(lisa.person, ladder.lgs, organisation=organisation)
    make_chair(make_user("nils").person, ladder.nosam)
    rows = [Consulted(group=ladder.nosam), Consulted(organisation=organisation), Consulted(organisation=town)]
    nosam, hospital, municipality = ask(ladder, *rows).consulted.all()
    users = {user.email.split("@")[0]: user for user in (ladder.nora, kim, lisa, ladder.cast.eva, ladder.cast.sara)}

    def who(row: Consulted) -> set[str]:
        return {name for name, user in users.items() if may_answer_for(user, row, on=AT.date())}

    assert (who(nosam), who(hospital), who(municipality)) == ({"nora"}, {"lisa"}, {"kim"})


def test_an_answer_is_words_with_or_without_a_position_and_can_be_changed_until_the_day(ladder: Ladder) -> None:
    row = ask(ladder, Consulted(group=ladder.nosam), Consulted(group=ladder.theme)).consulted.get(group=ladder.nosam)
    for text, sentence in (("  ", "Skriv ert svar"), (f"Om {NUMBER}.", "personnummer")):
        with pytest.raises(StepRefused, match=sentence):
            workflow.answer(row, text=text, by=ladder.nora, at=AT)
    workflow.answer(row, text="Ja.", by=ladder.nora, at=AT)
    workflow.answer(row, text="Ja, men.", stand="views", by=ladder.nora, at=AT)
    row.refresh_from_db()
    assert (row.text, row.get_stand_display()) == ("Ja, men.", "Ställer sig bakom med synpunkter")
    assert row.history.count() == 3
    with pytest.raises(StepRefused, match="Sista dagen"):
        workflow.answer(row, text="För sent.", by=ladder.nora, at=LATE)


def test_when_everybody_has_answered_those_who_asked_are_told(ladder: Ladder) -> None:
    row = ask(ladder, Consulted(group=ladder.nosam)).consulted.get()
    told()
    workflow.answer(row, text="Ja.", by=ladder.nora, at=AT)
    assert told() == [("consultation_complete", ladder.cast.eva.person_id)]


def test_closed_the_question_is_back_in_the_backlog_and_goes_on_the_agenda_with_the_answers(
    ladder: Ladder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()  # the agenda looks through a real file
    asked = ask(ladder, Consulted(group=ladder.nosam), Consulted(group=ladder.theme))
    workflow.answer(asked.consulted.get(group=ladder.nosam), text="Ja.", by=ladder.nora, at=AT)
    workflow.close(asked, by=ladder.cast.eva, at=AT + timedelta(days=1))
    outbox.run_due()
    matter = Matter.objects.backlog_of(ladder.lgs).get()
    assert "Har inte svarat: Gruppen TEMA." in matter.reason
    papers = list(matter.papers.all())
    assert [paper.name[:16] for paper in papers] == ["underlag-1.pdf", "Svar på remissen"]
    assert default_storage.exists(papers[-1].path)
    item = schedule(matter, make_coming(ladder.cast), by=ladder.cast.eva, at=AT)
    assert list(item.attachments.values_list("is_public", flat=True)) == [False, False]
    assert [paper.number for paper in asked.papers()] == [1]
    with pytest.raises(StepRefused, match="avslutad"):
        workflow.answer(asked.consulted.get(group=ladder.theme), text="Ja.", by=ladder.tea, at=AT)


def test_the_paper_is_promised_when_it_is_closed_and_drawn_apart(
    ladder: Ladder, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ask(ladder, Consulted(group=ladder.nosam))
    told()
    drawn: list[str] = []
    monkeypatch.setattr(pdf, "render", lambda html, **about: drawn.append(html))
    workflow.close(asked, by=ladder.cast.eva, at=AT)
    asked.refresh_from_db()
    matter = Matter.objects.get()
    assert (drawn, told()) == ([], [("consultation_ended", ladder.nora.person_id)])
    assert (asked.state, asked.is_gathering, matter.state) == ("closed", True, MatterState.ASKED)
    with pytest.raises(StepRefused, match="Svaren sammanställs just nu"):
        matters.take_in(matter, by=ladder.cast.eva, at=AT)
    with pytest.raises(StepRefused, match="remissen är avslutad"):
        workflow.recall(asked, by=ladder.cast.eva, at=AT)


def test_a_paper_that_can_not_be_drawn_is_tried_again_and_nothing_is_lost(
    ladder: Ladder, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ask(ladder, Consulted(group=ladder.nosam))
    workflow.close(asked, by=ladder.cast.eva, at=AT)
    works = pdf.render
    monkeypatch.setattr(pdf, "render", lambda html, **about: (_ for _ in ()).throw(MemoryError))
    outbox.run_due()
    assert [row.kind for row in outbox.troubled()] == [ANSWERS]
    assert (Matter.objects.get().state, Matter.objects.get().papers.count()) == ("asked", 1)
    monkeypatch.setattr(pdf, "render", works)
    outbox.run_due(at=timezone.now() + timedelta(minutes=2))
    assert (Matter.objects.get().state, Matter.objects.get().papers.count()) == ("back_again", 2)


def test_a_paper_that_is_promised_twice_is_made_once_also_when_a_new_round_is_out(ladder: Ladder) -> None:
    first = ask(ladder, Consulted(group=ladder.nosam))
    workflow.close(first, by=ladder.cast.eva, at=AT)
    message = OutboxMessage.objects.get(kind=ANSWERS)
    told()
    draw(message)
    people = {person for template, person in told() if template == "consultation_closed"}
    assert people == {ladder.cast.eva.person_id, ladder.cast.sara.person_id}
    assert history_reasons(Matter, first.matter.pk)[-1] == "Remissen är avslutad"
    draw(message)
    again = Consultation(matter=Matter.objects.get(), question="Och nu?", until=UNTIL)
    workflow.send_out(again, [Consulted(group=ladder.theme)], by=ladder.cast.eva, at=AT + timedelta(days=1))
    told()
    draw(message)
    matter = Matter.objects.get()
    assert (matter.state, matter.papers.count(), told()) == (MatterState.ASKED, 2, [])


def test_a_second_round_is_not_given_the_answers_of_the_first(ladder: Ladder) -> None:
    first = ask(ladder, Consulted(group=ladder.nosam))
    workflow.close(first, by=ladder.cast.eva, at=AT + timedelta(days=1))
    outbox.run_due()
    again = Consultation(matter=Matter.objects.get(), question="Och nu?", until=UNTIL)
    outside = Consulted(name="VästKom", email="vastkom@example.se")
    again = workflow.send_out(again, [outside], by=ladder.cast.eva, at=AT + timedelta(days=2))
    assert again.matter.papers.count() == 2
    assert [paper.number for paper in again.papers()] == [1]


def test_the_day_that_passes_closes_and_the_days_before_remind_once(ladder: Ladder) -> None:
    asked = ask(ladder, Consulted(group=ladder.nosam), Consulted(name="SIMBA", email="simba@example.se"))
    told()
    for day in (UNTIL - timedelta(days=4), UNTIL - timedelta(days=3), UNTIL - timedelta(days=2)):
        remind_silent(day)
    assert told() == [("consultation_asked", ladder.nora.person_id)]
    close_passed(UNTIL)
    assert Consultation.objects.out().exists()
    close_passed(UNTIL + timedelta(days=1))
    outbox.run_due()
    asked.refresh_from_db()
    assert (asked.state, Matter.objects.get().state) == ("closed", MatterState.BACK_AGAIN)


@pytest.mark.parametrize(("day", "is_told"), [(UNTIL, True), (UNTIL + timedelta(days=1), False)])
def test_who_had_days_left_is_told_that_it_is_closed(ladder: Ladder, day: date, is_told: bool) -> None:
    asked = ask(ladder, Consulted(group=ladder.nosam))
    told()
    workflow.close(asked, by=ladder.cast.eva, at=datetime.combine(day, time(10), tzinfo=UTC))
    assert (("consultation_ended", ladder.nora.person_id) in told()) is is_told


def test_taken_back_nobody_answers_and_the_question_is_prepared(ladder: Ladder) -> None:
    asked = ask(ladder, Consulted(group=ladder.nosam))
    told()
    workflow.recall(asked, by=ladder.cast.eva, at=AT)
    assert Matter.objects.get().state == MatterState.PREPARING
    assert told() == [("consultation_recalled", ladder.nora.person_id)]


def sent_links() -> list[str]:
    """The tokens in the mails that are sent now."""
    mail.outbox.clear()
    while outbox.run_due():
        pass
    texts = [message.body for message in mail.outbox if "/lank/remiss/" in message.body]
    return [found.group(1) for text in texts if (found := re.search(r"/lank/remiss/([^/]+)/", text))]


def test_somebody_outside_answers_once_by_the_link_in_the_mail(ladder: Ladder) -> None:
    row = ask(ladder, Consulted(name="VästKom", email="vastkom@example.se")).consulted.get()
    with time_machine.travel(AT, tick=False):
        (token,) = sent_links()
        assert mail.outbox[0].to == ["vastkom@example.se"]
        with pytest.raises(StepRefused, match="vem som svarar"):
            links.use(token, text="Ja.", stand="", signed=" ")
        links.use(token, text="Ja.", stand="behind", signed="Vera, VästKom")
        with pytest.raises(LinkClosed, match="Svaret kom in"):
            links.use(token, text="Nej.", stand="not", signed="Någon annan")
    row.refresh_from_db()
    assert (row.text, row.signed, row.answered_by) == ("Ja.", "Vera, VästKom", None)
    assert token not in str(row.links.values())


def test_a_link_holds_until_the_last_day_as_it_is_now_and_a_new_day_sends_a_new_one(ladder: Ladder) -> None:
    asked = ask(ladder, Consulted(name="VästKom", email="vastkom@example.se"))
    with time_machine.travel(AT, tick=False):
        (token,) = sent_links()
    with pytest.raises(LinkClosed, match="Den gällde till och med 14 december 2026"):
        links.open_link(token, at=LATE)
    with time_machine.travel(AT, tick=False):
        workflow.set_last_day(asked, UNTIL + timedelta(days=7), by=ladder.cast.eva, at=AT)
        (new,) = sent_links()
    assert links.open_link(new, at=LATE).consulted.name == "VästKom"
    assert links.open_link(token, at=LATE).consulted.name == "VästKom"
    with time_machine.travel(AT, tick=False):
        workflow.set_last_day(asked, UNTIL - timedelta(days=3), by=ladder.cast.eva, at=AT)
    with pytest.raises(LinkClosed, match="Den gällde till och med 11 december 2026"):
        links.open_link(token, at=AT + (LATE - AT) * 0.9)
    with pytest.raises(LinkClosed, match="Kanske kom inte hela adressen med"):
        links.open_link("x" * 43)


def test_the_paper_of_the_answers_is_a_real_file(ladder: Ladder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    asked = ask(ladder, Consulted(group=ladder.nosam))
    workflow.answer(asked.consulted.get(), text="Ja <tack>.", stand="behind", by=ladder.nora, at=AT)
    workflow.close(asked, by=ladder.cast.eva, at=AT)
    outbox.run_due()
    paper = Matter.objects.get().papers.get(number=2)
    with default_storage.open(paper.path) as file, pikepdf.open(BytesIO(file.read())) as document:
        assert document.docinfo["/Title"] == "Svar på remissen: Hur delar vi på kostnaden?"
