"""What waits in matters: own ones to follow or that came back, and new ones to the groups that the person runs, raised
with them or handed over by other groups."""

from collections.abc import Collection
from typing import Any

from django.urls import reverse

from meetings.models import Matter
from meetings.states import MatterState
from samverkan.common.swedish import long_date
from samverkan.portal.todo.thing import Todo, matter_address


def matters(person: int | None, *, run: Collection[int], alone: Collection[int]) -> list[Todo]:
    """What came back first, then the oldest; ``run`` are the keys of the groups that the person runs, ``alone`` of
    those that nobody runs and that the person chairs. One query.
    """
    waiting = Matter.objects.waiting_for(person, run=run, alone=alone)
    rows = waiting.select_related("group", "raised_by").order_by("raised_at", "pk")
    came_back_first = sorted(rows, key=lambda row: row.state != MatterState.SENT_BACK)
    return [todo for row in came_back_first for todo in _todos(row, person, {*run, *alone})]


def _todos(row: Any, person: int | None, run: Collection[int]) -> list[Todo]:
    """One who asks a group that they run has both sides of the matter."""
    found = [_offered(row)] if row.offered else []
    if row.state == MatterState.BACK_AGAIN and row.returned_by and row.group_id in run:
        found.append(_to_complete(row))
    found += [_to_take_in(row)] if row.state == MatterState.RECEIVED and row.group_id in run else []
    if row.raised_by_id == person:
        found.append(_sent_back(row) if row.state == MatterState.SENT_BACK else _own(row))
    return found


def _to_take_in(row: Matter) -> Todo:
    why = f"Väckt av {row.raised_by.name} {long_date(row.raised_at)}."
    return _todo(row, "Ta ställning till en ny fråga", f"till {row.group.name}", why)


def _offered(row: Matter) -> Todo:
    """A question that another group hands over to one that the person runs."""
    given: Any = row
    between, why = f"från {row.group.name} till {given.offered_to}", f"Skickad {long_date(given.offered_at)}."
    url = reverse("meetings_admin:handover", args=[given.offered])
    return _todo(row, "Ta ställning till en överlämnad fråga", between, why, url=url)


def _to_complete(row: Any) -> Todo:
    """A question that the person's group handed over, and that came back; ``Bered vidare`` takes it off the list."""
    return _todo(row, "Komplettera en fråga som kom tillbaka", f"från {row.returned_by}", f"”{row.reason}”")


def _sent_back(row: Matter) -> Todo:
    why = f"”{row.reason}”"
    return _todo(row, "Din fråga kom tillbaka", row.group.name, why, verb="Läs och ändra", is_urgent=False)


def _own(row: Matter) -> Todo:
    """What the person has asked and waits for: nothing to do, but to follow."""
    why = f"{MatterState(row.state).said}. Väckt {long_date(row.raised_at)}."
    return _todo(row, "Följ din fråga", row.group.name, why, verb="Läs", is_urgent=False)


def _todo(
    row: Matter, label: str, where: str, why: str, *, url: str = "", verb: str = "Läs frågan", is_urgent: bool = True
) -> Todo:
    """``where`` is the group of the question, or between which groups it goes; the address is that of the question
    unless another is given.
    """
    about, url = f"{row.title}, {where}", url or matter_address(row)
    return Todo(label=label, about=about, why=why, url=url, verb=verb, is_urgent=is_urgent)
