"""What the rules demand of a year: plans and reports by a day, and groups that are to meet each other (R9)."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from decisions.plans.deadlines import Demand, demands
from groups.models import Group, YearlyMeeting
from meetings.calendars.invitations import GATHERINGS
from meetings.models import Meeting
from meetings.states import MeetingState
from samverkan.common.swedish import listed, long_date
from samverkan.portal.wheel.entry import DEADLINE, TOGETHER, Entry

type Key = tuple[bool, int, int]

# Plans and reports


def deadlines(groups: list[Group], year: int, on: date) -> Iterator[Entry]:
    """The days of the year by which a plan is established or a report approved, and whether it was.

    The day is that of the first version; the link leads to the one that the address of its year shows.
    """
    found = demands(groups, first=date(year, 1, 1), last=date(year, 12, 31))
    shown = _shown([demand for demand in found if demand.is_met])
    for demand in found:
        yield _deadline(demand, is_shown=_key(demand) in shown, on=on)


def _key(demand: Demand) -> Key:
    return demand.is_plan, demand.group.pk, demand.year


def _shown(met: list[Demand]) -> set[Key]:
    """What there is a page of, in some version: at most two queries, however many they are."""
    found: set[Key] = set()
    for model in {demand.model for demand in met}:
        ours = [demand for demand in met if demand.model is model]
        groups, years = {demand.group.pk for demand in ours}, {demand.year for demand in ours}
        rows = model.objects.shown().filter(group__in=groups, year__in=years)
        found |= {(ours[0].is_plan, group, year) for group, year in rows.values_list("group", "year")}
    return found


def _deadline(demand: Demand, *, is_shown: bool, on: date) -> Entry:
    kind, done = ("Handlingsplan", "fastställd") if demand.is_plan else ("Årsrapport", "godkänd")
    group, due, row = demand.group, demand.due, demand.row
    subject, url, late = f"{kind} {demand.year}", reverse("group", args=[group.slug]), ""
    if not demand.is_met:
        late = f"Skulle ha varit {done} senast {long_date(due)}, men är det inte än." if due < on else ""
        note = "" if late else f"Ska vara {done} senast {long_date(due)}"
    else:
        day = row.established_on if demand.is_plan else row.approved_at and timezone.localdate(row.approved_at)
        when = f" {long_date(day)}" if day else ""
        note = f"{done.capitalize()}{when}{', efter sista dagen' if day and day > due else ''}"
    if is_shown:
        url = reverse("plan" if demand.is_plan else "report", args=[group.slug, demand.year])
    return Entry(due, DEADLINE, f"{group.title}: {subject.lower()}", url, note, late, subject, group.title)


# Yearly meetings


def together(groups: list[Group], year: int, on: date) -> Iterator[Entry]:
    """The meetings that groups have held with each other as the rules demand, and at the end of the year what lacks.

    A rule is told of when its host or one of its partners is among the groups.
    """
    rules = list(YearlyMeeting.objects.filter(host__shows_group=True).select_related("host__area"))
    partners_of = _partners(rules, year) if rules else {}
    known, met = {group.pk for group in groups}, _met(year) if rules else []
    for rule in rules:
        partners = partners_of[rule.pk]
        ours = partners if rule.host_id in known else [group for group in partners if group.pk in known]
        yield from _told(rule, ours, met, year, on)


def _partners(rules: list[YearlyMeeting], year: int) -> dict[int, list[Group]]:
    """Rule's key → the groups of its area and types that are there at some time of the year, other than its host."""
    types: dict[int, set[int]] = {rule.pk: set() for rule in rules}
    pairs = YearlyMeeting.partner_types.through.objects.filter(yearlymeeting__in=rules)
    for key, kind in pairs.values_list("yearlymeeting", "grouptype"):
        types[key].add(kind)
    first, after = date(year, 1, 1), date(year + 1, 1, 1)
    there = Group.objects.published().filter(Q(ends=None) | Q(ends__gt=first), starts__lt=after)
    groups = list(there.filter(type__in=set().union(*types.values())).order_by("name"))
    return {
        rule.pk: [
            group
            for group in groups
            if group.area_id == rule.host.area_id and group.type_id in types[rule.pk] and group.pk != rule.host_id
        ]
        for rule in rules
    }


def _met(year: int) -> list[tuple[Meeting, set[int]]]:
    """The meetings of the year that several groups take part in, with the keys of those."""
    rows = Meeting.objects.published().filter(date__year=year, kind__in=GATHERINGS)
    several = rows.exclude(state=MeetingState.CANCELLED).filter(~Q(joint_groups=None)).distinct()
    joint = several.select_related("group").prefetch_related("joint_groups").order_by("date")
    return [(meeting, {meeting.group_id, *(group.pk for group in meeting.joint_groups.all())}) for meeting in joint]


def _told(
    rule: YearlyMeeting, partners: list[Group], met: list[tuple[Meeting, set[int]]], year: int, on: date
) -> Iterator[Entry]:
    counted = [(meeting, keys) for meeting, keys in met if rule.host_id in keys]
    lacking = [row for row in partners if sum(row.pk in keys for _, keys in counted) < rule.minimum]
    for meeting, keys in counted:
        if with_whom := [group.code for group in partners if group.pk in keys]:
            url = reverse("meeting", args=[meeting.group.slug, meeting.day_key])
            note = f"{rule.host.code} med {listed(with_whom)}. {meeting.get_state_display()}"
            yield Entry(meeting.date, TOGETHER, rule.title, url, note)
    if lacking:
        last = date(year, 12, 31)
        who = listed([group.code for group in lacking])
        late = f"Hölls inte under {year} med {who}." if last < on else ""
        note = "" if late else f"{rule.host.code} ska före årsskiftet möta {who}. Det är inte planerat än"
        yield Entry(last, TOGETHER, rule.title, reverse("group", args=[rule.host.slug]), note, late)
