"""The open commitments of a group, as the follow-up that opens its next agenda."""

from django.db.models import F
from django.urls import reverse

from decisions.models import Commitment
from decisions.workflow.commitments import wanted
from meetings.agendas.building import FollowedUp
from meetings.models import Meeting, MinutesVersion
from meetings.reading import outcome_in, variant_of
from samverkan.common.canonical import Json
from samverkan.common.refusals import StepRefused


def open_in(meeting: Meeting) -> list[FollowedUp]:
    """What is to be followed up at the meeting, the first due first.

    An agenda may be read by everyone: so the words are those of the public variant of the note, published or not, and
    what it leaves out, or can't be made without, is left out here. It stays in the list behind sign-in.
    """
    rows = Commitment.objects.open().of_groups([meeting.group_id]).filter(decision__decided_on__lte=meeting.date)
    variants: dict[int, Json] = {}
    found = []
    shown = rows.select_related("decision__version__meeting__group")
    for row in shown.order_by(F("due").asc(nulls_last=True), "decision__decided_on", "decision__number", "position"):
        version = row.decision.version
        if version.pk not in variants:
            variants[version.pk] = _variant(version)
        outcome = outcome_in(variants[version.pk], row.decision.number)
        listed = list(wanted(outcome)) if outcome else []
        if row.position <= len(listed):
            said = listed[row.position - 1]
            found.append(FollowedUp(said["owner"], said["text"], said["due"]))
    return found


def address_of(meeting: Meeting) -> str:
    """Where the commitments of the meeting's group are reported."""
    return reverse("decisions_admin:commitments") + f"?grupp={meeting.group.slug}"


def _variant(version: MinutesVersion) -> Json:
    try:
        return variant_of(version)
    except StepRefused:
        return {"items": []}
