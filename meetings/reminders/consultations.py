"""Consultations: those who have not answered are reminded some days before the last, and the day that passes closes."""

from datetime import date, timedelta
from functools import partial

from meetings.models import Consultation, Consulted
from meetings.workflow import consultations
from samverkan.common import daily

#: How long before the last day those who have not answered are reminded.
BEFORE = timedelta(days=3)


@daily.task("consultations to answer")
def remind_silent(on: date) -> None:
    """Tell those who have not answered that the last day is near, once for each such day."""
    rows = Consulted.objects.unanswered().filter(consultation__until__gte=on, consultation__until__lte=on + BEFORE)
    shown = rows.select_related("consultation__matter__group", "group", "organisation", "area")
    daily.each(shown, partial(consultations.remind, on=on))


@daily.task("consultations that are over")
def close_passed(on: date) -> None:
    """Close those whose last day has passed, so that their matters come back with the answers."""
    rows = Consultation.objects.out().filter(until__lt=on).select_related("matter__group")
    daily.each(rows, partial(consultations.close, by=None))
