"""Governing documents: registering one, changing it, replacing it with a new version, ending it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from groups.admin.access import UserRequest
from groups.admin.steps import answer, posted
from groups.document_standing import awaits_review, in_words
from groups.forms.documents import DocumentForm, EndForm, ReplacementForm
from groups.models import GoverningDocument, Group
from groups.rules import may_keep_document
from groups.workflow import documents as workflow
from samverkan.common.admin_site import signed_in
from samverkan.common.stored import handed_out

PAGE = "groups/document_form.html"
NOT_YOURS = "Styrdokument sköts av den ansvariga gruppens processledare, koordinator eller områdets administratör."


def document_for(request: UserRequest, pk: int) -> GoverningDocument:
    """The document, if the visitor may know of its group and keep it: else 404, else 403."""
    today = timezone.localdate()
    visible = Group.objects.visible_to(request.user, on=today).values("pk")
    rows = GoverningDocument.objects.filter(group__in=visible).with_standing(on=today)
    document: GoverningDocument = get_object_or_404(rows.select_related("group", "replaces"), pk=pk)
    if not may_keep_document(request.user, document):
        raise PermissionDenied(NOT_YOURS)
    return document


# /admin/dokument/nytt/


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: UserRequest) -> HttpResponse:
    """Register a document. ``?grupp=`` and ``?slag=`` fill in the owner group and the kind."""
    kept = Group.objects.kept_by(request.user, on=timezone.localdate())
    if not kept.exists():
        raise PermissionDenied(NOT_YOURS)
    wanted = kept.filter(slug=request.GET.get("grupp", "")).values_list("pk", flat=True)
    initial = {"kind": request.GET.get("slag", ""), **({"group": wanted[0]} if wanted else {})}
    form = DocumentForm(*_sent(request), by=request.user, initial=initial)

    def take() -> HttpResponse:
        made = workflow.register(form.save(commit=False), file=form.file, by=request.user)
        return _done(request, made.pk, "Dokumentet är registrerat.")

    return answer(request, form, take, PAGE, heading="Nytt styrdokument", button="Registrera")


# /admin/dokument/<pk>/


@require_http_methods(["GET", "POST"])
@signed_in
def document(request: UserRequest, pk: int) -> HttpResponse:
    """One document: its values to change, and what can be done with it."""
    found = document_for(request, pk)
    shown = {"seen": workflow.version_of(found)}
    form = DocumentForm(*_sent(request), by=request.user, instance=found, initial=shown)
    stored = document_for(request, pk) if request.method == "POST" else found

    def take() -> HttpResponse:
        if form.cleaned_data.get("remove_file"):
            workflow.detach(form.instance)
        workflow.change(form.instance, file=form.file, seen=form.cleaned_data["seen"] or 0, by=request.user)
        return _done(request, pk, "Dokumentet är sparat.")

    return answer(request, form, take, PAGE, heading=stored.title, button="Spara", **_about(stored))


def _about(document: GoverningDocument) -> dict[str, object]:
    today = timezone.localdate()
    return {
        "document": document,
        "standing": in_words(document, on=today),
        "awaits_review": awaits_review(document, on=today),
        "successor": document.successors.order_by("-pk").first(),
    }


# /admin/dokument/<pk>/ersatt/


@require_http_methods(["GET", "POST"])
@signed_in
def replace(request: UserRequest, pk: int) -> HttpResponse:
    """Register the version that comes after; the old one then holds until the day before."""
    old = document_for(request, pk)
    form = ReplacementForm(*_sent(request), by=request.user, old=old)

    def take() -> HttpResponse:
        made = workflow.replace(old, form.save(commit=False), file=form.file, by=request.user)
        said = "Den nya versionen är registrerad. Den gamla gäller till och med dagen före."
        return _done(request, made.pk, said)

    heading = f"Ny version av {old.title}"
    return answer(request, form, take, PAGE, heading=heading, button="Registrera den nya versionen", old=old)


# /admin/dokument/<pk>/avsluta/


@require_http_methods(["GET", "POST"])
@signed_in
def end(request: UserRequest, pk: int) -> HttpResponse:
    """Say the last day of a document that nothing replaces."""
    found = document_for(request, pk)
    form = EndForm(posted(request))

    def take() -> HttpResponse:
        workflow.end(found, last_day=form.cleaned_data["last_day"], by=request.user)
        return _done(request, pk, "Dokumentet är avslutat. Det finns kvar i registret.")

    return answer(request, form, take, "groups/document_end.html", document=found)


# /admin/dokument/<pk>/fil/


@require_GET
@signed_in
def file(request: UserRequest, pk: int) -> HttpResponse:
    """The file, also of a document that is not public."""
    found = document_for(request, pk)
    if not found.file_sha256:
        raise Http404
    return handed_out(
        request, found.path, name=found.file_name, media_type=found.file_type, sha256=found.file_sha256
    )  # fmt: skip


def _sent(request: UserRequest) -> tuple[Any, ...]:
    """What a form is bound to: nothing until something has been sent."""
    return (request.POST, request.FILES) if request.method == "POST" else ()


def _done(request: UserRequest, pk: int, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("groups_admin:document", pk=pk)
