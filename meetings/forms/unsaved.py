"""What is typed and not saved: the note as it would be with it, and whether it says anything that is not saved."""

from collections.abc import Mapping

from groups.models import User
from meetings import drafts
from meetings.forms.editor import ItemBlock, MeetingEditor
from meetings.forms.rows import Row
from meetings.models import Draft, Meeting
from meetings.snapshot import item_content, minutes_content, outcome_content
from samverkan.common.canonical import Json


def unsaved(meeting: Meeting, *, by: User, add: str = "") -> tuple[Draft, MeetingEditor] | None:
    """The account's draft with the editor that shows it; one that has come to say what is saved is thrown away.

    So nobody is held up by a text that is saved already, nor by a new row that was taken away again. A draft with any
    other row that the editor can't read stays. ``add`` is the empty row that the editor is to have.
    """
    draft = drafts.of(meeting, by=by)
    if draft is None:
        return None
    fields = drafts.fields_of(draft)
    editor = MeetingEditor(meeting, fields, add=add)
    read = {str(row.prefix) for row in editor.rows if row.is_bound}
    unread = {drafts.row_of(name) for name in fields} - read
    if editor.differs or any(_says(prefix, fields) for prefix in unread):
        return draft, editor
    drafts.discard(meeting, by=by)
    return None


def _says(prefix: str, fields: Mapping[str, str]) -> bool:
    """Whether a row that the editor can't read says something: it has text, and is not on its way out."""
    whole = [prefix, *drafts.above(prefix)]
    if any(fields.get(f"{row}-remove") for row in whole):
        return False
    own = {name: value for name, value in fields.items() if drafts.row_of(name) == prefix}
    return f"{prefix}-base" not in own or any(value.strip() for name, value in own.items() if name != f"{prefix}-base")


def content_of(editor: MeetingEditor) -> Json:
    """The record that the rows of the editor make; a row that can't be saved as it stands is read as stored."""
    meeting: Meeting = editor.meeting
    for row in editor.rows:
        if row.is_written and not row.is_removed and row.is_valid():
            row.apply()
    blocks = [block for block in editor.items if _stays(block.row)]
    return minutes_content(
        meeting,
        attendance=[row.instance for row in editor.attendance if row.instance.person_id and _stays(row)],
        items=[_item(block, number) for number, block in enumerate(blocks, start=1)],
    )


def _stays(row: Row) -> bool:
    return not row.is_removed and (not row.is_new or row.is_written)


def _item(block: ItemBlock, number: int) -> Json:
    outcomes = [
        outcome_content(outcome.row.instance, [task.instance for task in outcome.tasks if _stays(task)])
        for outcome in block.outcomes
        if _stays(outcome.row)
    ]
    papers = [paper.title for paper in block.row.instance.attachments.all()] if block.row.instance.pk else []
    return {**item_content(block.row.instance, outcomes, papers), "number": number}
