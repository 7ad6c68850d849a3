"""A decision goes down to the groups below, each of which takes it up and answers; the answers gather here (R7)."""

import json
from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from decisions.models import Decision, SentDown
from decisions.states import DecisionState
from decisions.words import public_words
from groups.models import Group, User
from meetings.rules import is_run
from meetings.workflow.handovers import send_down as hand_down
from meetings.workflow.matters import answer
from samverkan.common.refusals import StepRefused

NOT_FOR_ALL = (
    "Beslutet står i en punkt som inte publiceras, och kan därför inte skickas till andra grupper. Väck i stället en "
    "fråga som går att läsa öppet, och lämna över den."
)


def groups_below(decision: Decision, *, on: date) -> QuerySet[Group]:
    """The groups straight below the one that decided, that there are on the day and that have not got it yet."""
    got = SentDown.objects.filter(decision=decision).values("handover__to_group")
    rows = Group.objects.on(on).filter(parent=decision.group_id).exclude(pk__in=got)
    return rows.select_related("type").order_by("type__position", "name")


@transaction.atomic
def send_down(
    decision: Decision,
    groups: Collection[Group],
    *,
    question: str = "",
    wanted_by: date | None = None,
    by: User,
    at: datetime | None = None,
) -> list[SentDown]:
    """Put the decision in the backlog of each group, with what they are asked about it.

    It goes in the words that everyone may read: those of the other groups do not see the record, and a question can
    stand on an open agenda. Raises StepRefused for a decision that no longer holds or is not for everyone, and when a
    group has got it already or is not below.
    """
    at = at or timezone.now()
    rows = Decision.objects.select_for_update(of=("self",)).select_related("group", "version__meeting__group")
    decision = rows.get(pk=decision.pk)
    if decision.state != DecisionState.IN_FORCE:
        raise StepRefused(f"{decision.reference} gäller inte längre och skickas inte ut.")
    if not groups:
        raise StepRefused("Välj vilka grupper beslutet ska skickas till.")
    open_to = set(groups_below(decision, on=timezone.localdate(at)).values_list("pk", flat=True))
    if late := [group.name for group in groups if group.pk not in open_to]:
        raise StepRefused(f"Beslutet är redan skickat till {', '.join(late)}. Ladda om sidan.")
    words = public_words(decision)
    if words is None:
        raise StepRefused(NOT_FOR_ALL)
    title = f"Beslut {decision.reference}: {words.title}"
    text = "\n\n".join(filter(None, [words.text, question.strip()]))
    sent = []
    for group in groups:
        handover = hand_down(
            group, from_group=decision.group, title=title, text=text, wanted_by=wanted_by, by=by, at=at
        )  # fmt: skip
        sent.append(SentDown.objects.create(decision=decision, handover=handover))
    return sent


@transaction.atomic
def register_answer(row: SentDown, *, text: str, told: str, by: User, at: datetime | None = None) -> SentDown:
    """Register what a group that nobody runs has answered; ``told`` says who answered, and stands with the answer.

    Raises StepRefused when somebody runs the group, who then answers, and when the question has been answered.
    """
    group, received = row.handover.to_group, row.handover.received
    if received is None or is_run(group, on=timezone.localdate(at)):
        raise StepRefused(f"{group.title} har en processledare, som svarar själv. Ladda om sidan.")
    if not told.strip():
        raise StepRefused("Skriv vem som svarade.")
    answer(received, text=text, told=told, by=by, at=at)
    return row


def question_of(row: SentDown, decision: Decision) -> str:
    """What the group was asked beside the decision that it got; nothing when it got the decision alone.

    The question that came of it says both, the decision first. Where the decision's words have changed since, all of
    what it says is given.
    """
    received = row.handover.received
    said = received.description if received else ""
    for words in filter(None, (decision.public_text, decision.text)):
        if f"{said}\n\n".startswith(f"{words}\n\n"):
            return said.removeprefix(words).strip()
    return said


def title_of(decision: Decision) -> str:
    """The heading of the item that the decision was taken in, as the record has it."""
    items = json.loads(decision.version.content)["items"]
    return next((str(item["title"]) for item in items if item["number"] == decision.item_number), "")
