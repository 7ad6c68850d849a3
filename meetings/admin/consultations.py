"""Consultations: those that wait for the visitor's answer, the answers side by side, and answering."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from groups.admin.access import UserRequest
from groups.admin.steps import answer as page_of
from groups.admin.steps import posted
from meetings.forms.consultations import ConsultationAnswerForm, LastDayForm
from meetings.models import Consultation, Consulted
from meetings.rules import leads_group, may_answer_for, may_keep_matter
from meetings.states import ConsultationState
from meetings.workflow import consultations as workflow
from meetings.workflow.consultation_reach import without_mail
from samverkan.common import uploads
from samverkan.common.admin_site import signed_in
from samverkan.common.swedish import file_size

PER_PAGE = 30


# /admin/remisser/


@require_GET
@signed_in
def index(request: UserRequest) -> HttpResponse:
    """What the visitor is asked, and what the visitor's groups have asked others."""
    today = timezone.localdate()
    mine = Consulted.objects.answered_by(request.user.person_id, on=today).exclude(
        consultation__state=ConsultationState.RECALLED
    )  # fmt: skip
    shown = mine.select_related("consultation__matter__group", "group", "organisation", "area")
    own = Consultation.objects.visible_to(request.user, on=today).select_related("matter__group")
    context = {
        "asked": shown.order_by("-consultation__until", "pk")[:PER_PAGE],
        "page": Paginator(own.order_by("-sent_at", "-pk"), PER_PAGE).get_page(request.GET.get("sida")),
    }
    return render(request, "meetings/consultations/list.html", context)


# /admin/remisser/<pk>/


@require_GET
@signed_in
def consultation(request: UserRequest, pk: int) -> HttpResponse:
    """The answers side by side, for the group that asks."""
    visible = Consultation.objects.visible_to(request.user, on=timezone.localdate())
    found: Consultation = get_object_or_404(visible.select_related("matter__group", "sent_by__person"), pk=pk)
    rows = list(found.consulted.by_name())
    is_out, is_gathering = found.state == ConsultationState.OUT, found.is_gathering
    silent, keeps = [row for row in rows if not row.answered_at], may_keep_matter(request.user, found.matter)
    context = {
        "consultation": found,
        "asked": len(rows),
        "given": [row for row in rows if row.answered_at],
        "silent": silent,
        "unreached": without_mail(silent, on=timezone.localdate()) if is_out and keeps else set(),
        "is_out": is_out,
        "is_gathering": is_gathering,
        "is_not_gathered": is_gathering and found.is_not_gathered(),
        "keeps": keeps,
        "leads": any(row.file_sha256 for row in rows) and leads_group(request.user, found.matter.group),
        "papers": [(row, file_size(row.size)) for row in found.matter.papers.all()],
        "day_form": LastDayForm(initial={"until": found.until}) if is_out else None,
    }
    return render(request, "meetings/consultations/consultation.html", context)


def _consulted(request: UserRequest, pk: int, row: int) -> Consulted:
    """The one that the visitor answers for: else 404, as for what nobody knows of."""
    rows = Consulted.objects.filter(consultation=pk).exclude(consultation__state=ConsultationState.RECALLED)
    shown = rows.select_related("consultation__matter__group", "group", "organisation", "area", "answered_by__person")
    found: Consulted = get_object_or_404(shown, pk=row)
    if not may_answer_for(request.user, found):
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
@signed_in
def answer(request: UserRequest, pk: int, row: int) -> HttpResponse:
    """Read what is asked, and answer; until the last day the answer can be changed."""
    found = _consulted(request, pk, row)
    is_open = found.consultation.state == ConsultationState.OUT and found.consultation.until >= timezone.localdate()
    initial = {"text": found.text, "stand": found.stand}
    form = ConsultationAnswerForm(posted(request), initial=initial)

    def step() -> HttpResponse:
        said = form.cleaned_data
        workflow.answer(found, text=said["text"], stand=said["stand"], by=request.user)
        messages.success(request, f"Tack! Svaret från {found.who} är skickat till {_asking(found)}.")
        return redirect("meetings_admin:consultation-answer", pk=pk, row=row)

    papers = [(paper, file_size(paper.size)) for paper in found.consultation.papers()]
    context = {"row": found, "consultation": found.consultation, "is_open": is_open, "papers": papers}
    return page_of(request, form, step, "meetings/consultations/answer.html", **context)


def _asking(row: Consulted) -> str:
    title: str = row.consultation.matter.group.title
    return title


@require_GET
@signed_in
def paper(request: UserRequest, pk: int, number: int) -> HttpResponse:
    """One of the papers of the matter, for those who ask and those who are asked."""
    today = timezone.localdate()
    found: Consultation = get_object_or_404(Consultation.objects.select_related("matter"), pk=pk)
    asks = Consultation.objects.visible_to(request.user, on=today).filter(pk=pk).exists()
    mine = Consulted.objects.filter(consultation=pk).exclude(consultation__state=ConsultationState.RECALLED)
    if not asks and not mine.answered_by(request.user.person_id, on=today).exists():
        raise Http404
    papers = found.matter.papers.all() if asks else found.papers()
    file = get_object_or_404(papers, number=number)
    try:
        return uploads.served(file.path, name=file.name, media_type=file.media_type, sha256=file.sha256)
    except FileNotFoundError as error:
        raise Http404 from error
