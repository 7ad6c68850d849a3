"""Building an agenda from what is at hand: one step that adds what was chosen and changes nothing else."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from groups.models import User
from meetings.agendas.building import (
    Part,
    Place,
    Proposal,
    links_to_notes,
    merged,
    proposals_for,
)
from meetings.kinds import Purpose
from meetings.models import AgendaItem, Matter, Meeting
from meetings.states import MatterState
from meetings.workflow.approval import approving_meeting, later_meetings, set_approving_meeting, waiting_notes
from meetings.workflow.matters import locked_matter, refuse_unless
from meetings.workflow.meeting import check_in, check_out
from meetings.workflow.rows import put_in_order
from meetings.workflow.scheduling import COMING, item_for, settle
from meetings.workflow.steps import locked
from samverkan.common.refusals import StepRefused


@transaction.atomic
def build_agenda(
    meeting: Meeting, keys: Collection[str], *, revision: int, by: User, at: datetime | None = None
) -> list[AgendaItem]:
    """Add the proposals with these keys to the agenda, each in its place; gives the new items.

    What is on the agenda already is left as it stands, so that building twice adds nothing. Raises EditConflict
    when somebody else has saved since ``revision``.
    """
    at = at or timezone.now()
    for note in waiting_notes(meeting):
        locked(note)  # before the meeting, as whoever points out where a note is approved does
    meeting = check_out(meeting, revision=revision)
    if meeting.state not in COMING:
        raise StepRefused("Agendan byggs före mötet. Skriv nya punkter i anteckningen i stället.")
    chosen = [row for row in proposals_for(meeting) if row.key in keys]
    new = [(row.place, _item(row, meeting)) for row in chosen]
    if not new:
        return []
    put_in_order(meeting, merged(meeting, new), by=by, at=at, reason="Från agendabygget")
    for _, item in new:
        if item.matter_id:
            settle(item, by=by, at=at)
    check_in(meeting, by=by, at=at)
    for row in chosen:
        if row.place[0] == Part.APPROVAL:
            for note in row.source:
                _point_out(note, meeting, by=by, at=at)
    return [item for _, item in sorted(new, key=_number)]


def _number(pair: tuple[Place, AgendaItem]) -> int:
    return pair[1].number


def _item(row: Proposal, meeting: Meeting) -> AgendaItem:
    source, part = row.source, row.place[0]
    if part == Part.MATTERS:
        matter: Matter = locked_matter(source)
        refuse_unless(matter, MatterState.SCHEDULED)
        return item_for(matter, meeting)
    if part == Part.APPROVAL:
        return AgendaItem(
            meeting=meeting, title=row.title, purpose=Purpose.DECISION, information=links_to_notes(source)
        )
    if part == Part.FOLLOW_UP:
        return AgendaItem(meeting=meeting, title=row.title, information=source)
    copied = ("title", "purpose", "presenter", "minutes", "information")
    return AgendaItem(meeting=meeting, **{name: getattr(source, name) for name in copied})


def _point_out(note: Meeting, meeting: Meeting, *, by: User, at: datetime) -> None:
    """Let the meeting approve an earlier note, where that is still to be done and nobody has said where."""
    if approving_meeting(note) or not later_meetings(note).filter(pk=meeting.pk).exists():
        return
    try:
        set_approving_meeting(note, meeting, by=by, at=at)
    except StepRefused:  # it has been approved or published already
        return
