"""The open commitments of a group, as the follow-up that opens its next agenda."""

from django.db.models import F
from django.urls import reverse

from decisions.models import Commitment
from decisions.words import Words, public_words
from meetings.agendas.building import FollowedUp
from meetings.models import Meeting


def open_in(meeting: Meeting) -> list[FollowedUp]:
    """What is to be followed up at the meeting, the first due first.

    An agenda may be read by everyone: so the words are those of the public variant of the note, published or not, and
    what it leaves out, or can't be made without, is left out here. It stays in the list behind sign-in.
    """
    rows = Commitment.objects.open().of_groups([meeting.group_id]).filter(decision__decided_on__lte=meeting.date)
    said: dict[int, Words | None] = {}
    found = []
    shown = rows.select_related("decision__version__meeting__group")
    for row in shown.order_by(F("due").asc(nulls_last=True), "decision__decided_on", "decision__number", "position"):
        if row.decision_id not in said:
            said[row.decision_id] = public_words(row.decision)
        words = said[row.decision_id]
        if words and (told := words.of(row)):
            found.append(FollowedUp(told["owner"], told["text"], told["due"]))
    return found


def address_of(meeting: Meeting) -> str:
    """Where the commitments of the meeting's group are reported."""
    return reverse("decisions_admin:commitments") + f"?grupp={meeting.group.slug}"
