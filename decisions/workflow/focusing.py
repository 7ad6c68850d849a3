"""Which focus areas of the cooperation plan a decision is about: said beside the decision, whose text stays sealed."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from decisions.models import Decision, DecisionFocus, FocusArea
from groups.models import User
from samverkan.common import history
from samverkan.common.refusals import StepRefused


@transaction.atomic
def set_focus_areas(
    decision: Decision, areas: Iterable[FocusArea], *, by: User, at: datetime | None = None
) -> Decision:
    """Say which focus areas the decision is about, in place of those said before; the history keeps each change.

    Raises StepRefused for one that the area's cooperation plan did not have on the day of the decision.
    """
    decision = Decision.objects.select_for_update(of=("self",)).select_related("group").get(pk=decision.pk)
    wanted = {area.pk: area for area in areas}
    known = {row.focus_area_id: row for row in decision.focuses.all()}
    new = [area for key, area in wanted.items() if key not in known]
    may_be = set(focus_areas_for(decision).values_list("pk", flat=True)) if new else set()
    for area in new:
        if area.pk not in may_be:
            raise StepRefused(f"{area.title} fanns inte i områdets samverkansplan när beslutet fattades.")
        row = DecisionFocus(decision=decision, focus_area=area)
        history.save(row, by=by, at=at, reason="Fokusområde")
    for key in known.keys() - wanted.keys():
        history.remove(known[key], by=by, at=at, reason="Inte längre fokusområde")
    return decision


def focus_areas_for(decision: Decision) -> QuerySet[FocusArea]:
    """The focus areas of the area's cooperation plan on the day of the decision."""
    rows: QuerySet[FocusArea] = FocusArea.objects.of_area(decision.group.area_id, year=decision.decided_on.year)
    return rows
