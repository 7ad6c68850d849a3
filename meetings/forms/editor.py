"""The editor of a meeting: all its rows as one form, read and saved together."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import QueryDict

from groups.models import Membership
from meetings.agendas.building import standing_last
from meetings.forms.directory import Directory
from meetings.forms.entangled import entangle
from meetings.forms.parts import AttendanceRow, HeadRow, ItemRow, OutcomeRow, PaperRow, TaskRow
from meetings.forms.rows import Row
from meetings.forms.timing import run_clock
from meetings.kinds import OutcomeKind
from meetings.models import AgendaItem, Attachment, Attendance, Meeting, Outcome, OutcomeTask
from meetings.paper_standing import PaperStanding, standings_of
from meetings.papers import free_number, with_files

NEW = "new"
_ROW = re.compile(r"(.+)-(\d+|new\d*)-base")


@dataclass
class OutcomeBlock:
    """An outcome with its tasks; ``key`` names it in buttons."""

    row: OutcomeRow
    key: str
    tasks: list[TaskRow] = field(default_factory=list)

    @property
    def rows(self) -> list[Row]:
        return [self.row, *self.tasks]


@dataclass
class ItemBlock:
    """An item with its outcomes; ``number`` is the place in which the page shows it, ``clock`` says when it is taken
    up: ``13.30–13.40``; ``stands_last`` that what is added comes before it.
    """

    row: ItemRow
    key: str
    number: int
    outcomes: list[OutcomeBlock] = field(default_factory=list)
    clock: str = ""
    stands_last: bool = False
    papers: list[PaperStanding] = field(default_factory=list)

    @property
    def rows(self) -> list[Row]:
        return [self.row, *(row for outcome in self.outcomes for row in outcome.rows)]

    @property
    def proposal(self) -> str:
        """The decision that is proposed for the item, as the page shows it."""
        return str(self.row.shown("proposed_decision")).strip()

    @property
    def heading(self) -> str:
        """The title as the page shows it."""
        return str(self.row.shown("title")) or "Ny punkt"


class MeetingEditor:
    """Every row of a meeting's text, as stored or as just posted.

    ``add`` names the empty row to show: ``item``, ``person``, ``paper``, ``outcome-<item>``, ``task-<outcome>``, or
    ``proposal-<item>`` for an outcome in the words that were proposed. A posted row that is no longer stored is kept
    as a new one, so that no text is lost.
    """

    def __init__(self, meeting: Meeting, data: Mapping[str, Any] | None = None, *, add: str = "") -> None:
        self.meeting, self.add = meeting, add
        prefetch_related_objects([meeting], "joint_groups")
        self.data = _with_background(data.dict() if isinstance(data, QueryDict) else data)
        self.directory = Directory()
        self.head = self._row(HeadRow, meeting, "head")
        self.attendance = self._attendance()
        self.items = [self._item(key, item) for key, item in self._keyed("item", self._stored_items(), "item")]
        self.papers = self._papers()
        if data is not None:
            entangle(self.items)
        if data is not None or add == "item":
            self._put_in_order()
        self.ends_at = run_clock(meeting.starts_at, self.items)

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
            if key not in rows and not (key.startswith(NEW) and self.data and self.data.get(f"{prefix}-{key}-remove")):
                yield key, None
        if self.add == added and NEW not in self._posted.get(prefix, []):
            yield NEW, None

    @cached_property
    def _posted(self) -> dict[str, list[str]]:
        """Prefix → keys of the rows in the posted data."""
        found: dict[str, list[str]] = {}
        for name in self.data or ():
            if name.endswith("-base") and (match := _ROW.fullmatch(name)):
                found.setdefault(match[1], []).append(match[2])
        return found

    def _item(self, key: str, stored: AgendaItem | None) -> ItemBlock:
        item = stored or AgendaItem(meeting=self.meeting, number=self._next_number)
        block = ItemBlock(self._row(ItemRow, item, f"item-{key}"), key, item.number)
        block.stands_last = item.pk in self._lasts
        if stored is None:
            block.row.initial["number"] -= len(self._lasts)
        outcomes = stored.outcomes.all() if stored else []
        is_proposed = self.add == f"proposal-{key}"
        added = f"proposal-{key}" if is_proposed else f"outcome-{key}"
        for outcome_key, outcome in self._keyed(f"outcome-{key}", outcomes, added):
            new = _as_proposed(item) if is_proposed and outcome_key == NEW else Outcome(item=item)
            block.outcomes.append(self._outcome(item, key, outcome_key, outcome or new))
        return block

    def _put_in_order(self) -> None:
        """Show the items in the order and with the numbers that saving would give them."""
        self.items.sort(key=lambda block: block.row.place)
        for number, block in enumerate(self.items, start=1):
            block.number = number

    @cached_property
    def _next_number(self) -> int:
        return max([item.number for item in self.meeting.items.all()], default=0) + 1

    @cached_property
    def _lasts(self) -> set[int]:
        """Keys of the items that always stand last, before which a new item is shown."""
        return {item.pk for item in standing_last(self.meeting)}

    def _outcome(self, item: AgendaItem, item_key: str, key: str, outcome: Outcome) -> OutcomeBlock:
        outcome.item = item
        block = OutcomeBlock(self._row(OutcomeRow, outcome, f"outcome-{item_key}-{key}"), f"{item_key}-{key}")
        tasks = outcome.tasks.all() if outcome.pk else []
        for task_key, task in self._keyed(f"task-{block.key}", tasks, f"task-{block.key}"):
            row = task or OutcomeTask(outcome=outcome)
            row.outcome = outcome
            block.tasks.append(self._row(TaskRow, row, f"task-{block.key}-{task_key}"))
        return block

    def _attendance(self) -> list[AttendanceRow]:
        stored = list(self.meeting.attendance.listed())
        rows: list[AttendanceRow] = []
        for key, row in self._keyed("person", stored, "person"):
            if row is None and key.isdecimal():
                continue  # taken off the list by somebody else
            newcomer = Attendance(meeting=self.meeting, capacity="guest", position=len(rows) + 1)
            rows.append(self._row(AttendanceRow, row or newcomer, f"person-{key}"))
        return rows

    def _papers(self) -> list[PaperRow]:
        items = [(block.row.instance.pk, str(block.row.instance)) for block in self.items if block.row.instance.pk]
        rows: list[PaperRow] = []
        for key, paper in self._keyed("paper", with_files(self.meeting), "paper"):
            added = sum(row.is_new for row in rows)
            row = paper or Attachment(meeting=self.meeting, number=free_number(self.meeting) + added)
            rows.append(self._row(PaperRow, row, f"paper-{key}", items=items))
        return rows

    @cached_property
    def shown_items(self) -> list[ItemBlock]:
        """The items with their papers, as the page shows them."""
        papers: dict[int | None, list[PaperStanding]] = {}
        for standing in standings_of(self.meeting):
            papers.setdefault(standing.paper.item_id, []).append(standing)
        for block in self.items:
            block.papers = papers.get(block.row.instance.pk, []) if block.row.instance.pk else []
        return self.items

    def blank(self) -> dict[str, Any]:
        """One empty row of each kind, for the script that adds rows in place; the keys are for it to fill in."""
        item = AgendaItem(meeting=self.meeting, number=self._next_number)
        outcome = Outcome(item=item)
        block = ItemBlock(self._row(ItemRow, item, "item-__key__"), "__key__", item.number)
        row = self._row(OutcomeRow, outcome, "outcome-__item__-__key__")
        return {
            "item": block,
            "outcome": OutcomeBlock(row, "__item__-__key__"),
            "task": self._row(TaskRow, OutcomeTask(outcome=outcome), "task-__outcome__-__key__"),
            "person": self._row(AttendanceRow, Attendance(meeting=self.meeting, capacity="guest"), "person-__key__"),
        }

    # --- Asking --------------------------------------------------------------------------------------------
    @property
    def rows(self) -> Iterator[Row]:
        """Every row, in the order of the page."""
        yield self.head
        yield from self.attendance
        for block in self.items:
            yield from block.rows
        yield from self.papers

    def is_valid(self) -> bool:
        """Whether everything that was changed can be saved."""
        return all(row.is_settled for row in self.rows)

    @property
    def errors(self) -> list[tuple[str, str]]:
        """What has to be mended: the id of the field, and the sentence that stands at it."""
        return [
            (f"id_{row.prefix}-{name}" + ("_0" if name == "state" else ""), str(sentence))
            for row in self.rows
            if not row.is_settled
            for name, sentences in row.errors.items()
            for sentence in sentences
        ]

    @cached_property
    def collisions(self) -> list[Row]:
        """The rows that both this person and somebody else have changed, and that nobody has chosen between."""
        return [row for row in self.rows if row.collides]

    @property
    def is_posted(self) -> bool:
        """Whether it shows something else than what is stored."""
        return self.data is not None

    @property
    def move(self) -> str:
        """The step that was asked for: ``up-<item>``, ``down-<item>``."""
        return str(self.data.get("move", "")) if self.data else ""

    @property
    def differs(self) -> bool:
        """Whether anything that is shown stands otherwise in the database."""
        return any(row.differs for row in self.rows)

    @property
    def touched(self) -> list[str]:
        """Prefixes of the rows that the page shows otherwise than they are stored."""
        return [str(row.prefix) for row in self.rows if row.is_touched or row.is_moved or row.is_removed]

    @property
    def attendance_waits(self) -> bool:
        """Whether a row of the attendance is new, has been changed on the page, or has an error."""
        return any(row.is_new or row.is_touched or row.is_removed or row.errors for row in self.attendance)

    @property
    def owners(self) -> list[str]:
        """The people whom the page offers as owners of tasks: those of the groups of the meeting by name alone."""
        groups = [self.meeting.group_id, *self.meeting.joint_groups.values_list("pk", flat=True)]
        sits = Membership.objects.on(self.meeting.date).filter(group__in=groups)
        listed = {row.instance.person_id for row in self.attendance}
        return self.directory.owners({*sits.values_list("person", flat=True), *listed})

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many are present, and how many are not, in words for the heading."""
        states = [row.shown("state") for row in self.attendance if not row.is_new]
        one = "förhindrad" if states.count("apologies") == 1 else "förhindrade"
        words = {"present": "närvarande", "apologies": one, "absent": "frånvarande"}
        return [(word, states.count(state)) for state, word in words.items() if state in states]


def _with_background(data: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """What was posted, with the background of the item that ``take_over`` names moved to the front of what is said."""
    item = f"item-{data['take_over']}" if data and "take_over" in data else ""
    if data is None or not data.get(f"{item}-background"):
        return data
    said = f"{data[f'{item}-background']}{data.get(f'{item}-information', '')}"
    return {**data, f"{item}-background": "", f"{item}-information": said}


def _as_proposed(item: AgendaItem) -> Outcome:
    """An outcome, not yet saved, in the words that were proposed; in the standard sentence when none were."""
    return Outcome(item=item, kind=OutcomeKind.AGREED if item.proposed_decision else OutcomeKind.NOTED,
                   text=item.proposed_decision)  # fmt: skip
