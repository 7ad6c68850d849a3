"""One organisation: a new name from a day, and going up in another. Area administrators do this: it holds for all."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from groups.admin.access import UserRequest
from groups.admin.steps import answer, posted, tried
from groups.forms.registers import MergeOrganisationForm, RenameForm
from groups.models import Membership, Organisation, Seat
from groups.rules import administers_an_area
from groups.workflow import organisations as workflow
from samverkan.common.admin_site import signed_in

# /admin/organisationer/<pk>/byt-namn/


@require_http_methods(["GET", "POST"])
@signed_in
def rename(request: UserRequest, pk: int) -> HttpResponse:
    """A new name from a day, or a mended spelling."""
    organisation = _organisation_for(request, pk)
    form = RenameForm(posted(request), organisation=organisation)

    def take() -> HttpResponse:
        given, by = form.cleaned_data, request.user
        if given["only_spelling"]:
            workflow.correct_name(organisation, given["name"], by=by)
            return _done(request, pk, "Stavningen är rättad.")
        workflow.rename(organisation, given["name"], short_name=given["short_name"], on=given["on"], by=by)
        return _done(request, pk, "Organisationen har fått sitt nya namn. Det gamla står kvar för dagarna före.")

    return answer(request, form, take, "groups/organisation_rename.html", organisation=organisation)


# /admin/organisationer/<pk>/sla-ihop/


@require_http_methods(["GET", "POST"])
@signed_in
def merge(request: UserRequest, pk: int) -> HttpResponse:
    """Which organisation it goes up in, and from when; with what that means in numbers."""
    organisation = _organisation_for(request, pk)
    form = MergeOrganisationForm(posted(request), organisation=organisation)

    def take() -> HttpResponse:
        into = form.cleaned_data["into"]
        workflow.merge(organisation, into, on=form.cleaned_data["on"], by=request.user)
        return _done(request, pk, f"{organisation} har gått upp i {into}.")

    held = _held_today(organisation)
    return answer(request, form, take, "groups/organisation_merge.html", organisation=organisation, **held)


@require_POST
@signed_in
def take_merger_back(request: UserRequest, pk: int) -> HttpResponse:
    """Undo a merger that was a mistake."""
    organisation = _organisation_for(request, pk)
    done = f"{organisation} står för sig själv igen."
    tried(request, lambda: workflow.take_merger_back(organisation, by=request.user), done=done)
    return redirect("admin:groups_organisation_change", pk)


def _done(request: UserRequest, pk: int, said: str) -> HttpResponse:
    messages.success(request, said)
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
