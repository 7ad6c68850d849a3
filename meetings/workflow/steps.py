"""What every step of a meeting shares: the lock, the gate and the promise of mail."""

from collections.abc import Iterable

from groups.models import Person
from meetings import gate
from meetings.models import Meeting
from samverkan.common import outbox, print_html
from samverkan.common.canonical import Json
from samverkan.common.refusals import StepRefused


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


def refuse_at_gate(meeting: Meeting, problems: list[str]) -> None:
    """Raises StepRefused with everything that has to be settled in the text first."""
    if problems:
        raise StepRefused(" ".join(problems))
    if unsettled := gate.unsettled_contacts(meeting):
        raise StepRefused(
            f"Texten innehåller kontaktuppgifter som du behöver ta ställning till: {', '.join(unsettled)}."
        )


def mail(template: str, meeting: Meeting, people: Iterable[Person], **context: str) -> None:
    """Promise one mail per person, so that a retry never sends to somebody twice for another's sake."""
    for person in people:
        outbox.add("meetings.mail", template=template, meeting=meeting.pk, person=person.pk, context=context)
