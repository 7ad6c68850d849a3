"""States of decisions in cooperation."""

from django.db import models


class DecisionState(models.TextChoices):
    IN_FORCE = "in_force", "Gäller"
    REPLACED = "replaced", "Ersatt"
    ENDED = "ended", "Avslutat"
