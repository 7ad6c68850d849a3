"""*Min organisation*: all that waits for the organisations of the person, each with its buttons; and commitments."""

from typing import Any

from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from decisions.admin.access import words_outside
from decisions.admin.cards import Card, Reporter, errors_of
from decisions.forms.reporting import ReportForm
from decisions.models import Anchoring, Commitment, FormalDecision
from decisions.rules import standing_of
from decisions.states import FormalState
from groups.admin.access import UserRequest
from groups.models import Group, Organisation
from samverkan.common.admin_site import signed_in

#: The most of each kind that is shown; what is done gives room to the rest.
MOST = 60


@require_GET
@signed_in
def mine(request: UserRequest) -> HttpResponse:
    """What waits for the person's organisations."""
    return mine_page(request)


@require_GET
@signed_in
def commitments(request: UserRequest) -> HttpResponse:
    """The open commitments of the groups that the person sees, and their own."""
    return commitments_page(request)


def mine_page(request: UserRequest, *, failed: ReportForm | None = None) -> HttpResponse:
    """The page, with a report that was refused in its card. As many queries however much waits, but for what each note
    of another group says to everyone.
    """
    standing = standing_of(request.user)
    shown = ("decision__group", "decision__version__meeting")
    anchorings = Anchoring.objects.followed().unsettled().of_organisations(standing.organisations)
    formal = FormalDecision.objects.followed().filter(state=FormalState.PENDING, principal__in=standing.principals)
    own = Commitment.objects.open().of_owner(standing.person, standing.organisations, standing.groups)
    soonest = (F("decision__due").asc(nulls_last=True), "decision__decided_on", "pk")
    parts = anchorings.select_related("organisation", *shown).order_by("organisation__name", *soonest)
    decided = formal.select_related("principal", *shown).order_by("principal__name", *soonest)
    taken = own.select_related(*shown).order_by(F("due").asc(nulls_last=True), "pk")
    promised = list(taken[:MOST])
    outside = words_outside(request.user, standing, [row.decision for row in promised], on=timezone.localdate())
    reporter = Reporter(standing, False, failed, outside)
    context: dict[str, Any] = {
        "organisations": Organisation.objects.filter(pk__in=standing.organisations).order_by("name"),
        "anchorings": reporter.anchorings(parts[:MOST]),
        "formal": reporter.formal(decided[:MOST]),
        "commitments": reporter.commitments(promised),
        "most": MOST,
        "today": timezone.localdate(),
    }
    return _rendered(request, "decisions/mine.html", context, failed)


def commitments_page(request: UserRequest, *, failed: ReportForm | None = None) -> HttpResponse:
    """Open commitments group by group, or of the group that is chosen; each reported with one press by who may."""
    today, user = timezone.localdate(), request.user
    groups = {group.pk: group for group in Group.objects.visible_to(user, on=today).order_by("name")}
    chosen = request.GET.get("grupp") or request.POST.get("grupp", "")
    wanted = [pk for pk, group in groups.items() if not chosen or group.slug == chosen]
    rows = Commitment.objects.open().of_groups(wanted).select_related("decision__group", "decision__version__meeting")
    run = set(Group.objects.worked_by(user, on=today).values_list("pk", flat=True))
    standing = standing_of(user, on=today)
    reporter, leader = Reporter(standing, False, failed), Reporter(standing, True, failed)
    ordered = rows.order_by("decision__group__name", F("due").asc(nulls_last=True), "pk")
    cards: list[Card] = []
    for row in ordered[: MOST * 2]:
        cards += (leader if row.decision.group_id in run else reporter).commitments([row])
    context: dict[str, Any] = {"cards": cards, "groups": groups.values(), "chosen": chosen, "today": today}
    return _rendered(request, "decisions/commitments.html", context, failed)


def _rendered(request: UserRequest, template: str, context: dict[str, Any], failed: ReportForm | None) -> HttpResponse:
    return render(request, template, {**context, "errors": errors_of(failed)}, status=422 if failed else 200)
