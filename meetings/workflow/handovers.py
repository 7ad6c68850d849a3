"""A question goes from one group to another (R7): handed over, accepted or sent back, and the answer comes back.

Each step locks the handover before the matter that it is about. Who has asked is told at each step; the answer of the
receiving group closes the question where it came from by itself, through the whole chain.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from groups.mail import secretariat_of
from groups.models import Group, Person, User
from meetings.kinds import Purpose
from meetings.models import Handover, Matter, MatterPaper
from meetings.rules import is_run, ways_from
from meetings.states import HANDOVER_ARROWS, HandoverState, MatterState, may_move
from meetings.workflow.matters import locked_matter, move, shortened, tell_raiser, tell_secretariat
from meetings.workflow.open_words import KEPT_INSIDE
from meetings.workflow.raisers import current_item
from meetings.workflow.steps import refuse_numbers_in
from samverkan.common import history, outbox
from samverkan.common.refusals import NotAllowed, StepRefused

_K = Handover.Kind
#: What the history of a question says when it has gone on.
SAID = {_K.LIFT: "Lyft till {group}", _K.PASS_ON: "Överlämnad till {group}", _K.REPORT: "Återkopplad till {group}"}
NO_PERSON = "Ditt konto hör inte till någon person i registret. Be områdets administratör om hjälp."
WITHDRAWN = "Frågan är återtagen."


@transaction.atomic
def hand_over(
    matter: Matter,
    to_group: Group,
    *,
    kind: str,
    note: str = "",
    in_line: str = "",
    comes_back: bool = False,
    by: User,
    at: datetime | None = None,
) -> Handover:
    """Send the matter to another group, which accepts it or sends it back.

    A question that is lifted or passed on waits there; one that is reported stays where it is. ``comes_back``: the
    answer is a preparation, after which the question is taken up here again.

    Raises StepRefused when no way leads to the group, and when the matter is on an agenda or already elsewhere.
    """
    at = at or timezone.now()
    matter = locked_matter(matter)
    ways = ways_from(matter, on=timezone.localdate(at))
    if not any(way.kind == kind and way.group == to_group for way in ways):
        raise StepRefused(f"Härifrån går det inte att lämna frågan till {to_group.title}. Välj en grupp i listan.")
    if matter.state == MatterState.SCHEDULED and kind != _K.REPORT:
        raise StepRefused("Frågan står på en agenda. Ta bort den därifrån först, eller vänta på mötets anteckning.")
    handover = Handover(kind=kind, note=note.strip(), in_line=in_line.strip(), comes_back=comes_back, to_group=to_group)
    return send(matter, handover, by=by, at=at)


def send(matter: Matter, handover: Handover, *, by: User, at: datetime) -> Handover:
    """Save the handover of a locked matter and tell both sides; the way is not asked about. Part of a step."""
    if by.person is None:
        raise NotAllowed(NO_PERSON)
    refuse_numbers_in(handover.note, handover.in_line)
    handover.matter, handover.from_group, handover.sent_by, handover.sent_at = matter, matter.group, by, at
    why = SAID[_K(handover.kind)].format(group=handover.to_group.code)
    if handover.kind == _K.REPORT:
        history.save(matter, by=by, at=at, reason=why, fields=["state"])
    else:
        move(matter, MatterState.HANDED, why=why, by=by, at=at)
    history.save(handover, by=by, at=at, reason="Skickad")
    receivers = secretariat_of(handover.to_group, on=timezone.localdate(at))
    _tell("handover_sent", handover, receivers, by=by)
    tell_raiser("matter_handed_over", matter, by=by, to_group=handover.to_group.title)
    return handover


@transaction.atomic
def accept(handover: Handover, *, by: User, at: datetime | None = None) -> Handover:
    """Take the question in: a matter of its own in the receiving group, with the papers, that who sent it follows."""
    at = at or timezone.now()
    handover = locked(handover, HandoverState.ACCEPTED)
    if handover.matter is None or handover.sent_by.person is None:
        raise StepRefused("Det finns ingen fråga att ta emot. Ladda om sidan.")
    source = locked_matter(handover.matter)
    received = Matter(
        group=handover.to_group,
        raised_by=handover.sent_by.person,
        raised_from=handover.from_group,
        raised_at=at,
        state=MatterState.PREPARING,
        title=source.title,
        purpose=Purpose.INFORMATION if handover.kind == _K.REPORT else source.purpose,
        description="\n\n".join(filter(None, [handover.note, source.description])),
        wished_decision=source.wished_decision,
        minutes=source.minutes,
        wanted_by=source.wanted_by,
    )
    history.save(received, by=by, at=at, reason=f"Mottagen från {handover.from_group.code}"[:100])
    _copy_papers(source, received)
    handover.received = received
    _decide(handover, HandoverState.ACCEPTED, why="Mottagen", by=by, at=at)
    history.save(source, by=by, at=at, reason=f"Mottagen av {handover.to_group.code}"[:100], fields=["state"])
    _tell_senders("handover_accepted", handover, by=by)
    return handover


@transaction.atomic
def send_back(handover: Handover, *, reason: str, by: User, at: datetime | None = None) -> Handover:
    """Send the question back to the group that it came from; the reason says what to complete, or where it belongs."""
    at = at or timezone.now()
    handover = locked(handover, HandoverState.RETURNED)
    if handover.received_id:
        raise StepRefused("Frågan är redan mottagen. Skicka tillbaka den från frågans egen sida.")
    if not reason.strip():
        raise StepRefused("Skriv varför frågan skickas tillbaka, så att gruppen vet vad som behövs.")
    refuse_numbers_in(reason)
    _decide(handover, HandoverState.RETURNED, reason=reason, why="Skickad tillbaka", by=by, at=at)
    _bring_home(handover, by=by, at=at)
    return handover


@transaction.atomic
def recall(handover: Handover, *, by: User, at: datetime | None = None) -> Handover:
    """Take the handover back before the other group has taken a position on it; it gets a mail."""
    at = at or timezone.now()
    handover = locked(handover, HandoverState.RECALLED)
    _decide(handover, HandoverState.RECALLED, why="Tillbakatagen", by=by, at=at)
    if handover.matter and handover.kind != _K.REPORT:
        matter = locked_matter(handover.matter)
        move(matter, MatterState.PREPARING, why=f"Tillbakatagen från {handover.to_group.code}", by=by, at=at)
    _tell("handover_recalled", handover, secretariat_of(handover.to_group, on=timezone.localdate(at)), by=by)
    return handover


def send_down(
    group: Group, *, from_group: Group, title: str, text: str, wanted_by: date | None, by: User, at: datetime
) -> Handover:
    """Put what a group has decided in the backlog of another, which takes it up and answers. Part of a step."""
    if by.person is None:
        raise NotAllowed(NO_PERSON)
    refuse_numbers_in(title, text)
    received = Matter(
        group=group, raised_by=by.person, raised_from=from_group, raised_at=at, title=title[:250],
        purpose=Purpose.DIALOG, description=text, wanted_by=wanted_by,
    )  # fmt: skip
    history.save(received, by=by, at=at, reason=f"Skickad från {from_group.code}"[:100])
    handover = Handover(
        kind=_K.DOWN, state=HandoverState.ACCEPTED, from_group=from_group, to_group=group, sent_by=by, sent_at=at,
        received=received,
    )  # fmt: skip
    history.save(handover, by=by, at=at, reason="Skickad")
    tell_secretariat("matter_new", received, by=by, at=at)
    return handover


def follow(matter: Matter, *, by: User | None, at: datetime | None) -> None:
    """Let what became of a received matter be known where it came from; part of the step that moved the matter."""
    rows = Handover.objects.select_for_update(of=("self",)).select_related("from_group", "to_group", "sent_by")
    handover = rows.filter(received=matter).first()
    if handover is None:
        return
    at = at or timezone.now()
    if matter.state == MatterState.CLOSED:
        _answer(handover, matter, by=by, at=at)
    elif matter.state in {MatterState.SENT_BACK, MatterState.WITHDRAWN}:
        reason = matter.reason or WITHDRAWN
        _decide(handover, HandoverState.RETURNED, reason=reason, why="Skickad tillbaka", by=by, at=at)
        _bring_home(handover, by=by, at=at)
    elif handover.state == HandoverState.RETURNED:
        _decide(handover, HandoverState.ACCEPTED, why="Mottagen igen", by=by, at=at)


def locked(handover: Handover, new: HandoverState) -> Handover:
    """The handover as it stands, locked, when an arrow leads on from there; else StepRefused."""
    rows = Handover.objects.select_for_update(of=("self",))
    found: Handover = rows.select_related("from_group", "to_group", "sent_by__person").get(pk=handover.pk)
    if not may_move(HANDOVER_ARROWS, found.state, new):
        now = HandoverState(found.state).label.lower()
        raise StepRefused(f"Det går inte nu: överlämningens läge är ”{now}”. Ladda om sidan för att se vad som hänt.")
    return found


def is_kept_inside(matter: Matter) -> bool:
    """Whether the answer to the matter was given in an item that is not published, here or further on."""
    item = current_item(matter)
    if item and item.is_withheld:
        return True
    onward = matter.handovers.filter(state=HandoverState.ANSWERED).select_related("received")
    return any(is_kept_inside(row.received) for row in onward)


def can_receive(group: Group, *, on: date) -> bool:
    """Whether somebody is there to take in what is sent to the group."""
    return is_run(group, on=on)


def _answer(handover: Handover, received: Matter, *, by: User | None, at: datetime) -> None:
    """The answer goes to where the question came from; of one that is kept inside only where to ask for it."""
    if handover.state == HandoverState.ACCEPTED:
        _decide(handover, HandoverState.ANSWERED, why="Besvarad", by=by, at=at)
    if handover.matter is None or handover.kind == _K.REPORT:
        return
    source, group = locked_matter(handover.matter), handover.to_group
    said, corrected = KEPT_INSIDE if is_kept_inside(received) else received.answer, ""
    if source.state == MatterState.CLOSED and source.answer != said and not handover.comes_back:
        source.answer, corrected = said, "ja"
        history.save(source, by=by, at=at, reason=f"Svaret rättat av {group.code}"[:100], fields=["answer"])
    elif source.state != MatterState.HANDED:
        return
    elif handover.comes_back:
        move(source, MatterState.BACK_AGAIN, why=f"Svar från {group.code}"[:100], reason=said, by=by, at=at)
    else:
        move(source, MatterState.CLOSED, why=f"Besvarad av {group.code}"[:100], answer=said, by=by, at=at)
    template = "matter_prepared" if handover.comes_back else "matter_answered"
    context = {"answer": said, "answered_by": group.title, "kind": handover.kind, "corrected": corrected}
    tell_raiser(template, source, by=by, **context)


def _bring_home(handover: Handover, *, by: User | None, at: datetime) -> None:
    """The question is back in the backlog of the group that it came from, with what to complete."""
    if handover.matter is None:
        return
    source = locked_matter(handover.matter)
    if source.state == MatterState.HANDED and handover.kind != _K.REPORT:
        why = f"Skickad tillbaka av {handover.to_group.code}"[:100]
        move(source, MatterState.BACK_AGAIN, why=why, reason=handover.reason, by=by, at=at)
    _tell_senders("handover_returned", handover, by=by, reason=handover.reason)


def _decide(
    handover: Handover, new: HandoverState, *, why: str, reason: str = "", by: User | None, at: datetime
) -> None:  # fmt: skip
    if not may_move(HANDOVER_ARROWS, handover.state, new):
        return
    handover.state, handover.reason, handover.decided_by, handover.decided_at = new, shortened(reason), by, at
    history.save(handover, by=by, at=at, reason=why)


def _copy_papers(source: Matter, received: Matter) -> None:
    """The files are kept under their checksums: the new rows name the same ones."""
    for paper in source.papers.all():
        facts = {name: getattr(paper, name) for name in ("number", "title", "name", "media_type", "size", "sha256")}
        MatterPaper.objects.create(matter=received, added_at=received.raised_at, **facts)


def _tell_senders(template: str, handover: Handover, *, by: User | None, **said: str) -> None:
    """A mail to who sent it, and to who asked in the first place."""
    people = [handover.sent_by.person, handover.matter.raised_by if handover.matter else None]
    _tell(template, handover, filter(None, people), by=by, **said)


def _tell(template: str, handover: Handover, people: Iterable[Person], *, by: User | None, **said: str) -> None:
    title = handover.matter.title if handover.matter else ""
    groups = {"from_group": handover.from_group.title, "group": handover.to_group.title}
    context = {"title": title, "kind": handover.kind, **groups, **said}
    for person in {person.pk: person for person in people}.values():
        if by is None or person.pk != by.person_id:
            path = f"/admin/overlamningar/{handover.pk}/"
            outbox.add("groups.mail", template=template, person=person.pk, path=path, context=context)
