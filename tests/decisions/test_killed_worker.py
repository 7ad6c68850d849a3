"""A worker that is killed at five points while it sends what members take home: nobody is left without the mail, and
the one that was sent but not said to be comes again with the same Message-ID.
"""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from decisions.models import Anchoring
from groups.models import Organisation
from samverkan.common import outbox, pdf
from samverkan.common.models import OutboxMessage
from tests.factories import Cast, make_published
from tests.killed_worker import POINTS, render
from tests.meetings.modes import make_newcomer
from tests.meetings.test_killed_worker import kill, sent

pytestmark = pytest.mark.django_db(transaction=True)
HOME = "decisions.take-home"


@pytest.fixture(autouse=True)
def files_are_not_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "render", render)


def test_a_worker_killed_at_five_points_loses_no_mail_to_take_home_and_doubles_none(
    cast: Cast, parties: dict[str, Organisation], settings: Any, tmp_path: Path
) -> None:
    newcomers = [make_newcomer(cast, name) for name in ("nils", "mia", "ove", "pia")]
    people = [cast.olle, cast.sara, *newcomers]
    publication = make_published(cast, items=1)
    due = timezone.now() + timedelta(hours=1)
    reachable = [user.person_id for user in people]
    OutboxMessage.objects.exclude(kind=HOME, payload__person__in=reachable).delete()
    assert OutboxMessage.objects.update(due_at=due) == len(people)
    kill({"home": due}, folder=tmp_path)

    folder = tmp_path / "mail"
    assert len(sent(folder)) == 2, "one was killed after it had sent, one after it had said so"
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "OPTIONS": {"file_path": str(folder)},
        }
    }
    outbox.run_due(at=due)
    held = len(POINTS) - 2
    assert OutboxMessage.objects.filter(done_at=None).count() == held, "they are held by workers that are dead"
    outbox.run_due(at=due + outbox.LEASE)
    mails = sent(folder)
    assert sorted(to for to, _ in mails) == sorted(user.email for user in people)
    assert sorted(mails.values()) == [1] * 5 + [2], "the one that was sent but not said to be"
    assert not OutboxMessage.objects.filter(done_at=None).exists()
    assert Anchoring.objects.filter(decision__publication=publication, state="not_started").count() == 3

    outbox.run_due(at=due + 2 * outbox.LEASE)
    assert sum(sent(folder).values()) == 7, "what is done is not done again"
