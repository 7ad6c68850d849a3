"""A group's page behind sign-in: who sits in it, who chairs, what departs from the rules, and what can be done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from decisions.plans.rules import may_begin
from groups.admin.access import UserRequest, group_for
from groups.models import Group, OfficeTerm
from groups.offices import Offices, Term, offices_in
from groups.rules import composes_group
from groups.seating import seating_of, warnings_of
from groups.terms import next_in, warnings_in
from meetings.rules import may_see_representation
from samverkan.common.admin_site import signed_in
from samverkan.portal.desk_panels import away, beside


@dataclass(frozen=True, slots=True)
class Office:
    """Chair or vice chair: those who are it now, and those who are to be."""

    value: str
    label: str
    now: list[Term]
    coming: list[Term]


@require_GET
@signed_in
def group_desk(request: UserRequest, slug: str) -> HttpResponse:
    """Members read it; those who keep the group appoint and end from it."""
    group, today, user = group_for(request, slug, to_keep=False), timezone.localdate(), request.user
    seating, offices = seating_of(group, on=today), offices_in(group)
    next_term = next_in(offices, on=today)
    # R11: who is not represented is seen by those who chair or run the group, and by who keeps its registers.
    may_compose = composes_group(user, group)
    may_watch = may_compose or may_see_representation(user, group)
    context = {
        "group": group,
        "today": today,
        "seating": seating,
        "offices": _offices(offices, today),
        "chairs": {term.person.pk for term in offices.chairs(on=today)},
        "vice_chairs": {term.person.pk for term in offices.vice_chairs(on=today)},
        "may_extend": bool(offices.rule and offices.rule.is_extendable),
        "next_term": next_term,
        "may_watch": may_watch,
        "warnings": [
            *warnings_of(seating, offices.chairs(on=today)),
            *_sentences(offices, group, today),
            *away(group, on=today),
        ]
        if may_watch
        else [],
        **beside(group, on=today),
        "has_ended": group.ends is not None and group.ends <= today,
        "may_compose": may_compose,
        "may_plan": may_begin(user, group),
        # Nobody but a superuser is offered to change what is their own.
        "own": None if user.is_superuser else user.person_id,
    }
    return render(request, "portal/group_desk.html", context)


def _offices(offices: Offices, today: date) -> list[Office]:
    return [
        Office(
            value,
            label,
            offices.holders(value, on=today),
            [term for term in offices.terms if term.office == value and term.starts > today],
        )
        for value, label in OfficeTerm.Office.choices
    ]


def _sentences(offices: Offices, group: Group, today: date) -> list[str]:
    """What the rule for the chair warns of, of a group that there is."""
    return [warning.sentence for warning in warnings_in(offices, on=today)] if group.holds_on(today) else []
