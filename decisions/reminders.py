"""What a date brings, looked for once a day: decisions and commitments that are due, each said once to each person."""

from datetime import date, timedelta
from functools import partial

from decisions.models import Anchoring, Commitment
from decisions.owners import owners_of
from decisions.parties import speakers_for
from decisions.workflow.mail import mail
from samverkan.common import daily

#: How many days after the last day it is asked again.
DAYS = (0, 30, 60)


@daily.task("decisions to carry out")
def remind_of_decisions(on: date) -> None:
    """Remind those who speak for an organisation that has something left, on the last day, and 30 and 60 days after.

    Who was reached only later gets the latest reminder alone. What is settled is not asked for.
    """
    rows = Anchoring.objects.followed().unsettled().filter(decision__due__range=_span(on))
    daily.each(rows.select_related("organisation", "decision__version__meeting"), partial(_remind, on=on))


def _remind(row: Anchoring, *, on: date) -> None:
    days = (on - (row.decision.due or on)).days
    step = _step(days)
    for person in speakers_for(row.organisation, row.decision.version.meeting, on=on):
        mail(
            "anchoring_reminder", person, anchoring=row, once=f"anchoring:{row.pk}:{row.decision.due}:{step}",
            days=str(days),
        )  # fmt: skip


@daily.task("commitments that are due")
def remind_of_commitments(on: date) -> None:
    """Remind the owner of an open commitment in the same way; one without an owner in the registers is asked for of
    those who run the group.
    """
    rows = Commitment.objects.open().filter(due__range=_span(on))
    shown = ("organisation", "group", "person__user", "decision__group", "decision__version__meeting")
    daily.each(rows.select_related(*shown), partial(_remind_of_commitment, on=on))


def _remind_of_commitment(row: Commitment, *, on: date) -> None:
    days = (on - row.due).days if row.due else 0
    for person in owners_of(row, on=on):
        mail(
            "commitment_reminder", person, commitment=row, once=f"commitment:{row.pk}:{row.due}:{_step(days)}",
            days=str(days),
        )  # fmt: skip


def _step(days: int) -> int:
    return max(limit for limit in DAYS if limit <= days)


def _span(on: date) -> tuple[date, date]:
    """The last days that are reminded of today: from a month after the last reminder, so that none comes years late."""
    return on - timedelta(days=DAYS[-1] + 30), on
