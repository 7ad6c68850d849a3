"""The groups: all of them by area, and one of them."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from decisions.models import ActionPlan, AnnualReport, Decision
from groups.mandates.reading import mandate_of
from groups.mandates.standing import Version, with_standing
from groups.models import GoverningDocument, Group
from groups.offices import Offices, offices_in
from groups.terms import NextTerm, next_in
from meetings.calendars.invitations import GATHERINGS
from meetings.models import Meeting, Publication
from meetings.planning.frequency import frequency_of
from meetings.states import MeetingState
from samverkan.portal.asked_day import asked_day
from samverkan.portal.composition import composition_of, officers_of
from samverkan.portal.pages import kept
from samverkan.portal.rows import note_rows
from samverkan.portal.shell import GROUPS, page, trail_of
from samverkan.portal.structure import branches_of

#: How many years of plans, and of reports, the page of a group leads to.
YEARS = 5


@kept()
def groups(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    found = list(Group.objects.published().filter(starts__lte=today).select_related("area", "type"))
    areas: dict[str, list[Group]] = {}
    for group in found:
        if group.holds_on(today):
            areas.setdefault(group.area.name, []).append(group)
    return page(
        request,
        "portal/groups.html",
        section="groups",
        trail=[("Grupper", "")],
        areas={name: branches_of(members) for name, members in areas.items()},
        ended=[group for group in found if not group.holds_on(today)],
    )


@dataclass(frozen=True, slots=True)
class Relations:
    """The public groups that a group is tied to."""

    reports_to: list[Group]
    works_for: list[Group]
    prepared_by: list[Group]
    prepares: list[Group]
    below: list[Group]
    workers: list[Group]

    @property
    def shown(self) -> list[tuple[str, list[Group]]]:
        """The ties that there are, in words."""
        ties = [
            ("Rapporterar till", self.reports_to),
            ("Arbetar för", self.works_for),
            ("Bereds av", self.prepared_by),
            ("Bereder", self.prepares),
            ("Undergrupper", self.below),
            ("Uppdragsgivare för", self.workers),
        ]
        return [(words, others) for words, others in ties if others]


def relations_of(group: Group, *, on: date) -> Relations:
    """The ties of a group to groups in force on the day that everyone may know of; one query."""
    ties = Q(parent=group) | Q(works_for=group) | Q(prepared_by=group)
    ties |= Q(pk__in=[pk for pk in (group.parent_id, group.works_for_id, group.prepared_by_id) if pk])
    found = list(Group.objects.published().on(on).filter(ties))
    return Relations(
        reports_to=[other for other in found if other.pk == group.parent_id],
        works_for=[other for other in found if other.pk == group.works_for_id],
        prepared_by=[other for other in found if other.pk == group.prepared_by_id],
        prepares=[other for other in found if other.prepared_by_id == group.pk],
        below=[other for other in found if other.parent_id == group.pk],
        workers=[other for other in found if other.works_for_id == group.pk],
    )


@kept("datum")
def group(request: HttpRequest, group: str) -> HttpResponse:
    """The group today; with ``?datum=`` who was in it on another day, and nothing of what is new since."""
    today = timezone.localdate()
    found = get_object_or_404(Group.objects.published().select_related("area", "type"), slug=group)
    asked = asked_day(request.GET.get("datum", ""), found, today=today)
    offices = offices_in(found)
    return page(
        request,
        "portal/group.html",
        section="groups",
        trail=trail_of(GROUPS, (found.code, "")),
        status=400 if asked.is_unreadable else 200,
        group=found,
        asked=asked,
        day=asked.day,
        today=today,
        version=_mandate(found, on=asked.day, today=today),
        officers=officers_of(offices, on=asked.day),
        former_chairs=offices.former_chairs(on=asked.day),
        composition=composition_of(found, on=asked.day, with_contacts=asked.day == today),
        **(_of_today(found, offices, today) if asked.day == today else {}),
    )


def _mandate(group: Group, *, on: date, today: date) -> Version | None:
    """The mandate that held on the day and how it stood; whether it is being revised is said of today only."""
    mandate = mandate_of(group, on=on)
    if mandate is None:
        return None
    version = with_standing([mandate], group, on=on)[0]
    return version if on == today else replace(version, under_revision=False)


def _of_today(group: Group, offices: Offices, today: date) -> dict[str, Any]:
    """What the page says of the group beside who is in it."""
    meetings = Meeting.objects.published().filter(Q(group=group) | Q(joint_groups=group)).distinct()
    coming = meetings.upcoming(on=today).filter(kind__in=GATHERINGS)
    coming = coming.filter(state__in=[MeetingState.PLANNED, MeetingState.CALLED])
    together = meetings.filter(joint_groups=group).values("pk")
    notes = Publication.objects.published().filter(Q(meeting__group=group) | Q(meeting__in=together)).latest_first()
    documents = GoverningDocument.objects.published().filter(group=group)
    return {
        "relations": relations_of(group, on=today),
        "next_meeting": coming.select_related("group").first(),
        "frequency": frequency_of(group, on=today, published=True),
        "next_term": _next_term(offices, today),
        "notes": note_rows(notes[:5], of=group),
        "decisions": Decision.objects.published().filter(group=group).listed()[:5],
        "documents": list(documents.in_force(on=today)),
        "plans": ActionPlan.objects.shown().filter(group=group).order_by("-year")[:YEARS],
        "reports": AnnualReport.objects.shown().filter(group=group).order_by("-year")[:YEARS],
    }


def _next_term(offices: Offices, today: date) -> NextTerm | None:
    """The next chair, when that lies ahead: a change that is late is for the group itself to see to."""
    coming = next_in(offices, on=today)
    return coming if coming and coming.starts > today else None
