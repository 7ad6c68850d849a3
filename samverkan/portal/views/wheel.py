"""The annual wheel: a year as a picture and as the same list, for all groups, an area or one group."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from groups.models import Area, Group
from samverkan.portal.pages import kept
from samverkan.portal.shell import PLANS, page, trail_of
from samverkan.portal.views.figures import years
from samverkan.portal.views.structure import Choice
from samverkan.portal.wheel import RINGS, draw, entries_of, late_of, months_of


class WheelForm(forms.Form):
    """An area, or one group; both when the group lies there."""

    omrade = forms.ChoiceField(label="Område", required=False)
    grupp = forms.ChoiceField(label="Grupp", required=False)

    def __init__(self, data: Any, areas: Sequence[Area], groups: Sequence[Group]) -> None:
        super().__init__(data)
        fields: Any = self.fields
        fields["omrade"].choices = [("", "Alla områden"), *((area.slug, area.name) for area in areas)]
        fields["grupp"].choices = [("", "Alla grupper"), *((group.slug, group.title) for group in groups)]


@kept("omrade", "grupp")
def wheel(request: HttpRequest, year: int) -> HttpResponse:
    today = timezone.localdate()
    groups = list(Group.objects.published().select_related("area", "type"))
    areas = sorted({group.area for group in groups}, key=lambda area: (area.position, area.name))
    form = WheelForm(request.GET, areas, groups)
    valid = form.is_valid()
    area, slug = form.cleaned_data.get("omrade"), form.cleaned_data.get("grupp")
    chosen = [group for group in groups if area in {None, "", group.area.slug} and slug in {None, "", group.slug}]
    known = {today.year + 1, *years()}
    entries = entries_of(chosen, year=year, on=today)
    return page(
        request,
        "portal/wheel.html",
        section="documents",
        trail=trail_of(PLANS, (f"Årshjulet {year}", "")),
        status=200 if valid else 400,
        filter=Choice(form, is_used=bool(request.GET)),
        year=year,
        today=today,
        years=[other for other in (year - 1, year + 1) if other in known],
        query=f"?{request.GET.urlencode()}" if request.GET else "",
        wheel=draw(entries, year=year, on=today),
        months=months_of(entries),
        late=late_of(entries),
        rings=RINGS.values(),
    )
