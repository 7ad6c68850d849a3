"""Consultations that the person can answer for a group, an organisation or an area, and that nobody has answered."""

from datetime import date

from django.urls import reverse

from meetings.models import Consulted
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
