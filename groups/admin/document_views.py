"""Governing documents: registering one, changing it, replacing it with a new version, ending it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from groups.admin.access import UserRequest
from groups.document_standing import awaits_review, in_words
from groups.forms.documents import DocumentForm, EndForm, ReplacementForm
from groups.models import GoverningDocument, Group
from groups.rules import may_keep_document
from groups.workflow import documents as workflow
from samverkan.common import uploads
from samverkan.common.admin_site import signed_in
from samverkan.common.refusals import StepRefused

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
    if request.method == "POST" and form.is_valid():
        document = workflow.register(form.save(commit=False), file=form.file, by=request.user)
        messages.success(request, "Dokumentet är registrerat.")
        return redirect("groups_admin:document", pk=document.pk)
    return _page(request, form, {"heading": "Nytt styrdokument", "button": "Registrera"})


# /admin/dokument/<pk>/


@require_http_methods(["GET", "POST"])
@signed_in
def document(request: UserRequest, pk: int) -> HttpResponse:
    """One document: its values to change, and what can be done with it."""
    found = document_for(request, pk)
    shown = {"seen": workflow.version_of(found)}
    form = DocumentForm(*_sent(request), by=request.user, instance=found, initial=shown)
    if request.method == "POST" and form.is_valid() and _saved(request, form):
        messages.success(request, "Dokumentet är sparat.")
        return redirect("groups_admin:document", pk=pk)
    stored = document_for(request, pk) if request.method == "POST" else found
    return _page(request, form, {"heading": stored.title, "button": "Spara", **_about(stored)})


def _saved(request: UserRequest, form: DocumentForm) -> bool:
    """Save what the form says; False when somebody else was faster, and then the form holds the new version."""
    if form.cleaned_data.get("remove_file"):
        workflow.detach(form.instance)
    try:
        workflow.change(form.instance, file=form.file, seen=form.cleaned_data["seen"] or 0, by=request.user)
    except StepRefused as refusal:
        form.add_error(None, str(refusal))
        form.show_version(workflow.version_of(form.instance))
        return False
    return True


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
    if request.method == "POST" and form.is_valid():
        try:
            made = workflow.replace(old, form.save(commit=False), file=form.file, by=request.user)
        except StepRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Den nya versionen är registrerad. Den gamla gäller till och med dagen före.")
            return redirect("groups_admin:document", pk=made.pk)
    context = {"heading": f"Ny version av {old.title}", "button": "Registrera den nya versionen", "old": old}
    return _page(request, form, context)


# /admin/dokument/<pk>/avsluta/


@require_http_methods(["GET", "POST"])
@signed_in
def end(request: UserRequest, pk: int) -> HttpResponse:
    """Say the last day of a document that nothing replaces."""
    found = document_for(request, pk)
    form = EndForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            workflow.end(found, last_day=form.cleaned_data["last_day"], by=request.user)
        except StepRefused as refusal:
            form.add_error("last_day", str(refusal))
        else:
            messages.success(request, "Dokumentet är avslutat. Det finns kvar i registret.")
            return redirect("groups_admin:document", pk=pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "groups/document_end.html", {"document": found, "form": form}, status=status)


# /admin/dokument/<pk>/fil/


@require_GET
@signed_in
def file(request: UserRequest, pk: int) -> HttpResponse:
    """The file, also of a document that is not public."""
    found = document_for(request, pk)
    if not found.file_sha256:
        raise Http404
    try:
        return uploads.served(
            found.path, name=found.file_name, media_type=found.file_type, sha256=found.file_sha256
        )  # fmt: skip
    except FileNotFoundError as error:
        raise Http404 from error


def _sent(request: UserRequest) -> tuple[Any, ...]:
    """What a form is bound to: nothing until something has been sent."""
    return (request.POST, request.FILES) if request.method == "POST" else ()


def _page(request: UserRequest, form: DocumentForm, context: dict[str, object]) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    return render(request, "groups/document_form.html", {"form": form, **context}, status=status)
