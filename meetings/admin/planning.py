"""Planning a group's meetings for a year: a proposal to change, and one press that plans them all."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from groups.admin.access import UserRequest
from groups.models import Group
from meetings import workflow
from meetings.forms.year import YearForm, YearPlan
from meetings.invited import in_numbers
from meetings.planning import year as year_plan
from meetings.planning.deadlines import count_from, deadline_rules
from meetings.planning.frequency import Frequency, frequency_of
from samverkan.common.admin_site import signed_in
from samverkan.common.refusals import Refused


@require_http_methods(["GET", "POST"])
@signed_in
def plan_year(request: UserRequest) -> HttpResponse:
    """Propose, check and plan. Whatever hinders it, what was written stays on the page."""
    if not Group.objects.worked_by(request.user, on=timezone.localdate()).exists():
        raise PermissionDenied("Möten planeras av gruppens processledare eller koordinator.")
    if request.method == "POST":
        return _post(request)
    asked = YearForm(request.GET, by=request.user)
    if not asked.is_valid():
        return render(request, "meetings/plan_year.html", {"asked": asked}, status=400)
    group, year = asked.cleaned_data["grupp"], asked.cleaned_data["ar"]
    frequency = frequency_of(group, on=timezone.localdate(), year=year)
    habit = year_plan.habit_of(group, frequency.rule)
    days = year_plan.proposal(group, frequency, weekday=habit.weekday)
    return _show(request, asked, YearPlan(group, year, habit, days=days), frequency)


def _post(request: UserRequest) -> HttpResponse:
    asked = YearForm(request.POST, by=request.user)
    if not asked.is_valid():
        return render(request, "meetings/plan_year.html", {"asked": asked}, status=422)
    group, year = asked.cleaned_data["grupp"], asked.cleaned_data["ar"]
    frequency = frequency_of(group, on=timezone.localdate(), year=year)
    plan = YearPlan(group, year, year_plan.habit_of(group, frequency.rule), data=request.POST)
    step = request.POST.get("step", "")
    if step == "add":
        plan.add_row()
        return _show(request, asked, plan, frequency)
    if step != "plan" or not plan.is_valid():
        return _show(request, asked, plan, frequency, status=200 if plan.is_valid() else 422)
    return _plan(request, asked, plan, frequency)


def _plan(request: UserRequest, asked: YearForm, plan: YearPlan, frequency: Frequency) -> HttpResponse:
    _look_for_clashes(request, plan)
    if not plan.days:
        return _show(request, asked, plan, frequency, status=422, refusal="Skriv minst en dag att planera.")
    if plan.unseen():
        said = "Några dagar krockar. Läs vad som står vid dem, och planera igen om de ska vara kvar."
        return _show(request, asked, plan, frequency, status=422, refusal=said)
    meant = {day for day in plan.days if day.isoformat() in plan.shown}
    try:
        planned = workflow.plan_meetings(plan.meetings(), same_day=meant, by=request.user)
    except Refused as refusal:
        return _show(request, asked, plan, frequency, status=409, refusal=str(refusal))
    count = len(planned)
    told = "Mötet är planerat." if count == 1 else f"{count} möten är planerade."
    messages.success(request, f"{told} Inbjudan går till {in_numbers(planned)}.")
    return redirect(f"{reverse('meetings_admin:list')}?grupp={plan.group.slug}")


def _look_for_clashes(request: UserRequest, plan: YearPlan) -> None:
    plan.show(year_plan.clashes_of(plan.group, plan.days, by=request.user, on=timezone.localdate()))


def _show(
    request: UserRequest,
    asked: YearForm,
    plan: YearPlan,
    frequency: Frequency,
    *,
    status: int = 200,
    refusal: str = "",
) -> HttpResponse:
    _look_for_clashes(request, plan)
    rule = deadline_rules([plan.group])[plan.group.pk]
    context: dict[str, Any] = {
        "asked": asked,
        "plan": plan,
        "rows": [(row, count_from(row.day, rule) if row.day else None) for row in plan.rows],
        "standing": year_plan.standing_meetings(plan.group, plan.year),
        "demand": year_plan.in_words(frequency),
        "refusal": refusal,
        "has_errors": any(form.errors for form in (plan.common, *plan.rows) if form.is_bound),
    }
    return render(request, "meetings/plan_year.html", context, status=status)
