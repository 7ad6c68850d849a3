"""States of plans, of their activities and of annual reports, and the arrows between them."""

from django.db import models


class PlanState(models.TextChoices):
    """From ESTABLISHED on the text is frozen; only what becomes of the activities is written beside it."""

    DRAFT = "draft", "Utkast"
    ESTABLISHED = "established", "Fastställd"
    PUBLISHED = "published", "Publicerad"
    WITHDRAWN = "withdrawn", "Avpublicerad"


class ReportState(models.TextChoices):
    """What the chair reads is what was sent; from APPROVED on it is frozen."""

    DRAFT = "draft", "Utkast"
    SENT = "sent", "Hos ordföranden"
    APPROVED = "approved", "Godkänd"
    PUBLISHED = "published", "Publicerad"
    WITHDRAWN = "withdrawn", "Avpublicerad"


class ActivityState(models.TextChoices):
    PLANNED = "planned", "Inte påbörjad"
    ONGOING = "ongoing", "Pågår"
    DONE = "done", "Genomförd"
    DROPPED = "dropped", "Genomförs inte"


_P, _R = PlanState, ReportState

PLAN_ARROWS: dict[str, set[str]] = {
    _P.DRAFT: {_P.ESTABLISHED},
    _P.ESTABLISHED: {_P.PUBLISHED},
    _P.PUBLISHED: {_P.WITHDRAWN},
    _P.WITHDRAWN: {_P.PUBLISHED},
}
REPORT_ARROWS: dict[str, set[str]] = {
    _R.DRAFT: {_R.SENT},
    _R.SENT: {_R.DRAFT, _R.APPROVED},
    _R.APPROVED: {_R.PUBLISHED},
    _R.PUBLISHED: {_R.WITHDRAWN},
    _R.WITHDRAWN: {_R.PUBLISHED},
}
#: Of a plan and of a report: still being written, or waiting for an answer. In all other states the text is frozen.
OPEN = ("draft", "sent")
#: What is left to do of an activity.
LEFT = frozenset({ActivityState.PLANNED, ActivityState.ONGOING})
