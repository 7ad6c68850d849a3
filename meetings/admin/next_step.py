"""What the meeting's page says that comes next, for those who run the group: asked here, said in the templates."""

from typing import Any

from groups.models import User
from meetings.admin.calling import call_standing
from meetings.admin.progress import Stage, latest_agenda, latest_minutes
from meetings.models import Meeting, MinutesVersion
from meetings.states import AgendaState, MeetingState, MinutesState
from meetings.workflow.calling import changed_since_approval
from meetings.workflow.minutes import TAKEN_BACK
from meetings.workflow.publication import why_not_now


def next_step(found: Meeting, stage: Stage, user: User) -> dict[str, Any]:
    """The context of the next step with a meeting from ``with_progress``, for who runs the group."""
    context: dict[str, Any] = {**call_standing(found), "corrects_earlier": _corrects_earlier(found)}
    agenda, minutes = latest_agenda(found), latest_minutes(found)
    if agenda and agenda.state == AgendaState.APPROVED and stage in {Stage.AGENDA_APPROVED, Stage.CALLED}:
        context["agenda_changed"] = bool(changed_since_approval([found]))
    if minutes and stage in {Stage.ADJUSTED, Stage.WITHDRAWN}:
        context["unpublishable"] = why_not_now(minutes)
    if minutes and stage is Stage.TAKEN_BACK:
        context["taken_back"] = _taken_back(minutes, user)
    return context


def _corrects_earlier(found: Meeting) -> bool:
    """Whether the meeting, which has been held, approves a note that is adjusted, and so can be corrected."""
    if found.state != MeetingState.HELD or not found.approves_id:
        return False
    return MinutesVersion.objects.filter(meeting=found.approves_id, state=MinutesState.ADJUSTED).exists()


def _taken_back(version: MinutesVersion, user: User) -> dict[str, Any] | None:
    """Who took the note back, and when; ``by`` is empty when it was the user."""
    rows = version.history.filter(history_change_reason=TAKEN_BACK).select_related("history_user__person")
    row = rows.order_by("history_date", "history_id").last()
    if row is None:
        return None
    return {"by": "" if row.history_user == user else row.history_user, "at": row.history_date}
