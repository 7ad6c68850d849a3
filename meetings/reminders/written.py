"""Written meetings: those who have not answered are reminded the day before, and the day that passes closes them."""

from datetime import date, timedelta
from functools import partial

from groups.mail import secretariat_of
from meetings.models import Meeting
from meetings.states import MeetingState
from meetings.workflow.written import close_written, silent
from samverkan.common import daily, outbox
from samverkan.common.swedish import long_date

OUT = {"kind": Meeting.Kind.WRITTEN, "state": MeetingState.CALLED}


@daily.task("written meetings to answer")
def remind_silent(on: date) -> None:
    """Tell those who have not answered that tomorrow is the last day, once for each such day."""
    rows = Meeting.objects.filter(**OUT, answers_until=on + timedelta(days=1)).select_related("group")
    daily.each(rows, partial(_remind, on=on))


def _remind(meeting: Meeting, *, on: date) -> None:
    for person in silent(meeting, on=on):
        outbox.add_once(
            f"written-reminder:{meeting.pk}:{meeting.answers_until}:{person.pk}", "meetings.mail",
            template="written_reminder", meeting=meeting.pk, person=person.pk,
            context={"until": long_date(on + timedelta(days=1))},
        )  # fmt: skip


@daily.task("written meetings that are over")
def close_passed(on: date) -> None:
    """Close those whose last day has passed, and tell the secretariat that the note is there to be read through."""
    rows = Meeting.objects.filter(**OUT, answers_until__lt=on).select_related("group")
    daily.each(rows, partial(_close, on=on))


def _close(meeting: Meeting, *, on: date) -> None:
    close_written(meeting, by=None)
    for person in secretariat_of(meeting.group, on=on):
        outbox.add_once(
            f"written-closed:{meeting.pk}:{person.pk}", "meetings.mail",
            template="written_closed", meeting=meeting.pk, person=person.pk, context={},
        )  # fmt: skip
