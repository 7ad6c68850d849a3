"""A finished note taken in: its text becomes that of the group's meeting that day, and nothing is published yet.

What somebody has written in the meeting is never taken away unasked. What an upload takes the place of is told first
(``WouldLose``), and what goes stays in the history.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.html import linebreaks

from groups.models import Group, User
from meetings import gate
from meetings.calendars.invitations import GATHERINGS
from meetings.kinds import Correction, Purpose
from meetings.models import AgendaItem, Meeting, MinutesVersion, NotPersonalNumber, StoredDocument
from meetings.note_text import NoteText, read_note_file
from meetings.states import MeetingState
from meetings.workflow.corrections import adjusted_version, open_correction
from meetings.workflow.evidence import keep_file
from meetings.workflow.losses import FROM_FILE, Loss, loss_of
from meetings.workflow.meeting import check_in, free_sequence, refuse_day, refuse_if_closed
from meetings.workflow.rows import remove, remove_item
from meetings.workflow.steps import locked, refuse_digits_in_ruling
from samverkan.common import history
from samverkan.common.canonical import Json
from samverkan.common.refusals import StepRefused
from samverkan.common.richtext import clean
from samverkan.common.swedish import listed, long_date
from samverkan.common.uploads import Checked

SUMMARY = "Sammanfattning"
LONGEST_RULING = 200
REPLACED = "Ersatt av den uppladdade anteckningen"
NO_NOTE = "Det finns ingen uppladdad anteckning att byta ut."


@dataclass(frozen=True, slots=True)
class Upload:
    """A finished note as it comes in, and what the one who sends it answers.

    ``replaces`` is the key of the ``Loss`` that they have seen and said yes to. ``ruling`` says what the digits that
    look like personal numbers in the file are instead; it holds for the file with the checksum ``ruled`` only. Who
    may say so is asked before (``may_rule_on_numbers``).
    """

    file: Checked
    summary: str = ""
    replaces: str = ""
    ruling: str = ""
    ruled: str = ""


class WouldLose(StepRefused):
    """The upload takes the place of something that is written; ``loss`` says of what."""

    def __init__(self, loss: Loss) -> None:
        super().__init__(
            "Det finns redan text från mötet. Läs nedan vad som försvinner, och säg att filen får ersätta den. "
            "Inget är ändrat."
        )
        self.loss = loss


class NumbersFound(StepRefused):
    """The file says something that looks like a personal number. Nothing is kept."""

    def __init__(self, numbers: list[gate.PersonalNumber]) -> None:
        super().__init__(
            f"Filen innehåller något som ser ut som ett personnummer: {listed([str(number) for number in numbers])}. "
            "Ta bort det ur filen och välj den igen. Är det något annat kan gruppens ordförande ladda upp filen och "
            "säga vad det är. Inget är sparat."
        )


@transaction.atomic
def receive_note(group: Group, day: date, upload: Upload, *, by: User, at: datetime | None = None) -> Meeting:
    """Take in a finished note as the text of the group's meeting that day; nothing is published yet.

    An ordinary or extra meeting that is planned, called or held is the one; else one is made. Raises Refused for a
    group without the light path, a day to come, a day on which the group only answers in writing or the chair
    decides, a note that is written here already, a file without text, and a personal number in the file, its name or
    the summary; WouldLose when something that is written would go.
    """
    at = at or timezone.now()
    group = Group.objects.select_for_update(of=("self",)).select_related("type", "area").get(pk=group.pk)
    refuse_group(group)
    refuse_day(group, day)
    if day > timezone.localdate(at):
        raise StepRefused("Mötet har inte varit än. Välj dagen då mötet hölls.")
    known = _meeting_on(group, day)
    meeting = known or Meeting(group=group, date=day)
    text = _read(upload, known)
    if known is not None:
        _refuse_loss(known, upload)
    meeting.state = MeetingState.HELD
    if known is None:
        meeting.sequence = free_sequence(meeting)
        history.save(meeting, by=by, at=at, reason="Uppladdad anteckning")
    else:
        check_in(meeting, by=by, at=at)
    _write(meeting, upload, text, by=by, at=at)
    return meeting


@transaction.atomic
def replace_note(meeting: Meeting, upload: Upload, *, by: User, at: datetime | None = None) -> Meeting:
    """Take in another file instead, until the note is adjusted; in a correction, until that is."""
    meeting = locked(meeting)
    at = at or timezone.now()
    refuse_group(meeting.group)
    refuse_if_closed(meeting)
    if note_of(meeting) is None:
        raise StepRefused(NO_NOTE)
    text = _read(upload, meeting)
    _refuse_loss(meeting, upload)
    check_in(meeting, by=by, at=at)
    _write(meeting, upload, text, by=by, at=at)
    return meeting


@transaction.atomic
def correct_note(meeting: Meeting, upload: Upload, *, reason: str, by: User, at: datetime | None = None) -> Meeting:
    """Open a correction of an uploaded note that is adjusted, with the new file as its text.

    The version that stands is read as before until the correction is published, and then at its own address.
    """
    meeting = locked(meeting)
    refuse_group(meeting.group)
    if note_of(meeting) is None:
        raise StepRefused(NO_NOTE)
    meeting = open_correction(meeting, kind=Correction.OUTCOME, reason=reason, by=by, at=at)
    return replace_note(meeting, upload, by=by, at=at)


def note_of(meeting: Meeting) -> StoredDocument | None:
    """The uploaded file that is the meeting's note: of an adjusted note the one that its record names, else the last
    that was taken in. None for a meeting whose note is written here.
    """
    rows = meeting.documents.filter(kind=StoredDocument.Kind.NOTE)
    version = None if meeting.correction_open else adjusted_version(meeting)
    if version:
        rows = rows.filter(sha256=_named_in(version))
    found: StoredDocument | None = rows.order_by("stored_at", "pk").last()
    return found


def is_uploaded(version: MinutesVersion) -> bool:
    """Whether the version is the record of a file that was uploaded."""
    return bool(_named_in(version))


def _named_in(version: MinutesVersion) -> str:
    said: Json = json.loads(version.content).get("file") or {}
    return str(said.get("sha256", ""))


def refuse_group(group: Group) -> None:
    """Raises StepRefused for a group whose notes are written here."""
    if not group.type.light_path:
        raise StepRefused("Gruppen laddar inte upp färdiga anteckningar. Dess anteckningar skrivs och justeras här.")


def _meeting_on(group: Group, day: date) -> Meeting | None:
    """The meeting of the day that has no note yet, when there is no doubt which."""
    rows = Meeting.objects.select_for_update(of=("self",)).filter(group=group, date=day)
    found = list(rows.exclude(state=MeetingState.CANCELLED).order_by("sequence"))
    gatherings = [row for row in found if row.kind in GATHERINGS]
    free = [row for row in gatherings if not row.minutes_versions.exists()]
    if len(free) == 1:
        return locked(free[0])
    if gatherings and not free:
        raise StepRefused(
            f"Anteckningen från mötet den {long_date(day)} har redan kommit in. Rätta eller justera den från mötets "
            "sida. Höll gruppen ett möte till den dagen planeras det först."
        )
    if found and not gatherings:
        raise StepRefused(
            f"Den {long_date(day)} har gruppen inget möte utan {found[0].get_kind_display().lower()}, som får sin "
            "anteckning av sig själv. Välj en annan dag, eller planera mötet först om gruppen också träffades."
        )
    return None


def _refuse_loss(meeting: Meeting, upload: Upload) -> None:
    loss = loss_of(meeting)
    if loss and upload.replaces != loss.key:
        raise WouldLose(loss)


def _read(upload: Upload, meeting: Meeting | None) -> NoteText:
    """The text of the file. A personal number stops it here, before anything is kept.

    In the file a chair can say what the digits are instead, for they may be hard to take out. The name of the file
    and the summary stop hard: both are changed in a moment.
    """
    text = read_note_file(upload.file.content, upload.file.media_type)
    if gate.numbers_in([("", gate.read(upload.file.name, html=False).text)]):
        raise StepRefused("Filens namn innehåller något som ser ut som ett personnummer. Döp om filen och välj den.")
    found = gate.numbers_in(_said(text))
    settled = _settles(upload)
    if settled and len(upload.ruling.strip()) > LONGEST_RULING:
        raise StepRefused(f"Skriv vad siffrorna är med högst {LONGEST_RULING} tecken.")
    if settled:
        refuse_digits_in_ruling(upload.ruling)
    if meeting is not None:
        found = gate.unsettled_in(meeting, _said(text))
    if found and not settled:
        raise NumbersFound(found)
    judged = {number.digits for number in gate.numbers_in(_said(text))}
    if any(number.digits not in judged for number in gate.numbers_in([("", _plain(upload.summary))])):
        raise StepRefused(
            "Sammanfattningen innehåller något som ser ut som ett personnummer. Ta bort det ur sammanfattningen."
        )
    return text


def _settles(upload: Upload) -> bool:
    return bool(upload.ruling.strip()) and upload.ruled == upload.file.sha256


def _said(text: NoteText) -> Iterator[tuple[str, str]]:
    yield from (("filen", _plain(said)) for said in text.said)


def _plain(said: str) -> str:
    """As a reader finds it, who does not see signs without width."""
    return gate.read(said, html=False).text


def _write(meeting: Meeting, upload: Upload, text: NoteText, *, by: User, at: datetime) -> None:
    """The file, and what it says as the text of the meeting, instead of what was there."""
    for judged in gate.unsettled_in(meeting, _said(text)) if _settles(upload) else []:
        NotPersonalNumber.objects.create(
            meeting=meeting, fingerprint=judged.fingerprint(meeting), shown=judged.shown,
            place=listed(judged.places), reason=upload.ruling.strip(), ruled_at=at, ruled_by=by,
        )  # fmt: skip
    forget_unused(meeting, but=upload.file.sha256)
    document = keep_file(meeting, upload.file, kind=StoredDocument.Kind.NOTE, at=at)
    document.pages, document.stored_at = text.pages, at
    document.save(update_fields=["pages", "stored_at"])
    for item in meeting.items.all():
        remove_item(item, by=by, at=at, reason=REPLACED)
    for row in meeting.attendance.all():  # who was there is for the file to say
        remove(row, by=by, at=at, reason=REPLACED)
    parts = [(str(meeting.group.type.get_minutes_word_display()), text.html)]
    if upload.summary.strip():
        parts.insert(0, (SUMMARY, clean(linebreaks(upload.summary.strip(), autoescape=True))))
    for number, (title, html) in enumerate(parts, start=1):
        item = AgendaItem(meeting=meeting, number=number, title=title, purpose=Purpose.INFORMATION, information=html)
        history.save(item, by=by, at=at, reason=FROM_FILE)


def forget_unused(meeting: Meeting, *, but: str = "") -> None:
    """Take the rows of uploaded files away that no version is the record of; ``but`` is the checksum of one to keep."""
    meeting.documents.filter(kind=StoredDocument.Kind.NOTE, version=None).exclude(sha256=but).delete()
