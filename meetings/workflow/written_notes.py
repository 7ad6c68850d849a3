"""The note of a written meeting, made of the answers to it.

R6: decisions are taken in unanimity. What everybody who was asked agrees to is agreed; what somebody does not agree to
is referred back; what nobody is against and not everybody has answered is prepared further. It is what the note
proposes, for the process leader to change; who has not answered is said to have been silent.
"""

from collections import defaultdict
from datetime import datetime

from django.db.models import Max
from django.utils.html import format_html_join, linebreaks

from groups.models import Person, User
from meetings.kinds import ANSWERED, SILENT, STANDARD_SENTENCES, OutcomeKind, Presence
from meetings.models import AgendaItem, Attendance, Meeting, Outcome, WrittenAnswer
from meetings.workflow.rows import remove
from samverkan.common import history
from samverkan.common.richtext import clean

Kind = WrittenAnswer.Kind
#: What is to be completed stands in the dialog, in the words of those who answered.
REFERRED_BACK = "Enighet saknas. Frågan återremitteras för förnyad beredning."


def answers_of(meeting: Meeting, people: list[Person]) -> dict[int, list[WrittenAnswer]]:
    """Item's key → the answers of those who are asked, in the order in which they came."""
    found: dict[int, list[WrittenAnswer]] = defaultdict(list)
    for row in WrittenAnswer.objects.filter(item__meeting=meeting, person__in=people).order_by("given_at", "pk"):
        found[row.item_id].append(row)
    return found


def record_attendance(
    meeting: Meeting, people: list[Person], answered: set[int], *, by: User | None, at: datetime
) -> None:
    """Who answered is present, in writing; whoever did not is said to have been silent; nobody else takes part."""
    rows = {row.person_id: row for row in meeting.attendance.all()}
    for position, person in enumerate(people, start=len(rows) + 1):
        row = rows.pop(person.pk, None) or Attendance(
            meeting=meeting, person=person, organisation=person.organisation, title=person.title, position=position
        )
        has = person.pk in answered
        row.state, row.remark = (Presence.PRESENT, ANSWERED) if has else (Presence.ABSENT, SILENT)
        history.save(row, by=by, at=at, reason="Efter svaren")
    for row in rows.values():
        remove(row, by=by, at=at, reason="Svarar inte per capsulam")  # type: ignore[arg-type]  # nobody: the day closes


def record_outcome(item: AgendaItem, answers: list[WrittenAnswer], *, of: int, by: User | None, at: datetime) -> None:
    """Write what came of an item, and what was said. ``of`` were asked."""
    objections = [row.comment for row in answers if row.kind == Kind.OBJECTS]
    remarks = [row.comment for row in answers if row.kind == Kind.REMARKS]
    kind, text = _outcome(item, len(answers), of, is_opposed=bool(objections))
    if kind != OutcomeKind.AGREED:
        item.dialog += paragraphs(f"Förslaget var: {item.proposed_decision}")
    item.dialog += paragraphs(f"{len(answers)} av {of} ledamöter har svarat.") if len(answers) < of else ""
    item.dialog += _list("Det här behöver kompletteras:", objections)
    item.dialog += _list("Synpunkter i svaren:", remarks)
    history.save(item, by=by, at=at, reason="Efter svaren", fields=["dialog"])
    last = item.outcomes.aggregate(last=Max("position"))["last"] or 0
    history.save(Outcome(item=item, position=last + 1, kind=kind, text=text), by=by, at=at, reason="Efter svaren")


def _outcome(item: AgendaItem, answers: int, of: int, *, is_opposed: bool) -> tuple[str, str]:
    if is_opposed:
        return OutcomeKind.REFERRED_BACK, REFERRED_BACK
    if answers == of:
        return OutcomeKind.AGREED, item.proposed_decision
    why = "Alla har inte svarat." if answers else "Inga svar har kommit in."
    return OutcomeKind.PREPARED_FURTHER, f"{why} {STANDARD_SENTENCES[OutcomeKind.PREPARED_FURTHER]}"


def answered_of(meeting: Meeting) -> tuple[int, int] | None:
    """How many have answered, of how many asked, as the note of a written meeting says; None when all have."""
    rows = list(meeting.attendance.values_list("remark", flat=True))
    silent = sum(remark == SILENT for remark in rows)
    return (len(rows) - silent, len(rows)) if silent else None


def _list(intro: str, texts: list[str]) -> str:
    rows = format_html_join("", "<li><p>{}</p></li>", ((text,) for text in texts))
    return clean(f"<p>{intro}</p><ul>{rows}</ul>") if texts else ""


def paragraphs(text: str) -> str:
    """A plain text as rich text."""
    return clean(linebreaks(text.strip(), autoescape=True)) if text.strip() else ""
