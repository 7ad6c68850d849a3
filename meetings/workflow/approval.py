"""Approval of a note at a later meeting: which meeting that is, and whether its time has come."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from groups.models import GroupType, User
from meetings.models import Meeting, Verdict
from meetings.states import MeetingState
from meetings.workflow.meeting import check_in, refuse_if_closed
from meetings.workflow.steps import locked
from samverkan.common import history
from samverkan.common.refusals import StepRefused
from samverkan.common.swedish import long_date

WAITS = "Anteckningen publiceras när den har godkänts vid nästa möte."


def later_meetings(meeting: Meeting) -> QuerySet[Meeting]:
    """The meetings of the group that can approve the note: later, not called off, and approving no other note."""
    later = Q(date__gt=meeting.date) | Q(date=meeting.date, sequence__gt=meeting.sequence)
    free = Q(approves=None) | Q(approves=meeting)
    rows = Meeting.objects.filter(later, free, group=meeting.group_id).exclude(state=MeetingState.CANCELLED)
    return rows.order_by("date", "sequence")


def approving_meeting(meeting: Meeting) -> Meeting | None:
    """The later meeting that is to approve, or has approved, the note; None while none is pointed out.

    While a correction is under way a meeting that approved the version before does not count.
    """
    rows = [row for row in meeting.approved_at.all() if _can_approve(row, meeting)]
    if meeting.correction_open:
        done = _has_approved(meeting)
        rows = [row for row in rows if row.pk not in done]
    return min(rows, key=lambda row: (row.date, row.sequence), default=None)


def _can_approve(later: Meeting, meeting: Meeting) -> bool:
    own = later.group_id == meeting.group_id and later.state != MeetingState.CANCELLED
    return own and (later.date, later.sequence) > (meeting.date, meeting.sequence)


def why_not_approved_yet(meeting: Meeting, *, on: date) -> str:
    """Why the note can't be approved on the day, as a sentence; empty once the meeting's day has come."""
    later = approving_meeting(meeting)
    if later is None:
        return "Anteckningen godkänns vid gruppens nästa möte. Processledaren anger vilket möte det är."
    if later.state != MeetingState.HELD and later.date > on:
        return f"Anteckningen godkänns vid mötet den {long_date(later.date)}. Det kan bekräftas från och med då."
    return ""


def why_not_published_yet(meeting: Meeting) -> str:
    """Why an adjusted note is not to be published yet, as a sentence; empty when the group does not wait."""
    if meeting.group.type.publication_moment != GroupType.PublicationMoment.NEXT_MEETING:
        return ""
    later = approving_meeting(meeting)
    if later is None:
        return f"{WAITS} Ange vilket möte som godkänner den."
    if later.state != MeetingState.HELD:
        return f"{WAITS} Mötet den {long_date(later.date)} är inte markerat som hållet än."
    return ""


@transaction.atomic
def set_approving_meeting(meeting: Meeting, later: Meeting, *, by: User, at: datetime | None = None) -> Meeting:
    """Point out the later meeting that approves the note; the one that was pointed out before no longer does.

    While the later meeting's text is open it also gets the title of the note that it approves.
    """
    meeting = locked(meeting)
    _refuse_if_approved(meeting)
    if not later_meetings(meeting).filter(pk=later.pk).exists():
        raise StepRefused(
            "Välj ett senare möte i gruppen, som inte är inställt och inte godkänner en annan anteckning."
        )
    others = meeting.approved_at.exclude(pk__in={later.pk, *_has_approved(meeting)})
    for old in others.order_by("date", "sequence"):
        _point(locked(old), None, title=_title(meeting), by=by, at=at)
    later = locked(later)
    if later.approves_id not in {None, meeting.pk}:
        raise StepRefused("Mötet godkänner redan en annan anteckning. Ladda om sidan och välj ett annat.")
    if later.approves_id is None:
        _point(later, meeting, title=_title(meeting), by=by, at=at)
    return later


def _has_approved(meeting: Meeting) -> set[int]:
    """The meetings at which a version of the note has been approved."""
    given = Verdict.objects.filter(adjuster__version__meeting=meeting, kind=Verdict.Kind.ADJUSTED)
    return set(given.exclude(at_meeting=None).values_list("at_meeting", flat=True))


def _refuse_if_approved(meeting: Meeting) -> None:
    if meeting.correction_open:
        return
    approved = Verdict.objects.filter(adjuster__version__meeting=meeting, kind=Verdict.Kind.ADJUSTED)
    found = approved.exclude(at_meeting=None).select_related("at_meeting").first()
    if found and found.at_meeting:
        raise StepRefused(f"Anteckningen är redan godkänd vid mötet den {long_date(found.at_meeting.date)}.")
    if meeting.publications.exists():
        raise StepRefused("Anteckningen är redan publicerad. Då ändras inte vid vilket möte den godkändes.")


def _title(meeting: Meeting) -> str:
    word = meeting.group.type.get_minutes_word_display()
    return f"{word} {meeting.group.title}, {long_date(meeting.date)}"[:200]


def _point(later: Meeting, meeting: Meeting | None, *, title: str, by: User, at: datetime | None) -> None:
    """Set what the later meeting approves. Its text is touched only while it can be changed."""
    later.approves = meeting
    if _is_open(later) and later.approves_title == ("" if meeting else title):
        later.approves_title = title if meeting else ""
        check_in(later, by=by, at=at)
    else:
        history.save(later, by=by, at=at, reason="Vilken anteckning mötet godkänner", fields=["approves"])


def _is_open(meeting: Meeting) -> bool:
    try:
        refuse_if_closed(meeting)
    except StepRefused:
        return False
    return True
