"""Consultations: those that the person can answer for a group, an organisation or an area and nobody has answered, and
those of the groups that the person runs whose answers did not become a paper.
"""

from collections.abc import Collection
from datetime import date, datetime

from django.urls import reverse

from meetings.models import Consultation, Consulted
from samverkan.common.swedish import long_date
from samverkan.portal.todo.thing import SOON, Todo


def consultations(person: int | None, *, on: date) -> list[Todo]:
    """The nearest last day first. One query; it is asked only while some consultation is out."""
    rows = Consulted.objects.unanswered().filter(consultation__until__gte=on).answered_by(person, on=on)
    shown = rows.select_related("consultation__matter__group", "group", "organisation", "area")
    return [_todo(row, on) for row in shown.order_by("consultation__until", "pk")]


def _todo(row: Consulted, on: date) -> Todo:
    consultation = row.consultation
    matter = consultation.matter
    return Todo(
        label="Svara på remissen",
        about=f"{matter.title}, från {matter.group.name} till {row.who}",
        why=f"Senast {long_date(consultation.until)}.",
        url=reverse("meetings_admin:consultation-answer", args=[consultation.pk, row.pk]),
        verb="Läs och svara",
        is_urgent=consultation.until <= on + SOON,
        due=consultation.until,
    )


def not_gathered(groups: Collection[int], *, at: datetime) -> list[Todo]:
    """Answers to gather once more, the longest closed first. One query; it is asked only when there are any."""
    rows = Consultation.objects.not_gathered(at=at).filter(matter__group__in=groups)
    return [_to_gather(row) for row in rows.select_related("matter__group").order_by("closed_at", "pk")]


def _to_gather(row: Consultation) -> Todo:
    url = reverse("meetings_admin:consultation", args=[row.pk])
    return Todo(
        label="Sammanställ svaren på remissen igen",
        about=f"{row.matter.title}, {row.matter.group.name}",
        why="Det gick inte när remissen avslutades, och frågan kommer inte vidare.",
        url=url,
        verb="Till remissen",
    )
