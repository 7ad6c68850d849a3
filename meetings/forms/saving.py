"""Saving what was changed in the editor: one transaction, one history row for each row that differs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import F, Max
from django.utils import timezone

from groups.models import Person, User
from meetings import drafts
from meetings.forms.editor import ItemBlock, MeetingEditor
from meetings.forms.remembering import mark_of, remembered
from meetings.forms.rows import Row
from meetings.invited import ADDED
from meetings.models import AgendaItem, Meeting
from meetings.states import MeetingState
from meetings.workflow import EditConflict, check_in, free_sequence, refuse_if_closed
from meetings.workflow.meeting import locked_with_group
from meetings.workflow.rows import remove, remove_item
from meetings.workflow.steps import locked
from samverkan.common import history

#: Added to the numbers of items that move, while they move, so that no two ever have the same.
_ASIDE = 10_000
UNDER_WAY = {MeetingState.CALLED, MeetingState.HELD}


@dataclass(frozen=True)
class Saved:
    """What a save came to.

    ``others`` are the names of those whose changes were saved in the meantime; ``choices`` what was chosen, ``mine``
    or ``theirs``, for each row that both had changed.
    """

    editor: MeetingEditor
    changed: bool
    newcomers: list[Person]
    others: list[str]
    choices: frozenset[str]


class NotValid(Exception):
    """Something has to be mended first; the editor says what, at each field."""


@transaction.atomic
def save(meeting: Meeting, data: Mapping[str, Any], *, revision: int, by: User, at: datetime | None = None) -> Saved:
    """Save every row that was changed in what was posted, and throw these rows of the account's draft away.

    ``revision`` is the one that the page showed. What somebody else has saved since stays: only a row that both
    have changed is a conflict. Raises EditConflict then, StepRefused when the text is closed, NotValid when
    something has to be mended; then nothing at all is saved, and the draft stays. Rows of the draft that this page
    has not touched are another tab's, and stay in it. What the page has saved already, without having got the answer,
    is not saved once more.
    """
    has_other_day = data.get("head-date", "") not in {"", meeting.date.isoformat()}
    meeting = locked_with_group(meeting) if has_other_day else locked(meeting)
    refuse_if_closed(meeting)
    posted = {name: str(data[name]) for name in data}
    before = drafts.saved_by(meeting, page=mark_of(posted), by=by)
    editor = MeetingEditor(meeting, before.caught_up(posted))
    if not editor.is_valid():
        raise NotValid
    if editor.collisions:
        raise EditConflict("Någon annan har sparat sedan du öppnade sidan. Din text står kvar här.")
    others = _others(meeting, revision, by)
    choices = frozenset(row.choice for row in editor.rows if row.is_contested)
    saved = _Save(editor, meeting, by=by, at=at or timezone.now()).run()
    told = {before.prefix_now(prefix) for prefix in posted.get("touched", "").split()}
    drafts.settle(meeting, remembered(editor, posted, before), by=by, rows={*told, *editor.touched}, at=at)
    return Saved(editor, *saved, others, choices)


def _others(meeting: Meeting, revision: int, by: User) -> list[str]:
    """Names of those who have saved since the revision."""
    if meeting.revision <= revision:
        return []
    rows = meeting.history.filter(revision__gt=revision).exclude(history_user=by).select_related("history_user__person")
    return sorted({row.history_user.get_full_name() for row in rows if row.history_user})


class _Save:
    def __init__(self, editor: MeetingEditor, meeting: Meeting, *, by: User, at: datetime) -> None:
        self.editor, self.meeting, self.by, self.at = editor, meeting, by, at
        self.changed = False

    def run(self) -> tuple[bool, list[Person]]:
        newcomers = self.editor.directory.save_new(by=self.by)
        self._head()
        for row in self.editor.attendance:
            self._row(row)
        self._items()
        for paper in self.editor.papers:
            self._row(paper)
        if self.changed:
            check_in(self.meeting, by=self.by, at=self.at)
        return self.changed, newcomers

    def _head(self) -> None:
        """The head is saved by ``check_in``, so that the meeting gets one history row."""
        head = self.editor.head
        if head.is_written:
            head.instance = self.meeting
            changed = head.apply()
            if "date" in changed:
                self.meeting.sequence = free_sequence(self.meeting)
            self.changed |= bool(changed)

    def _items(self) -> None:
        self._renumber()
        for block in self.editor.items:
            self._row(block.row)
            if block.row.is_removed or block.row.is_new:
                continue
            for outcome in block.outcomes:
                self._place(outcome.row)
                self._row(outcome.row)
                if not outcome.row.is_removed and not outcome.row.is_new:
                    for task in outcome.tasks:
                        self._row(task)

    def _row(self, row: Row) -> None:
        if row.is_removed:
            self._remove(row)
        elif row.is_written:
            changed = row.apply()
            if row.is_new:
                self._mark(row.instance)
                self._write(row.instance, ADDED)
            elif changed:
                self._write(row.instance, "Ändrad", changed)

    def _mark(self, instance: models.Model) -> None:
        """An item that comes when the meeting has been called was on no agenda."""
        if isinstance(instance, AgendaItem):
            instance.is_added_at_meeting = self.meeting.state in UNDER_WAY

    def _write(self, instance: models.Model, reason: str, fields: list[str] | None = None) -> None:
        history.save(instance, by=self.by, at=self.at, reason=reason, fields=fields)
        self.changed = True

    def _remove(self, row: Row) -> None:
        if row.instance.pk is None:
            return
        if isinstance(row.instance, AgendaItem):
            remove_item(row.instance, by=self.by, at=self.at, reason="Borttagen")
        else:
            remove(row.instance, by=self.by, at=self.at, reason="Borttagen")
        self.changed = True

    def _free_papers(self, item: int | None) -> None:
        """A paper whose item goes, or is told to belong to it in the same save, belongs to the whole meeting."""
        for paper in self.editor.papers:
            if item and paper.instance.item_id == item:
                paper.instance.refresh_from_db(fields=["item", "is_public"])
            if paper.is_written and paper.cleaned_data["item_id"] == item:
                paper.cleaned_data["item_id"] = None

    def _place(self, row: Row) -> None:
        """An outcome that is added comes last among those of its item."""
        if row.is_new and row.is_written:
            last = row.instance.item.outcomes.aggregate(last=Max("position"))["last"] or 0
            row.instance.position = last + 1

    def _renumber(self) -> None:
        """Number the items 1 to n in the order asked for; the removed are out of the way first."""
        blocks = [block for block in self.editor.items if not block.row.is_removed]
        staying = [block for block in blocks if not block.row.is_new or block.row.is_written]
        ordered = _stepped(sorted(staying, key=lambda block: block.row.place), self.editor.move)
        wanted = {id(block): number for number, block in enumerate(ordered, start=1)}
        moving = [block for block in staying if block.row.instance.pk and _stored(block) != wanted[id(block)]]
        for block in self.editor.items:
            if block.row.is_removed:
                gone = block.row.instance.pk
                self._remove(block.row)
                self._free_papers(gone)
        if moving:
            rows = AgendaItem.objects.filter(pk__in=[block.row.instance.pk for block in moving])
            rows.update(number=F("number") + _ASIDE)
        for block in staying:
            self._number(block, wanted[id(block)], moved=block in moving)

    def _number(self, block: ItemBlock, number: int, *, moved: bool) -> None:
        row = block.row
        if row.is_written:
            row.cleaned_data["number"] = number
        elif moved:
            row.instance.number = number
            self._write(row.instance, "Ny plats i ordningen", ["number"])


def _stored(block: ItemBlock) -> int:
    number: int = block.row.instance.number
    return number


def _stepped(blocks: list[ItemBlock], move: str) -> list[ItemBlock]:
    """The items with one of them a step up or down: ``up-<key>``, ``down-<key>``."""
    step, _, key = move.partition("-")
    here = next((index for index, block in enumerate(blocks) if block.key == key), None)
    there = -1 if here is None or step not in {"up", "down"} else here + (1 if step == "down" else -1)
    if here is not None and 0 <= there < len(blocks):
        blocks[here], blocks[there] = blocks[there], blocks[here]
    return blocks
