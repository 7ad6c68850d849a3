"""A worker that is killed at five points, at each of the works that matter: nothing is lost, and nothing is doubled
but a mail, which then has the same Message-ID.
"""

import hashlib
import os
import subprocess
import sys
from collections import Counter
from datetime import date, datetime, timedelta
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.models import Q
from django.utils import timezone

from meetings import workflow
from meetings.models import Meeting, Publication, StoredDocument
from samverkan.common import outbox, pdf
from samverkan.common.models import OutboxMessage
from samverkan.common.stored import content_of
from tests.factories import make_adjusted, make_meeting
from tests.killed_worker import POINTS, render
from tests.meetings.modes import make_newcomer
from tests.meetings.uploaded import light_cast, make_uploaded

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).parent.parent.parent
SEPARATOR = b"-" * 79


def database_url() -> str:
    """The address of the database that the test runs on."""
    given = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{given['NAME']}"
    return f"postgresql://{given['USER']}@{given['HOST']}:{given['PORT']}/{given['NAME']}"


def kill(due: dict[str, datetime], *, folder: Path) -> None:
    """Let a worker die at each point of each work, in processes of their own that keep their files in the folder."""
    environment = {**os.environ, "DATABASE_URL": database_url(), "DATA_DIR": str(folder)}
    rounds = [f"{work}={at.isoformat()}" for work, at in due.items()]
    worker = [sys.executable, "-m", "tests.killed_worker", *rounds]
    done = subprocess.run(worker, env=environment, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == [f"{work}={len(POINTS)}" for work in due], done.stderr


def sent(folder: Path) -> Counter[tuple[str, str]]:
    """Whom the mails in the folder are to, and their Message-ID."""
    parts = [part for file in folder.glob("*") for part in file.read_bytes().split(SEPARATOR) if part.strip()]
    return Counter((mail["To"], mail["Message-ID"]) for mail in map(message_from_bytes, (p.strip() for p in parts)))


def stored(meeting: Meeting) -> list[str]:
    """The kinds of the files of the note, each whole under its checksum."""
    rows = StoredDocument.objects.filter(meeting=meeting, kind__in=["record", "public"]).order_by("kind")
    for row in rows:
        assert hashlib.sha256(content_of(row.path, name=row.name)).hexdigest() == row.sha256
    return [row.kind for row in rows]


def test_a_worker_killed_at_five_points_of_each_work_loses_nothing_and_doubles_nothing_else(
    settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(pdf, "render", render)
    cast, start = light_cast(), timezone.now()
    people = [cast.eva, cast.olle, cast.sara, *(make_newcomer(cast, name) for name in ("nils", "mia", "ove"))]
    adjusted, uploaded = make_adjusted(cast), make_uploaded(cast)
    meeting = make_meeting(cast.group, date=date(2026, 6, 1))
    workflow.approve_agenda(workflow.send_agenda(meeting, by=cast.eva), by=cast.olle)
    workflow.call(meeting, by=cast.eva)
    promised = {"render": "meetings.render", "publish": "meetings.publish_uploaded", "mail": "meetings.mail"}
    due = {work: start + timedelta(hours=hours) for hours, work in enumerate(promised, start=1)}
    kept = Q(kind__in=[promised["render"], promised["publish"]]) | Q(key__startswith="call:")
    OutboxMessage.objects.exclude(kept).delete()
    for work, kind in promised.items():
        OutboxMessage.objects.filter(kind=kind).update(due_at=due[work])
    settings.MEDIA_ROOT = tmp_path / "documents"  # where the children keep theirs
    kill(due, folder=tmp_path)

    assert [stored(version.meeting) for version in (adjusted, uploaded)] == [["public", "record"]] * 2
    assert [row.version_id for row in Publication.objects.all()] == [uploaded.pk]
    once = OutboxMessage.objects.exclude(kind="meetings.mail").exclude(done_at=None)
    assert sorted(once.values_list("kind", "attempts")) == [("meetings.publish_uploaded", 4), ("meetings.render", 4)]
    folder = tmp_path / "mail"
    assert len(sent(folder)) == 2, "one was killed after it had sent, one after it had said so"

    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "OPTIONS": {"file_path": str(folder)},
        }
    }
    outbox.run_due(at=due["mail"])
    assert OutboxMessage.objects.filter(done_at=None).count() == 3, "three are held by workers that are dead"
    outbox.run_due(at=due["mail"] + outbox.LEASE)
    mails = sent(folder)
    assert sorted(to for to, _ in mails) == sorted(user.email for user in people)
    assert sorted(mails.values()) == [1] * 5 + [2], "the one that was sent but not said to be"
    assert OutboxMessage.objects.filter(done_at=None).count() == 0
