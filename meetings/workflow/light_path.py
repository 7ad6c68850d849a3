"""The light path: a group without a process leader uploads its finished, adjusted note, and it is published.

The note becomes a held meeting whose text is that of the file (``uploading``), so that it can be read as a page and
searched, and a record that names the file by its checksum. Who was present need not be said: the file says it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from groups.models import GroupType, Membership, OfficeTerm, Person, User
from groups.roles import SITTING
from meetings import gate, sealing, signals
from meetings.kinds import Channel
from meetings.models import Adjuster, ContactChoice, Meeting, MinutesVersion, StoredDocument, Verdict
from meetings.note_text import NoteText, read_note_file
from meetings.papers import without_closed
from meetings.reading import variant_of
from meetings.redaction import public_variant
from meetings.snapshot import minutes_content
from meetings.states import MinutesState
from meetings.workflow.approval import why_not_published_yet
from meetings.workflow.corrections import version_fields
from meetings.workflow.evidence import refuse_source
from meetings.workflow.meeting import refuse_if_closed
from meetings.workflow.steps import (
    locked,
    personal_number_sentence,
    refuse_at_gate,
    refuse_unsendable,
    settle_contacts,
    unprintable,
)
from meetings.workflow.uploading import note_of, refuse_group
from samverkan.common import canonical, history, outbox
from samverkan.common.canonical import Json
from samverkan.common.models import OutboxMessage
from samverkan.common.refusals import StepRefused
from samverkan.common.stored import content_of
from samverkan.common.swedish import long_date

SOURCE = "justerad i gruppen 12 maj 2026"
#: The work that makes the files of an uploaded note and then publishes it.
PUBLISH = "meetings.publish_uploaded"
KEPT = "Får stå kvar i den uppladdade anteckningen"


@dataclass(frozen=True, slots=True)
class Said:
    """Who adjusted the note elsewhere, on which day, and how that is known."""

    person: Person
    on: date
    source: str


def contacts_to_confirm(meeting: Meeting, text: NoteText) -> list[str]:
    """The e-mail addresses and telephone numbers in the file, the text that goes with it and the papers.

    The files are published as they are, so nothing in them can be masked: each may stand, or the file is changed.
    """
    in_file = gate.contacts_in_file(text.said)
    in_papers = [contact.value for contact in gate.paper_contacts(meeting, minutes_content(meeting))]
    return list(dict.fromkeys([*gate.contacts_of(meeting), *in_file, *in_papers]))


def why_not_public(version: MinutesVersion) -> str:
    """What keeps an adjusted note off the open site that should have come there by itself, as a sentence on what to
    do; empty while its files are made, and once it has been published.
    """
    if version.publications.exists() or not version.meeting.group.publishes_minutes:
        return ""
    try:
        refuse_at_gate(version.meeting, [], variant_of(version))
    except StepRefused as refusal:
        return f"{refusal} Rätta med en ny fil."
    if not left_behind([version.pk]):
        return ""
    return why_not_published_yet(version.meeting) or "Den blev inte publicerad av sig själv. Publicera den nu."


def left_behind(versions: Collection[int]) -> set[int]:
    """Those of the versions, by key, whose files are made or given up, so that they will not be published by
    themselves; one query.
    """
    tried = OutboxMessage.objects.filter(kind=PUBLISH, payload__version__in=list(versions))
    return set(tried.exclude(done_at=None, dead_at=None).values_list("payload__version", flat=True))


def adjusters_for(meeting: Meeting, *, on: date) -> list[Membership]:
    """Those who may have adjusted the note: who sits in the group on the day of the meeting or today, once each."""
    rows = Membership.objects.filter(group=meeting.group, role__in=SITTING)
    sitting = [*rows.on(meeting.date).with_people(), *rows.on(on).with_people()]
    return list({row.person_id: row for row in sitting}.values())


@transaction.atomic
def publish_note(
    meeting: Meeting, *, said: Said, kept: Collection[str] = (), by: User, at: datetime | None = None
) -> MinutesVersion:
    """Make the uploaded note the meeting's record, adjusted as ``said``; it is published when its PDF is made.

    With a correction open it is the next version, and takes the place of the one that stands when it is published.

    ``kept`` are the contact details that may stand. Raises Refused when one is not among them, for a personal
    number anywhere, and for a source that says nothing.
    """
    meeting = locked(meeting)
    at = at or timezone.now()
    refuse_group(meeting.group)
    refuse_if_closed(meeting)
    document = note_of(meeting)
    if document is None:
        raise StepRefused("Det finns ingen uppladdad anteckning. Välj en fil först.")
    _refuse_said(meeting, said, on=timezone.localdate(at))
    content = {**minutes_content(meeting), "file": _described(document)}
    problems, variant = unprintable(content), _unsealed_variant(meeting, content)
    text = _read_through(meeting, document)
    refuse_unsendable(meeting, problems, variant)
    _keep_contacts(meeting, text, kept, by=by, at=at)
    refuse_at_gate(meeting, problems, variant)
    version = _record(meeting, content, said, by=by, at=at)
    document.version = version
    document.save(update_fields=["version"])
    if meeting.group.publishes_minutes:
        outbox.add(PUBLISH, version=version.pk, by=by.pk)
    else:
        outbox.add("meetings.render", version=version.pk)
    return version


def _unsealed_variant(meeting: Meeting, content: Json) -> Json:
    """What would be published, so that the gate can say no while the note can still be changed."""
    numbers = [0 for item in content["items"] for _ in item["outcomes"]]
    seal: Json = {"version": 1, "year": meeting.date.year, "numbers": numbers, "adjusted": [], "adjusted_at": ""}
    return public_variant(without_closed(content, meeting), {**seal, "content_sha256": ""})


def _refuse_said(meeting: Meeting, said: Said, *, on: date) -> None:
    refuse_source(said.source, example=SOURCE, beside="anteckningen")
    if said.on > on:
        raise StepRefused("Dagen då anteckningen justerades kan inte ligga i framtiden.")
    if said.on < meeting.date:
        raise StepRefused(f"Anteckningen kan inte vara justerad före mötet den {long_date(meeting.date)}.")
    if said.person.pk not in {row.person_id for row in adjusters_for(meeting, on=on)}:
        raise StepRefused(f"{said.person} sitter inte i gruppen. Välj vem i gruppen som justerade anteckningen.")


def _read_through(meeting: Meeting, document: StoredDocument) -> NoteText:
    """What the stored file says. Raises StepRefused for personal numbers in it, the gate's first question once more."""
    text = read_note_file(content_of(document.path, name=document.name), document.media_type)
    said = [("filen", gate.read(part, html=False).text) for part in (document.name, *text.said)]
    if numbers := gate.unsettled_in(meeting, said):
        raise StepRefused(personal_number_sentence(meeting, numbers))
    return text


