"""One mandate: its page, the beginning of a draft, adoption, and what it changes. Its text: ``mandate_text``."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from groups.admin.access import UserRequest
from groups.admin.steps import answer, posted, tried
from groups.forms.mandates import AdoptionForm, LaterForm, NewMandateForm, RevisionForm, kept_groups
from groups.mandates.difference import difference_of
from groups.mandates.files import draft_pdf, read
from groups.mandates.reading import document_of
from groups.mandates.standing import Version, with_standing
from groups.models import Group, Mandate
from groups.rules import keeps_registers, may_adopt_mandate, may_draft_mandate
from groups.states import MandateState
from groups.workflow import mandates as workflow
from samverkan.common.admin_site import signed_in

NOT_YOURS = (
    "Uppdraget skrivs och registreras av den som är processledare eller koordinator för alla grupper som det "
    "omfattar, eller av områdets administratör."
)


def mandate_for(request: UserRequest, pk: int, *, to_write: bool = False) -> Mandate:
    """The mandate, if the visitor may know of it and, with ``to_write``, work on it: else 404, else 403."""
    visible = Mandate.objects.visible_to(request.user, on=timezone.localdate())
    rows = visible.select_related("commissioner_group", "decided_by_group", "replaces", "record__pdf")
    mandate: Mandate = get_object_or_404(rows, pk=pk)
    if to_write and not may_draft_mandate(request.user, mandate):
        raise PermissionDenied(NOT_YOURS)
    return mandate


# /admin/uppdrag/ny/


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: UserRequest) -> HttpResponse:
    """Begin a mandate. ``?grupp=`` ticks a group."""
    if not keeps_registers(request.user):
        raise PermissionDenied(NOT_YOURS)
    form = NewMandateForm(posted(request), by=request.user, wanted=request.GET.get("grupp", ""))

    def take() -> HttpResponse:
        begun = workflow.draft(form.cleaned_data["groups"], title=form.cleaned_data["title"], by=request.user)
        return redirect("groups_admin:mandate", pk=begun.pk)

    return answer(request, form, take, "groups/mandate_new.html")


# /admin/uppdrag/<pk>/


@require_GET
@signed_in
def mandate(request: UserRequest, pk: int) -> HttpResponse:
    """The mandate as it stands, and what can be done with it."""
    found = mandate_for(request, pk)
    writes = may_draft_mandate(request.user, found)
    context = {
        **_about(found),
        "writes": writes,
        "doc": document_of(found, seen=None),
        "sections": list(found.sections.all()),
        "draft": Mandate.objects.drafts().filter(replaces=found).first(),
        "may_revise": found.state != MandateState.DRAFT and kept_groups(request.user).filter(mandates=found).exists(),
        "former": _former(found),
    }
    shown_in = [group for group in context["groups"] if group.shows_group and group.shows_mandate]
    context["shown_in"] = shown_in[0] if shown_in and not context["is_draft"] else None
    template = "groups/mandate_draft.html" if writes and context["is_draft"] else "groups/mandate.html"
    return render(request, template, context)


def _about(mandate: Mandate) -> dict[str, Any]:
    groups = list(mandate.groups.all())
    return {
        "mandate": mandate,
        "groups": groups,
        "is_draft": mandate.state == MandateState.DRAFT,
        "version": _version(mandate, groups),
    }


def _version(mandate: Mandate, groups: list[Group]) -> Version:
    """How it stands for the first of its groups for which it has not been replaced, else for the first."""
    found = []
    for group in groups:
        others = Mandate.objects.of_group(group).select_related("decided_by_group")
        versions = with_standing(list(others), group, on=timezone.localdate())
        found += [row for row in versions if row.mandate == mandate]
    return next((row for row in found if row.standing.name != "REPLACED"), found[0])


def _former(mandate: Mandate) -> Mandate | None:
    """The version to compare with: the one it replaces, else the adopted one before it for any of its groups."""
    if mandate.replaces:
        return mandate.replaces
    older = Mandate.objects.exclude(state=MandateState.DRAFT).filter(
        groups__in=mandate.groups.all(), version__lt=mandate.version
    )
    return older.order_by("-version").first()


@require_GET
@signed_in
def preview(request: UserRequest, pk: int) -> HttpResponse:
    """The mandate as everyone will read it."""
    found = mandate_for(request, pk)
    return render(request, "groups/mandate_preview.html", {**_about(found), "doc": document_of(found, seen=None)})


@require_GET
@signed_in
def file(request: UserRequest, pk: int) -> HttpResponse:
    """The stored PDF of an adopted mandate; of a draft one that says on every page that it is a draft."""
    found = mandate_for(request, pk)
    kind, content = "utkast", b""
    if found.state == MandateState.DRAFT:
        content = draft_pdf(found).content
    else:
        stored = getattr(getattr(found, "record", None), "pdf", None)
        if stored is None:
            raise Http404
        kind, content = "uppdrag", read(stored)
    headers = {"Content-Disposition": f'inline; filename="{found.slug}-{kind}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@require_GET
@signed_in
def difference(request: UserRequest, pk: int) -> HttpResponse:
    """What this version changes in the one before it."""
    found = mandate_for(request, pk)
    former = _former(found)
    if former is None:
        raise Http404
    change = difference_of(document_of(former, seen=None), document_of(found, seen=None))
    return render(request, "groups/mandate_diff.html", {**_about(found), "former": former, "difference": change})


# /admin/uppdrag/<pk>/ny-version/, anta/, komplettera/, slang/


@require_http_methods(["GET", "POST"])
@signed_in
def revise(request: UserRequest, pk: int) -> HttpResponse:
    """Start a new version, for those of the groups that the person keeps."""
    found = mandate_for(request, pk)
    if not kept_groups(request.user).filter(mandates=found).exists():
        raise PermissionDenied(NOT_YOURS)
    form = RevisionForm(posted(request), mandate=found, by=request.user)

    def take() -> HttpResponse:
        begun = workflow.start_revision(found, groups=form.cleaned_data["groups"], by=request.user)
        messages.success(request, f"Utkastet till version {begun.version} är klart att skriva i.")
        return redirect("groups_admin:mandate", pk=begun.pk)

    return answer(request, form, take, "groups/mandate_revise.html", **_about(found))


@require_http_methods(["GET", "POST"])
@signed_in
def adopt(request: UserRequest, pk: int) -> HttpResponse:
    """Register that the draft has been adopted: who decided, when, where, for how long."""
    found = mandate_for(request, pk)
    if not may_adopt_mandate(request.user, found):
        raise PermissionDenied(NOT_YOURS)
    form = AdoptionForm(posted(request), mandate=found, by=request.user)

    def take() -> HttpResponse:
        workflow.adopt(found, **form.values(), by=request.user)
        messages.success(request, "Uppdraget är antaget och låst. PDF:en blir klar om en stund.")
        return redirect("groups_admin:mandate", pk=pk)

    replaced = Mandate.objects.adopted().filter(groups__in=found.groups.all()).distinct()
    return answer(request, form, take, "groups/mandate_adopt.html", replaced=replaced, **_about(found))


@require_http_methods(["GET", "POST"])
@signed_in
def complete(request: UserRequest, pk: int) -> HttpResponse:
    """Write what was known only after the adoption."""
    found = mandate_for(request, pk, to_write=True)
    form = LaterForm(posted(request), mandate=found)

    def take() -> HttpResponse:
        workflow.complete(found, **form.cleaned_data, by=request.user)
        messages.success(request, "Sparat.")
        return redirect("groups_admin:mandate", pk=pk)

    return answer(request, form, take, "groups/mandate_complete.html", **_about(found))


@require_http_methods(["GET", "POST"])
@signed_in
def discard(request: UserRequest, pk: int) -> HttpResponse:
    """Ask whether it is meant; then throw the draft away."""
    found = mandate_for(request, pk, to_write=True)
    if request.method == "GET":
        return render(request, "groups/mandate_discard.html", _about(found))
    if tried(request, lambda: workflow.discard(found, by=request.user), done="Utkastet är slängt."):
        return redirect("admin:groups_mandate_changelist")
    return redirect("groups_admin:mandate", pk=pk)
