"""What people's calendars have been told of a meeting, and the promises of mail that tell them the rest.

An invitation goes out when a meeting is planned, an update when what it said has changed, a cancellation when the
meeting is called off or somebody no longer takes part. Each promise carries what it says and its ``SEQUENCE``, so the
outbox is the memory of who knows what: only what differs from it is told. The words and the calendar file are made
when the mail is sent (``calendars.mail``). Every function runs in the caller's transaction, with the meeting locked.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from groups.mail import address_of
from groups.models import Person, User
from meetings.calendars.slots import presenter_slots
from meetings.invited import reached
from meetings.models import Meeting
from meetings.states import MeetingState
from samverkan.common import history, outbox
from samverkan.common.models import OutboxMessage

KIND = "meetings.invite"
#: The work that looks whether the calendars follow, some minutes after somebody has saved.
FOLLOW = "meetings.follow"
#: Kinds that people come together for; a written meeting and a chair's decision have no time to keep free.
GATHERINGS = frozenset({Meeting.Kind.ORDINARY, Meeting.Kind.EXTRA})
COMING = frozenset({MeetingState.PLANNED, MeetingState.CALLED})
#: What an invitation says of the meeting itself.
HEAD = ("date", "starts_at", "ends_at", "place", "link")
#: How long what was saved in the editor waits for the next save, so that three saves give one mail.
QUIET = timedelta(minutes=3)

#: A person, and the item whose time is theirs; no item for the whole meeting.
type Place = tuple[int, int | None]
#: What an invitation says, as plain text to compare.
type Said = list[str]


@dataclass(frozen=True, slots=True)
class Told:
    """The latest that somebody was promised: an invitation or, with ``method`` CANCEL, its end."""

    sequence: int
    method: str
    said: Said


@dataclass(frozen=True, slots=True)
class News:
    """What has to be told: who is invited first now, whose entry has changed, and who is wanted no more."""

    fresh: list[Place]
    changed: list[Place]
    gone: list[Place]

    def __bool__(self) -> bool:
        return bool(self.fresh or self.changed or self.gone)


# --- When ------------------------------------------------------------------------------------------------------
def is_told(meeting: Meeting, *, at: datetime | None = None) -> bool:
    """Whether people keep the meeting's day free: it is to come, and they come together for it."""
    coming = meeting.state in COMING and meeting.date >= timezone.localdate(at)
    return coming and meeting.kind in GATHERINGS


def is_followed(meeting: Meeting, *, at: datetime | None = None) -> bool:
    """Whether the calendars follow what is written: until the meeting begins, for then its note is being written."""
    now = timezone.localtime(at)
    begins = (meeting.date, meeting.starts_at or time.min)
    return is_told(meeting, at=at) and (now.date(), now.time()) < begins


def is_announced(meeting: Meeting, *, at: datetime | None = None) -> bool:
    """Whether anybody has been told of a meeting that has not begun: then its day, time and place change by a move."""
    return is_followed(meeting, at=at) and bool(told(meeting))


# --- What ------------------------------------------------------------------------------------------------------
def told(meeting: Meeting) -> dict[Place, Told]:
    """What each has been promised last, as far as the outbox knows; cancellations too.

    Of two rows that turned out to be one person, what either was told was told to the one that is left.
    """
    of_meeting = Q(key__startswith=f"invite:{meeting.pk}:") | Q(key__startswith=f"call:{meeting.pk}:")
    payloads = OutboxMessage.objects.filter(of_meeting).values_list("payload", flat=True)
    rows = [payload for payload in payloads if "said" in payload]
    merged = Person.objects.filter(pk__in=[row["person"] for row in rows]).exclude(merged_into=None)
    now = dict(merged.values_list("pk", "merged_into"))
    found: dict[Place, Told] = {}
    for row in sorted(rows, key=lambda row: row["sequence"]):
        place = now.get(row["person"], row["person"]), row["item"]
        found[place] = Told(row["sequence"], row["method"], row["said"])
    return found


def wanted(meeting: Meeting) -> dict[Place, Said]:
    """Whom the calendars are to hold it for, and what they are to say; people without an address are left out.

    Presenters have their own time once the meeting is called.
    """
    head = [_plain(getattr(meeting, name)) for name in HEAD]
    found: dict[Place, Said] = {(person.pk, None): head for person in reached(meeting)}
    if meeting.state == MeetingState.CALLED:
        slots = presenter_slots(meeting)
        people = Person.objects.filter(pk__in=[slot.person for slot in slots]).select_related("user")
        with_address = {person.pk for person in people if address_of(person)}
        for slot in slots:
            if slot.person in with_address:
                own = [str(slot.number), slot.title, slot.open_title, _plain(slot.starts), _plain(slot.ends)]
                found[slot.person, slot.item] = [*head, *own]
    return found


