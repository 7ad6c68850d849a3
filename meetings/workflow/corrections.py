"""Corrections of adjusted minutes: opened with a reason, written in the working text, sent, and sealed as a version.

While one is open ``Meeting.correction_open`` says so and everybody in the group sees it; only then may the working
text differ from the version that stands. It stays open until the new version is adjusted or the correction is
called off, which gives the working text back as it was.
"""

import json
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from groups.models import User
from meetings import gate
from meetings.kinds import Correction
from meetings.models import Meeting, MinutesVersion
from meetings.spelling import more_than_spelling
from meetings.states import MinutesState
from meetings.workflow import restoring
from meetings.workflow.steps import locked
from samverkan.common import history
from samverkan.common.canonical import Json
from samverkan.common.refusals import StepRefused
from samverkan.common.swedish import listed

LONGEST_REASON = 300
_FIELDS = ["correction_open", "correction_reason"]
NO_SUCH = "Ingen rättelse är öppen. Ladda om sidan."


@transaction.atomic
def open_correction(meeting: Meeting, *, kind: str, reason: str, by: User, at: datetime | None = None) -> Meeting:
    """Open the working text of an adjusted note for a correction; ``kind`` is one of ``Correction``.

    ``reason`` is read by everyone once the correction is published.
    """
    meeting, at = locked(meeting), at or timezone.now()
    if meeting.correction_open:
        raise StepRefused("En rättelse är redan öppen. Ladda om sidan för att se den.")
    if adjusted_version(meeting) is None:
        raise StepRefused("Anteckningen är inte justerad än. Då rättas den som vanligt, utan en ny version.")
    restoring.keep(meeting, by=by, at=at)
    _say(meeting, kind, reason, by=by, at=at, why=restoring.OPENED)
    return meeting


@transaction.atomic
def change_correction(meeting: Meeting, *, kind: str, reason: str, by: User, at: datetime | None = None) -> Meeting:
    """Say anew what is corrected and why, while the correction is written."""
    meeting = _writable(meeting)
    _say(meeting, kind, reason, by=by, at=at or timezone.now(), why="Rättelsens skäl ändrat")
    return meeting


@transaction.atomic
def abandon_correction(meeting: Meeting, *, by: User, at: datetime | None = None) -> Meeting:
    """Call the correction off: the working text is what it was when the correction was opened."""
    meeting, at = _writable(meeting), at or timezone.now()
    restoring.restore(meeting, by=by, at=at)
    meeting.correction_open = meeting.correction_reason = ""
    meeting.revision += 1
    history.save(meeting, by=by, at=at, reason="Rättelsen avbruten")
    return meeting


def adjusted_version(meeting: Meeting) -> MinutesVersion | None:
    """The version that stands: the one adjusted last."""
    rows = meeting.minutes_versions.filter(state=MinutesState.ADJUSTED).order_by("number")
    found: MinutesVersion | None = rows.last()
    return found


def latest_version(meeting: Meeting) -> MinutesVersion | None:
    """The newest version that counts: not what came back of a correction that was called off."""
    rows = meeting.minutes_versions.select_related("sent_by__person")
    found: MinutesVersion | None = rows.last()
    if found is None or found.state != MinutesState.RETURNED:
        return found
    opened = meeting.history.filter(history_change_reason=restoring.OPENED).order_by("history_date").last()
    since = opened.history_date if opened and meeting.correction_open else None
    return found if since and found.sent_at >= since else adjusted_version(meeting) or found


def version_fields(meeting: Meeting, content: Json) -> dict[str, Any]:
    """What a version that is sent now is: number one, or a correction of the version that stands.

    Raises StepRefused for a correction that changes nothing, and for what ``why_not_spelling`` tells.
    """
    before = adjusted_version(meeting)
    if before is None:
        return {"number": 1}
    if _said(json.loads(before.content)) == _said(content):
        raise StepRefused("Inget är ändrat sedan anteckningen justerades. Ändra texten, eller avbryt rättelsen.")
    if sentence := why_not_spelling(meeting, before, content):
        raise StepRefused(sentence)
    return {
        "number": before.number + 1,
        "corrects": before,
        "correction": meeting.correction_open,
        "correction_reason": meeting.correction_reason,
    }


def why_not_spelling(meeting: Meeting, before: MinutesVersion, content: Json) -> str:
    """Why an open correction of spelling can't be sent as one: it changes more than how words are written
    (``spelling``), and the sentence names what. Empty when it can, and for a correction of the outcome.
    """
    if meeting.correction_open != Correction.SPELLING:
        return ""
    if more := more_than_spelling(json.loads(before.content), content):
        return (
            f"Mer än skrivfel har ändrats: {listed(more)}. Ändra rättelsens slag till innehållet, så justeras den som "
            "första gången, eller ändra bara hur orden är skrivna."
        )
    return ""


def finish(version: MinutesVersion, *, by: User, at: datetime) -> None:
    """The correction is adjusted: the working text is closed again."""
    meeting = version.meeting
    if not version.corrects_id or not meeting.correction_open:
        return
    meeting.correction_open = meeting.correction_reason = ""
    history.save(meeting, by=by, at=at, reason="Rättelsen justerad", fields=_FIELDS)


def _writable(meeting: Meeting) -> Meeting:
    meeting = locked(meeting)
    if not meeting.correction_open:
        raise StepRefused(NO_SUCH)
    if meeting.minutes_versions.filter(state=MinutesState.OUT).exists():
        raise StepRefused("Rättelsen är skickad för justering. Ta tillbaka den först.")
    return meeting


def _say(meeting: Meeting, kind: str, reason: str, *, by: User, at: datetime, why: str) -> None:
    """What looks like a personal number stops the reason hard, unless a chair has judged the same digits in the note:
    it is one sentence, which is written otherwise sooner than it is judged.
    """
    reason = " ".join(reason.split())
    if kind not in Correction.values:
        raise StepRefused("Välj om rättelsen gäller skrivfel eller innehållet.")
    if not reason:
        raise StepRefused("Skriv varför anteckningen rättas.")
    if len(reason) > LONGEST_REASON:
        raise StepRefused(f"Skriv skälet kortare, högst {LONGEST_REASON} tecken.")
    if numbers := gate.unsettled_in(meeting, [("skälet", gate.read(reason, html=False).text)]):
        raise StepRefused(
            f"Skälet visas öppet tillsammans med anteckningen. {numbers[0].shown} ser ut som ett personnummer: "
            "skriv skälet utan de siffrorna."
        )
    if gate.contacts_in(reason):
        raise StepRefused("Skälet visas öppet tillsammans med anteckningen. Skriv det utan kontaktuppgifter.")
    meeting.correction_open, meeting.correction_reason = kind, reason
    history.save(meeting, by=by, at=at, reason=why, fields=_FIELDS)


def _said(content: Json) -> Json:
    """The content without the keys of its items, which older versions do not have."""
    items = [{name: part for name, part in item.items() if name != "item"} for item in content["items"]]
    return {**content, "items": items}