def _keep_contacts(meeting: Meeting, text: NoteText, kept: Collection[str], *, by: User, at: datetime) -> None:
    """Record that contact details may stand. Raises StepRefused for those of which nobody has said so."""
    values = contacts_to_confirm(meeting, text)
    if left := [value for value in values if value not in set(kept)]:
        raise StepRefused(f"Kryssa i att kontaktuppgifterna får stå kvar, eller byt fil: {', '.join(left)}.")
    settle_contacts(meeting, dict.fromkeys(values, ContactChoice.Choice.KEEP), why=KEPT, by=by, at=at)


def _described(document: StoredDocument) -> Json:
    return {
        "name": document.name,
        "sha256": document.sha256,
        "media_type": document.media_type,
        "size": document.size,
        "pages": document.pages,
    }


def _record(meeting: Meeting, content: Json, said: Said, *, by: User, at: datetime) -> MinutesVersion:
    """The version, with the verdict that was given elsewhere, sealed as of the day when it was given."""
    text = canonical.dumps(content)
    version = MinutesVersion(
        meeting=meeting,
        **version_fields(meeting, content),
        sending=meeting.minutes_versions.count() + 1,
        content=text,
        content_sha256=canonical.sha256(text),
        sent_at=at,
        sent_by=by,
        adjustment_mode=GroupType.AdjustmentMode.NAMED,
    )
    history.save(version, by=by, at=at, reason="Uppladdad")
    adjuster = Adjuster.objects.create(version=version, person=said.person, role=_role(meeting, said))
    is_today = said.on == timezone.localdate(at)
    moment = at if is_today else timezone.make_aware(datetime.combine(said.on, time(12)))
    verdict = Verdict(
        adjuster=adjuster, kind=Verdict.Kind.ADJUSTED, channel=Channel.REGISTERED, source=said.source.strip(),
        given_at=moment, given_by=by,
    )  # fmt: skip
    history.save(verdict, by=by, at=at, reason="Registrerat")
    sealing.seal(version, at=moment)
    version.state, version.adjusted_at = MinutesState.ADJUSTED, moment
    history.save(version, by=by, at=at, reason="Justerad", fields=["state", "adjusted_at", "seal", "sha256"])
    signals.minutes_adjusted.send(sender=MinutesVersion, version=version, by=by, at=at)
    return version


def _role(meeting: Meeting, said: Said) -> str:
    """What the adjuster was in the group on the day of the adjustment."""
    terms = OfficeTerm.objects.on(said.on).of_group(meeting.group).filter(membership__person=said.person)
    if term := terms.first():
        return str(term.get_office_display())
    row = Membership.objects.filter(group=meeting.group, person=said.person, role__in=SITTING).last()
    return str(row.get_role_display()) if row else ""
