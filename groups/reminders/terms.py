"""Reminders that the time of a chair or vice chair is about to end: 90 and 30 days before, once each (R2)."""

from collections import defaultdict
from datetime import date

from django.db.models import Q

from groups.mail import remind, secretariat_of
from groups.models import Group, OfficeTerm, Person
from groups.offices import Offices, Term, offices_of
from groups.terms import next_in
from samverkan.common import daily
from samverkan.common.swedish import long_date

STAGES = (30, 90)


@daily.task("groups.terms")
def warn(on: date) -> None:
    """Remind those who run and chair the groups of every term that is about to end."""
    ending = Q(memberships__offices__ends__gt=on) | Q(memberships__ends__gt=on, memberships__offices__isnull=False)
    groups = list(Group.objects.on(on).filter(ending).distinct())
    offices = dict(zip([group.pk for group in groups], offices_of(groups).values(), strict=True))
    daily.each(groups, lambda group: _look_at(group, offices[group.pk], on=on))


def _look_at(group: Group, offices: Offices, *, on: date) -> None:
    for (ends, stage), terms in _ending(offices, on).items():
        _remind(group, offices, terms, ends=ends, stage=stage, on=on)


def _ending(offices: Offices, on: date) -> dict[tuple[date, int], list[Term]]:
    """The terms that end within the longest stage, by the day and the tightest stage that it has come to."""
    found: dict[tuple[date, int], list[Term]] = defaultdict(list)
    for term in (*offices.chairs(on=on), *offices.vice_chairs(on=on)):
        if term.ends:
            stage = next((stage for stage in STAGES if (term.ends - on).days <= stage), None)
            if stage:
                found[term.ends, stage].append(term)
    return found


def _remind(group: Group, offices: Offices, terms: list[Term], *, ends: date, stage: int, on: date) -> None:
    """One mail to each, whatever the number of terms that end the same day; a term that is extended is a new matter."""
    next_chair = next_in(offices, on=on) if any(term.office == OfficeTerm.Office.CHAIR for term in terms) else None
    context = {
        "group": group.title,
        "who": "\n".join(f"{OfficeTerm.Office(term.office).label}: {term.person.name}" for term in terms),
        "last_day": long_date(terms[0].last_day or ends),
        "next": next_chair.sentence if next_chair else "",
        "settled": "ja" if all(offices.successor(term.office, on=on) for term in terms) else "",
    }
    key = f"term:{'-'.join(str(term.pk) for term in terms)}:{ends}:{stage}"
    for person in _people(group, offices, on=on):
        remind(key, "term_ending", person, path=f"/admin/grupper/{group.slug}/", **context)


def _people(group: Group, offices: Offices, *, on: date) -> list[Person]:
    people = [*secretariat_of(group, on=on), *(term.person for term in offices.chairs(on=on))]
    return list({person.pk: person for person in people}.values())
