"""Sending the minutes for adjustment, by the group's mode, and taking them back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from groups.models import GroupType, Person, User
from meetings import gate
from meetings.models import Adjuster, Meeting, MinutesVersion
from meetings.rules import (
    adjusters_of,
    has_ended,
    members_with_account,
    mode_of,
    remaining_of,
)
from meetings.snapshot import minutes_content
from meetings.states import MINUTES_ARROWS, MeetingState, MinutesState, may_move
from meetings.workflow.adjusters import able_to_adjust, name_adjuster
from meetings.workflow.corrections import version_fields
from meetings.workflow.meeting import refuse_if_closed
from meetings.workflow.steps import (
    beyond_chair,
    locked,
    mail,
    refuse_at_gate,
    refuse_unsaved,
    settle_contacts,
    unprintable,
)
from meetings.workflow.verdicts import carry_over
from samverkan.common import canonical, history
from samverkan.common.canonical import Json
from samverkan.common.refusals import StepRefused
from samverkan.common.swedish import long_date, sentence

Mode = GroupType.AdjustmentMode
#: Why a version that the secretariat took back stands in the history.
TAKEN_BACK = "Tagen tillbaka"


@dataclass(frozen=True)
class _Round:
    """How a version goes out: under which mode, to whom in what role, and until when it can be commented on."""

    mode: str
    people: dict[Person, str]
    comments_until: date | None = None


@transaction.atomic
def send_minutes(
    meeting: Meeting,
    *,
    by: User,
    at: datetime | None = None,
    choices: Mapping[str, str] | None = None,
    adjusters: Iterable[Person] = (),
    comments_until: date | None = None,
) -> MinutesVersion:
    """Freeze the text, name the adjusters and send it by the group's mode; what they see is what they adjust.

    ``choices`` says of contact details in the text whether to ``keep`` or ``mask`` them; they are recorded in
    the same transaction, so that both happen or neither. ``adjusters`` are those who are named, where the mode
    names them; ``comments_until`` is the last day for comments, where members comment.
    """
    meeting = locked(meeting)
    at = at or timezone.now()
    if meeting.state != MeetingState.HELD:
        raise StepRefused("Markera mötet som hållet innan anteckningen skickas för justering.")
    refuse_if_closed(meeting)
    refuse_unsaved(meeting, by=by)
    settle_contacts(meeting, choices or {}, why="Vald vid utskick", by=by, at=at)
    content = minutes_content(meeting)
    problems = [*beyond_chair(meeting, content), *gate.problems(content), *unprintable(content)]
    refuse_at_gate(meeting, problems, content)
    round_ = _round(meeting, adjusters, comments_until, on=timezone.localdate(at))
    version = _freeze(meeting, content, round_, by=by, at=at)
    _tell(version, round_, kept=carry_over(version, by=by, at=at), on=timezone.localdate(at))
    return version


def _freeze(meeting: Meeting, content: Json, round_: _Round, *, by: User, at: datetime) -> MinutesVersion:
    """Write the version that goes out, with its adjusters."""
    text = canonical.dumps(content)
    version = MinutesVersion(
        meeting=meeting,
        **version_fields(meeting, content),
        sending=meeting.minutes_versions.count() + 1,
        content=text,
        content_sha256=canonical.sha256(text),
        sent_at=at,
        sent_by=by,
        adjustment_mode=round_.mode,
        comments_until=round_.comments_until,
    )
    history.save(version, by=by, at=at, reason="Skickad för justering")
    for person, role in round_.people.items():
        name_adjuster(Adjuster(version=version, person=person, role=role), by=by, at=at)
    return version


def _round(meeting: Meeting, named: Iterable[Person], until: date | None, *, on: date) -> _Round:
    mode = mode_of(meeting, on=on)
    if mode == Mode.NAMED:
        return _Round(mode, _named(meeting, named, on=on))
    people = {term.membership.person: term.get_office_display() for term in adjusters_of(meeting, on=on)}
    _refuse_without_chair(meeting, mode, people, on=on)
    if mode != Mode.COMMENTS:
        return _Round(mode, people)
    if until is None or until <= on:
        raise StepRefused("Välj en sista dag för kommentarer som är efter i dag.")
    return _Round(mode, people, until)


def _refuse_without_chair(meeting: Meeting, mode: str, people: Iterable[Person], *, on: date) -> None:
    """A group that has ended needs nobody with an account: the word of who chaired it last is registered."""
    if mode == Mode.NEXT_MEETING and not people:
        raise StepRefused("Gruppen har ingen ordförande i dag. Registrera en först.")
    if has_ended(meeting.group, on=on):
        if not people:
            raise StepRefused("Gruppen är avslutad och hade ingen ordförande. Ingen kan justera rättelsen.")
    elif mode != Mode.NEXT_MEETING and not User.objects.filter(person__in=people, is_active=True).exists():
        raise StepRefused(
            "Gruppen har ingen ordförande med konto som kan justera i dag. Registrera en först. "
            "Den som skriver gruppens anteckningar justerar dem inte."
        )


def _named(meeting: Meeting, named: Iterable[Person], *, on: date) -> dict[Person, str]:
    """The chosen adjusters, each in the role that they have in the group on the day."""
    able = able_to_adjust(meeting, on=on)
    chosen = list(dict.fromkeys(named))
    if not chosen:
        raise StepRefused("Välj minst en justerare.")
    if strangers := [person.name for person in chosen if person not in able]:
        raise StepRefused(f"{strangers[0]} kan inte justera: välj ledamöter i gruppen som har konto.")
    return {person: able[person] for person in chosen}


def _tell(version: MinutesVersion, round_: _Round, *, kept: set[int], on: date) -> None:
    """Tell those who are to adjust, and those who are to read or comment."""
    meeting = version.meeting
    waiting = [person for person in round_.people if person.pk not in kept]
    number, why = (str(version.number), sentence(version.correction_reason)) if version.corrects_id else ("", "")
    if round_.comments_until:
        until = long_date(round_.comments_until)
        mail("minutes_to_adjust_later", meeting, waiting, minutes=version, until=until, version=number, correction=why)
        mail("minutes_to_comment", meeting, _others(meeting, waiting, on=on), until=until)
    elif round_.mode == Mode.NEXT_MEETING:
        mail("minutes_to_read", meeting, [*waiting, *_others(meeting, waiting, on=on)])
    else:
        mail("minutes_to_adjust", meeting, waiting, minutes=version, version=number, correction=why)


def _others(meeting: Meeting, people: Iterable[Person], *, on: date) -> Iterable[Person]:
    return members_with_account(meeting, on=on).exclude(pk__in=[person.pk for person in people])


@transaction.atomic
def take_back(version: MinutesVersion, *, by: User, at: datetime | None = None) -> MinutesVersion:
    """Take minutes that are out for adjustment back to be changed: the secretariat's own return, with no verdict.

    Those who were to adjust them are told by mail, and those who were asked to comment; their links are closed.
    """
    locked(version.meeting)
    at = at or timezone.now()
    version = MinutesVersion.objects.select_related("meeting__group").get(pk=version.pk)
    if not may_move(MINUTES_ARROWS, version.state, MinutesState.RETURNED):
        raise StepRefused(f"Anteckningen är redan {version.get_state_display().lower()} och kan inte tas tillbaka.")
    people = [person for person in _asked(version, on=timezone.localdate(at)) if person.pk != by.person_id]
    version.state = MinutesState.RETURNED
    history.save(version, by=by, at=at, reason=TAKEN_BACK, fields=["state"])
    mail("minutes_taken_back", version.meeting, people, by=str(by), mode=version.adjustment_mode)
    return version


def _asked(version: MinutesVersion, *, on: date) -> list[Person]:
    """Everybody who was asked for something about the version, by name: adjusters, and who could comment on it."""
    named = Person.objects.filter(adjustments__version=version)
    people = [*named, *remaining_of(version, on=on), *Person.objects.filter(minutes_comments__version=version)]
    if version.adjustment_mode == Mode.COMMENTS:
        people += members_with_account(version.meeting, on=on)
    return sorted({person.pk: person for person in people}.values(), key=lambda person: (person.name, person.pk))


def taken_back(version: MinutesVersion) -> Any:
    """The history row of when the secretariat took the version back: who, and when. None when it did not."""
    return version.history.filter(history_change_reason=TAKEN_BACK).select_related("history_user__person").first()
