"""What the meetings of the groups that a person runs wait for: before, after, and the dates counted from their day."""

from collections.abc import Iterable
from datetime import date
from functools import partial

from django.db.models import Count
from django.utils import timezone

from meetings.admin.progress import BEFORE, Stage, latest_agenda, latest_minutes, stage_of
from meetings.agendas.changed import changed_since_approval
from meetings.models import Attachment, Meeting
from meetings.planning.deadlines import Deadlines, deadlines_by_meeting
from meetings.workflow.approval import approving_meeting, why_not_published_yet
from samverkan.common.swedish import long_date
from samverkan.portal.todo.thing import AHEAD, BACK, SOON, Todo, about, address

#: Once the agenda is settled it is the papers that have to be there in time.
_PAPERS = {Stage.AGENDA_APPROVED, Stage.CALLED}


def to_run(meetings: Iterable[Meeting], *, on: date) -> list[Todo]:
    """What meetings from ``with_progress`` wait for; as many queries however many they are."""
    near = deadlines_by_meeting([meeting for meeting in meetings if on - BACK <= meeting.date <= on + AHEAD])
    changed = changed_since_approval(m for m, _ in near if stage_of(m) is Stage.AGENDA_APPROVED and m.date > on)
    found = [_next(meeting, dates, on, meeting.pk in changed) for meeting, dates in near]
    return [todo for todo in [*found, *_papers(near, on), *_answered(near, on)] if todo]


def _next(meeting: Meeting, dates: Deadlines, on: date, is_changed: bool) -> Todo | None:
    stage = stage_of(meeting)
    if stage in BEFORE:
        is_written = meeting.kind == Meeting.Kind.WRITTEN
        return _written(meeting, stage) if is_written else _before(meeting, stage, dates, on, is_changed)
    if stage is Stage.ADJUSTED:
        return _adjusted(meeting, on)
    return _writing(meeting, stage, dates, on)


def _writing(meeting: Meeting, stage: Stage, dates: Deadlines, on: date) -> Todo | None:
    """A note to write, to change or to follow up. A decision that the chair takes is shown apart (``deciding``)."""
    thing = partial(Todo, about=about(meeting), url=address("meeting", meeting))
    if stage is Stage.CORRECTING:
        why = meeting.correction_reason
        return thing(label="Skriv klart rättelsen och skicka den", why=why, verb="Skriv rättelsen")
    if stage is Stage.OUT and on > dates.adjustment:
        why = f"Skulle vara klar {long_date(dates.adjustment)}."
        return thing(label="Följ upp justeringen", why=why, verb="Följ upp", is_urgent=False, due=dates.adjustment)
    if meeting.kind == Meeting.Kind.CHAIR:
        return None
    if stage in {Stage.RETURNED, Stage.TAKEN_BACK}:
        came = "Den kom tillbaka." if stage is Stage.RETURNED else "Den är tillbakatagen."
        why = f"{came} {_age(meeting, on)}"
        return thing(
            label="Ändra anteckningen och skicka den igen", why=why, verb="Ändra anteckningen", due=dates.adjustment
        )
    if stage is not Stage.HELD:
        return None
    if meeting.kind == Meeting.Kind.WRITTEN:
        why = f"{_ago(meeting, on, 'Frågan avslutades')} Anteckningen är gjord av svaren."
        return thing(label="Läs igenom anteckningen och skicka den", why=why, verb="Läs och skicka")
    when = "Skulle ha varit" if dates.adjustment < on else "Ska vara"
    why = f"{_age(meeting, on)} {when} justerad senast {long_date(dates.adjustment)}."
    return thing(
        label="Skriv klart anteckningen och skicka den", why=why, verb="Skriv anteckningen", due=dates.adjustment
    )


def _before(meeting: Meeting, stage: Stage, dates: Deadlines, on: date, is_changed: bool) -> Todo | None:
    """What a meeting that has not been held waits for."""
    agenda = latest_agenda(meeting)
    thing = partial(Todo, about=about(meeting), url=address("meeting", meeting))
    if meeting.date <= on:
        label = "Markera mötet som hållet och skriv anteckningen"
        why = "Mötesdagen är här." if meeting.date == on else _ago(meeting, on, "Mötesdagen var")
        return thing(label=label, why=why, verb="Öppna mötet")
    soon, last = dates.dispatch <= on + SOON, _dispatch(dates, on)
    if stage is Stage.AGENDA_RETURNED and agenda:
        label, why = "Ändra agendan och skicka den igen", f"”{agenda.comment}”"
        return thing(label=label, why=why, verb="Ändra agendan", due=dates.dispatch)
    if stage is Stage.AGENDA_APPROVED and is_changed:
        why = f"Den har ändrats sedan den fastställdes. {last}"
        return thing(label="Skicka agendan igen", why=why, verb="Till agendan", due=dates.dispatch)
    if stage is Stage.AGENDA_APPROVED:
        why, url = f"Agendan är fastställd. {last}", address("call", meeting)
        return thing(label="Kalla till mötet", why=why, url=url, verb="Kalla", due=dates.dispatch)
    if stage is Stage.AGENDA_SENT and soon:
        why = f"Den ligger hos {meeting.group.agenda_decider}. {last}"
        return thing(label="Följ upp agendan", why=why, verb="Följ upp", is_urgent=False, due=dates.dispatch)
    if stage is Stage.PLANNED:
        why = f"{_in_days(meeting.date, on)} {_counted(dates, on)}".strip()
        return thing(label="Förbered agendan", why=why, verb="Förbered", is_urgent=soon, due=dates.dispatch)
    return None


