"""The outbox: promised with the change, delivered by a worker, neither lost nor doubled."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from samverkan.common import mailing, outbox
from samverkan.common.models import OutboxMessage

delivered: list[str] = []


class Broken(Exception):
    """What the handler of the tests raises when asked to."""


@pytest.fixture(autouse=True)
def handler() -> Iterator[None]:
    delivered.clear()

    @outbox.handles("test.note")
    def note(message: OutboxMessage) -> None:
        if message.payload.get("broken"):
            raise Broken("no answer")
        delivered.append(message.payload["word"])

    yield
    del outbox._handlers["test.note"]


def promise(**payload: object) -> OutboxMessage:
    with transaction.atomic():
        return outbox.add("test.note", **payload)


@pytest.mark.django_db(transaction=True)
def test_work_promised_in_a_transaction_that_fails_is_never_done() -> None:
    def fail() -> None:
        with transaction.atomic():
            outbox.add("test.note", word="lost")
            raise Broken

    with pytest.raises(Broken):
        fail()
    assert (outbox.run_due(), delivered) == (0, [])


@pytest.mark.django_db(transaction=True)
def test_work_is_promised_inside_a_transaction_only() -> None:
    with pytest.raises(RuntimeError):
        outbox.add("test.note", word="loose")


@pytest.mark.django_db
def test_work_of_an_unknown_kind_cannot_be_promised() -> None:
    with pytest.raises(KeyError):
        outbox.add("test.unknown")


@pytest.mark.django_db
def test_what_is_due_is_done_once_and_in_order() -> None:
    promise(word="first")
    promise(word="second")
    assert (outbox.waiting(), outbox.run_due(), outbox.run_due()) == (2, 2, 0)
    assert delivered == ["first", "second"]


@pytest.mark.django_db
def test_work_that_a_dead_worker_held_is_taken_over_when_its_lease_runs_out() -> None:
    promise(word="held")
    now = timezone.now()
    assert outbox._claim(at=now) is not None
    assert outbox.run_due(at=now) == 0
    assert outbox.run_due(at=now + outbox.LEASE + timedelta(seconds=1)) == 1
    assert delivered == ["held"]


@pytest.mark.django_db
def test_a_late_worker_does_not_undo_what_another_has_done_in_the_meantime() -> None:
    promise(broken=True)
    now = timezone.now()
    late = outbox._claim(at=now)
    assert late is not None
    OutboxMessage.objects.update(payload={"word": "done"})
    outbox.run_due(at=now + outbox.LEASE + timedelta(seconds=1))
    outbox._deliver(late)
    assert OutboxMessage.objects.get().done_at is not None
    assert outbox.run_due(at=now + timedelta(days=1)) == 0


@pytest.mark.django_db
def test_work_that_fails_waits_longer_each_time_and_is_given_up_in_the_end() -> None:
    message = promise(broken=True)
    waits = []
    for _ in range(outbox.MAX_ATTEMPTS + 1):
        message.refresh_from_db()
        before = timezone.now()
        outbox.run_due(at=message.due_at, limit=1)
        message.refresh_from_db()
        waits.append(message.due_at - before)
    assert sorted(set(waits[:-1])) == waits[:-1]
    assert message.dead_at is not None
    assert message.done_at is None
    assert message.error == "Broken: no answer"
    assert outbox.run_due(at=message.due_at + timedelta(days=9)) == 0


@pytest.mark.django_db
def test_one_broken_message_does_not_hold_up_the_others() -> None:
    promise(broken=True)
    promise(word="goes")
    assert outbox.run_due() == 2
    assert delivered == ["goes"]


@pytest.mark.django_db
def test_a_mail_has_the_same_message_id_each_time_it_is_tried() -> None:
    message = promise(word="mail")
    for _ in range(2):
        mailing.send(message, to="eva@example.se", subject="Rad 1\r\nBcc: maja@example.se", text="Hej")
    first, second = mail.outbox
    assert first.message()["Message-ID"] == second.message()["Message-ID"] == f"<{message.pk}@127.0.0.1>"
    assert first.subject == "Rad 1 Bcc: maja@example.se"
    assert first.recipients() == ["eva@example.se"]


def given_up() -> OutboxMessage:
    message = promise(broken=True)
    OutboxMessage.objects.update(attempts=9, dead_at=timezone.now(), leased_until=timezone.now(), error="Broken: nej")
    return message


@pytest.mark.django_db
def test_work_that_was_given_up_is_listed_with_its_error(capsys: pytest.CaptureFixture[str]) -> None:
    message = given_up()
    promise(word="waits")
    call_command("outbox", "list")
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("\t")[:4] for line in lines] == [[str(message.pk), "given up", "test.note", "9 attempts"]]
    assert lines[0].endswith("Broken: nej")


@pytest.mark.django_db
def test_work_that_was_given_up_is_done_when_it_is_asked_for_again(capsys: pytest.CaptureFixture[str]) -> None:
    message = given_up()
    OutboxMessage.objects.update(payload={"word": "at last"})
    call_command("outbox", "retry", str(message.pk))
    assert (outbox.run_due(), delivered, outbox.given_up()) == (1, ["at last"], 0)
    with pytest.raises(CommandError, match="is done"):
        call_command("outbox", "retry", str(message.pk))


@pytest.mark.django_db
def test_work_in_a_workers_hands_is_not_given_to_another() -> None:
    message = promise(word="held")
    outbox._claim(at=timezone.now())
    assert not outbox.retry(message)
    assert outbox.retry(message, at=timezone.now() + outbox.LEASE)


@pytest.mark.django_db
def test_a_worker_that_is_behind_is_noticed() -> None:
    promise(word="waits")
    now = timezone.now()
    assert not outbox.is_behind(at=now)
    assert outbox.is_behind(at=now + outbox.LATE + timedelta(seconds=1))


def test_what_is_undone_and_what_a_key_begins_with_are_found_by_indexes(db: None) -> None:
    table = OutboxMessage._meta.db_table
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, table)
        assert found["outbox_undone"]["columns"] == ["created_at"]
        assert any(row["columns"] == ["key"] and (row["unique"] or row["index"]) for row in found.values())
        if connection.vendor == "postgresql":
            cursor.execute("SELECT indexdef FROM pg_indexes WHERE tablename = %s", [table])
            assert any("(key varchar_pattern_ops)" in row[0] for row in cursor.fetchall())
