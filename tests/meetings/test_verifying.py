"""Once a day, and by command, what is kept is compared with its checksums; operators hear what differs."""

import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection

from groups.models import MandateRecord
from meetings import workflow
from meetings.models import AgendaVersion, MatterPaper, MinutesVersion, Publication, StoredDocument
from meetings.workflow import consultations
from meetings.workflow.registered_answers import Came, register_answer
from samverkan.common import daily, frozen, integrity, outbox
from samverkan.common.models import OutboxMessage
from samverkan.common.uploads import Checked
from tests.factories import AFTER, MEETING_DAY, Cast, make_cast, make_document, make_meeting, make_published, make_user
from tests.handovers import AT, make_asked, make_ladder
from tests.mandates import give_file, make_adopted
from tests.matters import make_matter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    make_published(cast, papers=1)
    workflow.send_agenda(make_meeting(cast.group, sequence=2), by=cast.eva, at=AFTER)
    make_matter(cast.sara, cast.group, papers=1)
    return cast


def tamper(model: Any, **fields: str) -> None:
    """Change a row as nobody can who does not own the database."""
    rows = model._default_manager.all()
    table, (name, value) = model._meta.db_table, next(iter(fields.items()))
    frozen.remove(connection.alias)
    with connection.cursor() as cursor:
        cursor.execute(f'UPDATE "{table}" SET "{name}" = %s WHERE id = %s', [value, rows.first().pk])


def write(path: str) -> None:
    default_storage.delete(path)
    default_storage.save(path, ContentFile(b"Annat."))


DRIFT: dict[str, tuple[Callable[[], Any], str]] = {
    "a note": (lambda: tamper(MinutesVersion, content="{}"), "anteckning version 1: texten stämmer inte"),
    "a seal": (lambda: tamper(MinutesVersion, seal="{}"), "anteckning version 1: texten stämmer inte"),
    "what is published": (lambda: tamper(Publication, content="{}"), "publicerad: texten stämmer inte"),
    "an agenda": (lambda: tamper(AgendaVersion, content="{}"), "agenda version 1: texten stämmer inte"),
    "a paper": (lambda: write(StoredDocument.objects.get(kind="paper").path), "underlag-1.docx: filen"),
    "a lost record": (lambda: default_storage.delete(StoredDocument.objects.get(kind="record").path), "saknas."),
    "the paper of a matter": (lambda: write(MatterPaper.objects.get().path), "underlag-1.pdf: filen"),
}


def test_what_nobody_has_touched_agrees(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    assert integrity.drift() == []
    call_command("verify_records")
    assert "stämmer med sina kontrollsummor" in capsys.readouterr().out


@pytest.mark.parametrize("what", DRIFT)
def test_what_has_been_changed_is_found(cast: Cast, what: str, caplog: pytest.LogCaptureFixture) -> None:
    change, said = DRIFT[what]
    change()
    found = integrity.drift()
    assert [sentence for sentence in found if said in sentence] == found
    assert found
    assert f"records differ: {found[0]}" in caplog.text
    with pytest.raises(CommandError, match=f"{len(found)} avvikelser"):
        call_command("verify_records")


def test_operators_hear_of_it_once_a_day_by_mail(cast: Cast) -> None:
    root = make_user("drift", is_superuser=True)
    write(StoredDocument.objects.get(kind="paper").path)
    outbox.run_due()
    mail.outbox.clear()
    for _ in range(2):
        assert daily.run(on=MEETING_DAY) == 0
        outbox.run_due()
    (sent,) = [message for message in mail.outbox if message.subject == "Lagrade handlingar stämmer inte: 1"]
    assert sent.to == [root.email]
    assert "underlag-1.docx: filen" in sent.body


def test_when_all_is_well_nobody_is_told(cast: Cast) -> None:
    make_user("drift", is_superuser=True)
    daily.run(on=MEETING_DAY)
    outbox.run_due()
    assert not OutboxMessage.objects.filter(kind="groups.records_differ").exists()


def test_a_check_that_breaks_is_told_of_and_stops_no_other(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    write(StoredDocument.objects.get(kind="paper").path)
    monkeypatch.setitem(integrity._checks, "agendor", lambda: 1 / 0)  # type: ignore[dict-item]
    found = integrity.drift()
    assert "Kontrollen av agendor gick inte att köra. Se loggen." in found
    assert any("underlag-1.docx" in sentence for sentence in found)


def test_a_mandate_and_its_file_are_looked_through_too(cast: Cast) -> None:
    file = give_file(make_adopted(cast.group, by=cast.eva))
    assert integrity.drift() == []
    write(file.path)
    assert [sentence.rpartition(" är ")[2] for sentence in integrity.drift()] == ["ändrad."]
    tamper(MandateRecord, content="{}")
    assert len(integrity.drift()) == 2


def test_a_governing_document_is_looked_through_too(cast: Cast) -> None:
    write(make_document(cast.group, content=b"%PDF-1.7 Rutin.").path)
    assert [sentence.partition(":")[0] for sentence in integrity.drift()] == ["Rutin"]


def test_the_file_of_a_registered_answer_is_looked_through_also_when_they_have_answered_themselves(cast: Cast) -> None:
    ladder = make_ladder(cast)
    row = make_asked(ladder).consulted.get()
    file = Checked(b"Mejlet.", "mejl.pdf", "application/pdf", hashlib.sha256(b"Mejlet.").hexdigest(), 7)
    came = Came("Nora Exempel", "mail", AT.date(), file)
    kept = register_answer(row, text="Ja.", came=came, by=cast.eva, at=AT).file_path
    assert integrity.drift() == []
    write(kept)
    changed = [f"Svar på remiss, mejl.pdf: filen {kept} är ändrad."]
    assert integrity.drift() == changed
    consultations.answer(row, text="Nej.", by=ladder.nora, at=AT)
    assert integrity.drift() == changed
