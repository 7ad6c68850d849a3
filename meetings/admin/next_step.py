"""What the meeting's page says that comes next, for those who run the group: asked here, said in the templates."""

from typing import Any

from django.utils import timezone

from groups.models import User
from meetings.admin.calling import call_standing
from meetings.admin.progress import Stage, latest_agenda, latest_minutes
from meetings.agendas.changed import changed_since_approval, changed_since_sent
from meetings.models import Meeting, MinutesVersion
from meetings.states import AgendaState, MeetingState, MinutesState
from meetings.workflow.minutes import taken_back
from meetings.workflow.publication import why_not_now


def next_step(found: Meeting, stage: Stage, user: User) -> dict[str, Any]:
    """The context of the next step with a meeting from ``with_progress``, for who runs the group."""
    context: dict[str, Any] = {**call_standing(found), "corrects_earlier": _corrects_earlier(found)}
    agenda, minutes = latest_agenda(found), latest_minutes(found)
    context["held_first"] = stage is Stage.PLANNED and agenda is None and found.date < timezone.localdate()
    if agenda and agenda.state == AgendaState.APPROVED and stage in {Stage.AGENDA_APPROVED, Stage.CALLED}:
        context["agenda_changed"] = bool(changed_since_approval([found]))
    if agenda and agenda.state == AgendaState.SENT and stage in {Stage.AGENDA_SENT, Stage.CALLED}:
        context["agenda_changed"] = bool(changed_since_sent([agenda]))
    if minutes and stage in {Stage.ADJUSTED, Stage.WITHDRAWN}:
        context["unpublishable"] = why_not_now(minutes)
    if minutes and stage is Stage.TAKEN_BACK:
        context["taken_back"] = _taken_back(minutes, user)
    return context


def _corrects_earlier(found: Meeting) -> list[Meeting]:
    """The meetings whose adjusted notes this one approves, once it has been held: they can be corrected."""
    if found.state != MeetingState.HELD:
        return []
    adjusted = MinutesVersion.objects.filter(state=MinutesState.ADJUSTED).values("meeting")
    return list(found.approves.filter(pk__in=adjusted))


def _taken_back(version: MinutesVersion, user: User) -> dict[str, Any] | None:
    """Who took the note back, and when; ``by`` is empty when it was the user."""
    row = taken_back(version)
    if row is None:
        return None
    return {"by": "" if row.history_user == user else row.history_user, "at": row.history_date}
