"""Publishing adjusted minutes, correcting what is published, and taking it off the open site."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from groups.models import User
from meetings import signals
from meetings.models import Meeting, MinutesVersion, Publication, Redaction, StoredDocument
from meetings.reading import variant_of
from meetings.states import MinutesState
from meetings.workflow.approval import why_not_published_yet
from meetings.workflow.steps import locked, refuse_at_gate, refuse_numbers_in
from samverkan.common import canonical, history
from samverkan.common.refusals import StepRefused

NOT_READY = "PDF:en är inte klar än."
NOT_SHOWN = "Gruppens anteckningar visas inte öppet, så den publiceras inte."
BEING_REDACTED = "Anteckningen maskeras just nu och publiceras igen av sig själv. Vänta en stund och ladda om sidan."


@transaction.atomic
def publish(version: MinutesVersion, *, by: User, at: datetime | None = None) -> Publication:
    """Publish the public variant of an adjusted version. Waits for the stored PDF of exactly that variant.

    Where the group publishes what has been approved at its next meeting, it waits for that too. A correction takes
    the place of the version before, which is from then on read at its own address.
    """
    meeting, at = locked(version.meeting), at or timezone.now()
    version = MinutesVersion.objects.get(pk=version.pk)
    version.meeting = meeting
    before = _refuse_unless_time(version)
    refuse_at_gate(meeting, [], variant_of(version))
    if before:
        before.superseded_at = at
        history.save(before, by=by, at=at, reason=f"Ersatt av version {version.number}", fields=["superseded_at"])
    return show_variant(version, by=by, at=at)


def _refuse_unless_time(version: MinutesVersion) -> Publication | None:
    """Raises StepRefused when it is not time to publish the version; what it would take the place of."""
    meeting = version.meeting
    if version.state != MinutesState.ADJUSTED:
        raise StepRefused("Anteckningen är inte justerad än. Bara det som är justerat publiceras.")
    if not meeting.group.publishes_minutes:
        raise StepRefused(NOT_SHOWN)
    if meeting.minutes_versions.filter(state=MinutesState.ADJUSTED, number__gt=version.number).exists():
        raise StepRefused("Anteckningen är rättad. Ladda om sidan och publicera rättelsen.")
    if redaction_under_way(meeting):
        raise StepRefused(BEING_REDACTED)
    before = meeting.publications.standing().first()
    if before and before.version_id == version.pk:
        raise StepRefused("Anteckningen är redan publicerad.")
    if sentence := why_not_published_yet(meeting):
        raise StepRefused(sentence)
    found: Publication | None = before
    return found


def why_not_now(version: MinutesVersion) -> str:
    """Why the version can't be published at the moment, as a sentence; empty when it can. What is at the gate counts,
    and that its PDF is stored.
    """
    try:
        _refuse_unless_time(version)
        content = variant_of(version)
        refuse_at_gate(version.meeting, [], content)
    except StepRefused as refusal:
        return str(refusal)
    return "" if has_its_pdf(version.meeting, canonical.sha256(canonical.dumps(content))) else NOT_READY


def has_its_pdf(meeting: Meeting, sha256: str) -> bool:
    """Whether the PDF of the public variant with the checksum is stored."""
    return StoredDocument.objects.filter(meeting=meeting, kind="public", source_sha256=sha256).exists()


def show_variant(
    version: MinutesVersion,
    *,
    by: User,
    at: datetime,
    redaction: Redaction | None = None,
    superseded_at: datetime | None = None,
) -> Publication:
    """Write the publication of a version and announce it. Raises StepRefused before its PDF is stored.

    ``superseded_at`` is since when a later version is the one that stands.
    """
    content = canonical.dumps(variant_of(version))
    sha256 = canonical.sha256(content)
    if not has_its_pdf(version.meeting, sha256):
        raise StepRefused(f"{NOT_READY} Vänta en stund och försök igen.")
    publication = Publication(
        meeting=version.meeting,
        version=version,
        content=content,
        sha256=sha256,
        published_at=at,
        published_by=by,
        redaction=redaction,
        superseded_at=superseded_at,
    )
    history.save(publication, by=by, at=at, reason="Publicerad maskad" if redaction else "Publicerad")
    signals.minutes_published.send(sender=Publication, publication=publication, by=by, at=at)
    return publication


@transaction.atomic
def withdraw(publication: Publication, *, reason: str, by: User, at: datetime | None = None) -> Publication:
    """Take the note off the open site, and the versions before it; the addresses answer 410 and the record stays.

    Needs a reason, which is kept inside.
    """
    meeting, at = locked(publication.meeting), at or timezone.now()
    publication = Publication.objects.get(pk=publication.pk)
    if not reason.strip():
        raise StepRefused("Skriv varför anteckningen avpubliceras.")
    refuse_numbers_in(reason)
    if redaction_under_way(meeting):
        raise StepRefused(BEING_REDACTED)
    if publication.closed_at:
        raise StepRefused("Anteckningen är redan avpublicerad.")
    close_all(meeting, reason=reason.strip(), why="Avpublicerad", by=by, at=at)
    publication.refresh_from_db()
    return publication


def close_all(meeting: Meeting, *, reason: str, why: str, by: User, at: datetime) -> list[Publication]:
    """Close everything that can be read of the meeting's note, older versions too; what was closed."""
    found = list(meeting.publications.filter(closed_at=None).order_by("version__number"))
    for row in found:
        row.closed_at, row.closed_reason = at, reason[:200]
        history.save(row, by=by, at=at, reason=why, fields=["closed_at", "closed_reason"])
    return found


def redaction_under_way(meeting: Meeting) -> Redaction | None:
    """The redaction whose new variants are not published yet: everything is closed until they are."""
    latest: Redaction | None = meeting.redactions.order_by("made_at").last()
    if latest is None or latest.publications.exists():
        return None
    return latest if meeting.publications.filter(closed_at=latest.made_at).exists() else None