def _counted(dates: Deadlines, on: date) -> str:
    """The next of the dates before the meeting; when the call should have gone out, that."""
    if dates.dispatch < on:
        return _dispatch(dates, on)
    coming = dates.next_on(on)
    return f"{coming.label}: {long_date(coming.day)}." if coming else ""


def _dispatch(dates: Deadlines, on: date) -> str:
    when = "skulle ha gått ut" if dates.dispatch < on else "ska ut senast"
    return f"Kallelsen {when} {long_date(dates.dispatch)}."


def _papers(near: list[tuple[Meeting, Deadlines]], on: date) -> list[Todo]:
    """The papers of the meetings whose last day for them is near; a day that has passed is not repeated."""
    due = [
        (meeting, dates.papers)
        for meeting, dates in near
        if stage_of(meeting) in _PAPERS
        and meeting.kind != Meeting.Kind.WRITTEN
        and meeting.date > on
        and on <= dates.papers <= on + SOON
    ]
    counted = Attachment.objects.filter(meeting__in=[meeting for meeting, _ in due]).order_by().values_list("meeting")
    counts = dict(counted.annotate(Count("pk")))
    return [
        Todo(
            label="Se till att underlagen är klara",
            about=about(meeting),
            why=f"Senast {long_date(day)}. {_so_far(counts.get(meeting.pk, 0))}",
            url=address("papers", meeting),
            verb="Till underlagen",
            due=day,
        )
        for meeting, day in due
    ]


def _so_far(count: int) -> str:
    if not count:
        return "Inget är tillagt än."
    return "Ett underlag är tillagt." if count == 1 else f"{count} underlag är tillagda."


def _written(meeting: Meeting, stage: Stage) -> Todo | None:
    """What a written meeting waits for before its members answer; afterwards the day closes it."""
    thing = partial(Todo, about=about(meeting))
    if stage is Stage.AGENDA_APPROVED:
        url = address("written-answers", meeting)
        return thing(label="Skicka ut frågan", why="Den är fastställd.", url=url, verb="Skicka ut")
    if stage in {Stage.PLANNED, Stage.AGENDA_RETURNED}:
        decider, url = meeting.group.agenda_decider, address("meeting", meeting)
        why = f"Den skickas till {decider} innan den går ut."
        return thing(label="Förbered frågan", why=why, url=url, verb="Förbered")
    return None


def _answered(near: list[tuple[Meeting, Deadlines]], on: date) -> list[Todo]:
    """The written meetings that everybody has answered, so that they can be closed before their last day."""
    out = [row for row, _ in near if row.kind == Meeting.Kind.WRITTEN and stage_of(row) is Stage.CALLED]
    complete = Meeting.objects.answered_by_all(on=on).filter(pk__in=[row.pk for row in out]) if out else []
    keys = {row.pk for row in complete}
    return [
        Todo(
            label="Läs svaren och avsluta frågan",
            about=about(row),
            why=f"Alla har svarat. Sista dagen är {long_date(row.answers_until or on)}.",
            url=address("written-answers", row),
            verb="Läs och avsluta",
        )
        for row in out
        if row.pk in keys
    ]


def _adjusted(meeting: Meeting, on: date) -> Todo | None:
    """What an adjusted note of an open group waits for."""
    minutes, thing = latest_minutes(meeting), partial(Todo, about=about(meeting))
    if not meeting.group.publishes_minutes or minutes is None or minutes.adjusted_at is None:
        return None
    if waits := why_not_published_yet(meeting):
        if approving_meeting(meeting):
            return None
        url = address("approving-meeting", meeting)
        return thing(label="Ange mötet som godkänner", why=waits, url=url, verb="Ange mötet", is_urgent=False)
    days = (on - timezone.localdate(minutes.adjusted_at)).days
    since = f", för {days} dagar sedan" if days > 1 else ""
    why = f"Justerad {long_date(minutes.adjusted_at)}{since}."
    return thing(label="Publicera anteckningen", why=why, url=address("publish", meeting), verb="Granska och publicera")


def _age(meeting: Meeting, on: date) -> str:
    return _ago(meeting, on, "Mötet hölls")


def _ago(meeting: Meeting, on: date, what: str) -> str:
    days = (on - meeting.date).days
    if days < 1:
        return f"{what} i dag."
    return f"{what} i går." if days == 1 else f"{what} för {days} dagar sedan."


def _in_days(day: date, on: date) -> str:
    days = (day - on).days
    return "Mötet är i morgon." if days == 1 else f"Mötet är om {days} dagar."
