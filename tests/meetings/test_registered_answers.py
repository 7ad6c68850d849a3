"""An answer to a consultation that came another way is registered by those who ask, and shown as what it is."""

import hashlib
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string

from meetings import consultation_links as links
from meetings.links import LinkClosed
from meetings.models import Consultation, Consulted
from meetings.workflow import consultations as workflow
from meetings.workflow.registered_answers import Came, register_answer
from samverkan.common.refusals import StepRefused
from samverkan.common.uploads import Checked
from tests.admin.browsing import browser, history_reasons, said
from tests.common.crafted import office
from tests.factories import make_cast
from tests.handovers import AT, UNTIL, Ladder, make_asked, make_ladder
from tests.matters import told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]
DAY = AT.date() + timedelta(days=1)
LATER = AT + timedelta(days=2)
BYTES = b"%PDF-1.7 Mejlet."
FILE = Checked(BYTES, "mejl.pdf", "application/pdf", hashlib.sha256(BYTES).hexdigest(), len(BYTES))
BY_PHONE = Came(signed="Bo Ek, VästKom", by="phone", on=DAY)
NUMBER = "811218-9876"


@pytest.fixture
def ladder() -> Ladder:
    return make_ladder(make_cast())


@pytest.fixture
def asked(ladder: Ladder) -> Consultation:
    outside = Consulted(name="VästKom", email="vastkom@example.se")
    return make_asked(ladder, Consulted(group=ladder.nosam), outside)


@pytest.fixture
def row(asked: Consultation) -> Consulted:
    return asked.consulted.get(name="VästKom")


def register(ladder: Ladder, row: Consulted, came: Came = BY_PHONE, **fields: Any) -> Consulted:
    return register_answer(row, **{"text": "Ja, gärna.", "came": came, "by": ladder.cast.eva, "at": LATER, **fields})


def page(row: Consulted, tail: str = "") -> str:
    return f"/admin/remisser/{row.consultation_id}/{tail}"


def test_it_says_who_gave_it_how_and_when_it_came_and_who_registered_it(ladder: Ladder, row: Consulted) -> None:
    register(ladder, row, stand="behind")
    row.refresh_from_db()
    assert (row.text, row.stand, row.signed, row.came_by, row.came_on) == (
        "Ja, gärna.", "behind", "Bo Ek, VästKom", "phone", DAY,
    )  # fmt: skip
    assert (row.answered_by, row.answered_at) == (ladder.cast.eva, LATER)
    assert history_reasons(Consulted, row.pk)[-1] == "Registrerat svar"
    words = "Bo Ek, VästKom, per telefon "
    shown = browser(ladder.cast.eva).get(page(row)).content.decode()
    assert words in shown
    assert "Registrerat av Eva Exempel" in shown
    context = {"consultation": row.consultation, "rows": [row], "title": "Svar"}
    assert words in render_to_string("documents/consultation.html", context)


def test_it_counts_as_an_answer(ladder: Ladder, asked: Consultation, row: Consulted) -> None:
    link = links.make(row, at=AT).rstrip("/").rsplit("/", 1)[-1]
    register(ladder, row)
    with pytest.raises(LinkClosed, match="Hör av er till"):
        links.open_link(link, at=LATER)
    nosam = asked.consulted.get(group=ladder.nosam)
    register(ladder, nosam, replace(BY_PHONE, signed="Nora Exempel", by="letter"))
    assert "consultation_complete" in {template for template, _ in told()}
    assert not asked.consulted.filter(answered_at=None).exists()


def test_after_it_is_closed_or_taken_back_it_is_refused_with_the_reason(
    ladder: Ladder, asked: Consultation, row: Consulted
) -> None:
    workflow.close(asked, by=ladder.cast.eva, at=LATER)
    with pytest.raises(StepRefused, match="remissen är avslutad"):
        register(ladder, row)
    client = browser(ladder.cast.eva)
    shown = client.get(page(row, f"registrera/{row.pk}/")).content.decode()
    assert ("Remissen är avslutad" in shown, 'name="came_by"' in shown) == (True, False)
    data = {"text": "Sent svar", "signed": "Bo", "came_by": "phone", "came_on": DAY.isoformat()}
    refused = client.post(page(row, f"registrera/{row.pk}/"), data)
    assert (refused.status_code, "Sent svar" in refused.content.decode()) == (422, True)
    row.refresh_from_db()
    assert row.answered_at is None


