"""The pages that say what this site is, and what it holds of people."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from groups.models import Area, Group, Organisation, RecordKeeping
from samverkan.portal.pages import kept
from samverkan.portal.shell import page


@kept()
def about(request: HttpRequest) -> HttpResponse:
    areas = Area.objects.filter(groups__shows_group=True).exclude(deviations_url="").distinct()
    return page(request, "portal/about.html", section="about", trail=[("Om webbplatsen", "")], areas=areas)


@dataclass(frozen=True, slots=True)
class Keeping:
    """Who answers for a group's records for a time, under the names that they had then."""

    group: Group
    row: RecordKeeping
    authority: str
    controller: str
    last_day: date | None


@kept()
def personal_data(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    names = Organisation.objects.with_names()
    rows = RecordKeeping.objects.filter(starts__lte=today).order_by("-starts")
    periods = rows.prefetch_related(Prefetch("authority", names), Prefetch("controller", names))
    groups = Group.objects.published().filter(starts__lte=today).select_related("area", "type")
    found = list(groups.prefetch_related(Prefetch("record_keeping", periods)))
    now = [(group, next((row for row in group.record_keeping.all() if row.holds_on(today)), None)) for group in found]
    return page(
        request,
        "portal/personal_data.html",
        section="personal-data",
        trail=[("Personuppgifter", "")],
        current=[(group, _keeping(group, row, today) if row else None) for group, row in now if group.holds_on(today)],
        former=[_keeping(group, row, today) for group, row in _former(found, today)],
    )


def _former(groups: list[Group], today: date) -> list[tuple[Group, RecordKeeping]]:
    """What is over: periods that have ended, and those of groups that have ended."""
    return [
        (group, row)
        for group in groups
        for row in group.record_keeping.all()
        if not (row.holds_on(today) and group.holds_on(today))
    ]


def _keeping(group: Group, row: RecordKeeping, today: date) -> Keeping:
    last_day = row.ends - timedelta(days=1) if row.ends else None
    day = min(last_day or today, today)
    return Keeping(group, row, row.authority.named_on(day), row.controller.named_on(day), last_day)
