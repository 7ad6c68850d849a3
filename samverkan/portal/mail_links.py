"""The page of a link in a mail (``/lank/<token>/``): whichever app the link belongs to answers."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from decisions import links
from decisions.admin.answering import report
from meetings.admin.answering import answer


@require_http_methods(["GET", "HEAD", "POST"])
def mail_link(request: HttpRequest, token: str) -> HttpResponse:
    """A report on a decision, or the answer to an agenda or a note; GET changes nothing."""
    link = links.find(token)
    return report(request, link) if link else answer(request, token)