def news_of(meeting: Meeting) -> News:
    """How what people have been told differs from how the meeting stands."""
    now = wanted(meeting)
    known = {place: one for place, one in told(meeting).items() if one.method != "CANCEL"}
    return News(
        fresh=[place for place in now if place not in known],
        changed=[place for place, said in now.items() if place in known and known[place].said != said],
        gone=[place for place in known if place not in now],
    )


def receivers(meeting: Meeting) -> list[Person]:
    """Those who are told when the meeting is moved or called off, by name."""
    known = {place for place, one in told(meeting).items() if one.method != "CANCEL"}
    keys = {person for person, _ in (*wanted(meeting), *known)}
    people = Person.objects.filter(pk__in=keys).select_related("user").order_by("name")
    return [person for person in people if address_of(person)]


def _plain(value: date | time | str | None) -> str:
    return "" if value is None else value if isinstance(value, str) else value.isoformat()


# --- Telling ---------------------------------------------------------------------------------------------------
def invite(meeting: Meeting, *, at: datetime | None = None) -> None:
    """Invite those on the attendance list. Nobody is invited to what has been, or to a written meeting."""
    if is_told(meeting, at=at):
        tell(meeting)


def bump(meeting: Meeting) -> None:
    """One step up in ``calendar_sequence``, before anything is told a second time; the caller saves the meeting."""
    meeting.calendar_sequence += 1


def tell(meeting: Meeting, *, template: str = "changed", everybody: bool = False, **context: str) -> None:
    """Promise what is news, under the meeting's sequence; with ``everybody`` also those for whom nothing changed.

    Who has come to the attendance list since is invited, who has left it or presents no more gets a cancellation.
    """
    news, now = news_of(meeting), wanted(meeting)
    again = [place for place in now if place not in news.fresh] if everybody else news.changed
    _promise(meeting, {place: now[place] for place in news.fresh}, "invited")
    _promise(meeting, {place: now[place] for place in again}, template, **context)
    _promise(meeting, {place: [] for place in news.gone}, "not_wanted", method="CANCEL")


def follow(meeting: Meeting, *, by: User | None, at: datetime | None = None) -> bool:
    """Tell now what is news of a meeting that has been announced; whether anything was."""
    if not is_announced(meeting, at=at) or not news_of(meeting):
        return False
    bump(meeting)
    history.save(meeting, by=by, at=at, reason="Kalendern uppdaterad", fields=["calendar_sequence"])
    tell(meeting)
    return True


def follow_later(meeting: Meeting, *, by: User | None = None, at: datetime | None = None) -> None:
    """After a save: promise to tell what is news, when nobody has saved for a while."""
    if is_announced(meeting, at=at) and news_of(meeting):
        look_later(meeting, by=by)


def look_later(meeting: Meeting, *, by: User | None = None) -> None:
    """Promise to look, when nothing has happened for a while, whether the calendars follow the meeting."""
    outbox.add(FOLLOW, due_at=timezone.now() + QUIET, meeting=meeting.pk, by=by.pk if by else None)


def waits_longer(message: OutboxMessage) -> bool:
    """Whether a later look at the same meeting is promised, so that this one is let go."""
    later = OutboxMessage.objects.filter(kind=FOLLOW, done_at=None, dead_at=None, due_at__gt=message.due_at)
    return later.filter(payload__meeting=message.payload["meeting"]).exclude(pk=message.pk).exists()


def cancel(meeting: Meeting) -> None:
    """Promise a cancellation to everybody who is invited; ``bump`` and save before."""
    known = {place: one.said for place, one in told(meeting).items() if one.method != "CANCEL"}
    _promise(meeting, {**wanted(meeting), **known}, "cancelled", method="CANCEL")


def call_payload(meeting: Meeting) -> dict[str, Any]:
    """What the promise of the call carries, for its calendar entry to be remembered as told."""
    said = [_plain(getattr(meeting, name)) for name in HEAD]
    return {"item": None, "method": "REQUEST", "sequence": meeting.calendar_sequence, "said": said}


def _promise(
    meeting: Meeting, places: dict[Place, Said], template: str, *, method: str = "REQUEST", **context: str
) -> None:
    """One message per person and place; a person without an address is left out."""
    reach = _with_address(person for person, _ in places)
    for (person, item), said in places.items():
        if person in reach:
            outbox.add_once(
                f"invite:{meeting.pk}:{person}:{item or 0}:{meeting.calendar_sequence}", KIND,
                meeting=meeting.pk, person=person, item=item, method=method, template=template,
                sequence=meeting.calendar_sequence, said=said, context=context,
            )  # fmt: skip


def _with_address(keys: Iterable[int]) -> set[int]:
    people = Person.objects.filter(pk__in=set(keys)).select_related("user")
    return {person.pk for person in people if address_of(person)}
