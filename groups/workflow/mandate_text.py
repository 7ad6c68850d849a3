"""Writing a draft mandate: its facts, and its sections one at a time. An adopted mandate refuses all of it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from groups.models import Group, Mandate, MandateSection, User
from groups.workflow.mandates import locked_draft, next_version, refuse_second_draft, set_groups
from samverkan.common import canonical, history
from samverkan.common.free_text import refuse_numbers_in
from samverkan.common.refusals import StepRefused
from samverkan.common.richtext import clean

FACTS = (
    "title", "commissioner", "commissioner_group", "assignee", "decided_by", "decided_by_group", "registration_number",
    "document_date", "decision_date", "review_date", "valid_from", "valid_until", "valid_until_precision", "recipients",
    "chair_decides",
)  # fmt: skip


class TextConflict(StepRefused):
    """Somebody else has saved in the meantime; ``seen`` is the token of the text as it is now."""

    def __init__(self, seen: str) -> None:
        super().__init__(
            "Någon annan har sparat här medan du skrev. Läs vad som är sparat nu och välj vilken text som gäller."
        )
        self.seen = seen


def token_of(section: MandateSection) -> str:
    """Stands for the text of a section as it was read, so that a save over a newer text is seen."""
    return canonical.sha256(section.heading, section.body)[:16]


def facts_token(mandate: Mandate) -> str:
    """Stands for the facts of a mandate as they were read."""
    groups = sorted(group.pk for group in mandate.groups.all())
    return canonical.sha256(*(str(getattr(mandate, name)) for name in FACTS), str(groups))[:16]


@transaction.atomic
def save_facts(
    mandate: Mandate,
    values: dict[str, Any],
    *,
    groups: Iterable[Group],
    seen: str,
    by: User,
    at: datetime | None = None,
) -> bool:
    """Save the facts of a draft and which groups it covers; whether anything was changed.

    Raises TextConflict when the facts are no longer those that ``seen`` stands for.
    """
    refuse_numbers_in(*(value for value in values.values() if isinstance(value, str)))
    mandate = locked_draft(mandate)
    if seen != (now := facts_token(mandate)):
        raise TextConflict(now)
    changed = [name for name in FACTS if name in values and getattr(mandate, name) != values[name]]
    for name in changed:
        setattr(mandate, name, values[name])
    wanted, covered = list(groups), list(mandate.groups.all())
    moved = {group.pk for group in wanted} != {group.pk for group in covered}
    if moved:
        refuse_second_draft(wanted, beside=mandate)
        mandate.version = next_version(wanted, beside=mandate)
        changed.append("version")
    if changed:
        history.save(mandate, by=by, at=at, reason="Uppgifter ändrade", fields=changed)
    if moved:
        set_groups(mandate, wanted, by=by, at=at, reason="Andra grupper")
    return bool(changed)


@transaction.atomic
def add_section(mandate: Mandate, *, heading: str, body: str, by: User, at: datetime | None = None) -> MandateSection:
    """Add a section after the others."""
    _refuse_numbers(heading, body)
    mandate = locked_draft(mandate)
    last = mandate.sections.aggregate(last=Max("position"))["last"] or 0
    section = MandateSection(mandate=mandate, position=last + 1, heading=heading, body=clean(body))
    history.save(section, by=by, at=at, reason="Tillagt")
    return section


@transaction.atomic
def save_section(
    section: MandateSection, *, heading: str, body: str, seen: str, by: User, at: datetime | None = None
) -> bool:
    """Save the text of a section of a draft; whether anything was changed.

    Raises TextConflict when its text is no longer the one that ``seen`` stands for.
    """
    _refuse_numbers(heading, body)
    locked_draft(section.mandate)
    section, body = _current(section), clean(body)
    if (heading, body) == (section.heading, section.body):
        return False
    if seen != (now := token_of(section)):
        raise TextConflict(now)
    section.heading, section.body = heading, body
    history.save(section, by=by, at=at, reason="Ändrat", fields=["heading", "body"])
    return True


@transaction.atomic
def move_section(section: MandateSection, *, up: bool, by: User, at: datetime | None = None) -> bool:
    """Let a section of a draft change places with the one before it, or after it; whether there was one."""
    mandate = locked_draft(section.mandate)
    section = _current(section)
    others = mandate.sections.filter(**{"position__lt" if up else "position__gt": section.position})
    other = others.order_by("-position" if up else "position").first()
    if other is None:
        return False
    aside = 1 + mandate.sections.aggregate(last=Max("position"))["last"]
    here, there = section.position, other.position
    # Nobody else sees the place aside: it only keeps two sections from having the same number.
    MandateSection.objects.filter(pk=section.pk).update(position=aside)
    for row, position in ((other, here), (section, there)):
        row.position = position
        history.save(row, by=by, at=at, reason="Ny plats i ordningen", fields=["position"])
    return True


@transaction.atomic
def remove_section(section: MandateSection, *, by: User, at: datetime | None = None) -> None:
    """Take a section out of a draft; the history keeps its text."""
    locked_draft(section.mandate)
    history.remove(_current(section), by=by, at=at, reason="Borttaget")


def _refuse_numbers(heading: str, body: str) -> None:
    """Raises StepRefused for what looks like a personal number: a mandate is public as soon as it is adopted."""
    refuse_numbers_in(heading)
    refuse_numbers_in(body, rich=True)


def _current(section: MandateSection) -> MandateSection:
    found: MandateSection | None = MandateSection.objects.filter(pk=section.pk).first()
    if found is None:
        raise StepRefused("Avsnittet finns inte längre. Någon annan har tagit bort det.")
    return found
