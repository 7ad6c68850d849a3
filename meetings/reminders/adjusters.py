"""Notes that are out while those who adjust change: a chair follows another, a named adjuster leaves the group."""

from datetime import date, datetime, time
from functools import partial

from django.utils import timezone

from groups.mail import secretariat_of
from meetings.models import Adjuster, MinutesVersion
from meetings.rules import gone_adjusters, remaining_of
from meetings.states import MinutesState
from meetings.workflow.adjusters import BY_CHAIRS, Mode, follow_chairs
from meetings.workflow.verdicts import why_closed
from samverkan.common import daily, outbox

#: When on the day the daily work counts a new chair as an adjuster.
MORNING = time(5)


@daily.task("minutes with another chair")
def follow(on: date) -> None:
    """Whoever chairs by now adjusts the notes that are out to chairs, and is told so once."""
    out = MinutesVersion.objects.filter(state=MinutesState.OUT, adjustment_mode__in=BY_CHAIRS)
    morning = timezone.make_aware(datetime.combine(on, MORNING))
    daily.each(out.defer("content", "seal").select_related("meeting"), partial(follow_chairs, at=morning))


@daily.task("named adjusters who have left")
def tell_of_gone(on: date) -> None:
    """Tell the secretariat, once for each, that a named adjuster has left and somebody else has to be named."""
    daily.each(gone_adjusters(on=on), partial(_tell_of_gone, on=on))


def _tell_of_gone(row: Adjuster, *, on: date) -> None:
    meeting = row.version.meeting
    for person in secretariat_of(meeting.group, on=on):
        outbox.add_once(
            f"adjuster-gone:{row.pk}:{person.pk}", "meetings.mail", template="minutes_adjuster_gone",
            meeting=meeting.pk, person=person.pk, context={"gone": row.person.name},
        )  # fmt: skip


@daily.task("minutes that nobody can adjust")
def tell_of_nobody(on: date) -> None:
    """Tell the secretariat, once for each version, that the group has nobody who can adjust it."""
    out = MinutesVersion.objects.filter(state=MinutesState.OUT).exclude(adjustment_mode=Mode.NAMED)
    rows = out.defer("content", "seal").select_related("meeting__group__type", "sent_by")
    daily.each(rows, partial(_tell_of_nobody, on=on))


def _tell_of_nobody(version: MinutesVersion, *, on: date) -> None:
    if why_closed(version, on=on) or remaining_of(version, on=on):
        return
    for person in secretariat_of(version.meeting.group, on=on):
        outbox.add_once(
            f"minutes-stalled:{version.pk}:{person.pk}", "meetings.mail", template="minutes_stalled",
            meeting=version.meeting_id, person=person.pk, context={},
        )  # fmt: skip
