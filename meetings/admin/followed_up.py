"""How far each has come with what an agenda follows up: read only, beside the list in the editor, until the meeting."""

from typing import Any

from meetings.agendas.building import previous_of
from meetings.agendas.follow_up import item_among, outdated_in, standings_in
from meetings.forms.editor import MeetingEditor
from meetings.models import Meeting
from meetings.workflow.scheduling import COMING


def followed_up(meeting: Meeting, editor: MeetingEditor) -> dict[str, Any]:
    """The context of the item that follows up commitments; nothing, and no query, where there is none."""
    item = item_among(block.row.instance for block in editor.items if block.row.instance.pk)
    if item is None or meeting.state not in COMING:
        return {}
    previous = previous_of(meeting)
    return {
        "followed_item": str(item.pk),
        "followed": standings_in(meeting, since=previous.date if previous else None),
        "may_refresh": outdated_in(meeting) is not None,
    }
