"""Where a meeting stands, in one word, and what comes next: for lists, the meeting's page and *Att göra*."""

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from django.db.models import Prefetch, QuerySet

from meetings.models import AgendaVersion, Meeting, MinutesVersion, Publication
from meetings.states import AgendaState, MeetingState, MinutesState


class Stage(Enum):
    """The stages of a meeting, in order; each with its word, icon and tone (see ``components.chip``)."""

    PLANNED = "Planerat", "calendar", ""
    AGENDA_SENT = "Agendan hos ordföranden", "clock", "wait"
    AGENDA_RETURNED = "Agendan kom tillbaka", "warning", "out"
    AGENDA_APPROVED = "Agendan fastställd", "check", "ok"
    CALLED = "Kallat", "mail", "info"
    HELD = "Utkast", "document", "wait"
    OUT = "För justering", "clock", "wait"
    RETURNED = "Anteckningen kom tillbaka", "warning", "out"
    ADJUSTED = "Justerad", "check", "ok"
    PUBLISHED = "Publicerad", "check", "ok"
    WITHDRAWN = "Avpublicerad", "stop", "out"
    CANCELLED = "Inställt", "stop", "out"

    @property
    def label(self) -> str:
        return self.value[0]

    @property
    def icon(self) -> str:
        return self.value[1]

    @property
    def tone(self) -> str:
        return self.value[2]


@dataclass(frozen=True)
class Step:
    """One of the six steps that the meeting's page shows, and how far it has come."""

    label: str
    state: str  # done, skipped, now or later

    @property
    def word(self) -> str:
        return {"done": "klart", "skipped": "hoppades över", "now": "pågår", "later": "återstår"}[self.state]


#: The steps in order, and the stages during which each is the one that goes on.
STEPS: tuple[tuple[str, set[Stage]], ...] = (
    ("Agenda", {Stage.PLANNED, Stage.AGENDA_SENT, Stage.AGENDA_RETURNED}),
    ("Kallelse", {Stage.AGENDA_APPROVED}),
    ("Möte", {Stage.CALLED}),
    ("Anteckning", {Stage.HELD, Stage.RETURNED}),
    ("Justering", {Stage.OUT}),
    ("Publicering", {Stage.ADJUSTED, Stage.WITHDRAWN}),
)


def with_progress(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """The meetings with what ``stage_of`` reads, without the texts: five queries however many they are."""
    return meetings.select_related("group__type").prefetch_related(
        Prefetch("approved_at", Meeting.objects.order_by("date", "sequence")),
        Prefetch("agenda_versions", AgendaVersion.objects.defer("content").order_by("number")),
        Prefetch("minutes_versions", MinutesVersion.objects.defer("content", "seal").order_by("number", "sending")),
        Prefetch("publications", Publication.objects.defer("content").order_by("published_at")),
    )


def stage_of(meeting: Meeting) -> Stage:
    """The stage that a meeting from ``with_progress`` has come to."""
    if meeting.state == MeetingState.CANCELLED:
        return Stage.CANCELLED
    if publication := _last(meeting.publications.all()):
        return Stage.WITHDRAWN if publication.closed_at else Stage.PUBLISHED
    if minutes := _last(meeting.minutes_versions.all()):
        return _MINUTES[minutes.state]
    if meeting.state in {MeetingState.HELD, MeetingState.CALLED}:
        return Stage.HELD if meeting.state == MeetingState.HELD else Stage.CALLED
    if agenda := _last(meeting.agenda_versions.all()):
        return _AGENDA[agenda.state]
    return Stage.PLANNED


_MINUTES: dict[str, Stage] = {
    MinutesState.OUT: Stage.OUT,
    MinutesState.RETURNED: Stage.RETURNED,
    MinutesState.ADJUSTED: Stage.ADJUSTED,
}
_AGENDA: dict[str, Stage] = {
    AgendaState.SENT: Stage.AGENDA_SENT,
    AgendaState.RETURNED: Stage.AGENDA_RETURNED,
    AgendaState.APPROVED: Stage.AGENDA_APPROVED,
}


def steps_of(meeting: Meeting) -> list[Step]:
    """The six steps of a meeting from ``with_progress``: done, passed over, going on or still to come."""
    stage = stage_of(meeting)
    if stage == Stage.CANCELLED:
        return [Step(label, "later") for label, _ in STEPS]
    here = next((index for index, (_, stages) in enumerate(STEPS) if stage in stages), len(STEPS))
    passed = {"Agenda": _was_approved(meeting), "Kallelse": here < 2 or _was_called(meeting)}
    return [
        Step(label, "later" if index > here else "now" if index == here else _passed(passed.get(label, True)))
        for index, (label, _) in enumerate(STEPS)
    ]


def _passed(done: bool) -> str:
    return "done" if done else "skipped"


def _was_approved(meeting: Meeting) -> bool:
    return any(version.state == AgendaState.APPROVED for version in meeting.agenda_versions.all())


def _was_called(meeting: Meeting) -> bool:
    return bool(meeting.history.filter(state=MeetingState.CALLED).exists())


def latest_agenda(meeting: Meeting) -> AgendaVersion | None:
    """The newest version of the agenda, of a meeting from ``with_progress``."""
    found: AgendaVersion | None = _last(meeting.agenda_versions.all())
    return found


def latest_minutes(meeting: Meeting) -> MinutesVersion | None:
    """The newest version of the minutes, of a meeting from ``with_progress``."""
    found: MinutesVersion | None = _last(meeting.minutes_versions.all())
    return found


def is_open(stage: Stage) -> bool:
    """Whether the text can be changed."""
    return stage not in {Stage.OUT, Stage.ADJUSTED, Stage.PUBLISHED, Stage.WITHDRAWN, Stage.CANCELLED}


def may_be_held(meeting: Meeting, *, on: date) -> bool:
    """Whether it is time to mark the meeting as held."""
    return meeting.state in {MeetingState.PLANNED, MeetingState.CALLED} and meeting.date <= on


def _last(rows: Any) -> Any:
    found = list(rows)
    return found[-1] if found else None
