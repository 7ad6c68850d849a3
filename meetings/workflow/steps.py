"""What every step of a meeting shares: the lock, the gate and the promise of mail."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from groups.models import Person
from meetings import gate
from meetings.kind_rules import why_chair_decides_not
from meetings.models import AgendaVersion, Meeting, MinutesVersion
from meetings.rules import chairs_of
from meetings.snapshot import minutes_content
from samverkan.common import outbox, print_html
from samverkan.common.canonical import Json
from samverkan.common.refusals import StepRefused
from samverkan.common.swedish import listed

LONGEST_COMMENT = 4000


def locked(meeting: Meeting) -> Meeting:
    """The meeting as it stands, locked until the step is over: every step of a meeting waits for the one before."""
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("group__type", "group__area")
    found: Meeting = rows.get(pk=meeting.pk)
    return found


def unprintable(content: Json) -> list[str]:
    """Sentences on text that the PDF can't hold, told while it can still be changed."""
    found = []
    for item in content["items"]:
        try:
            for part in ("information", "questions", "dialog"):
                print_html.check_shape(item[part])
        except print_html.PdfRefused:
            found.append(f"Punkt {item['number']} har listor i för många nivåer. Förenkla listorna.")
    return found


def refuse_without_comment(comment: str) -> None:
    """Raises StepRefused when what is sent back does not say why, or says it at too great length."""
    if not comment.strip():
        raise StepRefused("Skriv vad som behöver ändras innan du skickar tillbaka.")
    if len(comment) > LONGEST_COMMENT:
        raise StepRefused(f"En kommentar kan vara högst {LONGEST_COMMENT} tecken. Korta den och skicka igen.")
    refuse_numbers_in(comment)


def refuse_numbers_in(*texts: str) -> None:
    """Raises StepRefused for what looks like a personal number in a plain text that goes into mail and lists at once:
    nobody reads it through before, so nobody can rule that it is none.
    """
    if number := next(filter(None, map(gate.number_in, texts)), ""):
        raise StepRefused(f"Det här ser ut som ett personnummer: {number}. Skriv utan det och skicka igen.")


def refuse_at_gate(meeting: Meeting, problems: list[str], content: Json | None = None) -> None:
    """Raises StepRefused with everything that has to be settled first, before a note is sent or published.

    ``content`` is what is sent, or the public variant that is to be published; without it, the working text.
    """
    content = minutes_content(meeting) if content is None else content
    if found := [*problems, *gate.paper_problems(meeting, content)]:
        raise StepRefused(" ".join(found))
    refuse_personal_numbers(meeting, content)
    if unsettled := gate.unsettled_contacts(meeting, content):
        raise StepRefused(
            f"Texten innehåller kontaktuppgifter som du behöver ta ställning till: {', '.join(unsettled)}."
        )


def refuse_personal_numbers(meeting: Meeting, content: Json) -> None:
    """Raises StepRefused for what looks like a personal number in a record or an agenda, and no chair has judged."""
    if numbers := gate.unsettled_numbers(meeting, content):
        raise StepRefused(personal_number_sentence(meeting, numbers))


def personal_number_sentence(meeting: Meeting, numbers: list[gate.PersonalNumber]) -> str:
    """What stops the note or agenda, without the last four digits, and who can say that it is no personal number."""
    people = [person.name for person in chairs_to_ask(meeting)] or ["gruppens ordförande"]
    return (
        f"Det här ser ut som personnummer: {listed([str(number) for number in numbers])}. Ta bort det. "
        f"Är det något annat kan {listed(people)} avgöra det."
    )


def chairs_to_ask(meeting: Meeting) -> list[Person]:
    """Who can say today that some digits are no personal number."""
    return [term.membership.person for term in chairs_of(meeting.group)]


def refuse_outside_mandate(meeting: Meeting, *, on: date) -> None:
    """Raises StepRefused for a chair's decision that the mandate of the day does not leave to the chair (R6)."""
    if meeting.kind == Meeting.Kind.CHAIR and (sentence := why_chair_decides_not(meeting.group, on=on)):
        raise StepRefused(sentence)


def mail(
    template: str,
    meeting: Meeting,
    people: Iterable[Person],
    *,
    agenda: AgendaVersion | None = None,
    minutes: MinutesVersion | None = None,
    **context: str,
) -> None:
    """Promise one mail per person, so that a retry never sends to somebody twice for another's sake.

    With a version, the mail carries a link of its own by which the person can answer for that version.
    """
    links: dict[str, Any] = {"agenda": agenda, "minutes": minutes}
    links = {name: version.pk for name, version in links.items() if version}
    for person in people:
        outbox.add("meetings.mail", template=template, meeting=meeting.pk, person=person.pk, context=context, **links)
