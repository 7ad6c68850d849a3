"""Publication: an adjusted note is shown to everyone, or taken off the open site with a reason."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from groups.admin.access import UserRequest
from meetings import workflow
from meetings.admin.access import meeting_for
from meetings.admin.steps import take
from meetings.forms import ReasonForm
from meetings.models import Meeting, MinutesVersion, Publication
from meetings.rules import may_prepare, may_withdraw
from meetings.states import MinutesState
from samverkan.common.admin_site import signed_in
from samverkan.common.refusals import StepRefused


@require_POST
@signed_in
def publish(request: UserRequest, pk: int) -> HttpResponse:
    """Publish the adjusted note."""
    meeting = meeting_for(request, pk, may=may_prepare)
    return take(
        request,
        lambda: workflow.publish(_adjusted(meeting), by=request.user),
        done="Anteckningen är publicerad.",
        to="meeting",
        pk=pk,
    )


@require_http_methods(["GET", "POST"])
@signed_in
def withdraw(request: UserRequest, pk: int) -> HttpResponse:
    """Ask why and whether it is meant; then take the note off the open site."""
    meeting = meeting_for(request, pk, may=may_withdraw)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return take(
            request,
            lambda: workflow.withdraw(_open(meeting), reason=form.cleaned_data["reason"], by=request.user),
            done="Anteckningen är avpublicerad.",
            to="meeting",
            pk=pk,
        )
    status = 422 if request.method == "POST" else 200
    return render(request, "meetings/withdraw.html", {"meeting": meeting, "form": form}, status=status)


def _adjusted(meeting: Meeting) -> MinutesVersion:
    version = meeting.minutes_versions.filter(state=MinutesState.ADJUSTED).last()
    if version is None:
        raise StepRefused("Anteckningen är inte justerad än. Bara det som är justerat publiceras.")
    return version


def _open(meeting: Meeting) -> Publication:
    publication = meeting.publications.standing().first() or meeting.publications.order_by("published_at").last()
    if publication is None:
        raise StepRefused("Anteckningen är inte publicerad.")
    found: Publication = publication
    return found
