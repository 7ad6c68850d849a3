"""What the register can count of groups in a year: decisions and how far, meetings against rule, commitments and
activities. Words and numbers only; nobody is named but chairs, who are public.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from statistics import median
from typing import Any

from django.db.models import Max
from django.utils import timezone

from decisions.models import Activity, Anchoring, Commitment, Decision
from decisions.plans.states import ActivityState
from decisions.states import AnchoringState, CommitmentState, DecisionState, progress_of
from groups.models import Group, OfficeTerm
from groups.offices import Term, terms_of
from meetings.kinds import OutcomeKind
from meetings.planning.frequency import Frequency, frequencies_of
from samverkan.common.swedish import long_date

_A = AnchoringState
CARRIED_OUT, CANNOT, ON_THE_WAY, NOT_BEGUN = (
    "Genomförda av alla", "Kan inte genomföras av alla", "På väg", "Inte påbörjade"
)  # fmt: skip
#: How far decisions that are followed have come, in the order in which it is told.
STEPS = (CARRIED_OUT, ON_THE_WAY, NOT_BEGUN, CANNOT)

#: What is read of a decision to count it.
COUNTED = ("pk", "group_id", "kind", "needs_anchoring", "state", "decided_on")


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one group in one year."""

    group: Group
    year: int
    frequency: Frequency
    kinds: dict[str, int] = field(default_factory=dict)
    steps: dict[str, int] = field(default_factory=dict)
    #: Days from the decision until all had carried it out, of each that all have.
    lead_times: list[int] = field(default_factory=list)
    commitments: dict[str, int] = field(default_factory=dict)
    activities: dict[str, int] = field(default_factory=dict)
    chairs: list[str] = field(default_factory=list)

    @property
    def decisions(self) -> int:
        return sum(self.kinds.values())

    @property
    def followed(self) -> int:
        return sum(self.steps.values())

    @property
    def held(self) -> int:
        return sum(period.held for period in self.frequency.periods)

    @property
    def planned(self) -> int:
        return sum(period.planned for period in self.frequency.periods)

    @property
    def lead_time(self) -> str:
        return in_days(self.lead_times)

    @property
    def meetings(self) -> list[str]:
        """Each period against the rule, in words."""
        return [period.sentence for period in self.frequency.periods]


def in_days(days: list[int]) -> str:
    """``42 dagar``, the median; empty when nothing has been carried out by all."""
    if not days:
        return ""
    middle = round(median(days))
    return "1 dag" if middle == 1 else f"{middle} dagar"


def figures_of(groups: Iterable[Group], *, year: int, on: date, published: bool) -> dict[int, Figures]:
    """Group's key → its figures in the year, as they are known on the day; as many queries for many as for one.

    ``published`` counts only what everyone may know of.
    """
    listed = list(groups)
    frequencies = frequencies_of(listed, on=on, year=year, published=published)
    found = {group.pk: Figures(group, year, frequencies[group.pk]) for group in listed}
    decisions: Any = Decision.objects.published() if published else Decision.objects.all()
    rows = list(decisions.taken().filter(group__in=listed, year=year).values_list(*COUNTED, named=True))
    for kind in OutcomeKind:
        for row in rows:
            if row.kind == kind:
                _count(found[row.group_id].kinds, str(kind.label))
    _follow(found, rows)
    _commit(found, rows)
    _act(found, listed, year, published)
    for key, terms in terms_of(listed).items():
        found[key].chairs.extend(changes_of_chair(terms, year, on=on))
    return found


def _count(counter: dict[str, int], word: str) -> None:
    counter[word] = counter.get(word, 0) + 1


def _follow(found: dict[int, Figures], rows: list[Any]) -> None:
    """How far the decisions that each party anchors at home have come (R6)."""
    followed = {row.pk: row for row in rows if row.needs_anchoring and row.state == DecisionState.IN_FORCE}
    states: dict[int, dict[str, datetime | None]] = {}
    parts = Anchoring.objects.filter(decision__in=followed).order_by().values_list("decision", "state")
    for key, state, last in parts.annotate(last=Max("changed_at")):
        states.setdefault(key, {})[state] = last
    counted: dict[int, Counter[str]] = {}
    for key, row in followed.items():
        step = _step(set(states.get(key, {})))
        counted.setdefault(row.group_id, Counter())[step] += 1
        if step == CARRIED_OUT and (last := max(filter(None, states[key].values()), default=None)):
            found[row.group_id].lead_times.append((timezone.localdate(last) - row.decided_on).days)
    for group, counter in counted.items():
        found[group].steps.update({step: counter[step] for step in STEPS if counter[step]})


def _step(states: set[str]) -> str:
    """The step by which states there are; that all have carried it out is that ``progress_of`` has nobody left."""
    if not states or states == {_A.NOT_STARTED}:
        return NOT_BEGUN
    done, parties = progress_of(states)
    if done == parties:
        return CARRIED_OUT
    return CANNOT if _A.CANNOT in states and not states & {_A.NOT_STARTED, _A.ANCHORED} else ON_THE_WAY


def _commit(found: dict[int, Figures], rows: list[Any]) -> None:
    group_of = {row.pk: row.group_id for row in rows}
    for decision, state in Commitment.objects.filter(decision__in=group_of).values_list("decision", "state"):
        _count(found[group_of[decision]].commitments, CommitmentState(state).label)


def _act(found: dict[int, Figures], groups: list[Group], year: int, published: bool) -> None:
    rows = Activity.objects.of_plans_in_force().filter(goal__plan__group__in=groups, goal__plan__year=year)
    if published:
        rows = rows.filter(goal__plan__state="published")
    for group, state in rows.order_by("state").values_list("goal__plan__group", "state"):
        _count(found[group].activities, ActivityState(state).label)


def changes_of_chair(terms: Iterable[Term], year: int, *, on: date) -> list[str]:
    """Who came to the chair and who left it in the year, in the order it happened, until the day."""
    said: list[tuple[date, str]] = []
    for term in terms:
        if term.office != OfficeTerm.Office.CHAIR:
            continue
        if term.starts.year == year and term.starts <= on:
            said.append((term.starts, f"{_who(term)} blev {_office(term)} den {long_date(term.starts)}"))
        if term.last_day and term.last_day.year == year and term.last_day <= on:
            said.append((term.last_day, f"{_who(term)} var ordförande till och med den {long_date(term.last_day)}"))
    return [sentence for _, sentence in sorted(said)]


def _who(term: Term) -> str:
    return f"{term.person.name}, {term.organisation_then}," if term.organisation_then else term.person.name


def _office(term: Term) -> str:
    return "tillförordnad ordförande" if term.is_interim else "en av ordförandena" if term.is_shared else "ordförande"


def frozen(figures: Figures, *, on: date) -> dict[str, Any]:
    """The figures as plain data, for a report that keeps them as they were."""
    return {
        "on": on.isoformat(),
        "held": figures.held,
        "planned": figures.planned,
        "meetings": figures.meetings,
        "demand": figures.frequency.demand,
        "decisions": figures.decisions,
        "kinds": figures.kinds,
        "steps": figures.steps,
        "lead_time": figures.lead_time,
        "commitments": figures.commitments,
        "activities": figures.activities,
        "chairs": figures.chairs,
    }
