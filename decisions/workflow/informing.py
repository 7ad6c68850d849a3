"""*Jag har informerat i min organisation*: said once, in one press."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from decisions.models import Informed
from groups.models import Organisation, User
from meetings.models import Meeting
from samverkan.common import history
from samverkan.common.refusals import StepRefused


@transaction.atomic
def inform(meeting: Meeting, organisation: Organisation, *, by: User, at: datetime | None = None) -> Informed:
    """Record that the person has informed at home about the meeting; said twice it is one row.

    Raises StepRefused for an account without a person.
    """
    if by.person is None:
        raise StepRefused("Ditt konto är inte kopplat till en person. Be områdets administratör om hjälp.")
    locked = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    known: Informed | None = Informed.objects.filter(
        meeting=locked, organisation=organisation, person=by.person
    ).first()
    if known:
        return known
    at = at or timezone.now()
    row = Informed(meeting=locked, organisation=organisation, person=by.person, informed_at=at)
    history.save(row, by=by, at=at, reason="Har informerat")
    return row
