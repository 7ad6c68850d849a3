"""What page and PDF of the three seed mandates say."""

from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction

from groups.fixtures import STRUCTURE
from groups.mandates.files import read, render_stored
from groups.mandates.reading import document_of, last_day_of, mandate_of
from groups.models import Group, Mandate
from groups.workflow import mandates as workflow
from samverkan.common import pdf
from samverkan.common.richtext import plain
from tests.common.printed import failures, texts
from tests.mandates import AT, TODAY

SEEDS = {
    "uppdrag-goteborgsomradet-2023": [
        "Version 1. Antagen 23 oktober 2023", "Babbs Edberg, ordförande LGS", "NOSAM Öckerö",
    ],
    "uppdrag-samsynsgruppen-2023": ["Gäller till och med januari 2024", "Beslutsfattare Temagrupp Psykiatri"],
    "uppdragshandling-samordningsrad-vuxenpsykiatri-2026": [
        "Diarienummer RS 2024-00784", "Dokumentets datum 16 juni 2026", "Beslutsdatum 17 juni 2026",
        "Koordinator samordningsråd",
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def seeds(django_db_setup: None, django_db_blocker: Any) -> Any:
    """The mandates of the seeds, sealed; undone after the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("loaddata", *STRUCTURE, verbosity=0)
        workflow.seal_loaded(at=AT)
        yield
        transaction.set_rollback(True)


def stored(mandate: Mandate) -> pdf.Pdf:
    file = render_stored(mandate.record)
    return pdf.Pdf(read(file), file.pages)


@pytest.mark.parametrize("slug", SEEDS)
def test_a_seed_mandate_is_an_archive_copy_that_everyone_can_read(seeds: None, db: None, slug: str) -> None:
    mandate = Mandate.objects.get(slug=slug)
    file = stored(mandate)
    everything = " ".join(texts(file))
    assert failures(file.content) == []
    assert [words for words in SEEDS[slug] if words not in everything] == []
    for number, text in enumerate(texts(file), start=1):
        assert f"{number} ({file.pages})" in text
        assert f"SHA-256 {mandate.record.sha256}" in text
    squeezed = everything.replace(" ", "").replace("-", "")
    for section in mandate.sections.all():
        assert section.heading.replace(" ", "").replace("-", "") in squeezed
        last = plain(section.body).splitlines()[-1].split()[-1]
        assert last.replace("-", "") in squeezed


def test_the_version_history_that_goteborg_left_empty_is_generated(seeds: None, db: None) -> None:
    mandate = Mandate.objects.get(slug="uppdrag-goteborgsomradet-2023")
    text = " ".join(texts(stored(mandate)))
    assert "Versionshistorik Version Titel Beslutat av Beslutat Gäller från 1 Uppdragsbeskrivning" in text


def test_one_document_is_the_mandate_of_sixteen_groups(seeds: None, db: None) -> None:
    mandate = Mandate.objects.get(slug="uppdrag-goteborgsomradet-2023")
    assert [mandate_of(group, on=TODAY) for group in mandate.groups.all()] == [mandate] * 16


def test_r10_the_mandate_of_samsynsgruppen_has_run_out_in_january_2024(seeds: None, db: None) -> None:
    mandate = mandate_of(Group.objects.get(slug="samsynsgruppen"), on=TODAY)
    assert mandate
    assert (mandate.has_run_out(on=TODAY), last_day_of(mandate)) == (True, "januari 2024")


def test_an_internal_group_shows_no_mandate(seeds: None, db: None) -> None:
    assert mandate_of(Group.objects.get(slug="samordningsrad-vuxenpsykiatri"), on=TODAY) is None


def test_document_date_and_decision_date_are_two_facts(seeds: None, db: None) -> None:
    mandate = Mandate.objects.get(slug="uppdragshandling-samordningsrad-vuxenpsykiatri-2026")
    facts = {fact["key"]: fact["lines"] for fact in document_of(mandate, seen=None)["facts"]}
    assert (facts["document_date"], facts["decision_date"]) == (["16 juni 2026"], ["17 juni 2026"])
    assert len(facts["recipients"]) == 3
