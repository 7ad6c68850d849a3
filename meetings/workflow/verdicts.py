"""The verdicts on minutes that are out: given in the portal or registered, and what the last one leads to.

Which verdicts are asked for, and from when, is for the mode that the version was sent under; a change of the
group's type does not reach a version that is out.
"""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from groups.models import GroupType, Person, User
from meetings import sealing, signals
from meetings.kinds import Channel
from meetings.models import Adjuster, LateApproval, Meeting, MinutesVersion, Verdict
from meetings.rules import adjusting_chairs, missing_groups, offices_of, remaining_of
from meetings.states import MINUTES_ARROWS, MinutesState, may_move
from meetings.workflow.adjusters import BY_CHAIRS, name_adjuster
from meetings.workflow.approval import (
    approving_meeting,
    is_approved_without_meeting,
    meets_no_more,
    why_not_approved_yet,
    why_not_published_yet,
)
from meetings.workflow.evidence import LONGEST_SOURCE, keep_evidence, refuse_source
from meetings.workflow.late_approval import keep_approval
from meetings.workflow.steps import locked, mail, refuse_outside_mandate, refuse_without_comment
from samverkan.common import history, outbox
from samverkan.common.refusals import NotAllowed, StepRefused
from samverkan.common.swedish import long_date
from samverkan.common.uploads import Checked

__all__ = ["LONGEST_SOURCE", "adjust", "carry_over", "register_verdict", "return_minutes", "why_closed"]

Mode = GroupType.AdjustmentMode
Kind = Verdict.Kind
#: Why a verdict stands in the history, by how it was given.
_REASONS: dict[str, str] = {
    Channel.PORTAL: "",
    Channel.LINK: "Genom länken i mejlet",
    Channel.REGISTERED: "Registrerat",
}
SOURCE = "via e-post 30 april 2026"


def why_closed(version: MinutesVersion, *, on: date, registering: bool = False) -> str:
    """Why nobody can give a verdict on the day though the version is out, as a sentence; empty when one can.

    The sentence is to the adjuster, or to who is ``registering`` for one, which can be done too when there is no later
    meeting to approve the note at.
    """
    if version.adjustment_mode == Mode.NEXT_MEETING:
        sentence = why_not_approved_yet(version.meeting, on=on)
        return "" if registering and meets_no_more(version.meeting, on=on) else sentence
    until = version.comments_until
    if version.adjustment_mode == Mode.COMMENTS and until and on <= until:
        then = "kan du registrera beskedet" if registering else "kan du justera"
        return f"Ledamöterna kan kommentera till och med {long_date(until)}. Därefter {then}."
    return ""


@transaction.atomic
def adjust(
    version: MinutesVersion, *, by: User, at: datetime | None = None, channel: Channel = Channel.PORTAL
) -> MinutesVersion:
    """Adjust the minutes, in the portal or by a link in a mail. The last verdict that is asked for seals them.

    Sealed, the outcomes are numbered, each is a decision in the register, and the row never changes again.
    """
    at = at or timezone.now()
    version = _open(version, Kind.ADJUSTED, at=at)
    adjuster = _adjuster(version, by.person, by=by, at=at)
    return _give(version, Verdict(adjuster=adjuster, kind=Kind.ADJUSTED, channel=channel), by=by, at=at)


@transaction.atomic
def return_minutes(
    version: MinutesVersion, *, comment: str, by: User, at: datetime | None = None, channel: Channel = Channel.PORTAL
) -> MinutesVersion:
    """Send the minutes back with a comment; the text can be changed and sent again."""
    at = at or timezone.now()
    refuse_without_comment(comment)
    version = _open(version, Kind.RETURNED, at=at)
    adjuster = _adjuster(version, by.person, by=by, at=at)
    verdict = Verdict(adjuster=adjuster, kind=Kind.RETURNED, comment=comment.strip(), channel=channel)
    return _give(version, verdict, by=by, at=at)


