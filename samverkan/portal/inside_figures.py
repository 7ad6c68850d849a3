"""A group's figures behind sign-in: those of the open site, of everything there is, and who has been represented."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from decisions.figures import figures_of
from groups.admin.access import UserRequest, group_for
from groups.rules import composes_group
from meetings.planning.attendance import attendance_of
from meetings.rules import may_see_representation
from samverkan.common.admin_site import signed_in
from samverkan.portal.views.figures import FiguresForm


@require_GET
@signed_in
def inside_figures(request: UserRequest, slug: str) -> HttpResponse:
    """Only for those who chair or run the group, or keep its registers (R11)."""
    group = group_for(request, slug, to_keep=False)
    if not (composes_group(request.user, group) or may_see_representation(request.user, group)):
        raise PermissionDenied("Närvaron ses av gruppens ordförande, processledare och områdets administratör.")
    form = FiguresForm(request.GET)
    form.is_valid()
    found = figures_of([group], year=form.year, on=timezone.localdate(), published=False)
    context = {"group": group, "form": form, "figures": found[group.pk], "attendance": attendance_of(group, form.year)}
    return render(request, "portal/inside_figures.html", context)
