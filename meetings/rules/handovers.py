"""Who may, between groups: where a question can go from a group (R7), who takes a position, who answers what is asked.

The ways come from the structure and from the types of groups, as data; no type is known by its name.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from groups.models import Area, Group, Membership, User
from groups.roles import SECRETARIAT
from groups.rules import chairs_group, runs_group
from meetings.models import Consultation, Consulted, Handover, Matter


@dataclass(frozen=True, slots=True)
class Way:
    """Where a question can go: a group, and what going there is called."""

    kind: str
    group: Group

    @property
    def key(self) -> str:
        """As a form posts it: ``lift-7``."""
        return f"{self.kind}-{self.group.pk}"


def ways_from(matter: Matter, *, on: date) -> list[Way]:
    """Where the group that has the matter can take it on the day (R7), each group once for each kind.

    Lifted: to the group above, to those that prepare it or are prepared by this one, to whom it works for, and to the
    types that its own type names. Passed on: to the groups below and those that work for it, and below what it
    prepares, unless it is lifted there. Reported: to whoever it came from, whom it works for and the group above.
    """
    group = matter.group
    lifted = _ways(Handover.Kind.LIFT, _above(group, on=on))
    below = _below(group, on=on).exclude(pk__in=[way.group.pk for way in lifted])
    found = [
        *lifted,
        *_ways(Handover.Kind.PASS_ON, below),
        *_ways(Handover.Kind.REPORT, _told(matter, on=on)),
    ]
    return list({way.key: way for way in found}.values())


def run_groups(*, on: date) -> QuerySet[Group]:
    """Groups that are there on the day and that somebody runs, so that what is sent to them is received."""
    run = Membership.objects.on(on).filter(role__in=SECRETARIAT).values("group")
    return Group.objects.on(on).filter(pk__in=run).select_related("type")


def is_run(group: Group, *, on: date | None = None) -> bool:
    """Whether somebody runs the group on the day, so that what is sent to it is received."""
    return run_groups(on=on or timezone.localdate()).filter(pk=group.pk).exists()


def may_answer_matter(user: Any, matter: Matter, *, on: date | None = None) -> bool:
    """Answer: whoever runs the group that has the matter; where nobody does, whoever chairs it."""
    if runs_group(user, matter.group, on=on):
        return True
    return chairs_group(user, matter.group, on=on) and not is_run(matter.group, on=on)


def may_take_position(user: Any, handover: Handover, *, on: date | None = None) -> bool:
    """Accept a handover or send it back: process leader and coordinator of the group that it was sent to."""
    return runs_group(user, handover.to_group, on=on)


def may_recall(user: Any, handover: Handover, *, on: date | None = None) -> bool:
    """Take a handover back before anybody has taken a position on it: who runs the group that sent it."""
    return runs_group(user, handover.from_group, on=on)


def may_answer_for(user: Any, consulted: Consulted, *, on: date | None = None) -> bool:
    """Answer a consultation: for a group or an area its chair, vice chair, process leader and coordinator, for an
    organisation whoever sits for it somewhere.
    """
    if not isinstance(user, User) or not user.is_active:
        return False
    day = on or timezone.localdate()
    return bool(Consulted.objects.filter(pk=consulted.pk).answered_by(user.person_id, on=day).exists())


def may_read_answers(user: Any, consultation: Consultation, *, on: date | None = None) -> bool:
    """Read what everybody has answered: those who sit in, chair or run the group that asks."""
    day = on or timezone.localdate()
    return isinstance(user, User) and Group.objects.visible_to(user, on=day).filter(
        pk=consultation.matter.group_id
    ).exists()  # fmt: skip


def leads_group(user: Any, group: Group, *, on: date | None = None) -> bool:
    """Whether the account chairs or runs the group."""
    return chairs_group(user, group, on=on) or runs_group(user, group, on=on)


def _ways(kind: Handover.Kind, groups: QuerySet[Group]) -> list[Way]:
    return [Way(kind.value, group) for group in groups]


def _above(group: Group, *, on: date) -> QuerySet[Group]:
    above = Q(pk__in=[group.parent_id, group.works_for_id, group.prepared_by_id]) | Q(prepared_by=group)
    above |= Q(prepares__in=[group.parent_id] if group.parent_id else [])
    there = Q(area=group.area_id) | Q(area__kind=Area.Kind.COUNTY)
    above |= there & Q(shows_group=True) & Q(type__in=group.type.hands_over_to.values("pk"))
    return _listed(above, group, on=on)


def _below(group: Group, *, on: date) -> QuerySet[Group]:
    prepared = group.prepares.values("pk")
    return _listed(Q(parent=group) | Q(works_for=group) | Q(parent__in=prepared), group, on=on)


def _told(matter: Matter, *, on: date) -> QuerySet[Group]:
    group = matter.group
    told = Q(pk__in=[group.parent_id, group.works_for_id, matter.raised_from_id])
    return _listed(told, group, on=on)


def _listed(condition: Q, group: Group, *, on: date) -> QuerySet[Group]:
    rows = run_groups(on=on).filter(condition).exclude(pk=group.pk)
    return rows.distinct().order_by("type__position", "name")
