"""What everyone reads of a decision that went down to other groups: how far each has come, and its published answer."""

from dataclasses import dataclass

from decisions.models import Decision, SentDown
from groups.models import Group
from meetings.public_matters import PublicItem, public_items


@dataclass(frozen=True, slots=True)
class Answer:
    """One group: the state of its question in words, and the item of its note that answers it, once published."""

    group: Group
    state: str
    item: PublicItem | None


def answers_to(decision: Decision) -> list[Answer]:
    """The groups whose notes everyone reads; one query when the decision was sent to none of them, else three."""
    shown = [row.handover for row in SentDown.objects.published().filter(decision=decision).told()]
    items = {item.matter: item for item in public_items([row.received_id for row in shown])} if shown else {}
    return [Answer(row.to_group, row.received.get_state_display(), items.get(row.received_id)) for row in shown]
