"""What an adjusted note leaves to be done comes to the backlog by itself: postponed, prepared further, referred back.

Where the note says which group is to prepare the question, or takes it over, it is sent there in the same step, in
words that everyone may read (``open_words``): nobody looks it through in between. What is withheld, and a question
whose own words say what the note masks, stays in the backlog for the process leader to read and hand over by hand.
"""

from datetime import date, datetime

from django.utils import timezone

from groups.models import Group, User
from meetings.kinds import OutcomeKind, Purpose
from meetings.models import AgendaItem, Handover, Matter, Meeting, MinutesVersion, Outcome
from meetings.rules import ways_from
from meetings.states import MatterState, MeetingState
from meetings.workflow.handovers import can_receive, send
from meetings.workflow.matter_outcomes import COMES_BACK
from meetings.workflow.matters import locked_matter, shortened
from meetings.workflow.open_words import open_items, outcome_texts, says_what_is_masked
from samverkan.common import history
from samverkan.common.canonical import Json
from samverkan.common.richtext import plain
from samverkan.common.swedish import long_date

#: Outcomes that name the group where the question is to go.
_GOES_ON = frozenset({OutcomeKind.PREPARED_FURTHER, OutcomeKind.HANDED_OVER})


def bring_back(version: MinutesVersion, *, by: User, at: datetime) -> None:
    """Make a matter of each item that has none and is left unsettled, and send on what the note says where to send.

    Part of the step that adjusts the note; not of a correction, and not of an old note that is adjusted late.
    """
    meeting = version.meeting
    if version.corrects_id or _is_past(meeting, at=at):
        return
    items = meeting.items.select_related("matter").prefetch_related("outcomes__group").order_by("number")
    open_ = open_items(version)
    for item in items:
        said = open_.get(item.number)
        texts = outcome_texts(item, said) if said else [row.text for row in item.outcomes.all()]
        left = [(row, text) for row, text in zip(item.outcomes.all(), texts, strict=True) if row.kind in COMES_BACK]
        if not left:
            continue
        matter = item.matter or _matter_of(item, said, [text for _, text in left], version, by=by, at=at)
        if matter and said and not says_what_is_masked(matter, version):
            _send_on(matter, left, version, at=at)


def _is_past(meeting: Meeting, *, at: datetime) -> bool:
    """Whether the group has met since, so that what was left has been dealt with, or has ended."""
    ends = meeting.group.ends
    later = Meeting.objects.filter(group=meeting.group_id, state=MeetingState.HELD, date__gt=meeting.date)
    return (ends is not None and ends <= timezone.localdate(at)) or later.exists()


def _matter_of(
    item: AgendaItem, said: Json | None, left: list[str], version: MinutesVersion, *, by: User, at: datetime
) -> Matter | None:  # fmt: skip
    """A new matter in the group's backlog, with what the item says openly; None when nobody is there to ask it.

    Of a withheld item, which is sent nowhere, it has the record's own words.
    """
    person = version.sent_by.person
    if person is None:
        return None
    matter = Matter(
        group=version.meeting.group,
        raised_by=person,
        raised_at=at,
        state=MatterState.BACK_AGAIN,
        title=said["title"] if said else item.title,
        purpose=item.purpose or Purpose.DECISION,
        description="\n\n".join(filter(None, plain(said["information"] if said else item.information).split("\n"))),
        reason=shortened(" ".join(left)),
    )
    day = long_date(version.meeting.date)
    history.save(matter, by=by, at=at, reason=f"Kommer tillbaka efter mötet {day}")
    item.matter = matter
    history.save(item, by=by, at=at, reason="Frågan kommer tillbaka", fields=["matter"])
    return matter


def _send_on(matter: Matter, left: list[tuple[Outcome, str]], version: MinutesVersion, *, at: datetime) -> None:
    """Hand the question over to the group that the note names, where somebody is there to receive it.

    ``left`` are the outcomes with their open words, which go along as what the group needs to know.
    """
    day = timezone.localdate(at)
    named, text = next(((row, text) for row, text in left if row.kind in _GOES_ON and row.group_id), (None, ""))
    if named is None or named.group is None:
        return
    matter, group = locked_matter(matter), named.group
    if matter.state != MatterState.BACK_AGAIN or group == matter.group or not can_receive(group, on=day):
        return
    note = f"Ur anteckningen från mötet {long_date(version.meeting.date)}: {text}"
    comes_back = named.kind == OutcomeKind.PREPARED_FURTHER
    handover = Handover(kind=_kind(matter, group, day), note=note, comes_back=comes_back, to_group=group)
    send(matter, handover, by=version.sent_by, at=at)


def _kind(matter: Matter, group: Group, day: date) -> str:
    lifted = any(way.group == group and way.kind == Handover.Kind.LIFT for way in ways_from(matter, on=day))
    return Handover.Kind.LIFT if lifted else Handover.Kind.PASS_ON
