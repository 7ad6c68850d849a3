"""A consultation (*remiss*, R6): sent out, answered, closed by its day, and then back in the backlog with the answers.

Each step locks the matter before the consultation, and that before the one who is asked. Answers are words, with a
position for whoever wants to take one; nothing is counted.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from groups.mail import named_contact_of, secretariat_of
from groups.models import Group, Membership, OfficeTerm, Person, User
from groups.roles import SECRETARIAT
from groups.sitting import sitting_for, sittings
from meetings.consultation_paper import next_paper
from meetings.models import Consultation, Consulted, Matter
from meetings.querysets.handovers import ANSWERS
from meetings.states import CONSULTATION_ARROWS, ConsultationState, MatterState, may_move
from meetings.workflow.matters import locked_matter, move, tell
from meetings.workflow.steps import refuse_numbers_in
from samverkan.common import history, outbox, uploads
from samverkan.common.refusals import StepRefused
from samverkan.common.swedish import long_date

#: The mail with a link for somebody outside; it is made when it is sent (``meetings.consultation_mail``).
OUTSIDE = "meetings.consultation"
MOST_ASKED = 100
_S = ConsultationState


@transaction.atomic
def send_out(
    consultation: Consultation, asked: Sequence[Consulted], *, by: User, at: datetime | None = None
) -> Consultation:
    """Ask everybody at once; each gets a mail, and the matter waits for the answers.

    Raises StepRefused when nobody is asked, the day has been, or the matter is on an agenda or elsewhere.
    """
    at = at or timezone.now()
    matter = locked_matter(consultation.matter)
    refuse_numbers_in(consultation.question, *(row.name for row in asked))
    if not consultation.question.strip():
        raise StepRefused("Skriv vad ni vill ha svar på.")
    if not asked:
        raise StepRefused("Välj minst en som ska svara.")
    if len(asked) > MOST_ASKED:
        raise StepRefused(f"En remiss kan gå till högst {MOST_ASKED}. Välj färre.")
    _refuse_past(consultation.until, on=timezone.localdate(at))
    move(matter, MatterState.ASKED, why=f"Skickad på remiss till {len(asked)} mottagare", by=by, at=at)
    consultation.matter, consultation.sent_by, consultation.sent_at = matter, by, at
    history.save(consultation, by=by, at=at, reason="Skickad")
    for position, row in enumerate(asked, start=1):
        row.consultation, row.position = consultation, position
        history.save(row, by=by, at=at, reason="Tillfrågad")
        _ask(row, "consultation_asked", on=timezone.localdate(at))
    return consultation


@transaction.atomic
def answer(
    row: Consulted, *, text: str, stand: str = "", by: User | None, signed: str = "", at: datetime | None = None
) -> Consulted:
    """Answer for the one who is asked, or change the answer; ``signed`` says who answers outside the portal.

    When everybody has answered those who run the asking group get a mail.
    """
    at = at or timezone.now()
    consultation = locked(row.consultation, None)
    row = Consulted.objects.select_for_update(of=("self",)).select_related("group", "organisation", "area").get(
        pk=row.pk
    )  # fmt: skip
    if not text.strip():
        raise StepRefused("Skriv ert svar.")
    refuse_numbers_in(text, signed)
    if consultation.until < timezone.localdate(at):
        raise StepRefused(f"Sista dagen för svar var {long_date(consultation.until)}. Hör av dig till den som frågar.")
    changed = row.answered_at is not None
    row.text, row.stand, row.signed = text.strip(), stand, signed.strip()
    row.answered_by, row.answered_at = by, at
    row.came_by, row.came_on, row.file_name, row.file_type, row.file_sha256 = "", None, "", "", ""
    history.save(row, by=by, at=at, reason="Ändrat svar" if changed else "Svarat")
    if not changed:
        tell_when_complete(consultation, on=timezone.localdate(at))
    return row


def tell_when_complete(consultation: Consultation, *, on: date) -> None:
    """A mail to those who run the asking group, when nobody is left to answer. Part of an answer."""
    if not consultation.consulted.filter(answered_at=None).exists():
        _tell_asking("consultation_complete", consultation, on=on)


@transaction.atomic
def close(consultation: Consultation, *, by: User | None, at: datetime | None = None) -> Consultation:
    """Close it: nobody answers any more, and the answers are promised as a paper, which is drawn by the worker.

    Those who have not answered, and still had days to do it in, are told. The matter waits for the paper, so that it is
    never taken further without the answers (``gather``).
    """
    at = at or timezone.now()
    matter = locked_matter(consultation.matter)
    consultation = locked(consultation, _S.CLOSED)
    consultation.matter = matter
    consultation.state, consultation.closed_at = _S.CLOSED, at
    history.save(consultation, by=by, at=at, reason="Avslutad")
    today = timezone.localdate(at)
    _tell_silent(consultation, on=today)
    outbox.add(ANSWERS, consultation=consultation.pk, by=by.pk if by else None)
    return consultation


@transaction.atomic
def gather(
    consultation: Consultation, paper: uploads.Checked, *, by: User | None, at: datetime | None = None
) -> Consultation:
    """Let the matter of a closed consultation come back to the backlog with the answers as a paper; who asked is
    told. ``by`` is who closed it. Nothing happens when it has come back already.
    """
    at = at or timezone.now()
    matter = locked_matter(consultation.matter)
    consultation = Consultation.objects.select_for_update(of=("self",)).get(pk=consultation.pk)
    consultation.matter = matter
    if consultation.closed_at is None or not consultation.is_gathering:
        return consultation
    next_paper(consultation, paper, at=consultation.closed_at)
    silent = [row.who for row in consultation.consulted.by_name() if row.answered_at is None]
    reason = "Remissen är avslutad. Svaren ligger bland underlagen."
    reason += f" Har inte svarat: {', '.join(silent)}." if silent else ""
    move(matter, MatterState.BACK_AGAIN, why="Remissen är avslutad", reason=reason, by=by, at=at)
    told = _tell_asking("consultation_closed", consultation, on=timezone.localdate(at))
    if matter.raised_by_id not in told and (by is None or by.person_id != matter.raised_by_id):
        tell("consultation_closed", matter, [matter.raised_by], owner="ja")
    return consultation


@transaction.atomic
def gather_again(consultation: Consultation, *, by: User, at: datetime | None = None) -> Consultation:
    """Promise the paper of the answers once more, when it should have been there by now.

    Raises StepRefused while the first promise may still be kept, and when it has been.
    """
    at = at or timezone.now()
    locked_matter(consultation.matter)
    found: Consultation = Consultation.objects.select_for_update(of=("self",)).get(pk=consultation.pk)
    if not found.is_not_gathered(at=at):
        raise StepRefused("Svaren är redan sammanställda, eller sammanställs just nu. Ladda om sidan.")
    history.save(found, by=by, at=at, reason="Sammanställs igen", fields=["state"])
    outbox.add(ANSWERS, consultation=found.pk, by=by.pk)
    return found


@transaction.atomic
def recall(consultation: Consultation, *, by: User, at: datetime | None = None) -> Consultation:
    """Take the question back: nobody answers any more, what has been answered is kept, and the matter is prepared."""
    at = at or timezone.now()
    matter = locked_matter(consultation.matter)
    consultation = locked(consultation, _S.RECALLED)
    consultation.state, consultation.closed_at = _S.RECALLED, at
    history.save(consultation, by=by, at=at, reason="Tillbakatagen")
    move(matter, MatterState.PREPARING, why="Remissen är tillbakatagen", by=by, at=at)
    for row in consultation.consulted.by_name():
        _ask(row, "consultation_recalled", on=timezone.localdate(at))
    return consultation


@transaction.atomic
def set_last_day(consultation: Consultation, day: date, *, by: User, at: datetime | None = None) -> Consultation:
    """Give everybody until another day; those who have not answered are told, those outside with a new link."""
    today = timezone.localdate(at)
    consultation = locked(consultation, None)
    _refuse_past(day, on=today)
    if day == consultation.until:
        raise StepRefused(f"Sista dagen är redan {long_date(day)}.")
    consultation.until = day
    history.save(consultation, by=by, at=at, reason=f"Sista dag {long_date(day)}", fields=["until"])
    for row in consultation.consulted.by_name().filter(answered_at=None):
        _ask(row, "consultation_asked", on=today, new_day="ja")
    return consultation


def remind(row: Consulted, *, on: date) -> None:
    """A reminder, once for each last day, to one who has not answered. Part of a daily task."""
    _ask(row, "consultation_asked", on=on, once=f"consultation-{row.pk}-{row.consultation.until}", reminder="ja")


def locked(consultation: Consultation, new: ConsultationState | None) -> Consultation:
    """The consultation as it stands, locked, when it is out and an arrow leads to ``new``; else StepRefused."""
    rows = Consultation.objects.select_for_update(of=("self",)).select_related("matter__group")
    found: Consultation = rows.get(pk=consultation.pk)
    is_open = found.state == _S.OUT if new is None else may_move(CONSULTATION_ARROWS, found.state, new)
    if not is_open:
        now = _S(found.state).label.lower()
        raise StepRefused(f"Det går inte längre: remissen är {now}. Ladda om sidan för att se vad som har hänt.")
    return found


def people_of(row: Consulted, *, on: date) -> list[Person]:
    """Those who can answer for a group, an organisation or an area on the day, once each; nobody for one outside.

    For an organisation those who sit for it in the asking group; only when nobody does, those who do so elsewhere.
    """
    if row.organisation_id:
        members = sittings(on=on).filter(sitting_for(row.organisation_id))
        near = members.filter(group=row.consultation.matter.group_id)
        return _people(near if near.exists() else members, OfficeTerm.objects.none())
    if row.group_id:
        groups = Group.objects.filter(pk=row.group_id)
    elif row.area_id:
        groups = Group.objects.on(on).filter(area=row.area_id, type__speaks_for_area=True)
    else:
        return []
    run = Membership.objects.on(on).filter(group__in=groups, role__in=SECRETARIAT)
    return _people(run, OfficeTerm.objects.on(on).filter(membership__group__in=groups))


def _people(members: Iterable[Membership], terms: Iterable[OfficeTerm]) -> list[Person]:
    found = Person.objects.filter(
        Q(memberships__in=members) | Q(memberships__offices__in=terms)
    ).select_related("user").distinct()  # fmt: skip
    return list(found)


def _ask(row: Consulted, template: str, *, on: date, once: str = "", **said: str) -> None:
    """A mail to each who can answer; to one outside a mail with a link, where there is something to answer."""
    consultation = row.consultation
    matter: Matter = consultation.matter
    context = {
        "title": matter.title, "group": matter.group.title, "who": row.who, "until": long_date(consultation.until),
        **said,
    }  # fmt: skip
    if row.email:
        _promise(once, OUTSIDE, consulted=row.pk, template=template, context=context)
        return
    answers = template == "consultation_asked"
    path = f"/admin/remisser/{consultation.pk}/svara/{row.pk}/" if answers else "/admin/remisser/"
    for person in people_of(row, on=on):
        key = f"{once}:{person.pk}" if once else ""
        about = {"path": path, "consultation": consultation.pk}
        _promise(key, "groups.mail", template=template, person=person.pk, **about, context=context)


def _promise(once: str, kind: str, **payload: Any) -> None:
    """Promise the work; under a key once for ever."""
    if once:
        outbox.add_once(once, kind, **payload)
    else:
        outbox.add(kind, **payload)


def _tell_asking(template: str, consultation: Consultation, *, on: date) -> set[int]:
    """A mail to each who runs the asking group; the keys of those."""
    matter = consultation.matter
    people = secretariat_of(matter.group, on=on)
    for person in people:
        path = f"/admin/remisser/{consultation.pk}/"
        context = {"title": matter.title, "group": matter.group.title}
        outbox.add("groups.mail", template=template, person=person.pk, path=path, context=context)
    return {person.pk for person in people}


def _tell_silent(consultation: Consultation, *, on: date) -> None:
    """A mail to those who still had days to answer in, with whom to turn to in the asking group."""
    if on > consultation.until:
        return
    contact = named_contact_of(consultation.matter.group, first=consultation.sent_by.person, on=on)
    for row in consultation.consulted.by_name().filter(answered_at=None):
        _ask(row, "consultation_ended", on=on, contact=contact)


def _refuse_past(day: date, *, on: date) -> None:
    if day <= on:
        raise StepRefused("Välj en dag som kommer, så att de tillfrågade hinner svara.")
