"""A decision sent to the groups below, and their answers gathered."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from decisions.forms.sending_down import RegisteredAnswerForm, SendDownForm
from decisions.models import Decision, SentDown
from decisions.rules import may_follow
from decisions.words import public_words
from decisions.workflow.sending_down import NOT_FOR_ALL, groups_below, question_of, register_answer, send_down, title_of
from groups.admin.access import UserRequest
from groups.admin.steps import answer, posted
from meetings.rules import run_groups
from meetings.states import HandoverState
from samverkan.common.admin_site import signed_in


def _decision(request: UserRequest, pk: int, *, to_send: bool) -> Decision:
    """The decision, if the visitor may know of it: else 404; with ``to_send`` 403 for who may only read it."""
    visible = Decision.objects.visible_to(request.user, on=timezone.localdate())
    found: Decision = get_object_or_404(visible.select_related("group", "version__meeting__group"), pk=pk)
    if to_send and not may_follow(request.user, found):
        raise PermissionDenied("Det här gör processledaren eller koordinatorn i den grupp som beslutade.")
    return found


# /admin/beslut/<pk>/skicka-ut/


@require_http_methods(["GET", "POST"])
@signed_in
def send(request: UserRequest, pk: int) -> HttpResponse:
    """Send the decision to all groups of some kinds at once."""
    decision = _decision(request, pk, to_send=True)
    groups = list(groups_below(decision, on=timezone.localdate()))
    form = SendDownForm(posted(request), groups=groups)

    def step() -> HttpResponse:
        said = form.cleaned_data
        sent = send_down(
            decision, form.chosen, question=said["question"], wanted_by=said["wanted_by"], by=request.user
        )  # fmt: skip
        count = "en grupp" if len(sent) == 1 else f"{len(sent)} grupper"
        messages.success(request, f"Beslutet är skickat till {count}. Svaren samlas här.")
        return redirect("sent_down:answers", pk=pk)

    context = {"decision": decision, "words": public_words(decision), "not_for_all": NOT_FOR_ALL, "groups": groups}
    return answer(request, form, step, "decisions/send_down.html", **context)


# /admin/beslut/<pk>/svar/


@require_GET
@signed_in
def answers(request: UserRequest, pk: int) -> HttpResponse:
    """How far each group has come, and what it has answered."""
    decision = _decision(request, pk, to_send=False)
    today = timezone.localdate()
    rows = list(SentDown.objects.filter(decision=decision).told())
    registers = may_follow(request.user, decision)
    questions = {row.pk: question_of(row, decision) for row in rows}
    run = set(run_groups(on=today).values_list("pk", flat=True))
    context = {
        "decision": decision,
        "title": title_of(decision),
        "rows": [(row, row.handover.to_group_id in run, questions[row.pk]) for row in rows],
        "question": next(iter(questions.values()), "") if len(set(questions.values())) == 1 else None,
        "answered": sum(1 for row in rows if row.handover.state == HandoverState.ANSWERED),
        "registers": registers,
        "may_send": registers and groups_below(decision, on=today).exists(),
    }
    return render(request, "decisions/sent_down.html", context)


# /admin/beslut/<pk>/svar/<row>/


@require_http_methods(["GET", "POST"])
@signed_in
def register(request: UserRequest, pk: int, row: int) -> HttpResponse:
    """Register what a group that nobody runs has answered."""
    decision = _decision(request, pk, to_send=True)
    found = get_object_or_404(SentDown.objects.filter(decision=decision).told(), pk=row)
    form = RegisteredAnswerForm(posted(request))
    group = found.handover.to_group

    def step() -> HttpResponse:
        register_answer(found, **form.cleaned_data, by=request.user)
        messages.success(request, f"Svaret från {group.title} är registrerat.")
        return redirect("sent_down:answers", pk=pk)

    return answer(request, form, step, "decisions/register_answer.html", decision=decision, group=group)
