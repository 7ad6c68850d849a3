"""The demonstration exists nowhere else, can be built again, and lives on."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from decisions.models import Decision
from groups.models import User
from meetings.models import Meeting
from samverkan.common import daily, outbox
from samverkan.portal import demo

TODAY = date(2026, 11, 22)


@pytest.fixture
def running(transactional_db: None, settings: Any) -> demo.Cast:
    """The demonstration as it runs: each step in a transaction of its own."""
    settings.IS_DEMO = True
    return demo.rebuild(today=TODAY)


def test_it_is_refused_outside_the_demo_profile(db: Any) -> None:
    with pytest.raises(CommandError, match="SAMVERKAN_PROFILE=demo"):
        call_command("demo")
    with pytest.raises(RuntimeError):
        demo.rebuild(today=TODAY)
    assert not User.objects.exists()


def test_it_can_be_built_again(running: demo.Cast) -> None:
    demo.rebuild(today=TODAY)
    assert (Meeting.objects.count(), User.objects.count(), Decision.objects.count()) == (7, 3, 6)


def test_the_worker_does_all_that_the_days_bring(running: demo.Cast) -> None:
    with time_machine.travel(TODAY, tick=False) as clock:
        for _ in range(3):
            clock.shift(timedelta(days=20))
            assert daily.run(on=timezone.localdate()) == 0
            while outbox.run_due():
                pass
            assert [message.error for message in outbox.troubled()] == []
