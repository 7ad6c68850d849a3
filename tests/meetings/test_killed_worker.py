"""A call whose worker is killed, at five points: no mail is lost, and one that comes twice has one Message-ID."""

import os
import subprocess
import sys
from collections import Counter
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from meetings import workflow
from samverkan.common import outbox
from samverkan.common.models import OutboxMessage
from tests.factories import make_cast, make_meeting
from tests.killed_worker import POINTS
from tests.meetings.modes import make_newcomer

ROOT = Path(__file__).parent.parent.parent
SEPARATOR = b"-" * 79


def database_url() -> str:
    """The address of the database that the test runs on."""
    given = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{given['NAME']}"
    return f"postgresql://{given['USER']}@{given['HOST']}:{given['PORT']}/{given['NAME']}"


def sent(folder: Path) -> Counter[tuple[str, str]]:
    """Whom the mails in the folder are to, and their Message-ID."""
    parts = [part for file in folder.glob("*") for part in file.read_bytes().split(SEPARATOR) if part.strip()]
    return Counter((mail["To"], mail["Message-ID"]) for mail in map(message_from_bytes, (p.strip() for p in parts)))


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_at_five_points_loses_nothing_and_doubles_nothing_else(settings: Any, tmp_path: Path) -> None:
    cast = make_cast()
    people = [cast.eva, cast.olle, cast.sara, *(make_newcomer(cast, name) for name in ("nils", "mia", "ove"))]
    meeting = make_meeting(cast.group)
    workflow.approve_agenda(workflow.send_agenda(meeting, by=cast.eva), by=cast.olle)
    workflow.call(meeting, by=cast.eva)
    OutboxMessage.objects.exclude(key__startswith="call:").delete()
    at, folder = timezone.now(), tmp_path / "mail"
    environment = {**os.environ, "DATABASE_URL": database_url(), "DATA_DIR": str(tmp_path)}
    worker = [sys.executable, "-m", "tests.killed_worker", at.isoformat(), *POINTS]
    done = subprocess.run(worker, env=environment, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == str(len(POINTS)), done.stderr
    assert len(sent(folder)) == 2, "one was killed after it had sent, one after it had said so"

    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "OPTIONS": {"file_path": str(folder)},
        }
    }
    outbox.run_due(at=at)
    assert OutboxMessage.objects.filter(done_at=None).count() == 3, "three are held by workers that are dead"
    outbox.run_due(at=at + outbox.LEASE)
    mails = sent(folder)
    assert sorted(to for to, _ in mails) == sorted(user.email for user in people)
    assert sorted(mails.values()) == [1] * 5 + [2], "the one that was sent but not said to be"
    assert OutboxMessage.objects.filter(done_at=None).count() == 0
