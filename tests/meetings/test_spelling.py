"""What the chair may adjust alone as spelling, and what is more than that."""

from collections.abc import Callable
from datetime import time
from typing import Any

import pytest

from meetings import workflow
from meetings.models import ContactChoice, Meeting, Outcome, OutcomeTask
from meetings.snapshot import minutes_content
from meetings.spelling import is_spelling, more_than_spelling
from samverkan.common.refusals import StepRefused
from tests.factories import AFTER, Cast, make_adjusted, make_cast, make_meeting, make_paper, make_person

pytestmark = pytest.mark.django_db
NUMBER = "19121212-1212"


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("Gruppen enades om en rutin.", "Gruppen enades om en rutin"),
        ("Gruppen enadse om en rutinn.", "Gruppen enades om en rutin."),
        ("Gruppen gruppen enades.", "Gruppen enades."),
        ("egen vård", "egenvård"),
        ("sjukhusvård", "sjukhus vård"),
        ("Anderson", "Andersson"),
        ("Det gäller dem", "det gäller dem!"),
        ("Vi hade möte 14 april.", "Vi hade möte  14 april."),
        ("samverkansrutien för utskrivning", "samverkansrutinen för utskrivning"),
    ],
)
def test_how_a_word_is_written_is_spelling(was: str, now: str) -> None:
    assert is_spelling(was, now)
    assert is_spelling(f"<p>{was}</p>", f"<p><strong>{now}</strong></p>", rich=True)


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("Gruppen enades inte.", "Gruppen enades."),
        ("Gruppen enades.", "Gruppen enades inte."),
        ("klart 14 april", "klart 15 april"),
        ("Svara ja.", "Svara nej."),
        ("Ja", "Jo"),
        ("Regionen betalar.", "Kommunen betalar."),
        ("Eva tog upp frågan.", "Olle tog upp frågan."),
        ("", "Ett nytt stycke."),
        ("av SU", "av VG"),
    ],
)
def test_what_is_said_is_no_spelling(was: str, now: str) -> None:
    assert not is_spelling(was, now)
    assert not is_spelling(f"<p>{was}</p>", f"<p>{now}</p>", rich=True)


def test_where_a_link_leads_is_no_spelling() -> None:
    was, now = (f'<p><a href="https://example.se/{name}">Rutinen</a></p>' for name in ("ett", "ettt"))
    assert not is_spelling(was, now, rich=True)


def _item(number: int = 1, **fields: Any) -> Callable[[Meeting], Any]:
    return lambda meeting: meeting.items.filter(number=number).update(**fields)


def _outcome(**fields: Any) -> Callable[[Meeting], Any]:
    return lambda meeting: Outcome.objects.filter(item__meeting=meeting, item__number=1).update(**fields)


def _task(meeting: Meeting) -> None:
    OutcomeTask.objects.create(outcome=meeting.items.get(number=1).outcomes.get(), owner="Eva", text="Skriv.")


def _head(**fields: Any) -> Callable[[Meeting], Any]:
    return lambda meeting: Meeting.objects.filter(pk=meeting.pk).update(**fields)


CHANGES: dict[str, Callable[[Meeting], Any]] = {
    "dialogen i punkt 1": _item(dialog="<p>Vi talade om något helt annat.</p>"),
    "informationen i punkt 2": _item(2, information="<p>Ny information.</p>"),
    "rubriken i punkt 1": _item(title="En annan fråga"),
    "syftet i punkt 1": _item(purpose="decision"),
    "vad som publiceras i punkt 1": _item(is_withheld=True, withheld_reason="Skäl"),
    "vilka punkter som finns": lambda meeting: meeting.items.get(number=2).delete(),
    "beslutet i punkt 1": _outcome(kind="noted"),
    "besluten i punkt 1": lambda meeting: meeting.items.get(number=1).outcomes.all().delete(),
    "uppgifterna i punkt 1": _task,
    "närvaron": lambda meeting: meeting.attendance.update(state="absent"),
    "tiden": _head(ends_at=time(16)),
    "mötets slag": _head(kind="extra"),
    "nästa möte": _head(next_date="2026-09-01"),
    "platsen": _head(place="Rådhuset i Kungälv"),
    "vilken anteckning mötet godkänner": _head(approves_title="Anteckning 3 mars"),
    "vem som antecknade": lambda meeting: _head(note_taker=make_person("Anna Ny"))(meeting),
    "underlagen": make_paper,
    "vilka kontaktuppgifter som döljs": lambda meeting: ContactChoice.objects.create(
        meeting=meeting, value="a@example.se", choice="mask"
    ),
}


@pytest.mark.parametrize("named", CHANGES)
def test_what_has_changed_is_named(named: str) -> None:
    meeting = make_meeting(make_cast().group)
    was = minutes_content(meeting)
    CHANGES[named](meeting)
    assert named in more_than_spelling(was, minutes_content(Meeting.objects.get(pk=meeting.pk)))


def test_words_spelled_otherwise_everywhere_are_spelling() -> None:
    meeting = make_meeting(make_cast().group, place="Rådhuset")
    was = minutes_content(meeting)
    _item(information="<p>Infromation 1!</p>", title="Fråga 1.")(meeting)
    _outcome(text="Belsut 1.1")(meeting)
    _head(place="Rådhusett")(meeting)
    assert more_than_spelling(was, minutes_content(Meeting.objects.get(pk=meeting.pk))) == []


def test_attendance_is_not_changed_as_spelling(cast: Cast) -> None:
    meeting = make_adjusted(cast).meeting
    workflow.open_correction(meeting, kind="spelling", reason="Stavfel.", by=cast.eva, at=AFTER)
    meeting.attendance.update(state="absent")
    with pytest.raises(StepRefused, match=r"Mer än skrivfel har ändrats: närvaron\. Ändra rättelsens slag"):
        workflow.send_minutes(meeting, by=cast.eva, at=AFTER)


def test_digits_in_a_reason_pass_when_a_chair_has_judged_them(cast: Cast) -> None:
    meeting = make_adjusted(cast).meeting
    reason = f"Fel artikel, {NUMBER}."
    with pytest.raises(StepRefused, match="121212-•••• ser ut som ett personnummer: skriv skälet utan de siffrorna"):
        workflow.open_correction(meeting, kind="outcome", reason=reason, by=cast.eva, at=AFTER)
    workflow.open_correction(meeting, kind="outcome", reason="Fel artikel.", by=cast.eva, at=AFTER)
    _item(title=f"Artikel {NUMBER}")(meeting)
    meeting.refresh_from_db()
    (found,) = workflow.numbers_to_judge(meeting)
    workflow.rule_not_personal(meeting, found.fingerprint(meeting), reason="Artikel", by=cast.olle, at=AFTER)
    changed = workflow.change_correction(meeting, kind="outcome", reason=reason, by=cast.eva, at=AFTER)
    assert changed.correction_reason == reason


@pytest.fixture
def cast() -> Cast:
    return make_cast()
