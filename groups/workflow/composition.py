"""Appointing, ending, changing and correcting memberships. What was true on a day gone by stays so (R3).

``starts`` is the first day, ``ends`` and ``on`` the first day after. Every step raises NotAllowed, or Misfit with
the rule that hinders it; then nothing is changed.
"""

from datetime import date, datetime
from types import EllipsisType
from typing import NotRequired, TypedDict, Unpack

from django.db import transaction
from django.utils import timezone

from groups.models import Group, Membership, OfficeTerm, Organisation, Person, Seat, User
from groups.roles import SITTING
from groups.workflow import composing
from groups.workflow.composing import Misfit
from groups.workflow.people import free_slug
from samverkan.common import history
from samverkan.common.refusals import StepRefused
from samverkan.common.swedish import long_date

Role = Membership.Role

#: What must fit in the group and on the seat; other fields are words.
FITTED = frozenset({"role", "seat", "starts", "ends"})


class Appointment(TypedDict):
    """What ``appoint`` needs to know beside who and where."""

    role: str
    starts: date
    ends: NotRequired[date | None]
    seat: NotRequired[Seat | None]
    organisation: NotRequired[Organisation | None]
    title: NotRequired[str]


class Correction(TypedDict, total=False):
    """What may have been registered wrongly; what is left out stays as it is."""

    role: str
    seat: Seat | None
    organisation: Organisation | None
    title: str
    starts: date
    ends: date | None


@transaction.atomic
def appoint(
    group: Group,
    person: Person,
    *,
    role: str,
    starts: date,
    ends: date | None = None,
    seat: Seat | None = None,
    organisation: Organisation | None = None,
    title: str = "",
    by: User,
    at: datetime | None = None,
) -> Membership:
    """Give the person a role in the group, on a seat or without.

    Organisation and title are the person's own unless others are given.
    """
    group = composing.begin(group.pk, by=by, at=at, person=person)
    person = Person.objects.select_related("merged_into", "organisation").get(pk=person.pk)
    if person.merged_into:
        raise Misfit(f"{person} är samma person som {person.merged_into} i registret. Välj den andra.", field="person")
    membership = Membership(
        group=group,
        person=person,
        role=role,
        seat=seat,
        organisation=organisation or person.organisation or (seat.organisation if seat else None),
        title=title or person.title,
        starts=starts,
        ends=ends,
    )
    _refuse_unfit(membership)
    composing.store(membership, by=by, at=at, reason="Utsedd")
    return membership


@transaction.atomic
def appoint_newcomer(
    group: Group, person: Person, *, by: User, at: datetime | None = None, **appointment: Unpack[Appointment]
) -> Membership:
    """As ``appoint``, with somebody who is not in the register yet and is added to it first."""
    composing.begin(group.pk, by=by, at=at)
    person.slug = free_slug(person.name)
    history.save(person, by=by, at=at, reason=f"Tillagd i {group.code}")
    return appoint(group, person, by=by, at=at, **appointment)


@transaction.atomic
def end(membership: Membership, *, on: date, by: User, at: datetime | None = None) -> Membership:
    """End the membership, and the offices that go with it, on the day; a day gone by is stored as given.

    An end to come can be moved either way; one that has passed can only be corrected.
    """
    membership = _locked(membership, by=by, at=at)
    composing.refuse_unless_endable(membership, on=on, today=timezone.localdate(at), what="Uppdraget")
    composing.refuse_late(on, membership.group, what="Gruppen finns")
    is_prolonged = membership.ends is not None and on > membership.ends
    membership.ends = on
    if is_prolonged:
        _refuse_unfit(membership)
    if held := membership.offices.filter(starts__gte=on, starts__lte=timezone.localdate(at)).first():
        raise StepRefused(
            f"{membership.person} tillträdde som {held.get_office_display().lower()} {long_date(held.starts)}, efter "
            "den dagen. Rätta det uppdraget först, eller välj en senare dag."
        )
    composing.store(membership, by=by, at=at, reason="Avslutad")
    for term in membership.offices.filter(starts__gte=on):
        history.remove(term, by=by, at=at, reason="Lämnade gruppen före tillträdet")
    for term in membership.offices.all():
        _cut(term, on=on, by=by, at=at, reason="Lämnade gruppen")
    return membership


@transaction.atomic
def change(
    membership: Membership,
    *,
    on: date,
    organisation: Organisation | EllipsisType | None = ...,
    title: str | EllipsisType = ...,
    by: User,
    at: datetime | None = None,
) -> Membership:
    """Give the member another organisation or title from the day; the new membership.

    The old one ends that day, with the old words, and seat, role and offices go on in the new.
    """
    old = _locked(membership, by=by, at=at)
    if on <= old.starts:
        raise Misfit(
            f"Uppdraget började {long_date(old.starts)}, så ändringen kan gälla tidigast dagen efter. "
            "Var uppgifterna fel från början, rätta dem i stället.", field="on",
        )  # fmt: skip
    if old.ends and on >= old.ends:
        raise Misfit(f"Uppdraget gäller till och med {composing.last_day(old.ends)}. Välj en tidigare dag.", field="on")
    new = Membership(
        group=old.group,
        person=old.person,
        role=old.role,
        seat=old.seat,
        organisation=old.organisation if isinstance(organisation, EllipsisType) else organisation,
        title=old.title if isinstance(title, EllipsisType) else title,
        starts=on,
        ends=old.ends,
    )
    if (new.organisation, new.title) == (old.organisation, old.title):
        raise Misfit("Organisationen och titeln är de som redan står där. Ändra en av dem.")
    old.ends = on
    composing.store(old, by=by, at=at, reason="Ny organisation eller titel")
    composing.store(new, by=by, at=at, reason="Ny organisation eller titel")
    _carry_on(old, new, by=by, at=at)
    return new


