"""Mandates for tests: drafts, and versions walked through adoption."""

from datetime import UTC, date, datetime
from typing import Any
from unittest.mock import patch

from groups.mandates.files import render_stored
from groups.models import Group, Mandate, MandatePdf, MandateSection, User
from groups.workflow import mandate_text
from groups.workflow import mandates as workflow
from samverkan.common import pdf

#: A moment in the test's own time, and the day in Sweden.
AT = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
TODAY = date(2026, 5, 4)
TEXT = "<p>Gruppen ska stärka samverkan.</p><ul><li>Första punkten</li><li>Andra punkten</li></ul>"


def make_draft(*groups: Group, by: User, title: str = "Uppdrag för gruppen", body: str = TEXT) -> Mandate:
    """A draft with one section."""
    draft = workflow.draft(groups, title=title, by=by, at=AT)
    mandate_text.add_section(draft, heading="Syfte", body=body, by=by, at=AT)
    return draft


def adopted(draft: Mandate, *, by: User, **values: Any) -> Mandate:
    """The draft, adopted on a day in 2026."""
    given = {
        "decided_by": "Direktören", "decision_date": date(2026, 1, 12), "valid_from": date(2026, 1, 12), "at": AT,
    }  # fmt: skip
    return workflow.adopt(draft, by=by, **{**given, **values})


def make_adopted(
    *groups: Group, by: User, title: str = "Uppdrag för gruppen", body: str = TEXT, **values: Any
) -> Mandate:
    return adopted(make_draft(*groups, by=by, title=title, body=body), by=by, **values)


def make_versions(group: Group, count: int, *, by: User) -> list[Mandate]:
    """So many adopted versions, a year apart, the oldest first; each has another sentence than the one before."""
    found = [make_adopted(group, by=by, decision_date=date(1990, 1, 1), valid_from=date(1990, 1, 1))]
    for number in range(1, count):
        draft = workflow.start_revision(found[-1], by=by, at=AT)
        section = draft.sections.get()
        mandate_text.save_section(
            section, heading=section.heading, body=f"{TEXT}<p>Mening {number}.</p>",
            seen=mandate_text.token_of(section), by=by, at=AT,
        )  # fmt: skip
        day = date(1990 + number, 1, 1)
        found.append(adopted(draft, by=by, decision_date=day, valid_from=day))
    return found


def give_file(mandate: Mandate, content: bytes = b"%PDF-1.7 uppdrag") -> MandatePdf:
    """A stored file for an adopted mandate, without drawing it."""
    with patch.object(pdf, "render", lambda html, **meta: pdf.Pdf(content, 3)):
        return render_stored(mandate.record)


def make_versions_beside_a_draft(draft: Mandate, group: Group) -> None:
    """Versions 2 and 3 of the group, adopted and with files, beside a draft that gets a section."""
    MandateSection.objects.create(mandate=draft, position=1, heading="Syfte", body=TEXT)
    for number, day in ((2, date(2024, 1, 1)), (3, date(2025, 1, 1))):
        mandate = Mandate.objects.create(
            slug=f"uppdrag-{number}", title="Uppdrag", version=number, state="adopted", decided_by="Direktören",
            decision_date=day, valid_from=day,
        )  # fmt: skip
        mandate.groups.add(group)
        MandateSection.objects.create(mandate=mandate, position=1, heading="Syfte", body=f"<p>Text {number}.</p>")
    workflow.seal_loaded(at=AT)
    for mandate in Mandate.objects.filter(state="adopted"):
        give_file(mandate)
