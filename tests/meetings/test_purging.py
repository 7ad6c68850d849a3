"""Rensning: the texts of the work go when the type says; who, when and everything that was sent stay."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from meetings import workflow
from meetings.archiving.metadata import history_of
from meetings.models import AgendaItem, Draft, Meeting, MinutesComment, MinutesVersion, Outcome, OutcomeTask
from meetings.workflow.purging import due, purge_due
from samverkan.common import history
from samverkan.common.swedish import long_date
from tests.admin.browsing import address, browser
from tests.factories import AFTER, Cast, make_cast, make_held
from tests.matters import text
from tests.meetings.modes import LATE, UNTIL, set_mode

pytestmark = pytest.mark.django_db
WORD = "kanariefågel"
DAYS = 90
LAST = LATE.date() + timedelta(days=DAYS)


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    set_mode(cast, "comments", purge_after_days=DAYS)
    return cast


def worked(cast: Cast) -> MinutesVersion:
    """A note with a word that stood in the text for a while, in a comment and in a draft, and is adjusted."""
    meeting = make_held(cast)
    item = meeting.items.get(number=1)
    outcome = item.outcomes.get()
    task = OutcomeTask(outcome=outcome, owner="Eva", text=WORD)
    for row, name in ((item, "dialog"), (outcome, "text"), (task, "text")):
        kept = getattr(row, name)
        for words in (WORD, kept if row is not task else "Gör klart."):
            setattr(row, name, words)
            history.save(row, by=cast.eva, at=AFTER, reason="Ändrad")
    version = workflow.send_minutes(meeting, comments_until=UNTIL, by=cast.eva, at=AFTER)
    workflow.save_comments(version, {1: WORD}, by=cast.sara, at=AFTER)
    Draft.objects.create(meeting=meeting, user=cast.eva, fields={"x": WORD}, seen_at=AFTER)
    return workflow.adjust(version, by=cast.olle, at=LATE)


def left() -> list[str]:
    """Where the word is still said."""
    rows: list[tuple[str, Any, str]] = [
        ("item", AgendaItem.history, "dialog"), ("outcome", Outcome.history, "text"),
        ("task", OutcomeTask.history, "text"),
        ("comment", MinutesComment.objects, "text"), ("comment history", MinutesComment.history, "text"),
    ]  # fmt: skip
    found = [name for name, model, field in rows if model.filter(**{f"{field}__contains": WORD}).exists()]
    return found + (["draft"] if Draft.objects.exists() else [])


def test_nothing_goes_before_its_day_and_all_of_it_on_it(cast: Cast) -> None:
    worked(cast)
    assert left() == ["item", "outcome", "task", "comment", "comment history", "draft"]
    purge_due(LAST - timedelta(days=1))
    assert len(left()) == 6
    purge_due(LAST)
    assert left() == []


def test_who_and_when_stay_and_so_does_what_was_sent(cast: Cast) -> None:
    version = worked(cast)
    before = [
        (row.history_date, row.history_user_id, row.history_change_reason) for row in AgendaItem.history.order_by("pk")
    ]
    record = (version.content, version.seal, version.sha256)
    purge_due(LAST)
    after = [
        (row.history_date, row.history_user_id, row.history_change_reason) for row in AgendaItem.history.order_by("pk")
    ]
    assert after == before
    version.refresh_from_db()
    assert (version.content, version.seal, version.sha256) == record
    comment = MinutesComment.objects.get()
    assert (comment.person, comment.item, comment.text) == (cast.sara.person, 1, "")
    assert AgendaItem.objects.get(number=1).title == "Fråga 1"


def test_it_is_noted_once_on_the_meeting(cast: Cast) -> None:
    meeting = worked(cast).meeting
    purge_due(LAST)
    purge_due(LAST + timedelta(days=1))
    rows = Meeting.history.filter(id=meeting.pk, history_change_reason="Arbetstexter rensade")
    assert [row.history_user for row in rows] == [None]
    assert due(on=LAST + timedelta(days=2)) == []


def test_the_diary_says_when_the_texts_go_and_went_and_so_does_what_is_handed_out(cast: Cast) -> None:
    version, client = worked(cast), browser(cast.eva)
    pages = (f"/admin/diarium/anteckning/{version.pk}/", address(version.meeting, "ta-fram-allt/"))
    before = [text(client.get(page)) for page in pages]
    assert (f"Rensas {long_date(LAST)}" in before[0], "rensades" in before[1]) == (True, False)
    purge_due(LAST)
    today = long_date(timezone.localdate())
    after = [text(client.get(page)) for page in pages]
    assert (f"Rensade {today}" in after[0], f"de rensades {today}" in after[1]) == (True, True)
    assert "Arbetstexter rensade" in history_of(version.meeting)[-1]["what"]


def test_no_day_is_named_while_a_correction_is_open_or_when_nothing_is_left(cast: Cast) -> None:
    version = worked(cast)
    page = f"/admin/diarium/anteckning/{version.pk}/"
    workflow.open_correction(version.meeting, kind="outcome", reason="Fel", by=cast.eva, at=LATE)
    assert "Arbetstexter" not in text(browser(cast.eva).get(page))
    workflow.abandon_correction(version.meeting, by=cast.eva, at=LATE)
    assert "Rensas " in text(browser(cast.eva).get(page))
    purge_due(LAST)
    assert "Rensas " not in text(browser(cast.eva).get(page))


def test_nothing_is_said_of_texts_that_stay(cast: Cast) -> None:
    version = worked(cast)
    set_mode(cast, "comments", purge_after_days=None)
    page = text(browser(cast.eva).get(f"/admin/diarium/anteckning/{version.pk}/"))
    assert "Arbetstexter" not in page


@pytest.mark.parametrize("days", [None, DAYS])
def test_a_type_that_does_not_purge_and_an_open_correction_keep_everything(cast: Cast, days: int | None) -> None:
    meeting = worked(cast).meeting
    set_mode(cast, "comments", purge_after_days=days)
    if days:
        workflow.open_correction(meeting, kind="outcome", reason="Fel", by=cast.eva, at=LATE)
    purge_due(date(2030, 1, 1))
    assert len(left()) == 6


def test_a_correction_can_be_called_off_after_the_texts_have_gone(cast: Cast) -> None:
    meeting = worked(cast).meeting
    purge_due(LAST)
    at = datetime(2026, 9, 1, 9, tzinfo=AFTER.tzinfo)
    meeting = workflow.open_correction(meeting, kind="outcome", reason="Fel", by=cast.eva, at=at)
    meeting.items.filter(number=1).update(dialog="<p>Ändrat.</p>")
    workflow.abandon_correction(meeting, by=cast.eva, at=at)
    item = AgendaItem.objects.get(number=1)
    assert (item.title, item.information, item.dialog) == ("Fråga 1", "<p>Information 1.</p>", "")
    assert Outcome.objects.get(item=item).text == "Beslut 1.1."
