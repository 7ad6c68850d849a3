"""What an agenda is built from: standing items, the previous note, its tasks, and the matters that wait."""

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Any

from django.conf import settings
from django.db.models import Q

from meetings.agendas.follow_up import COMMITMENTS, answers_for, listed_tasks, outdated_in, words_of
from meetings.kinds import Purpose
from meetings.models import AgendaItem, Matter, Meeting, OutcomeTask, Publication, StandingItem
from meetings.reading import variant_of
from meetings.states import MatterState, MeetingState, MinutesState
from meetings.workflow.approval import waiting_notes
from samverkan.common.refusals import StepRefused
from samverkan.common.swedish import listed, long_date

FOLLOW_UP = "Uppföljning av uppgifter"
#: Key of the proposal that rewrites the list of what is followed up, where that is another by now.
REFRESH = "ataganden-nu"
#: How the title of the item begins that approves the previous note, whichever word the group has for it.
APPROVAL = "Godkännande av föregående"
#: The words for several notes, where they differ from the word for one.
PLURAL = {"mötesanteckning": "mötesanteckningar"}


class Part(IntEnum):
    """The parts of an agenda, in their order."""

    FIRST = 0
    APPROVAL = 1
    FOLLOW_UP = 2
    MATTERS = 3
    LAST = 4


type Place = tuple[int, int]


@dataclass(frozen=True)
class Proposal:
    """Something that the agenda can be built with. ``key`` names it on the page; ``why`` is a sentence."""

    key: str
    title: str
    why: str
    place: Place
    source: Any
    is_ticked: bool = True


def proposals_for(meeting: Meeting) -> list[Proposal]:
    """What is not on the agenda yet, in the order in which it would stand there."""
    items = list(meeting.items.all())
    titles = {_alike(item.title) for item in items}
    matters = {item.matter_id for item in items}
    found = [
        *(row for row in _standing(meeting) if _alike(row.title) not in titles),
        *(row for row in _approval(meeting) if not any(title.startswith(APPROVAL.casefold()) for title in titles)),
        *(row for row in _follow_up(meeting) if _alike(row.title) not in titles),
        *_refresh(meeting),
        *(row for row in _matters(meeting) if row.source.pk not in matters),
    ]
    return sorted(found, key=lambda row: row.place)


def merged(meeting: Meeting, new: Sequence[tuple[Place, AgendaItem]]) -> list[AgendaItem]:
    """The items of the meeting with the new ones among them.

    What is there keeps its order. A new item comes after the last one that belongs before it; nothing comes after
    the items that always stand last.
    """
    standing = list(StandingItem.objects.filter(group=meeting.group_id))
    rows = _placed(list(meeting.items.order_by("number")), standing)
    for place, item in sorted(new, key=lambda pair: pair[0]):
        before = [index for index, (there, _) in enumerate(rows) if there <= place]
        rows.insert(before[-1] + 1 if before else 0, (place, item))
    return [item for _, item in rows]


def _placed(items: list[AgendaItem], standing: list[StandingItem]) -> list[tuple[Place, AgendaItem]]:
    """Each item with its place; one that bears the title of a last item has it only where it does stand last."""
    known = {_alike(row.title): place_of(row) for row in standing}
    rows: list[tuple[Place, AgendaItem]] = []
    is_end = True
    for item in reversed(items):
        place = known.get(_alike(item.title), _place_by_title(item.title))
        is_end = is_end and place[0] == Part.LAST
        rows.append(((Part.MATTERS, 0) if place[0] == Part.LAST and not is_end else place, item))
    return rows[::-1]


def standing_last(meeting: Meeting) -> list[AgendaItem]:
    """The items of the meeting that always stand last, where that is where they stand. Two queries."""
    standing = list(StandingItem.objects.filter(group=meeting.group_id, is_last=True))
    rows = _placed(list(meeting.items.order_by("number")), standing) if standing else []
    return [item for place, item in rows if place[0] == Part.LAST]


def place_of(row: StandingItem) -> Place:
    """Where a standing item belongs."""
    return (Part.LAST if row.is_last else Part.FIRST, row.position)


def _place_by_title(title: str) -> Place:
    if _alike(title).startswith(APPROVAL.casefold()):
        return (Part.APPROVAL, 0)
    return (Part.FOLLOW_UP if _alike(title) in {_alike(FOLLOW_UP), _alike(COMMITMENTS)} else Part.MATTERS, 0)


def previous_of(meeting: Meeting) -> Meeting | None:
    """The meeting of the group that was held last before this one; a chair's decision is no meeting to follow up."""
    before = Q(date__lt=meeting.date) | Q(date=meeting.date, sequence__lt=meeting.sequence)
    held = Meeting.objects.filter(before, group=meeting.group_id, state=MeetingState.HELD)
    rows = held.exclude(kind=Meeting.Kind.CHAIR).select_related("group__type")
    found: Meeting | None = rows.order_by("-date", "-sequence").first()
    return found


def tasks_of(meeting: Meeting) -> list[OutcomeTask]:
    """The tasks of the meeting, but for those of items that are not published: they stay in their own note.

    Where the note has been redacted they are what is left of them in public, as rows that are not stored.
    """
    if meeting.redactions.exists():
        return _public_tasks(meeting)
    rows = OutcomeTask.objects.filter(outcome__item__meeting=meeting, outcome__item__is_withheld=False)
    return list(rows.order_by("outcome__item__number", "outcome__position", "pk"))


