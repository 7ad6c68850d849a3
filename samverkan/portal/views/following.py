"""Published decisions against organisations: how far each has come, in words (``/beslut/forankring/``)."""

from typing import Any

from django.core.paginator import InvalidPage, Paginator
from django.core.validators import slug_re
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from decisions.matrix import matrix_of
from decisions.models import Decision
from groups.models import Area, Group
from samverkan.portal.pages import kept
from samverkan.portal.shell import DECISIONS, page, trail_of

PER_PAGE = 12


@kept("grupp", "omrade", "sida")
def matrix(request: HttpRequest) -> HttpResponse:
    """By group (``?grupp=``) or area (``?omrade=``); as many queries however many decisions there are.

    400 for a group or an area that nobody knows of: one without such decisions has an empty page.
    """
    rows = Decision.objects.published().followed().listed()
    groups = Group.objects.filter(pk__in=rows.order_by().values("group")).order_by("name")
    areas = Area.objects.filter(groups__in=groups).distinct().order_by("name")
    group, area = request.GET.get("grupp", ""), request.GET.get("omrade", "")
    is_known = _is_known(group, groups, Group.objects.published()) and _is_known(area, areas, Area.objects.all())
    if not is_known:
        rows = rows.none()
    elif group:
        rows = rows.filter(group__slug=group)
    if is_known and area:
        rows = rows.filter(group__area__slug=area)
    try:
        shown = Paginator(rows, PER_PAGE).page(request.GET.get("sida", "1"))
    except InvalidPage as error:
        raise Http404 from error
    return page(
        request,
        "portal/decision_matrix.html",
        section="decisions",
        trail=trail_of(DECISIONS, ("Förankring", "")),
        status=200 if is_known else 400,
        is_known=is_known,
        shown=shown,
        matrix=matrix_of(shown.object_list, title=lambda row: row.public_title, url=_url),
        groups=groups,
        areas=areas,
        group=group,
        area=area,
    )


def _is_known(slug: str, offered: QuerySet[Any], every: QuerySet[Any]) -> bool:
    """Whether nothing is chosen, or one of those offered, or one that everyone may know of."""
    if not slug or slug in {row.slug for row in offered}:
        return True
    return bool(slug_re.match(slug)) and every.filter(slug=slug).exists()


def _url(decision: Decision) -> str:
    return reverse("decision", args=[decision.group.slug, decision.key])
