"""What happens to groups: they end, go on after all, and move to another address."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from groups import signals
from groups.models import FormerAddress, Group, Membership, OfficeTerm, Seat, User, placement
from samverkan.common import history
from samverkan.common.refusals import StepRefused
from samverkan.common.swedish import long_date

#: Why a row was closed, in the history, and which end it had before: so that it can have it back.
ENDED, BEFORE = "Gruppen upphör", "Gruppen upphör; tidigare slut "


@dataclass(frozen=True, slots=True)
class Hindrance:
    """Something open that a group can't end with: a Swedish sentence with what to do about it, and where."""

    sentence: str
    path: str = ""

    def __str__(self) -> str:
        return self.sentence


@dataclass(frozen=True, slots=True)
class LeftOpen:
    """Something that goes on after the group, and that somebody has to look after: a Swedish sentence, and where."""

    sentence: str
    path: str


class Hindered(StepRefused):
    """The group can't end yet; ``hindrances`` says why, one by one."""

    def __init__(self, hindrances: list[Hindrance]) -> None:
        self.hindrances = hindrances
        super().__init__(" ".join(map(str, hindrances)))


@dataclass(frozen=True, slots=True)
class Closing:
    """What ends with a group: the offices, memberships and seats that would hold longer than it."""

    offices: list[OfficeTerm]
    memberships: list[Membership]
    seats: list[Seat]

    @property
    def rows(self) -> Iterable[Any]:
        return (*self.offices, *self.memberships, *self.seats)


def hindrances_of(group: Group, *, on: date) -> list[Hindrance]:
    """Everything that hinders the group from ending so that ``on`` is its first day gone."""
    answers: list[Any] = [answer for _, answer in signals.group_ending.send(sender=Group, group=group, on=on)]
    told = [hindrance for answer in answers for hindrance in answer or []]
    return [*_groups_left(group, on), *_not_begun(group, on), *told]


def left_open_by(group: Group) -> list[LeftOpen]:
    """What the group leaves to others; it hinders nothing, and is told before the group ends."""
    answers: list[Any] = [answer for _, answer in signals.left_open_asked.send(sender=Group, group=group)]
    return [row for answer in answers for row in answer or []]


def closing_of(group: Group, *, on: date) -> Closing:
    """The rows that ``end`` would close."""
    lasting = (Q(ends=None) | Q(ends__gt=on)) & Q(starts__lt=on)
    return Closing(
        list(OfficeTerm.objects.filter(lasting, membership__group=group).select_related("membership__person")),
        list(Membership.objects.filter(lasting, group=group).select_related("person", "group")),
        list(Seat.objects.filter(lasting, group=group).select_related("group")),
    )


def _left_after(group: Group, on: date, *, today: date) -> Any:
    """A membership that ended after the day and by today, which an end on the day would rewrite."""
    return Membership.objects.filter(group=group, starts__lt=on, ends__gt=on, ends__lte=today).first()


@transaction.atomic
def end(group: Group, *, on: date, by: User, at: datetime | None = None) -> Group:
    """Let the group end: ``on`` is its first day gone. Offices, memberships and seats end the same day.

    An end that lies ahead can be moved. Raises Hindered when something is open, and StepRefused when the group has
    ended already or the day is no good.
    """
    group = _locked(group)
    _refuse_if_over(group, at)
    if left := _left_after(group, on, today=timezone.localdate(at)):
        raise StepRefused(
            f"{left.person} var i gruppen till och med {long_date(left.ends - timedelta(days=1))}, efter den dagen. "
            "Det som har varit ändras inte: välj en senare sista dag."
        )
    if on <= group.starts:
        raise StepRefused(f"Gruppens första dag är {long_date(group.starts)}. Välj en sista dag efter den.")
    if hindrances := hindrances_of(group, on=on):
        raise Hindered(hindrances)
    _open_again(group, by=by, at=at)
    for row in closing_of(group, on=on).rows:
        _set_end(row, on, by=by, at=at, reason=f"{BEFORE}{row.ends.isoformat()}" if row.ends else ENDED)
    return _ended(group, on, by=by, at=at, reason=f"{ENDED}, sista dag {on - timedelta(days=1)}")


@transaction.atomic
def reopen(group: Group, *, by: User, at: datetime | None = None) -> Group:
    """Take away an end that lies ahead; what was closed because of it holds until further notice again.

    Raises StepRefused when there is no such end, when it has passed, or when the group above ends.
    """
    group = _locked(group)
    if group.ends is None:
        raise StepRefused("Gruppen har ingen sista dag att ta bort.")
    _refuse_if_over(group, at)
    _open_again(group, by=by, at=at)
    return _ended(group, None, by=by, at=at, reason="Gruppen fortsätter")


