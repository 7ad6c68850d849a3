"""*Att göra*: what waits for the person who has signed in, what is near, and their groups; the start behind sign-in."""

from datetime import date, timedelta

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from groups.admin.access import UserRequest
from groups.models import Group
from meetings.admin.progress import stage_of, with_progress
from meetings.models import Meeting
from samverkan.common.admin_site import signed_in
from samverkan.portal import todo, todo_uploads
from samverkan.portal.watch import Point, points_of

#: How far ahead the list of coming meetings looks, and the most that it shows.
NEAR, MOST = timedelta(days=30), 20


@require_GET
@signed_in
def workbench(request: UserRequest) -> HttpResponse:
    """What waits for the person, their groups, and the next 30 days: as many queries however much it is."""
    today, user = timezone.localdate(), request.user
    groups = list(Group.objects.visible_to(user, on=today).select_related("type").order_by("name"))
    worked = set(Group.objects.worked_by(user, on=today).values_list("pk", flat=True))
    chaired = set(Group.objects.chaired_by(user, on=today).values_list("pk", flat=True))
    coming = _coming(groups, today)
    near = Q(group__in=worked, date__range=(today - todo.BACK, today + todo.AHEAD))
    rows = {
        meeting.pk: meeting
        for meeting in with_progress(Meeting.objects.filter(near | Q(pk__in=coming)).order_by("date"))
    }
    mine = [meeting for meeting in rows.values() if meeting.group_id in worked]
    received = todo.received(worked) if worked else []
    uploading = {group.pk for group in groups if group.type.light_path} & (worked | chaired)
    uploaded = todo_uploads.uploaded(uploading, run=worked, on=today)
    told = {row.about for row in uploaded}
    running = [row for row in todo.to_run(mine, on=today) if row.about not in told]
    context = {
        "todos": [*todo.to_answer(user.person_id, on=today), *received, *uploaded, *running],
        "groups": groups,
        "watched": _watched(groups, worked | chaired, today),
        "coming": [(rows[pk], stage_of(rows[pk])) for pk in coming],
        "runs": bool(worked),
    }
    return render(request, "portal/workbench.html", context)


def _coming(groups: list[Group], today: date) -> list[int]:
    """The meetings of the groups that are near, nearest first; when none is, the next one there is."""
    mine = Meeting.objects.upcoming(on=today).filter(Q(group__in=groups) | Q(joint_groups__in=groups))
    rows = mine.exclude(state="cancelled").distinct().values_list("pk", "date")[:MOST]
    listed = list(rows)
    return [pk for pk, day in listed if day <= today + NEAR] or [pk for pk, _ in listed[:1]]


def _watched(groups: list[Group], keys: set[int], today: date) -> list[tuple[Group, list[Point]]]:
    """What to look at in the groups that the person chairs or runs, group by group; groups in order left out."""
    mine = [group for group in groups if group.pk in keys]
    points = points_of(mine, on=today) if mine else {}
    return [(group, points[group.pk]) for group in mine if points[group.pk]]
