"""The content of a record: everything the minutes say, as plain data that needs no database to be read.

The shape is a contract with every file ever stored; ``FORMAT`` changes when it does.
"""

from collections.abc import Iterable, Mapping, Sequence

from groups.models import Person, RecordKeeping
from meetings.kinds import Presence
from meetings.models import AgendaItem, Attendance, Meeting, Outcome, OutcomeTask
from meetings.papers import Entry, agenda_entries, entries_by_item, with_files
from samverkan.common.canonical import Json

FORMAT = "samverkan/minutes/1"
AGENDA_FORMAT = "samverkan/agenda/2"


def minutes_content(
    meeting: Meeting, *, attendance: Iterable[Attendance] | None = None, items: list[Json] | None = None
) -> Json:
    """The working text of the meeting as a record: group, meeting, attendance, items with outcomes, papers, masks.

    Dates are ISO 8601 days, times ``HH:MM`` in Swedish time, rich text is HTML of the allowed elements.
    ``attendance`` and ``items`` (see ``item_content``) take the place of what is stored, for a text that is not saved.
    """
    return {
        "format": FORMAT,
        "group": _group(meeting),
        "meeting": _meeting(meeting),
        "note_taker": _person(meeting.note_taker),
        "approves": meeting.approves_title,
        "attendance": [_attendance(row) for row in (meeting.attendance.listed() if attendance is None else attendance)],
        "items": _stored_items(meeting) if items is None else items,
        "papers": entries_by_item(meeting).get(None, []),
        "masks": sorted(meeting.contact_choices.filter(choice="mask").values_list("value", flat=True)),
        **keeper_of(meeting),
    }


def keeper_of(meeting: Meeting) -> Json:
    """Who keeps the group's records on the day, and can be asked for what is not published; nothing when unknown."""
    rows = RecordKeeping.objects.on(meeting.date).filter(group=meeting.group_id).select_related("authority")
    row = rows.first()
    return {"keeper": ", ".join(filter(None, [row.authority.name, row.contact]))} if row else {}


def _stored_items(meeting: Meeting) -> list[Json]:
    items = meeting.items.select_related("presenter").prefetch_related(
        "outcomes__tasks", "outcomes__organisation", "outcomes__group"
    )
    papers = entries_by_item(meeting)
    return [
        item_content(
            item,
            [outcome_content(outcome, outcome.tasks.all()) for outcome in item.outcomes.all()],
            papers.get(item.pk, []),
        )
        for item in items
    ]


def former_notes(content: Json) -> tuple[str, str]:
    """How the notes that a meeting approves are told: the label, and their titles on one line; both empty for none.

    A record has one title to a line; those made when a meeting could approve only one have one line.
    """
    titles = [line.strip() for line in content["approves"].splitlines() if line.strip()]
    if not titles:
        return "", ""
    return "Föregående anteckning" if len(titles) == 1 else "Föregående anteckningar", "; ".join(titles)


def agenda_content(
    meeting: Meeting,
    *,
    items: Iterable[AgendaItem] | None = None,
    papers: Mapping[int | None, list[Json]] | None = None,
) -> Json:
    """What is to be approved before the meeting: the items with background, purpose, presenter, minutes and proposal,
    and every paper with the checksum of its file.

    Another background or another file is another agenda. Agendas of ``samverkan/agenda/1`` have neither background
    nor papers; the oldest of them do not say the keys of their items. ``items``, with their presenters, and ``papers``
    (see ``agenda_entries``) are those of the meeting when they have been fetched already.
    """
    papers = agenda_entries(with_files(meeting)) if papers is None else papers
    items = meeting.items.select_related("presenter") if items is None else items
    head = {key: said for key, said in _meeting(meeting).items() if key != "next_date"}
    return {
        "format": AGENDA_FORMAT,
        "group": _group(meeting),
        "meeting": head,
        "approves": meeting.approves_title,
        "items": [_agenda_item(item, papers.get(item.pk, [])) for item in items],
        "papers": papers.get(None, []),
    }


def _agenda_item(item: AgendaItem, papers: list[Json]) -> Json:
    return {
        "item": item.pk,
        "number": item.number,
        "title": item.title,
        "purpose": item.purpose,
        "presenter": item.presenter.name if item.presenter else "",
        "minutes": item.minutes,
        "information": item.background + item.information,
        "questions": item.questions,
        "proposed_decision": item.proposed_decision,
        "withheld": item.is_withheld,
        "papers": papers,
    }


def _group(meeting: Meeting) -> Json:
    group = meeting.group
    return {
        "slug": group.slug,
        "code": group.code,
        "name": group.name,
        "area": group.area.name,
        "word": group.type.get_minutes_word_display(),
    }


def _meeting(meeting: Meeting) -> Json:
    def hour(name: str) -> str:
        value = getattr(meeting, name)
        return f"{value:%H:%M}" if value else ""

    return {
        "date": meeting.date.isoformat(),
        "sequence": meeting.sequence,
        "starts": hour("starts_at"),
        "ends": hour("ends_at"),
        "place": meeting.place,
        "kind": meeting.kind,
        "next_date": meeting.next_date.isoformat() if meeting.next_date else "",
        "joint_groups": sorted(group.name for group in meeting.joint_groups.all()),
        "joint_public": sorted(group.name for group in meeting.joint_groups.all() if group.shows_group),
    }


def _person(person: Person | None) -> Json | None:
    return {"name": person.name, "title": person.title} if person else None


def _attendance(row: Attendance) -> Json:
    return {
        "name": row.person.name,
        "title": row.title,
        "organisation": row.organisation_shown,
        "capacity": row.capacity,
        "state": row.state,
        "remark": remark_of(row),
    }


def remark_of(row: Attendance) -> str:
    """What is said in brackets after a name: ``på distans, från punkt 4 till och med punkt 6``."""
    part = [f"från punkt {row.from_item}"] if row.from_item else []
    part += [f"till och med punkt {row.to_item}"] if row.to_item else []
    if row.from_item and row.from_item == row.to_item:
        part = [f"bara punkt {row.from_item}"]
    words = ["på distans" if row.is_remote else "", " ".join(part)] if row.state == Presence.PRESENT else []
    return ", ".join(filter(None, [*words, row.remark]))


def item_content(item: AgendaItem, outcomes: list[Json], papers: Sequence[Entry]) -> Json:
    """One item of the record. ``item`` is its key, by which it is known again in a later version; never public.

    Records that were made before it was kept do not say it.
    """
    return {
        "item": item.pk,
        "number": item.number,
        "title": item.title,
        "purpose": item.purpose,
        "presenter": item.presenter.name if item.presenter else "",
        "information": item.information,
        "questions": item.questions,
        "dialog": item.dialog,
        "withheld": item.is_withheld,
        "withheld_reason": item.withheld_reason,
        "outcomes": outcomes,
        "papers": list(papers),
    }


def outcome_content(outcome: Outcome, tasks: Iterable[OutcomeTask]) -> Json:
    """What came of an item, with its tasks."""
    return {
        "kind": outcome.kind,
        "text": outcome.text,
        "organisation": outcome.organisation.brief if outcome.organisation else "",
        "group": outcome.group.name if outcome.group else "",
        "needs_anchoring": outcome.needs_anchoring,
        "tasks": [
            {"owner": task.owner, "text": task.text, "due": task.due.isoformat() if task.due else ""} for task in tasks
        ],
    }
