"""A public matter's whole way (``/arenden/<id>/``)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from meetings.models import Matter
from samverkan.portal.matter_way import way_of
from samverkan.portal.pages import kept
from samverkan.portal.shell import DECISIONS, page, trail_of


@kept()
def matter(request: HttpRequest, pk: int) -> HttpResponse:
    """404 for a matter that has never stood in a note that everyone may read, as for one that is not there."""
    found = get_object_or_404(Matter.objects.select_related("group"), pk=pk)
    way = way_of(found)
    if way is None:
        raise Http404
    return page(
        request, "portal/matter.html", section="decisions", trail=trail_of(DECISIONS, (way.title, "")), way=way
    )  # fmt: skip
