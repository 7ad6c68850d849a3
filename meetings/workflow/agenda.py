"""Sending the agenda, approving it, sending it back; and registering that it was approved elsewhere."""

import json
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from groups.models import User
from meetings.agendas import public
from meetings.kinds import Channel
from meetings.models import AgendaVersion, Meeting
from meetings.rules import agenda_approvers, may_approve_agenda
from meetings.snapshot import agenda_content
from meetings.states import AGENDA_ARROWS, AgendaState, MeetingState, may_move
from meetings.workflow.evidence import keep_evidence, refuse_source
from meetings.workflow.raisers import tell_of_approved
from meetings.workflow.steps import locked, mail, refuse_personal_numbers, refuse_unsaved, refuse_without_comment
from samverkan.common import canonical, history
from samverkan.common.refusals import NotAllowed, StepRefused
from samverkan.common.uploads import Checked

ANSWERED = ["state", "comment", "decided_at", "decided_by", "channel", "source", "at_meeting", "evidence"]
SOURCE = "fastställd på beredningsmöte 10 april 2026"


@transaction.atomic
def send_agenda(
    meeting: Meeting, *, by: User, at: datetime | None = None, replaced: AgendaVersion | None = None
) -> AgendaVersion:
    """Send the agenda to those who approve it as the next numbered version; they get a mail.

    A meeting that has been called can get a new version, and be called anew when that is approved. ``replaced`` is
    the version that waits for an answer, when the new one comes in its place: it is taken back in the same step, and
    the mail of the new one says so.
    """
    meeting = locked(meeting)
    at = at or timezone.now()
    _refuse_if_late(meeting)
    refuse_unsaved(meeting, by=by)
    content, latest = _refuse_if_nothing_new(meeting)
    if replaced:
        if replaced.content == content:
            raise StepRefused("Agendan har inte ändrats sedan den skickades. Vänta på svar.")
        latest = _take_back(replaced, by=by, at=at)
    if latest and latest.state == AgendaState.SENT:
        raise StepRefused(f"Agendan ligger redan hos {meeting.group.agenda_decider}. Vänta på svar.")
    people = agenda_approvers(meeting, on=timezone.localdate(at))
    if not people:
        raise StepRefused("Gruppen har ingen ordförande i dag. Registrera en ordförande först.")
    version = _freeze(meeting, content, latest, by=by, at=at)
    mail("agenda_to_approve", meeting, people, agenda=version, version=str(version.number) if latest else "",
         replaced=str(replaced.number) if replaced else "")  # fmt: skip
    return version


def _refuse_if_late(meeting: Meeting) -> None:
    if meeting.state not in {MeetingState.PLANNED, MeetingState.CALLED}:
        raise StepRefused("Agendan kan skickas tills mötet är hållet eller inställt. Nu är det senare än så.")


def _refuse_if_nothing_new(meeting: Meeting) -> tuple[str, AgendaVersion | None]:
    """The working agenda as it would be frozen, and the latest version."""
    latest = meeting.agenda_versions.order_by("number").last()
    if not meeting.items.exists():
        raise StepRefused("Agendan har inga punkter. Lägg till minst en punkt först.")
    content = canonical.dumps(agenda_content(meeting))
    if latest and latest.state == AgendaState.APPROVED and latest.content == content:
        raise StepRefused("Agendan är redan fastställd och har inte ändrats sedan dess.")
    return content, latest


def _freeze(meeting: Meeting, content: str, latest: AgendaVersion | None, *, by: User, at: datetime) -> AgendaVersion:
    """Keep the agenda as it is sent. Its titles are for everyone once the meeting is called, so the gate is here."""
    refuse_personal_numbers(meeting, json.loads(content))
    version = AgendaVersion(
        meeting=meeting,
        number=latest.number + 1 if latest else 1,
        content=content,
        content_sha256=canonical.sha256(content),
        sent_at=at,
        sent_by=by,
    )
    history.save(version, by=by, at=at, reason="Skickad")
    return version


@transaction.atomic
def approve_agenda(
    version: AgendaVersion, *, by: User, at: datetime | None = None, channel: Channel = Channel.PORTAL
) -> AgendaVersion:
    """Approve the version exactly as it was sent; the meeting can then be called. ``channel``: by the portal or a
    link in a mail.
    """
    return _decide_agenda(version, AgendaState.APPROVED, by=by, at=at, channel=channel)


@transaction.atomic
def return_agenda(
    version: AgendaVersion, *, comment: str, by: User, at: datetime | None = None, channel: Channel = Channel.PORTAL
) -> AgendaVersion:
    """Send the agenda back; the comment says what to change and reaches whoever sent it."""
    refuse_without_comment(comment)
    return _decide_agenda(version, AgendaState.RETURNED, comment=comment.strip(), by=by, at=at, channel=channel)


@transaction.atomic
def recall_agenda(version: AgendaVersion, *, by: User, at: datetime | None = None) -> AgendaVersion:
    """Take back an agenda that nobody has answered, to change it; those who were to approve it are told by mail.

    Its links in mail can't be answered with any more. A new version can be sent.
    """
    meeting, at = locked(version.meeting), at or timezone.now()
    version = _take_back(version, by=by, at=at)
    people = [p for p in agenda_approvers(meeting, on=timezone.localdate(at)) if p.pk != by.person_id]
    mail("agenda_recalled", meeting, people, by=str(by))
    return version


