"""How every verb ends: a sentence on what was done or why not, and a page to go on from."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect

from groups.admin.steps import tried


def take(request: HttpRequest, step: Callable[[], object], *, to: str, pk: int, done: str = "") -> HttpResponseRedirect:
    """Try the step. A refusal changes nothing and is shown as it stands; without ``done`` the step says what it did."""
    tried(request, step, done=done)
    return redirect(f"meetings_admin:{to}", pk=pk)
