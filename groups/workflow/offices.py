"""Chairs and vice chairs: appointing, ending, extending and correcting their terms (R2).

``starts`` is the first day, ``ends``, ``on`` and ``until`` the first day after. Every step raises NotAllowed, or
Misfit with the rule that hinders it; then nothing is changed.
"""

from datetime import date, datetime
from typing import TypedDict, Unpack

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from groups.models import Group, Membership, OfficeTerm, TermRule, User
from groups.owned_rules import rules_of
from groups.workflow import composing
from groups.workflow.composing import Misfit
from samverkan.common import history
from samverkan.common.swedish import long_date


class OfficeCorrection(TypedDict, total=False):
    """What may have been registered wrongly; what is left out stays as it is."""

    starts: date
    ends: date | None
    is_shared: bool
    is_interim: bool


@transaction.atomic
def appoint_office(
    membership: Membership,
    *,
    office: str,
    starts: date,
    ends: date | None = None,
    is_shared: bool = False,
    is_interim: bool = False,
    by: User,
    at: datetime | None = None,
) -> OfficeTerm:
    """Make a member chair or vice chair. A second one at the same time must share the office, or be interim (R2)."""
    group = composing.begin(membership.group_id, by=by, at=at, person=membership.person)
    membership = composing.current(Membership.objects.select_related("person"), membership.pk)
    if membership.role != Membership.Role.MEMBER:
        role = membership.get_role_display().lower()
        raise Misfit(f"Bara en ledamot kan ha det uppdraget, och {membership.person} är {role}.", field="membership")
    term = OfficeTerm(
        membership=membership, office=office, starts=starts, ends=ends, is_shared=is_shared, is_interim=is_interim
    )
    _refuse_unfit(term, group)
    composing.store(term, by=by, at=at, reason="Utsedd")
    return term


@transaction.atomic
def end_office(term: OfficeTerm, *, on: date, by: User, at: datetime | None = None) -> OfficeTerm:
    """End the term on the day; a day gone by is stored as given. The person stays in the group."""
    term, group = _locked(term, by=by, at=at)
    composing.refuse_unless_endable(term, on=on, today=timezone.localdate(at), what="Uppdraget")
    is_prolonged = term.ends is not None and on > term.ends
    if is_prolonged:
        raise Misfit("Det uppdraget slutar redan tidigare. Förläng det i stället.", field="ends")
    composing.refuse_late(on, term.membership, what=_sits(term))
    composing.refuse_late(on, group, what="Gruppen finns")
    term.ends = on
    composing.store(term, by=by, at=at, reason="Avslutad")
    return term


@transaction.atomic
def extend_office(
    term: OfficeTerm, *, until: date, decided: str = "", by: User, at: datetime | None = None
) -> OfficeTerm:
    """Let a running term go on, where the group's rule lets it agree on that (R2); ``decided`` says when and where."""
    term, group = _locked(term, by=by, at=at)
    rule = rules_of(TermRule.objects.all(), [group]).get(group.pk)
    if rule is None or not rule.is_extendable:
        raise Misfit("Uppdraget säger inte att gruppen kan enas om att förlänga. Utse någon på nytt i stället.")
    if term.ends is None:
        raise Misfit("Det uppdraget har ingen sista dag, så det finns inget att förlänga.")
    if term.ends <= timezone.localdate(at):
        raise Misfit(
            f"Uppdraget löpte ut {composing.last_day(term.ends)}. Utse personen på nytt från den dag som gäller."
        )
    if until <= term.ends:
        raise Misfit(
            f"Uppdraget gäller redan till och med {composing.last_day(term.ends)}. Välj en senare dag.", field="until"
        )
    term.ends = until
    _refuse_unfit(term, group)
    composing.store(term, by=by, at=at, reason=": ".join(filter(None, ["Förlängd i enighet", decided.strip()])))
    return term


@transaction.atomic
def correct_office(
    term: OfficeTerm, *, reason: str, by: User, at: datetime | None = None, **fields: Unpack[OfficeCorrection]
) -> OfficeTerm:
    """Put right what was registered wrongly, with the reason in the history."""
    term, group = _locked(term, by=by, at=at)
    why = composing.required_reason(reason)
    if all(value == getattr(term, name) for name, value in fields.items()):
        raise Misfit("Inget är ändrat. Skriv det som ska stå i stället.")
    for name, value in fields.items():
        setattr(term, name, value)
    _refuse_unfit(term, group)
    composing.store(term, by=by, at=at, reason=why)
    return term


@transaction.atomic
def call_off_office(term: OfficeTerm, *, by: User, at: datetime | None = None) -> None:
    """Take back an office whose first day has not come: it has been held on no day, and its history stays."""
    term, _ = _locked(term, by=by, at=at)
    if term.starts <= timezone.localdate(at):
        raise Misfit(f"Uppdraget började {long_date(term.starts)}. Avsluta eller rätta det i stället.")
    history.remove(term, by=by, at=at, reason="Återtagen före tillträdet")


def _locked(term: OfficeTerm, *, by: User, at: datetime | None) -> tuple[OfficeTerm, Group]:
    """The term as it stands, and its group, locked, if it is this account's to change."""
    group = composing.begin(term.membership.group_id, by=by, at=at, person=term.membership.person)
    return composing.current(OfficeTerm.objects.select_related("membership__person"), term.pk), group


def _refuse_unfit(term: OfficeTerm, group: Group) -> None:
    composing.refuse_backwards(term)
    composing.refuse_beyond(term, term.membership, what=_sits(term))
    composing.refuse_beyond(term, group, what="Gruppen finns")
    still_in = Q(membership__ends=None) | Q(membership__ends__gt=term.starts)
    others = OfficeTerm.objects.of_group(group).filter(composing.sharing_a_day(term.starts, term.ends), still_in)
    for other in others.filter(office=term.office).exclude(pk=term.pk):
        if other.membership.person_id != term.membership.person_id:
            _refuse_second(term, other)


def _refuse_second(term: OfficeTerm, other: OfficeTerm) -> None:
    if (term.is_shared and other.is_shared) or term.is_interim or other.is_interim:
        return
    office = term.get_office_display().lower()
    until = f" till och med {composing.last_day(other.ends)}" if other.ends else ""
    raise Misfit(
        f"Gruppen har redan en {office} under den tiden: {other.membership.person}, från och med "
        f"{long_date(other.starts)}{until}. Avsluta det uppdraget först, eller ange att båda delar uppdraget eller "
        "att den nya är tillförordnad.",
        field="office",
    )


def _sits(term: OfficeTerm) -> str:
    return f"{term.membership.person} är med i gruppen"
