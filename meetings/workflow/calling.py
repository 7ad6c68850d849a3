"""Calling a meeting with its approved agenda, and calling it anew when a changed agenda has been approved.

The version of the agenda that a call goes out with has a row in its own history that says so.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from groups.models import Person, User
from meetings.agendas import public
from meetings.calendars import invitations
from meetings.invited import reached
from meetings.models import AgendaVersion, Meeting
from meetings.snapshot import agenda_content
from meetings.states import AgendaState, MeetingState
from meetings.workflow.roster import fill_attendance
from meetings.workflow.steps import locked
from samverkan.common import canonical, history, outbox
from samverkan.common.models import OutboxMessage
from samverkan.common.refusals import StepRefused

#: The reason in the history of an agenda version that a call has gone out with.
CALLED_WITH = "Kallelse"


@dataclass(frozen=True, slots=True)
class Call:
    """A call that can go out now: with which version, and which one went out the last time (None: the first call)."""

    version: AgendaVersion
    before: AgendaVersion | None


def called_with(meeting: Meeting) -> AgendaVersion | None:
    """The version of the agenda that the latest call went out with; None before the first."""
    rows = AgendaVersion.history.filter(meeting=meeting.pk, history_change_reason=CALLED_WITH)
    latest = rows.order_by("history_date", "history_id").values_list("id", flat=True).last()
    return AgendaVersion.objects.filter(pk=latest).first() if latest else None


def called_people(version: AgendaVersion) -> QuerySet[Person]:
    """Those who were promised a mail when the call went out with the version, by name."""
    rows = OutboxMessage.objects.filter(key__startswith=f"call:{version.meeting_id}:{version.pk}:")
    people = Person.objects.filter(pk__in=list(rows.values_list("payload__person", flat=True)))
    return people.select_related("user").order_by("name", "pk")


def next_call(meeting: Meeting) -> Call:
    """The call that can go out. Raises StepRefused with what hinders it."""
    if meeting.state not in {MeetingState.PLANNED, MeetingState.CALLED}:
        now = MeetingState(meeting.state).label.lower()
        raise StepRefused(f"Mötet är redan {now}. Ladda om sidan för att se hur det står till.")
    latest = meeting.agenda_versions.order_by("number").last()
    if latest is None or latest.state != AgendaState.APPROVED:
        raise StepRefused(f"Agendan är inte fastställd än. Skicka den till {meeting.group.agenda_decider} först.")
    before = called_with(meeting) if meeting.state == MeetingState.CALLED else None
    if before == latest:
        raise StepRefused("Mötet är redan kallat. Ladda om sidan för att se hur det står till.")
    if latest.content != canonical.dumps(agenda_content(meeting)):
        decider = meeting.group.agenda_decider
        raise StepRefused(f"Agendan har ändrats sedan den fastställdes. Skicka den till {decider} igen.")
    return Call(latest, before)


@transaction.atomic
def call(meeting: Meeting, *, by: User, at: datetime | None = None) -> Meeting:
    """Call the meeting with its approved agenda: each who is invited gets one mail, with agenda and calendar entry.

    Presenters get the time of their item. A meeting that is called already can be called anew with a newer version;
    the mail then says what changed.
    """
    meeting = locked(meeting)
    at = at or timezone.now()
    if meeting.kind == Meeting.Kind.WRITTEN:
        raise StepRefused("Ett möte per capsulam har ingen kallelse. Skicka ut frågan från sidan för svar.")
    found = next_call(meeting)
    anew = meeting.state == MeetingState.CALLED
    meeting.revision += fill_attendance(meeting, by=by, at=at)
    tells = invitations.is_told(meeting, at=at)
    if tells:
        invitations.bump(meeting)
    mark_called(meeting, found.version, reason="Kallat på nytt" if anew else "Kallat", by=by, at=at)
    _send(meeting, found)
    if tells:
        invitations.tell(meeting)
    return meeting


def mark_called(meeting: Meeting, version: AgendaVersion, *, reason: str, by: User, at: datetime) -> None:
    """Record that the meeting, which is locked, is called with a version of its agenda; everyone's file is promised."""
    meeting.state = MeetingState.CALLED
    fields = ["state", "revision", "calendar_sequence"]
    history.save(meeting, by=by, at=at, reason=reason, fields=fields)
    history.save(version, by=by, at=at, reason=CALLED_WITH, fields=["state"])
    public.promise(meeting)


def _send(meeting: Meeting, found: Call) -> None:
    """Promise the mail of the call to each of those invited who has an address; it carries their calendar entry."""
    payload = {
        "template": "call",
        "meeting": meeting.pk,
        "context": {},
        "called_with": found.version.pk,
        "before": found.before.pk if found.before else None,
        **invitations.call_payload(meeting),
    }
    for person in reached(meeting):
        key = f"call:{meeting.pk}:{found.version.pk}:{person.pk}"
        outbox.add_once(key, "meetings.mail", person=person.pk, **payload)
