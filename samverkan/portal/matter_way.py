"""The whole way of a public matter as a timeline: raised, asked round, prepared, decided, carried out.

Groups are named where everyone may know of them, people never. The words about each meeting are those of its
published note.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.db.models import Max, Q
from django.urls import reverse
from django.utils import timezone

from decisions.models import Anchoring, Decision
from groups.models import Group
from meetings.kinds import OutcomeKind
from meetings.models import Consultation, Handover, Matter, Meeting
from meetings.public_matters import PublicItem, public_items
from meetings.states import HandoverState, MatterState
from samverkan.common.swedish import long_date

#: How far a chain of groups is followed in each direction.
FURTHEST = 8
_K = Handover.Kind
_WORDS = {_K.LIFT: "Lyft till", _K.PASS_ON: "Överlämnad till", _K.DOWN: "Skickad till"}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way: when, what, by or to which group, where to read more, and what was decided."""

    at: datetime
    what: str
    url: str = ""
    link: str = ""
    decisions: list[Decision] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)

    @property
    def on(self) -> date:
        """The day, in Sweden."""
        return timezone.localdate(self.at)


@dataclass(frozen=True, slots=True)
class Way:
    """What everyone reads of a matter."""

    title: str
    group: Group
    steps: list[Step]
    is_settled: bool


def way_of(matter: Matter) -> Way | None:
    """The way of the matter, and of those that it came of and that came of it; None when it is not public."""
    handovers = _handovers_of(matter)
    keys = {matter.pk, *(key for row in handovers for key in (row.matter_id, row.received_id) if key)}
    items = public_items(keys)
    own = [item for item in items if item.matter == matter.pk]
    if not own:
        return None
    rows = list(Matter.objects.filter(pk__in=keys).select_related("group", "raised_from").order_by("raised_at", "pk"))
    steps = [
        *_raised(rows[0], items),
        *_prepared(rows),
        *_handed(handovers),
        *_asked(keys),
        *_dealt_with(items),
    ]
    steps += _carried_out([decision for step in steps for decision in step.decisions])
    title = own[-1].title
    return Way(title, matter.group, sorted(steps, key=lambda step: step.at), matter.state == MatterState.CLOSED)


def _handovers_of(matter: Matter) -> list[Handover]:
    """The handovers that lead to the matter and from it, each once; as many queries as the chain is long.

    Those that were sent back on the way there are among them; what became of a question elsewhere is not.
    """
    rows = Handover.objects.exclude(matter=None).exclude(state=HandoverState.RECALLED).exclude(kind=_K.REPORT)
    rows = rows.select_related("to_group", "from_group")
    found: dict[int, Handover] = {}
    up, down = {matter.pk}, {matter.pk}
    for _ in range(FURTHEST):
        on_the_way = Q(received__in=up) | Q(matter__in=down) | Q(matter__in=up, state=HandoverState.RETURNED)
        new = [row for row in rows.filter(on_the_way) if row.pk not in found]
        if not new:
            break
        found |= {row.pk: row for row in new}
        down = {row.received_id for row in new if row.matter_id in down and row.received_id}
        up = {row.matter_id for row in new if row.received_id in up and row.matter_id}
    return list(found.values())


def _raised(first: Matter, items: list[PublicItem]) -> Iterable[Step]:
    """Nothing for a matter that a note itself left behind: its meeting is where it begins."""
    on = timezone.localdate(first.raised_at)
    if any(item.meeting.date < on for item in items):
        return
    source = first.raised_from
    yield Step(first.raised_at, f"Väckt av {source.title}" if source and source.shows_group else "Väckt")


def _prepared(rows: list[Matter]) -> Iterable[Step]:
    """When each group began to prepare it."""
    history: Any = Matter.history
    begun: dict[int, datetime] = {}
    found = history.filter(id__in=[row.pk for row in rows], state=MatterState.PREPARING)
    for key, at in found.order_by("history_date").values_list("id", "history_date"):
        begun.setdefault(key, at)
    for row in rows:
        if row.pk in begun:
            where = f" i {row.group.title}" if row.group.shows_group else ""
            yield Step(begun[row.pk], f"Bereds{where}")


def _handed(handovers: list[Handover]) -> Iterable[Step]:
    for row in handovers:
        to = row.to_group.title if row.to_group.shows_group else "en annan grupp"
        yield Step(row.sent_at, f"{_WORDS[_K(row.kind)]} {to}")
        if row.decided_at and row.state == HandoverState.RETURNED:
            yield Step(row.decided_at, f"Skickad tillbaka från {to}")
        elif row.decided_at and row.state == HandoverState.ANSWERED:
            yield Step(row.decided_at, f"Svar från {to}")


def _asked(keys: set[int]) -> Iterable[Step]:
    for row in Consultation.objects.filter(matter__in=keys).exclude(state="recalled").order_by("sent_at"):
        yield Step(row.sent_at, f"Ute på remiss till och med {long_date(row.until)}")
        if row.closed_at:
            yield Step(row.closed_at, "Remissen avslutad")


def _dealt_with(items: list[PublicItem]) -> Iterable[Step]:
    """The meetings whose published notes have it, with the kinds of outcome and the decisions of the register."""
    taken = Decision.objects.published().filter(publication__in=[item.publication for item in items])
    by_place: dict[tuple[int, int], Decision] = {
        (row.publication_id, row.number): row for row in taken.with_progress().select_related("group")
    }
    for item in items:
        numbers = [outcome["number"] for outcome in item.outcomes]
        found = [by_place[item.publication, number] for number in numbers if (item.publication, number) in by_place]
        kinds = [] if found else [OutcomeKind(outcome["kind"]).label for outcome in item.outcomes]
        yield Step(
            _begins(item.meeting),
            f"Behandlad av {item.meeting.group.title}",
            url=item.url,
            link=f"Punkt {item.number} i anteckningen",
            decisions=found,
            kinds=[str(kind) for kind in kinds],
        )


def handed_on(matter: int, *, since: date) -> list[Step]:
    """Where the group has sent the matter since the day, and what came back; one query."""
    rows = Handover.objects.filter(matter=matter, sent_at__date__gte=since).exclude(state=HandoverState.RECALLED)
    return list(_handed(list(rows.exclude(kind=_K.REPORT).select_related("to_group").order_by("sent_at", "pk"))))


def _carried_out(decisions: list[Decision]) -> list[Step]:
    """When the last organisation had carried out a decision that all have carried out, or was not concerned by it."""
    counted: list[Any] = [row for row in decisions if row.needs_anchoring]
    done = {row.pk: row for row in counted if row.parties and row.done == row.parties}
    if not done:
        return []
    rows = Anchoring.objects.filter(decision__in=done).order_by()
    latest = rows.values_list("decision").annotate(at=Max("changed_at"))
    return [Step(at, f"Beslut {done[key].reference} är genomfört av alla organisationer") for key, at in latest if at]


def _begins(meeting: Meeting) -> datetime:
    return timezone.make_aware(datetime.combine(meeting.date, meeting.starts_at or time()))


def address_of(matter: int) -> str:
    """Where the way of a public matter is read."""
    return reverse("matter-way", args=[matter])
