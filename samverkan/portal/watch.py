"""What somebody who chairs or runs a group should look at: mandate, offices, seats, meetings and documents.

It is told behind sign-in, to those who chair or run the group, and never in public (R11).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from groups.mandates.reading import last_day_of
from groups.models import GoverningDocument, Group, Mandate
from groups.offices import offices_of
from groups.terms import warnings_in
from meetings.planning.frequency import Standing, frequencies_of
from meetings.planning.representation import gaps_of
from samverkan.common.swedish import long_date

#: How long before the last day of a mandate or document it is time to see to it (R10).
AHEAD = timedelta(days=90)
#: The kinds of point that whoever administers the area looks at in every group of it.
AREA_KINDS = frozenset({"Uppdrag", "Ordförande", "Möten"})


@dataclass(frozen=True, slots=True)
class Point:
    """One thing to look at: of what kind, the sentence, and where something can be done about it."""

    kind: str
    sentence: str
    url: str


def points_of(groups: Sequence[Group], *, on: date) -> dict[int, list[Point]]:
    """Group's key → what to look at on the day; as many queries for many groups as for one."""
    desks = {group.pk: reverse("group-desk", args=[group.slug]) for group in groups}
    frequencies, gaps, offices = frequencies_of(groups, on=on), gaps_of(groups, on=on), offices_of(groups)
    found: dict[int, list[Point]] = {}
    for group in groups:
        points, desk = found.setdefault(group.pk, []), desks[group.pk]
        if not group.holds_on(on):
            continue
        points += [Point("Ordförande", warning.sentence, desk) for warning in warnings_in(offices[group.pk], on=on)]
        points += [Point("Plats", gap.sentence, desk) for gap in gaps[group.pk]]
        if frequencies[group.pk].state != Standing.ENOUGH:
            points.append(Point("Möten", _capital(frequencies[group.pk].sentence) + ".", desk))
    for pk, point in [*_mandates(groups, on), *_documents(groups, desks, on)]:
        found[pk].append(point)
    return found


def _mandates(groups: Sequence[Group], on: date) -> list[tuple[int, Point]]:
    """Mandates that run out or are to be reviewed, once for each group that they cover."""
    keys = {group.pk for group in groups}
    rows = Mandate.objects.newest_running_out(keys, on=on, days=AHEAD.days)
    return [
        (row.of, Point("Uppdrag", _mandate(row, on), reverse("groups_admin:mandate", args=[row.pk]))) for row in rows
    ]


def _mandate(mandate: Any, on: date) -> str:
    revised = " En ny version är under arbete." if mandate.is_revised else ""
    if mandate.valid_until and mandate.valid_until < on:
        return f"Uppdraget gällde till och med {last_day_of(mandate)} och har löpt ut.{revised}"
    if mandate.valid_until and mandate.valid_until <= on + AHEAD:
        return f"Uppdraget gäller till och med {last_day_of(mandate)}.{revised}"
    return f"Uppdraget skulle ses över senast {long_date(mandate.review_date or on)}.{revised}"


def _documents(groups: Sequence[Group], desks: dict[int, str], on: date) -> list[tuple[int, Point]]:
    """Documents that the groups own and that are to be reviewed or run out."""
    mine = GoverningDocument.objects.filter(group__in=[group.pk for group in groups])
    return [
        (document.group_id, Point("Styrdokument", _document(document, on), desks[document.group_id]))
        for document in mine.due_for_review(on=on) | mine.running_out(on=on, days=AHEAD.days)
    ]


def _document(document: GoverningDocument, on: date) -> str:
    if document.valid_until and document.valid_until <= on + AHEAD:
        return f"{document.title} gäller till och med {long_date(document.valid_until)}."
    return f"{document.title} skulle ses över senast {long_date(document.review_date or date.min)}."


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