@pytest.mark.parametrize(
    ("fields", "came", "sentence"),
    [
        ({"text": " "}, {}, "Skriv vad de svarade"),
        ({}, {"signed": " "}, "Skriv vem som svarade"),
        ({}, {"by": "pigeon"}, "Välj hur svaret kom"),
        ({}, {"on": LATER.date() + timedelta(days=1)}, "har inte varit än"),
        ({}, {"on": AT.date() - timedelta(days=1)}, "Remissen skickades"),
        ({"at": AT + timedelta(days=90)}, {"on": UNTIL + timedelta(days=1)}, "Sista dagen för svar var"),
        ({"text": f"Om {NUMBER}"}, {}, "personnummer"),
        ({}, {"signed": f"Bo {NUMBER}"}, "personnummer"),
        ({}, {"file": replace(FILE, name=f"{NUMBER}.pdf")}, "personnummer"),
    ],
)
def test_what_can_not_be_registered(
    ladder: Ladder, row: Consulted, fields: dict[str, Any], came: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(StepRefused, match=sentence):
        register(ladder, row, replace(BY_PHONE, **came), **fields)
    row.refresh_from_db()
    assert (row.answered_at, row.came_by) == (None, "")


def test_what_came_in_time_is_registered_after_the_last_day_while_it_is_out(ladder: Ladder, row: Consulted) -> None:
    register(ladder, row, replace(BY_PHONE, on=UNTIL), at=AT + timedelta(days=90))
    row.refresh_from_db()
    assert row.came_on == UNTIL


def test_their_own_answer_is_never_written_over(ladder: Ladder, row: Consulted) -> None:
    workflow.answer(row, text="Nej.", by=None, signed="Vi själva", at=AT)
    with pytest.raises(StepRefused, match="har själv svarat"):
        register(ladder, row)
    row.refresh_from_db()
    assert row.text == "Nej."
    assert "Registrera svar" not in browser(ladder.cast.eva).get(page(row)).content.decode().split("VästKom")[1][:200]


def test_what_was_registered_can_be_mended_and_answered_by_themselves(ladder: Ladder, asked: Consultation) -> None:
    nosam = asked.consulted.get(group=ladder.nosam)
    register(ladder, nosam, replace(BY_PHONE, file=FILE))
    register(ladder, nosam, replace(BY_PHONE, by="letter"), text="Ja, med tvekan.")
    nosam.refresh_from_db()
    assert (nosam.text, nosam.came_by, nosam.file_name) == ("Ja, med tvekan.", "letter", "mejl.pdf")
    workflow.answer(nosam, text="Nej.", by=ladder.nora, at=LATER)
    nosam.refresh_from_db()
    assert (nosam.text, nosam.came_by, nosam.came_on, nosam.file_sha256) == ("Nej.", "", None, "")
    assert nosam.answered_by == ladder.nora


def test_the_database_wants_how_when_and_who(row: Consulted) -> None:
    for fields in ({"came_by": "phone"}, {"came_on": date(2026, 12, 1)}, {"file_sha256": "a" * 64}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Consulted.objects.filter(pk=row.pk).update(**fields)


def test_the_process_leader_registers_on_a_page_with_the_mail(ladder: Ladder, row: Consulted) -> None:
    mail = SimpleUploadedFile("mejlet.docx", office("docx", word__more="Ja"), "application/octet-stream")
    with time_machine.travel(LATER):
        client, path = browser(ladder.cast.eva), page(row, f"registrera/{row.pk}/")
        assert f'href="{path}"' in client.get(page(row)).content.decode()
        empty = client.post(path, {})
        for sentence in ("Skriv vem som svarade", "Välj hur svaret kom", "Skriv vilken dag svaret kom"):
            assert sentence in empty.content.decode()
        data = {
            "text": "Ja, gärna.", "signed": "Bo Ek, VästKom", "came_by": "mail", "came_on": DAY.isoformat(),
            "upload": mail,
        }  # fmt: skip
        done = client.post(path, data)
        assert (done.status_code, said(done)) == (302, ["Svaret från VästKom är registrerat."])
        file = page(row, f"besked/{row.pk}/")
        assert f'href="{file}"' in client.get(page(row)).content.decode()
        assert client.get(file)["X-Content-Type-Options"] == "nosniff"
        assert browser(ladder.cast.olle).get(file).status_code == 200
        assert browser(ladder.cast.sara).get(file).status_code == 403
        assert file not in browser(ladder.cast.sara).get(page(row)).content.decode()
        assert browser(ladder.nora).get(file).status_code == 404
        assert browser(ladder.cast.sara).post(path, data).status_code == 403
