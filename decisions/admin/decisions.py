"""One decision for those who follow it: how far each has come, what they can report, and what the secretariat sets."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from decisions import workflow
from decisions.admin.access import SECRETARIAT_ONLY, decision_for, is_inside, words_outside
from decisions.admin.cards import Reporter, errors_of
from decisions.forms.reporting import DueForm, FocusForm, ReplaceForm, ReportForm
from decisions.models import Decision
from decisions.parties import unreached
from decisions.reported import commitment_reports, reports_of
from decisions.rules import may_follow, standing_of
from decisions.states import SETTLED, DecisionState, progress_of
from decisions.words import why_not_anchored
from decisions.workflow.sending_down import groups_below
from groups.admin.access import UserRequest
from groups.models import Group
from samverkan.common.admin_site import signed_in
from samverkan.common.refusals import Refused
from samverkan.common.swedish import long_date


@require_GET
@signed_in
def decision(request: UserRequest, pk: int) -> HttpResponse:
    """The page."""
    return decision_page(request, decision_for(request, pk))


@require_POST
@signed_in
def due(request: UserRequest, pk: int) -> HttpResponse:
    """Say when everybody is to have carried it out."""
    found = _followed_by(request, pk)
    form = DueForm(found, request.POST)
    if form.is_valid():
        try:
            row = workflow.set_due(found, form.cleaned_data["due"], by=request.user)
        except Refused as refusal:
            form.add_error("due", str(refusal))
        else:
            said = f"Beslutet ska vara genomfört senast {long_date(row.due)}." if row.due else "Dagen är borttagen."
            messages.success(request, said)
            return redirect("decisions_admin:decision", pk=pk)
    return decision_page(request, found, due=form)


@require_POST
@signed_in
def focus(request: UserRequest, pk: int) -> HttpResponse:
    """Say which focus areas of the cooperation plan the decision is about."""
    found = _followed_by(request, pk)
    form = FocusForm(found, request.POST)
    if form.is_valid():
        try:
            workflow.set_focus_areas(found, form.cleaned_data["areas"], by=request.user)
        except Refused as refusal:
            form.add_error("areas", str(refusal))
        else:
            messages.success(request, "Beslutets fokusområden är sparade.")
            return redirect("decisions_admin:decision", pk=pk)
    return decision_page(request, found, focused=form)


@require_POST
@signed_in
def replace(request: UserRequest, pk: int) -> HttpResponse:
    """Say which later decision stands in its place."""
    found = _followed_by(request, pk)
    form = ReplaceForm(found, _groups(request, found), request.POST)
    if form.is_valid():
        later = form.cleaned_data["later"]
        try:
            workflow.replace(found, later, by=request.user)
        except Refused as refusal:
            form.add_error("later", str(refusal))
        else:
            messages.success(request, f"{found.reference} är ersatt av {later.reference}.")
            return redirect("decisions_admin:decision", pk=pk)
    return decision_page(request, found, replaced=form)


def _followed_by(request: UserRequest, pk: int) -> Decision:
    found = decision_for(request, pk)
    if not may_follow(request.user, found):
        raise PermissionDenied(SECRETARIAT_ONLY)
    return found


def _groups(request: UserRequest, decision: Decision) -> list[int]:
    worked = Group.objects.worked_by(request.user, on=timezone.localdate()).values_list("pk", flat=True)
    return [decision.group_id, *worked]


def decision_page(
    request: UserRequest,
    decision: Decision,
    *,
    failed: ReportForm | None = None,
    due: DueForm | None = None,
    focused: FocusForm | None = None,
    replaced: ReplaceForm | None = None,
) -> HttpResponse:
    """The page, with a form that was refused in its place; as many queries however many organisations there are."""
    user, today = request.user, timezone.localdate()
    runs, inside = may_follow(user, decision), is_inside(user, decision)
    standing = standing_of(user, on=today)
    outside = {} if inside else words_outside(user, standing, [decision], on=today)
    words = outside.get(decision.pk, decision)
    context: dict[str, Any] = {
        "decision": decision,
        "text": words.text if words else "",
        "group": decision.group,
        "meeting": decision.version.meeting,
        "not_anchored": why_not_anchored(decision),
        "holds": decision.state == DecisionState.IN_FORCE,
        "runs": runs,
        "inside": inside,
        **_followed(decision, Reporter(standing, runs, failed, outside), on=today),
        **(_for_the_group(decision) if inside else {}),
        "replaces": decision.replaces.select_related("group").order_by("decided_on"),
        "focus_areas": decision.focus_areas.all(),
        "due_form": due or DueForm(decision),
        **(_steering(request, decision, focused, replaced) if runs else {}),
        "errors": _errors(failed, due, focused, replaced),
    }
    return render(request, "decisions/decision.html", context, status=422 if context["errors"] else 200)


def _followed(decision: Decision, reporter: Reporter, *, on: date) -> dict[str, Any]:
    """How far each has come, with what the reader can report, and for whom no reminder can be sent."""
    follows = decision.needs_anchoring and decision.state == DecisionState.IN_FORCE
    parts = decision.anchorings.select_related("organisation") if decision.needs_anchoring else []
    cards = reporter.anchorings(parts)
    left = {card.row.organisation_id for card in cards if card.row.state not in SETTLED}
    return {
        "follows": follows,
        "is_late": bool(follows and decision.due and decision.due < on),
        "anchorings": cards,
        "left": len(left),
        "concerned": progress_of(card.row.state for card in cards).parties,
        "unreached": unreached(left if reporter.runs and follows else set(), decision.version.meeting, on=on),
        "formal": reporter.formal(decision.formal_decisions.select_related("principal")) if cards else [],
        "commitments": reporter.commitments(decision.commitments.all()),
    }


def _steering(
    request: UserRequest, decision: Decision, focused: FocusForm | None, replaced: ReplaceForm | None
) -> dict[str, Any]:
    """The forms of those who run the group; a decision that no longer holds is not replaced."""
    holds = decision.state == DecisionState.IN_FORCE
    return {
        "focus_form": focused or FocusForm(decision),
        "sends_down": holds and groups_below(decision, on=timezone.localdate()).exists(),
        "replace_form": (replaced or ReplaceForm(decision, _groups(request, decision))) if holds else None,
    }


def _for_the_group(decision: Decision) -> dict[str, Any]:
    """What only those inside read: who has informed, whether the note is published, and what has been reported."""
    meeting = decision.version.meeting
    return {
        "informed": list(meeting.informed.select_related("organisation", "person")),
        "is_published": meeting.publications.standing().exists(),
        "reports": [*reports_of(decision), *commitment_reports(decision)],
    }


def _errors(failed: ReportForm | None, *forms: Any) -> list[tuple[str, str]]:
    """Where each error stands, and what it says."""
    found = errors_of(failed)
    for form in forms:
        if form is not None:
            found += [(form[name].id_for_label, str(error)) for name, errors in form.errors.items() for error in errors]
    return found
