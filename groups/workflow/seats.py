"""Adding, ending and correcting the seats of a group (R3).

``starts`` is the first day, ``ends`` and ``on`` the first day after. Every step raises NotAllowed, or Misfit with
the rule that hinders it; then nothing is changed.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from groups.models import Group, Mandate, Organisation, Seat, User
from groups.workflow import composing
from groups.workflow.composing import Misfit
from samverkan.common import history
from samverkan.common.swedish import listed, long_date


@transaction.atomic
def add_seat(
    group: Group,
    *,
    label: str,
    starts: date,
    ends: date | None = None,
    organisation: Organisation | None = None,
    answers_for: Iterable[Organisation] = (),
    is_adjunct: bool = False,
    mandate: Mandate | None = None,
    position: int | None = None,
    by: User,
    at: datetime | None = None,
) -> Seat:
    """Add a chair to the group, last in its order unless ``position`` says otherwise; it is vacant until held."""
    group = composing.begin(group.pk, by=by, at=at)
    seat = Seat(
        group=group,
        mandate=mandate,
        position=position or _next_position(group),
        label=label,
        organisation=organisation,
        is_adjunct=is_adjunct,
        starts=starts,
        ends=ends,
    )
    composing.refuse_backwards(seat)
    composing.refuse_beyond(seat, group, what="Gruppen finns")
    composing.store(seat, by=by, at=at, reason="Tillagd")
    _answer_for(seat, answers_for, by=by, at=at, reason="Svarar för")
    return seat


@transaction.atomic
def end_seat(seat: Seat, *, on: date, by: User, at: datetime | None = None) -> Seat:
    """Take away the chair from the day; refused while somebody holds it beyond that day."""
    seat = _locked(seat, by=by, at=at)
    composing.refuse_unless_endable(seat, on=on, today=timezone.localdate(at), what="Platsen")
    composing.refuse_late(on, seat.group, what="Gruppen finns")
    beyond = seat.holders.filter(Q(ends=None) | Q(ends__gt=on)).select_related("person")
    if names := [holder.person.name for holder in beyond]:
        raise Misfit(f"Platsen har {listed(names)} längre än så. Avsluta det uppdraget först.", field="ends")
    seat.ends = on
    composing.store(seat, by=by, at=at, reason="Avslutad")
    return seat


@transaction.atomic
def correct_seat(
    seat: Seat,
    *,
    reason: str,
    label: str,
    organisation: Organisation | None,
    answers_for: Iterable[Organisation],
    is_adjunct: bool,
    starts: date,
    by: User,
    at: datetime | None = None,
) -> Seat:
    """Put right what was registered wrongly, with the reason in the history; past days follow.

    A seat that becomes another from a day is ended, and a new one added.
    """
    seat = _locked(seat, by=by, at=at)
    why = composing.required_reason(reason)
    if is_adjunct != seat.is_adjunct and seat.holders.exists():
        raise Misfit(
            "Platsen har haft innehavare som ledamot eller adjungerad. Lägg till en ny plats.", field="is_adjunct"
        )
    if first := seat.holders.filter(starts__lt=starts).select_related("person").first():
        raise Misfit(f"{first.person} har platsen från och med {long_date(first.starts)}.", field="starts")
    seat.label, seat.organisation, seat.is_adjunct, seat.starts = label, organisation, is_adjunct, starts
    composing.refuse_backwards(seat)
    composing.refuse_beyond(seat, seat.group, what="Gruppen finns")
    composing.store(seat, by=by, at=at, reason=why)
    _answer_for(seat, answers_for, by=by, at=at, reason=why)
    return seat


def _locked(seat: Seat, *, by: User, at: datetime | None) -> Seat:
    group = composing.begin(seat.group_id, by=by, at=at)
    found: Seat = Seat.objects.select_related("organisation").get(pk=seat.pk)
    found.group = group
    return found


def _next_position(group: Group) -> int:
    return int(group.seats.aggregate(last=Max("position"))["last"] or 0) + 1


def _answer_for(
    seat: Seat, organisations: Iterable[Organisation], *, by: User, at: datetime | None, reason: str
) -> None:
    """Set whom the holder speaks for; a history row only when that changes."""
    wanted = {organisation.pk for organisation in organisations}
    if wanted == set(seat.answers_for.values_list("pk", flat=True)):
        return
    with history.signed(seat, by=by, at=at, reason=reason):
        seat.answers_for.set(wanted)
