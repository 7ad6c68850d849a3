"""The steps of a matter but for those with an agenda: raised, taken in, sent back, answered, withdrawn.

Each locks the matter, asks whether it is time, changes, leaves a history row whose reason says in words what
happened, and promises mail, in one transaction. A step that touches a meeting locks the meeting first.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import PurePath

from django.db import transaction
from django.utils import timezone

from groups.mail import chairs_of, secretariat_of
from groups.models import Person, User
from meetings import signals
from meetings.models import Handover, Matter, MatterPaper
from meetings.querysets.matters import OPEN
from meetings.states import MATTER_ARROWS, ConsultationState, MatterState, may_move
from meetings.workflow.steps import refuse_numbers_in
from samverkan.common import history, outbox, uploads
from samverkan.common.refusals import NotAllowed, StepRefused
from samverkan.common.stored import keep
from samverkan.common.swedish import long_date

LONGEST_REASON = 300
MOST_PAPERS = 20
_ON_AGENDA = "Frågan står på en agenda. {who}"


@transaction.atomic
def raise_matter(
    matter: Matter, *, by: User, papers: Sequence[uploads.Checked] = (), at: datetime | None = None
) -> Matter:
    """Save a new matter with its papers; those who run the receiving group get a mail, and who raised it a receipt."""
    if by.person is None:
        raise NotAllowed("Ditt konto hör inte till någon person i registret. Be områdets administratör om hjälp.")
    refuse_numbers_in(*_texts(matter))
    at = at or timezone.now()
    matter.raised_by, matter.raised_at, matter.state = by.person, at, MatterState.RECEIVED
    history.save(matter, by=by, at=at, reason="Väckt")
    keep_papers(matter, papers, at=at)
    tell_secretariat("matter_new", matter, by=by, at=at)
    if by.person not in secretariat_of(matter.group, on=timezone.localdate(at)):
        tell("matter_receipt", matter, [by.person])
    return matter


@transaction.atomic
def change_matter(
    matter: Matter, *, by: User, papers: Sequence[uploads.Checked] = (), at: datetime | None = None
) -> Matter:
    """Save the texts that ``matter`` has now and more papers, until somebody has taken it in; the group stays."""
    refuse_numbers_in(*_texts(matter))
    stored = locked_matter(matter)
    if stored.state != MatterState.RECEIVED:
        raise StepRefused(f"{_not_now(stored)} Den ändras bara tills den är intagen.")
    matter.group, matter.state, matter.raised_by = stored.group, stored.state, stored.raised_by
    history.save(matter, by=by, at=at, reason="Ändrad av den som väckte den")
    keep_papers(matter, papers, at=at or timezone.now())
    return matter


@transaction.atomic
def raise_again(
    matter: Matter, *, by: User, papers: Sequence[uploads.Checked] = (), at: datetime | None = None
) -> Matter:
    """Raise what was sent back once more, with the texts that ``matter`` has now and with more papers."""
    refuse_numbers_in(*_texts(matter))
    at = at or timezone.now()
    stored = locked_matter(matter)
    refuse_unless(stored, MatterState.RECEIVED)
    if came_by_handover(stored):
        raise StepRefused("Frågan kom hit från en fråga i din egen grupp. Lämna över den på nytt därifrån.")
    matter.group, matter.state, matter.reason = stored.group, MatterState.RECEIVED, ""
    history.save(matter, by=by, at=at, reason="Väckt igen")
    announce(matter, stored.state, by=by, at=at)
    keep_papers(matter, papers, at=at)
    tell_secretariat("matter_new", matter, by=by, at=at, again="ja")
    return matter


@transaction.atomic
def take_in(matter: Matter, *, by: User, at: datetime | None = None) -> Matter:
    """Begin to prepare the matter."""
    matter = locked_matter(matter)
    if matter.state == MatterState.SCHEDULED:
        raise StepRefused(_ON_AGENDA.format(who="Ta bort den därifrån om den ska beredas vidare."))
    _refuse_elsewhere(matter)
    move(matter, MatterState.PREPARING, why="Bereds", by=by, at=at)
    tell_raiser("matter_taken_in", matter, by=by)
    return matter


@transaction.atomic
def send_back(matter: Matter, *, reason: str, by: User, at: datetime | None = None) -> Matter:
    """Send the matter back to who raised it; the reason says what is missing, or where the question belongs."""
    matter = locked_matter(matter)
    if not reason.strip():
        raise StepRefused("Skriv varför frågan skickas tillbaka, så att den som väckte den vet vad som behövs.")
    refuse_numbers_in(reason)
    if matter.state == MatterState.SCHEDULED:
        raise StepRefused(_ON_AGENDA.format(who="Ta bort den därifrån först."))
    move(matter, MatterState.SENT_BACK, why="Skickad tillbaka", reason=reason, by=by, at=at)
    tell_raiser("matter_sent_back", matter, by=by, reason=matter.reason)
    return matter


@transaction.atomic
def answer(matter: Matter, *, text: str, by: User, told: str = "", at: datetime | None = None) -> Matter:
    """Answer the matter without a meeting, or after one whose note says nothing of it; then it is closed.

    ``told``: who answered, of an answer that somebody outside the group registers; it stands with the answer.
    """
    matter = locked_matter(matter)
    if not text.strip():
        raise StepRefused("Skriv svaret på frågan.")
    refuse_numbers_in(text, told)
    if told:
        text = f"{text.strip()}\n\nSvaret lämnades av {told.strip()}. {by} registrerade det."
    if matter.state == MatterState.SCHEDULED:
        raise StepRefused(_ON_AGENDA.format(who="Ta bort den därifrån först, eller låt mötets anteckning svara."))
    _refuse_elsewhere(matter)
    move(matter, MatterState.CLOSED, why="Registrerat svar" if told else "Besvarad", answer=text, by=by, at=at)
    tell_raiser("matter_answered", matter, by=by, answer=matter.answer)
    return matter


@transaction.atomic
def withdraw(matter: Matter, *, reason: str = "", by: User, at: datetime | None = None) -> Matter:
    """Take the matter back; those who run the receiving group get a mail."""
    refuse_numbers_in(reason)
    matter = locked_matter(matter)
    if matter.state == MatterState.SCHEDULED:
        raise StepRefused(_ON_AGENDA.format(who="Be gruppens processledare att ta bort den därifrån först."))
    move(matter, MatterState.WITHDRAWN, why="Återtagen", reason=reason, by=by, at=at)
    tell_secretariat("matter_withdrawn", matter, by=by, at=at or timezone.now(), reason=matter.reason)
    return matter


@transaction.atomic
def set_recurring(matter: Matter, *, recurring: bool, by: User, at: datetime | None = None) -> Matter:
    """Say whether the matter comes back to the backlog after each meeting (*statusuppdatering*)."""
    matter = locked_matter(matter)
    if matter.state not in OPEN:
        raise StepRefused(_not_now(matter))
    if matter.is_recurring == recurring:
        return matter
    matter.is_recurring = recurring
    why = "Kommer tillbaka efter varje möte" if recurring else "Kommer inte längre tillbaka efter varje möte"
    history.save(matter, by=by, at=at, reason=why, fields=["is_recurring"])
    tell_raiser("matter_recurring", matter, by=by, recurring="ja" if recurring else "")
    return matter


def locked_matter(matter: Matter) -> Matter:
    """The matter as it stands, locked until the step is over. A meeting that the step touches is locked before."""
    rows = Matter.objects.select_for_update(of=("self",)).select_related("group", "raised_by")
    found: Matter = rows.get(pk=matter.pk)
    return found


def came_by_handover(matter: Matter) -> bool:
    """Whether the matter came of one in another group, and so is followed there."""
    return Handover.objects.filter(received=matter.pk).exclude(matter=None).exists()


def refuse_unless(matter: Matter, new: MatterState) -> None:
    """Raises StepRefused when no arrow leads from where the matter is."""
    if not may_move(MATTER_ARROWS, matter.state, new):
        raise StepRefused(_not_now(matter))


def move(
    matter: Matter,
    new: MatterState,
    *,
    why: str,
    by: User | None,
    at: datetime | None,
    reason: str = "",
    answer: str = "",
) -> None:
    """Move a locked matter along an arrow. ``why`` is what its history says; ``reason`` is cut where it is too long."""
    refuse_unless(matter, new)
    before = matter.state
    matter.state, matter.reason = new, shortened(reason)
    if answer:
        matter.answer = answer.strip()
    history.save(matter, by=by, at=at, reason=why, fields=["state", "reason", "answer"])
    announce(matter, before, by=by, at=at)


def announce(matter: Matter, before: str, *, by: User | None, at: datetime | None) -> None:
    """Tell those who listen that the matter has moved, or that its answer has been corrected; part of that step."""
    signals.matter_moved.send(sender=Matter, matter=matter, before=before, by=by, at=at)


def shortened(text: str) -> str:
    """The text as it fits in the column for reasons."""
    text = text.strip()
    return text if len(text) <= LONGEST_REASON else text[: LONGEST_REASON - 2].rstrip() + " …"


def tell_raiser(template: str, matter: Matter, *, by: User | None, **context: str) -> None:
    """A mail to who raised the matter, unless they know since they did it themselves."""
    if by is None or by.person_id != matter.raised_by_id:
        tell(template, matter, [matter.raised_by], **context)


def tell_secretariat(template: str, matter: Matter, *, by: User, at: datetime, **context: str) -> None:
    """A mail to those who run the group that has the matter, but for who did it; where nobody does, to its chairs."""
    day = timezone.localdate(at)
    people = secretariat_of(matter.group, on=day) or chairs_of(matter.group, on=day)
    source = matter.raised_from.title if matter.raised_from else ""
    wanted = long_date(matter.wanted_by) if matter.wanted_by else ""
    others = [person for person in people if person.pk != by.person_id]
    tell(template, matter, others, raised_by=matter.raised_by.name, source=source, wanted_by=wanted, **context)


def tell(template: str, matter: Matter, people: Iterable[Person], **context: str) -> None:
    """A mail about the matter to each of the people."""
    said = {"title": matter.title, "group": matter.group.title, **context}
    for person in people:
        path = f"/admin/fragor/{matter.pk}/"
        outbox.add("groups.mail", template=template, person=person.pk, path=path, context=said)


def _refuse_elsewhere(matter: Matter) -> None:
    """Raises StepRefused while the answer is somebody else's to give."""
    if matter.state == MatterState.HANDED:
        raise StepRefused("Frågan är hos en annan grupp. Vänta på svaret, eller ta tillbaka den först.")
    if matter.state == MatterState.ASKED:
        raise StepRefused(f"Frågan är ute på remiss. {_what_hinders(matter)}")