def _take_back(version: AgendaVersion, *, by: User, at: datetime) -> AgendaVersion:
    version = AgendaVersion.objects.select_related("meeting__group").get(pk=version.pk)
    if not may_move(AGENDA_ARROWS, version.state, AgendaState.RECALLED):
        now = AgendaState(version.state).label.lower()
        raise StepRefused(f"Agendan är redan besvarad: {now}. Ladda om sidan.")
    version.state, version.decided_at, version.decided_by = AgendaState.RECALLED, at, by
    history.save(version, by=by, at=at, reason="Tillbakatagen", fields=["state", "decided_at", "decided_by"])
    return version


def why_no_answer(meeting: Meeting) -> str:
    """Why an agenda of the meeting can't be answered any more, as a sentence; empty when it can."""
    if meeting.state not in {MeetingState.PLANNED, MeetingState.CALLED}:
        return f"Mötet är {MeetingState(meeting.state).label.lower()}. Agendan behöver inget svar."
    return ""


def agenda_to_register(meeting: Meeting) -> tuple[str, str]:
    """What registering would approve: the version that waits for an answer, else the working agenda.

    Gives the content and its SHA-256. Raises StepRefused when there is nothing to approve.
    """
    latest = meeting.agenda_versions.order_by("number").last()
    _refuse_if_late(meeting)
    if latest and latest.state == AgendaState.SENT:
        return latest.content, latest.content_sha256
    content, _ = _refuse_if_nothing_new(meeting)
    return content, canonical.sha256(content)


@transaction.atomic
def register_agenda(
    meeting: Meeting,
    *,
    seen_sha256: str,
    source: str,
    day: date,
    by: User,
    at_meeting: Meeting | None = None,
    file: Checked | None = None,
    at: datetime | None = None,
) -> AgendaVersion:
    """Register that the agenda was approved elsewhere, on ``day``; ``source`` says where, and is shown as it is.

    ``seen_sha256`` is the checksum of the agenda that the page showed (``agenda_to_register``); ``at_meeting`` a held
    meeting of the preparatory group. Nobody who approves the group's agendas registers one. The chairs are told.
    """
    meeting = locked(meeting)
    at = at or timezone.now()
    today = timezone.localdate(at)
    if may_approve_agenda(by, meeting, on=today):
        raise NotAllowed("Du fastställer själv gruppens agendor. Gör det på sidan för agendan i stället.")
    refuse_source(source, example=SOURCE, beside="agendan")
    _refuse_occasion(meeting, at_meeting, day, today)
    content, sha256 = agenda_to_register(meeting)
    if sha256 != seen_sha256:
        raise StepRefused("Agendan har ändrats sedan du öppnade sidan. Läs den igen innan du registrerar.")
    latest = meeting.agenda_versions.order_by("number").last()
    waiting = latest if latest and latest.state == AgendaState.SENT else None
    version = waiting or _freeze(meeting, content, latest, by=by, at=at)
    version.source, version.at_meeting = source.strip(), at_meeting
    version.evidence = keep_evidence(meeting, file, at=at)
    moment = at if day == today else timezone.make_aware(datetime.combine(day, time()))
    version = _answer(version, AgendaState.APPROVED, by=by, at=at, moment=moment, channel=Channel.REGISTERED)
    people = [person for person in agenda_approvers(meeting, on=today) if person.pk != by.person_id]
    mail("agenda_registered", meeting, people, by=str(by), source=source.strip())
    return version


def _refuse_occasion(meeting: Meeting, at_meeting: Meeting | None, day: date, today: date) -> None:
    if day > today:
        raise StepRefused("Dagen då agendan fastställdes kan inte ligga i framtiden.")
    if at_meeting is None:
        return
    if at_meeting.group_id != meeting.group.prepared_by_id or at_meeting.state != MeetingState.HELD:
        raise StepRefused("Välj ett möte som beredningsgruppen har hållit.")
    if at_meeting.date != day:
        raise StepRefused("Dagen stämmer inte med mötet som du har valt. Ändra det ena av dem.")


def _decide_agenda(
    version: AgendaVersion,
    new: AgendaState,
    *,
    by: User,
    at: datetime | None,
    channel: Channel,
    comment: str = "",
) -> AgendaVersion:
    meeting = locked(version.meeting)
    version = AgendaVersion.objects.select_related("meeting__group").get(pk=version.pk)
    if not may_move(AGENDA_ARROWS, version.state, new):
        raise StepRefused(f"Agendan är redan besvarad: {version.get_state_display().lower()}.")
    if sentence := why_no_answer(meeting):
        raise StepRefused(sentence)
    version.comment = comment
    at = at or timezone.now()
    return _answer(version, new, by=by, at=at, moment=at, channel=channel)


def _answer(
    version: AgendaVersion, new: AgendaState, *, by: User, at: datetime, moment: datetime, channel: Channel
) -> AgendaVersion:
    """Record the answer, and tell whoever sent the agenda unless they gave it themselves; of an approved one those
    whose matters it takes up."""
    version.state, version.channel = new, channel
    version.decided_at, version.decided_by = moment, by
    reason = str(new.label) if channel == Channel.PORTAL else f"{new.label}. {channel.label}"
    history.save(version, by=by, at=at, reason=reason, fields=ANSWERED)
    public.promise(version.meeting)
    if new == AgendaState.APPROVED:
        tell_of_approved(version, by=by)
    if version.sent_by.person and version.sent_by_id != by.pk:
        mail(f"agenda_{new.value}", version.meeting, [version.sent_by.person], comment=version.comment, by=str(by))
    return version
