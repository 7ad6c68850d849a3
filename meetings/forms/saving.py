"""Saving what was changed in the editor: one transaction, one history row for each row that differs."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import F, Max
from django.utils import timezone

from groups.models import Person, User
from meetings.forms.editor import ItemBlock, MeetingEditor
from meetings.forms.rows import Row
from meetings.models import AgendaItem, Meeting
from meetings.workflow import check_in, check_out, free_sequence
from samverkan.common import history

#: Added to the numbers of items that move, while they move, so that no two ever have the same.
_ASIDE = 10_000


@dataclass(frozen=True)
class Saved:
    """What a save came to."""

    changed: bool
    newcomers: list[Person]


@transaction.atomic
def save(editor: MeetingEditor, *, revision: int, by: User) -> Saved:
    """Save every changed row of a valid editor.

    Raises EditConflict when somebody else has saved since ``revision``, StepRefused when the text is closed;
    then nothing at all is saved.
    """
    meeting = check_out(editor.meeting, revision=revision)
    return _Save(editor, meeting, by=by, at=timezone.now()).run()


class _Save:
    def __init__(self, editor: MeetingEditor, meeting: Meeting, *, by: User, at: datetime) -> None:
        self.editor, self.meeting, self.by, self.at = editor, meeting, by, at
        self.changed = False

    def run(self) -> Saved:
        newcomers = self.editor.directory.save_new(by=self.by)
        self._head()
        for row in self.editor.attendance:
            self._row(row)
        self._items()
        for paper in self.editor.papers:
            self._row(paper)
        if self.changed:
            check_in(self.meeting, by=self.by, at=self.at)
        return Saved(self.changed, newcomers)

    def _head(self) -> None:
        """The head is saved by ``check_in``, so that the meeting gets one history row."""
        head = self.editor.head
        if head.is_touched:
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
        elif row.is_touched:
            changed = row.apply()
            if row.is_new:
                self._write(row.instance, "Tillagd")
            elif changed:
                self._write(row.instance, "Ändrad", changed)

    def _write(self, instance: models.Model, reason: str, fields: list[str] | None = None) -> None:
        history.save(instance, by=self.by, at=self.at, reason=reason, fields=fields)
        self.changed = True

    def _remove(self, row: Row) -> None:
        if row.instance.pk is not None:
            gone: Any = row.instance
            gone._history_user, gone._history_date, gone._change_reason = self.by, self.at, "Borttagen"
            gone.delete()
            self.changed = True

    def _free_papers(self, item: int | None) -> None:
        """The papers of an item that goes belong to the whole meeting from now on."""
        for paper in self.editor.papers:
            if item and paper.instance.item_id == item:
                paper.instance.item_id = None
                self._write(paper.instance, "Punkten borttagen", ["item_id"])
            if paper.is_touched and not paper.is_removed and paper.cleaned_data["item_id"] == item:
                paper.cleaned_data["item_id"] = None

    def _place(self, row: Row) -> None:
        """An outcome that is added comes last among those of its item."""
        if row.is_new and row.is_touched:
            last = row.instance.item.outcomes.aggregate(last=Max("position"))["last"] or 0
            row.instance.position = last + 1

    def _renumber(self) -> None:
        """Number the items 1 to n in the order asked for; the removed are out of the way first."""
        blocks = [block for block in self.editor.items if not block.row.is_removed]
        staying = [block for block in blocks if not block.row.is_new or block.row.is_touched]
        ordered = sorted(staying, key=_wanted)
        wanted = {id(block): number for number, block in enumerate(ordered, start=1)}
        moving = [block for block in staying if block.row.instance.pk and _stored(block) != wanted[id(block)]]
        for block in self.editor.items:
            if block.row.is_removed:
                self._free_papers(block.row.instance.pk)
                self._remove(block.row)
        AgendaItem.objects.filter(pk__in=[block.row.instance.pk for block in moving]).update(
            number=F("number") + _ASIDE
        )
        for block in staying:
            self._number(block, wanted[id(block)], moved=block in moving)

    def _number(self, block: ItemBlock, number: int, *, moved: bool) -> None:
        row = block.row
        if row.is_bound and row.is_touched:
            row.cleaned_data["number"] = number
        if moved and not row.is_touched:
            row.instance.number = number
            self._write(row.instance, "Ny plats i ordningen", ["number"])


def _stored(block: ItemBlock) -> int:
    number: int = block.row.instance.number
    return number


def _wanted(block: ItemBlock) -> tuple[int, int, int]:
    """Where the item is to stand: an item moved to a taken number goes before it, or after it when moved down."""
    row, stored = block.row, _stored(block)
    asked = row.cleaned_data["number"] if row.is_touched else stored
    return asked, (asked > stored) - (asked < stored), stored