def _what_hinders(matter: Matter) -> str:
    """What to do before a matter that is out on consultation can be taken further."""
    if matter.consultations.filter(state=ConsultationState.OUT).exists():
        return "Avsluta remissen först."
    if matter.consultations.not_gathered(at=timezone.now()).exists():
        return "Svaren kunde inte sammanställas: öppna remissen och välj ”Sammanställ igen”."
    return "Svaren sammanställs just nu: vänta någon minut."


def _texts(matter: Matter) -> tuple[str, ...]:
    return matter.title, matter.description, matter.wished_decision


def keep_papers(matter: Matter, papers: Sequence[uploads.Checked], *, at: datetime) -> None:
    """Store more papers of the matter, numbered after those that it has."""
    count = matter.papers.count()
    if count + len(papers) > MOST_PAPERS:
        raise StepRefused(f"En fråga kan ha högst {MOST_PAPERS} filer. Välj de viktigaste.")
    for number, checked in enumerate(papers, start=count + 1):
        paper = MatterPaper(
            matter=matter,
            number=number,
            title=PurePath(checked.name).stem[:160],
            name=checked.name,
            media_type=checked.media_type,
            size=checked.size,
            sha256=checked.sha256,
            added_at=at,
        )
        keep(checked.content, paper.path)
        paper.save()


def _not_now(matter: Matter) -> str:
    now = MatterState(matter.state).said.lower()
    return f"Det går inte nu: frågans läge är ”{now}”. Ladda om sidan för att se vad som har hänt."
