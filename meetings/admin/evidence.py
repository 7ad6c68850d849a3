"""The file that shows what was said when something was registered: for the secretariat and those who chair."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from groups.admin.access import UserRequest
from groups.rules import chairs_group
from meetings.admin.access import meeting_for
from meetings.models import StoredDocument
from meetings.rules import may_prepare
from samverkan.common import uploads
from samverkan.common.admin_site import signed_in


@require_GET
@signed_in
def evidence(request: UserRequest, pk: int, document: int) -> HttpResponse:
    """The file, as it was registered."""
    meeting = meeting_for(request, pk)
    if not may_prepare(request.user, meeting) and not chairs_group(request.user, meeting.group):
        raise PermissionDenied("Filen är för gruppens processledare, koordinator och ordförande.")
    rows = StoredDocument.objects.filter(meeting=meeting, kind=StoredDocument.Kind.EVIDENCE)
    found = get_object_or_404(rows, pk=document)
    try:
        return uploads.served(found.path, name=found.name, media_type=found.media_type, sha256=found.sha256)
    except FileNotFoundError as error:
        raise Http404 from error
