"""How the page of a step answers: with its form, with why the step was not taken, or by going on from there."""

from collections.abc import Callable
from typing import Any, Protocol

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from samverkan.common.refusals import Refused


class Refusable(Protocol):
    """A form with ``groups.forms.steps.ShowsRefusals``."""

    def is_valid(self) -> bool: ...

    def refuse(self, refusal: Refused) -> None: ...


def posted(request: HttpRequest) -> Any:
    """What was sent, for a form; None when nothing was."""
    return request.POST if request.method == "POST" else None


def answer(
    request: HttpRequest, form: Refusable, take: Callable[[], HttpResponse], template: str, **context: object
) -> HttpResponse:
    """GET shows the form; POST takes the step and gives its answer, or shows the form with what hinders it (422)."""
    if request.method == "POST" and form.is_valid():
        try:
            return take()
        except Refused as refusal:
            form.refuse(refusal)
    status = 422 if request.method == "POST" else 200
    return render(request, template, {"form": form, **context}, status=status)


def tried(request: HttpRequest, step: Callable[[], object], *, done: str = "") -> bool:
    """Whether a step without a form was taken. It leaves ``done``, or what the step says; a refusal as it stands."""
    try:
        said = step()
    except Refused as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, done or str(said))
    return True
