"""What stands on every agenda of a group: added, changed, moved and removed, one history row a step."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from groups.models import Group, User
from meetings.models import StandingItem
from meetings.workflow.rows import remove
from samverkan.common import history
from samverkan.common.refusals import StepRefused

GONE = "Punkten finns inte längre. Ladda om sidan."


@transaction.atomic
def save_standing_item(item: StandingItem, *, by: User, at: datetime | None = None) -> StandingItem:
    """Add an item, last of its part of the agenda, or save one that has been changed."""
    _locked(item.group)
    if item._state.adding:
        item.position = len(_rows(item.group, is_last=item.is_last)) + 1
        history.save(item, by=by, at=at, reason="Tillagd")
        return item
    stored = StandingItem.objects.filter(pk=item.pk, group=item.group).first()
    if stored is None:
        raise StepRefused(GONE)
    if stored.is_last != item.is_last:
        item.position = len(_rows(item.group, is_last=item.is_last)) + 1
    history.save(item, by=by, at=at, reason="Ändrad")
    return item


@transaction.atomic
def move_standing_item(item: StandingItem, *, up: bool, by: User, at: datetime | None = None) -> None:
    """Let the item change places with the one before or after it, within its part of the agenda.

    At the end of its part it stays where it is.
    """
    _locked(item.group)
    rows = _rows(item.group, is_last=item.is_last)
    here = next((index for index, row in enumerate(rows) if row.pk == item.pk), None)
    if here is None:
        raise StepRefused(GONE)
    there = here - 1 if up else here + 1
    if 0 <= there < len(rows):
        rows[here], rows[there] = rows[there], rows[here]
    for position, row in enumerate(rows, start=1):
        if row.position != position:
            row.position = position
            history.save(row, by=by, at=at, reason="Ny plats i ordningen", fields=["position"])


@transaction.atomic
def remove_standing_item(item: StandingItem, *, by: User, at: datetime | None = None) -> None:
    """Take the item away; agendas that it already stands on keep it."""
    _locked(item.group)
    found = StandingItem.objects.filter(pk=item.pk).first()
    if found is None:
        raise StepRefused(GONE)
    remove(found, by=by, at=at or timezone.now(), reason="Borttagen")


def _locked(group: Group) -> None:
    Group.objects.select_for_update(of=("self",)).get(pk=group.pk)


def _rows(group: Group, *, is_last: bool) -> list[StandingItem]:
    return list(StandingItem.objects.filter(group=group, is_last=is_last).order_by("position", "pk"))
