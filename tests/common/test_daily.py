"""What is looked after once a day: a row that fails stops neither the other rows nor the other tasks, and is seen."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from groups.models import Group
from samverkan.common import daily, outbox
from samverkan.common.models import OutboxMessage
from tests.factories import make_group

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 22)
seen: list[str] = []


class Broken(Exception):
    """What a row raises."""


@pytest.fixture(autouse=True)
def tasks(monkeypatch: pytest.MonkeyPatch) -> None:
    """A task that renames every group, and breaks on the one that is called trasig; and one that comes after."""
    seen.clear()
    monkeypatch.setattr(daily, "_tasks", {})

    def rename(group: Group) -> None:
        group.name += ", sedd"
        group.save()
        if group.slug == "trasig":
            raise Broken("kan inte")

    @daily.task("rename")
    def first(on: date) -> None:
        daily.each(Group.objects.order_by("pk"), rename)

    @daily.task("after")
    def second(on: date) -> None:
        seen.append(f"{on}")

    for slug in ("ett", "trasig", "tre"):
        make_group(slug, name=slug)


def names() -> list[str]:
    return list(Group.objects.order_by("pk").values_list("name", flat=True))


def test_a_row_that_fails_is_undone_alone_and_the_rest_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    assert daily.run(on=DAY) == 1
    assert (names(), seen) == (["ett, sedd", "trasig", "tre, sedd"], ["2026-11-22"])
    broken = Group.objects.get(slug="trasig")
    assert f"daily task failed for groups.Group {broken.pk}" in caplog.messages


def test_what_failed_is_tried_again_and_is_given_up_where_operators_see_it() -> None:
    daily.run(on=DAY)
    daily.run(on=DAY)
    message = OutboxMessage.objects.get()
    assert (message.kind, message.payload) == ("daily.again", {"task": "rename", "day": "2026-11-22"})
    assert outbox.run_due(limit=1) == 1
    message.refresh_from_db()
    broken = Group.objects.get(slug="trasig")
    assert message.error == f"RowsFailed: groups.Group {broken.pk}: Broken: kan inte"
    assert list(outbox.troubled()) == [message]
    now = timezone.now()
    for days in range(outbox.MAX_ATTEMPTS + 1):
        outbox.run_due(at=now + timedelta(days=days + 1), limit=1)
    assert outbox.given_up() == 1


def test_what_failed_is_done_when_it_works_the_next_time() -> None:
    daily.run(on=DAY)
    Group.objects.filter(slug="trasig").update(slug="hel")
    outbox.run_due()
    assert names()[1] == "trasig, sedd"
    assert not outbox.troubled().exists()


def test_a_day_without_failures_leaves_nothing_behind() -> None:
    Group.objects.filter(slug="trasig").update(slug="hel")
    assert daily.run(on=DAY) == 0
    assert not OutboxMessage.objects.exists()
