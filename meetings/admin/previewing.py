"""The note before it is sent: as everyone will read it once it is published, or as the adjusters will read it."""

from typing import Any

from django.http import HttpRequest

from meetings import gate
from meetings.models import Meeting
from meetings.reading import document_of_content, public_document_of_draft
from samverkan.common.canonical import Json
from samverkan.common.refusals import StepRefused

EVERYONE, ADJUSTERS = "alla", "justerare"
READERS = {EVERYONE: "Som alla läser den", ADJUSTERS: "Som justerarna läser den"}


def reading_of(request: HttpRequest, meeting: Meeting, content: Json) -> dict[str, Any]:
    """What a preview of ``content`` shows to the reader that is asked for with ``?som=``; else to everyone.

    ``unsettled`` are contact details of which nobody has said whether they are to be masked.
    """
    reader = ADJUSTERS if request.GET.get("som") == ADJUSTERS else EVERYONE
    context = {"meeting": meeting, "reader": reader, "readers": READERS, "public": reader == EVERYONE}
    if reader == ADJUSTERS:
        return {**context, "doc": document_of_content(content)}
    context["unsettled"] = gate.unsettled_contacts(meeting, content)
    try:
        return {**context, "doc": public_document_of_draft(meeting, content)}
    except StepRefused as refusal:
        return {**context, "refusal": str(refusal)}
