"""How the chair of a group changes hands: who is next and from when, and what breaks the rule (R2).

The answers are worked out of ``Offices``, which ``groups.offices`` reads, so that a list costs no query per group.
Warnings are for those who run the group.
"""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from groups.models import OfficeTerm, TermRule
from groups.offices import OTHER_SIDE, Offices, Term
from samverkan.common.swedish import listed, long_date

#: How long before the end of a term it is time to find the next.
AHEAD = timedelta(days=90)
_TURN = {
    TermRule.Rotation.SIDES: "nästa part",
    TermRule.Rotation.PARTIES: "nästa part",
    TermRule.Rotation.ELECTED: "den som gruppen väljer inom sig",
    TermRule.Rotation.APPOINTED: "den som utses utanför gruppen",
}
_CHAIR, _VICE_CHAIR = OfficeTerm.Office.CHAIR, OfficeTerm.Office.VICE_CHAIR


def months_after(day: date, months: int) -> date:
    """The same day as many months later; the last of the month where there is no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


# --- Who is next --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NextTerm:
    """When the chair changes hands, to whom, and the sentence that says so."""

    starts: date
    who: str
    sentence: str


def next_in(offices: Offices, *, on: date) -> NextTerm | None:
    """Who chairs after those of the day, and from when; None where nothing says when that is.

    The day is that of a registered successor, else the registered end of the term, else the end of the time that
    the rule gives it. That may have passed: the change is late then.
    """
    chairs, successor = offices.chairs(on=on), offices.successor(_CHAIR, on=on)
    if successor:
        return _sentence(offices.rule, successor.starts, _named(offices.rule, successor), settled=True)
    starts = _runs_out(offices, chairs) if chairs else None
    if starts is None or offices.rule is None:
        return None
    return _sentence(offices.rule, starts, _whose_turn(offices, chairs, starts), settled=False)


def period_ends(offices: Offices, term: Term) -> date | None:
    """When the time that the rule gives the chair's side is up; None where the rule says no time.

    Who was appointed by the same principal in mid-term finishes the predecessor's period.
    """
    rule = offices.rule
    if rule is None or not rule.months:
        return None
    ends: list[tuple[Term, date]] = []
    for each in (other for other in offices.terms if other.office == term.office):
        begun = [end for earlier, end in ends if each.starts < end and _same_turn(rule, earlier, each)]
        end = begun[0] if begun and rule.same_principal_fills else months_after(each.starts, rule.months)
        if each == term:
            return end
        ends.append((each, end))
    return None


def _same_turn(rule: TermRule, one: Term, other: Term) -> bool:
    by_side = rule.rotation == TermRule.Rotation.SIDES
    return one.side == other.side if by_side else one.principal == other.principal


def _runs_out(offices: Offices, chairs: list[Term]) -> date | None:
    known = [term.ends for term in chairs if term.ends]
    return max(known) if known else period_ends(offices, chairs[0])


def _named(rule: TermRule | None, term: Term) -> str:
    by_side = rule is None or rule.rotation == TermRule.Rotation.SIDES
    if by_side and term.side in OTHER_SIDE:
        return term.side
    return term.organisation.named_on(term.starts) if term.organisation else "nästa part"


def _whose_turn(offices: Offices, chairs: list[Term], starts: date) -> str:
    """The other side; but in mid-term an interim chair is followed by one of the same side."""
    rotation = TermRule.Rotation(offices.rule.rotation) if offices.rule else TermRule.Rotation.PARTIES
    side, period = chairs[0].side, period_ends(offices, chairs[0])
    if rotation != TermRule.Rotation.SIDES or side not in OTHER_SIDE:
        return _TURN[rotation]
    in_mid_term = all(term.is_interim for term in chairs) and period is not None and starts < period
    return side if in_mid_term else OTHER_SIDE[side]


def _sentence(rule: TermRule | None, starts: date, who: str, *, settled: bool) -> NextTerm:
    tail = ""
    if rule and rule.in_step_with and rule.in_step_with.shows_group and who in OTHER_SIDE:
        name = rule.in_step_with.name
        tail = f", i takt med {name if name[1:2].isupper() else name[:1].lower() + name[1:]}"
    elif rule and rule.is_extendable and not settled:
        tail = ", om gruppen inte enas om att förlänga"
    return NextTerm(starts, who, f"Från {long_date(starts)}: {who}{tail}.")


# --- What breaks the rule -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TermWarning:
    """Something to do about who chairs: a word for the kind, and the sentence for those who run the group."""

    kind: str
    sentence: str


def warnings_in(offices: Offices, *, on: date) -> list[TermWarning]:
    """What is missing, about to end, overdue or against the rule on the day, the most pressing first."""
    return [
        *_vacant(offices, on),
        *_overdue(offices, on),
        *_ending(offices, on),
        *_same_side(offices, on),
        *_not_shared(offices, on),
    ]


def _vacant(offices: Offices, on: date) -> list[TermWarning]:
    wanted = [_CHAIR]
    if offices.rule and offices.rule.vice_from_other_side:
        wanted.append(_VICE_CHAIR)
    return [
        TermWarning(f"no_{office}", _vacancy(offices, office, on))
        for office in wanted
        if not offices.holders(office, on=on)
    ]


def _vacancy(offices: Offices, office: OfficeTerm.Office, on: date) -> str:
    rule, last = offices.rule, next(iter(offices.before(office, on=on)), None)
    since = f" sedan {long_date(last.ends)}" if last and last.ends else ""
    said = f"Gruppen saknar {office.label.lower()}{since}."
    if coming := offices.successor(office, on=on):
        return f"{said} Nästa är registrerad från {long_date(coming.starts)}."
    period = period_ends(offices, last) if last else None
    if rule and rule.same_principal_fills and last and last.principal and (period is None or on < period):
        return f"{said} Om uppdraget lämnades i förtid utser samma huvudman en ny: {last.principal.name}."
    return f"{said} Registrera den som har uppdraget."


def _overdue(offices: Offices, on: date) -> list[TermWarning]:
    found = []
    for term in offices.chairs(on=on):
        period = period_ends(offices, term)
        extended = term.ends and offices.rule and offices.rule.is_extendable
        if period and period <= on and not extended:
            todo = "Registrera förlängningen" if offices.rule and offices.rule.is_extendable else "Registrera nästa"
            found.append(
                TermWarning(
                    "overdue",
                    f"{term.person} har varit ordförande längre än uppdraget säger: tiden gick ut "
                    f"{long_date(period - timedelta(days=1))}. {todo} eller ändra dagarna.",
                )
            )
    return found


def _ending(offices: Offices, on: date) -> list[TermWarning]:
    found = []
    for office in (_CHAIR, _VICE_CHAIR):
        if offices.successor(office, on=on):
            continue
        for term in offices.holders(office, on=on):
            if term.last_day and term.ends and term.ends - on <= AHEAD:
                then = next_in(offices, on=on) if office == _CHAIR else None
                said = f"{term.person} är {office.label.lower()} till och med {long_date(term.last_day)}."
                found.append(
                    TermWarning("ending", f"{said} {then.sentence if then else 'Ingen är registrerad efter.'}")
                )
    return found


def _same_side(offices: Offices, on: date) -> list[TermWarning]:
    if not (offices.rule and offices.rule.vice_from_other_side):
        return []
    sides = {term.side for term in offices.chairs(on=on)}
    return [
        TermWarning(
            "same_side",
            f"Vice ordföranden {term.person} kommer från {term.side}, som också har ordföranden. "
            f"Enligt uppdraget ska vice ordföranden komma från {OTHER_SIDE[term.side]}.",
        )
        for term in offices.vice_chairs(on=on)
        if sides == {term.side} and term.side in OTHER_SIDE
    ]


def _not_shared(offices: Offices, on: date) -> list[TermWarning]:
    alone = [term for term in offices.chairs(on=on) if not (term.is_shared or term.is_interim)]
    if len(alone) < 2:
        return []
    names = listed([term.person.name for term in alone])
    return [
        TermWarning(
            "not_shared",
            f"{names} är ordförande samtidigt. Markera ordförandeskapet som delat, eller avsluta ett av dem.",
        )
    ]
