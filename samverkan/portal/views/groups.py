"""The groups: all of them by area, and one of them."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from decisions.models import Decision
from groups.models import Group, Mandate
from meetings.models import Meeting, Publication
from meetings.states import MeetingState
from samverkan.common.swedish import long_date
from samverkan.portal.composition import composition_of, officers_of
from samverkan.portal.pages import kept
from samverkan.portal.rows import note_rows
from samverkan.portal.shell import GROUPS, page, trail_of
from samverkan.portal.structure import branches_of


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


def mandate_of(group: Group, *, on: date) -> Mandate | None:
    """The adopted mandate that the group shows: the newest that has begun to hold."""
    if not group.shows_mandate:
        return None
    mandates = Mandate.objects.published().adopted().filter(groups=group, valid_from__lte=on)
    return mandates.order_by("-valid_from", "-version").first()


def last_day_of(mandate: Mandate) -> str:
    """The last day of validity in as many words as the document says: ``januari 2024``."""
    if mandate.valid_until is None:
        return ""
    skipped = {Mandate.Precision.DAY: 0, Mandate.Precision.MONTH: 1, Mandate.Precision.YEAR: 2}
    return " ".join(long_date(mandate.valid_until).split()[skipped[Mandate.Precision(mandate.valid_until_precision)] :])


@kept()
def group(request: HttpRequest, group: str) -> HttpResponse:
    today = timezone.localdate()
    found = get_object_or_404(Group.objects.published().select_related("area", "type"), slug=group)
    mandate = mandate_of(found, on=today)
    meetings = Meeting.objects.published().filter(group=found)
    coming = meetings.upcoming(on=today).exclude(state=MeetingState.CANCELLED)
    notes = Publication.objects.published().filter(meeting__group=found).latest_first()
    return page(
        request,
        "portal/group.html",
        section="groups",
        trail=trail_of(GROUPS, (found.code, "")),
        group=found,
        has_ended=found.ends is not None and found.ends <= today,
        mandate=mandate,
        mandate_lasts=last_day_of(mandate) if mandate else "",
        mandate_has_run_out=mandate is not None and mandate.has_run_out(on=today),
        officers=officers_of(found, on=today),
        composition=composition_of(found, on=today),
        relations=relations_of(found, on=today),
        next_meeting=coming.first(),
        held=meetings.filter(date__year=today.year, state=MeetingState.HELD).count(),
        today=today,
        notes=note_rows(notes[:5]),
        decisions=Decision.objects.published().filter(group=found).listed()[:5],
    )
