"""A personal number stops every step whose text goes straight into mail, lists or the open site."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from meetings import workflow
from meetings.models import Consulted, Matter, Meeting
from meetings.workflow import consultations, handovers, matters, registered_answers, short_notes, written
from meetings.workflow.redactions import wish
from meetings.workflow.registered_answers import Came
from meetings.workflow.written import Reply
from samverkan.common.models import OutboxMessage
from samverkan.common.refusals import StepRefused
from tests.admin.browsing import browser
from tests.conftest import MORNING
from tests.factories import (
    AFTER,
    Cast,
    make_adjusted,
    make_cast,
    make_group_type,
    make_meeting,
    make_published,
    make_sent,
)
from tests.handovers import AT, make_asked, make_ladder, make_lifted
from tests.matters import filled, make_matter
from tests.meetings.modes import make_commented, person_of, set_mode
from tests.meetings.written import PLANNED, make_out
from tests.numbers import NUMBER, TEN

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]
SAID = f"Gäller {NUMBER}."


def _matter(cast: Cast, **fields: Any) -> Matter:
    return make_matter(cast.sara, cast.group, **fields)


def _raised(cast: Cast, field: str) -> Any:
    matter = Matter(group=cast.group, **{"title": "Fråga", field: SAID})
    return matters.raise_matter(matter, by=cast.sara)


def _raised_again(cast: Cast, field: str) -> Any:
    matter = _matter(cast, state="sent_back", reason="Komplettera.")
    setattr(matter, field, SAID)
    return matters.raise_again(matter, by=cast.sara)


def _agenda(cast: Cast) -> Any:
    return workflow.send_agenda(make_meeting(cast.group), by=cast.eva)


def _commented(cast: Cast) -> Any:
    set_mode(cast, "comments")
    return workflow.save_comments(make_commented(cast), {1: SAID}, by=cast.sara, at=AFTER)


def _answered(cast: Cast, comment: str, source: str) -> Any:
    meeting = make_out(cast)
    replies = {item.pk: Reply("agrees", comment) for item in meeting.items.all()}
    by = cast.eva if source else cast.sara
    return written.give_answers(meeting, replies, person=person_of(cast.sara), by=by, source=source, at=PLANNED)


def _moved(cast: Cast, place: str, reason: str) -> Any:
    day = MORNING.date() + timedelta(days=30)
    meeting = make_meeting(cast.group, date=day)
    times = {"starts_at": None, "ends_at": None}
    return workflow.move_meeting(meeting, date=day, place=place, reason=reason, by=cast.eva, **times)


def _registered(cast: Cast, **said: str) -> Any:
    version = make_sent(cast)
    data = {"kind": "returned", "source": "via e-post", "comment": "Ändra.", **said}
    return workflow.register_verdict(version, person=person_of(cast.olle), by=cast.eva, at=AFTER, **data)


def _short(cast: Cast) -> Any:
    cast.group.type = make_group_type("kort", publishes_short_notes=True)
    cast.group.save()
    return short_notes.save_short_note(make_meeting(cast.group), text=SAID, by=cast.eva, at=AFTER)


def _register_agenda(cast: Cast) -> Any:
    meeting = make_meeting(cast.group)
    return workflow.register_agenda(meeting, seen_sha256="", source=SAID, day=MORNING.date(), by=cast.eva)


def _approved_late(cast: Cast) -> Any:
    set_mode(cast, "chair", publication_moment="next_meeting")
    meeting = make_adjusted(cast).meeting
    return workflow.register_approval(
        meeting, person=person_of(cast.olle), day=MORNING.date(), source=SAID, by=cast.eva
    )


def _asked_round(cast: Cast) -> Any:
    ladder = make_ladder(cast)
    row = make_asked(ladder).consulted.get()
    return consultations.answer(row, text=SAID, by=ladder.nora, at=AT)


def _registered_answer(cast: Cast) -> Any:
    row = make_asked(make_ladder(cast)).consulted.get()
    came = Came(signed="Nora Exempel", by=Consulted.Came.PHONE, on=AT.date())
    return registered_answers.register_answer(row, text=SAID, came=came, by=cast.eva, at=AT)


def _handed_back(cast: Cast) -> Any:
    return handovers.send_back(make_lifted(make_ladder(cast), cast.sara), reason=SAID, by=cast.eva, at=AT)


def _sent_down(cast: Cast) -> Any:
    ladder = make_ladder(cast)
    said = {"title": "Ny rutin", "text": SAID, "wanted_by": None}
    return handovers.send_down(ladder.nosam, from_group=ladder.lgs, by=cast.eva, at=AT, **said)


def _correct(cast: Cast, step: Callable[..., Any]) -> Any:
    meeting = make_published(cast).meeting
    if step is workflow.change_correction:
        workflow.open_correction(meeting, kind="spelling", reason="Fel namn.", by=cast.eva, at=AFTER)
    return step(meeting, kind="spelling", reason=SAID, by=cast.eva, at=AFTER)


def _redacted(cast: Cast) -> Any:
    meeting = make_published(cast).meeting
    return workflow.redact(meeting, wish([], ["Information 1."]), reason=SAID, by=cast.eva, at=AFTER)


#: Module, step and parameter → the step taken with a number in it.
STEPS: dict[str, Callable[[Cast], Any]] = {
    "agenda.return_agenda.comment": lambda c: workflow.return_agenda(_agenda(c), comment=SAID, by=c.olle),
    "agenda.register_agenda.source": _register_agenda,
    "comments.save_comments.texts": _commented,
    "consultations.answer.text": _asked_round,
    "corrections.open_correction.reason": lambda c: _correct(c, workflow.open_correction),
    "corrections.change_correction.reason": lambda c: _correct(c, workflow.change_correction),
    "handovers.send_back.reason": _handed_back,
    "handovers.send_down.text": _sent_down,
    "late_approval.register_approval.source": _approved_late,
    "matters.send_back.reason": lambda c: matters.send_back(_matter(c), reason=SAID, by=c.eva),
    "matters.answer.text": lambda c: matters.answer(_matter(c), text=SAID, by=c.eva),
    "matters.withdraw.reason": lambda c: matters.withdraw(_matter(c), reason=SAID, by=c.sara),
    "moving.cancel_meeting.reason": lambda c: workflow.cancel_meeting(make_meeting(c.group), reason=SAID, by=c.eva),
    "moving.move_meeting.place": lambda c: _moved(c, SAID, ""),
    "moving.move_meeting.reason": lambda c: _moved(c, "Rum 3", SAID),
    "publication.withdraw.reason": lambda c: workflow.withdraw(make_published(c), reason=SAID, by=c.eva, at=AFTER),
    "redactions.redact.reason": _redacted,
    "registered_answers.register_answer.text": _registered_answer,
    "registration.register_number.number": lambda c: workflow.register_number(
        make_adjusted(c), number=SAID, archive_id="", by=c.eva, at=AFTER
    ),
    "short_notes.save_short_note.text": _short,
    "verdicts.return_minutes.comment": lambda c: workflow.return_minutes(
        make_sent(c), comment=SAID, by=c.olle, at=AFTER
    ),
    "verdicts.register_verdict.comment": lambda c: _registered(c, comment=SAID),
    "verdicts.register_verdict.source": lambda c: _registered(c, source=SAID),
    "written.give_answers.replies": lambda c: _answered(c, SAID, ""),
    "written.give_answers.source": lambda c: _answered(c, "", SAID),
}
TEXTS = ("title", "description", "wished_decision")
#: Texts that come with a row instead of with the step.
ROWS: dict[str, Callable[[Cast], Any]] = {
    "a new meeting's place": lambda c: workflow.plan_meeting(
        Meeting(group=c.group, date=MORNING.date(), place=SAID), by=c.eva
    ),
    **{
        f"a matter's {field}": lambda c, f=field: _raised(c, f) for field in ("title", "description", "wished_decision")
    },
    **{f"a matter's {field}, again": lambda c, f=field: _raised_again(c, f) for field in TEXTS},
}
#: Steps whose text stays inside, or is stopped by the gate when what it stands in is sent.
ELSEWHERE = {
    "light_path.": "the whole note goes through the gate, tests/meetings/test_light_path.py",
    "numbers.rule_not_personal.reason": "kept beside the ruling, and shown to those who prepare only",
    "chair_decisions.": "the decision goes through the gate as an agenda",
    "redactions.proposed.reason": "asked by redact",
    "uploading.correct_note.reason": "a chair can judge it, tests/meetings/test_uploading.py",
    "adjusters.name_adjuster.reason": "one of the words of the product",
    "calling.mark_called.reason": "one of the words of the product",
}
NAMES = {"comment", "reason", "source", "text", "texts", "replies", "place", "summary", "number"}


def free_texts() -> set[str]:
    found = set()
    for _, name, _ in pkgutil.iter_modules(workflow.__path__):
        module = importlib.import_module(f"meetings.workflow.{name}")
        for step, function in inspect.getmembers(module, inspect.isfunction):
            parameters = inspect.signature(function).parameters
            is_step = function.__module__ == module.__name__ and not step.startswith("_") and "by" in parameters
            if is_step:
                found |= {f"{name}.{step}.{given}" for given in NAMES & set(parameters)}
    return found


def test_every_step_that_takes_a_free_text_is_in_the_list() -> None:
    helpers = {"matters.move.reason", "publication.close_all.reason", "meeting.leave_address.reason"}
    helpers |= {"rows.remove_item.reason", "rows.put_in_order.reason", "rows.remove.reason"}
    helpers |= {"registration.write_number.number"}
    found = {name for name in free_texts() - helpers if not name.startswith(tuple(ELSEWHERE))}
    assert found == set(STEPS)


@pytest.mark.parametrize("name", [*STEPS, *ROWS])
def test_a_number_stops_the_step_and_no_mail_is_promised(name: str) -> None:
    cast = make_cast()
    with pytest.raises(StepRefused, match="personnummer") as refused:
        {**STEPS, **ROWS}[name](cast)
    assert TEN[6:] not in str(refused.value)
    assert not OutboxMessage.objects.filter(payload__icontains=TEN[6:]).exists()


def test_a_matter_is_shown_again_with_what_was_written_and_why() -> None:
    cast = make_cast()
    response = browser(cast.sara).post("/admin/fragor/ny/", filled(cast, title=SAID))
    page = response.content.decode()
    assert (response.status_code, SAID in page, "850423-••••" in page) == (422, True, True)
    assert Matter.objects.count() == 0
