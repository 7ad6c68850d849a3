"""*Att göra*: what waits for the person who has signed in, group by group; the start page behind sign-in."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from groups.admin.access import UserRequest
from groups.models import Group
from meetings.admin.progress import Stage, latest_agenda, latest_minutes, stage_of, with_progress
from meetings.models import AgendaVersion, Meeting, MinutesVersion
from meetings.rules import adjusts_now, comments_now
from meetings.states import AgendaState, MinutesState
from meetings.workflow.approval import approving_meeting, why_not_published_yet
from meetings.workflow.verdicts import why_closed
from samverkan.common.admin_site import signed_in
from samverkan.common.swedish import long_date
from samverkan.portal.watch import Point, points_of

#: How far ahead a meeting is something to prepare, and how far back an unfinished one is still asked for.
AHEAD, BACK = timedelta(days=60), timedelta(days=400)
NEXT_MEETINGS = 5


@dataclass(frozen=True)
class Todo:
    """One thing to do: what, with which meeting, why now, and where."""

    label: str
    meeting: Meeting
    why: str
    url: str
    is_urgent: bool = True


@require_GET
@signed_in
def workbench(request: UserRequest) -> HttpResponse:
    """What waits for the person, their groups, and the next meetings: as many queries however much it is."""
    today, user = timezone.localdate(), request.user
    groups = list(Group.objects.visible_to(user, on=today).order_by("name"))
    worked = list(Group.objects.worked_by(user, on=today).values_list("pk", flat=True))
    chaired = list(Group.objects.chaired_by(user, on=today).values_list("pk", flat=True))
    mine = Meeting.objects.upcoming(on=today).filter(Q(group__in=groups) | Q(joint_groups__in=groups))
    coming = with_progress(mine.exclude(state="cancelled").distinct())[:NEXT_MEETINGS]
    context = {
        "todos": [*_to_sign(user.person_id, chaired, today), *_to_run(worked, today)],
        "groups": groups,
        "watched": _watched(groups, {*worked, *chaired}, today),
        "coming": [(meeting, stage_of(meeting)) for meeting in coming],
        "runs": bool(worked),
    }
    return render(request, "portal/workbench.html", context)


def _watched(groups: list[Group], keys: set[int], today: date) -> list[tuple[Group, list[Point]]]:
    """What to look at in the groups that the person chairs or runs, group by group; groups in order left out."""
    mine = [group for group in groups if group.pk in keys]
    points = points_of(mine, on=today) if mine else {}
    return [(group, points[group.pk]) for group in mine if points[group.pk]]


def _to_sign(person: int | None, chaired: list[int], today: date) -> list[Todo]:
    """Minutes to adjust and to comment on, and agendas to approve, the oldest first."""
    out = MinutesVersion.objects.filter(state=MinutesState.OUT).defer("content", "seal").order_by("sent_at")
    shown = out.select_related("meeting__group__type", "sent_by__person").prefetch_related("meeting__approved_at")
    found = [
        Todo("Läs och justera anteckningen", row.meeting, _sent(row), _url("minutes-adjust", row.meeting))
        for row in shown.filter(adjusts_now(person, on=today)).distinct()
        if not why_closed(row, on=today)
    ]
    found += [
        Todo("Läs och kommentera anteckningen", row.meeting, _until(row), _url("minutes-comments", row.meeting), False)
        for row in shown.filter(comments_now(person, on=today)).distinct()
    ]
    agendas = AgendaVersion.objects.filter(state=AgendaState.SENT, meeting__group__in=chaired)
    return found + [
        Todo("Läs och fastställ agendan", row.meeting, _sent(row), _url("agenda", row.meeting))
        for row in (agendas.defer("content").select_related("meeting__group", "sent_by__person") if chaired else [])
    ]


def _to_run(worked: list[int], today: date) -> list[Todo]:
    """What the meetings of the groups that the person runs wait for, the nearest in time first."""
    if not worked:
        return []
    meetings = with_progress(
        Meeting.objects.filter(group__in=worked, date__range=(today - BACK, today + AHEAD)).order_by("date")
    )
    return [todo for meeting in meetings if (todo := _next(meeting, today))]


def _next(meeting: Meeting, today: date) -> Todo | None:
    stage, here = stage_of(meeting), _url("meeting", meeting)
    agenda, minutes = latest_agenda(meeting), latest_minutes(meeting)
    if stage is Stage.RETURNED:
        return Todo("Ändra anteckningen och skicka den igen", meeting, "Den kom tillbaka.", here)
    if stage is Stage.ADJUSTED and meeting.group.shows_minutes and (waits := why_not_published_yet(meeting)):
        return None if approving_meeting(meeting) else Todo("Ange mötet som godkänner", meeting, waits, here, False)
    if stage is Stage.ADJUSTED and minutes and minutes.adjusted_at and meeting.group.shows_minutes:
        return Todo("Publicera anteckningen", meeting, f"Justerad {long_date(minutes.adjusted_at)}.", here)
    if stage is Stage.HELD:
        return Todo("Skriv klart anteckningen och skicka den", meeting, "Mötet är hållet.", here)
    if meeting.date <= today and stage in _BEFORE:
        return Todo("Markera mötet som hållet och skriv anteckningen", meeting, "Mötesdagen är här.", here)
    if stage is Stage.AGENDA_RETURNED and agenda:
        return Todo("Ändra agendan och skicka den igen", meeting, f"”{agenda.comment}”", here)
    if stage is Stage.AGENDA_APPROVED:
        return Todo("Kalla till mötet", meeting, "Agendan är fastställd.", here)
    if stage is Stage.PLANNED:
        return Todo("Förbered agendan", meeting, _in_days(meeting.date, today), here, is_urgent=False)
    return None


_BEFORE = {Stage.PLANNED, Stage.AGENDA_SENT, Stage.AGENDA_RETURNED, Stage.AGENDA_APPROVED, Stage.CALLED}


def _sent(version: AgendaVersion | MinutesVersion) -> str:
    return f"Skickad av {version.sent_by} {long_date(version.sent_at)}."


def _until(version: MinutesVersion) -> str:
    return f"Till och med {long_date(version.comments_until)}." if version.comments_until else ""


def _in_days(day: date, today: date) -> str:
    days = (day - today).days
    return "Mötet är i morgon." if days == 1 else f"Mötet är om {days} dagar."


def _url(name: str, meeting: Meeting) -> str:
    return reverse(f"meetings_admin:{name}", args=[meeting.pk])
