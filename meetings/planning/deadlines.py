"""The dates that a meeting brings with it: counted back from its day, and forward to when its note is adjusted.

The days are those of the group's own ``DeadlineRule``, else of its type's, else the ones that a new rule starts with.
What falls on a day when nobody works is moved to the working day before. What would have to be done before the meeting
on a day in July, when no meeting is proposed either, is moved to the last working day of June; a meeting in July itself
counts within the month. A weekend at the beginning of August is not followed by way of July to June: what falls on it
is moved to the working day after, no later than the day of the meeting.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from groups.models import DeadlineRule, Group
from groups.owned_rules import rules_of
from meetings.models import Meeting
from meetings.planning.working_days import JULY, working_day_after, working_day_before


@dataclass(frozen=True, slots=True)
class Deadline:
    """One date: ``key`` is the field of the rule that it comes from, ``label`` what it says on a page.

    ``moved_from`` is the day that the rule itself counts to, when the date was moved from it.
    """

    key: str
    label: str
    day: date
    moved_from: date | None = None


@dataclass(frozen=True, slots=True)
class Deadlines:
    """The dates of one meeting."""

    matters: date
    preparation: date
    dispatch: date
    papers: date
    adjustment: date
    #: Key → the day that the rule counts to, of the dates that were moved from it.
    moved_from: Mapping[str, date] = field(default_factory=dict, compare=False)

    @property
    def rows(self) -> list[Deadline]:
        """In the order of time, with the words for them."""
        return [Deadline(key, label, getattr(self, key), self.moved_from.get(key)) for key, label in LABELS.items()]

    def next_on(self, day: date) -> Deadline | None:
        """The first that has not passed on the day; None when all have."""
        return next((row for row in self.rows if row.day >= day), None)


LABELS = {
    "matters": "Sista dag för frågor",
    "preparation": "Beredning",
    "dispatch": "Kallelsen skickas",
    "papers": "Underlag klara",
    "adjustment": "Anteckningen justerad",
}
_BEFORE = ("matters", "preparation", "dispatch", "papers")


def deadlines_of(meeting: Meeting) -> Deadlines:
    """The dates of a meeting; one query."""
    return deadlines_by_meeting([meeting])[0][1]


def deadlines_by_meeting(meetings: Iterable[Meeting]) -> list[tuple[Meeting, Deadlines]]:
    """Each meeting with its dates; one query however many they are. The meetings come with their group."""
    listed = list(meetings)
    rules = deadline_rules([meeting.group for meeting in listed])
    return [(meeting, count_from(meeting.date, rules[meeting.group_id])) for meeting in listed]


def deadline_rules(groups: Iterable[Group]) -> dict[int, DeadlineRule]:
    """Group's key → the rule that its dates are counted by, for every group; one query."""
    listed = list({group.pk: group for group in groups}.values())
    found = rules_of(DeadlineRule.objects.all(), listed)
    return {group.pk: found.get(group.pk) or DeadlineRule(group=group) for group in listed}


def count_from(day: date, rule: DeadlineRule) -> Deadlines:
    """The dates of a meeting on the day."""
    counted = {key: day - timedelta(days=getattr(rule, key)) for key in _BEFORE}
    counted["adjustment"] = day + timedelta(days=rule.adjustment)
    moved = {
        key: _without_july(to, meeting=day) if key in _BEFORE and day.month != JULY else working_day_before(to)
        for key, to in counted.items()
    }
    return Deadlines(**moved, moved_from={key: to for key, to in counted.items() if moved[key] != to})


def _without_july(day: date, *, meeting: date) -> date:
    if day.month == JULY:
        return working_day_before(date(day.year, JULY - 1, 30))
    before = working_day_before(day)
    return min(working_day_after(day), meeting) if before.month == JULY else before
