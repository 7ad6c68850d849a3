"""Plain factories. The people of every test: eva (process leader), olle (chair), sara (member), maja (outsider)."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import count
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import override_settings

from groups.models import (
    Area,
    AreaRole,
    GoverningDocument,
    Group,
    GroupType,
    Mandate,
    Membership,
    OfficeTerm,
    Organisation,
    Person,
    RecordKeeping,
    Seat,
    User,
)
from meetings import workflow
from meetings.documents import render_stored
from meetings.models import (
    AgendaItem,
    Attachment,
    Attendance,
    Meeting,
    MinutesVersion,
    Outcome,
    Publication,
    StoredDocument,
)
from samverkan.common.uploads import KINDS
from tests.common.crafted import office

PASSWORD = "test-samverkan-2026"
LONG_AGO = date(2020, 1, 1)
MEETING_DAY = date(2026, 4, 23)
#: A moment after the meeting, in the test's own time.
AFTER = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
_numbers = count(1)


def make_area(slug: str = "goteborg", name: str = "Göteborgsområdet", **fields: Any) -> Area:
    return Area.objects.get_or_create(slug=slug, defaults={"name": name, "kind": Area.Kind.DELREGIONAL, **fields})[0]


def make_organisation(name: str = "Sahlgrenska Universitetssjukhuset", **fields: Any) -> Organisation:
    slug = fields.pop("slug", None) or f"organisation-{next(_numbers)}"
    return Organisation.objects.create(name=name, slug=slug, kind=fields.pop("kind", "region_unit"), **fields)


def make_group_type(slug: str = "ledningsgrupp", **fields: Any) -> GroupType:
    defaults = {"name": slug.capitalize(), "minutes_word": GroupType.MinutesWord.MEETING_NOTE, **fields}
    return GroupType.objects.get_or_create(slug=slug, defaults=defaults)[0]


def make_group(slug: str = "lgs", **fields: Any) -> Group:
    defaults = {
        "code": slug.upper(),
        "name": f"Gruppen {slug.upper()}",
        "area": fields.pop("area", None) or make_area(),
        "type": fields.pop("type", None) or make_group_type(),
        "starts": LONG_AGO,
    }
    return Group.objects.create(slug=slug, **{**defaults, **fields})


def make_person(name: str = "", **fields: Any) -> Person:
    number = next(_numbers)
    return Person.objects.create(slug=f"person-{number}", name=name or f"Person {number}", **fields)


def make_user(name: str, *, person: Person | None = None, **fields: Any) -> User:
    person = person or make_person(name.capitalize() + " Exempel")
    return User.objects.create_user(f"{name}@example.se", PASSWORD, person=person, **fields)


def make_administrator(name: str, area: Area, **fields: Any) -> User:
    user = make_user(name, **fields)
    AreaRole.objects.create(user=user, area=area, role="administrator", starts=LONG_AGO)
    return user


def make_member(person: Person, group: Group, role: str = "member", **fields: Any) -> Membership:
    return Membership.objects.create(person=person, group=group, role=role, **{"starts": LONG_AGO, **fields})


def make_chair(person: Person, group: Group, **fields: Any) -> OfficeTerm:
    membership = make_member(person, group)
    return OfficeTerm.objects.create(membership=membership, **{"office": "chair", "starts": LONG_AGO, **fields})


@dataclass
class Cast:
    """A group with its people."""

    group: Group
    eva: User
    olle: User
    sara: User
    maja: User


def make_cast(slug: str = "lgs", *, has_history: bool = False) -> Cast:
    """A group with a process leader, a chair and a member, and somebody of another group.

    They are there from before, so that the history begins with what the test does, unless ``has_history``.
    """
    with override_settings(SIMPLE_HISTORY_ENABLED=has_history):
        return _people(slug)


def _people(slug: str) -> Cast:
    group = make_group(slug)
    eva, olle, sara, maja = (make_user(name) for name in ("eva", "olle", "sara", "maja"))
    for user, role in ((eva, "process_leader"), (sara, "member")):
        make_member(user.person, group, role)  # type: ignore[arg-type]
    make_chair(olle.person, group)  # type: ignore[arg-type]
    make_member(maja.person, make_group("annan"), "process_leader")  # type: ignore[arg-type]
    return Cast(group, eva, olle, sara, maja)


def make_meeting(group: Group, *, items: int = 2, outcomes: int = 1, papers: int = 0, **fields: Any) -> Meeting:
    """A planned meeting with items, each with outcomes, one person present, and papers that all can read."""
    defaults = {"date": MEETING_DAY, "starts_at": time(13, 30), "ends_at": time(16, 30)}
    meeting = Meeting.objects.create(group=group, **{**defaults, **fields})
    for number in range(1, items + 1):
        item = AgendaItem.objects.create(
            meeting=meeting, number=number, title=f"Fråga {number}", information=f"<p>Information {number}.</p>"
        )
        for position in range(1, outcomes + 1):
            text = f"Beslut {number}.{position}."
            Outcome.objects.create(item=item, position=position, kind="agreed", text=text)
    Attendance.objects.create(meeting=meeting, person=make_person(), capacity="member", position=1)
    for number in range(1, papers + 1):
        make_paper(meeting, number=number)
    return meeting


def make_paper(meeting: Meeting, *, content: bytes = b"", suffix: str = "docx", **fields: Any) -> Attachment:
    """A paper of the whole meeting with a file, as it is after it was taken in and found to be for all to read."""
    number = fields.pop("number", meeting.attachments.count() + 1)
    content = content or office("docx", word__more=f"{number}")
    name = fields.pop("name", f"underlag-{number}.{suffix}")
    document = StoredDocument(
        meeting=meeting, kind="paper", name=name, media_type=KINDS[suffix].media_type, size=len(content),
        sha256=hashlib.sha256(content).hexdigest(), source_sha256=hashlib.sha256(content + name.encode()).hexdigest(),
        stored_at=AFTER,
    )  # fmt: skip
    if not default_storage.exists(document.path):
        default_storage.save(document.path, ContentFile(content))
    document.save()
    defaults = {"title": f"Underlag {number}", "added_at": AFTER, "is_accessible": True}
    return Attachment.objects.create(meeting=meeting, number=number, document=document, **{**defaults, **fields})


def make_held(cast: Cast, **fields: Any) -> Meeting:
    return workflow.mark_held(make_meeting(cast.group, **fields), by=cast.eva, at=AFTER)


def make_sent(cast: Cast, **fields: Any) -> MinutesVersion:
    return workflow.send_minutes(make_held(cast, **fields), by=cast.eva, at=AFTER)


def make_adjusted(cast: Cast, **fields: Any) -> MinutesVersion:
    return workflow.adjust(make_sent(cast, **fields), by=cast.olle, at=AFTER)


def make_published(cast: Cast, **fields: Any) -> Publication:
    """A published note, walked through every step, with its PDF stored."""
    version = make_adjusted(cast, **fields)
    render_stored(version)
    return workflow.publish(version, by=cast.eva, at=AFTER)


def make_document(group: Group, *, content: bytes = b"", **fields: Any) -> GoverningDocument:
    """A governing document of the group, with a stored PDF when there is content."""
    defaults = {"slug": f"rutin-{next(_numbers)}", "title": "Rutin", "kind": "routine"}
    document = GoverningDocument(group=group, **{**defaults, **fields})
    if content:
        document.file_name, document.file_type, document.file_size = "rutin.pdf", "application/pdf", len(content)
        document.file_sha256 = hashlib.sha256(content).hexdigest()
        default_storage.save(document.path, ContentFile(content))
    document.save()
    return document


def make_register_rows(cast: Cast) -> None:
    """One row in each register that belongs to the group or to everybody."""
    organisation = make_organisation()
    Seat.objects.create(group=cast.group, position=1, label="SU", organisation=organisation, starts=LONG_AGO)
    mandate = Mandate.objects.create(slug="uppdrag", title="Uppdrag")
    mandate.groups.add(cast.group)
    AreaRole.objects.create(user=make_user("ann"), area=cast.group.area, role="registrar", starts=LONG_AGO)
    RecordKeeping.objects.create(
        group=cast.group, authority=organisation, controller=organisation, diary="RS", starts=LONG_AGO
    )
    make_document(cast.group, slug="rutin", content=b"%PDF-1.7 Rutin.")
