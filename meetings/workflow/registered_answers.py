"""An answer to a consultation that came another way (by telephone, mail or letter), registered by those who ask.

It stands among the other answers as what it is: who gave it, how and when it came, and who registered it.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from groups.models import User
from meetings.models import Consulted
from meetings.workflow.consultations import locked, tell_when_complete
from meetings.workflow.steps import refuse_numbers_in
from samverkan.common import history
from samverkan.common.refusals import StepRefused
from samverkan.common.stored import keep
from samverkan.common.swedish import long_date
from samverkan.common.uploads import Checked


@dataclass(frozen=True, slots=True)
class Came:
    """Who gave the answer, how it came (``Consulted.Came``), when, and the file that shows it."""

    signed: str
    by: str
    on: date
    file: Checked | None = None


@transaction.atomic
def register_answer(
    row: Consulted, *, text: str, came: Came, stand: str = "", by: User, at: datetime | None = None
) -> Consulted:
    """Register the answer of one who is asked, or correct what was registered.

    Raises StepRefused when the consultation is closed or taken back, when they have answered themselves, when the
    answer came before the question or after the last day, and for an answer without words or without who gave it.
    """
    at = at or timezone.now()
    consultation = locked(row.consultation, None)
    rows = Consulted.objects.select_for_update(of=("self",)).select_related("group", "organisation", "area")
    row = rows.get(pk=row.pk)
    changed = row.answered_at is not None
    if row.answered_at and not row.came_by:
        raise StepRefused(f"{row.who} har själv svarat {long_date(row.answered_at)}. Det svaret står kvar.")
    _refuse_unsaid(text, came)
    _refuse_day(came.on, first=timezone.localdate(consultation.sent_at), last=consultation.until, at=at)
    row.text, row.stand, row.signed = text.strip(), stand, came.signed.strip()
    row.came_by, row.came_on, row.answered_by, row.answered_at = came.by, came.on, by, at
    if came.file:
        row.file_name, row.file_type, row.file_sha256 = came.file.name, came.file.media_type, came.file.sha256
        keep(came.file.content, row.file_path)
    history.save(row, by=by, at=at, reason="Ändrat registrerat svar" if changed else "Registrerat svar")
    if not changed:
        tell_when_complete(consultation, on=timezone.localdate(at))
    return row


def _refuse_unsaid(text: str, came: Came) -> None:
    if not text.strip():
        raise StepRefused("Skriv vad de svarade.")
    if not came.signed.strip():
        raise StepRefused("Skriv vem som svarade.")
    if came.by not in Consulted.Came.values:
        raise StepRefused("Välj hur svaret kom.")
    refuse_numbers_in(text, came.signed, came.file.name if came.file else "")


def _refuse_day(day: date, *, first: date, last: date, at: datetime) -> None:
    if day > timezone.localdate(at):
        raise StepRefused(f"Den {long_date(day)} har inte varit än. Skriv dagen då svaret kom.")
    if day < first:
        raise StepRefused(f"Remissen skickades {long_date(first)}. Skriv dagen då svaret kom.")
    if day > last:
        raise StepRefused(f"Sista dagen för svar var {long_date(last)}. Byt sista dag om svaret ska räknas med.")
