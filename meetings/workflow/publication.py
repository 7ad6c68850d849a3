"""Publishing adjusted minutes, and taking them off the open site."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from groups.models import User
from meetings import signals
from meetings.models import MinutesVersion, Publication, StoredDocument
from meetings.reading import variant_of
from meetings.states import MinutesState
from meetings.workflow.approval import why_not_published_yet
from meetings.workflow.steps import locked, refuse_at_gate
from samverkan.common import canonical, history
from samverkan.common.refusals import StepRefused


@transaction.atomic
def publish(version: MinutesVersion, *, by: User, at: datetime | None = None) -> Publication:
    """Publish the public variant of an adjusted version. Waits for the stored PDF of exactly that variant.

    Where the group publishes what has been approved at its next meeting, it waits for that too.
    """
    meeting = locked(version.meeting)
    version = MinutesVersion.objects.get(pk=version.pk)
    if version.state != MinutesState.ADJUSTED:
        raise StepRefused("Anteckningen är inte justerad än. Bara det som är justerat publiceras.")
    if meeting.publications.filter(closed_at=None).exists():
        raise StepRefused("Anteckningen är redan publicerad.")
    if sentence := why_not_published_yet(meeting):
        raise StepRefused(sentence)
    refuse_at_gate(meeting, [])
    content = canonical.dumps(variant_of(version))
    sha256 = canonical.sha256(content)
    if not StoredDocument.objects.filter(meeting=meeting, kind="public", source_sha256=sha256).exists():
        raise StepRefused("PDF:en är inte klar än. Vänta en stund och försök igen.")
    publication = Publication(
        meeting=meeting,
        version=version,
        content=content,
        sha256=sha256,
        published_at=at or timezone.now(),
        published_by=by,
    )
    history.save(publication, by=by, at=at, reason="Publicerad")
    signals.minutes_published.send(sender=Publication, publication=publication, by=by, at=publication.published_at)
    return publication


@transaction.atomic
def withdraw(publication: Publication, *, reason: str, by: User, at: datetime | None = None) -> Publication:
    """Take the note off the open site; the address answers 410 and the record stays. Needs a reason."""
    locked(publication.meeting)
    publication = Publication.objects.get(pk=publication.pk)
    if not reason.strip():
        raise StepRefused("Skriv varför anteckningen avpubliceras.")
    if publication.closed_at:
        raise StepRefused("Anteckningen är redan avpublicerad.")
    publication.closed_at, publication.closed_reason = at or timezone.now(), reason.strip()
    history.save(publication, by=by, at=at, reason="Avpublicerad", fields=["closed_at", "closed_reason"])
    return publication
