"""Writing a draft mandate: its facts on one page, each section on a page of its own."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from groups.admin.access import UserRequest
from groups.admin.mandate_views import mandate_for
from groups.admin.steps import posted, tried
from groups.forms.mandates import FactsForm, SectionForm
from groups.mandates.reading import document_of
from groups.models import Mandate, MandateSection
from groups.workflow import mandate_text as workflow
from samverkan.common.admin_site import signed_in
from samverkan.common.refusals import Refused
from samverkan.common.richtext import shown


@require_http_methods(["GET", "POST"])
@signed_in
def facts(request: UserRequest, pk: int) -> HttpResponse:
    """The facts of a draft, and which groups it covers."""
    mandate = mandate_for(request, pk, to_write=True)
    stored = mandate_for(request, pk)
    form = FactsForm(posted(request), mandate=mandate, by=request.user)

    def save() -> HttpResponse:
        groups, seen = form.cleaned_data["groups"], _seen(request)
        changed = workflow.save_facts(stored, form.values(), groups=groups, seen=seen, by=request.user)
        messages.success(request, _saved(changed))
        return redirect("groups_admin:mandate", pk=pk)

    context = {"mandate": stored, "facts": document_of(stored, seen=None)["facts"]}
    return _answer(request, form, save, "groups/mandate_facts.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def new_section(request: UserRequest, pk: int) -> HttpResponse:
    """Add a section, last."""
    mandate = mandate_for(request, pk, to_write=True)
    form = SectionForm(posted(request))

    def save() -> HttpResponse:
        heading, body = form.cleaned_data["heading"], form.cleaned_data["body"]
        section = workflow.add_section(mandate, heading=heading, body=body, by=request.user)
        messages.success(request, f"Avsnittet {section.heading} är tillagt.")
        return _to_section(pk, section)

    return _answer(request, form, save, "groups/mandate_section.html", {"mandate": mandate})


@require_http_methods(["GET", "POST"])
@signed_in
def section(request: UserRequest, pk: int, section: int) -> HttpResponse:
    """Write in one section. A save over a newer text is refused, and both texts are shown."""
    mandate = mandate_for(request, pk, to_write=True)
    found = get_object_or_404(mandate.sections, pk=section)
    form = SectionForm(posted(request), section=found)

    def save() -> HttpResponse:
        heading, body = form.cleaned_data["heading"], form.cleaned_data["body"]
        changed = workflow.save_section(found, heading=heading, body=body, seen=_seen(request), by=request.user)
        messages.success(request, _saved(changed))
        return _to_section(pk, found)

    stored = {"heading": found.heading, "body": shown(found.body)}
    context = {"mandate": mandate, "section": found, "stored": stored}
    return _answer(request, form, save, "groups/mandate_section.html", context)


@require_POST
@signed_in
def move(request: UserRequest, pk: int, section: int) -> HttpResponse:
    """Let a section change places with the one before it, or after it."""
    found = _section(request, pk, section)
    try:
        workflow.move_section(found, up=request.POST.get("at") == "upp", by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return _to_section(pk, found)


@require_http_methods(["GET", "POST"])
@signed_in
def remove(request: UserRequest, pk: int, section: int) -> HttpResponse:
    """Take a section out; one that has text is asked about first."""
    found = _section(request, pk, section)
    if request.method == "GET" or (found.body and "sure" not in request.POST):
        context = {"mandate": found.mandate, "section": found, "body": shown(found.body)}
        return render(request, "groups/mandate_remove.html", context)
    done = f"Avsnittet {found.heading} är borttaget. Texten finns kvar i historiken."
    tried(request, lambda: workflow.remove_section(found, by=request.user), done=done)
    return redirect("groups_admin:mandate", pk=pk)


def _section(request: UserRequest, pk: int, section: int) -> MandateSection:
    mandate: Mandate = mandate_for(request, pk, to_write=True)
    found: MandateSection = get_object_or_404(mandate.sections.select_related("mandate"), pk=section)
    return found


def _seen(request: UserRequest) -> str:
    """The text that the page showed; ``overwrite`` is the one that the person has been shown since."""
    return request.POST.get("overwrite") or request.POST.get("seen", "")


def _saved(changed: bool) -> str:
    return "Sparat." if changed else "Inget var ändrat."


def _answer(
    request: UserRequest, form: Any, save: Callable[[], HttpResponse], template: str, context: dict[str, Any]
) -> HttpResponse:
    """As ``steps.answer``, but a refusal is about what others have done: it stands above the form, with 409."""
    refusal: Refused | None = None
    if request.method == "POST" and form.is_valid():
        try:
            return save()
        except Refused as error:
            refusal = error
    context = {"form": form, "refusal": refusal, "overwrite": getattr(refusal, "seen", ""), **context}
    return render(request, template, context, status=409 if refusal else 422 if form.errors else 200)


def _to_section(pk: int, section: MandateSection) -> HttpResponse:
    return redirect(f"{reverse('groups_admin:mandate', args=[pk])}#avsnitt-{section.pk}")
