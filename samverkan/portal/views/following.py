"""Published decisions against organisations: how far each has come, in words (``/beslut/forankring/``)."""

from django.core.paginator import InvalidPage, Paginator
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
    """By group (``?grupp=``) or area (``?omrade=``); as many queries however many decisions there are."""
    rows = Decision.objects.published().followed().listed()
    groups = Group.objects.filter(pk__in=rows.order_by().values("group")).order_by("name")
    group, area = request.GET.get("grupp", ""), request.GET.get("omrade", "")
    if group:
        rows = rows.filter(group__slug=group)
    if area:
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
        shown=shown,
        matrix=matrix_of(shown.object_list, title=lambda row: row.public_title, url=_url),
        groups=groups,
        areas=Area.objects.filter(groups__in=groups).distinct().order_by("name"),
        group=group,
        area=area,
    )


def _url(decision: Decision) -> str:
    return reverse("decision", args=[decision.group.slug, decision.key])
