"""A meeting that is held in writing (per capsulam): the question goes out, answers come in, the note is made of them.

What becomes of the answers is said in ``written_notes``.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from groups.mail import secretariat_of
from groups.models import Person, User
from meetings.kind_rules import asked
from meetings.models import AgendaItem, Meeting, WrittenAnswer
from meetings.states import MEETING_ARROWS, MeetingState, may_move
from meetings.workflow.calling import mark_called, next_call
from meetings.workflow.meeting import check_in, free_sequence, locked_with_group, plan_meeting
from meetings.workflow.steps import LONGEST_COMMENT, locked, mail, refuse_numbers_in
from meetings.workflow.written_notes import answers_of, paragraphs, record_attendance, record_outcome
from samverkan.common import history, outbox
from samverkan.common.refusals import NotAllowed, StepRefused
from samverkan.common.swedish import long_date

Kind = WrittenAnswer.Kind


@dataclass(frozen=True, slots=True)
class Question:
    """One item of a written meeting: what is asked, why, and what the members are to agree to."""

    title: str
    question: str
    background: str
    proposed_decision: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What a member answers to one item."""

    kind: str
    comment: str = ""


@transaction.atomic
def plan_written(meeting: Meeting, questions: Iterable[Question], *, by: User, at: datetime | None = None) -> Meeting:
    """Plan a written meeting with its items; its day is the last day for answers until it is closed.

    The questions then go the way of every agenda: the chair approves them before they are put out.
    """
    meeting.kind = Meeting.Kind.WRITTEN
    if meeting.answers_until is None or meeting.answers_until <= timezone.localdate(at):
        raise StepRefused("Välj en sista dag för svar som är efter i dag.")
    meeting.date = meeting.answers_until
    meeting = plan_meeting(meeting, by=by, at=at)
    for number, question in enumerate(questions, start=1):
        item = AgendaItem(
            meeting=meeting,
            number=number,
            title=question.title,
            purpose="decision",
            questions=paragraphs(question.question),
            information=paragraphs(question.background),
            proposed_decision=question.proposed_decision,
        )
        history.save(item, by=by, at=at)
    return meeting


@transaction.atomic
def put_out(meeting: Meeting, *, by: User, at: datetime | None = None) -> Meeting:
    """Put the question out as its agenda was approved: every member gets a mail that leads to the page for answers."""
    meeting = locked(meeting)
    at = at or timezone.now()
    _refuse_unless_written(meeting)
    if meeting.state != MeetingState.PLANNED:
        raise StepRefused("Frågan är redan utskickad. Ladda om sidan för att se hur det står till.")
    version = next_call(meeting).version
    if meeting.answers_until is None or meeting.answers_until <= timezone.localdate(at):
        raise StepRefused("Sista dagen för svar har kommit. Välj en senare dag innan frågan skickas ut.")
    if meeting.date != meeting.answers_until:
        raise StepRefused("Mötets dag är inte den sista dagen för svar. Välj sista dag för svar igen.")
    if unclear := [item.number for item in meeting.items.all() if not item.proposed_decision.strip()]:
        raise StepRefused(f"Punkt {unclear[0]} saknar förslag till beslut. Skriv vad ledamöterna ska instämma i.")
    people = list(asked(meeting, on=timezone.localdate(at)))
    if not people:
        raise StepRefused("Gruppen har inga ledamöter som kan svara.")
    mark_called(meeting, version, reason="Frågan utskickad", by=by, at=at)
    mail("written_question", meeting, people, until=long_date(meeting.answers_until))
    return meeting


@transaction.atomic
def give_answers(
    meeting: Meeting,
    replies: Mapping[int, Reply],
    *,
    person: Person,
    by: User,
    source: str = "",
    at: datetime | None = None,
) -> int:
    """Keep what a member answers, item's key → reply; how many answers are new or changed.

    A member answers, and may change the answer, until the last day. With another ``by`` than the member it is
    registered, and ``source`` says how it came; what the member has answered in the portal is never written over.
    When everybody has answered those who run the group get a mail, once.
    """
    meeting, at = locked(meeting), at or timezone.now()
    today = timezone.localdate(at)
    if sentence := why_not_open(meeting, on=today):
        raise StepRefused(sentence)
    if not asked(meeting, on=today).filter(pk=person.pk).exists():
        raise NotAllowed("Bara gruppens ledamöter svarar på frågan.")
    registers = by.person_id != person.pk
    if registers and not source.strip():
        raise StepRefused("Skriv hur svaret kom, till exempel: via e-post 30 april 2026.")
    refuse_numbers_in(source, *(reply.comment for reply in replies.values()))
    reason = f"Registrerat: {source.strip()}" if registers else "Svarat"
    changed = 0
    for item in _items_answered(meeting, replies):
        row = item.answers.filter(person=person).first() or WrittenAnswer(item=item, person=person)
        if registers and row.pk and row.given_by.person_id == person.pk:
            raise StepRefused(f"{person} har svarat själv. Be {person} ändra sitt svar i portalen.")
        changed += _keep(row, replies[item.pk], reason=reason, by=by, at=at)
    if changed:
        _tell_when_complete(meeting, by=by, on=today)
    return changed


def _tell_when_complete(meeting: Meeting, *, by: User, on: date) -> None:
    """A mail, once, to those who run the group but who registers it, when nobody is left to answer."""
    if silent(meeting, on=on):
        return
    for person in secretariat_of(meeting.group, on=on):
        if person.pk != by.person_id:
            key = f"written-complete:{meeting.pk}:{person.pk}"
            until = long_date(meeting.answers_until or on)
            outbox.add_once(
                key, "meetings.mail", template="written_complete", meeting=meeting.pk, person=person.pk,
                context={"until": until},
            )  # fmt: skip


