"""Where a meeting stands, in one word, and what comes next: for lists, the meeting's page and *Att göra*."""

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, QuerySet, Subquery

from meetings.models import AgendaVersion, Meeting, MinutesVersion, Publication, Redaction, Verdict
from meetings.states import AgendaState, MeetingState, MinutesState
from meetings.workflow.restoring import OPENED


class Stage(Enum):
    """The stages of a meeting, in order; each with its word, icon and tone (see ``components.chip``)."""

    PLANNED = "Planerat", "calendar", ""
    AGENDA_SENT = "Agendan skickad", "clock", "wait"
    AGENDA_RETURNED = "Agendan kom tillbaka", "warning", "out"
    AGENDA_APPROVED = "Agendan fastställd", "check", "ok"
    CALLED = "Kallat", "mail", "info"
    HELD = "Utkast", "document", "wait"
    OUT = "För justering", "clock", "wait"
    RETURNED = "Anteckningen kom tillbaka", "warning", "out"
    TAKEN_BACK = "Anteckningen togs tillbaka", "document", "wait"
    CORRECTING = "Rättas", "document", "wait"
    ADJUSTED = "Justerad", "check", "ok"
    PUBLISHED = "Publicerad", "check", "ok"
    REDACTING = "Maskeras", "clock", "wait"
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


#: The stages before a meeting has been held.
BEFORE = frozenset({Stage.PLANNED, Stage.AGENDA_SENT, Stage.AGENDA_RETURNED, Stage.AGENDA_APPROVED, Stage.CALLED})


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
    ("Anteckning", {Stage.HELD, Stage.RETURNED, Stage.TAKEN_BACK, Stage.CORRECTING}),
    ("Justering", {Stage.OUT}),
    ("Publicering", {Stage.ADJUSTED, Stage.WITHDRAWN, Stage.REDACTING}),
)


def with_progress(meetings: Any) -> Any:
    """The meetings with what ``stage_of`` reads, without the texts: five queries however many they are."""
    waiting = Redaction.objects.filter(meeting=OuterRef("pk"), publications=None)
    closed = Exists(waiting.filter(meeting__publications__closed_at=F("made_at")))
    opened = Meeting.history.filter(id=OuterRef("pk"), history_change_reason=OPENED).order_by("-history_date")
    return (
        meetings.annotate(is_redacting=closed, corrected_since=Subquery(opened.values("history_date")[:1]))
        .select_related("group__type", "late_approval")
        .prefetch_related(
            Prefetch("approved_at", Meeting.objects.order_by("date", "sequence")),
            Prefetch("agenda_versions", AgendaVersion.objects.defer("content").order_by("number")),
            Prefetch("minutes_versions", _versions()),
            Prefetch("publications", Publication.objects.defer("content").order_by("published_at", "pk")),
        )
    )


def _versions() -> QuerySet[MinutesVersion]:
    """The versions of a note in order, each with whether an adjuster sent it back."""
    returned = Verdict.objects.filter(adjuster__version=OuterRef("pk"), kind=Verdict.Kind.RETURNED)
    rows = MinutesVersion.objects.defer("content", "seal").annotate(was_sent_back=Exists(returned))
    return rows.order_by("number", "sending")


def stage_of(meeting: Meeting) -> Stage:
    """The stage that a meeting from ``with_progress`` has come to."""
    if meeting.state == MeetingState.CANCELLED:
        return Stage.CANCELLED
    if minutes := latest_minutes(meeting):
        return _stage_of_minutes(meeting, minutes)
    if meeting.state in {MeetingState.HELD, MeetingState.CALLED}:
        return Stage.HELD if meeting.state == MeetingState.HELD else Stage.CALLED
    if agenda := _last(meeting.agenda_versions.all()):
        return _AGENDA[agenda.state]
    return Stage.PLANNED


def _stage_of_minutes(meeting: Meeting, minutes: MinutesVersion) -> Stage:
    """A correction under way is what goes on, whatever can be read of the version before."""
    if minutes.state == MinutesState.ADJUSTED and meeting.correction_open:
        return Stage.CORRECTING
    publications = list(meeting.publications.all())
    row: Any = minutes
    if minutes.state == MinutesState.RETURNED and not row.was_sent_back:
        return Stage.TAKEN_BACK
    if minutes.state != MinutesState.ADJUSTED or not publications:
        return _MINUTES[minutes.state]
    standing = [row for row in publications if row.closed_at is None and row.superseded_at is None]
    if standing:
        return Stage.PUBLISHED if standing[0].version_id == minutes.pk else Stage.ADJUSTED
    found: Any = meeting
    return Stage.REDACTING if found.is_redacting else Stage.WITHDRAWN


_MINUTES: dict[str, Stage] = {
    MinutesState.OUT: Stage.OUT,
    MinutesState.RETURNED: Stage.RETURNED,
    MinutesState.ADJUSTED: Stage.ADJUSTED,
}
_AGENDA: dict[str, Stage] = {
    AgendaState.SENT: Stage.AGENDA_SENT,
    AgendaState.RETURNED: Stage.AGENDA_RETURNED,
    AgendaState.APPROVED: Stage.AGENDA_APPROVED,
    AgendaState.RECALLED: Stage.PLANNED,
}


def steps_of(meeting: Meeting) -> list[Step]:
    """The six steps of a meeting from ``with_progress``: done, passed over, going on or still to come."""
    stage = stage_of(meeting)
    if stage == Stage.CANCELLED:
        return [Step(label, "later") for label, _ in STEPS]
    here = next((index for index, (_, stages) in enumerate(STEPS) if stage in stages), len(STEPS))
    passed = {"Agenda": _was_approved(meeting), "Kallelse": here < 2 or _was_called(meeting)}
    if stage is Stage.ADJUSTED and not meeting.group.publishes_minutes:
        here, passed["Publicering"] = len(STEPS), False
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
    """The newest version of the minutes that counts, of a meeting from ``with_progress``.

    What came back of a correction that was called off does not.
    """
    found: Any = meeting
    rows: list[MinutesVersion] = list(meeting.minutes_versions.all())
    if any(row.state == MinutesState.ADJUSTED for row in rows):
        since = found.corrected_since if meeting.correction_open else None
        rows = [row for row in rows if row.state == MinutesState.ADJUSTED or (since and row.sent_at >= since)]
    return rows[-1] if rows else None


def is_open(stage: Stage) -> bool:
    """Whether the text can be changed."""
    closed = {Stage.OUT, Stage.ADJUSTED, Stage.PUBLISHED, Stage.REDACTING, Stage.WITHDRAWN, Stage.CANCELLED}
    return stage not in closed


def is_out_for_answers(meeting: Meeting) -> bool:
    """Whether the questions of a written meeting are with the members, so that nobody changes what is asked."""
    return meeting.kind == Meeting.Kind.WRITTEN and meeting.state == MeetingState.CALLED


def may_be_held(meeting: Meeting, *, on: date) -> bool:
    """Whether it is time to mark the meeting as held."""
    is_coming = meeting.state in {MeetingState.PLANNED, MeetingState.CALLED} and meeting.date <= on
    return is_coming and meeting.kind != Meeting.Kind.WRITTEN


def _last(rows: Any) -> Any:
    found = list(rows)
    return found[-1] if found else None
