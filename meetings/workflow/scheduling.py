"""A matter on the agenda of a meeting: put there, moved to another meeting, taken off."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, cast

from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.html import linebreaks

from groups.models import Membership, Person, User
from meetings.agendas.building import Part, merged
from meetings.models import AgendaItem, AgendaVersion, Matter, MatterPaper, Meeting, StoredDocument
from meetings.states import AgendaState, MatterState, MeetingState
from meetings.workflow.matters import locked_matter, move, refuse_unless, tell_raiser
from meetings.workflow.meeting import check_in, refuse_if_closed
from meetings.workflow.papers import PaperFacts, add_paper, remove_paper
from meetings.workflow.raisers import current_item, is_promised, tell_day, tell_off, waits_as
from meetings.workflow.rows import put_in_order, remove
from meetings.workflow.steps import locked
from samverkan.common import history, uploads
from samverkan.common.refusals import StepRefused
from samverkan.common.richtext import clean
from samverkan.common.stored import content_of
from samverkan.common.swedish import long_date

COMING = (MeetingState.PLANNED, MeetingState.CALLED)
#: After whatever else is to be taken up, before what always stands last.
LAST_OF_MATTERS = (Part.MATTERS, 10_000)
_COPIED = ("title", "purpose", "presenter", "minutes", "proposed_decision", "background", "information",
           "questions", "is_withheld", "withheld_reason")  # fmt: skip


def coming_meetings(matter: Matter, *, on: date) -> QuerySet[Meeting]:
    """The meetings that the matter can be put on: of the group that received it, to come, not called off.

    Each with the state of the agenda that was sent last, as ``agenda_state``.
    """
    rows = Meeting.objects.filter(group=matter.group_id, state__in=COMING, date__gte=on).select_related("group__type")
    out_for_answers = Q(kind=Meeting.Kind.WRITTEN, state=MeetingState.CALLED)
    latest = AgendaVersion.objects.filter(meeting=OuterRef("pk")).order_by("-number").values("state")[:1]
    found: Any = rows.exclude(out_for_answers).annotate(agenda_state=Subquery(latest))
    return cast("QuerySet[Meeting]", found.order_by("date", "sequence"))


def why_not_yet(meeting: Meeting) -> str:
    """Why a change of the agenda is not what others read yet, as a sentence; empty when nothing has been sent."""
    latest = meeting.agenda_versions.order_by("number").values_list("state", flat=True).last()
    if latest == AgendaState.SENT:
        decider = meeting.group.agenda_decider
        return f"Agendan ligger hos {decider}. Ändringen kommer med först när agendan skickas igen."
    if latest == AgendaState.APPROVED:
        return "Agendan är redan fastställd. Ändringen kommer med när agendan har skickats och fastställts på nytt."
    return ""


@transaction.atomic
def schedule(matter: Matter, meeting: Meeting, *, by: User, at: datetime | None = None) -> AgendaItem:
    """Put the matter on the meeting's agenda as an item with its papers; one that stands on another is moved.

    The item comes after the others, before those that always stand last. Whoever has the agenda open is told at
    the next save; who raised the matter when the agenda with it has been approved.
    """
    at = at or timezone.now()
    old = current_item(matter) if matter.state == MatterState.SCHEDULED else None
    meetings = _locked_all([meeting, *([old.meeting] if old else [])])
    meeting = meetings[meeting.pk]
    _refuse_unless_coming(matter, meeting, on=timezone.localdate(at))
    matter = locked_matter(matter)
    if matter.state == MatterState.SCHEDULED:
        return _move(matter, meeting, meetings, by=by, at=at)
    refuse_unless(matter, MatterState.SCHEDULED)
    item = item_for(matter, meeting)
    items = merged(meeting, [(LAST_OF_MATTERS, item)])
    put_in_order(meeting, items, by=by, at=at, reason="Från en fråga")
    settle(item, by=by, at=at)
    check_in(meeting, by=by, at=at)
    return item


@transaction.atomic
def unschedule(matter: Matter, *, by: User, at: datetime | None = None) -> Matter:
    """Take the matter off the agenda; then it is prepared again. Who was told of the day is told that too."""
    at = at or timezone.now()
    item = current_item(matter)
    meetings = _locked_all([item.meeting] if item else [])
    matter = locked_matter(matter)
    item = _still_there(matter, meetings)
    meeting = meetings[item.meeting_id]
    move(matter, MatterState.PREPARING, why=f"Togs bort från agendan till mötet {_day(meeting)}", by=by, at=at)
    tell_off(matter, item, by=by)
    _take_away(item, meeting, by=by, at=at)
    return matter


@transaction.atomic
def release(meeting: Meeting, *, by: User, at: datetime | None = None) -> None:
    """Let the matters of a meeting that is called off come back to the backlog. Its own agenda stays as it was."""
    meeting = locked(meeting)
    for item in meeting.items.exclude(matter=None).order_by("number"):
        if matter := waits_as(item):
            reason = f"Mötet {_day(meeting)} är inställt. Frågan sätts på agendan till ett annat möte."
            move(matter, MatterState.BACK_AGAIN, why="Mötet är inställt", reason=reason, by=by, at=at)
            tell_raiser("matter_back", matter, by=by, reason=matter.reason, day=_day(meeting))


def follow_move(meeting: Meeting, before: date, *, by: User, at: datetime | None = None) -> None:
    """Let the matters on a meeting say that it has been moved from the day before, and tell those who were told of
    that day; part of that step."""
    for item in meeting.items.exclude(matter=None).order_by("number"):
        if matter := waits_as(item):
            why = f"Mötet flyttades från {long_date(before)} till {_day(meeting)}"
            history.save(matter, by=by, at=at, reason=why, fields=["state"])
            if is_promised(item):
                tell_day(matter, meeting, by=by, before=long_date(before))


def item_for(matter: Matter, meeting: Meeting) -> AgendaItem:
    """The matter as an item of the meeting, not yet saved and without a number."""
    return AgendaItem(
        meeting=meeting,
        matter=matter,
        title=matter.title,
        purpose=matter.purpose,
        minutes=matter.minutes,
        presenter=_presenter(matter, meeting),
        proposed_decision=matter.wished_decision,
        background=clean(linebreaks(matter.description, autoescape=True)) if matter.description else "",
    )


def settle(item: AgendaItem, *, by: User, at: datetime) -> None:
    """After a matter's new item has been saved: its papers and its state. Who raised a matter that nobody had taken
    in gets to know that it is prepared; of the day they are told when the agenda is approved."""
    matter, meeting = item.matter, item.meeting
    if matter is None:
        raise ValueError("The item has no matter.")
    for paper in matter.papers.all():
        file = _read(paper)
        add_paper(meeting, PaperFacts(paper.title, item, is_public=False), file, by=by, at=at)
    is_new = matter.state == MatterState.RECEIVED
    move(matter, MatterState.SCHEDULED, why=f"På agendan till mötet {_day(meeting)}", by=by, at=at)
    if is_new:
        tell_raiser("matter_taken_in", matter, by=by)


def is_on(matter: Matter, meeting: Meeting) -> bool:
    """Whether the matter waits for what this meeting says, and not for another."""
    item = current_item(matter)
    return matter.state == MatterState.SCHEDULED and item is not None and item.meeting_id == meeting.pk


def _locked_all(meetings: Iterable[Meeting]) -> dict[int, Meeting]:
    """Always the earlier before the later, so that two steps never wait for each other."""
    unique = {meeting.pk: meeting for meeting in meetings}
    ordered = sorted(unique.values(), key=lambda meeting: (meeting.date, meeting.sequence, meeting.pk))
    return {meeting.pk: locked(meeting) for meeting in ordered}


def _refuse_unless_coming(matter: Matter, meeting: Meeting, *, on: date) -> None:
    if meeting.group_id != matter.group_id:
        raise StepRefused("Välj ett möte i den grupp som frågan är ställd till.")
    if meeting.state not in COMING or meeting.date < on:
        raise StepRefused("Välj ett möte som ska hållas. Det här är redan hållet eller inställt.")
    refuse_if_closed(meeting)


def _still_there(matter: Matter, meetings: dict[int, Meeting]) -> AgendaItem:
    """The item that the locked matter stands as, when it can be taken away from its locked meeting."""
    item = current_item(matter)
    if matter.state != MatterState.SCHEDULED or item is None or item.meeting_id not in meetings:
        raise StepRefused("Frågan står inte på någon agenda. Ladda om sidan för att se vad som har hänt.")
    if meetings[item.meeting_id].state != MeetingState.CANCELLED:
        refuse_if_closed(meetings[item.meeting_id])
        if item.dialog or item.outcomes.exists():
            raise StepRefused("Punkten har redan dialog eller beslut. Då svarar mötets anteckning på frågan.")
    return item


def _move(
    matter: Matter, meeting: Meeting, meetings: dict[int, Meeting], *, by: User, at: datetime
) -> AgendaItem:  # fmt: skip
    """Move the item with what has been written in it, and its papers."""
    old = _still_there(matter, meetings)
    if old.meeting_id == meeting.pk:
        raise StepRefused(f"Frågan står redan på agendan till mötet {_day(meeting)}.")
    item = AgendaItem(meeting=meeting, matter=matter, **{name: getattr(old, name) for name in _COPIED})
    items = merged(meeting, [(LAST_OF_MATTERS, item)])
    put_in_order(meeting, items, by=by, at=at, reason="Flyttad från ett annat möte")
    for paper in old.attachments.select_related("document"):
        file = _read(paper.document) if paper.document else None
        facts = PaperFacts(paper.title, item, is_public=paper.is_public, reason=paper.inaccessible_reason)
        add_paper(meeting, facts, file, by=by, at=at)
    why = f"Flyttad från mötet {_day(old.meeting)} till mötet {_day(meeting)}"
    history.save(matter, by=by, at=at, reason=why, fields=["state"])
    tell_off(matter, old, by=by, planned=_day(meeting))
    _take_away(old, meetings[old.meeting_id], by=by, at=at)
    check_in(meeting, by=by, at=at)
    return item


def _take_away(item: AgendaItem, meeting: Meeting, *, by: User, at: datetime) -> None:
    """Take an item and its papers off its agenda; a meeting that is called off keeps its agenda as it was."""
    if meeting.state == MeetingState.CANCELLED:
        return
    for paper in item.attachments.all():
        remove_paper(paper, by=by, at=at)
    remove(item, by=by, at=at, reason="Togs bort från agendan")
    put_in_order(meeting, list(meeting.items.order_by("number")), by=by, at=at, reason="")
    check_in(meeting, by=by, at=at)


def _read(paper: MatterPaper | StoredDocument) -> uploads.Checked:
    """The kept file as it was checked once. Raises StepRefused when the storage has lost it."""
    content = content_of(paper.path, name=paper.name)
    return uploads.Checked(content, paper.name, paper.media_type, paper.sha256, paper.size)


def _presenter(matter: Matter, meeting: Meeting) -> Person | None:
    """Who raised it, when they sit in the group on the day or are invited to the meeting."""
    sits = Membership.objects.on(meeting.date).filter(group=meeting.group_id, person=matter.raised_by_id).exists()
    invited = meeting.attendance.filter(Q(person=matter.raised_by_id)).exists()
    return matter.raised_by if sits or invited else None


def _day(meeting: Meeting) -> str:
    return long_date(meeting.date)
