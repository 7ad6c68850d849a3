"""What looks like a personal number in the note: a chair says what it is, when it is something else."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from groups.admin.access import UserRequest
from meetings import workflow
from meetings.admin.access import meeting_for
from meetings.forms.papers import RulingForm
from meetings.models import Meeting
from meetings.rules import may_rule_on_numbers
from samverkan.common.admin_site import signed_in
from samverkan.common.refusals import StepRefused


@require_http_methods(["GET", "POST"])
@signed_in
def numbers(request: UserRequest, pk: int) -> HttpResponse:
    """Each number with where it stands, without its last four digits, and a form to say what it is."""
    meeting = meeting_for(request, pk, may=may_rule_on_numbers)
    if request.method == "GET":
        return _page(request, meeting)
    form = RulingForm(request.POST)
    if not form.is_valid():
        return _page(request, meeting, form)
    try:
        ruling = workflow.rule_not_personal(
            meeting, form.cleaned_data["fingerprint"], reason=form.cleaned_data["reason"], by=request.user
        )
    except StepRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Du har bedömt att {ruling.shown} inte är ett personnummer.")
    return redirect("meetings_admin:numbers", pk=pk)


def _page(request: UserRequest, meeting: Meeting, wrong: RulingForm | None = None) -> HttpResponse:
    rows = []
    for index, number in enumerate(workflow.numbers_to_judge(meeting), start=1):
        fingerprint = number.fingerprint(meeting)
        is_wrong = wrong is not None and wrong.data.get("fingerprint") == fingerprint
        form = wrong if is_wrong and wrong else RulingForm(initial={"fingerprint": fingerprint})
        form.auto_id = f"id_%s_{index}"
        rows.append((number, form))
    rulings = meeting.not_personal_numbers.select_related("ruled_by__person").order_by("ruled_at")
    context = {"meeting": meeting, "rows": rows, "rulings": rulings, "form": wrong}
    return render(request, "meetings/numbers.html", context, status=422 if wrong else 200)
