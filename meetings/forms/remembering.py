"""What a save came to, for the page that sent it and may never hear of it; see ``meetings.saved_pages``."""

from collections.abc import Mapping
from typing import Any

from meetings.forms.editor import NEW, MeetingEditor
from meetings.forms.parts import HeadRow, OutcomeRow, PaperRow, TaskRow
from meetings.forms.rows import Row
from meetings.saved_pages import SavedPage, by_row, print_of

#: The longest mark of a page that is taken in.
MARK = 32


def mark_of(posted: Mapping[str, str]) -> str:
    """The mark of the page that was posted."""
    return posted.get("page", "")[:MARK]


def remembered(editor: MeetingEditor, posted: Mapping[str, str], before: SavedPage) -> SavedPage:
    """What the save of ``posted`` came to, beside what an earlier one of the same page came to (``before``)."""
    rows, renamed, keys = dict(before.rows), dict(before.renamed), dict(before.keys)
    known = {str(row.prefix): row for row in editor.rows if row.is_touched or row.is_moved or row.is_removed}
    for prefix, fields in by_row(posted).items():
        row = known.get(before.prefix_now(prefix))
        if row is None:
            continue
        now = _prefix_now(row)
        rows[now] = [print_of(fields), _base_now(row)]
        if now != prefix:
            renamed[prefix] = now
            keys |= _keys(prefix, now)
    return SavedPage(mark_of(posted), renamed, keys, rows)


def _keys(before: str, now: str) -> dict[str, str]:
    """The keys that a script made up, each with the number that the row got."""
    pairs = zip(before.split("-"), now.split("-"), strict=True)
    return {old: new for old, new in pairs if old.startswith(NEW) and old != NEW}


def _prefix_now(row: Row) -> str:
    kept, instance = str(row.prefix), row.instance
    if instance.pk is None or isinstance(row, HeadRow):
        return kept
    if isinstance(row, OutcomeRow):
        return f"outcome-{instance.item_id}-{instance.pk}"
    if isinstance(row, TaskRow):
        return f"task-{instance.outcome.item_id}-{instance.outcome_id}-{instance.pk}"
    return f"{kept.partition('-')[0]}-{instance.pk}"


def _base_now(row: Row) -> str:
    """The fingerprint with which the page would show the row now; none for a row that is gone."""
    if row.instance.pk is None:
        return ""
    more: dict[str, Any] = {"items": []} if isinstance(row, PaperRow) else {}
    shown = type(row)(row.instance, directory=row.directory, prefix="row", **more)
    return shown.base_now
