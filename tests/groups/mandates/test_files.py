"""The PDF of a mandate: the same promises as a note's."""

import json
from datetime import date
from io import BytesIO

import pikepdf
import pytest

from groups.mandates import files
from groups.mandates.files import draft_pdf, read, render_stored, render_waiting
from groups.mandates.reading import MASK, UNNAMED, document_of
from groups.models import Group, Mandate, MandatePdf, MandateRecord
from groups.workflow import mandates as workflow
from samverkan.common import outbox, pdf
from tests.common.printed import failures, tags, texts
from tests.factories import Cast, make_group
from tests.mandates import AT, adopted, make_adopted, make_draft

pytestmark = pytest.mark.django_db


def stored(mandate: Mandate) -> pdf.Pdf:
    file = render_stored(mandate.record)
    return pdf.Pdf(read(file), file.pages)


def test_sections_are_headings_and_the_history_is_a_table(cast: Cast) -> None:
    file = stored(make_adopted(cast.group, by=cast.eva, body="<h3>Bemanning</h3><p>Text</p>"))
    with pikepdf.open(BytesIO(file.content)) as document:
        found = [str(tag.S) for tag in tags(document)]
    assert (found.count("/H1"), found.count("/H2"), found.count("/H3"), found.count("/Table")) == (1, 2, 1, 1)


def test_the_same_mandate_gives_the_same_bytes(cast: Cast) -> None:
    record = make_adopted(cast.group, by=cast.eva).record
    first = read(render_stored(record))
    doc = document_of(record.mandate, seen={cast.group.pk})
    assert files._render(doc, at=AT).content == first


def test_a_draft_says_so_on_every_page_and_is_not_stored(cast: Cast) -> None:
    file = draft_pdf(make_draft(cast.group, by=cast.eva), at=AT)
    assert all(text.count("UTKAST, inte antaget") >= 2 for text in texts(file))
    assert failures(file.content) == []
    assert MandatePdf.objects.count() == 0


def test_the_worker_renders_what_was_promised_and_once(cast: Cast) -> None:
    make_adopted(cast.group, by=cast.eva)
    outbox.run_due()
    assert (MandatePdf.objects.count(), render_waiting()) == (1, 0)
    assert MandatePdf.objects.get().name == "lgs-uppdrag-1.pdf"


def test_earlier_versions_stand_in_the_history(cast: Cast) -> None:
    former = make_adopted(cast.group, by=cast.eva, title="Det första uppdraget")
    new = adopted(workflow.start_revision(former, by=cast.eva), by=cast.eva, valid_from=date(2026, 6, 1))
    assert "1 Det första uppdraget Direktören 12 januari 2026" in " ".join(texts(stored(new)))


def test_the_file_names_no_group_that_is_not_shown(cast: Cast) -> None:
    hidden = make_group("dold", shows_group=False, name="Hemliga gruppen")
    former = make_adopted(hidden, by=cast.eva, title="Hemliga uppdraget")
    assert former.version == 1
    mandate = make_adopted(cast.group, hidden, by=cast.eva, decided_by="", decided_by_group=hidden)
    text = " ".join(texts(stored(mandate)))
    assert "Hemliga" not in text
    assert f"Beslutsfattare {UNNAMED}" in text
    assert "Hemliga gruppen" in mandate.record.content


def test_the_file_of_an_internal_mandate_names_its_group(cast: Cast) -> None:
    hidden = make_group("dold", shows_group=False, name="Inre rådet")
    assert "Omfattar Inre rådet" in " ".join(texts(stored(make_adopted(hidden, by=cast.eva))))


def test_an_address_that_was_loaded_is_not_read_out(cast: Cast) -> None:
    mandate = make_draft(
        cast.group, by=cast.eva, body='<p>Skriv till <a href="mailto:a@example.se">Anna</a>, b@example.se.</p>'
    )
    mandate.state, mandate.decision_date, mandate.valid_from = "adopted", date(2026, 1, 1), date(2026, 1, 1)
    mandate.recipients = "c@example.se"
    mandate.save()
    workflow.seal_loaded(at=AT)
    doc = document_of(Mandate.objects.get(), seen=set(Group.objects.values_list("pk", flat=True)))
    assert str(doc["sections"][0]["body"]) == f"<p>Skriv till Anna, {MASK}.</p>"
    assert [fact["lines"] for fact in doc["facts"] if fact["key"] == "recipients"] == [[MASK]]
    assert "@" not in " ".join(texts(stored(Mandate.objects.get())))


def test_what_was_added_later_is_read_from_the_row(cast: Cast) -> None:
    mandate = make_adopted(cast.group, by=cast.eva)
    workflow.complete(mandate, registration_number="RS 2026-9", by=cast.eva)
    doc = document_of(Mandate.objects.get(), seen=None)
    assert ["RS 2026-9"] in [fact["lines"] for fact in doc["facts"]]
    assert json.loads(MandateRecord.objects.get().content)["registration_number"] == ""
