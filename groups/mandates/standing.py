"""How the versions of a group's mandate stand on a day: derived from their dates, never stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from groups.mandates.reading import UNNAMED, last_day_of
from groups.models import Group, Mandate
from groups.states import MandateStanding, MandateState


@dataclass(frozen=True, slots=True)
class Version:
    """One version in the history of a group's mandate, on a day."""

    mandate: Mandate
    standing: MandateStanding
    under_revision: bool
    #: The version that took its place, once that one holds.
    replaced_by: Mandate | None
    lasts: str

    @property
    def decided_by(self) -> str:
        """Who decided, in words."""
        group = self.mandate.decided_by_group
        name = (group.title if group.shows_group else UNNAMED) if group else ""
        return ", ".join(words for words in (name, self.mandate.decided_by) if words)


def versions_of(group: Group, *, on: date) -> list[Version]:
    """The versions that the group shows everyone, the newest first, each with how it stands; two queries."""
    found = list(Mandate.objects.published_of(group).select_related("decided_by_group", "record__pdf"))
    return with_standing(found, group, on=on)


def with_standing(mandates: Sequence[Mandate], group: Group, *, on: date) -> list[Version]:
    """Every version of the group's mandate with how it stands for the group on the day; one query.

    ``mandates`` are all the group's versions, drafts or not. One is *under revision* when a draft for the group
    is to replace it (R10); the draft itself is not told of.
    """
    drafted = set(Mandate.objects.drafts().of_group(group).values_list("replaces", flat=True))
    adopted = [mandate for mandate in mandates if mandate.state != MandateState.DRAFT]
    found = []
    for mandate in mandates:
        successor = _successor(mandate, adopted, on=on)
        found.append(
            Version(
                mandate=mandate,
                standing=_standing(mandate, successor, on=on),
                under_revision=mandate.pk in drafted,
                replaced_by=successor,
                lasts=last_day_of(mandate),
            )
        )
    return found


def _successor(mandate: Mandate, adopted: Sequence[Mandate], *, on: date) -> Mandate | None:
    """The newest version that holds instead of this one on the day, or will before this one begins."""
    if mandate.valid_from is None:
        return None
    until, own = max(on, mandate.valid_from), (mandate.valid_from, mandate.version)
    newer = [
        other for other in adopted
        if other.valid_from and other.valid_from <= until and (other.valid_from, other.version) > own
    ]  # fmt: skip
    return max(newer, key=lambda other: (other.valid_from, other.version), default=None)


def _standing(mandate: Mandate, successor: Mandate | None, *, on: date) -> MandateStanding:
    if mandate.state == MandateState.DRAFT or mandate.valid_from is None:
        return MandateStanding.DRAFT
    if successor:
        return MandateStanding.REPLACED
    if mandate.valid_from > on:
        return MandateStanding.COMING
    return MandateStanding.RUN_OUT if mandate.has_run_out(on=on) else MandateStanding.IN_FORCE
