"""The site's addresses and one empty view to measure against."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse(b"")


urlpatterns = [path("tom/", empty), path("", include("samverkan.urls"))]
handler403 = "samverkan.common.admin_site.refused"
