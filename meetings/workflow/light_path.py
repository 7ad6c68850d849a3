"""The light path: a group without a process leader uploads its finished, adjusted note, and it is published.

The note becomes a held meeting whose text is that of the file, so that it can be read as a page and searched, and a
record that names the file by its checksum. Who was present need not be said: the file says it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone
from django.utils.html import linebreaks

from groups.models import Group, GroupType, Membership, OfficeTerm, Person, User
from meetings import gate, sealing, signals
from meetings.kinds import Channel, Purpose
from meetings.models import Adjuster, AgendaItem, ContactChoice, Meeting, MinutesVersion, StoredDocument, Verdict
from meetings.note_text import NoteText, read_note_file
from meetings.papers import without_closed
from meetings.redaction import public_variant
from meetings.rules import SITTING
from meetings.snapshot import minutes_content
from meetings.states import MeetingState, MinutesState
from meetings.workflow.evidence import keep_file, refuse_source
from meetings.workflow.meeting import check_in, free_sequence, refuse_day, refuse_if_closed
from meetings.workflow.rows import remove
from meetings.workflow.steps import locked, refuse_at_gate, unprintable
from samverkan.common import canonical, history, outbox, personal_numbers
from samverkan.common.canonical import Json
from samverkan.common.refusals import StepRefused
from samverkan.common.richtext import clean
from samverkan.common.stored import content_of
from samverkan.common.swedish import long_date
from samverkan.common.uploads import Checked

SUMMARY = "Sammanfattning"
SOURCE = "justerad i gruppen 12 maj 2026"
#: The work that makes the files of an uploaded note and then publishes it.
PUBLISH = "meetings.publish_uploaded"
_NUMBERS = (
    "Filen innehåller något som ser ut som ett personnummer ({}). Ta bort det ur filen och välj den igen. "
    "Inget är sparat."
)


@dataclass(frozen=True, slots=True)
class Said:
    """Who adjusted the note elsewhere, on which day, and how that is known."""

    person: Person
    on: date
    source: str


@transaction.atomic
def receive_note(
    group: Group, day: date, *, file: Checked, summary: str = "", by: User, at: datetime | None = None
) -> Meeting:
    """Take in a finished note as the text of the group's meeting that day; nothing is published yet.

    A meeting that is planned or called for the day is the one; else one is made. Raises Refused for a group without
    the light path, a day to come, a file without text, and a personal number in the file or its name.
    """
    at = at or timezone.now()
    group = Group.objects.select_for_update(of=("self",)).select_related("type", "area").get(pk=group.pk)
    _refuse_group(group)
    refuse_day(group, day)
    if day > timezone.localdate(at):
        raise StepRefused("Mötet har inte varit än. Välj dagen då mötet hölls.")
    text = _read(file, summary)
    known = _meeting_on(group, day)
    meeting = known or Meeting(group=group, date=day)
    meeting.state = MeetingState.HELD
    if known is None:
        meeting.sequence = free_sequence(meeting)
        history.save(meeting, by=by, at=at, reason="Uppladdad anteckning")
    else:
        check_in(meeting, by=by, at=at)
    _write(meeting, file, text, summary, by=by, at=at)
    return meeting


@transaction.atomic
def replace_note(
    meeting: Meeting, *, file: Checked, summary: str = "", by: User, at: datetime | None = None
) -> Meeting:
    """Take in another file instead, until the note is published."""
    meeting = locked(meeting)
    at = at or timezone.now()
    _refuse_group(meeting.group)
    refuse_if_closed(meeting)
    if note_of(meeting) is None:
        raise StepRefused("Det finns ingen uppladdad anteckning att byta ut.")
    text = _read(file, summary)
    check_in(meeting, by=by, at=at)
    _write(meeting, file, text, summary, by=by, at=at)
    return meeting


def _meeting_on(group: Group, day: date) -> Meeting | None:
    """The meeting of the day that has no note yet, when there is no doubt which."""
    rows = Meeting.objects.select_for_update(of=("self",)).filter(group=group, date=day, minutes_versions=None)
    found = list(rows.exclude(state=MeetingState.CANCELLED).exclude(kind=Meeting.Kind.CHAIR)[:2])
    return locked(found[0]) if len(found) == 1 else None


def _refuse_group(group: Group) -> None:
    if not group.type.light_path:
        raise StepRefused("Gruppen laddar inte upp färdiga anteckningar. Dess anteckningar skrivs och justeras här.")


def _read(file: Checked, summary: str) -> NoteText:
    """The text of the file. A personal number stops it here, before anything is kept."""
    text = read_note_file(file.content, file.media_type)
    found = [hit.shown for said in (file.name, summary, *text.said) for hit in _numbers_in(said)]
    if found:
        raise StepRefused(_NUMBERS.format(", ".join(dict.fromkeys(found))))
    return text


def _numbers_in(said: str) -> list[personal_numbers.Found]:
    """What looks like a personal number to a reader, who does not see signs without width."""
    return personal_numbers.find(gate.read(said, html=False).text)


def _write(meeting: Meeting, file: Checked, text: NoteText, summary: str, *, by: User, at: datetime) -> None:
    """The file, and what it says as the text of the meeting, instead of what was there."""
    meeting.documents.filter(kind=StoredDocument.Kind.NOTE, version=None).exclude(sha256=file.sha256).delete()
    document = keep_file(meeting, file, kind=StoredDocument.Kind.NOTE, at=at)
    document.pages = text.pages
    document.save(update_fields=["pages"])
    for old in (*meeting.items.all(), *meeting.attendance.all()):  # who was there is for the file to say
        remove(old, by=by, at=at, reason="Ersatt av den uppladdade anteckningen")
    parts = [(str(meeting.group.type.get_minutes_word_display()), text.html)]
    if summary.strip():
        parts.insert(0, (SUMMARY, clean(linebreaks(summary.strip(), autoescape=True))))
    for number, (title, html) in enumerate(parts, start=1):
        item = AgendaItem(meeting=meeting, number=number, title=title, purpose=Purpose.INFORMATION, information=html)
        history.save(item, by=by, at=at, reason="Ur den uppladdade anteckningen")


def note_of(meeting: Meeting) -> StoredDocument | None:
    """The uploaded file that is the meeting's note; None for a meeting whose note is written here."""
    rows = meeting.documents.filter(kind=StoredDocument.Kind.NOTE)
    found: StoredDocument | None = rows.order_by("stored_at", "pk").last()
    return found


