"""The agenda of a called meeting as a file for everyone; drawn by the worker, handed out here."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from meetings.agendas import public
from meetings.models import Meeting, Publication
from samverkan.portal.gone import gone_note
from samverkan.portal.shell import MEETINGS, trail_of
from samverkan.portal.views.meetings import known_meetings, meeting_trail, moved_meeting, served, was_published

# /moten/<group>/<day>/agenda.pdf


@require_safe
def agenda_pdf(request: HttpRequest, group: str, day: str) -> HttpResponse:
    """The stored file of what everyone may read of the agenda today, byte for byte; never rendered here.

    410 while the note of the meeting has been taken away; 404 before the call, and until the file is stored.
    """
    found: Meeting | None = known_meetings(group, day).first()
    if found is None:
        return moved_meeting(group, day, "agenda-pdf")
    if was_published(found) and not Publication.objects.published().filter(meeting=found).exists():
        return gone_note(request, found, section="meetings", trail=trail_of(MEETINGS, *meeting_trail(found)))
    file = public.file_of(found)
    if file is None:
        raise Http404
    response = get_conditional_response(request, etag=quote_etag(file.sha256))
    return response if isinstance(response, HttpResponse) else served(file, f"{group}-{day}-agenda.pdf")
