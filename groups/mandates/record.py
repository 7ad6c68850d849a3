"""The content of an adopted mandate: everything that it says, as plain data that needs no database to be read.

The shape is a contract with every record ever sealed; ``FORMAT`` changes when it does.
"""

import re
from collections.abc import Iterator

from groups.models import Group, Mandate, MandateRecord
from groups.states import MandateState
from samverkan.common import canonical
from samverkan.common.canonical import Json

FORMAT = "samverkan/mandate/1"
DAYS = ("document_date", "decision_date", "review_date", "valid_from", "valid_until")
WORDS = ("title", "commissioner", "assignee", "decided_by", "decision_reference", "registration_number")
#: What may be written after the adoption: known only afterwards, and no part of what was decided.
LATER = ("registration_number", "review_date", "decision_reference")
ADDRESS = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")


def mandate_content(mandate: Mandate) -> Json:
    """The mandate with its facts, area, groups, recipients, sections and the versions before it.

    Dates are ISO 8601 days or empty, rich text is HTML of the allowed elements. ``shown`` says of each group
    whether everyone might know of it then; it decides what the stored PDF may name.
    """
    days = {name: getattr(mandate, name) for name in DAYS}
    groups = list(mandate.groups.select_related("area"))
    return {
        "format": FORMAT,
        "slug": mandate.slug,
        "version": mandate.version,
        "replaces": mandate.replaces.version if mandate.replaces else None,
        **{name: getattr(mandate, name) for name in WORDS},
        **{name: day.isoformat() if day else "" for name, day in days.items()},
        "valid_until_precision": mandate.valid_until_precision,
        "commissioner_group": _group(mandate.commissioner_group),
        "decided_by_group": _group(mandate.decided_by_group),
        "area": ", ".join(dict.fromkeys(group.area.name for group in groups)),
        "groups": [_group(group) for group in groups],
        "recipients": lines_of(mandate.recipients),
        "sections": [{"heading": row.heading, "body": row.body} for row in mandate.sections.all()],
        "earlier": [_earlier(old, mandate) for old in _versions_before(mandate)],
    }


def lines_of(text: str) -> list[str]:
    """The lines of a text that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def addresses_in(content: Json) -> list[str]:
    """The e-mail addresses that the mandate says, each once: what everyone may read must not have any."""
    found = [address for text in _texts(content) for address in ADDRESS.findall(text)]
    return sorted(set(found), key=found.index)


def verify(record: MandateRecord) -> bool:
    """Whether the stored text still matches its checksum."""
    return bool(canonical.sha256(record.content) == record.sha256)


def _texts(content: Json) -> Iterator[str]:
    yield from (content[name] for name in WORDS)
    yield from content["recipients"]
    for section in content["sections"]:
        yield from (section["heading"], section["body"])


def _group(group: Group | None) -> Json | None:
    if group is None:
        return None
    return {"id": group.pk, "slug": group.slug, "code": group.code, "name": group.title, "shown": group.shows_group}


def _versions_before(mandate: Mandate) -> list[Mandate]:
    """The adopted versions with a lower number, of any of the groups, the newest first."""
    older = Mandate.objects.exclude(state=MandateState.DRAFT).filter(
        version__lt=mandate.version, groups__in=mandate.groups.all()
    )
    found: list[Mandate] = list(
        older.select_related("decided_by_group").prefetch_related("groups").order_by("-version", "title").distinct()
    )
    return found


def _earlier(old: Mandate, mandate: Mandate) -> Json:
    ours = {group.pk for group in mandate.groups.all()}
    return {
        "title": old.title,
        "version": old.version,
        "decided_by": old.decided_by,
        "decided_by_group": _group(old.decided_by_group),
        "decision_date": old.decision_date.isoformat() if old.decision_date else "",
        "valid_from": old.valid_from.isoformat() if old.valid_from else "",
        "shown": any(group.shows_group and group.shows_mandate for group in old.groups.all() if group.pk in ours),
    }
