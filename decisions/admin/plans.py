"""Action plans: the list of plans and reports, beginning one, writing, establishing and following it."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from decisions.admin.plan_access import plan_for, refuse_strangers
from decisions.admin.shared import file_of, revise_page, tried_to_save, versions_beside, withdraw_page
from decisions.forms.plans import ActivityProgressForm, EstablishForm, GroupYearForm, PlanForm
from decisions.models import ActionPlan, Activity, AnnualReport
from decisions.parties import organisations_of
from decisions.plans.documents import draft_pdf
from decisions.plans.reading import followed_until, plan_document, tally, with_progress
from decisions.plans.rules import activities_reported_by, establisher_of, may_report_activity, may_write, writing_groups
from decisions.plans.states import PlanState
from decisions.workflow import plans as workflow
from decisions.workflow.publishing import publish as publish_row
from groups.admin.access import UserRequest
from groups.admin.steps import answer, posted, tried
from samverkan.common.admin_site import signed_in

NOT_RESPONSIBLE = "Uppföljningen skrivs av den som sköter planen eller sitter för en ansvarig organisation."

OCTOBER = 10

# /admin/planer/


@require_GET
@signed_in
def overview(request: UserRequest) -> HttpResponse:
    """The plans and reports of the groups that the visitor may know of, the latest year first."""
    today = timezone.localdate()
    context = {
        "plans": ActionPlan.objects.visible_to(request.user, on=today).listed()[:100],
        "reports": AnnualReport.objects.visible_to(request.user, on=today).listed()[:100],
        "may_begin": writing_groups(request.user, on=today).exists(),
    }
    return render(request, "decisions/overview.html", context)


# /admin/planer/ny/


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: UserRequest) -> HttpResponse:
    """Begin a plan. ``?grupp=`` fills in the group, ``?ar=`` the year."""
    refuse_strangers(request)
    year = _year_to_plan(request.GET.get("grupp", ""), on=timezone.localdate())
    form = GroupYearForm(posted(request), by=request.user, feature="type__has_plan", wanted=request.GET, year=year)

    def take() -> HttpResponse:
        plan = workflow.begin_plan(form.cleaned_data["group"], form.cleaned_data["year"], by=request.user)
        return redirect("plan_admin:plan-write", pk=plan.pk)

    return answer(request, form, take, "decisions/new.html", heading="Ny handlingsplan", button="Börja skriva")


def _year_to_plan(slug: str, *, on: date) -> int:
    """The year that a new plan is proposed for: from October on the next one for a group that has this year's, and
    from November on for every group.
    """
    has_one = on.month >= OCTOBER and ActionPlan.objects.filter(group__slug=slug, year=on.year).exists()
    return on.year + (has_one or on.month > OCTOBER)


# /admin/planer/<pk>/


@require_GET
@signed_in
def plan(request: UserRequest, pk: int) -> HttpResponse:
    """The plan, what has become of it, and what can be done with it."""
    found, today = plan_for(request, pk), timezone.localdate()
    activities = _activities(found)
    doc = with_progress(plan_document(found), activities, on=followed_until(found, today))
    is_draft = found.state == PlanState.DRAFT
    reports = set() if is_draft else activities_reported_by(request.user, found)
    context = {
        "plan": found,
        "doc": doc,
        "tally": [] if is_draft else tally(activities),
        "writes": may_write(request.user, found),
        "reports": reports,
        "establisher": establisher_of(found.group),
        "is_own": establisher_of(found.group).pk == found.group_id,
        "has_file": hasattr(getattr(found, "record", None), "pdf"),
        **versions_beside(found),
        "kept_out": None if is_draft or "Beslut" in dict(doc["facts"]) else found.decision,
    }
    return render(request, "decisions/plan.html", context)


def _activities(plan: ActionPlan) -> list[Activity]:
    rows = Activity.objects.filter(goal__plan=plan).select_related("goal__plan__group", "changed_by__person")
    return list(rows)


# /admin/planer/<pk>/skriv/


@require_http_methods(["GET", "POST"])
@signed_in
def write(request: UserRequest, pk: int) -> HttpResponse:
    """Write the plan. A save over a newer plan is refused, and what was written stays on the page."""
    found = plan_for(request, pk, to_write=True)
    if found.state != PlanState.DRAFT:
        messages.error(request, workflow.WRITTEN)
        return redirect("plan_admin:plan", pk=pk)
    form = PlanForm(posted(request), plan=found)
    saving = tried_to_save(
        request, form, lambda seen: workflow.save_plan(found, form.draft(), seen=seen, by=request.user)
    )
    if saving.is_saved:
        messages.success(request, "Planen är sparad.")
        return redirect("plan_admin:plan" if "done" in request.POST else "plan_admin:plan-write", pk=pk)
    context = {
        "plan": found,
        "form": form,
        **saving.shown,
        "problems": form.problems,
        "stored": plan_document(found) if saving.overwrite else None,
        "parties": organisations_of([found.group], on=timezone.localdate()),
    }
    return render(request, "decisions/plan_write.html", context, status=saving.status)


# /admin/planer/<pk>/faststall/


@require_http_methods(["GET", "POST"])
@signed_in
def establish(request: UserRequest, pk: int) -> HttpResponse:
    """Register who established the plan; from then on the text is frozen. ``?alla=1`` offers every decision."""
    found = plan_for(request, pk, to_write=True)
    form = EstablishForm(posted(request), plan=found, every="alla" in request.GET)

    def take() -> HttpResponse:
        said = form.cleaned_data
        workflow.establish(
            found, decision=said["decision"], on=said.get("on"), seen=said["seen"], by=request.user
        )  # fmt: skip
        messages.success(request, "Planen är fastställd. När PDF:en är klar kan den publiceras.")
        return redirect("plan_admin:plan", pk=pk)

    stored = plan_for(request, pk)
    return answer(request, form, take, "decisions/plan_establish.html", plan=stored, doc=plan_document(stored))


# /admin/planer/<pk>/publicera/, …/avpublicera/, …/slang/, …/plan.pdf


@require_POST
@signed_in
def publish(request: UserRequest, pk: int) -> HttpResponse:
    """Let everyone read the plan."""
    found = plan_for(request, pk, to_write=True)
    tried(request, lambda: publish_row(found, by=request.user), done="Planen är publicerad.")
    return redirect("plan_admin:plan", pk=pk)


@require_http_methods(["GET", "POST"])
@signed_in
def revise(request: UserRequest, pk: int) -> HttpResponse:
    """Begin a later version of an established plan."""
    found = plan_for(request, pk, to_write=True)
    is_own = establisher_of(found.group).pk == found.group_id
    who = "gruppen själv" if is_own else establisher_of(found.group).title
    way = f"Den fastställs på samma sätt som den förra: av {who}."
    return revise_page(
        request, found, back="plan_admin:plan", write="plan_admin:plan-write", heading="Revidera planen", way=way
    )


@require_http_methods(["GET", "POST"])
@signed_in
def withdraw(request: UserRequest, pk: int) -> HttpResponse:
    """Take the plan off the open site."""
    return withdraw_page(request, plan_for(request, pk, to_write=True), "plan_admin:plan")


@require_POST
@signed_in
def discard(request: UserRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    found = plan_for(request, pk, to_write=True)
    thrown = tried(request, lambda: workflow.discard_plan(found, by=request.user), done="Utkastet är slängt.")
    return redirect(reverse("plan_admin:overview") if thrown else reverse("plan_admin:plan", args=[pk]))


@require_GET
@signed_in
def file(request: UserRequest, pk: int) -> HttpResponse:
    """The stored file, or a draft made for the occasion."""
    return file_of(request, plan_for(request, pk), draft_pdf)


# /admin/planer/<pk>/aktiviteter/<activity>/


@require_http_methods(["GET", "POST"])
@signed_in
def activity(request: UserRequest, pk: int, activity: int) -> HttpResponse:
    """Say how far an activity has come."""
    found = plan_for(request, pk)
    row: Any = get_object_or_404(Activity.objects.select_related("goal__plan__group"), pk=activity, goal__plan=found)
    if not may_report_activity(request.user, row):
        raise PermissionDenied(NOT_RESPONSIBLE)
    form = ActivityProgressForm(posted(request), activity=row)

    def take() -> HttpResponse:
        said = form.cleaned_data
        workflow.report_activity(row, said["state"], evidence=said["evidence"], by=request.user)
        messages.success(request, "Uppföljningen är sparad.")
        return redirect(f"{reverse('plan_admin:plan', args=[pk])}#aktivitet-{row.pk}")

    return answer(request, form, take, "decisions/activity.html", plan=found, activity=row)
