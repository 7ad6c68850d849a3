"""What the tests of written meetings share: a question planned, approved and put out, and answers to it."""

from datetime import UTC, date, datetime
from typing import Any

from groups.models import Membership, Person, User
from meetings import workflow
from meetings.models import Meeting, Outcome
from meetings.workflow import written
from meetings.workflow.written import Question, Reply
from samverkan.common.models import OutboxMessage
from tests.factories import Cast

PLANNED = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
UNTIL = date(2026, 5, 18)
#: The last day for answers, and the day after it.
LAST, AFTER_LAST = datetime(2026, 5, 18, 20, 0, tzinfo=UTC), datetime(2026, 5, 19, 6, 0, tzinfo=UTC)
PROPOSAL = "LGS enas om att rutinen gäller från 1 juni 2026."
OTHER = "LGS enas om att utse Sara."
AGREES = Reply("agrees")


def make_planned(cast: Cast, *, questions: int = 1, **fields: Any) -> Meeting:
    texts = [
        Question("Rutin för utskrivning", "Instämmer ni i rutinen?", "Bakgrund <b>ett</b>.", PROPOSAL),
        Question("Representant", "Instämmer ni i valet?", "", OTHER),
    ][:questions]
    meeting = Meeting(group=cast.group, answers_until=UNTIL, **fields)
    return written.plan_written(meeting, texts, by=cast.eva, at=PLANNED)


def approve(cast: Cast, meeting: Meeting) -> Meeting:
    version = workflow.send_agenda(meeting, by=cast.eva, at=PLANNED)
    workflow.approve_agenda(version, by=cast.olle, at=PLANNED)
    return meeting


def make_out(cast: Cast, **fields: Any) -> Meeting:
    """A question that is with the members: olle (chair) and sara."""
    return written.put_out(approve(cast, make_planned(cast, **fields)), by=cast.eva, at=PLANNED)


def answer(meeting: Meeting, user: User, *replies: Reply, at: datetime = PLANNED, by: User | None = None) -> int:
    """Answers to the items in order; agrees to all when nothing is said."""
    items = list(meeting.items.order_by("number"))
    given = {item.pk: reply for item, reply in zip(items, replies or [AGREES] * len(items), strict=True)}
    person: Person | None = user.person
    assert person is not None
    source = "via e-post 5 maj 2026" if by else ""
    return written.give_answers(meeting, given, person=person, by=by or user, source=source, at=at)


def told(meeting: Meeting) -> dict[str, str]:
    """Each person of the attendance list with its remark."""
    return {row.person.name: row.remark for row in meeting.attendance.listed()}


def mails(template: str) -> list[str]:
    rows = OutboxMessage.objects.filter(kind="meetings.mail", payload__template=template)
    people = dict(Membership.objects.values_list("person", "person__name"))
    return sorted(people[row.payload["person"]].split()[0] for row in rows)


def outcomes(meeting: Meeting) -> list[tuple[str, str]]:
    return list(Outcome.objects.filter(item__meeting=meeting).values_list("kind", "text"))
