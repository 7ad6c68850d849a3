"""What a meeting's page says of the other kinds of meeting, and where it leads."""

from typing import Any

from django import template
from django.template import RequestContext
from django.utils import timezone

from meetings.kind_rules import may_answer, may_draft_chair_decision, may_upload_note, may_write_short_note
from meetings.models import Meeting
from meetings.states import MeetingState
from meetings.workflow.corrections import adjusted_version
from meetings.workflow.light_path import why_not_public
from meetings.workflow.uploading import is_uploaded, note_of
from meetings.workflow.written_notes import answered_of

register = template.Library()


@register.inclusion_tag("meetings/_other_kinds.html", takes_context=True)
def other_kinds(context: RequestContext, meeting: Meeting, stage: Any) -> dict[str, Any]:
    """Questions to answer, a decision to take, a note that was uploaded, a short note: what the visitor can do."""
    user = context["request"].user
    is_written, is_chairs = meeting.kind == Meeting.Kind.WRITTEN, meeting.kind == Meeting.Kind.CHAIR
    type = meeting.group.type
    uploads = type.light_path and may_upload_note(user, meeting.group)
    version = adjusted_version(meeting) if uploads and not meeting.correction_open else None
    is_open = stage.name in {"HELD", "RETURNED", "TAKEN_BACK"}
    return {
        "meeting": meeting,
        "stage": stage,
        "joint": list(meeting.joint_groups.all()),
        "is_written": is_written,
        "answers": is_written and meeting.state == MeetingState.CALLED and may_answer(user, meeting),
        "runs": bool(context.get("writes")),
        "answered": answered_of(meeting) if is_written and is_open and context.get("writes") else None,
        "decides": is_chairs and is_open and may_draft_chair_decision(user, meeting.group),
        "uploaded": note_of(meeting) if type.light_path else None,
        "may_upload": uploads,
        "hindrance": why_not_public(version) if version and is_uploaded(version) else "",
        "short_note": type.publishes_short_notes and _may_say(meeting) and may_write_short_note(user, meeting),
    }


def _may_say(meeting: Meeting) -> bool:
    has_been = meeting.state != MeetingState.CANCELLED and meeting.date <= timezone.localdate()
    return has_been and meeting.group.publishes_minutes
