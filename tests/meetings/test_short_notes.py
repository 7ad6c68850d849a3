"""*Kortinfo*: open at once, marked, changed, taken away, and gone when the note is published."""

from datetime import date
from typing import Any

import pytest

from meetings import workflow
from meetings.kind_rules import may_write_short_note
from meetings.models import Meeting, ShortNote
from meetings.workflow.short_notes import remove_short_note, save_short_note
from samverkan.common.refusals import StepRefused
from tests.factories import AFTER, Cast, make_cast, make_meeting

pytestmark = pytest.mark.django_db
TEXT = "Gruppen har enats om en rutin."


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    cast.group.type.publishes_short_notes = True
    cast.group.type.save()
    return cast


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    return make_meeting(cast.group)


def test_it_is_kept_changed_and_taken_away_with_its_history(cast: Cast, meeting: Meeting) -> None:
    save_short_note(meeting, text=TEXT, by=cast.eva, at=AFTER)
    save_short_note(meeting, text=TEXT, by=cast.eva, at=AFTER)
    save_short_note(meeting, text="Rättad.", by=cast.eva, at=AFTER)
    row = remove_short_note(meeting, by=cast.eva, at=AFTER)
    save_short_note(meeting, text=TEXT, by=cast.eva, at=AFTER)
    rows = row.history.order_by("history_id").values_list("history_change_reason", "text")
    assert list(rows) == [
        ("Publicerad", TEXT), ("Ändrad", "Rättad."), ("Borttagen", "Rättad."), ("Publicerad", TEXT),
    ]  # fmt: skip
    assert ShortNote.objects.get().closed_at is None


def test_what_is_not_shown_is_not_taken_away(cast: Cast, meeting: Meeting) -> None:
    with pytest.raises(StepRefused, match="ingen kortinfo"):
        remove_short_note(meeting, by=cast.eva, at=AFTER)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (" ", "Skriv vad du vill berätta"),
        ("a" * 2001, "högst 2000 tecken"),
        ("Ring anna@example.se", r"anna@example\.se"),
        ("Patienten 19121212-1212", "personnummer"),
        ("Patienten 19121212-12\u00ad12", "personnummer"),
    ],
)
def test_a_text_that_is_not_for_everyone_is_refused(cast: Cast, meeting: Meeting, text: str, sentence: str) -> None:
    with pytest.raises(StepRefused, match=sentence):
        save_short_note(meeting, text=text, by=cast.eva, at=AFTER)
    assert not ShortNote.objects.exists()


def test_digits_that_a_chair_has_judged_in_the_note_pass_and_others_do_not(cast: Cast, meeting: Meeting) -> None:
    number = "19121212-1212"
    meeting.items.filter(number=1).update(title=f"Artikel {number}")
    (found,) = workflow.numbers_to_judge(meeting)
    with pytest.raises(StepRefused, match="121212-•••• ser ut som ett personnummer"):
        save_short_note(meeting, text=f"Vi köper {number}.", by=cast.eva, at=AFTER)
    workflow.rule_not_personal(meeting, found.fingerprint(meeting), reason="Artikel", by=cast.olle, at=AFTER)
    assert save_short_note(meeting, text=f"Vi köper {number}.", by=cast.eva, at=AFTER).pk
    with pytest.raises(StepRefused, match="personnummer"):
        save_short_note(meeting, text="Vi köper 19811218-9876.", by=cast.eva, at=AFTER)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"type": {"publishes_short_notes": False}}, "publicerar ingen kortinfo"),
        ({"group": {"shows_minutes": False}}, "visas inte öppet"),
        ({"group": {"shows_group": False}}, "visas inte öppet"),
        ({"meeting": {"kind": "chair"}}, "ett möte där gruppen har träffats"),
        ({"meeting": {"kind": "written"}}, "ett möte där gruppen har träffats"),
        ({"meeting": {"state": "cancelled"}}, "inställt"),
        ({"meeting": {"date": date(2026, 6, 1)}}, "när mötet har varit"),
    ],
)
def test_it_is_refused_where_it_does_not_belong(
    cast: Cast, meeting: Meeting, changes: dict[str, Any], sentence: str
) -> None:
    rows = {"type": cast.group.type, "group": cast.group, "meeting": meeting}
    for name, fields in changes.items():
        for field, value in fields.items():
            setattr(rows[name], field, value)
        rows[name].save()
    with pytest.raises(StepRefused, match=sentence):
        save_short_note(meeting, text=TEXT, by=cast.eva, at=AFTER)


@pytest.mark.parametrize(("who", "may"), [("eva", True), ("olle", False), ("sara", False), ("maja", False)])
def test_who_writes_it(cast: Cast, meeting: Meeting, who: str, may: bool) -> None:
    assert may_write_short_note(getattr(cast, who), meeting) is may
