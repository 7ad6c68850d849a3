"""The start page: what is new, what is coming, what has been agreed, and the year in figures."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from decisions.models import Decision
from meetings.calendars.invitations import GATHERINGS
from meetings.models import Meeting, Publication
from meetings.states import MeetingState
from samverkan.portal.pages import kept
from samverkan.portal.rows import note_rows
from samverkan.portal.shell import page


@dataclass(frozen=True, slots=True)
class Figures:
    """A year counted from what is published."""

    year: int
    meetings: int
    notes: int
    decisions: int


def figures_of(year: int) -> Figures:
    """Meetings held, notes published and decisions of the year; three queries."""
    held = Meeting.objects.published().filter(date__year=year, state=MeetingState.HELD, kind__in=GATHERINGS)
    return Figures(
        year=year,
        meetings=held.count(),
        notes=Publication.objects.published().filter(meeting__date__year=year).count(),
        decisions=Decision.objects.published().taken().filter(year=year).count(),
    )


@kept()
def start(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    return page(
        request,
        "portal/start.html",
        section="start",
        trail=[],
        notes=note_rows(Publication.objects.published().latest_first()[:4]),
        meetings=Meeting.objects.published().upcoming(on=today).select_related("group")[:4],
        decisions=Decision.objects.published().listed()[:3],
        figures=figures_of(today.year),
    )
