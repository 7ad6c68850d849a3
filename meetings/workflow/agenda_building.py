"""Building an agenda from what is at hand: one step that adds what was chosen and changes nothing else."""

from collections.abc import Collection
from contextlib import suppress
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from groups.models import Group, User
from meetings.agendas.building import (
    REFRESH,
    Part,
    Place,
    Proposal,
    links_to_notes,
    merged,
    proposals_for,
)
from meetings.agendas.follow_up import BUILT, COMMITMENTS, REFRESHED, Outdated, outdated_in
from meetings.kinds import Purpose
from meetings.models import AgendaItem, Matter, Meeting
from meetings.states import MatterState
from meetings.workflow.approval import approving_meeting, later_meetings, set_approving_meeting, waiting_notes
from meetings.workflow.matters import locked_matter, refuse_unless
from meetings.workflow.meeting import check_in, check_out
from meetings.workflow.rows import put_in_order
from meetings.workflow.scheduling import COMING, item_for, settle
from meetings.workflow.steps import locked
from samverkan.common import history
from samverkan.common.refusals import StepRefused


@transaction.atomic
def build_agenda(
    meeting: Meeting, keys: Collection[str], *, revision: int, by: User, at: datetime | None = None
) -> list[AgendaItem]:
    """Add the proposals with these keys to the agenda, each in its place; gives the new items.

    What is on the agenda already is left as it stands, so that building twice adds nothing; but for the list of what
    is followed up, where that is chosen (``REFRESH``). Raises EditConflict when somebody else has saved since
    ``revision``.
    """
    at = at or timezone.now()
    for note in waiting_notes(meeting):
        locked(note)  # before the meeting, as whoever points out where a note is approved does
    meeting = check_out(meeting, revision=revision)
    if meeting.state not in COMING:
        raise StepRefused("Agendan byggs före mötet. Skriv nya punkter i anteckningen i stället.")
    chosen = [row for row in proposals_for(meeting) if row.key in keys]
    new = [(row.place, _item(row, meeting)) for row in chosen if row.key != REFRESH]
    outdated = [row.source for row in chosen if row.key == REFRESH]
    if not new and not outdated:
        return []
    for found in outdated:
        _rewrite(found, by=by, at=at)
    put_in_order(meeting, merged(meeting, new), by=by, at=at, reason=BUILT)
    for _, item in new:
        if item.matter_id:
            settle(item, by=by, at=at)
    check_in(meeting, by=by, at=at)
    for row in chosen:
        if row.place[0] == Part.APPROVAL:
            for note in row.source:
                _point_out(note, meeting, by=by, at=at)
    return [item for _, item in sorted(new, key=_number)]


@transaction.atomic
def bring_up_to_date(group: Group, *, by: User, at: datetime) -> None:
    """Rewrite the list of what is followed up on the group's agendas that are drafts, where nobody has written in it.

    Part of a step that changes what is open. What hinders an agenda from being saved hinders nothing else.
    """
    rows = Meeting.objects.filter(group=group, state__in=COMING, items__title=COMMITMENTS)
    for row in rows.distinct().order_by("pk"):
        meeting = locked(row)
        if found := outdated_in(meeting):
            with suppress(StepRefused), transaction.atomic():
                _rewrite(found, by=by, at=at)
                check_in(meeting, by=by, at=at)


def _rewrite(found: Outdated, *, by: User, at: datetime) -> None:
    found.item.information = found.text
    history.save(found.item, by=by, at=at, reason=REFRESHED, fields=["information"])


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
