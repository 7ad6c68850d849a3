"""A question on its way between groups: handed over, read, accepted, sent back or taken back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from groups.admin.access import UserRequest
from groups.admin.steps import answer, posted
from groups.models import Group
from meetings.admin.matters import kept_matter
from meetings.admin.steps import take
from meetings.forms.handovers import HandoverForm, ReturnForm
from meetings.models import Handover
from meetings.rules import may_recall, may_take_position, ways_from
from meetings.states import MATTER_ARROWS, MatterState, may_move
from meetings.workflow import handovers as workflow
from samverkan.common import uploads
from samverkan.common.admin_site import signed_in
from samverkan.common.refusals import Refused
from samverkan.common.swedish import file_size

NOT_YOURS = "Det här gör processledaren eller koordinatorn i den grupp som frågan är skickad till."
NOT_SENT_BY_YOU = "Det här gör processledaren eller koordinatorn i den grupp som skickade frågan."


# /admin/fragor/<pk>/lamna-over/


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: UserRequest, pk: int) -> HttpResponse:
    """Lift the matter, pass it on or report it."""
    matter = kept_matter(request, pk)
    goes = may_move(MATTER_ARROWS, matter.state, MatterState.HANDED)
    ways = [way for way in ways_from(matter, on=timezone.localdate()) if goes or way.kind == Handover.Kind.REPORT]
    form = HandoverForm(posted(request), ways=ways)

    def step() -> HttpResponse:
        said = form.cleaned_data
        way = form.chosen
        workflow.hand_over(
            matter, way.group, kind=way.kind, note=said["note"], in_line=said["in_line"],
            comes_back=said["comes_back"], by=request.user,
        )  # fmt: skip
        messages.success(request, f"Frågan är skickad till {way.group.title}, som tar emot den eller skickar tillbaka.")
        return redirect("meetings_admin:matter", pk=pk)

    return answer(request, form, step, "meetings/handovers/new.html", matter=matter, ways=ways)


def handover_for(request: UserRequest, pk: int, *, to_decide: bool = False) -> Handover:
    """The handover, if the visitor may know of it: else 404; with ``to_decide`` 403 for who may only read it."""
    rows = Handover.objects.visible_to(request.user, on=timezone.localdate()).told()
    found: Handover = get_object_or_404(rows, pk=pk)
    if to_decide and not may_take_position(request.user, found):
        raise PermissionDenied(NOT_YOURS)
    return found


# /admin/overlamningar/<pk>/


@require_GET
@signed_in
def handover(request: UserRequest, pk: int) -> HttpResponse:
    """What is handed over, what has become of it, and what the visitor can do."""
    found = handover_for(request, pk)
    seen = Group.objects.visible_to(request.user, on=timezone.localdate())
    known = set(seen.filter(pk__in=[found.from_group_id, found.to_group_id]).values_list("pk", flat=True))
    matter = found.matter or found.received
    context = {
        "handover": found,
        "matter": matter,
        "papers": [(row, file_size(row.size)) for row in found.papers()],
        "decides": found.waits and may_take_position(request.user, found),
        "recalls": found.waits and may_recall(request.user, found),
        "knows_source": found.from_group_id in known,
        "knows_received": found.to_group_id in known,
    }
    return render(request, "meetings/handovers/handover.html", context)


@require_GET
@signed_in
def paper(request: UserRequest, pk: int, number: int) -> HttpResponse:
    """One of the papers of the question, for those who are to take a position on it."""
    found = get_object_or_404(handover_for(request, pk).papers(), number=number)
    try:
        return uploads.served(found.path, name=found.name, media_type=found.media_type, sha256=found.sha256)
    except FileNotFoundError as error:
        raise Http404 from error


@require_POST
@signed_in
def accept(request: UserRequest, pk: int) -> HttpResponse:
    """Take the question in, and go on to it."""
    found = handover_for(request, pk, to_decide=True)
    try:
        accepted = workflow.accept(found, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("meetings_admin:handover", pk=pk)
    messages.success(
        request, f"Frågan är mottagen och ligger bland gruppens frågor. {found.from_group.title} får veta."
    )
    return redirect("meetings_admin:matter", pk=accepted.received_id)


@require_http_methods(["GET", "POST"])
@signed_in
def send_back(request: UserRequest, pk: int) -> HttpResponse:
    """Send the question back with a reason; what was written stays on the page."""
    found = handover_for(request, pk, to_decide=True)
    form = ReturnForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            workflow.send_back(found, reason=form.cleaned_data["text"], by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Frågan är skickad tillbaka. {found.from_group.title} får skälet i ett mejl.")
            return redirect("meetings_admin:handover", pk=pk)
    status = 422 if request.method == "POST" else 200
    context = {"handover": found, "form": form}
    return render(request, "meetings/handovers/send_back.html", context, status=status)


@require_POST
@signed_in
def recall(request: UserRequest, pk: int) -> HttpResponse:
    """Take the handover back."""
    found = handover_for(request, pk)
    if not may_recall(request.user, found):
        raise PermissionDenied(NOT_SENT_BY_YOU)
    done = f"Frågan är tillbaka. {found.to_group.title} får veta det."
    return take(request, lambda: workflow.recall(found, by=request.user), done=done, to="handover", pk=pk)
