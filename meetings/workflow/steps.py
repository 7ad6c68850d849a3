"""What every step of a meeting shares: the lock, the gate and the promise of mail."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from groups.models import Person, User
from meetings import gate
from meetings.kind_rules import why_chair_decides_not
from meetings.kinds import CHAIR_KINDS, OutcomeKind
from meetings.models import AgendaVersion, ContactChoice, Draft, Meeting, MinutesVersion
from meetings.rules import chairs_of, offices_of
from meetings.snapshot import minutes_content
from samverkan.common import free_text, history, outbox, personal_numbers, print_html
from samverkan.common.canonical import Json
from samverkan.common.refusals import StepRefused
from samverkan.common.swedish import clock, listed

LONGEST_COMMENT = 4000
refuse_numbers_in = free_text.refuse_numbers_in


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


def refuse_unsaved(meeting: Meeting, *, by: User) -> None:
    """Raises StepRefused when the one who sends has typed something that is not saved: it would be left out."""
    draft = Draft.objects.filter(meeting=meeting, user=by).exclude(saved_at=None).first()
    if draft and draft.saved_at:
        raise StepRefused(
            f"Du har skrivit text som bara är sparad som utkast, senast kl. {clock(draft.saved_at)}. "
            "Den kommer inte med. Öppna mötet och välj Spara, eller kasta utkastet, och skicka sedan."
        )


def refuse_at_gate(meeting: Meeting, problems: list[str], content: Json | None = None) -> None:
    """Raises StepRefused with everything that has to be settled first, before a note is sent or published.

    ``content`` is what is sent, or the public variant that is to be published; without it, the working text.
    """
    content = minutes_content(meeting) if content is None else content
    refuse_unsendable(meeting, problems, content)
    if unsettled := gate.unsettled_contacts(meeting, content):
        raise StepRefused(
            f"Texten innehåller kontaktuppgifter som du behöver ta ställning till: {', '.join(unsettled)}."
        )
    if left := gate.unsettled_paper_contacts(meeting, content):
        raise StepRefused(
            f"Underlag som visas öppet innehåller kontaktuppgifter: {listed([str(contact) for contact in left])}. "
            "Säg att de får stå kvar, byt fil eller låt underlaget inte visas öppet."
        )


def refuse_unsendable(meeting: Meeting, problems: list[str], content: Json) -> None:
    """Raises StepRefused for what no choice can settle: problems of the text and the papers, and personal numbers."""
    if found := [*problems, *gate.paper_problems(meeting, content)]:
        raise StepRefused(" ".join(found))
    refuse_personal_numbers(meeting, content)


def settle_contacts(meeting: Meeting, choices: Mapping[str, str], *, why: str, by: User, at: datetime) -> None:
    """Record of contact details whether to ``keep`` or ``mask`` them, in place of what was said before."""
    made = gate.choice_rows(meeting)
    for value, choice in choices.items():
        row = made.get(gate.key_of(value)) or ContactChoice(meeting=meeting, value=value)
        if row.choice != choice:
            row.choice = choice
            history.save(row, by=by, at=at, reason=why)


def refuse_personal_numbers(meeting: Meeting, content: Json) -> None:
    """Raises StepRefused for what looks like a personal number in a record or an agenda, and no chair has judged."""
    if numbers := gate.unsettled_numbers(meeting, content):
        raise StepRefused(personal_number_sentence(meeting, numbers))


#: What the open page and the open calendar say of a meeting before anybody has sent it to a chair, in words.
_OPEN_HEAD = {"place": "Platsen", "approves_title": "Titeln på anteckningen som godkänns"}


def refuse_numbers_in_head(meeting: Meeting) -> None:
    """Raises StepRefused when a field that is open as soon as it is saved has come to hold a personal number."""
    stored = Meeting.objects.filter(pk=meeting.pk).values(*_OPEN_HEAD).first() or {}
    for name, label in _OPEN_HEAD.items():
        value = getattr(meeting, name)
        found = [] if value == stored.get(name) else personal_numbers.find(gate.read(value, html=False).text)
        if found:
            raise StepRefused(
                f"{label} innehåller något som ser ut som ett personnummer ({found[0].shown}) och visas öppet. "
                "Ta bort det. Inget är sparat."
            )


def refuse_digits_in_ruling(said: str) -> None:
    """Raises StepRefused when what digits are is said with digits: of what a chair has judged none are kept."""
    if shown := gate.number_in(said):
        raise StepRefused(f"Skriv vad siffrorna är utan att skriva dem. {shown} ska inte sparas här.")


def personal_number_sentence(meeting: Meeting, numbers: list[gate.PersonalNumber]) -> str:
    """What stops the note or agenda, without the last four digits, and who can say that it is no personal number."""
    people = [person.name for person in chairs_to_ask(meeting)] or ["gruppens ordförande"]
    return (
        f"Det här ser ut som personnummer: {listed([str(number) for number in numbers])}. Ta bort det. "
        f"Är det något annat kan {listed(people)} avgöra det."
    )


def chairs_to_ask(meeting: Meeting) -> list[Person]:
    """Who can say today that some digits are no personal number: of a group that has ended who chaired it last."""
    terms = chairs_of(meeting.group) or offices_of(meeting.group, on=timezone.localdate())
    return [term.membership.person for term in terms]


def refuse_outside_mandate(meeting: Meeting, *, on: date) -> None:
    """Raises StepRefused for a chair's decision that the mandate of the day does not leave to the chair (R6)."""
    if meeting.kind == Meeting.Kind.CHAIR and (sentence := why_chair_decides_not(meeting.group, on=on)):
        raise StepRefused(sentence)


def beyond_chair(meeting: Meeting, content: Json) -> list[str]:
    """Sentences on outcomes of a chair's decision that no chair can take alone (R6); none for other meetings."""
    if meeting.kind != Meeting.Kind.CHAIR:
        return []
    allowed = ", ".join(f"”{kind.label}”" for kind in CHAIR_KINDS)
    return [
        f"Punkt {item['number']}: ”{OutcomeKind(outcome['kind']).label}” kan ordföranden inte besluta ensam. "
        f"Välj ett av {allowed}."
        for item in content["items"]
        for outcome in item["outcomes"]
        if outcome["kind"] not in CHAIR_KINDS
    ]


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