def contacts_to_confirm(meeting: Meeting, text: NoteText) -> list[str]:
    """The e-mail addresses and telephone numbers in the file and the text that goes with it.

    The file is published as it is, so nothing in it can be masked: each may stand, or the file is changed.
    """
    in_file = [value for said in text.said for value in gate.contacts_in(said)]
    return list(dict.fromkeys([*gate.contacts_of(meeting), *in_file]))


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

    ``kept`` are the contact details that may stand. Raises Refused when one is not among them, for a personal
    number anywhere, and for a source that says nothing.
    """
    meeting = locked(meeting)
    at = at or timezone.now()
    _refuse_group(meeting.group)
    refuse_if_closed(meeting)
    document = note_of(meeting)
    if document is None:
        raise StepRefused("Det finns ingen uppladdad anteckning. Välj en fil först.")
    _refuse_said(meeting, said, on=timezone.localdate(at))
    _keep_contacts(meeting, document, kept, by=by, at=at)
    content = {**minutes_content(meeting), "file": _described(document)}
    refuse_at_gate(meeting, unprintable(content), _unsealed_variant(meeting, content))
    version = _record(meeting, content, said, by=by, at=at)
    document.version = version
    document.save(update_fields=["version"])
    if meeting.group.shows_group and meeting.group.shows_minutes:
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


def _keep_contacts(
    meeting: Meeting, document: StoredDocument, kept: Collection[str], *, by: User, at: datetime
) -> None:
    """The gate again, on what is stored: personal numbers, and contact details that nobody has said may stand."""
    text = read_note_file(content_of(document.path, name=document.name), document.media_type)
    if any(_numbers_in(said) for said in (document.name, *text.said)):
        raise StepRefused("Filen innehåller något som ser ut som ett personnummer. Välj en fil utan det.")
    values = contacts_to_confirm(meeting, text)
    if left := [value for value in values if value not in set(kept)]:
        raise StepRefused(f"Kryssa i att kontaktuppgifterna får stå kvar, eller byt fil: {', '.join(left)}.")
    made = {row.value.lower() for row in meeting.contact_choices.all()}
    for value in values:
        if value.lower() not in made:
            row = ContactChoice(meeting=meeting, value=value, choice=ContactChoice.Choice.KEEP)
            history.save(row, by=by, at=at, reason="Får stå kvar i den uppladdade anteckningen")


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
        number=1,
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
