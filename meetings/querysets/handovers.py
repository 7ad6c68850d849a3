"""The questions that are asked of handovers and consultations, by name."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import BigIntegerField, Exists, OuterRef, Q
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from groups.models import Group, Membership, OfficeTerm
from groups.roles import SECRETARIAT
from groups.sitting import sitting_for, sittings
from meetings.states import ConsultationState, HandoverState, MatterState
from samverkan.common.models import OutboxMessage
from samverkan.common.outbox import LATE

if TYPE_CHECKING:
    from groups.models import User

#: The work that draws the paper of the answers (``meetings.consultation_answers``).
ANSWERS = "meetings.consultation_answers"


class HandoverQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User, *, on: date) -> Self:
        """Handovers from or to the groups that the account sees on the day, and of what the account has raised."""
        groups = Group.objects.visible_to(user, on=on).values("pk")
        mine = Q(matter__raised_by=user.person_id) if user.person_id else Q(pk__in=[])
        return self.filter(mine | Q(from_group__in=groups) | Q(to_group__in=groups))

    def waiting_in(self, groups: Any) -> Self:
        """Handovers that the groups have not taken a position on; ``groups`` is a query of groups or keys."""
        return self.filter(state=HandoverState.SENT, to_group__in=groups)

    def told(self) -> Self:
        """With what a list says of each, in the order they were sent."""
        shown = ("from_group", "to_group", "received__group", "matter", "sent_by__person", "decided_by__person")
        return self.select_related(*shown).order_by("sent_at", "pk")


class ConsultationQuerySet(models.QuerySet[Any]):
    def out(self) -> Self:
        """Consultations that can be answered."""
        return self.filter(state=ConsultationState.OUT)

    def not_gathered(self, *, at: datetime) -> Self:
        """Closed ones whose answers should be a paper by now and are not: the matter waits, and no late work does."""
        early = at - LATE
        papers = apps.get_model("meetings", "MatterPaper").objects
        made = papers.filter(matter=OuterRef("matter"), added_at=OuterRef("closed_at"))
        asked = OutboxMessage.objects.filter(kind=ANSWERS, created_at__gt=early)
        asked = asked.annotate(asked_for=Cast(KT("payload__consultation"), BigIntegerField()))
        late = self.filter(state=ConsultationState.CLOSED, closed_at__lte=early, matter__state=MatterState.ASKED)
        return late.filter(~Exists(made), ~Exists(asked.filter(asked_for=OuterRef("pk"))))

    def visible_to(self, user: User, *, on: date) -> Self:
        """Consultations of the groups that the account sees on the day: their answers too."""
        return self.filter(matter__group__in=Group.objects.visible_to(user, on=on).values("pk"))


class ConsultedQuerySet(models.QuerySet[Any]):
    def answered_by(self, person: int | None, *, on: date) -> Self:
        """Those that the person answers for on the day: a group or an area as its chair, process leader or
        coordinator, an organisation as one who sits for it.
        """
        if not person:
            return self.none()
        leads = _groups_led_by(person, on)
        sits = sittings(on=on).filter(person=person)
        speaks = leads.filter(type__speaks_for_area=True)
        return self.filter(
            Q(group__in=leads.values("pk"))
            | Q(area__in=speaks.values("area"))
            | Q(Exists(sits.filter(sitting_for(OuterRef("organisation")))))
        )

    def unanswered(self) -> Self:
        """Those that have not answered a consultation that can be answered."""
        return self.filter(answered_at=None, consultation__state=ConsultationState.OUT)

    def by_name(self) -> Self:
        """With what the page of answers says: groups, then organisations, then areas, then those outside."""
        return self.select_related("group", "organisation", "area", "answered_by__person").order_by("position", "pk")


def _groups_led_by(person: int, on: date) -> Any:
    """The groups that the person chairs or runs on the day."""
    run = Membership.objects.on(on).filter(person=person, role__in=SECRETARIAT).values("group")
    chaired = OfficeTerm.objects.on(on).filter(membership__person=person).values("membership__group")
    return Group.objects.filter(Q(pk__in=run) | Q(pk__in=chaired))
