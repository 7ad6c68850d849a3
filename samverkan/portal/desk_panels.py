"""What stands beside the composition on a group's page behind sign-in: its mandate, meetings and documents."""

from datetime import date
from typing import Any

from django.db.models import Q

from decisions.models import ActionPlan, AnnualReport
from groups.mandates.standing import with_standing
from groups.models import GoverningDocument, Group, Mandate
from meetings.calendars.invitations import GATHERINGS
from meetings.models import Meeting
from meetings.planning.frequency import frequency_of
from meetings.planning.representation import gaps

DOCUMENTS, YEARS = 5, 3


def beside(group: Group, *, on: date) -> dict[str, Any]:
    """The context of the panels; as many queries however much there is."""
    versions = Mandate.objects.of_group(group).select_related("decided_by_group")
    meetings = Meeting.objects.filter(Q(group=group) | Q(joint_groups=group)).distinct()
    documents = GoverningDocument.objects.filter(group=group).holding(on=on)
    return {
        "mandates": with_standing(list(versions), group, on=on)[:2],
        "frequency": frequency_of(group, on=on),
        "next_meeting": meetings.filter(kind__in=GATHERINGS).upcoming(on=on).exclude(state="cancelled").first(),
        "plans": ActionPlan.objects.filter(group=group, superseded_at=None).order_by("-year", "-version")[:YEARS],
        "reports": AnnualReport.objects.filter(group=group, superseded_at=None).order_by("-year", "-version")[:YEARS],
        "documents": documents.order_by("title")[: DOCUMENTS + 1],
        "more_documents": DOCUMENTS,
    }


def away(group: Group, *, on: date) -> list[str]:
    """Sentences on seats whose holders keep missing meetings (R11); only for those who chair or run the group."""
    return [gap.sentence for gap in gaps(group, on=on) if gap.holder]
