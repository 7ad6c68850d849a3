"""States of the groups app and the arrows between them."""

from django.db import models


class MandateState(models.TextChoices):
    DRAFT = "draft", "Utkast"
    ADOPTED = "adopted", "Antagen"
    SUPERSEDED = "superseded", "Ersatt"


MANDATE_ARROWS: dict[MandateState, set[MandateState]] = {
    MandateState.DRAFT: {MandateState.ADOPTED},
    MandateState.ADOPTED: {MandateState.SUPERSEDED},
}
