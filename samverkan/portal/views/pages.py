"""The pages that say what this site is."""

from django.http import HttpRequest, HttpResponse

from samverkan.portal.pages import kept
from samverkan.portal.shell import page


@kept()
def about(request: HttpRequest) -> HttpResponse:
    return page(request, "portal/about.html", section="about", trail=[("Om webbplatsen", "")])
