"""Figures for everyone: of one group, and of an area group by group. Who was present is told inside only."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.db.models import Min
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from decisions.figures import Figures, figures_of, in_days
from groups.models import Area, Group
from meetings.kinds import OutcomeKind
from meetings.models import Meeting
from samverkan.common import tables
from samverkan.portal.pages import kept
from samverkan.portal.shell import DECISIONS, GROUPS, page, trail_of
from samverkan.portal.views.structure import Choice

HEADER = ("Område", "Grupp", "År", "Mått", "Värde")


def years() -> list[int]:
    """The years that there is something to count in, the latest first."""
    today = timezone.localdate()
    first = Meeting.objects.published().order_by().aggregate(first=Min("date"))["first"] or today
    return list(range(today.year, min(first.year, today.year) - 1, -1))


class FiguresForm(forms.Form):
    """A year and, on the page of areas, an area."""

    omrade = forms.ChoiceField(label="Område", required=False)
    ar = forms.ChoiceField(label="År", required=False)

    def __init__(self, data: Any, *, areas: Iterable[Area] | None = None) -> None:
        super().__init__(data)
        fields: Any = self.fields
        fields["ar"].choices = [(str(year), str(year)) for year in years()]
        if areas is None:
            del fields["omrade"]
        else:
            fields["omrade"].choices = [("", "Alla områden"), *((area.slug, area.name) for area in areas)]

    @property
    def year(self) -> int:
        return int(self.cleaned_data.get("ar") or timezone.localdate().year)


# /grupper/<slug>/siffror/


def _of_group(request: HttpRequest, slug: str) -> tuple[FiguresForm, Figures]:
    group = get_object_or_404(Group.objects.published().select_related("area", "type"), slug=slug)
    form = FiguresForm(request.GET)
    form.is_valid()
    figures = figures_of([group], year=form.year, on=timezone.localdate(), published=True)
    return form, figures[group.pk]


@kept("ar")
def group_figures(request: HttpRequest, group: str) -> HttpResponse:
    """One group's year in words and tables."""
    form, figures = _of_group(request, group)
    found = figures.group
    return page(
        request,
        "portal/group_figures.html",
        section="groups",
        trail=trail_of(GROUPS, (found.code, reverse("group", args=[found.slug])), ("Siffror", "")),
        status=400 if form.errors else 200,
        filter=Choice(form, is_used=bool(request.GET)),
        group=found,
        figures=figures,
        query=f"?{request.GET.urlencode()}" if request.GET else "",
    )


@kept("ar")
def group_figures_csv(request: HttpRequest, group: str) -> HttpResponse:
    """The same figures as a file."""
    form, figures = _of_group(request, group)
    if form.errors:
        raise Http404
    return _file([figures], f"siffror-{figures.group.slug}-{figures.year}.csv")


# /siffror/


def _of_areas(request: HttpRequest) -> tuple[FiguresForm, list[Figures]]:
    groups = list(Group.objects.published().select_related("area", "type"))
    areas = sorted({group.area for group in groups}, key=lambda area: (area.position, area.name))
    form = FiguresForm(request.GET, areas=areas)
    form.is_valid()
    wanted = form.cleaned_data.get("omrade")
    chosen = [group for group in groups if not wanted or group.area.slug == wanted]
    found = figures_of(chosen, year=form.year, on=timezone.localdate(), published=True)
    return form, [found[group.pk] for group in chosen]


@kept("omrade", "ar")
def figures(request: HttpRequest) -> HttpResponse:
    """The areas, each with its sums and its groups."""
    form, rows = _of_areas(request)
    areas: dict[Area, list[Figures]] = {}
    for row in rows:
        areas.setdefault(row.group.area, []).append(row)
    return page(
        request,
        "portal/figures.html",
        section="decisions",
        trail=trail_of(DECISIONS, ("Siffror", "")),
        status=400 if form.errors else 200,
        filter=Choice(form, is_used=bool(request.GET)),
        year=form.year,
        areas=[(area, summed(listed), listed) for area, listed in areas.items()],
        query=f"?{request.GET.urlencode()}" if request.GET else "",
    )


def summed(rows: list[Figures]) -> dict[str, Any]:
    """The sums of an area: decisions by kind, how far, and the median of the days until all had carried them out."""
    kinds: dict[str, int] = {}
    steps: dict[str, int] = {}
    for row in rows:
        for sums, counted in ((kinds, row.kinds), (steps, row.steps)):
            for word, count in counted.items():
                sums[word] = sums.get(word, 0) + count
    order = [str(kind.label) for kind in OutcomeKind]
    kinds = {word: kinds[word] for word in sorted(kinds, key=order.index)}
    return {
        "held": sum(row.held for row in rows),
        "decisions": sum(kinds.values()),
        "kinds": kinds,
        "steps": steps,
        "lead_time": in_days([days for row in rows for days in row.lead_times]),
    }


@kept("omrade", "ar")
def figures_csv(request: HttpRequest) -> HttpResponse:
    """The same figures as a file, a line for each."""
    form, rows = _of_areas(request)
    if form.errors:
        raise Http404
    return _file(rows, f"siffror-{form.cleaned_data.get('omrade') or 'alla'}-{form.year}.csv")


def _file(rows: Iterable[Figures], name: str) -> HttpResponse:
    lines = (line for row in rows for line in _lines(row))
    response = HttpResponse(b"".join(tables.csv_lines(HEADER, lines)), content_type=tables.CSV_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _lines(row: Figures) -> Iterator[tables.Row]:
    said: list[tuple[str, str | int]] = [("Möten: hållna", row.held), ("Möten: planerade", row.planned)]
    said += [("Möten mot regeln", sentence) for sentence in row.meetings]
    said += [("Beslut i samverkan", row.decisions)]
    parts = {"Beslut": row.kinds, "Förankring": row.steps, "Åtaganden": row.commitments, "Aktiviteter": row.activities}
    said += [(f"{part}: {word}", count) for part, counted in parts.items() for word, count in counted.items()]
    said += [("Tid till genomfört av alla, median", row.lead_time)] if row.lead_time else []
    for measure, value in said:
        yield (row.group.area.name, row.group.title, row.year, measure, value)
