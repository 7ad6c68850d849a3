"""Letting a group end: which day, what hinders it, what happens then; and taking a coming end away."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from groups.admin.access import UserRequest, group_for
from groups.admin.steps import tried
from groups.forms.groups import EndForm
from groups.models import Group
from groups.rules import administers_group
from groups.workflow import groups as workflow
from samverkan.common.admin_site import signed_in
from samverkan.common.refusals import Refused
from samverkan.common.swedish import long_date


@require_http_methods(["GET", "POST"])
@signed_in
def end(request: UserRequest, slug: str) -> HttpResponse:
    """GET asks for the last day, and with one shows what hinders and what will happen; POST lets the group end."""
    group = _administered(request, slug)
    form = EndForm(request.POST or request.GET or None, initial={"last_day": group.last_day})
    if not form.is_valid():
        return _page(request, group, form, status=422 if form.is_bound else 200)
    if request.method == "GET":
        return _page(request, group, form, hindrances=workflow.hindrances_of(group, on=form.on))
    try:
        workflow.end(group, on=form.on, by=request.user)
    except workflow.Hindered as refusal:
        return _page(request, group, form, hindrances=refusal.hindrances, status=422)
    except Refused as refusal:
        form.refuse(refusal)
        return _page(request, group, form, status=422)
    messages.success(request, f"{group} har nu en sista dag: {long_date(form.cleaned_data['last_day'])}.")
    return redirect("admin:groups_group_change", group.pk)


@require_POST
@signed_in
def reopen(request: UserRequest, slug: str) -> HttpResponse:
    """Take away an end that lies ahead."""
    group = _administered(request, slug)
    if tried(request, lambda: workflow.reopen(group, by=request.user), done=f"{group} fortsätter tills vidare."):
        return redirect("admin:groups_group_change", group.pk)
    return redirect("groups_admin:group-end", slug)


def _administered(request: UserRequest, slug: str) -> Group:
    group = group_for(request, slug, to_keep=False)
    if not administers_group(request.user, group):
        raise PermissionDenied("Det här gör områdets administratör.")
    return group


def _page(
    request: UserRequest, group: Group, form: EndForm, *,
    hindrances: list[workflow.Hindrance] | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    """``hindrances`` is None while no day has been chosen."""
    today = timezone.localdate()
    closing = workflow.closing_of(group, on=form.on) if hindrances == [] else None
    context = {
        "group": group,
        "form": form,
        "hindrances": hindrances,
        "closing": closing,
        "left_open": [] if hindrances is None else workflow.left_open_by(group),
        "has_ended": group.ends is not None and group.ends <= today,
        "may_reopen": group.ends is not None and group.ends > today,
    }
    return render(request, "groups/group_end.html", context, status=status)
