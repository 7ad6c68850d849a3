"""Rows of a meeting's working text that are added, moved and removed by a step, with their history."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F

from groups.models import User
from meetings.models import AgendaItem, Meeting
from samverkan.common import history
from samverkan.common.refusals import StepRefused

#: Added to the numbers of items that move, while they move, so that no two ever have the same.
_ASIDE = 10_000


def remove(row: models.Model, *, by: User, at: datetime, reason: str) -> None:
    """Delete the row and leave one history row that says who, when and why."""
    gone: Any = row
    gone._history_user, gone._history_date, gone._change_reason = by, at, reason
    gone.delete()


def remove_item(item: AgendaItem, *, by: User, at: datetime, reason: str) -> None:
    """Delete an item with what came of it; its papers stay with the meeting. The history keeps every row of it.

    The papers of an item that is not published are then not for everyone, until somebody says that they are.
    Raises StepRefused for an item that has been answered in writing.
    """
    if item.answers.exists():
        raise StepRefused(f"Punkt {item.number} har svar från ledamöterna och kan inte tas bort.")
    for paper in item.attachments.all():
        paper.item, paper.is_public = None, paper.is_public and not item.is_withheld
        history.save(paper, by=by, at=at, reason="Punkten borttagen", fields=["item", "is_public"])
    for outcome in item.outcomes.prefetch_related("tasks"):
        for row in (*outcome.tasks.all(), outcome):
            remove(row, by=by, at=at, reason=reason)
    remove(item, by=by, at=at, reason=reason)


def put_in_order(meeting: Meeting, items: Sequence[AgendaItem], *, by: User, at: datetime, reason: str) -> None:
    """Number the items 1 to n in the order given; those that are new are saved, with ``reason``.

    ``items`` are all the items of the meeting, which the caller has locked and checks in.
    """
    wanted = {id(item): number for number, item in enumerate(items, start=1)}
    moving = [item for item in items if item.pk and item.number != wanted[id(item)]]
    meeting.items.filter(pk__in=[item.pk for item in moving]).update(number=F("number") + _ASIDE)
    for item in items:
        is_new = item.pk is None
        if is_new or item in moving:
            item.number = wanted[id(item)]
            fields = None if is_new else ["number"]
            history.save(item, by=by, at=at, reason=reason if is_new else "Ny plats i ordningen", fields=fields)
