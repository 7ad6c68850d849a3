"""The structure on a day: a picture and a list of the groups of each area."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django import forms
from django.db.models import Min
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone

from groups.models import Area, Group, GroupType
from samverkan.common.days import UNREADABLE, day_in
from samverkan.portal.pages import kept
from samverkan.portal.shell import GROUPS, page, trail_of
from samverkan.portal.structure import (
    PREPARES,
    WORKS_FOR,
    Branch,
    Mark,
    Picture,
    branches_of,
    draw,
    lasts_until,
    marks_of,
)

#: A picture higher than this is not one to print; its list is.
TALL = 1100


class DayInput(forms.DateInput):
    """A field for a day. Browsers take nothing else in it, so a day that does not exist leaves it empty."""

    input_type = "date"

    def format_value(self, value: object) -> str | None:
        day = day_in(str(value))
        return day.isoformat() if day else None


class StructureForm(forms.Form):
    """Which day, and which area; none of them means today and all."""

    datum = forms.DateField(
        label="Datum (tomt betyder i dag)",
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=DayInput,
        error_messages={"invalid": UNREADABLE},
    )
    omrade = forms.ChoiceField(
        label="Område",
        required=False,
        error_messages={"invalid_choice": "Området finns inte. Välj ett område i listan."},
    )

    def __init__(self, data: QueryDict, areas: Sequence[Area]) -> None:
        super().__init__(data)
        choices = [("", "Alla områden"), *((area.slug, area.name) for area in areas)]
        self.fields["omrade"].choices = choices  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Choice:
    """What the visitor has chosen, as the component for filters wants it."""

    form: forms.Form
    is_used: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A group in the list, with how many lists end after it, so that any depth can be written without nesting."""

    group: Group
    has_below: bool
    ends: range
    ties: list[str]


@dataclass(frozen=True, slots=True)
class Part:
    """An area on the day."""

    area: Area
    count: int
    picture: Picture | None
    rows: list[Row]
    types: list[tuple[GroupType, Mark]]

    @property
    def is_tall(self) -> bool:
        return self.picture is not None and self.picture.height > TALL

    @property
    def needs_legend(self) -> bool:
        return self.count > 1

    @property
    def has_lines(self) -> bool:
        return self.picture is not None and bool(self.picture.lines)

    @property
    def has_temporary(self) -> bool:
        return any(row.group.ends for row in self.rows)

    @property
    def kinds(self) -> set[str]:
        """The kinds of ties that the picture has lines for."""
        return {route.kind for route in self.picture.routes} if self.picture else set()


@kept("datum", "omrade")
def structure(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    open_areas = Area.objects.filter(groups__shows_group=True).annotate(since=Min("groups__starts"))
    areas = list(open_areas.order_by("position", "name"))
    form = StructureForm(request.GET, areas)
    valid = form.is_valid()
    day = form.cleaned_data.get("datum") or today
    chosen = form.cleaned_data.get("omrade")
    shown = [area for area in areas if not chosen or area.slug == chosen]
    parts = list(_parts(shown, day))
    return page(
        request,
        "portal/structure.html",
        section="groups",
        trail=trail_of(GROUPS, ("Strukturen", "")),
        status=200 if valid else 400,
        filter=Choice(form, is_used=bool(request.GET)),
        parts=parts,
        day=day,
        today=today,
        today_address=reverse("structure") + (f"?omrade={chosen}" if chosen else ""),
        query="" if day == today else f"?datum={day.isoformat()}",
        since=min((area.since for area in shown), default=None),
        has_groups=any(part.count for part in parts),
        kinds={"works_for": WORKS_FOR, "prepares": PREPARES},
    )


def _parts(areas: Sequence[Area], day: date) -> Iterator[Part]:
    order = ("type__position", "type__name", "type", "name")
    groups = list(Group.objects.published().on(day).select_related("type", "area").order_by(*order))
    names = {group.pk: group for group in groups}
    types = list(GroupType.objects.all())
    marks = marks_of(types)
    for area in areas:
        members = [group for group in groups if group.area_id == area.pk]
        branches = branches_of(members)
        occurring = {group.type_id for group in members}
        yield Part(
            area=area,
            count=len(members),
            picture=draw(branches, marks=marks) if members else None,
            rows=list(_rows(branches, names)),
            types=[(type, marks[type.pk]) for type in types if type.pk in occurring],
        )


def _rows(branches: Sequence[Branch], names: Mapping[int, Group]) -> Iterator[Row]:
    """The branches from the top down, each before those below it."""
    waiting = [(branch, 0) for branch in reversed(branches)]
    while waiting:
        branch, ends = waiting.pop()
        below = list(reversed(branch.below))
        yield Row(branch.group, bool(below), range(0 if below else ends), list(_ties(branch.group, names)))
        waiting += [(each, 0 if n else ends + 1) for n, each in enumerate(below)]


def _ties(group: Group, names: Mapping[int, Group]) -> Iterator[str]:
    """What the place in the list does not say, in words."""
    if (parent := names.get(group.parent_id or 0)) and parent.area_id != group.area_id:
        yield f"rapporterar till {parent.title} i {parent.area.name}"
    if commissioner := names.get(group.works_for_id or 0):
        yield f"arbetar för {commissioner.title}"
    if preparer := names.get(group.prepared_by_id or 0):
        yield f"bereds av {preparer.title}"
    if until := lasts_until(group):
        yield until