@transaction.atomic
def register_verdict(
    version: MinutesVersion,
    *,
    person: Person,
    kind: str,
    source: str,
    by: User,
    comment: str = "",
    file: Checked | None = None,
    at: datetime | None = None,
) -> MinutesVersion:
    """Register what an adjuster has said elsewhere; ``source`` says where, and stands in the record for everyone.

    ``kind`` is one of ``Verdict.Kind``; ``file`` shows what was said, and is kept inside. Nobody registers for
    themselves. The adjuster is told by mail.
    """
    at = at or timezone.now()
    if by.person_id == person.pk:
        raise NotAllowed("Du kan inte registrera ditt eget besked. Lämna det själv på sidan för justering.")
    refuse_source(source, example=SOURCE, beside="anteckningen")
    if kind == Kind.RETURNED:
        refuse_without_comment(comment)
    version = _open(version, kind, at=at, registering=True)
    adjuster = _adjuster(version, person, by=by, at=at, by_themselves=False)
    verdict = Verdict(
        adjuster=adjuster,
        kind=kind,
        comment=comment.strip() if kind == Kind.RETURNED else "",
        channel=Verdict.Channel.REGISTERED,
        source=source.strip(),
        evidence=keep_evidence(version.meeting, file, at=at),
    )
    version = _give(version, verdict, by=by, at=at)
    said = "har justerat" if kind == Kind.ADJUSTED else "har skickat tillbaka"
    mail("minutes_registered", version.meeting, [person], by=str(by), source=source.strip(), said=said)
    return version


def carry_over(version: MinutesVersion, *, by: User, at: datetime) -> set[int]:
    """Keep the verdicts on the sending before, when the text is the same; the people whose verdicts were kept.

    Only among named adjusters, and only while at least one of them has a verdict left to give.
    """
    before = version.meeting.minutes_versions.exclude(pk=version.pk).order_by("number", "sending").last()
    alike = before and before.content_sha256 == version.content_sha256
    if not before or not alike or {before.adjustment_mode, version.adjustment_mode} != {Mode.NAMED}:
        return set()
    given = Verdict.objects.filter(adjuster__version=before, kind=Kind.ADJUSTED).select_related("adjuster", "given_by")
    old = {verdict.adjuster.person_id: verdict for verdict in given}
    kept = {row.person_id: row for row in version.adjusters.all() if row.person_id in old}
    if not kept or len(kept) == version.adjusters.count():
        return set()
    for person, adjuster in kept.items():
        verdict = old[person]
        verdict.pk, verdict.adjuster, verdict._state.adding = None, adjuster, True
        history.save(verdict, by=by, at=at, reason="Står kvar, texten är oförändrad")
    return set(kept)


def _open(version: MinutesVersion, kind: str, *, at: datetime, registering: bool = False) -> MinutesVersion:
    """The version as it stands, its meeting locked, when a verdict of the kind is open now."""
    meeting = locked(version.meeting)
    found = MinutesVersion.objects.select_related("sent_by__person").get(pk=version.pk)
    found.meeting = meeting
    new = MinutesState.ADJUSTED if kind == Kind.ADJUSTED else MinutesState.RETURNED
    if not may_move(MINUTES_ARROWS, found.state, new):
        done = "justerad" if found.state == MinutesState.ADJUSTED else "skickad tillbaka"
        raise StepRefused(f"Anteckningen är redan {done}.")
    if sentence := why_closed(found, on=timezone.localdate(at), registering=registering):
        raise StepRefused(sentence)
    if kind == Kind.ADJUSTED:
        refuse_outside_mandate(meeting, on=timezone.localdate(at))
    return found


