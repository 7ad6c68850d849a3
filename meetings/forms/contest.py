"""Two texts side by side: what somebody else has saved and what this person wrote, for each contested row."""

from dataclasses import dataclass
from typing import Any

from django import forms

from meetings.forms.editor import MeetingEditor
from meetings.forms.parts import HeadRow, ItemRow, OutcomeRow, PaperRow, TaskRow
from meetings.forms.rows import Row, written
from meetings.models import Meeting
from samverkan.common.rich_field import RichTextField
from samverkan.common.richtext import clean
from samverkan.common.textdiff import Block, Change, blocks_of, diff

WORDS: dict[type[Row], str] = {
    HeadRow: "Tid och plats", ItemRow: "Punkt", OutcomeRow: "Beslut", TaskRow: "Uppgift", PaperRow: "Underlag",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that the two have written differently; ``old`` is what is saved, ``new`` what is posted."""

    label: str
    changes: list[Change]


@dataclass(frozen=True, slots=True)
class Contest:
    """One row to choose text for. ``seen`` goes back with the choice, so that it holds for this text only."""

    heading: str
    prefix: str
    seen: str
    choice: str
    saved_by: str
    differences: list[Difference]
    mine_is_removed: bool
    theirs_is_removed: bool


def contests_of(editor: MeetingEditor) -> list[Contest]:
    """Every row that both have changed, in the order of the page, with what has been chosen so far."""
    headings = _headings(editor)
    return [_contest(row, headings[id(row)], editor.meeting) for row in editor.rows if row.is_contested]


def _headings(editor: MeetingEditor) -> dict[int, str]:
    """What each row is called: an outcome by the item that it came of."""
    found = {id(row): WORDS.get(type(row), "") for row in editor.rows}
    for present in editor.attendance:
        found[id(present)] = "Närvaro" if present.is_new else f"Närvaro: {present.instance.person.name}"
    for block in editor.items:
        item = f"punkt {block.number}, {block.heading}"
        for row in block.rows:
            found[id(row)] = f"Punkt{item[5:]}" if isinstance(row, ItemRow) else f"{WORDS[type(row)]} i {item}"
    return found


def _contest(row: Row, heading: str, meeting: Meeting) -> Contest:
    removed = bool(row.posted("remove"))
    return Contest(
        heading=heading,
        prefix=str(row.prefix),
        seen=row.stands,
        choice=row.choice,
        saved_by=_last_by(meeting.history) if removed else _saved_by(row),
        differences=[] if removed or row.is_gone else _differences(row),
        mine_is_removed=removed,
        theirs_is_removed=row.is_gone,
    )


def _saved_by(row: Row) -> str:
    """The name of whoever changed the row last."""
    model: Any = type(row.instance)
    key = str(row.prefix).rpartition("-")[2]
    return _last_by(model.history.filter(id=row.instance.pk or int(key)))


def _last_by(history: Any) -> str:
    last = history.select_related("history_user__person").order_by("-history_id").first()
    return last.history_user.get_full_name() if last and last.history_user else "någon annan"


def _differences(row: Row) -> list[Difference]:
    found = []
    for name in row.compared:
        field, theirs, mine = row.fields[name], written(row.initial[name]), row.posted(name)
        if theirs != mine:
            found.append(Difference(str(field.label), diff(_blocks(field, theirs), _blocks(field, mine))))
    return found


def _blocks(field: forms.Field, value: str) -> list[Block]:
    if isinstance(field, RichTextField):
        return blocks_of(clean(value))
    if isinstance(field, forms.BooleanField):
        value = "Ja" if value else "Nej"
    elif isinstance(field, forms.ChoiceField):
        value = next((str(label) for choice, label in _pairs(field) if str(choice) == value), value)
    return [Block("p", " ".join(line.split())) for line in value.splitlines() if line.strip()]


def _pairs(field: forms.ChoiceField) -> list[tuple[Any, Any]]:
    return list(field.choices)  # type: ignore[arg-type]
