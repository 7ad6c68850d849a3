"""The answer to a consultation by a link in a mail, without signing in (``/lank/remiss/<token>/``).

Asking for the page changes nothing, however often it is asked for: mail programs fetch links before people do.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from meetings import consultation_links as links
from meetings.admin.answering import private
from meetings.forms.consultations import OutsideAnswerForm
from meetings.links import LinkClosed
from samverkan.common import uploads
from samverkan.common.refusals import Refused
from samverkan.common.swedish import file_size


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Read what is asked; answer, once. What was written stays on the page whatever happens."""
    form = OutsideAnswerForm(request.POST if request.method == "POST" else None)
    try:
        link = links.open_link(token)
        if request.method == "POST" and form.is_valid():
            said = form.cleaned_data
            row = links.use(token, text=said["text"], stand=said["stand"], signed=said["signed"]).consulted
            contact = links.whom_to_ask(row.consultation, on=timezone.localdate())
            context = {"row": row, "group": row.consultation.matter.group, "contact": contact}
            return private(render(request, "meetings/consultations/thanks.html", context))
    except LinkClosed as closed:
        written = request.POST.get("text", "")
        context = {"closed": closed, "written": written}
        return private(render(request, "meetings/consultations/closed.html", context, status=closed.status))
    except Refused as refusal:
        form.refuse(refusal)
    row = link.consulted
    papers = [(paper, file_size(paper.size)) for paper in row.consultation.papers()]
    context = {"row": row, "consultation": row.consultation, "form": form, "papers": papers, "token": token}
    status = 422 if request.method == "POST" else 200
    return private(render(request, "meetings/consultations/outside.html", context, status=status))


@require_safe
def paper(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """One of the papers of what is asked, for as long as the link is open."""
    try:
        link = links.open_link(token)
    except LinkClosed as closed:
        context = {"closed": closed, "written": ""}
        return private(render(request, "meetings/consultations/closed.html", context, status=closed.status))
    file = get_object_or_404(link.consulted.consultation.papers(), number=number)
    try:
        return private(uploads.served(file.path, name=file.name, media_type=file.media_type, sha256=file.sha256))
    except FileNotFoundError as error:
        raise Http404 from error
