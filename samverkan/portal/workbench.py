"""*Att göra*: what waits for the person who has signed in, what is near, and their groups; the start behind sign-in."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from decisions.models import AnnualReport
from groups.admin.access import UserRequest
from groups.models import Group, Membership, User
from groups.roles import Role
from meetings.admin.progress import Stage, stage_of, with_progress
from meetings.models import Consultation, Meeting
from meetings.rules import run_groups
from samverkan.common.admin_site import signed_in
from samverkan.portal import todo
from samverkan.portal.todo.answers import to_answer
from samverkan.portal.todo.consultations import consultations, not_gathered
from samverkan.portal.todo.decisions import to_report
from samverkan.portal.todo.informing import lately_published, to_inform
from samverkan.portal.todo.matters import matters
from samverkan.portal.todo.offices import reports_to_register, to_decide, to_register
from samverkan.portal.todo.reports import reports
from samverkan.portal.todo.running import to_run
from samverkan.portal.todo.stalled import stalled
from samverkan.portal.todo.thing import Todo
from samverkan.portal.todo.uploads import to_upload
from samverkan.portal.todo.yearly import yearly
from samverkan.portal.watch import AREA_KINDS, Point, points_of

#: How far ahead the list of coming meetings looks, and the most that it shows.
NEAR, MOST = timedelta(days=30), 20


@dataclass(frozen=True, slots=True)
class _Desk:
    """Whose the page is, and what the lists on it are made from: the groups that the person sees, the keys of those
    that they run (``worked``) and chair, the meetings around the day and those that come, with their progress.
    """

    user: User
    at: datetime
    groups: list[Any]
    worked: set[int]
    chaired: set[int]
    areas: dict[str, set[int]]
    coming: list[int]
    rows: dict[int, Any]

    @property
    def today(self) -> date:
        return self.at.date()

    @property
    def own(self) -> set[int]:
        return self.worked | self.chaired

    @property
    def alone(self) -> set[int]:
        """The keys of the groups that the person chairs and nobody runs."""
        return self.chaired & {group.pk for group in self.groups if not group.is_run}

    @property
    def writing(self) -> set[int]:
        """The keys of the groups whose plans and reports are the person's to write."""
        return self.worked | self.alone


@require_GET
@signed_in
def workbench(request: UserRequest) -> HttpResponse:
    """What waits for the person, their groups, and the next 30 days: as many queries however much it is."""
    desk = _desk(request.user, at=timezone.localtime())
    coming, rows, today = desk.coming, desk.rows, desk.today
    administered = desk.areas[Role.ADMINISTRATOR]
    kept = {group.pk for group in desk.groups if desk.user.is_superuser or group.area_id in administered}
    context = {
        "todos": todo.in_order(
            [*_questions_and_reports(desk), *_meetings_and_notes(desk), *_afterwards(desk)], on=today
        ),
        "groups": desk.groups,
        "watched": _watched(desk.groups, desk.own, kept, today),
        "coming": [(rows[pk], stage_of(rows[pk])) for pk in coming],
        "is_near": not coming or rows[coming[0]].date <= today + NEAR,
        "runs": bool(desk.worked),
        "raises": bool(desk.groups and desk.groups[0].has_a_role),
        "writes_yearly": bool(desk.writing),
    }
    return render(request, "portal/workbench.html", context)


def _desk(user: User, *, at: datetime) -> _Desk:
    today, groups = at.date(), _groups(user, at=at)
    worked, chaired = _own(user, on=today)
    areas = _areas(user, on=today)
    coming = _coming(groups, today)
    rows = _meetings(worked | chaired, coming, on=today)
    return _Desk(user, at, groups, worked, chaired, areas, coming, rows)


def _questions_and_reports(desk: _Desk) -> Iterator[Todo]:
    """What is asked of the person, questions, plans and reports, consultations."""
    person, groups, today = desk.user.person_id, desk.groups, desk.today
    yield from to_answer(person, chairs=bool(desk.chaired), on=today)
    yield from matters(person, run=desk.worked, alone=desk.alone)
    yield from yearly([group for group in groups if group.pk in desk.own], write=desk.writing, on=today)
    if any(group.awaits_report for group in groups):
        yield from reports(desk.chaired, desk.writing)
    if groups and groups[0].anybody_is_asked:
        yield from consultations(person, on=today)
    if any(group.awaits_answers for group in groups if group.pk in desk.worked):
        yield from not_gathered(desk.worked, at=desk.at)