def _adjuster(
    version: MinutesVersion, person: Person | None, *, by: User, at: datetime, by_themselves: bool = True
) -> Adjuster:
    """The person as adjuster of the version. Who chairs the group by now, or the meeting that approves, becomes one."""
    on = timezone.localdate(at)
    row = version.adjusters.filter(person=person).first() if person else None
    if row and Verdict.objects.filter(adjuster=row).exists():
        raise StepRefused(f"{'Du' if by_themselves else person} har redan lämnat besked om den här anteckningen.")
    if person is None or person not in remaining_of(version, on=on):
        who = "Du är inte" if by_themselves else f"{person} är inte längre"
        raise NotAllowed(f"{who} justerare av den här anteckningen.")
    if row:
        return row
    is_next = version.adjustment_mode == Mode.NEXT_MEETING
    terms = offices_of(version.meeting.group, on=on) if is_next else adjusting_chairs(version, on=on)
    roles = {term.membership.person_id: term.get_office_display() for term in terms}
    row = Adjuster(version=version, person=person, role=roles.get(person.pk, "Vice ordförande"), named_at=at)
    return name_adjuster(row, by=by, at=at, reason="Leder gruppen när beskedet lämnas")


def _give(version: MinutesVersion, verdict: Verdict, *, by: User, at: datetime) -> MinutesVersion:
    """Record the verdict, and what follows of it."""
    on = timezone.localdate(at)
    if version.adjustment_mode == Mode.NEXT_MEETING and not why_not_approved_yet(version.meeting, on=on):
        verdict.at_meeting = approving_meeting(version.meeting)
    verdict.given_at, verdict.given_by = at, by
    history.save(verdict, by=by, at=at, reason=_REASONS[verdict.channel])
    if verdict.kind == Kind.RETURNED:
        return _send_back(version, verdict, by=by, at=at)
    named = version.adjustment_mode == Mode.NAMED
    if named and version.adjusters.exclude(verdict__kind=Kind.ADJUSTED).exists():
        return version
    if version.adjustment_mode in BY_CHAIRS and missing_groups(version, on=on):
        return version
    if version.adjustment_mode == Mode.NEXT_MEETING and not verdict.at_meeting:
        _approve_without_meeting(version, verdict, by=by, at=at)
    return _seal(version, verdict.at_meeting, by=by, at=at)


def _approve_without_meeting(version: MinutesVersion, verdict: Verdict, *, by: User, at: datetime) -> None:
    """What is registered in a group that holds no later meeting is its approval too, so the note waits for none."""
    if not is_approved_without_meeting(version.meeting):
        row = LateApproval(
            meeting=version.meeting, person=verdict.adjuster.person, approved_on=timezone.localdate(at),
            source=verdict.source, evidence=verdict.evidence,
        )  # fmt: skip
        keep_approval(row, by=by, at=at)


def _send_back(version: MinutesVersion, verdict: Verdict, *, by: User, at: datetime) -> MinutesVersion:
    version.state = MinutesState.RETURNED
    history.save(version, by=by, at=at, reason="Tillbaka", fields=["state"])
    _tell_sender("minutes_returned", version, by=by, comment=verdict.comment, who=str(verdict.adjuster.person))
    return version


def _seal(version: MinutesVersion, later: Meeting | None, *, by: User, at: datetime) -> MinutesVersion:
    sealing.seal(version, at=at)
    version.state, version.adjusted_at = MinutesState.ADJUSTED, at
    reason = f"Godkänd vid mötet den {long_date(later.date)}" if later else "Justerad"
    history.save(version, by=by, at=at, reason=reason, fields=["state", "adjusted_at", "seal", "sha256"])
    signals.minutes_adjusted.send(sender=MinutesVersion, version=version, by=by, at=at)
    outbox.add("meetings.render", version=version.pk)
    waits = why_not_published_yet(version.meeting)
    _tell_sender("minutes_adjusted", version, by=by, waits=waits, takes=version.takes_decision)
    return version


def _tell_sender(template: str, version: MinutesVersion, *, by: User, **context: Any) -> None:
    """A mail to whoever sent the note, unless they know since they did it themselves."""
    if version.sent_by.person and version.sent_by_id != by.pk:
        mail(template, version.meeting, [version.sent_by.person], **context)
