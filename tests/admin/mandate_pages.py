"""What the tests of mandates behind sign-in share."""

from typing import Any

from groups.models import Mandate, MandateSection
from groups.workflow import mandate_text


def at(mandate: Mandate, tail: str = "") -> str:
    return f"/admin/uppdrag/{mandate.pk}/{tail}"


def in_section(section: MandateSection, tail: str = "") -> str:
    return at(section.mandate, f"avsnitt/{section.pk}/{tail}")


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def facts(mandate: Mandate, **changes: Any) -> dict[str, Any]:
    values = {
        "title": mandate.title, "commissioner": "", "commissioner_group": "", "assignee": "", "document_date": "",
        "registration_number": "", "recipients": "", "groups": [group.pk for group in mandate.groups.all()],
        "seen": mandate_text.facts_token(mandate),
    }  # fmt: skip
    return {**values, **changes}