def _items_answered(meeting: Meeting, replies: Mapping[int, Reply]) -> list[AgendaItem]:
    items = list(meeting.items.order_by("number"))
    if {item.pk for item in items} != set(replies):
        raise StepRefused("Svara på alla punkter. Ladda om sidan om någon saknas.")
    for item in items:
        reply = replies[item.pk]
        if reply.kind != Kind.AGREES and not reply.comment.strip():
            why = "vad som behöver kompletteras" if reply.kind == Kind.OBJECTS else "din synpunkt"
            raise StepRefused(f"Skriv {why} i punkt {item.number}.")
        if len(reply.comment) > LONGEST_COMMENT:
            raise StepRefused(f"En synpunkt kan vara högst {LONGEST_COMMENT} tecken. Korta den i punkt {item.number}.")
    return items


def _keep(row: WrittenAnswer, reply: Reply, *, reason: str, by: User, at: datetime) -> bool:
    comment = reply.comment.replace("\r\n", "\n").strip()
    if row.pk and (row.kind, row.comment) == (reply.kind, comment):
        return False
    row.kind, row.comment, row.given_at, row.given_by = reply.kind, comment, at, by
    history.save(row, by=by, at=at, reason=reason)
    return True


def why_not_open(meeting: Meeting, *, on: date) -> str:
    """Why nobody can answer on the day, as a sentence; empty when the members can. The last day counts."""
    if meeting.kind != Meeting.Kind.WRITTEN:
        return "Det här mötet hålls inte per capsulam."
    if meeting.state == MeetingState.PLANNED:
        return "Frågan är inte utskickad än."
    if meeting.state != MeetingState.CALLED:
        return "Frågan är avslutad och kan inte besvaras mer."
    if meeting.answers_until and on > meeting.answers_until:
        return f"Svar kunde lämnas till och med {long_date(meeting.answers_until)}."
    return ""


def silent(meeting: Meeting, *, on: date) -> list[Person]:
    """Those who are asked and have not answered every item, by name."""
    items = meeting.items.count()
    given: dict[int, int] = defaultdict(int)
    for person in WrittenAnswer.objects.filter(item__meeting=meeting).values_list("person", flat=True):
        given[person] += 1
    return [person for person in asked(meeting, on=_last(meeting, on)) if given[person.pk] < items]


def may_be_closed(meeting: Meeting, *, on: date) -> bool:
    """Whether the question is out and either everybody has answered or the last day has passed."""
    is_out = meeting.kind == Meeting.Kind.WRITTEN and meeting.state == MeetingState.CALLED
    has_passed = meeting.answers_until is not None and on > meeting.answers_until
    return is_out and (has_passed or not silent(meeting, on=on))


@transaction.atomic
def close_written(meeting: Meeting, *, by: User | None, at: datetime | None = None) -> Meeting:
    """Close the question when everybody has answered or the last day has passed, and make the note of the answers.

    The meeting's day becomes the day on which the last answer could count. ``by`` is None when the day closes it.
    The note is then a working text like any other, to be read through and sent for adjustment.
    """
    meeting = locked_with_group(meeting)
    at = at or timezone.now()
    today = timezone.localdate(at)
    _refuse_unless_written(meeting)
    if not may_move(MEETING_ARROWS, meeting.state, MeetingState.HELD) or meeting.state == MeetingState.PLANNED:
        raise StepRefused("Frågan är inte ute. Ladda om sidan för att se hur det står till.")
    if not may_be_closed(meeting, on=today):
        raise StepRefused("Alla har inte svarat än. Frågan kan avslutas när alla har svarat eller dagen har passerat.")
    people = list(asked(meeting, on=_last(meeting, today)))
    answers = answers_of(meeting, people)
    answered = {row.person_id for rows in answers.values() for row in rows}
    record_attendance(meeting, people, answered, by=by, at=at)
    for item in meeting.items.order_by("number"):
        record_outcome(item, answers[item.pk], of=len(people), by=by, at=at)
    if today < meeting.date:
        meeting.date = today
        meeting.sequence = free_sequence(meeting)
    meeting.state = MeetingState.HELD
    check_in(meeting, by=by, at=at)  # type: ignore[arg-type]  # nobody, when the day closes it
    return meeting


@transaction.atomic
def set_last_day(meeting: Meeting, day: date, *, by: User, at: datetime | None = None) -> Meeting:
    """Give the members until another day, also when the question is out; those who have not answered get a mail."""
    meeting = locked_with_group(meeting)
    today = timezone.localdate(at)
    _refuse_unless_written(meeting)
    if not may_move(MEETING_ARROWS, meeting.state, MeetingState.CANCELLED):
        raise StepRefused("Frågan är avslutad. Sista dagen för svar kan inte ändras mer.")
    if day <= today:
        raise StepRefused("Välj en sista dag för svar som är efter i dag.")
    meeting.answers_until = day
    if meeting.date != day:
        meeting.date = day
        meeting.sequence = free_sequence(meeting)
    check_in(meeting, by=by, at=at)
    if meeting.state == MeetingState.CALLED:
        mail("written_new_day", meeting, silent(meeting, on=today), until=long_date(day))
    return meeting


def _last(meeting: Meeting, on: date) -> date:
    return min(on, meeting.answers_until) if meeting.answers_until else on


def _refuse_unless_written(meeting: Meeting) -> None:
    if meeting.kind != Meeting.Kind.WRITTEN:
        raise StepRefused("Det här mötet hålls inte per capsulam.")
