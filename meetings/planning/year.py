"""A proposal of a group's meetings in a year, from its rule (R1), and what each day collides with, in words.

No meeting is proposed in July, around Christmas and New Year, or on a day when nobody works. What the group has
planned already counts.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from groups.models import FrequencyRule, Group, Membership, User
from meetings.calendars.invitations import GATHERINGS
from meetings.models import Meeting
from meetings.planning.frequency import Frequency, Period
from meetings.planning.working_days import JULY, SATURDAY, WEEKDAYS, holiday_on, is_working_day
from meetings.states import MeetingState
from samverkan.common.swedish import listed

THURSDAY = 3
USUAL = (time(13, 30), time(16, 30))
WITHOUT_RULE = 4
LATEST = 6


@dataclass(frozen=True, slots=True)
class Habit:
    """When and where a group usually meets: ``weekday`` 0 is Monday."""

    weekday: int
    starts_at: time
    ends_at: time | None
    place: str


def habit_of(group: Group, rule: FrequencyRule | None = None) -> Habit:
    """The weekday, time and place of the group's latest meetings; Thursdays at 13.30 for one that has not met, for
    as long as the rule says.
    """
    past = Meeting.objects.filter(group=group).exclude(state=MeetingState.CANCELLED).order_by("-date", "-sequence")
    rows = list(past[:LATEST])
    days = Counter(row.date.weekday() for row in rows if row.date.weekday() < SATURDAY)
    timed = next((row for row in rows if row.starts_at), None)
    starts, ends = (timed.starts_at, timed.ends_at) if timed else USUAL
    if rule and rule.hours and not (timed and ends):
        ends = _later(starts or USUAL[0], float(rule.hours))
    return Habit(
        weekday=days.most_common(1)[0][0] if days else THURSDAY,
        starts_at=starts or USUAL[0],
        ends_at=ends,
        place=rows[0].place if rows else "",
    )


def _later(starts: time, hours: float) -> time | None:
    ends = datetime.combine(date.min, starts) + timedelta(hours=hours)
    return ends.time() if ends.date() == date.min else None


def proposal(group: Group, frequency: Frequency, *, weekday: int) -> list[date]:
    """The days to add so that the group meets as often as its rule demands, spread over the year or each term.

    Fewer only where the days that are left do not suffice. No day up to that of ``frequency``, nor outside the life
    of the group.
    """
    periods = frequency.periods
    there = _own_days(group, periods[0].starts, periods[-1].ends)
    wanted = frequency.rule.minimum if frequency.rule else WITHOUT_RULE
    days: list[date] = []
    for period in periods:
        missing = wanted - period.held - period.planned
        if missing > 0:
            days += spread(_free_days(group, period, frequency.on), there, missing, weekday=weekday)
    return sorted(days)


def standing_meetings(group: Group, year: int) -> list[tuple[Meeting, list[Group]]]:
    """What the group has in the year already, as its rule counts it, each with the groups it is held with. Two
    queries.
    """
    rows = Meeting.objects.of_groups([group]).filter(date__year=year, kind__in=GATHERINGS)
    rows = rows.exclude(state=MeetingState.CANCELLED).select_related("group").with_joint()
    found = rows.order_by("date", "sequence", "pk")
    return [(row, [one for one in (row.group, *row.together) if one.pk != group.pk]) for row in found]


def _own_days(group: Group, first: date, after: date) -> list[date]:
    meetings = Meeting.objects.of_groups([group]).filter(date__gte=first, date__lt=after)
    return sorted(meetings.exclude(state=MeetingState.CANCELLED).values_list("date", flat=True))


def _free_days(group: Group, period: Period, on: date) -> list[date]:
    """The days of the period on which a meeting may be proposed."""
    first = max(period.starts, on + timedelta(days=1), group.starts)
    last = min(period.ends, group.ends or period.ends)
    days = (first + timedelta(days=count) for count in range((last - first).days))
    return [day for day in days if is_proposable(day)]


def is_proposable(day: date) -> bool:
    """Whether a meeting may be proposed on the day: people work, and are not off for the summer or for Christmas."""
    season = (day.month, day.day)
    return is_working_day(day) and day.month != JULY and (1, 7) <= season <= (12, 20)


def spread(free: list[date], there: list[date], count: int, *, weekday: int) -> list[date]:
    """``count`` of the free days, as evenly as can be beside those that are there, on the weekday if it suffices."""
    own = [day for day in free if day.weekday() == weekday and day not in there]
    days = own if len(own) >= count else [day for day in free if day not in there]
    if len(days) <= count:
        return days
    kept = [day for day in there if free[0] <= day <= free[-1]]
    goals = _goals(free[0], free[-1], count + len(kept))
    for day in kept:
        goals.remove(min(goals, key=lambda goal: abs(goal - day)))
    chosen: list[date] = []
    for goal in goals[:count]:
        chosen.append(min((day for day in days if day not in chosen), key=lambda day: (abs(day - goal), day)))
    return sorted(chosen)


def _goals(first: date, last: date, count: int) -> list[date]:
    """The middle of each of ``count`` equal parts of the time."""
    length = (last - first) / count
    return [first + length * part + length / 2 for part in range(count)]


def clashes_of(group: Group, days: Iterable[date], *, by: User, on: date) -> dict[date, list[str]]:
    """Day → what it collides with, in words; days that collide with nothing are left out. Four queries.

    A group that ``by`` may not know of is told of, not named.
    """
    asked = sorted(set(days))
    known = set(Group.objects.visible_to(by, on=on).values_list("pk", flat=True))
    meetings = list(
        Meeting.objects.filter(date__in=asked)
        .exclude(state=MeetingState.CANCELLED)
        .select_related("group")
        .prefetch_related("joint_groups")
        .order_by("date", "starts_at", "pk")
    )
    members = _members({group.pk, *(meeting.group_id for meeting in meetings)}, asked)
    found: dict[date, list[str]] = {}
    for day in asked:
        sentences = _about(day, group)
        for meeting in meetings:
            if meeting.date == day:
                shared = len(members.get((group.pk, day), set()) & members.get((meeting.group_id, day), set()))
                sentences += _with(group, meeting, shared, is_known=meeting.group_id in known)
        if sentences:
            found[day] = sentences
    return found


def _about(day: date, group: Group) -> list[str]:
    """What the day itself has against it."""
    said = []
    if name := holiday_on(day):
        said.append(f"Det är {_in_a_sentence(name)}.")
    elif day.weekday() >= SATURDAY:
        said.append(f"Det är en {WEEKDAYS[day.weekday()]}.")
    elif day.month == JULY:
        said.append("Det är juli, då många har semester.")
    elif not is_proposable(day):
        said.append("Det är jul- och nyårstid, då många är lediga.")
    if not group.holds_on(day):
        said.append("Gruppen finns inte den dagen.")
    return said


def _in_a_sentence(name: str) -> str:
    """A holiday as it is written in a sentence: ``långfredagen``, but ``Kristi himmelsfärdsdag``."""
    return name if name.startswith("Kristi ") else f"{name[0].lower()}{name[1:]}"


def _with(group: Group, meeting: Meeting, shared: int, *, is_known: bool) -> list[str]:
    own = meeting.group_id == group.pk or any(joint.pk == group.pk for joint in meeting.joint_groups.all())
    times = f" ({meeting.times})" if meeting.times else ""
    if own:
        return [f"Gruppen har redan ett möte den dagen{times}."]
    name = meeting.group.code if is_known or meeting.group.shows_group else "En annan grupp"
    if shared:
        people = "en person" if shared == 1 else f"{shared} personer"
        return [f"{name} möts samma dag{times}, och {people} sitter i båda grupperna."]
    return [f"{name} möts samma dag{times}."] if meeting.group.area_id == group.area_id else []


def _members(groups: set[int], days: list[date]) -> dict[tuple[int, date], set[int]]:
    """Group and day → who is in the group then."""
    rows = Membership.objects.filter(group__in=groups).values_list("group", "person", "starts", "ends")
    found: dict[tuple[int, date], set[int]] = {}
    for group, person, starts, ends in rows:
        for day in days:
            if starts <= day and (ends is None or day < ends):
                found.setdefault((group, day), set()).add(person)
    return found


def in_words(frequency: Frequency) -> str:
    """What the rule demands and how the year stands against it."""
    said = listed([period.sentence for period in frequency.periods])
    demand = f"Uppdraget: {frequency.demand}." if frequency.rule else "Gruppen har ingen regel för hur ofta den möts."
    return f"{demand} Hittills: {said}."
