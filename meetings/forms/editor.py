"""The editor of a meeting: all its rows as one form, read and saved together."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from meetings.forms.directory import Directory
from meetings.forms.parts import AttendanceRow, HeadRow, ItemRow, OutcomeRow, PaperRow, TaskRow
from meetings.forms.rows import Row
from meetings.models import AgendaItem, Attachment, Attendance, Meeting, Outcome, OutcomeTask

NEW = "new"


@dataclass
class OutcomeBlock:
    """An outcome with its tasks; ``key`` names it in buttons."""

    row: OutcomeRow
    key: str
    tasks: list[TaskRow] = field(default_factory=list)


@dataclass
class ItemBlock:
    """An item with its outcomes."""

    row: ItemRow
    key: str
    outcomes: list[OutcomeBlock] = field(default_factory=list)


class MeetingEditor:
    """Every row of a meeting's text, as stored or as just posted.

    ``add`` names the empty row to show: ``item``, ``person``, ``paper``, ``outcome-<item>`` or
    ``task-<outcome>``. A posted row that is no longer stored is kept as a new one, so that no text is lost.
    """

    def __init__(self, meeting: Meeting, data: Mapping[str, Any] | None = None, *, add: str = "") -> None:
        self.meeting, self.data, self.add = meeting, data, add
        self.directory = Directory()
        self.head = self._row(HeadRow, meeting, "head")
        self.attendance = self._attendance()
        self.items = [self._item(key, item) for key, item in self._keyed("item", self._stored_items(), "item")]
        self.papers = self._papers()

    # --- Reading -------------------------------------------------------------------------------------------
    def _row[R: Row](self, kind: type[R], instance: Any, prefix: str, **options: Any) -> R:
        return kind(instance, directory=self.directory, prefix=prefix, data=self.data, **options)

    def _stored_items(self) -> Iterable[AgendaItem]:
        items = self.meeting.items.select_related("presenter").prefetch_related(
            "outcomes__tasks", "outcomes__organisation", "outcomes__group"
        )
        for item in items:
            item.meeting = self.meeting
        return items

    def _keyed(self, prefix: str, stored: Iterable[Any], added: str) -> Iterator[tuple[str, Any]]:
        """The stored rows by key, then those that were posted and are not stored, then the one being added."""
        rows = {str(row.pk): row for row in stored}
        yield from rows.items()
        for key in self._posted.get(prefix, []):
            if key not in rows:
                yield key, None
        if self.add == added and NEW not in self._posted.get(prefix, []):
            yield NEW, None

    @cached_property
    def _posted(self) -> dict[str, list[str]]:
        """Prefix → keys of the rows in the posted data."""
        found: dict[str, list[str]] = {}
        for name in self.data or ():
            if match := re.fullmatch(r"(.+)-(\d+|new)-base", name):
                found.setdefault(match[1], []).append(match[2])
        return found

    def _item(self, key: str, stored: AgendaItem | None) -> ItemBlock:
        item = stored or AgendaItem(meeting=self.meeting, number=self._next_number)
        block = ItemBlock(self._row(ItemRow, item, f"item-{key}"), key)
        outcomes = stored.outcomes.all() if stored else []
        for outcome_key, outcome in self._keyed(f"outcome-{key}", outcomes, f"outcome-{key}"):
            block.outcomes.append(self._outcome(item, key, outcome_key, outcome))
        return block

    @cached_property
    def _next_number(self) -> int:
        return max([item.number for item in self.meeting.items.all()], default=0) + 1

    def _outcome(self, item: AgendaItem, item_key: str, key: str, stored: Outcome | None) -> OutcomeBlock:
        outcome = stored or Outcome(item=item)
        outcome.item = item
        block = OutcomeBlock(self._row(OutcomeRow, outcome, f"outcome-{item_key}-{key}"), f"{item_key}-{key}")
        tasks = stored.tasks.all() if stored else []
        for task_key, task in self._keyed(f"task-{block.key}", tasks, f"task-{block.key}"):
            row = task or OutcomeTask(outcome=outcome)
            row.outcome = outcome
            block.tasks.append(self._row(TaskRow, row, f"task-{block.key}-{task_key}"))
        return block

    def _attendance(self) -> list[AttendanceRow]:
        rows = [self._row(AttendanceRow, row, f"person-{row.pk}") for row in self.meeting.attendance.listed()]
        if self.add == "person" or "person-new-base" in (self.data or ()):
            newcomer = Attendance(meeting=self.meeting, capacity="guest", position=len(rows) + 1)
            rows.append(self._row(AttendanceRow, newcomer, "person-new"))
        return rows

    def _papers(self) -> list[PaperRow]:
        items = [(block.row.instance.pk, str(block.row.instance)) for block in self.items if block.row.instance.pk]
        papers = list(self.meeting.attachments.all())
        rows = [self._row(PaperRow, paper, f"paper-{paper.pk}", items=items) for paper in papers]
        if self.add == "paper" or "paper-new-base" in (self.data or ()):
            number = max([paper.number for paper in papers], default=0) + 1
            added = Attachment(meeting=self.meeting, number=number)
            rows.append(self._row(PaperRow, added, "paper-new", items=items))
        return rows

    # --- Asking --------------------------------------------------------------------------------------------
    @property
    def rows(self) -> Iterator[Row]:
        """Every row, in the order of the page."""
        yield self.head
        yield from self.attendance
        for block in self.items:
            yield block.row
            for outcome in block.outcomes:
                yield outcome.row
                yield from outcome.tasks
        yield from self.papers

    def is_valid(self) -> bool:
        """Whether everything that was changed can be saved."""
        return all(row.is_settled for row in self.rows)

    @property
    def errors(self) -> list[tuple[str, str]]:
        """What has to be mended: the id of the field, and the sentence that stands at it."""
        return [
            (str(row[name].id_for_label or row[name].auto_id), str(sentence))
            for row in self.rows
            if not row.is_settled
            for name, sentences in row.errors.items()
            for sentence in sentences
        ]

    @property
    def collisions(self) -> list[str]:
        """Names of the rows that both this person and somebody else have changed."""
        both = [block for block in self.items if any(row.is_touched and row.is_stale for row in _rows_of(block))]
        names = [f"Punkt {block.row.instance.number}" for block in both]
        if self.head.is_touched and self.head.is_stale:
            names.insert(0, "Tid och plats")
        if any(row.is_touched and row.is_stale for row in self.attendance):
            names.insert(0, "Närvaro")
        return names

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many are present, and how many are not, in words for the heading."""
        states = [row.instance.state for row in self.attendance if not row.is_new]
        words = {"present": "närvarande", "apologies": "förhindrade", "absent": "frånvarande"}
        return [(word, states.count(state)) for state, word in words.items() if state in states]


def _rows_of(block: ItemBlock) -> list[Row]:
    tasks = [task for outcome in block.outcomes for task in outcome.tasks]
    return [block.row, *[outcome.row for outcome in block.outcomes], *tasks]
