"""What the owner of a governing document is told, when, and how often."""

from datetime import date, timedelta
from typing import Any

import pytest

from groups.mail import send
from groups.models import GoverningDocument
from groups.reminders.documents import warn
from samverkan.common.models import OutboxMessage
from tests.factories import Cast, make_document

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 22)


def promised() -> list[tuple[str | None, dict[str, Any]]]:
    return [(message.key, message.payload) for message in OutboxMessage.objects.order_by("pk")]


@pytest.mark.parametrize(("days", "said"), [(-1, 0), (0, 1), (400, 1)])
def test_a_review_is_asked_for_on_its_day_and_once(cast: Cast, days: int, said: int) -> None:
    document = make_document(cast.group, title="Rutin", review_date=DAY)
    for _ in range(2):
        warn(DAY + timedelta(days=days))
    assert [(key, payload["person"]) for key, payload in promised()] == [
        (f"document:{document.pk}:review:2026-11-22:{cast.eva.person_id}", cast.eva.person_id)
    ] * said


def test_a_new_review_day_is_asked_for_anew(cast: Cast) -> None:
    document = make_document(cast.group, review_date=DAY)
    warn(DAY)
    GoverningDocument.objects.filter(pk=document.pk).update(review_date=DAY + timedelta(days=365))
    warn(DAY + timedelta(days=365))
    assert OutboxMessage.objects.count() == 2


def test_the_end_is_told_of_at_90_30_and_0_days(cast: Cast) -> None:
    document = make_document(cast.group, valid_until=DAY)
    for left in range(120, -60, -1):
        warn(DAY - timedelta(days=left))
    stages = [str(key).split(":")[-2] for key, _ in promised()]
    assert sorted(stages) == ["0", "30", "90"]
    assert {payload["path"] for _, payload in promised()} == {f"/admin/dokument/{document.pk}/"}


@pytest.mark.parametrize(("days", "said"), [(30, 1), (31, 0)])
def test_what_ran_out_long_ago_is_old_news(cast: Cast, days: int, said: int) -> None:
    make_document(cast.group, valid_until=DAY)
    warn(DAY + timedelta(days=days))
    assert OutboxMessage.objects.count() == said


def test_nothing_is_said_of_what_has_been_replaced_or_has_ended(cast: Cast) -> None:
    old = make_document(cast.group, review_date=DAY, valid_until=DAY)
    make_document(cast.group, replaces=old, valid_from=DAY)
    make_document(cast.group, review_date=DAY, valid_until=DAY - timedelta(days=60))
    warn(DAY)
    assert promised() == []


def test_a_chair_is_told_where_nobody_runs_the_group(cast: Cast) -> None:
    make_document(cast.group, review_date=DAY)
    cast.group.memberships.filter(role="process_leader").update(ends=DAY)
    warn(DAY)
    assert [payload["person"] for _, payload in promised()] == [cast.olle.person_id]


@pytest.mark.parametrize(
    ("fields", "subject", "words"),
    [
        ({"review_date": DAY}, "Dags att se över: Rutin", "ska ses över senast 22 november 2026"),
        ({"valid_until": date(2027, 1, 1)}, "Löper ut 1 januari 2027: Rutin", "gäller till och med 1 januari 2027"),
        ({"valid_until": date(2026, 11, 1)}, "Har löpt ut: Rutin", "och har nu löpt ut."),
    ],
)
def test_the_mail_says_what_to_do(
    cast: Cast, mailoutbox: list[Any], fields: dict[str, Any], subject: str, words: str
) -> None:
    document = make_document(cast.group, **fields)
    warn(DAY)
    send(OutboxMessage.objects.get())
    assert mailoutbox[0].subject == subject
    assert words in mailoutbox[0].body
    assert f"/admin/dokument/{document.pk}/" in mailoutbox[0].body
    assert "Du får det här mejlet för att Gruppen LGS ansvarar för dokumentet." in mailoutbox[0].body


def test_the_workbench_can_ask_what_is_due(cast: Cast) -> None:
    late = make_document(cast.group, review_date=DAY)
    soon = make_document(cast.group, valid_until=DAY + timedelta(days=90))
    make_document(cast.group, valid_until=DAY + timedelta(days=91), review_date=DAY + timedelta(days=1))
    replaced = make_document(cast.group, valid_until=DAY + timedelta(days=5))
    make_document(cast.group, replaces=replaced, valid_from=DAY + timedelta(days=6))
    assert list(GoverningDocument.objects.due_for_review(on=DAY)) == [late]
    assert list(GoverningDocument.objects.running_out(on=DAY)) == [soon]
