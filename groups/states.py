"""States of the groups app and the arrows between them."""

from enum import Enum

from django.db import models


class MandateState(models.TextChoices):
    DRAFT = "draft", "Utkast"
    ADOPTED = "adopted", "Antagen"
    SUPERSEDED = "superseded", "Ersatt"


MANDATE_ARROWS: dict[MandateState, set[MandateState]] = {
    MandateState.DRAFT: {MandateState.ADOPTED},
    MandateState.ADOPTED: {MandateState.SUPERSEDED},
}


def may_move(mandate: str, new: MandateState) -> bool:
    """Whether an arrow leads from the state that a mandate is in to another."""
    return new in MANDATE_ARROWS.get(MandateState(mandate), set())


class MandateStanding(Enum):
    """How a mandate stands for one group on one day; the clock moves it, nobody else does (R10)."""

    DRAFT = "Utkast"
    COMING = "Gäller inte än"
    IN_FORCE = "Gäller"
    RUN_OUT = "Har gått ut"
    REPLACED = "Ersatt"

    @property
    def label(self) -> str:
        return self.value
