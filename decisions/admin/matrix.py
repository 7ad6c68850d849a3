"""The matrix behind sign-in: the decisions of the groups that the person sees, against the organisations."""

from django.core.paginator import InvalidPage, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.views.decorators.http import require_GET

from decisions.matrix import matrix_of
from decisions.models import Decision
from groups.admin.access import UserRequest
from groups.models import Area, Group
from samverkan.common.admin_site import signed_in

PER_PAGE = 12


@require_GET
@signed_in
def matrix(request: UserRequest) -> HttpResponse:
    """By group (``?grupp=``) or area (``?omrade=``); with ``?kvar=1`` only what somebody has left to do."""
    today, user = timezone.localdate(), request.user
    rows = Decision.objects.visible_to(user, on=today).followed().listed()
    groups = Group.objects.visible_to(user, on=today).filter(decisions__needs_anchoring=True).distinct()
    areas = Area.objects.filter(groups__in=groups).distinct().order_by("name")
    group, area = request.GET.get("grupp", ""), request.GET.get("omrade", "")
    if group:
        rows = rows.filter(group__slug=group)
    if area:
        rows = rows.filter(group__area__slug=area)
    if request.GET.get("kvar"):
        rows = rows.with_something_left()
    try:
        shown = Paginator(rows, PER_PAGE).page(request.GET.get("sida", "1"))
    except InvalidPage as error:
        raise Http404 from error
    context = {
        "shown": shown,
        "matrix": matrix_of(shown.object_list, title=_title, url=_url),
        "groups": groups.order_by("name"),
        "areas": areas,
        "group": group,
        "area": area,
        "only_left": bool(request.GET.get("kvar")),
        "today": today,
    }
    return render(request, "decisions/matrix.html", context)


def _title(decision: Decision) -> str:
    return Truncator(decision.public_title or decision.text).words(14)


def _url(decision: Decision) -> str:
    return reverse("decisions_admin:decision", args=[decision.pk])