def _meetings_and_notes(desk: _Desk) -> Iterator[Todo]:
    """What meetings and their notes wait for, of the groups that the person runs or chairs."""
    own, worked, today = desk.own, desk.worked, desk.today
    mine = [row for row in desk.rows.values() if row.group_id in worked]
    if any(stage_of(row) is Stage.OUT for row in mine):
        yield from stalled(worked, on=today)
    uploaded = to_upload({group.pk for group in desk.groups if group.type.light_path} & own, run=worked, on=today)
    told = {row.about for row in uploaded}
    yield from (row for row in to_run(mine, on=today) if row.about not in told)
    yield from uploaded
    yield from to_decide(row for row in desk.rows.values() if row.group_id in own)


def _afterwards(desk: _Desk) -> Iterator[Todo]:
    """What comes after a note: the diary, those at home, and how far decisions have come."""
    person, today = desk.user.person_id, desk.today
    yield from to_register(desk.areas[Role.REGISTRAR])
    yield from reports_to_register(desk.areas[Role.REGISTRAR])
    if desk.groups and desk.groups[0].is_news:
        yield from to_inform(person, on=today)
    yield from to_report(person, run=desk.worked, own=desk.own, on=today)


def _meetings(own: set[int], coming: list[int], *, on: date) -> dict[int, Any]:
    """Meetings around the day of the groups that the account works for, and those that come, with their progress."""
    near = Q(group__in=own, date__range=(on - todo.BACK, on + todo.AHEAD))
    found = with_progress(Meeting.objects.filter(near | Q(pk__in=coming)).order_by("date"))
    return {meeting.pk: meeting for meeting in found}


def _groups(user: User, *, at: datetime) -> list[Any]:
    """The groups that the account sees, with what tells whether more is worth asking for: a consultation that is out
    to anybody (``anybody_is_asked``), a note that somebody may inform about (``is_news``), an annual report of the
    group that waits (``awaits_report``), answers to a consultation of the group that did not become a paper
    (``awaits_answers``), whether the account has a role in any group (``has_a_role``), and whether somebody runs this
    one (``is_run``).
    """
    on = at.date()
    waiting = AnnualReport.objects.waiting().filter(group=OuterRef("pk"))
    stranded = Consultation.objects.not_gathered(at=at).filter(matter__group=OuterRef("pk"))
    visible = Group.objects.visible_to(user, on=on).annotate(
        anybody_is_asked=Exists(Consultation.objects.out()),
        is_news=Exists(lately_published(on=on)),
        awaits_report=Exists(waiting),
        awaits_answers=Exists(stranded),
        has_a_role=Exists(Membership.objects.on(on).filter(person=user.person_id)),
        is_run=Exists(run_groups(on=on).filter(pk=OuterRef("pk"))),
    )
    return list(visible.select_related("type").order_by("name"))


def _areas(user: User, *, on: date) -> dict[str, set[int]]:
    """Role → the areas that the account has it for on the day."""
    found: dict[str, set[int]] = defaultdict(set)
    for role, area in user.area_roles.on(on).values_list("role", "area"):
        found[role].add(area)
    return found


def _own(user: User, *, on: date) -> tuple[set[int], set[int]]:
    """The keys of the groups that the account runs, and of those that it chairs. One query."""
    worked, chaired = Group.objects.worked_by(user, on=on), Group.objects.chaired_by(user, on=on)
    both = _marked(worked, "worked").union(_marked(chaired, "chaired")).order_by()
    found: dict[str, set[int]] = {"worked": set(), "chaired": set()}
    for mark, key in both:
        found[mark].add(key)
    return found["worked"], found["chaired"]


def _marked(groups: QuerySet[Group], mark: str) -> Any:
    return groups.order_by().annotate(mark=Value(mark, CharField())).values_list("mark", "pk")


def _coming(groups: list[Any], today: date) -> list[int]:
    """The meetings of the groups that are near, nearest first; when none is, the next one there is."""
    mine = Meeting.objects.upcoming(on=today).filter(Q(group__in=groups) | Q(joint_groups__in=groups))
    rows = mine.exclude(state="cancelled").distinct().values_list("pk", "date")[:MOST]
    listed = list(rows)
    return [pk for pk, day in listed if day <= today + NEAR] or [pk for pk, _ in listed[:1]]


def _watched(groups: list[Any], own: set[int], kept: set[int], today: date) -> list[tuple[Group, list[Point]]]:
    """What to look at, group by group, groups in order left out: everything in ``own``, the groups that the person
    chairs or runs; in the other groups of an administered area mandates, offices and meetings.
    """
    mine = [group for group in groups if group.pk in own | kept]
    points = points_of(mine, on=today) if mine else {}
    found = [
        (group, [point for point in points[group.pk] if group.pk in own or point.kind in AREA_KINDS]) for group in mine
    ]
    return [(group, listed) for group, listed in sorted(found, key=lambda row: row[0].pk not in own) if listed]
