"""What others wait for a person to answer: notes, agendas, written meetings, and digits.

Each question is asked once however much there is. The words say why now: since when, until when.
"""

from datetime import date, timedelta

from django.db.models import Case, Exists, OuterRef, Q, When
from django.urls import reverse
from django.utils import timezone

from groups.models import Membership
from meetings.models import AgendaItem, AgendaVersion, Meeting, MinutesVersion, WrittenAnswer
from meetings.questions import questions_open
from meetings.reminders.answers import MINUTES_DAYS
from meetings.rules import adjusts_now, approves_now, comments_now
from meetings.states import MeetingState, MinutesState
from meetings.workflow.verdicts import why_closed
from samverkan.common.swedish import long_date
from samverkan.portal.todo.thing import SOON, Todo, about, address, sent


def to_answer(person: int | None, *, chairs: bool, on: date) -> list[Todo]:
    """What others wait for the person to answer; nothing for an account without a person.

    ``chairs``: whether the person chairs a group on the day, and so can be asked about digits.
    """
    if person is None:
        return []
    return [
        *_notes(person, on),
        *_agendas(person, on),
        *_written(person, on),
        *(_digits(person, on) if chairs else []),
    ]


def _notes(person: int, on: date) -> list[Todo]:
    adjusts, comments = adjusts_now(person, on=on), comments_now(person, on=on)
    out = MinutesVersion.objects.filter(adjusts | comments, state=MinutesState.OUT).defer("content", "seal")
    shown = out.select_related("meeting__group__type", "sent_by__person").prefetch_related("meeting__approved_at")
    rows = list(shown.annotate(is_to_adjust=_holds(adjusts), is_to_comment=_holds(comments)).order_by("sent_at"))
    return [
        *(_adjust(row, on) for row in rows if row.is_to_adjust and not why_closed(row, on=on)),
        *(_comment(row, on) for row in rows if row.is_to_comment),
    ]


def _holds(condition: Q) -> Case:
    return Case(When(condition, then=True), default=False)


def _comment(version: MinutesVersion, on: date) -> Todo:
    until = version.comments_until
    return Todo(
        label="Läs och kommentera anteckningen",
        about=about(version.meeting),
        why=f"Till och med {long_date(until)}." if until else "",
        url=address("minutes-comments", version.meeting),
        verb="Kommentera",
        is_urgent=bool(until and until <= on + SOON),
        due=until,
    )


def _adjust(version: MinutesVersion, on: date) -> Todo:
    """It is late when the last reminder has gone."""
    meeting = version.meeting
    is_decision = meeting.kind == Meeting.Kind.CHAIR
    return Todo(
        label="Läs och fatta ordförandebeslutet" if is_decision else "Läs och justera anteckningen",
        about=about(meeting),
        why=sent(version, on),
        url=address("minutes-adjust", meeting),
        verb="Läs och fatta" if is_decision else "Läs och justera",
        due=timezone.localdate(version.sent_at) + timedelta(days=MINUTES_DAYS[-1]),
    )


def _agendas(person: int, on: date) -> list[Todo]:
    """The agendas; when several meetings are to come theirs are read and answered on one page."""
    rows = AgendaVersion.objects.filter(approves_now(person, on=on)).distinct().defer("content")
    waiting = list(rows.select_related("meeting__group", "sent_by__person"))
    coming = {row.pk for row in waiting if row.meeting.date >= on}
    together = reverse("meetings_admin:preparation") if len(coming) > 1 else ""
    return [
        Todo(
            label="Läs och fastställ agendan",
            about=about(row.meeting),
            why=sent(row),
            url=f"{together}#agenda-{row.pk}" if together and row.pk in coming else address("agenda", row.meeting),
            verb="Läs och fastställ",
        )
        for row in waiting
    ]


def _written(person: int, on: date) -> list[Todo]:
    """Written meetings that are open and have an item which the person is asked about and has not answered."""
    sits_in = Membership.objects.on(on).filter(person=person, role=Membership.Role.MEMBER).values("group")
    said = WrittenAnswer.objects.filter(item=OuterRef("pk"), person=person)
    unanswered = AgendaItem.objects.filter(~Exists(said), meeting=OuterRef("pk"))
    rows = Meeting.objects.filter(
        Exists(unanswered), Q(group__in=sits_in) | Q(joint_groups__in=sits_in),
        kind=Meeting.Kind.WRITTEN, state=MeetingState.CALLED, answers_until__gte=on,
    )  # fmt: skip
    return [
        Todo(
            label="Svara per capsulam",
            about=about(row),
            why=f"Senast {long_date(row.answers_until or on)}.",
            url=address("written-answers", row),
            verb="Läs och svara",
            due=row.answers_until,
        )
        for row in rows.select_related("group").distinct().order_by("answers_until")
    ]


def _digits(person: int, on: date) -> list[Todo]:
    """Digits in a text that look like a personal number, which the person has been asked about and not judged."""
    return [
        Todo(
            label="Avgör om siffror är ett personnummer",
            about=about(meeting),
            why="Texten kan inte skickas innan det är avgjort.",
            url=address("numbers", meeting),
            verb="Titta och avgör",
        )
        for meeting in questions_open(person, on=on)
    ]
