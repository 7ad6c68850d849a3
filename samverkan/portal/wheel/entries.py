"""What a year holds for groups: meetings, days for plans and reports, yearly meetings (R9), what ends. What is late
is said in words, as it is known on the day.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from django.urls import reverse

from groups.models import Group, Mandate
from groups.offices import Term, offices_of
from groups.states import MandateState
from meetings.calendars.invitations import GATHERINGS
from meetings.models import Meeting
from meetings.states import MeetingState
from samverkan.common.swedish import long_date
from samverkan.portal.wheel.demands import deadlines, together
from samverkan.portal.wheel.entry import ENDING, MEETING, RINGS, Entry

__all__ = ["RINGS", "Entry", "entries_of"]

NOT_HELD = "Dagen har varit, men mötet är inte registrerat som hållet."


def entries_of(groups: Iterable[Group], *, year: int, on: date) -> list[Entry]:
    """What the year holds for the groups, in the order of the days; as many queries for many groups as for one.

    ``groups`` are such as everyone may know of. Only what is public is told.
    """
    listed = list(groups)
    found = [
        *_meetings(listed, year, on),
        *deadlines(listed, year, on),
        *together(listed, year, on),
        *_terms(listed, year, on),
        *_mandates(listed, year, on),
    ]
    return sorted(found, key=lambda entry: (entry.day, list(RINGS).index(entry.ring), entry.title))


def _meetings(groups: list[Group], year: int, on: date) -> Iterator[Entry]:
    rows = Meeting.objects.published().filter(date__year=year, kind__in=GATHERINGS).of_groups(groups)
    for meeting in rows.exclude(state=MeetingState.CANCELLED).select_related("group"):
        url = reverse("meeting", args=[meeting.group.slug, meeting.day_key])
        is_held = meeting.state == MeetingState.HELD
        late = NOT_HELD if meeting.date < on and not is_held else ""
        yield Entry(meeting.date, MEETING, meeting.group.title, url, meeting.get_state_display(), late)


def _terms(groups: list[Group], year: int, on: date) -> Iterator[Entry]:
    by_key = {group.pk: group for group in groups}
    for key, offices in offices_of(groups).items():
        group = by_key[key]
        for term in offices.terms:
            if term.last_day is None or term.last_day.year != year or not group.holds_on(term.last_day):
                continue
            over = term.last_day < on and group.holds_on(on) and not offices.holders(term.office, on=on)
            late = f"Ingen ny {_office(term)} är registrerad." if over else ""
            title = f"{group.title}: {_office(term)}s tid går ut"
            yield Entry(
                term.last_day, ENDING, title, reverse("group", args=[group.slug]), _holder(term), late
            )  # fmt: skip


def _office(term: Term) -> str:
    return "ordförande" if term.office == "chair" else "vice ordförande"


def _holder(term: Term) -> str:
    return f"{term.person.name}, {term.organisation_then}" if term.organisation_then else term.person.name


def _mandates(groups: list[Group], year: int, on: date) -> Iterator[Entry]:
    """The last days of mandates of groups that are there that day. One that nothing has taken the place of is late for
    as long as a group that it covers goes on.
    """
    shown = {group.pk: group for group in groups if group.shows_mandate}
    rows = Mandate.objects.exclude(state=MandateState.DRAFT).filter(groups__in=shown).distinct()
    known = list(rows.prefetch_related("groups"))
    for mandate in known:
        last = mandate.valid_until
        if last is None or last.year != year:
            continue
        covered = [shown[row.pk] for row in mandate.groups.all() if row.pk in shown and shown[row.pk].holds_on(last)]
        if not covered:
            continue
        more = len(covered) - 1
        about = f"Gäller {covered[0].title}{f' och {more} till' if more else ''}, till och med {long_date(last)}"
        left = [group for group in covered if group.holds_on(on) and _is_newest(mandate, group, known)]
        late = "Har gått ut och är inte ersatt." if last < on and left else ""
        url = reverse("mandate", args=[covered[0].slug, mandate.version])
        yield Entry(last, ENDING, f"Uppdraget går ut: {mandate.title}", url, about, late)


def _is_newest(mandate: Mandate, group: Group, adopted: list[Mandate]) -> bool:
    """Whether the group has no later version of its mandate, of those that have been adopted."""
    later = (row for row in adopted if row.version > mandate.version)
    return mandate.state == MandateState.ADOPTED and not any(group in row.groups.all() for row in later)
