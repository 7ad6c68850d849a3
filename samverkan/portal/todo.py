"""What waits for a person: notes and agendas to answer, matters received, meetings to prepare and write up.

Each question is asked once however many groups and meetings there are. The words say why now: since when, until when.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from groups.models import Membership
from meetings.admin.progress import Stage, latest_agenda, latest_minutes, stage_of
from meetings.models import AgendaItem, AgendaVersion, Matter, Meeting, MinutesVersion, WrittenAnswer
from meetings.planning.deadlines import Deadlines, deadlines_by_meeting
from meetings.rules import adjusts_now, approves_now, comments_now
from meetings.states import MatterState, MeetingState, MinutesState
from meetings.workflow.approval import approving_meeting, why_not_published_yet
from meetings.workflow.verdicts import why_closed
from samverkan.common.swedish import long_date

#: How far ahead a meeting is something to prepare, and how far back an unfinished one is still asked for.
AHEAD, BACK = timedelta(days=60), timedelta(days=400)
#: What is due within this time is shown as urgent.
SOON = timedelta(days=7)


@dataclass(frozen=True)
class Todo:
    """One thing to do: what, with what, why now, and the address where it is done."""

    label: str
    about: str
    why: str
    url: str
    is_urgent: bool = True


def to_answer(person: int | None, *, on: date) -> list[Todo]:
    """What others wait for the person to answer: notes, agendas, written meetings, and own matters sent back."""
    if person is None:
        return []
    return [*_notes(person, on), *_agendas(person, on), *_written(person, on), *_sent_back(person), *_own_open(person)]


def _notes(person: int, on: date) -> list[Todo]:
    out = MinutesVersion.objects.filter(state=MinutesState.OUT).defer("content", "seal").order_by("sent_at")
    shown = out.select_related("meeting__group__type", "sent_by__person").prefetch_related("meeting__approved_at")
    found = [
        Todo("Läs och justera anteckningen", _about(row.meeting), _sent(row), _url("minutes-adjust", row.meeting))
        for row in shown.filter(adjusts_now(person, on=on)).distinct()
        if not why_closed(row, on=on)
    ]
    for row in shown.filter(comments_now(person, on=on)).distinct():
        until = f"Till och med {long_date(row.comments_until)}." if row.comments_until else ""
        where = _url("minutes-comments", row.meeting)
        found.append(Todo("Läs och kommentera anteckningen", _about(row.meeting), until, where, is_urgent=False))
    return found


def _agendas(person: int, on: date) -> list[Todo]:
    """The agendas; when several meetings are to come theirs are read and answered on one page."""
    rows = AgendaVersion.objects.filter(approves_now(person, on=on)).distinct().defer("content")
    waiting = list(rows.select_related("meeting__group", "sent_by__person"))
    coming = {row.pk for row in waiting if row.meeting.date >= on}
    together = reverse("meetings_admin:preparation") if len(coming) > 1 else ""
    links = {
        row.pk: f"{together}#agenda-{row.pk}" if together and row.pk in coming else _url("agenda", row.meeting)
        for row in waiting
    }
    return [Todo("Läs och fastställ agendan", _about(row.meeting), _sent(row), links[row.pk]) for row in waiting]


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
            "Svara per capsulam",
            _about(row),
            f"Senast {long_date(row.answers_until or on)}.",
            _url("written-answers", row),
        )
        for row in rows.select_related("group").distinct().order_by("answers_until")
    ]


def _sent_back(person: int) -> list[Todo]:
    rows = Matter.objects.filter(raised_by=person, state=MatterState.SENT_BACK).select_related("group")
    return [
        Todo("Din fråga kom tillbaka", f"{row.title}, {row.group.name}", f"”{row.reason}”", _matter(row), False)
        for row in rows
    ]


def _own_open(person: int) -> list[Todo]:
    """What the person has asked and waits for: nothing to do, but to follow."""
    rows = Matter.objects.open().filter(raised_by=person).select_related("group").order_by("raised_at")
    return [
        Todo(
            "Följ din fråga",
            f"{row.title}, {row.group.name}",
            f"{row.get_state_display()}. Väckt {long_date(row.raised_at)}.",
            _matter(row),
            is_urgent=False,
        )
        for row in rows
    ]


def received(groups: Iterable[int]) -> list[Todo]:
    """Matters that nobody has taken in yet, of the groups that the person runs, the oldest first."""
    rows = Matter.objects.received_by(list(groups)).select_related("group", "raised_by").order_by("raised_at")
    return [
        Todo(
            "Ta ställning till en ny fråga",
            f"{row.title}, till {row.group.name}",
            f"Väckt av {row.raised_by.name} {long_date(row.raised_at)}.",
            _matter(row),
        )
        for row in rows
    ]


def to_run(meetings: Iterable[Meeting], *, on: date) -> list[Todo]:
    """What meetings from ``with_progress`` wait for, of the groups that the person runs; in the order given."""
    near = [meeting for meeting in meetings if on - BACK <= meeting.date <= on + AHEAD]
    return [todo for meeting, dates in deadlines_by_meeting(near) if (todo := _next(meeting, dates, on))]


def _next(meeting: Meeting, dates: Deadlines, on: date) -> Todo | None:
    stage = stage_of(meeting)
    if stage in _BEFORE:
        return _before(meeting, stage, dates, on)
    if stage is Stage.ADJUSTED:
        return _adjusted(meeting, on)
    here, about = _url("meeting", meeting), _about(meeting)
    if stage is Stage.RETURNED:
        return Todo("Ändra anteckningen och skicka den igen", about, f"Den kom tillbaka. {_age(meeting, on)}", here)
    if stage is Stage.CORRECTING:
        return Todo("Skriv klart rättelsen och skicka den", about, meeting.correction_reason, here)
    if stage is Stage.HELD:
        due = f"Ska vara justerad senast {long_date(dates.adjustment)}."
        return Todo("Skriv klart anteckningen och skicka den", about, f"{_age(meeting, on)} {due}", here)
    if stage is Stage.OUT and on > dates.adjustment:
        return Todo("Följ upp justeringen", about, f"Skulle vara klar {long_date(dates.adjustment)}.", here, False)
    return None


def _before(meeting: Meeting, stage: Stage, dates: Deadlines, on: date) -> Todo | None:
    """What a meeting that has not been held waits for."""
    agenda, here, about = latest_agenda(meeting), _url("meeting", meeting), _about(meeting)
    if meeting.kind == Meeting.Kind.WRITTEN:
        return _written_before(meeting, stage)
    if meeting.date <= on:
        return Todo("Markera mötet som hållet och skriv anteckningen", about, "Mötesdagen är här.", here)
    if stage is Stage.AGENDA_RETURNED and agenda:
        return Todo("Ändra agendan och skicka den igen", about, f"”{agenda.comment}”", here)
    if stage is Stage.AGENDA_APPROVED:
        why = f"Agendan är fastställd. Kallelsen ska ut senast {long_date(dates.dispatch)}."
        return Todo("Kalla till mötet", about, why, here)
    if stage is Stage.PLANNED:
        coming = dates.next_on(on)
        counted = f" {coming.label}: {long_date(coming.day)}." if coming and coming.key != "adjustment" else ""
        is_urgent = dates.dispatch <= on + SOON
        return Todo("Förbered agendan", about, _in_days(meeting.date, on) + counted, here, is_urgent)
    return None


def _written_before(meeting: Meeting, stage: Stage) -> Todo | None:
    """What a written meeting waits for before its members answer; afterwards the day closes it."""
    here, about = _url("written-answers", meeting), _about(meeting)
    if stage is Stage.AGENDA_APPROVED:
        return Todo("Skicka ut frågan", about, "Den är fastställd.", here)
    if stage in {Stage.PLANNED, Stage.AGENDA_RETURNED}:
        return Todo(
            "Förbered frågan", about, "Den skickas till ordföranden innan den går ut.", _url("meeting", meeting)
        )
    return None


def _adjusted(meeting: Meeting, on: date) -> Todo | None:
    """What an adjusted note of an open group waits for."""
    minutes, here, about = latest_minutes(meeting), _url("meeting", meeting), _about(meeting)
    if not meeting.group.shows_minutes or minutes is None or minutes.adjusted_at is None:
        return None
    if waits := why_not_published_yet(meeting):
        return None if approving_meeting(meeting) else Todo("Ange mötet som godkänner", about, waits, here, False)
    days = (on - timezone.localdate(minutes.adjusted_at)).days
    since = f", för {days} dagar sedan" if days > 1 else ""
    return Todo("Publicera anteckningen", about, f"Justerad {long_date(minutes.adjusted_at)}{since}.", here)


_BEFORE = {Stage.PLANNED, Stage.AGENDA_SENT, Stage.AGENDA_RETURNED, Stage.AGENDA_APPROVED, Stage.CALLED}


def _about(meeting: Meeting) -> str:
    return f"{meeting.group.name}, {long_date(meeting.date)}"


def _sent(version: AgendaVersion | MinutesVersion) -> str:
    return f"Skickad av {version.sent_by} {long_date(version.sent_at)}."


def _age(meeting: Meeting, on: date) -> str:
    days = (on - meeting.date).days
    if days < 1:
        return "Mötet hölls i dag."
    return "Mötet hölls i går." if days == 1 else f"Mötet hölls för {days} dagar sedan."


def _in_days(day: date, on: date) -> str:
    days = (day - on).days
    return "Mötet är i morgon." if days == 1 else f"Mötet är om {days} dagar."


def _url(name: str, meeting: Meeting) -> str:
    return reverse(f"meetings_admin:{name}", args=[meeting.pk])


def _matter(matter: Matter) -> str:
    return reverse("meetings_admin:matter", args=[matter.pk])
