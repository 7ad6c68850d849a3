"""The pages for a note and a file that were published and are not: since when, and who can be asked for the record."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from groups.models import RecordKeeping
from meetings.models import Meeting
from meetings.workflow.publication import redaction_under_way
from samverkan.common.swedish import long_date
from samverkan.portal.shell import MEETINGS, Trail, gone, trail_of


def gone_note(request: HttpRequest, meeting: Meeting, *, section: str, trail: Trail) -> HttpResponse:
    """410. Why it was taken away is not said: the reason may itself be what had to go."""
    closed = meeting.publications.filter(closed_at__isnull=False).order_by("closed_at").last()
    return gone(
        request,
        section=section,
        trail=trail,
        keeper=_keeper(meeting),
        meeting=meeting,
        closed_on=closed.closed_at if closed else None,
        is_reviewed=redaction_under_way(meeting) is not None,
    )


def gone_file(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """410 for a file of a meeting, which may be away while the note stands: who can be asked for it."""
    group = meeting.group
    trail = trail_of(MEETINGS, (group.code, reverse("group", args=[group.slug])), (long_date(meeting.date), ""))
    return gone(request, section="meetings", trail=trail, keeper=_keeper(meeting), meeting=meeting)


def _keeper(meeting: Meeting) -> RecordKeeping | None:
    """Who kept the records of the group on the day of the meeting."""
    rows = RecordKeeping.objects.on(meeting.date).filter(group=meeting.group_id).select_related("authority")
    found: RecordKeeping | None = rows.first()
    return found
