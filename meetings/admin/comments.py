"""Comments: the note that is out, with a box for each item; and what everybody has written, by item."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from groups.admin.access import UserRequest
from groups.models import GroupType
from meetings import workflow
from meetings.admin.access import meeting_for
from meetings.forms.adjustment import CommentsForm
from meetings.models import Meeting, MinutesComment, MinutesVersion
from meetings.reading import Document, document_of_version
from meetings.rules import may_comment, may_read_comments
from meetings.workflow.comments import takes_comments
from samverkan.common.admin_site import signed_in
from samverkan.common.refusals import Refused, StepRefused

SENT_AGAIN = "Anteckningen har skickats på nytt sedan du öppnade sidan. Läs den här, och spara igen det som gäller än."


@require_http_methods(["GET", "POST"])
@signed_in
def page(request: UserRequest, pk: int) -> HttpResponse:
    """Read the note and what has been written about it; write, while it is time."""
    meeting = meeting_for(request, pk)
    if not may_read_comments(request.user, meeting):
        raise PermissionDenied("Kommentarerna är för gruppens ledamöter, ordförande och processledare.")
    version = commented(meeting)
    if request.method == "POST":
        return _save(request, meeting, version)
    if version is None:
        return render(request, "meetings/comments.html", {"meeting": meeting, "version": None})
    return _show(request, meeting, version, _form(request, version))


def commented(meeting: Meeting) -> MinutesVersion | None:
    """The latest version of the minutes that was sent out for comment."""
    versions = meeting.minutes_versions.filter(adjustment_mode=GroupType.AdjustmentMode.COMMENTS)
    found: MinutesVersion | None = versions.select_related("sent_by__person").last()
    if found:
        found.meeting = meeting
    return found


def with_comments(document: Document, version: MinutesVersion, form: CommentsForm | None = None) -> list[Document]:
    """Each item of the note, and last the whole of it (None), with its comments and the box to write in."""
    written: dict[int | None, list[MinutesComment]] = {}
    for row in version.comments.select_related("person").order_by("given_at", "pk"):
        written.setdefault(row.item, []).append(row)
    return [
        {
            "item": item,
            "comments": written.get(number, []),
            "field": form.field(number) if form else None,
        }
        for item, number in [*((item, item["number"]) for item in document["items"]), (None, None)]
    ]


def _form(request: UserRequest, version: MinutesVersion, data: Any = None) -> CommentsForm | None:
    """The boxes, for who may write in them now; with ``data`` also when it is too late, so that nothing is lost."""
    may_now = may_comment(request.user, version) and takes_comments(version, on=timezone.localdate())
    if data is None and not may_now:
        return None
    own = version.comments.filter(person=request.user.person_id).values_list("item", "text")
    return CommentsForm(document_of_version(version)["items"], dict(own), data)


def _save(request: UserRequest, meeting: Meeting, version: MinutesVersion | None) -> HttpResponse:
    if version is None:
        return redirect("meetings_admin:minutes-comments", pk=meeting.pk)
    if not may_comment(request.user, version):
        raise PermissionDenied("Bara gruppens ledamöter kommenterar anteckningen.")
    form = _form(request, version, request.POST)
    if form is None or not form.is_valid():
        return _show(request, meeting, version, form, status=422)
    try:
        if request.POST.get("version") != str(version.pk):
            raise StepRefused(SENT_AGAIN)
        changed = workflow.save_comments(version, form.texts(), by=request.user)
    except Refused as refusal:
        return _show(request, meeting, version, form, status=409, refusal=refusal)
    messages.success(request, "Dina kommentarer är sparade." if changed else "Inget var ändrat.")
    return redirect("meetings_admin:minutes-comments", pk=meeting.pk)


def _show(
    request: UserRequest,
    meeting: Meeting,
    version: MinutesVersion,
    form: CommentsForm | None,
    *,
    status: int = 200,
    refusal: Refused | None = None,
) -> HttpResponse:
    document = document_of_version(version)
    context = {
        "meeting": meeting,
        "version": version,
        "doc": document,
        "form": form,
        "rows": with_comments(document, version, form),
        "refusal": refusal,
    }
    return render(request, "meetings/comments.html", context, status=status)
