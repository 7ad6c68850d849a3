"""What the register does when minutes are adjusted or published, and answers when a group is to end, in the same
transaction."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q
from django.dispatch import receiver
from django.urls import reverse
from django.utils.text import Truncator

from decisions import follow_up, workflow
from decisions.extracts import EXTRACTS
from decisions.models import ActionPlan, AnnualReport, Commitment, Decision
from decisions.plans.states import LEFT, OPEN
from decisions.workflow.mail import about_meeting
from groups import signals as group_signals
from groups.models import Group, User
from groups.workflow.groups import Hindrance, LeftOpen
from meetings import signals
from meetings.agendas.follow_up import FollowedUp, Standing
from meetings.models import Meeting, MinutesVersion, Publication
from samverkan.common import outbox


@receiver(signals.minutes_adjusted)
def register_decisions(sender: Any, version: MinutesVersion, by: User, at: datetime, **kwargs: Any) -> None:
    """A correction of a note that everybody reads reaches the register when they can read it (``show_decisions``)."""
    if not Publication.objects.standing().filter(meeting=version.meeting).exists():
        workflow.register(version, by=by, at=at)


@receiver(signals.minutes_published)
def show_decisions(sender: Any, publication: Publication, by: User, at: datetime, **kwargs: Any) -> None:
    if not workflow.is_registered(publication.version):
        workflow.register(publication.version, by=by, at=at)
    workflow.show(publication, by=by, at=at)
    workflow.send_home(publication, at=at)
    outbox.add(EXTRACTS, publication=publication.pk)


@receiver(group_signals.group_ending)
def open_plans_and_reports(sender: Any, group: Group, **kwargs: Any) -> list[Hindrance]:
    """What a group leaves open of its plans and reports: drafts, and activities that nobody has told the end of."""
    return [*_drafts(group), *_activities_left(group)]


def _drafts(group: Group) -> Iterator[Hindrance]:
    for row in ActionPlan.objects.filter(group=group, state__in=OPEN).select_related("group"):
        yield Hindrance(
            f"{row} är ett utkast. Registrera att den är fastställd, eller släng utkastet, först.",
            reverse("plan_admin:plan", args=[row.pk]),
        )
    for report in AnnualReport.objects.filter(group=group, state__in=OPEN).select_related("group"):
        yield Hindrance(
            f"{report} är inte godkänd. Skriv klart den och få den godkänd, eller släng utkastet, först.",
            reverse("plan_admin:report", args=[report.pk]),
        )


def _activities_left(group: Group) -> Iterator[Hindrance]:
    left = Count("goals__activities", filter=Q(goals__activities__state__in=LEFT))
    plans = ActionPlan.objects.in_force().filter(group=group).select_related("group").annotate(left=left)
    for plan in plans.filter(left__gt=0).order_by("year"):
        what = "en aktivitet" if plan.left == 1 else f"{plan.left} aktiviteter"
        yield Hindrance(
            f"{plan} har {what} kvar. Skriv vid var och en att den är genomförd, eller varför den inte genomförs.",
            reverse("plan_admin:plan", args=[plan.pk]),
        )


@receiver(group_signals.left_open_asked)
def decisions_left(sender: Any, group: Group, **kwargs: Any) -> list[LeftOpen]:
    """Decisions of the group that organisations have something left to do with, and commitments that are open."""
    return [*_not_carried_out(group), *_commitments_open(group)]


def _not_carried_out(group: Group) -> Iterator[LeftOpen]:
    for decision in Decision.objects.followed().with_something_left().filter(group=group).with_progress().listed():
        yield LeftOpen(
            f"{decision.reference} är genomfört av {decision.done} av {decision.parties} organisationer.",
            reverse("decisions_admin:decision", args=[decision.pk]),
        )


def _commitments_open(group: Group) -> Iterator[LeftOpen]:
    rows = Commitment.objects.open().of_groups([group]).select_related("decision__group")
    for row in rows.order_by("decision__decided_on", "decision__number", "position"):
        said = Truncator(row.text).words(14, truncate=" …")
        yield LeftOpen(
            f"Åtagande från {row.decision.reference}, {row.owner}: {said}",
            reverse("decisions_admin:decision", args=[row.decision_id]),
        )


@receiver(signals.follow_up_asked)
def tell_open_commitments(sender: Any, meeting: Meeting, **kwargs: Any) -> tuple[list[FollowedUp], str]:
    return follow_up.open_in(meeting), follow_up.address_of(meeting)


@receiver(signals.follow_up_standing_asked)
def tell_standings(sender: Any, meeting: Meeting, since: date | None, **kwargs: Any) -> list[Standing]:
    return follow_up.standings_in(meeting, since=since)


@receiver(signals.mail_asked)
def tell_mail(sender: Any, meeting: Meeting, **kwargs: Any) -> Q:
    return about_meeting(meeting)
