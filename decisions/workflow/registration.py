"""Registration number and archive id of decisions and annual reports, added afterwards by those who keep the diary."""

from datetime import datetime

from django.db import transaction

from decisions.models import AnnualReport, Decision, DiaryEntry
from groups.models import User
from meetings.workflow.registration import write_number
from samverkan.common.refusals import StepRefused

type Thing = Decision | AnnualReport
FIELD: dict[type, str] = {Decision: "decision", AnnualReport: "report"}


@transaction.atomic
def register_number(thing: Thing, *, number: str, archive_id: str, by: User, at: datetime | None = None) -> DiaryEntry:
    """Say where a decision or a report is registered, as ``meetings.workflow.register_number`` does for a note.

    Raises StepRefused for a report that is not approved, and for what is written as there.
    """
    found: Thing = type(thing)._default_manager.select_for_update().get(pk=thing.pk)
    if isinstance(found, AnnualReport) and found.is_open:
        raise StepRefused("Årsrapporten är inte godkänd än. Bara det som är godkänt diarieförs här.")
    about = {FIELD[type(found)]: found}
    row = DiaryEntry.objects.filter(**about).first() or DiaryEntry(**about)
    return write_number(row, number=number, archive_id=archive_id, by=by, at=at)