@transaction.atomic
def correct(
    membership: Membership, *, reason: str, by: User, at: datetime | None = None, **fields: Unpack[Correction]
) -> Membership:
    """Put right what was registered wrongly, with the reason in the history. Rosters of past days follow.

    An office ends with the membership; one that would begin outside it has to be corrected first.
    """
    membership = _locked(membership, by=by, at=at)
    why = composing.required_reason(reason)
    changed = {name for name, value in fields.items() if value != getattr(membership, name)}
    if not changed:
        raise Misfit("Inget är ändrat. Skriv det som ska stå i stället.")
    for name, value in fields.items():
        setattr(membership, name, value)
    if changed & FITTED:
        _refuse_unfit(membership)
    terms = list(membership.offices.all())
    if terms and membership.role != Role.MEMBER:
        raise Misfit(f"{membership.person} har varit ordförande eller vice ordförande som ledamot.", field="role")
    for term in terms:
        if term.starts < membership.starts or (membership.ends and term.starts >= membership.ends):
            raise Misfit(
                f"{term.get_office_display()} från {long_date(term.starts)} hamnar utanför tiden. Rätta det först.",
                field="starts" if term.starts < membership.starts else "ends",
            )
    composing.store(membership, by=by, at=at, reason=why)
    for term in terms:
        if membership.ends:
            _cut(term, on=membership.ends, by=by, at=at, reason=why)
    return membership


@transaction.atomic
def call_off(membership: Membership, *, by: User, at: datetime | None = None) -> None:
    """Take back an appointment whose first day has not come: it has held on no day, and its history stays."""
    membership = _locked(membership, by=by, at=at)
    if membership.starts <= timezone.localdate(at):
        raise Misfit(f"Uppdraget började {long_date(membership.starts)}. Avsluta eller rätta det i stället.")
    for row in (*membership.offices.all(), membership):
        history.remove(row, by=by, at=at, reason="Återtagen före tillträdet")


def _locked(membership: Membership, *, by: User, at: datetime | None) -> Membership:
    """The membership as it stands, its group locked, if it is this account's to change."""
    group = composing.begin(membership.group_id, by=by, at=at, person=membership.person)
    rows = Membership.objects.select_related("person", "seat", "organisation")
    found: Membership = composing.current(rows, membership.pk)
    found.group = group
    return found


def _refuse_unfit(membership: Membership) -> None:
    composing.refuse_backwards(membership)
    group = membership.group
    composing.refuse_beyond(membership, group, what="Gruppen finns")
    if membership.role == Role.SUBSTITUTE and not group.type.allows_substitutes:
        raise Misfit("Uppdraget säger att ersättare inte utses. Välj en annan roll.", field="role")
    if membership.seat:
        _refuse_seat(membership, membership.seat)


def _refuse_seat(membership: Membership, seat: Seat) -> None:
    if seat.group_id != membership.group_id:
        raise Misfit("Platsen hör till en annan grupp. Välj en plats i den här gruppen.", field="seat")
    if membership.role not in SITTING:
        role = Role(membership.role).label.lower()
        raise Misfit(f"En {role} har ingen plats. Välj ingen plats, eller en annan roll.", field="seat")
    if seat.is_adjunct != (membership.role == Role.ADJUNCT):
        kind, role = ("en adjungerad", "adjungerad") if seat.is_adjunct else ("en ordinarie ledamot", "ledamot")
        raise Misfit(f"Platsen är till för {kind}. Välj rollen {role}, eller en annan plats.", field="role")
    composing.refuse_beyond(membership, seat, what="Platsen finns")
    if membership.role == Role.SUBSTITUTE:
        return
    held = seat.holders.filter(composing.sharing_a_day(membership.starts, membership.ends))
    other = held.exclude(pk=membership.pk).exclude(role=Role.SUBSTITUTE).select_related("person").first()
    if other:
        until = f" till och med {composing.last_day(other.ends)}" if other.ends else ""
        raise Misfit(
            f"En plats har en innehavare åt gången, och {other.person} har den från och med "
            f"{long_date(other.starts)}{until}. Avsluta det uppdraget först, eller välj en annan plats.",
            field="seat",
        )


def _cut(term: OfficeTerm, *, on: date, by: User, at: datetime | None, reason: str) -> None:
    if term.ends is None or term.ends > on:
        term.ends = on
        composing.store(term, by=by, at=at, reason=reason)


def _carry_on(old: Membership, new: Membership, *, by: User, at: datetime | None) -> None:
    """The offices of the old membership go on in the new from its first day until the end they had."""
    for term in old.offices.all():
        if term.ends and term.ends <= new.starts:
            continue
        if term.starts >= new.starts:
            term.membership = new
            composing.store(term, by=by, at=at, reason="Ny organisation eller titel")
            continue
        after = OfficeTerm(
            membership=new,
            office=term.office,
            is_shared=term.is_shared,
            is_interim=term.is_interim,
            starts=new.starts,
            ends=term.ends,
        )
        _cut(term, on=new.starts, by=by, at=at, reason="Ny organisation eller titel")
        composing.store(after, by=by, at=at, reason="Ny organisation eller titel")
