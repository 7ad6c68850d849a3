"""The reports: of an organisation, of a principal, of a commitment. One press, and back to where one was."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from decisions import workflow
from decisions.admin.access import NOT_YOURS, decision_for
from decisions.admin.decisions import decision_page
from decisions.admin.home import take_home_page
from decisions.admin.mine import commitments_page, mine_page
from decisions.forms.reporting import AnchoringForm, CommitmentForm, FormalForm, ReportForm
from decisions.models import Decision
from decisions.rules import (
    may_report_anchoring,
    may_report_commitment,
    may_report_formal_decision,
    standing_of,
)
from groups.admin.access import UserRequest
from samverkan.common.admin_site import signed_in
from samverkan.common.refusals import Refused

type Said = dict[str, Any]


@require_POST
@signed_in
def anchoring(request: UserRequest, pk: int, row: int) -> HttpResponse:
    """How far an organisation has come."""
    decision = decision_for(request, pk)
    found = get_object_or_404(decision.anchorings.select_related("organisation", "decision__group"), pk=row)
    _refuse_unless(may_report_anchoring(request.user, found))
    own = standing_of(request.user).anchors(found)

    def step(said: Said) -> str:
        done = workflow.report_anchoring(
            found, said["state"], reason=said["reason"], note=said["note"], by=request.user
        )
        return f"{found.organisation}: {done.get_state_display().lower()}."

    return _reported(request, decision, AnchoringForm(found, request.POST, told=not own), step)


@require_POST
@signed_in
def formal(request: UserRequest, pk: int, row: int) -> HttpResponse:
    """What a principal has decided at home."""
    decision = decision_for(request, pk)
    found = get_object_or_404(decision.formal_decisions.select_related("principal", "decision__group"), pk=row)
    _refuse_unless(may_report_formal_decision(request.user, found))
    own = standing_of(request.user).decides(found)

    def step(said: Said) -> str:
        kept = {name: said[name] for name in ("decided_on", "own_number", "note")}
        done = workflow.report_formal_decision(found, said["state"], **kept, by=request.user)
        return f"{found.principal}, formellt beslut: {done.get_state_display().lower()}."

    return _reported(request, decision, FormalForm(found, request.POST, told=not own), step)


@require_POST
@signed_in
def commitment(request: UserRequest, pk: int, row: int) -> HttpResponse:
    """What has become of a commitment."""
    decision = decision_for(request, pk)
    found = get_object_or_404(decision.commitments.select_related("decision__group"), pk=row)
    _refuse_unless(may_report_commitment(request.user, found))

    def step(said: Said) -> str:
        done = workflow.report_commitment(found, said["state"], report=said["report"], by=request.user)
        return f"Åtagandet: {done.get_state_display().lower()}."

    return _reported(request, decision, CommitmentForm(found, request.POST), step)


def _commitments(group: str) -> str:
    """The page of commitments, of the group that was chosen there."""
    return reverse("decisions_admin:commitments") + (f"?{urlencode({'grupp': group})}" if group else "")


def _refuse_unless(may: bool) -> None:
    if not may:
        raise PermissionDenied(NOT_YOURS)


def _reported(request: UserRequest, decision: Decision, form: ReportForm, step: Callable[[Said], str]) -> HttpResponse:
    """Take the step and go back to the page that the report was made on; refused, that page with what was written."""
    back = request.POST.get("fran")
    if form.is_valid():
        try:
            said = step(form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Rapporterat. {said}")
            if back == "mina":
                return redirect("decisions_admin:mine")
            if back == "ta-hem":
                return redirect("decisions_admin:take-home", pk=decision.version.meeting_id)
            if back == "ataganden":
                return redirect(_commitments(request.POST.get("grupp", "")))
            return redirect("decisions_admin:decision", pk=decision.pk)
    if back == "mina":
        return mine_page(request, failed=form)
    if back == "ta-hem" and decision.version.meeting.publications.standing().exists():
        return take_home_page(request, decision.version.meeting_id, failed=form)
    if back == "ataganden":
        return commitments_page(request, failed=form)
    return decision_page(request, decision, failed=form)
