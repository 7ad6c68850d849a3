"""Rensning: the texts of the work on a note go when the group's type says, counted from the adjustment.

What goes is what somebody typed and never saved, the words in the history of the working text, the members'
comments, and which adjusters had the text open when. Who did what and when stays, and so does everything that was
sent: versions, verdicts, agendas and calls.
"""

import logging
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from meetings.models import (
    AgendaItem,
    Draft,
    Meeting,
    MinutesComment,
    MinutesVersion,
    Outcome,
    OutcomeTask,
    SeenVersion,
)
from meetings.states import MinutesState
from meetings.workflow.steps import locked
from samverkan.common import daily, history

logger = logging.getLogger(__name__)
REASON = "Arbetstexter rensade"
_ITEM_TEXTS = ("title", "proposed_decision", "background", "information", "questions", "dialog")


@daily.task("meetings.purge")
def purge_due(on: date) -> None:
    """Purge every meeting whose time has come and that has something left to purge."""
    daily.each(due(on=on), lambda meeting: purge(meeting, at=timezone.now()))


def due(*, on: date) -> list[Meeting]:
    """Meetings adjusted long enough ago, with no correction open, in which some text of the work is left."""
    adjusted = Meeting.objects.filter(
        minutes_versions__state=MinutesState.ADJUSTED, group__type__purge_after_days__isnull=False, correction_open=""
    )
    rows = adjusted.annotate(last=Max("minutes_versions__adjusted_at"), days=F("group__type__purge_after_days"))
    left = [Exists(part) for part in _left(OuterRef("pk"))]
    found = rows.filter(reduce(or_, left)).order_by("pk")
    return [row for row in found if _first_day(row.last, row.days) <= on]


def purged_at(meeting: Meeting) -> list[datetime]:
    """When texts of the work on the meeting's note have gone, the first time first."""
    rows = meeting.history.filter(history_change_reason=REASON).order_by("history_date")
    return list(rows.values_list("history_date", flat=True))


def goes_on(meeting: Meeting) -> date | None:
    """The first day on which the texts of the work go by the rule of the group's type (``due``); None when they don't
    go: by no rule, while a correction is open, and when there is none left.
    """
    days = meeting.group.type.purge_after_days
    adjusted = meeting.minutes_versions.filter(state=MinutesState.ADJUSTED)
    last = adjusted.aggregate(last=Max("adjusted_at"))["last"]
    if days is None or last is None or meeting.correction_open or not any(part.exists() for part in _left(meeting.pk)):
        return None
    return _first_day(last, days)


def _first_day(adjusted_at: datetime, days: int) -> date:
    return timezone.localdate(adjusted_at) + timedelta(days=days)


@transaction.atomic
def purge(meeting: Meeting, *, at: datetime) -> bool:
    """Purge the texts of one meeting; whether anything went. Not while a note is out or a correction is open."""
    meeting = locked(meeting)
    out = MinutesVersion.objects.filter(meeting=meeting, state=MinutesState.OUT)
    if meeting.correction_open or out.exists():
        return False
    drafts, seen, items, outcomes, tasks, comments = _left(meeting.pk)
    gone = drafts.delete()[0] + seen.delete()[0]
    gone += items.update(**dict.fromkeys(_ITEM_TEXTS, ""))
    gone += outcomes.update(text="") + tasks.update(text="")
    for comment in list(comments):
        comment.text = ""
        history.save(comment, by=None, at=at, reason=REASON, fields=["text"])
        gone += 1
    _histories(MinutesComment).filter(version__in=meeting.minutes_versions.values("pk")).exclude(text="").update(
        text=""
    )
    if gone:
        logger.info("purged the working texts of meeting %s: %s rows", meeting.pk, gone)
        history.save(meeting, by=None, at=at, reason=REASON, fields=["revision"])
    return bool(gone)


def _left(meeting: Any) -> tuple[QuerySet[Any], ...]:
    """What is left to purge of a meeting: drafts, what was seen, and texts of items, outcomes, tasks and comments."""
    said = ~Q(title="", proposed_decision="", background="", information="", questions="", dialog="")
    items = _histories(AgendaItem).filter(said, meeting_id=meeting)
    of_meeting = _histories(AgendaItem).filter(meeting_id=meeting).values("id")
    outcomes = _histories(Outcome).filter(item_id__in=of_meeting).exclude(text="")
    of_items = _histories(Outcome).filter(item_id__in=of_meeting).values("id")
    tasks = _histories(OutcomeTask).filter(outcome_id__in=of_items).exclude(text="")
    comments = MinutesComment.objects.filter(version__meeting=meeting).exclude(text="")
    seen = SeenVersion.objects.filter(version__meeting=meeting)
    return Draft.objects.filter(meeting=meeting), seen, items, outcomes, tasks, comments


def _histories(model: Any) -> QuerySet[Any]:
    rows: QuerySet[Any] = model.history.model.objects.all()
    return rows