def _public_tasks(meeting: Meeting) -> list[OutcomeTask]:
    """The tasks in the public variant of the version that stands; none when no variant of it can be made."""
    version = meeting.minutes_versions.filter(state=MinutesState.ADJUSTED).order_by("number").last()
    if version is None:
        return []
    try:
        variant = variant_of(version)
    except StepRefused:
        return []
    outcomes = [outcome for item in variant["items"] for outcome in item.get("outcomes", [])]
    return [
        OutcomeTask(
            owner=task["owner"], text=task["text"], due=date.fromisoformat(task["due"]) if task["due"] else None
        )
        for outcome in outcomes
        for task in outcome["tasks"]
    ]


def title_of_note(meeting: Meeting) -> str:
    """``Mötesanteckning Ledningsgrupp för samverkan (LGS), 23 april 2026``."""
    return f"{meeting.group.type.get_minutes_word_display()} {meeting.group.title}, {long_date(meeting.date)}"


def links_to_notes(meetings: Sequence[Meeting]) -> str:
    """The notes, each as a paragraph of rich text: see ``link_to_note``."""
    return "".join(link_to_note(meeting) for meeting in meetings)


def link_to_note(meeting: Meeting) -> str:
    """The note as a paragraph of rich text: a link to its public address once it is published, else to the page
    behind sign-in, which no public variant leads to.
    """
    title = html.escape(title_of_note(meeting), quote=False)
    is_public = Publication.objects.published().filter(meeting=meeting).exists()
    path = f"moten/{meeting.group.slug}/{meeting.day_key}/" if is_public else f"admin/moten/{meeting.pk}/"
    return f'<p><a href="{settings.SITE_URL}/{path}">{title}</a></p>'


def _standing(meeting: Meeting) -> Iterator[Proposal]:
    for row in StandingItem.objects.filter(group=meeting.group_id).select_related("presenter"):
        why = "Stående punkt, sist på agendan." if row.is_last else "Stående punkt."
        yield Proposal(f"punkt-{row.pk}", row.title, why, place_of(row), row)


def _approval(meeting: Meeting) -> Iterator[Proposal]:
    if notes := waiting_notes(meeting):
        word, days = meeting.group.type.minutes_word, listed([long_date(note.date) for note in notes])
        title = f"{APPROVAL} {word}" if len(notes) == 1 else f"{APPROVAL} {PLURAL.get(word, word)}"
        why = f"Från mötet {days}." if len(notes) == 1 else f"Från mötena {days}."
        yield Proposal("godkannande", title, why, (Part.APPROVAL, 0), notes)


def _follow_up(meeting: Meeting) -> Iterator[Proposal]:
    """What the apps above follow up; beside it the tasks of a note that is not adjusted, which they don't know yet."""
    answers = answers_for(meeting)
    for rows, url in answers:
        if rows:
            yield Proposal("ataganden", COMMITMENTS, _why_open(len(rows)), (Part.FOLLOW_UP, 0), words_of(rows, url))
    previous = previous_of(meeting)
    known = bool(previous and answers and previous.minutes_versions.filter(state=MinutesState.ADJUSTED).exists())
    tasks = tasks_of(previous) if previous and not known else []
    if previous and tasks:
        count = "En uppgift" if len(tasks) == 1 else f"{len(tasks)} uppgifter"
        why = f"{count} från mötet {long_date(previous.date)}."
        yield Proposal("uppfoljning", FOLLOW_UP, why, (Part.FOLLOW_UP, 0), listed_tasks(tasks))


def _refresh(meeting: Meeting) -> Iterator[Proposal]:
    if found := outdated_in(meeting):
        why = "Listan på agendan är inte aktuell. " + (_why_open(found.count) if found.count else "Inga är öppna.")
        yield Proposal(REFRESH, f"{COMMITMENTS}: uppdatera listan", why, (Part.FOLLOW_UP, 0), found)


def _why_open(count: int) -> str:
    return "Ett åtagande är inte klart." if count == 1 else f"{count} åtaganden är inte klara."


def _matters(meeting: Meeting) -> Iterator[Proposal]:
    later = Q(date__gt=meeting.date) | Q(date=meeting.date, sequence__gt=meeting.sequence)
    coming = Meeting.objects.filter(later, group=meeting.group_id).exclude(state=MeetingState.CANCELLED)
    following = coming.order_by("date").values_list("date", flat=True).first()
    rows = Matter.objects.backlog_of(meeting.group).select_related("raised_by", "group")
    for index, matter in enumerate(rows):
        can_wait = bool(matter.wanted_by and following and following <= matter.wanted_by)
        yield Proposal(
            f"fraga-{matter.pk}", matter.title, _why_matter(matter, following if can_wait else None),
            (Part.MATTERS, index), matter, is_ticked=not can_wait,
        )  # fmt: skip


def _why_matter(matter: Matter, following: date | None) -> str:
    purpose = Purpose(matter.purpose).label.lower()
    parts = [f"{'Kommer tillbaka' if matter.state == MatterState.BACK_AGAIN else 'Fråga'} från {matter.raised_by}"]
    parts.append(f"för {purpose}")
    if matter.wanted_by:
        parts.append(f"behövs senast {long_date(matter.wanted_by)}")
    if following:
        parts.append(f"kan vänta till mötet {long_date(following)}")
    return ", ".join(parts) + "."


def _alike(title: str) -> str:
    return " ".join(title.split()).casefold()
