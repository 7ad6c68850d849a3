"""What an invitation says: the mail and its calendar entry, made from the meeting as it stands when it is sent."""

import json
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.utils import timezone

from groups.mail import address_of
from groups.models import Person
from meetings.calendars import ics, invitations
from meetings.calendars.ics import Entry
from meetings.calendars.slots import WITHHELD, Slot, own_item, presenter_slots, summary_of
from meetings.models import Meeting
from meetings.states import AgendaState, MeetingState
from samverkan.common import mailing, outbox
from samverkan.common.canonical import Json
from samverkan.common.models import OutboxMessage
from samverkan.common.swedish import clock, listed


def title_of(meeting: Meeting, *, public: bool = False) -> str:
    """``LGS: möte``, ``LGS och VÄG: extra möte``; of joint groups the public is told those that show themselves."""
    others = [group for group in meeting.joint_groups.all() if group.shows_group or not public]
    kind = "möte" if meeting.kind == Meeting.Kind.ORDINARY else meeting.get_kind_display()
    kind = f"gemensamt {kind}" if others and kind == "möte" else kind
    return f"{listed([meeting.group.code, *(group.code for group in others)])}: {kind[0].lower()}{kind[1:]}"


def admin_url(meeting: Meeting) -> str:
    return f"{settings.SITE_URL}/admin/moten/{meeting.pk}/"


def link_for(meeting: Meeting, person: Person) -> str:
    """Where the person reads the meeting behind sign-in; empty for who can't: a guest or presenter from elsewhere, or
    somebody without an account.
    """
    user = getattr(person, "user", None)
    if not user or not user.is_active:
        return ""
    seen = Meeting.objects.visible_to(user, on=timezone.localdate()).filter(pk=meeting.pk)
    return admin_url(meeting) if seen.exists() else ""


def entry_for(meeting: Meeting, person: Person, message: OutboxMessage) -> bytes:
    """The calendar file of the whole meeting for one who is invited, as the message promised it."""
    return ics.message(_entry(meeting, person, message), method=message.payload["method"])


def slot_for(meeting: Meeting, slot: Slot | None, person: Person, message: OutboxMessage) -> bytes:
    """The calendar file of a presenter's own time; without ``slot`` the time is no more."""
    whole = _entry(meeting, person, message)
    own = replace(
        whole,
        uid=ics.uid_of(meeting.pk, message.payload["item"]),
        starts=slot.starts if slot else whole.starts,
        ends=slot.ends if slot else whole.ends,
        summary=summary_of(meeting, slot.number, slot.open_title) if slot else own_item(meeting),
        description=description_of(meeting, agenda=False, link=whole.url),
    )
    return ics.message(own, method=message.payload["method"])


def _entry(meeting: Meeting, person: Person, message: OutboxMessage) -> Entry:
    """``DTSTAMP`` is when it was promised, so that a mail that is sent twice carries the same file."""
    link = link_for(meeting, person)
    return Entry(
        uid=ics.uid_of(meeting.pk),
        sequence=message.payload["sequence"],
        stamp=message.created_at,
        date=meeting.date,
        starts=meeting.starts_at,
        ends=meeting.ends_at,
        summary=title_of(meeting),
        place=meeting.place,
        description=description_of(meeting, link=link),
        url=link,
        cancelled=message.payload["method"] == "CANCEL",
        told=(person.name, address_of(person)),
    )


def description_of(meeting: Meeting, *, agenda: bool = True, link: str) -> str:
    """How those called get to the meeting, its agenda once it is called, and the ``link`` to it in the portal."""
    lines = [f"Anslut till mötet: {meeting.link}"] if meeting.link else []
    if agenda and (items := agenda_of(meeting)):
        lines += ["", "Agenda", *(f"{number}. {title}" for number, title in items), ""]
    return "\n".join([*lines, f"Mötet i Samverkan: {link}"] if link else lines)


def agenda_of(meeting: Meeting) -> list[tuple[int, str]]:
    """Number and title of each item of the agenda that was approved last, once the meeting is called.

    Of an item that is withheld, or has been withheld or removed since, the number alone: what stands in a calendar is
    read by others than those called.
    """
    if meeting.state == MeetingState.PLANNED:
        return []
    approved = meeting.agenda_versions.filter(state=AgendaState.APPROVED).order_by("number").last()
    items = json.loads(approved.content)["items"] if approved else []
    closed = dict(meeting.items.values_list("pk", "is_withheld"))
    return [
        (item["number"], WITHHELD if item.get("withheld") or _is_closed(item, closed) else item["title"])
        for item in items
    ]


def _is_closed(item: Json, closed: dict[int, bool]) -> bool:
    """Whether the item is withheld now, or there no more; an old agenda does not say which item it is."""
    return closed.get(item["item"], True) if "item" in item else any(closed.values())


def is_overtaken(message: OutboxMessage) -> bool:
    """Whether the person has been promised something later of the same time."""
    payload = message.payload
    meeting = Meeting(pk=payload["meeting"])
    latest = invitations.told(meeting).get((payload["person"], payload["item"]))
    return latest is not None and latest.sequence > payload["sequence"]


@outbox.handles(invitations.KIND)
def send(message: OutboxMessage) -> None:
    """Send one invitation, update or cancellation. One that has been overtaken by a later is not sent."""
    payload = message.payload
    meeting = Meeting.objects.select_related("group").prefetch_related("joint_groups").get(pk=payload["meeting"])
    person = Person.objects.select_related("user").get(pk=payload["person"])
    method, to = payload["method"], address_of(person)
    is_slot, slot = payload["item"] is not None, _slot(meeting, payload)
    if why := _why_not(message, to, is_gone=is_slot and slot is None and method == "REQUEST"):
        mailing.leave(message, why)
        return
    file = slot_for(meeting, slot, person, message) if is_slot else entry_for(meeting, person, message)
    context = {
        "person": person,
        "meeting": meeting,
        "group": meeting.group,
        "title": title_of(meeting),
        "slot": slot,
        "slot_times": f"{clock(slot.starts)}–{clock(slot.ends)}" if slot else "",
        "is_slot": is_slot,
        "link": link_for(meeting, person),
        **payload["context"],
    }
    invitation = mailing.Invitation(file, method)
    mailing.send_template(message, f"meeting_{payload['template']}", to=to, context=context, calendar=invitation)


def _why_not(message: OutboxMessage, to: str, *, is_gone: bool) -> str:
    """Why the mail is not sent; empty when it is."""
    if not to:
        return mailing.NO_ADDRESS
    if is_overtaken(message):
        return "Ett senare mejl om samma tid gick i stället."
    return "Personen föredrog inte punkten längre." if is_gone else ""


def _slot(meeting: Meeting, payload: dict[str, Any]) -> Slot | None:
    """The presenter's time as it is now; None when the item is gone or somebody else's."""
    mine = [slot for slot in presenter_slots(meeting) if slot.item == payload["item"]]
    return next((slot for slot in mine if slot.person == payload["person"]), None)
