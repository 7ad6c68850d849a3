"""The content of a record: everything the minutes say, as plain data that needs no database to be read.

The shape is a contract with every file ever stored; ``FORMAT`` changes when it does.
"""

from groups.models import Person
from meetings.models import AgendaItem, Attendance, Meeting, Outcome
from samverkan.common.canonical import Json

FORMAT = "samverkan/minutes/1"
AGENDA_FORMAT = "samverkan/agenda/1"


def minutes_content(meeting: Meeting) -> Json:
    """The working text of the meeting as a record: group, meeting, attendance, items with outcomes, papers, masks.

    Dates are ISO 8601 days, times ``HH:MM`` in Swedish time, rich text is HTML of the allowed elements.
    """
    items = meeting.items.select_related("presenter").prefetch_related(
        "outcomes__tasks", "outcomes__organisation", "outcomes__group", "attachments"
    )
    return {
        "format": FORMAT,
        "group": _group(meeting),
        "meeting": _meeting(meeting),
        "note_taker": _person(meeting.note_taker),
        "approves": meeting.approves_title,
        "attendance": [_attendance(row) for row in meeting.attendance.listed()],
        "items": [_item(item) for item in items],
        "papers": [paper.title for paper in meeting.attachments.filter(item=None)],
        "masks": sorted(meeting.contact_choices.filter(choice="mask").values_list("value", flat=True)),
    }


def agenda_content(meeting: Meeting) -> Json:
    """What is to be approved before the meeting: the items with purpose, presenter, minutes and proposal."""
    return {
        "format": AGENDA_FORMAT,
        "group": _group(meeting),
        "meeting": _meeting(meeting),
        "approves": meeting.approves_title,
        "items": [
            {
                "item": item.pk,
                "number": item.number,
                "title": item.title,
                "purpose": item.purpose,
                "presenter": item.presenter.name if item.presenter else "",
                "minutes": item.minutes,
                "questions": item.questions,
                "proposed_decision": item.proposed_decision,
                "withheld": item.is_withheld,
            }
            for item in meeting.items.select_related("presenter")
        ],
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
        "remark": row.remark,
    }


def _item(item: AgendaItem) -> Json:
    return {
        "number": item.number,
        "title": item.title,
        "purpose": item.purpose,
        "presenter": item.presenter.name if item.presenter else "",
        "information": item.information,
        "questions": item.questions,
        "dialog": item.dialog,
        "withheld": item.is_withheld,
        "withheld_reason": item.withheld_reason,
        "outcomes": [_outcome(outcome) for outcome in item.outcomes.all()],
        "papers": [paper.title for paper in item.attachments.all()],
    }


def _outcome(outcome: Outcome) -> Json:
    return {
        "kind": outcome.kind,
        "text": outcome.text,
        "organisation": outcome.organisation.brief if outcome.organisation else "",
        "group": outcome.group.name if outcome.group else "",
        "needs_anchoring": outcome.needs_anchoring,
        "tasks": [
            {"owner": task.owner, "text": task.text, "due": task.due.isoformat() if task.due else ""}
            for task in outcome.tasks.all()
        ],
    }
