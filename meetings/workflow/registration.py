"""Registration number and archive id, added afterwards by those who keep the diary."""

import re
from datetime import datetime

from django.db import transaction

from groups.models import User
from meetings import gate
from meetings.models import AgendaVersion, Matter, MinutesVersion, Registration, RegistryNumber
from meetings.states import AgendaState, MinutesState
from samverkan.common import history
from samverkan.common.refusals import StepRefused

type Thing = MinutesVersion | AgendaVersion | Matter
FIELD: dict[type, str] = {MinutesVersion: "minutes_version", AgendaVersion: "agenda_version", Matter: "matter"}
LONGEST_NUMBER, LONGEST_ID = 60, 200
#: A serial number and its year, ``0123/2026``: no telephone number is that short after its area code.
_SERIAL = re.compile(r"\d{1,5}\s?[-/]\s?(?:19|20)\d\d")


@transaction.atomic
def register_number(
    thing: Thing, *, number: str, archive_id: str, by: User, at: datetime | None = None
) -> Registration:
    """Say where a finished note, call or matter is registered. The number is in the registry's own format.

    The record itself does not change; what is written here can be corrected, and the history says by whom.
    """
    found: Thing = type(thing)._default_manager.select_for_update().get(pk=thing.pk)
    if isinstance(found, MinutesVersion) and found.state != MinutesState.ADJUSTED:
        raise StepRefused("Anteckningen är inte justerad än. Bara det som är justerat diarieförs här.")
    if isinstance(found, AgendaVersion) and found.state != AgendaState.APPROVED:
        raise StepRefused("Agendan är inte fastställd. Bara en fastställd agenda diarieförs här.")
    field = FIELD[type(found)]
    row = Registration.objects.filter(**{field: found}).first() or Registration(**{field: found})
    return write_number(row, number=number, archive_id=archive_id, by=by, at=at)


def write_number[R: RegistryNumber](row: R, *, number: str, archive_id: str, by: User, at: datetime | None = None) -> R:
    """Save number and archive id in the row, in the transaction of a step that has locked what they are about.

    Raises StepRefused when both are empty, when one is too long, and when one looks like a personal number or a
    contact. What is there already is not saved again.
    """
    number, archive_id = " ".join(number.split()), " ".join(archive_id.split())
    if not number and not archive_id:
        raise StepRefused("Skriv ett diarienummer eller ett arkiv-id.")
    if len(number) > LONGEST_NUMBER or len(archive_id) > LONGEST_ID:
        raise StepRefused(f"Ett diarienummer har högst {LONGEST_NUMBER} tecken och ett arkiv-id högst {LONGEST_ID}.")
    for said in (number, archive_id):
        _refuse_personal(said)
    if (row.number, row.archive_id) != (number, archive_id) or row.pk is None:
        row.number, row.archive_id = number, archive_id
        history.save(row, by=by, at=at, reason="Diarieförd")
    return row


def _refuse_personal(said: str) -> None:
    """The number is shown with the published note, and no one reads it through before."""
    if gate.number_in(said):
        raise StepRefused("Det ser ut som ett personnummer. Skriv diarienummer och arkiv-id utan personnummer.")
    if any(not _SERIAL.fullmatch(contact) for contact in gate.contacts_in(said)):
        raise StepRefused(
            "Det ser ut som en e-postadress eller ett telefonnummer. "
            "Skriv diarienummer och arkiv-id utan kontaktuppgifter."
        )
