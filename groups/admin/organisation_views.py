"""One organisation: a new name from a day, and going up in another. Area administrators do this: it holds for all."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from groups.admin.access import UserRequest
from groups.forms.registers import MergeOrganisationForm, RenameForm
from groups.models import Membership, Organisation, Seat
from groups.rules import administers_an_area
from groups.workflow import organisations as workflow
from samverkan.common.admin_site import signed_in
from samverkan.common.refusals import Refused

# /admin/organisationer/<pk>/byt-namn/


@require_http_methods(["GET", "POST"])
@signed_in
def rename(request: UserRequest, pk: int) -> HttpResponse:
    """A new name from a day, or a mended spelling."""
    organisation = _organisation_for(request, pk)
    form = RenameForm(request.POST if request.method == "POST" else None, organisation=organisation)
    if request.method == "POST" and form.is_valid() and (done := _renamed(request, form, organisation)):
        messages.success(request, done)
        return redirect("admin:groups_organisation_change", pk)
    context = {"organisation": organisation, "form": form}
    return render(request, "groups/organisation_rename.html", context, status=422 if request.method == "POST" else 200)


def _renamed(request: UserRequest, form: RenameForm, organisation: Organisation) -> str:
    """What was done, in a sentence; empty after a refusal, which then stands in the form."""
    given = form.cleaned_data
    try:
        if given["only_spelling"]:
            workflow.correct_name(organisation, given["name"], by=request.user)
            return "Stavningen är rättad."
        workflow.rename(organisation, given["name"], short_name=given["short_name"], on=given["on"], by=request.user)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return ""
    return "Organisationen har fått sitt nya namn. Det gamla står kvar för dagarna före."


# /admin/organisationer/<pk>/sla-ihop/


@require_http_methods(["GET", "POST"])
@signed_in
def merge(request: UserRequest, pk: int) -> HttpResponse:
    """Which organisation it goes up in, and from when; with what that means in numbers."""
    organisation = _organisation_for(request, pk)
    form = MergeOrganisationForm(request.POST if request.method == "POST" else None, organisation=organisation)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            workflow.merge(organisation, given["into"], on=given["on"], by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{organisation} har gått upp i {given['into']}.")
            return redirect("admin:groups_organisation_change", pk)
    context = {"organisation": organisation, "form": form, **_held_today(organisation)}
    return render(request, "groups/organisation_merge.html", context, status=422 if request.method == "POST" else 200)


@require_POST
@signed_in
def take_merger_back(request: UserRequest, pk: int) -> HttpResponse:
    """Undo a merger that was a mistake."""
    organisation = _organisation_for(request, pk)
    try:
        workflow.take_merger_back(organisation, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{organisation} står för sig själv igen.")
    return redirect("admin:groups_organisation_change", pk)


def _held_today(organisation: Organisation) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "seats": Seat.objects.on(today).filter(organisation=organisation).count(),
        "memberships": Membership.objects.on(today).filter(organisation=organisation).count(),
        "units": organisation.children.filter(merged_into=None).count(),
    }


def _organisation_for(request: UserRequest, pk: int) -> Organisation:
    if not administers_an_area(request.user):
        raise PermissionDenied("Det här gör områdets administratör.")
    organisation: Organisation = get_object_or_404(Organisation.objects.select_related("merged_into"), pk=pk)
    return organisation
