"""How a note was approved by a group that holds no later meeting, registered afterwards."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from groups.admin.access import UserRequest
from meetings import workflow
from meetings.admin.access import meeting_for
from meetings.admin.steps import take
from meetings.forms.approval import LateApprovalForm
from meetings.rules import may_register_verdict
from meetings.workflow.late_approval import people_of, why_not_registered
from samverkan.common.admin_site import signed_in


@require_http_methods(["GET", "POST"])
@signed_in
def register(request: UserRequest, pk: int) -> HttpResponse:
    """Say who approved the note, when and where, and that it is meant; then it is registered and can be published."""
    meeting = meeting_for(request, pk, may=may_register_verdict)
    today = timezone.localdate()
    people = [person for person in people_of(meeting, on=today) if person.pk != request.user.person_id]
    posted = request.POST if request.method == "POST" else None
    form = LateApprovalForm(people, posted, request.FILES)
    if posted is not None and form.is_valid():
        data = form.cleaned_data
        return take(
            request,
            lambda: workflow.register_approval(
                meeting, person=form.person, day=data["day"], source=data["source"], file=form.file, by=request.user
            ),
            done="Det är registrerat hur anteckningen godkändes. Nu kan den publiceras.",
            to="meeting",
            pk=pk,
        )
    context = {"meeting": meeting, "form": form, "people": people, "hindrance": why_not_registered(meeting, on=today)}
    return render(request, "meetings/late_approval.html", context, status=422 if posted is not None else 200)
