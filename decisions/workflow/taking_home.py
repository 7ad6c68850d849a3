"""What is promised when a note is published: one mail to each member, with what to take home."""

from datetime import datetime, timedelta

from django.utils import timezone

from groups.models import Person
from groups.sitting import sittings
from meetings.models import Publication
from samverkan.common import outbox

KIND = "decisions.take-home"
#: Of older meetings nobody takes anything home: a note that is read in from an archive is published in silence.
RECENT = timedelta(days=180)


def send_home(publication: Publication, *, at: datetime) -> None:
    """Promise each who sits in the groups of the meeting one mail, once for the meeting. Runs in the transaction of the
    publication.
    """
    meeting, day = publication.meeting, timezone.localdate(at)
    if meeting.date < day - RECENT:
        return
    groups = [meeting.group_id, *meeting.joint_groups.values_list("pk", flat=True)]
    sits = sittings(on=day).filter(group__in=groups)
    for person in Person.objects.filter(memberships__in=sits).distinct().order_by("pk"):
        outbox.add_once(f"take-home:{meeting.pk}:{person.pk}", KIND, meeting=meeting.pk, person=person.pk)
