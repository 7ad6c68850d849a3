"""From a settled proposal to a meeting in the register, in one transaction or not at all."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.utils.text import slugify

from groups.models import Group, Person, User
from meetings.documents import store
from meetings.importing.matching import PersonMatch, Proposal, meeting_on, name_key, organisation_named
from meetings.importing.parsed import ParsedItem, ParsedOutcome
from meetings.importing.reading import media_type
from meetings.models import AgendaItem, Attachment, Attendance, Meeting, Outcome, OutcomeTask, StoredDocument
from meetings.models.meetings import LONGEST_TITLES
from meetings.workflow import check_out, free_sequence
from meetings.workflow.steps import refuse_numbers_in_head
from samverkan.common import history
from samverkan.common.refusals import StepRefused
from samverkan.common.richtext import clean

#: A choice for an uncertain name: enter it as a new person.
NEW = "new"
LONGEST_NAME = 120
#: Why what was read in stands in the history.
READ_IN = "Inläst ur en anteckning"


@transaction.atomic
def save_minutes(
    proposal: Proposal,
    *,
    choices: Mapping[str, str],
    source: bytes,
    file_name: str,
    by: User | None,
    at: datetime | None = None,
) -> Meeting:
    """Save the note as the working text of a planned meeting, and keep the original file.

    ``choices`` maps each uncertain name to ``NEW`` or to the slug of a person in the register. Raises
    StepRefused when a name is unsettled, the note can't be read in, or its place, which is shown openly, holds a
    personal number; then nothing is saved.
    """
    Group.objects.select_for_update().get(pk=proposal.group.pk)
    proposal = replace(proposal, existing=meeting_on(proposal.group, proposal.parsed.date))
    if proposal.hindrance:
        raise StepRefused(proposal.hindrance)
    people = {name_key(match.name): _settle(match, choices, by=by, at=at) for match in proposal.people}
    meeting = _save_meeting(proposal, people, by=by, at=at)
    meeting.attendance.all().delete()
    for position, match in enumerate((m for m in proposal.people if m.parsed), start=1):
        _save_attendance(meeting, match, people[name_key(match.name)], position, by=by, at=at)
    for item in proposal.parsed.items:
        _save_item(meeting, item, people, by=by, at=at)
    for number, title in enumerate(proposal.parsed.papers, start=1):
        history.save(Attachment(meeting=meeting, number=number, title=title[:160]), by=by, at=at)
    store(
        source, meeting=meeting, kind=StoredDocument.Kind.SOURCE, name=file_name[:160],
        media_type=media_type(source), source_sha256=hashlib.sha256(source).hexdigest(),
    )  # fmt: skip
    return meeting


def _settle(match: PersonMatch, choices: Mapping[str, str], *, by: User | None, at: datetime | None) -> Person:
    if match.person:
        return match.person
    choice = choices.get(match.name, "")
    if choice == NEW:
        parsed = match.parsed
        person = Person(
            slug=_free_slug(match.name),
            name=match.name[:LONGEST_NAME],
            title=parsed.title[:160] if parsed else "",
            organisation=match.organisation,
        )
        history.save(person, by=by, at=at, reason=READ_IN)
        return person
    chosen: Person | None = Person.objects.standing().filter(slug=choice).first()
    if chosen is None:
        raise StepRefused(f"Ange om {match.name} är en ny person eller någon som redan finns.")
    return chosen


def _free_slug(name: str) -> str:
    base = slugify(name)[:70] or "person"
    taken = set(Person.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for n in range(1, len(taken) + 2) if (slug := base if n == 1 else f"{base}-{n}") not in taken)


def _save_meeting(proposal: Proposal, people: dict[str, Person], *, by: User | None, at: datetime | None) -> Meeting:
    parsed = proposal.parsed
    if parsed.date is None:
        raise StepRefused(proposal.hindrance)
    meeting = Meeting(group=proposal.group, date=parsed.date)
    if proposal.existing:
        # An editor that somebody has had open since before is told, instead of writing over what is read in.
        meeting = check_out(proposal.existing, revision=proposal.existing.revision)
        meeting.revision += 1
    else:
        meeting.sequence = free_sequence(meeting)
    meeting.starts_at, meeting.ends_at = parsed.starts, parsed.ends
    meeting.place = parsed.place[:160]
    meeting.next_date = parsed.next_meeting
    meeting.note_taker = people.get(name_key(parsed.note_taker)) if parsed.note_taker else None
    meeting.approves_title = (parsed.approves or "")[:LONGEST_TITLES]
    refuse_numbers_in_head(meeting)
    history.save(meeting, by=by, at=at, reason=READ_IN)
    if earlier := _earlier_meeting(proposal.group, meeting.approves_title):
        with history.signed(meeting, by=by, at=at, reason=READ_IN):
            meeting.approves.set([earlier])
    return meeting


def _earlier_meeting(group: Group, title: str) -> Meeting | None:
    found = re.search(r"\d{4}-\d{2}-\d{2}", title)
    if found is None:
        return None
    try:
        day = date.fromisoformat(found[0])
    except ValueError:
        return None
    return Meeting.objects.filter(group=group, date=day).first()


def _save_attendance(
    meeting: Meeting, match: PersonMatch, person: Person, position: int, *, by: User | None, at: datetime | None
) -> None:
    parsed = match.parsed
    if parsed is None or meeting.attendance.filter(person=person).exists():
        return
    row = Attendance(
        meeting=meeting,
        person=person,
        capacity=parsed.capacity,
        organisation=match.organisation or person.organisation,
        organisation_text=parsed.organisation[:160],
        title=parsed.title[:160],
        state=parsed.state,
        position=position,
    )
    history.save(row, by=by, at=at)


def _save_item(
    meeting: Meeting, parsed: ParsedItem, people: dict[str, Person], *, by: User | None, at: datetime | None
) -> None:
    item = AgendaItem(
        meeting=meeting,
        number=parsed.number,
        title=parsed.title[:250],
        purpose=parsed.purpose,
        presenter=people.get(name_key(parsed.presenter)) if parsed.presenter else None,
        information=clean(parsed.information),
        questions=clean(parsed.questions),
        dialog=clean(parsed.dialog),
    )
    history.save(item, by=by, at=at)
    for position, outcome in enumerate(parsed.outcomes, start=1):
        _save_outcome(item, outcome, position, by=by, at=at)


def _save_outcome(
    item: AgendaItem, parsed: ParsedOutcome, position: int, *, by: User | None, at: datetime | None
) -> None:
    group = Group.objects.filter(name__iexact=parsed.group).first() if parsed.group else None
    outcome = Outcome(
        item=item,
        position=position,
        kind=parsed.kind,
        text=parsed.text,
        organisation=organisation_named(parsed.organisation),
        group=group,
    )
    history.save(outcome, by=by, at=at)
    for task in parsed.tasks:
        history.save(OutcomeTask(outcome=outcome, owner=task.owner[:120], text=task.text), by=by, at=at)