@transaction.atomic
def rename_address(group: Group, *, slug: str, by: User, at: datetime | None = None) -> Group:
    """Move the group's pages to ``/grupper/<slug>/``; the address that it leaves leads there for ever.

    A group may take back an address that it has had. Raises StepRefused when the address is another group's, or
    was, or can't be one.
    """
    group = _locked(group)
    if slug == group.slug:
        return group
    if sentence := unfit_address(slug, group=group):
        raise StepRefused(sentence)
    FormerAddress.objects.filter(slug=slug, group=group).delete()
    FormerAddress.objects.create(slug=group.slug, group=group)
    reason, group.slug = f"Ny adress, tidigare {group.slug}", slug
    history.save(group, by=by, at=at, reason=reason, fields=["slug"])
    return group


def unfit_address(slug: str, *, group: Group | None = None) -> str:
    """Why the address can't be the group's (or a new group's), as a Swedish sentence; empty when it can."""
    try:
        Group._meta.get_field("slug").clean(slug, group)
    except ValidationError as error:
        return " ".join(error.messages)
    if Group.objects.filter(slug=slug).exclude(pk=group and group.pk).exists():
        return "En annan grupp har redan den adressen. Välj en annan."
    if FormerAddress.objects.filter(slug=slug).exclude(group=group and group.pk).exists():
        return "Adressen har varit en annan grupps och leder dit. Välj en annan."
    return ""


def _locked(group: Group) -> Group:
    found: Group = Group.objects.select_for_update(of=("self",)).select_related("type", "area").get(pk=group.pk)
    return found


def _refuse_if_over(group: Group, at: datetime | None) -> None:
    if group.ends and group.last_day and group.ends <= timezone.localdate(at):
        raise StepRefused(f"Gruppen har redan upphört. Dess sista dag var {long_date(group.last_day)}.")


def _ended(group: Group, on: date | None, *, by: User, at: datetime | None, reason: str) -> Group:
    group.ends = on
    if sentence := placement.outlasts_parent(group):
        raise StepRefused(sentence)
    history.save(group, by=by, at=at, reason=reason, fields=["ends"])
    return group


def _set_end(row: Any, on: date | None, *, by: User, at: datetime | None, reason: str) -> None:
    row.ends = on
    history.save(row, by=by, at=at, reason=reason, fields=["ends"])


def _open_again(group: Group, *, by: User, at: datetime | None) -> None:
    """Take back the ends that an earlier, still coming, end of the group gave to its rows."""
    if group.ends is None:
        return
    kinds: tuple[tuple[Any, str], ...] = ((Seat, "group"), (Membership, "group"), (OfficeTerm, "membership__group"))
    for model, path in kinds:
        for row in model.objects.filter(ends=group.ends, **{path: group}):
            written = row.history.order_by("-history_id").values_list("history_change_reason", flat=True).first() or ""
            if written.startswith(ENDED):
                before = written.removeprefix(BEFORE) if written.startswith(BEFORE) else ""
                earlier = date.fromisoformat(before) if before else None
                _set_end(row, earlier, by=by, at=at, reason="Gruppen fortsätter")


def _groups_left(group: Group, on: date) -> list[Hindrance]:
    """The groups that are still there and lean on this one."""
    ties = Q(parent=group) | Q(works_for=group) | Q(prepared_by=group)
    others = Group.objects.filter(ties, Q(ends=None) | Q(ends__gt=on)).exclude(pk=group.pk).order_by("name")
    said = {
        "parent_id": "{} ligger under gruppen. Avsluta den först, eller flytta den till en annan grupp.",
        "works_for_id": "{} arbetar för gruppen. Avsluta den först, eller låt den arbeta för en annan grupp.",
        "prepared_by_id": "{} bereds av gruppen. Välj först en annan grupp som bereder den.",
    }
    return [
        Hindrance(sentence.format(other.title), f"/admin/groups/group/{other.pk}/change/")
        for other in others
        for tie, sentence in said.items()
        if getattr(other, tie) == group.pk
    ]


def _not_begun(group: Group, on: date) -> list[Hindrance]:
    """What is to begin when the group is gone: it can't be closed before it has begun."""
    rows = [
        *OfficeTerm.objects.filter(membership__group=group, starts__gte=on).select_related("membership__person"),
        *Membership.objects.filter(group=group, starts__gte=on).select_related("person", "group"),
        *Seat.objects.filter(group=group, starts__gte=on).select_related("group"),
    ]
    return [
        Hindrance(
            f"{row._meta.verbose_name.capitalize()} ”{row}” börjar först {long_date(row.starts)}. Ändra dagarna först.",
            f"/admin/groups/{row._meta.model_name}/{row.pk}/change/",
        )
        for row in rows
    ]
