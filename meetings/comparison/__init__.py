"""What has changed in a note or an agenda since an earlier version of it, for those who read that one.

Whatever changes the checksum of a text is told in words here, or at least told of (``UNSEEN``).
"""

from meetings.comparison.agendas import AgendaChanges, FieldChange, ItemChange, agenda_changes
from meetings.comparison.notes import Part, changes_between, changes_since

__all__ = [
    "AgendaChanges",
    "FieldChange",
    "ItemChange",
    "Part",
    "agenda_changes",
    "changes_between",
    "changes_since",
]
