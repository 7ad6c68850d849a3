"""What an invitation says: the mail and its calendar entry, made from the meeting as it stands when it is sent."""

from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from groups.mail import address_of
from groups.models import Person
from meetings.calendars import ics, invitations
from meetings.calendars.ics import Entry
from meetings.calendars.invitations import Slot
from meetings.models import Meeting
from samverkan.common import mailing, outbox
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


def entry_for(meeting: Meeting, person: Person, *, stamp: datetime, method: str = "REQUEST") -> bytes:
    """The calendar file of the whole meeting for one who is called; ``stamp`` is when it was promised."""
    return ics.message(_entry(meeting, person, stamp=stamp, cancelled=method == "CANCEL"), method=method)


def slot_for(
    meeting: Meeting, slot: Slot | None, item: int, person: Person, *, stamp: datetime, method: str = "REQUEST"
) -> bytes:
    """The calendar file of a presenter's own time; without ``slot`` the time is no more."""
    whole = _entry(meeting, person, stamp=stamp, cancelled=method == "CANCEL")
    own = replace(
        whole,
        uid=ics.uid_of(meeting.pk, item),
        starts=slot.starts if slot else whole.starts,
        ends=slot.ends if slot else whole.ends,
        summary=f"{meeting.group.code}: {f'punkt {slot.number}, {slot.title}' if slot else 'din punkt'}",
        description=description_of(meeting, agenda=False),
    )
    return ics.message(own, method=method)


def _entry(meeting: Meeting, person: Person, *, stamp: datetime, cancelled: bool) -> Entry:
    return Entry(
        uid=ics.uid_of(meeting.pk),
        sequence=meeting.calendar_sequence,
        stamp=stamp,
        date=meeting.date,
        starts=meeting.starts_at,
        ends=meeting.ends_at,
        summary=title_of(meeting),
        place=meeting.place,
        description=description_of(meeting),
        url=admin_url(meeting),
        cancelled=cancelled,
        told=(person.name, address_of(person)),
    )


def description_of(meeting: Meeting, *, agenda: bool = True) -> str:
    """How those called get to the meeting, its agenda once it is called, and where it is in the portal."""
    lines = [f"Anslut till mötet: {meeting.link}"] if meeting.link else []
    if agenda and (items := invitations.agenda_of(meeting)):
        lines += ["", "Agenda", *(f"{number}. {title}" for number, title in items), ""]
    return "\n".join([*lines, f"Mötet i Samverkan: {admin_url(meeting)}"])


@outbox.handles(invitations.KIND)
def send(message: OutboxMessage) -> None:
    """Send one invitation, update or cancellation. An older one than the last that was promised is not sent."""
    payload = message.payload
    meeting = Meeting.objects.select_related("group").prefetch_related("joint_groups").get(pk=payload["meeting"])
    person = Person.objects.select_related("user").get(pk=payload["person"])
    method, to = payload["method"], address_of(person)
    if not to or (method == "REQUEST" and payload["sequence"] != meeting.calendar_sequence):
        return
    slot = next((slot for slot in invitations.presenter_slots(meeting) if slot.item == payload["item"]), None)
    if payload["item"] is None:
        file = entry_for(meeting, person, stamp=message.created_at, method=method)
    elif slot is None and method == "REQUEST":
        return
    else:
        file = slot_for(meeting, slot, payload["item"], person, stamp=message.created_at, method=method)
    context = {
        "person": person,
        "meeting": meeting,
        "group": meeting.group,
        "title": title_of(meeting),
        "slot": slot,
        "slot_times": f"{clock(slot.starts)}–{clock(slot.ends)}" if slot else "",
        "is_slot": payload["item"] is not None,
        "link": admin_url(meeting),
        "is_coming": meeting.date >= timezone.localdate(),
        **payload["context"],
    }
    invitation = mailing.Invitation(file, method)
    mailing.send_template(message, f"meeting_{payload['template']}", to=to, context=context, calendar=invitation)
