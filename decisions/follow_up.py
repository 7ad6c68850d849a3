"""The open commitments of a group, as the follow-up that opens its next agenda."""

from datetime import date

from django.db.models import F, Q
from django.urls import reverse
from django.utils.timezone import localdate

from decisions.models import Commitment
from decisions.states import CommitmentState
from decisions.words import Words, public_words
from meetings.agendas.follow_up import FollowedUp, Standing
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


def standings_in(meeting: Meeting, *, since: date | None) -> list[Standing]:
    """How far each has come, for those inside: what is open, and what has been settled since the day."""
    settled = Q(changed_at__date__gte=since) if since else Q(changed_at__isnull=False)
    rows = Commitment.objects.of_groups([meeting.group_id]).in_force().filter(decision__decided_on__lte=meeting.date)
    shown = rows.filter(Q(state=CommitmentState.OPEN) | settled)
    return [
        Standing(row.owner, row.text, row.get_state_display(), row.report, row.changed_at and localdate(row.changed_at))
        for row in shown.order_by(F("due").asc(nulls_last=True), "decision__decided_on", "decision__number", "position")
    ]


def address_of(meeting: Meeting) -> str:
    """Where the commitments of the meeting's group are reported."""
    return reverse("decisions_admin:commitments") + f"?grupp={meeting.group.slug}"
