"""How often a group has met and is going to, against its rule, in words (R1).

A meeting that has been held counts as held; one that is planned or called counts as planned, until it is called
off. Extra meetings count, and a joint meeting counts for each group that takes part in it; a question answered in
writing and a chair's decision are no meetings. A term is January to July, or August to December.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, TextChoices

from groups.models import FrequencyRule, Group
from groups.owned_rules import rules_of
from meetings.calendars.invitations import GATHERINGS
from meetings.models import Meeting
from meetings.states import MeetingState
from samverkan.common.swedish import long_date

AUTUMN = 8
_NUMBERS = ("noll", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv")


class Standing(TextChoices):
    """How a group stands against its rule."""

    ENOUGH = "enough", "Enligt uppdraget"
    MISSING = "missing", "Möten saknas"
    OVER = "over", "Fler än uppdraget säger"


@dataclass(frozen=True, slots=True)
class Period:
    """A year or a term: the days from ``starts`` until, but not on, ``ends``; and the meetings in it."""

    starts: date
    ends: date
    held: int
    planned: int
    state: Standing
    sentence: str


@dataclass(frozen=True, slots=True)
class Frequency:
    """A group's meetings in a year, period by period, and the rule; without a rule the year is the period."""

    rule: FrequencyRule | None
    periods: list[Period]
    on: date

    @property
    def begun(self) -> list[Period]:
        """The periods that have begun by the day, or the first where none has."""
        return [period for period in self.periods if period.starts <= self.on] or self.periods[:1]

    @property
    def state(self) -> Standing:
        """That of the latest period that has begun: what can still be done something about."""
        return self.begun[-1].state

    @property
    def sentence(self) -> str:
        """That of the latest period that has begun: ``3 av minst 4, en saknas före årsskiftet``."""
        return self.begun[-1].sentence

    @property
    def demand(self) -> str:
        """What the rule says: ``minst fyra möten per år``, ``två–tre möten per termin, 3 timmar vardera``."""
        if self.rule is None:
            return ""
        least, most = in_words(self.rule.minimum), self.rule.maximum
        count = f"{least}–{in_words(most)}" if most else f"minst {least}"
        hours = f", {float(self.rule.hours):g} timmar vardera".replace(".", ",") if self.rule.hours else ""
        one = self.rule.minimum == 1 and not most
        return f"{'minst ett möte' if one else f'{count} möten'} per {self.rule.get_per_display()}{hours}"


def frequency_of(group: Group, *, on: date, year: int | None = None, published: bool = False) -> Frequency:
    """How often the group meets in a year (that of the day, unless another is given), as it is known on the day.

    ``published`` counts only the meetings that everyone may know of.
    """
    return frequencies_of([group], on=on, year=year, published=published)[group.pk]


def frequencies_of(
    groups: Iterable[Group], *, on: date, year: int | None = None, published: bool = False
) -> dict[int, Frequency]:
    """Group's key → how often it meets, for every group given; two queries however many they are."""
    listed, shown = list(groups), year or on.year
    rules = rules_of(FrequencyRule.objects.all(), listed)
    meetings = Meeting.objects.published() if published else Meeting.objects.all()
    days = _days(listed, meetings.filter(date__year=shown))
    return {
        group.pk: Frequency(
            rule := rules.get(group.pk),
            [_period(group, rule, *ends, days.get(group.pk, []), on) for ends in _calendar(rule, shown)],
            on,
        )
        for group in listed
    }


def in_words(count: int) -> str:
    """``två``, and from thirteen on ``13``."""
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def _days(groups: list[Group], meetings: Any) -> dict[int, list[tuple[date, bool]]]:
    """Group's key → the day of each meeting, and whether it has been held."""
    counted = meetings.filter(kind__in=GATHERINGS).exclude(state=MeetingState.CANCELLED).order_by()
    found: dict[int, list[tuple[date, bool]]] = {}
    for group, _, day, state in taking_part(counted, groups, "pk", "date", "state"):
        found.setdefault(group, []).append((day, state == MeetingState.HELD))
    return found


def taking_part(meetings: Any, groups: Iterable[Group], *fields: str) -> set[tuple[Any, ...]]:
    """The key of each of the groups that takes part in a meeting, with fields of that meeting; one query."""
    keys = {group.pk for group in groups}
    asked = meetings.filter(Q(group__in=keys) | Q(joint_groups__in=keys)).order_by()
    rows = asked.values_list("group", "joint_groups", *fields)
    return {(group, *rest) for host, joint, *rest in rows for group in {host, joint} & keys}


def _calendar(rule: FrequencyRule | None, year: int) -> list[tuple[date, date]]:
    first, autumn, after = date(year, 1, 1), date(year, AUTUMN, 1), date(year + 1, 1, 1)
    per_term = rule is not None and rule.per == FrequencyRule.Per.TERM
    return [(first, autumn), (autumn, after)] if per_term else [(first, after)]


def _period(
    group: Group, rule: FrequencyRule | None, starts: date, ends: date, days: list[tuple[date, bool]], on: date
) -> Period:
    within = [is_held for day, is_held in days if starts <= day < ends]
    held, planned = within.count(True), within.count(False)
    if rule is None:
        return Period(starts, ends, held, planned, Standing.ENOUGH, _count(held, planned) if within else "inga")
    when, short = _when(starts, ends, on), rule.minimum - held - planned
    if rule.warns_above and rule.maximum and held + planned > rule.maximum:
        said = f"{_figure(held, planned)} av högst {rule.maximum}{when}"
        return Period(starts, ends, held, planned, Standing.OVER, said)
    said = f"{_figure(held, planned)} av minst {rule.minimum}{when}"
    if short <= 0:
        return Period(starts, ends, held, planned, Standing.ENOUGH, said)
    if part := _part(group, starts, ends):
        return Period(starts, ends, held, planned, Standing.ENOUGH, f"{said}, {part}")
    return Period(starts, ends, held, planned, Standing.MISSING, f"{said}, {in_words(short)} {_lack(ends, on)}")


def _count(held: int, planned: int) -> str:
    """``2 hållna och 1 planerat``; what there is none of is left out."""
    words = [f"{held} {'hållet' if held == 1 else 'hållna'}"] if held or not planned else []
    words += [f"{planned} {'planerat' if planned == 1 else 'planerade'}"] if planned else []
    return " och ".join(words)


def _figure(held: int, planned: int) -> str:
    return _count(held, planned) if planned else str(held)


def _when(starts: date, ends: date, on: date) -> str:
    """Which term or year, where the day does not say so by itself: `` i höst``, `` i våras``, `` år 2025``."""
    if (ends - starts).days > 300:
        return "" if starts.year == on.year else f" år {starts.year}"
    season = "vår" if starts.month < AUTUMN else "höst"
    if starts.year != on.year:
        return f" {season}en {starts.year}"
    return f" i {season}" if on < ends else f" i {season}as"


def _lack(ends: date, on: date) -> str:
    if ends <= on:
        return "saknades"
    if ends.month == 1:
        return "saknas före årsskiftet" if ends.year == on.year + 1 else f"saknas före årsskiftet {ends.year - 1}"
    return "saknas före 1 augusti" + (f" {ends.year}" if ends.year != on.year else "")


def _part(group: Group, starts: date, ends: date) -> str:
    """Why the rule can't be held against the group: it is there for a part of the period only."""
    if starts < group.starts:
        return f"gruppen började {long_date(group.starts)}"
    if group.ends and group.ends < ends:
        return f"gruppen finns till och med {long_date(group.ends - timedelta(days=1))}"
    return ""
