"""Standing items: what is on every agenda of a group."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from groups.admin.access import UserRequest
from groups.models import Group
from meetings.forms.standing import StandingItemForm
from meetings.models import StandingItem
from meetings.rules import may_keep_standing_items
from meetings.workflow import standing as workflow
from samverkan.common.admin_site import signed_in
from samverkan.common.refusals import Refused


def kept_group(request: UserRequest, slug: str) -> Group:
    """The group, if the visitor may know of it (else 404) and say what stands on its agendas (else 403)."""
    visible = Group.objects.visible_to(request.user, on=timezone.localdate())
    group: Group = get_object_or_404(visible.select_related("type", "area"), slug=slug)
    if not may_keep_standing_items(request.user, group):
        raise PermissionDenied("Det här gör gruppens processledare, koordinator eller områdets administratör.")
    return group


def _item(group: Group, pk: int) -> StandingItem:
    found: StandingItem = get_object_or_404(StandingItem.objects.select_related("group"), group=group, pk=pk)
    return found


@require_GET
@signed_in
def index(request: UserRequest, slug: str) -> HttpResponse:
    """The items in the order in which they stand: the first ones, then those that are always last."""
    group = kept_group(request, slug)
    rows = StandingItem.objects.filter(group=group).select_related("presenter")
    ordered = list(rows.order_by("is_last", "position", "pk"))
    parts = [
        ("Först på agendan", [row for row in ordered if not row.is_last]),
        ("Sist på agendan", [row for row in ordered if row.is_last]),
    ]
    return render(request, "meetings/standing/list.html", {"group": group, "parts": parts, "any": bool(ordered)})


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: UserRequest, slug: str) -> HttpResponse:
    """Add an item."""
    group = kept_group(request, slug)
    return _form(request, group, StandingItem(group=group), done="Punkten är tillagd.")


@require_http_methods(["GET", "POST"])
@signed_in
def change(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    """Change an item."""
    group = kept_group(request, slug)
    return _form(request, group, _item(group, pk), done="Punkten är sparad.")


def _form(request: UserRequest, group: Group, item: StandingItem, *, done: str) -> HttpResponse:
    form = StandingItemForm(request.POST if request.method == "POST" else None, group=group, instance=item)
    if request.method == "POST" and form.is_valid():
        try:
            workflow.save_standing_item(form.save(commit=False), by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done)
            return redirect("meetings_admin:standing", slug=group.slug)
    status = 422 if request.method == "POST" else 200
    return render(request, "meetings/standing/form.html", {"group": group, "form": form, "item": item}, status=status)


@require_POST
@signed_in
def move(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    """Move an item one place up or down."""
    group = kept_group(request, slug)
    return _take(request, group, pk, up=request.POST.get("to") == "up")


@require_POST
@signed_in
def remove(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    """Take an item away."""
    group = kept_group(request, slug)
    return _take(request, group, pk, up=None)


def _take(request: UserRequest, group: Group, pk: int, *, up: bool | None) -> HttpResponse:
    item = _item(group, pk)
    try:
        if up is None:
            workflow.remove_standing_item(item, by=request.user)
            messages.success(request, f"Punkten ”{item.title}” står inte längre på nya agendor.")
        else:
            workflow.move_standing_item(item, up=up, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("meetings_admin:standing", slug=group.slug)
