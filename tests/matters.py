"""Matters and standing items for tests, and where their pages are."""

import hashlib
from datetime import UTC, date, datetime
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from groups.models import Group, User
from meetings.models import AgendaItem, Matter, MatterPaper, Meeting, Outcome, StandingItem
from samverkan.common.models import OutboxMessage
from samverkan.common.uploads import Checked
from tests.common.crafted import pdf
from tests.factories import Cast, make_meeting

RAISED = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
SOON = date(2026, 12, 3)
LATER = date(2027, 2, 4)


def make_matter(by: User, group: Group, *, papers: int = 0, **fields: Any) -> Matter:
    """A matter that an account has raised with a group, in whatever state is asked for."""
    defaults = {"title": "Hur delar vi på kostnaden?", "raised_by": by.person, "raised_at": RAISED}
    matter = Matter.objects.create(group=group, **{**defaults, **fields})
    for number in range(1, papers + 1):
        content = paper_file(number)
        sha256 = hashlib.sha256(content).hexdigest()
        paper = MatterPaper.objects.create(
            matter=matter, number=number, title=f"Underlag {number}", name=f"underlag-{number}.pdf",
            media_type="application/pdf", size=len(content), sha256=sha256, added_at=RAISED,
        )  # fmt: skip
        default_storage.save(paper.path, ContentFile(content))
    return matter


def paper_file(number: int) -> bytes:
    """A PDF with as many pages as its number says, so that no two are the same."""
    return pdf(lambda file: [file.add_blank_page() for _ in range(number - 1)], deterministic_id=True)


def make_standing(group: Group, title: str = "Laget runt", **fields: Any) -> StandingItem:
    count = StandingItem.objects.filter(group=group, is_last=fields.get("is_last", False)).count()
    return StandingItem.objects.create(group=group, title=title, **{"position": count + 1, **fields})


def make_coming(cast: Cast, day: date = SOON, *, items: int = 0, **fields: Any) -> Meeting:
    """A planned meeting of the group, with an empty agenda unless items are asked for."""
    return make_meeting(cast.group, items=items, outcomes=0, date=day, **fields)


def checked(name: str = "underlag.pdf", content: bytes = b"%PDF-1.7 Bilaga.") -> Checked:
    return Checked(content, name, "application/pdf", hashlib.sha256(content).hexdigest(), len(content))


def decide(item: AgendaItem, text: str = "Gruppen enas om att dela lika.", kind: str = "agreed") -> Outcome:
    position = item.outcomes.count() + 1
    return Outcome.objects.create(item=item, position=position, kind=kind, text=text)


def titles(meeting: Meeting) -> list[str]:
    """The agenda as it stands, by number; the numbers run from 1 without gaps."""
    rows = list(meeting.items.order_by("number"))
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    return [row.title for row in rows]


def told() -> list[tuple[str, int]]:
    """The mails that have been promised, oldest first: template and who gets it. They are forgotten then."""
    rows = OutboxMessage.objects.filter(kind="groups.mail").order_by("created_at")
    found = [(row.payload["template"], row.payload["person"]) for row in rows]
    rows.delete()
    return found


def matter_address(route: str) -> str:
    """The address of a route of matters or standing items, for the first row that there is."""
    name = route.removeprefix("meetings_admin:")
    if name.startswith("standing"):
        row = StandingItem.objects.first()
        needs = name not in {"standing", "standing-new"}
        return reverse(route, args=["lgs", *([row.pk if row else 1] if needs else [])])
    if name in {"matters", "matter-new"}:
        return reverse(route)
    matter = Matter.objects.first()
    return reverse(route, args=[matter.pk if matter else 1, *([1] if name == "matter-paper" else [])])


def text(response: Any) -> str:
    """The page that came back."""
    return str(response.content.decode())


def filled(cast: Cast, **fields: Any) -> dict[str, Any]:
    """What the form of a matter posts."""
    return {
        "group": cast.group.pk, "raised_from": "", "purpose": "decision", "title": "Hur delar vi på kostnaden?",
        "description": "Bakgrunden.", "wished_decision": "Att dela lika.", "minutes": "20", "wanted_by": "2026-12-24",
        **fields,
    }  # fmt: skip
