"""The page for a note that was published and is not: since when, and who can be asked for the record."""

from django.http import HttpRequest, HttpResponse

from groups.models import RecordKeeping
from meetings.models import Meeting
from meetings.workflow.publication import redaction_under_way
from samverkan.portal.shell import Trail, gone


def gone_note(request: HttpRequest, meeting: Meeting, *, section: str, trail: Trail) -> HttpResponse:
    """410. Why it was taken away is not said: the reason may itself be what had to go."""
    closed = meeting.publications.filter(closed_at__isnull=False).order_by("closed_at").last()
    keeping = RecordKeeping.objects.on(meeting.date).filter(group=meeting.group_id).select_related("authority")
    return gone(
        request,
        section=section,
        trail=trail,
        keeper=keeping.first(),
        meeting=meeting,
        closed_on=closed.closed_at if closed else None,
        is_reviewed=redaction_under_way(meeting) is not None,
    )
