"""The steps of a matter: taken in, put on an agenda, sent back, answered, withdrawn, raised again."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from groups.admin.access import UserRequest
from meetings.admin.matters import answered_matter, form_page, kept_matter, own_matter, sent
from meetings.admin.steps import take
from meetings.forms.matters import AnswerForm, MatterForm, ReasonForm, ScheduleForm, WithdrawForm
from meetings.models import Matter
from meetings.workflow import matters as workflow
from meetings.workflow import scheduling
from meetings.workflow.raisers import answered_to, current_item
from samverkan.common.admin_site import signed_in
from samverkan.common.refusals import Refused, StepRefused
from samverkan.common.swedish import long_date


@require_POST
@signed_in
def take_in(request: UserRequest, pk: int) -> HttpResponse:
    """Take the matter in."""
    matter = kept_matter(request, pk)
    done = f"Frågan är intagen. {matter.raised_by} får ett mejl."
    return take(request, lambda: workflow.take_in(matter, by=request.user), done=done, to="matter", pk=pk)


@require_POST
@signed_in
def schedule(request: UserRequest, pk: int) -> HttpResponse:
    """Put the matter on the chosen meeting, or move it there."""
    matter = kept_matter(request, pk)

    def put() -> str:
        meetings = scheduling.coming_meetings(matter, on=timezone.localdate())
        form = ScheduleForm(request.POST, meetings=meetings)
        if not form.is_valid():
            raise StepRefused("Välj ett kommande möte i listan.")
        item = scheduling.schedule(matter, form.cleaned_data["meeting"], by=request.user)
        done = f"Frågan är punkt {item.number} på agendan till mötet {long_date(item.meeting.date)}."
        return f"{done} {scheduling.why_not_yet(item.meeting)}".strip()

    return take(request, put, to="matter", pk=pk)


@require_POST
@signed_in
def unschedule(request: UserRequest, pk: int) -> HttpResponse:
    """Take the matter off the agenda."""
    matter = kept_matter(request, pk)

    def take_off() -> str:
        item = current_item(matter)
        scheduling.unschedule(matter, by=request.user)
        not_yet = f" {scheduling.why_not_yet(item.meeting)}" if item else ""
        return f"Frågan är borttagen från agendan och bereds vidare.{not_yet}".rstrip()

    return take(request, take_off, to="matter", pk=pk)


@require_POST
@signed_in
def recurring(request: UserRequest, pk: int) -> HttpResponse:
    """Let the matter come back after each meeting, or no longer."""
    matter = kept_matter(request, pk)
    wanted = request.POST.get("recurring") == "1"
    done = "Frågan kommer tillbaka efter varje möte." if wanted else "Frågan kommer inte längre tillbaka."
    step = lambda: workflow.set_recurring(matter, recurring=wanted, by=request.user)  # noqa: E731
    return take(request, step, done=done, to="matter", pk=pk)


@require_http_methods(["GET", "POST"])
@signed_in
def send_back(request: UserRequest, pk: int) -> HttpResponse:
    """Send the matter back with a reason."""
    matter = kept_matter(request, pk)
    return _asked(
        request, matter, ReasonForm,
        step=lambda text: workflow.send_back(matter, reason=text, by=request.user),
        words={"heading": "Skicka tillbaka frågan", "button": "Skicka tillbaka",
               "done": f"Frågan är skickad tillbaka. {matter.raised_by} får ett mejl med skälet."},
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@signed_in
def answer(request: UserRequest, pk: int) -> HttpResponse:
    """Answer the matter, which closes it."""
    matter = answered_matter(request, pk)
    told = answered_to(matter, by=request.user)
    return _asked(
        request, matter, AnswerForm,
        step=lambda text: workflow.answer(matter, text=text, by=request.user),
        words={"heading": "Besvara frågan", "button": "Besvara och avsluta",
               "done": f"Frågan är besvarad. {told} får svaret i ett mejl." if told else "Frågan är besvarad."},
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@signed_in
def withdraw(request: UserRequest, pk: int) -> HttpResponse:
    """Take the own matter back."""
    matter = own_matter(request, pk)
    return _asked(
        request, matter, WithdrawForm,
        step=lambda text: workflow.withdraw(matter, reason=text, by=request.user),
        words={"heading": "Återta frågan", "button": "Återta", "danger": "ja",
               "about": f"{matter.group.title} får veta att du inte längre ställer frågan. Den finns kvar i listan.",
               "done": "Frågan är återtagen."},
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@signed_in
def raise_again(request: UserRequest, pk: int) -> HttpResponse:
    """Complete a matter that was sent back, and raise it again."""
    matter = own_matter(request, pk)
    return _written(request, matter, workflow.raise_again, done=f"Frågan är skickad till {matter.group.title} igen.")


@require_http_methods(["GET", "POST"])
@signed_in
def change(request: UserRequest, pk: int) -> HttpResponse:
    """Correct the own matter, and add papers, until it is taken in."""
    return _written(request, own_matter(request, pk), workflow.change_matter, done="Frågan är ändrad.")


def _written(request: UserRequest, matter: Matter, step: Callable[..., Matter], *, done: str) -> HttpResponse:
    """A step that takes the whole matter as it is written now, with more papers; a refusal keeps what was written."""
    form = MatterForm(*sent(request), by=request.user, instance=matter)
    if request.method == "POST" and form.is_valid():
        try:
            step(form.save(commit=False), papers=form.cleaned_data["papers"], by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done)
            return redirect("meetings_admin:matter", pk=matter.pk)
    return form_page(request, form, matter)


def _asked(
    request: UserRequest, matter: Matter, kind: type[forms.Form], *, step: Callable[[str], Any], words: dict[str, str]
) -> HttpResponse:
    """A step that wants a text: the page that asks for it, and the step. What was written stays on the page."""
    form = kind(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            step(form.cleaned_data["text"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, words["done"])
            return redirect("meetings_admin:matter", pk=matter.pk)
    context = {"matter": matter, "form": form, **words}
    status = 422 if request.method == "POST" else 200
    return render(request, "meetings/matters/step.html", context, status=status)
