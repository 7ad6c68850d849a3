"""Approval of a note at a later meeting: which meeting that is, and whether its time has come."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from groups.models import GroupType, User
from meetings.models import Meeting, MinutesVersion, Verdict
from meetings.rules import has_ended
from meetings.states import MeetingState, MinutesState
from meetings.workflow.meeting import check_in, refuse_if_closed
from meetings.workflow.steps import locked
from samverkan.common import history
from samverkan.common.refusals import StepRefused
from samverkan.common.swedish import long_date

#: How many of a group's latest meetings are looked at for notes that wait.
LOOK_BACK = 12


def later_meetings(meeting: Meeting) -> QuerySet[Meeting]:
    """The meetings of the group that can approve the note: later, and not called off. One can approve several."""
    later = Q(date__gt=meeting.date) | Q(date=meeting.date, sequence__gt=meeting.sequence)
    rows = Meeting.objects.filter(later, group=meeting.group_id).exclude(state=MeetingState.CANCELLED)
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


def waiting_notes(meeting: Meeting) -> list[Meeting]:
    """The notes that wait for a meeting to approve them and that this one can, the oldest first.

    Those of the ordinary meeting before it and of every meeting since; and older ones that can't be adjusted or
    published until a meeting has approved them. Not one that another meeting has been pointed out for, and not a
    chair's decision, which is no meeting's note.
    """
    found, is_recent = [], True
    for row in _held_before(meeting)[:LOOK_BACK]:
        if (is_recent or row.is_waiting) and approving_meeting(row) in {None, meeting}:
            found.append(row)
        is_recent = is_recent and row.kind != Meeting.Kind.ORDINARY
    return found[::-1]


def _held_before(meeting: Meeting) -> QuerySet[Any]:
    """The meetings that the group has held before this one, the latest first, with whether each one's note waits."""
    before = Q(date__lt=meeting.date) | Q(date=meeting.date, sequence__lt=meeting.sequence)
    versions = MinutesVersion.objects.filter(meeting=OuterRef("pk"))
    out = versions.filter(state=MinutesState.OUT, adjustment_mode=GroupType.AdjustmentMode.NEXT_MEETING)
    moment = Q(group__type__publication_moment=GroupType.PublicationMoment.NEXT_MEETING)
    unpublished = Exists(versions.filter(state=MinutesState.ADJUSTED)) & Q(publications=None) & moment
    held = Meeting.objects.filter(before, group=meeting.group_id, state=MeetingState.HELD)
    rows = held.exclude(kind=Meeting.Kind.CHAIR).select_related("group__type").prefetch_related("approved_at")
    waits = Case(When(Exists(out) | unpublished, then=Value(True)), default=Value(False))
    found: QuerySet[Any] = rows.annotate(is_waiting=waits).distinct().order_by("-date", "-sequence")
    return found


def _can_approve(later: Meeting, meeting: Meeting) -> bool:
    own = later.group_id == meeting.group_id and later.state != MeetingState.CANCELLED
    return own and (later.date, later.sequence) > (meeting.date, meeting.sequence)


def meets_no_more(meeting: Meeting, *, on: date) -> bool:
    """Whether there is no later meeting to approve the note at: none planned, or the group has ended before it was
    held. Then its approval is registered afterwards.
    """
    later = later_meetings(meeting)
    if has_ended(meeting.group, on=on):
        later = later.filter(state=MeetingState.HELD)
    return not later.exists()


def is_approved_without_meeting(meeting: Meeting) -> bool:
    """Whether the approval of the note has been registered, by a group that holds no later meeting."""
    return hasattr(meeting, "late_approval")


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
    if later is None and has_ended(meeting.group, on=timezone.localdate()) and meeting.publications.exists():
        return ""  # a correction in a group that meets no more, of a note that was published
    if (later is None or later.state != MeetingState.HELD) and is_approved_without_meeting(meeting):
        return ""
    if later is None:
        return f"{waits_for(None)} Ange vilket möte som godkänner den."
    return "" if later.state == MeetingState.HELD else waits_for(later)


def waits_for(later: Meeting | None) -> str:
    """What publication waits for, as a sentence: the meeting that approves the note, once it is pointed out."""
    if later is None:
        return "Anteckningen publiceras när den har godkänts vid nästa möte."
    day = long_date(later.date)
    return f"Anteckningen publiceras när mötet den {day}, som godkänner den, är markerat som hållet."


@transaction.atomic
def set_approving_meeting(meeting: Meeting, later: Meeting, *, by: User, at: datetime | None = None) -> Meeting:
    """Point out the later meeting that approves the note; the one that was pointed out before no longer does.

    A meeting can approve several notes. While its text is open it also gets the title of each.
    """
    meeting = locked(meeting)
    _refuse_if_approved(meeting)
    if not later_meetings(meeting).filter(pk=later.pk).exists():
        raise StepRefused("Välj ett senare möte i gruppen, som inte är inställt.")
    others = meeting.approved_at.exclude(pk__in={later.pk, *_has_approved(meeting)})
    for old in others.order_by("date", "sequence"):
        _point(locked(old), meeting, away=True, by=by, at=at)
    later = locked(later)
    if not later.approves.filter(pk=meeting.pk).exists():
        _point(later, meeting, by=by, at=at)
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


def _point(later: Meeting, meeting: Meeting, *, away: bool = False, by: User, at: datetime | None) -> None:
    """Let the later meeting approve the note, or no longer. Its text is touched only while it can be changed."""
    titles = _titles(later, meeting, away=away)
    change = later.approves.remove if away else later.approves.add
    with history.signed(later, by=by, at=at, reason="Vilken anteckning mötet godkänner"):
        change(meeting)
    if _is_open(later) and titles != later.approves_title:
        later.approves_title = titles
        check_in(later, by=by, at=at)


def _titles(later: Meeting, meeting: Meeting, *, away: bool) -> str:
    """The titles of what the later meeting approves, with or without the note's; words of somebody's own stay."""
    known = {_title(row) for row in later.approves.select_related("group__type")}
    lines, title = later.approves_title.splitlines(), _title(meeting)
    if away:
        return "\n".join(line for line in lines if line != title)
    return "\n".join([*lines, title]) if set(lines) <= known else later.approves_title


def _is_open(meeting: Meeting) -> bool:
    try:
        refuse_if_closed(meeting)
    except StepRefused:
        return False
    return True
