"""Minutes that a date has opened: the time for comments is over, or the meeting that approves them has come."""

from datetime import date
from functools import partial

from groups.models import GroupType
from meetings.models import MinutesVersion
from meetings.rules import remaining_of
from meetings.states import MinutesState
from meetings.workflow.approval import approving_meeting
from meetings.workflow.verdicts import why_closed
from samverkan.common import daily, outbox
from samverkan.common.swedish import long_date

#: The modes in which a note is sent before its adjusters can adjust it.
LATER = [GroupType.AdjustmentMode.COMMENTS, GroupType.AdjustmentMode.NEXT_MEETING]


@daily.task("minutes to adjust")
def tell_adjusters(on: date) -> None:
    """Tell those who adjust, once, that they can from now on."""
    out = MinutesVersion.objects.filter(state=MinutesState.OUT, adjustment_mode__in=LATER).defer("content")
    daily.each(out.select_related("meeting__group__type"), partial(_tell, on=on))


def _tell(version: MinutesVersion, *, on: date) -> None:
    if why_closed(version, on=on):
        return
    later = approving_meeting(version.meeting)
    context = {"mode": version.adjustment_mode, "day": long_date(later.date) if later else ""}
    for person in remaining_of(version, on=on):
        outbox.add_once(
            f"minutes-to-adjust:{version.pk}:{person.pk}", "meetings.mail", template="minutes_to_adjust_now",
            meeting=version.meeting_id, person=person.pk, context=context, minutes=version.pk,
        )  # fmt: skip
