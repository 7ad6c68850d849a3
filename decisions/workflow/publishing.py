"""Plans and reports on the open site: shown when their file is there, and taken off again with a reason."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from decisions.models import ActionPlan, AnnualReport
from decisions.plans.sealing import refuse_numbers
from decisions.plans.states import PLAN_ARROWS, REPORT_ARROWS
from groups.models import User
from meetings.states import may_move
from samverkan.common import history
from samverkan.common.refusals import RELOAD, StepRefused

type Yearly = ActionPlan | AnnualReport

LONGEST_REASON = 2000


def locked[Y: ActionPlan | AnnualReport](row: Y) -> Y:
    """The row as it stands, locked until the step is over. Raises StepRefused when somebody has thrown it away."""
    rows: Any = type(row).objects.select_for_update(of=("self",)).select_related("group__area", "group__type")
    found: Y | None = rows.filter(pk=row.pk).first()
    if found is None:
        raise StepRefused("Utkastet finns inte längre. Någon annan har slängt det.")
    return found


def refuse_step(row: Yearly, to: str) -> None:
    """Raises StepRefused when no arrow leads there from the state that the row is in."""
    arrows = PLAN_ARROWS if isinstance(row, ActionPlan) else REPORT_ARROWS
    if not may_move(arrows, row.state, to):
        raise StepRefused(f"{row} är redan {row.get_state_display().lower()}." if row.state == to else RELOAD)


@transaction.atomic
def publish[Y: ActionPlan | AnnualReport](row: Y, *, by: User, at: datetime | None = None) -> Y:
    """Let everyone read it (R8). Raises StepRefused until its PDF is stored, and for a group that isn't shown."""
    row, at = locked(row), at or timezone.now()
    refuse_step(row, "published")
    if not row.group.shows_group:
        raise StepRefused("Gruppen visas inte öppet. Områdets administratör kan ändra det.")
    if not hasattr(row.record, "pdf"):
        raise StepRefused("PDF:en är inte klar än. Det tar någon minut. Försök igen om en stund.")
    row.state, row.published_at, row.withdrawn_at, row.withdrawal_reason = "published", at, None, ""
    history.save(row, by=by, at=at, reason="Publicerad")
    return row


@transaction.atomic
def withdraw[Y: ActionPlan | AnnualReport](row: Y, *, reason: str, by: User, at: datetime | None = None) -> Y:
    """Take it off the open site; its address says where it can be asked for. ``reason`` is for those inside."""
    row, at = locked(row), at or timezone.now()
    refuse_step(row, "withdrawn")
    if not reason.strip():
        raise StepRefused("Skriv varför den tas bort från webbplatsen.")
    if len(reason) > LONGEST_REASON:
        raise StepRefused(f"Skälet kan vara högst {LONGEST_REASON} tecken. Korta det och skicka igen.")
    refuse_numbers(reason)
    row.state, row.withdrawn_at, row.withdrawal_reason = "withdrawn", at, reason.strip()
    history.save(row, by=by, at=at, reason="Avpublicerad")
    return row
