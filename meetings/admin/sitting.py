"""What a sitting shows: every coming agenda that it decides on, with where it stands and who prepares it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet

from groups.models import Group, GroupType, Membership, User
from groups.roles import SECRETARIAT
from meetings.admin.agenda import changes_since, document_of, seen_before
from meetings.admin.progress import Stage, stage_of, with_progress
from meetings.agendas.changed import changed_since_sent
from meetings.comparison import AgendaChanges
from meetings.models import AgendaVersion, Meeting
from meetings.reading import Document
from meetings.rules import approves_now
from meetings.sitting_rules import seen_at_sitting
from meetings.states import AgendaState, MeetingState
from samverkan.common.swedish import listed

CHOICES = {"approve": "Fastställ", "return": "Skicka tillbaka", "": "Inte nu"}


@dataclass
class Row:
    """One agenda that was sent, with what was chosen for it; ``error`` says what hinders that.

    ``decides``: the visitor approves it; ``registers``: they can register that the sitting has approved it;
    ``is_behind``: the agenda has been changed after this version was sent.
    """

    version: AgendaVersion
    agenda: Document
    changes: AgendaChanges | None
    decides: bool
    registers: bool
    is_behind: bool
    chosen: str = ""
    comment: str = ""
    error: str = ""
    choices: dict[str, str] = field(default_factory=lambda: CHOICES)


@dataclass(frozen=True)
class Coming:
    """A coming meeting whose agenda the sitting decides on, sent or not."""

    meeting: Meeting
    stage: Stage
    prepared_by: str
    is_read_here: bool


def rows_of(user: User, *, on: date) -> list[Row]:
    """The agendas that wait for an answer, the nearest meeting first: as many queries however many they are."""
    waiting = AgendaVersion.objects.filter(state=AgendaState.SENT, meeting__in=_meetings(user, on=on))
    shown = waiting.select_related("meeting__group__area", "meeting__group__type", "sent_by__person")
    versions = list(shown.order_by("meeting__date", "meeting__starts_at", "pk"))
    mine = AgendaVersion.objects.filter(approves_now(user.person_id, on=on))
    decided = set(mine.values_list("pk", flat=True))
    run = set(Group.objects.worked_by(user, on=on).values_list("pk", flat=True))
    before, behind = _before(versions), changed_since_sent(versions)
    return [
        Row(
            version, document_of(version),
            changes_since(seen_before(before.get(version.meeting_id, []), user.person_id), version),
            decides=version.pk in decided,
            registers=version.pk not in decided and bool(run & _deciding(version.meeting.group)),
            is_behind=version.meeting_id in behind,
        )
        for version in versions
    ]  # fmt: skip


def _deciding(group: Group) -> set[int | None]:
    """The keys of the groups whose secretariat can register an approval."""
    prepares = group.type.agenda_approver == GroupType.AgendaApprover.PREPARATORY_GROUP
    return {group.pk, group.prepared_by_id} if prepares else {group.pk}


def _before(versions: Iterable[AgendaVersion]) -> dict[int, list[AgendaVersion]]:
    """The versions that were answered before, by meeting and in their order."""
    found: dict[int, list[AgendaVersion]] = {}
    rows = AgendaVersion.objects.filter(meeting__in={row.meeting_id for row in versions})
    for row in rows.exclude(state=AgendaState.SENT).select_related("decided_by").order_by("number"):
        found.setdefault(row.meeting_id, []).append(row)
    return found


def coming_to(user: User, rows: Iterable[Row], *, on: date) -> list[Coming]:
    """Every coming meeting of the sitting, the nearest first, with its stage and who prepares it."""
    here = {row.version.meeting_id for row in rows}
    meetings = list(with_progress(_meetings(user, on=on)).order_by("date", "starts_at", "pk"))
    run = Membership.objects.on(on).filter(group__in={row.group_id for row in meetings}, role__in=SECRETARIAT)
    names: dict[int, list[str]] = {}
    for row in run.select_related("person").order_by("person__name"):
        names.setdefault(row.group_id, []).append(row.person.name)
    return [
        Coming(row, stage_of(row), listed(names[row.group_id]) if row.group_id in names else "", row.pk in here)
        for row in meetings
    ]


def _meetings(user: User, *, on: date) -> QuerySet[Any]:
    coming = Meeting.objects.filter(date__gte=on, state__in=[MeetingState.PLANNED, MeetingState.CALLED])
    return coming.filter(seen_at_sitting(user.person_id, on=on)).exclude(kind=Meeting.Kind.CHAIR)
