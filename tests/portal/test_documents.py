"""The governing documents in the open: the register, what its filter finds, one document, its versions, its file."""

from datetime import date
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from groups.models import GoverningDocument, Group
from meetings.models import Publication
from tests.factories import Cast, make_area, make_document, make_group
from tests.portal.make import found

TODAY = date(2026, 11, 22)
pytestmark = pytest.mark.django_db
CANARY = "kanariefågel"


@pytest.fixture
def lgs() -> Group:
    return make_group()


def read(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


# --- The register -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 5000])
def test_queries_of_the_register_do_not_grow(
    client: Client, lgs: Group, count: int, django_assert_num_queries: Any
) -> None:
    rows = [
        GoverningDocument(slug=f"r-{n}", title=f"Rutin {n:04}", kind="routine", group=lgs, review_date=date(2020, 1, 1))
        for n in range(count)
    ]
    GoverningDocument.objects.bulk_create(rows)
    for query in ("", "q=rutinen+lgs", "lage=oversyn&omrade=goteborg"):
        with django_assert_num_queries(5):
            assert client.get(f"/dokument/?{query}").context["shown"].paginator.count == count


def test_a_register_without_documents_says_whom_to_ask(client: Client) -> None:
    html = read(client, "/dokument/")
    assert 'Inga styrdokument är registrerade än. Fråga <a href="/grupper/">gruppen</a>' in html


def test_a_search_without_hits_says_what_to_do(client: Client, lgs: Group) -> None:
    make_document(lgs)
    html = read(client, "/dokument/?q=finns+inte")
    assert 'Pröva ett annat ord eller färre val, eller <a href="/dokument/">visa alla dokument</a>.' in html


def test_documents_that_no_longer_hold_come_last(client: Client, lgs: Group) -> None:
    make_document(lgs, title="Ö, den nya", replaces=make_document(lgs, title="B, den ersatta"))
    make_document(lgs, title="A, den utgångna", valid_until=date(2025, 12, 31))
    assert found(client) == ["Ö, den nya", "A, den utgångna", "B, den ersatta"]


def test_a_row_says_what_the_reader_needs(client: Client, lgs: Group) -> None:
    make_document(lgs, title="Länkat", link="https://www.vardsamverkan.se/lang/adress")
    make_document(lgs, title="Utan fil")
    make_document(lgs, title="Avtal", kind="agreement", valid_from=date(2026, 3, 1), content=b"%PDF-" + b"x" * 240_000)
    html = read(client, "/dokument/")
    assert '<a href="/dokument/rutin' in html
    assert "Överenskommelse, Gruppen LGS" in html
    assert "Från 1 mars 2026 · PDF, 240 kB" in html
    assert "Länk till vardsamverkan.se" in html
    assert "Filen finns inte här än" in html


STANDINGS = {
    "Gäller": {},
    "Gäller från 1 januari 2027": {"valid_from": date(2027, 1, 1)},
    "Har löpt ut": {"valid_until": date(2026, 11, 21)},
    "Ersatt": {"title": "Ersatt"},
}


@pytest.mark.parametrize("words", STANDINGS)
def test_the_standing_is_said_with_a_word_and_a_sign(client: Client, lgs: Group, words: str) -> None:
    document = make_document(lgs, **STANDINGS[words])
    if words == "Ersatt":
        make_document(lgs, title="Efterföljare", replaces=document, valid_from=TODAY)
    assert f"</svg>{words}</span>" in read(client, f"/dokument/{document.slug}/")


def test_a_last_day_counts(client: Client, lgs: Group) -> None:
    make_document(lgs, valid_until=TODAY)
    assert "</svg>Gäller</span>" in read(client, "/dokument/")


# --- One document -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("versions", [0, 3])
def test_a_document_costs_few_queries(
    client: Client, lgs: Group, versions: int, django_assert_num_queries: Any
) -> None:
    document = make_document(lgs)
    for _ in range(versions):
        document = make_document(lgs, replaces=document)
    with django_assert_num_queries(4 + versions):
        client.get(f"/dokument/{document.slug}/")


def test_a_document_says_what_is_known_of_it(client: Client, lgs: Group) -> None:
    document = make_document(
        lgs,
        title="Rutin för kontakt",
        summary="Hur vi når varandra.",
        valid_from=date(2026, 1, 1),
        review_date=date(2027, 1, 1),
        registration_number="RS 2026-1",
        archive_id="RS6895-1",
        decision_reference="LGS 2026:99",
    )
    html = read(client, f"/dokument/{document.slug}/")
    for words in ("Hur vi når varandra.", "1 januari 2026", "Tills vidare", "1 januari 2027", "RS 2026-1", "RS6895-1"):
        assert words in html
    assert '<a href="/grupper/lgs/">Gruppen LGS</a>' in html
    assert "<dd>LGS 2026:99</dd>" in html


def test_a_review_that_is_late_is_said_plainly(client: Client, lgs: Group) -> None:
    document = make_document(lgs, review_date=date(2026, 3, 1))
    html = read(client, f"/dokument/{document.slug}/")
    assert "Dokumentet skulle ha setts över" not in html
    assert "Dokumentet skulle ses över senast 1 mars 2026. Det gäller tills det har ändrats" in html
    ended = make_document(lgs, review_date=date(2026, 3, 1), valid_until=date(2026, 4, 1))
    assert "skulle ses över" not in read(client, f"/dokument/{ended.slug}/")


def test_a_document_without_file_and_link_says_whom_to_ask(client: Client, lgs: Group) -> None:
    html = read(client, f"/dokument/{make_document(lgs).slug}/")
    assert 'Dokumentet finns inte här än. Fråga <a href="/grupper/lgs/">Gruppen LGS</a>' in html


def test_a_link_away_says_where_it_leads(client: Client, lgs: Group) -> None:
    html = read(client, f"/dokument/{make_document(lgs, link='https://www.vardsamverkan.se/a').slug}/")
    assert 'href="https://www.vardsamverkan.se/a" rel="noopener nofollow"' in html
    assert "Läs dokumentet hos vardsamverkan.se" in html
    assert "Länken leder till en annan webbplats." in html


def test_a_decision_is_linked_when_it_is_public(client: Client, published: Publication) -> None:
    document = make_document(published.meeting.group, decision_reference="lgs 2026:1")
    assert '<a href="/beslut/lgs/2026-1/">lgs 2026:1</a>' in read(client, f"/dokument/{document.slug}/")


def test_versions_lead_to_one_another(client: Client, lgs: Group) -> None:
    first = make_document(lgs, slug="ett", title="Rutin 2020", valid_until=date(2022, 12, 31))
    second = make_document(lgs, slug="tva", title="Rutin 2023", replaces=first, valid_until=date(2026, 12, 31))
    make_document(lgs, slug="tre", title="Rutin 2027", replaces=second, valid_from=date(2027, 1, 1))
    answer = client.get("/dokument/tva/")
    assert [row.document.slug for row in answer.context["later"]] == ["tre"]
    assert [row.document.slug for row in answer.context["earlier"]] == ["ett"]
    assert 'En ny version gäller från 1 januari 2027: <a href="/dokument/tre/">' in answer.content.decode()
    assert [row.document.slug for row in client.get("/dokument/tre/").context["earlier"]] == ["tva", "ett"]
    assert [row.document.slug for row in client.get("/dokument/ett/").context["later"]] == ["tre", "tva"]


def test_a_replaced_document_leads_to_the_next_first(client: Client, lgs: Group) -> None:
    old = make_document(lgs, slug="gammal")
    make_document(lgs, slug="ny", title="Den nya", replaces=old)
    assert 'Dokumentet är ersatt. Läs <a href="/dokument/ny/">Den nya</a>.' in read(client, "/dokument/gammal/")


# --- The file -----------------------------------------------------------------------------------------------


def test_a_file_is_handed_out_as_it_was_stored(client: Client, lgs: Group) -> None:
    make_document(lgs, slug="rutin", content=b"%PDF-1.7 text")
    answer = client.get("/dokument/rutin/fil/")
    assert answer.content == b"%PDF-1.7 text"
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'inline; filename="rutin.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert not answer.cookies
    assert client.get("/dokument/rutin/fil/", headers={"if-none-match": answer["ETag"]}).status_code == 304


def test_a_word_file_is_saved_and_sandboxed(client: Client, lgs: Group) -> None:
    document = make_document(lgs, slug="rutin", content=b"PK")
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    GoverningDocument.objects.filter(pk=document.pk).update(file_type=word, file_name="Rutin för SU.docx")
    answer = client.get("/dokument/rutin/fil/")
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''Rutin%20f%C3%B6r%20SU.docx"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "Word, 1 kB" in read(client, "/dokument/rutin/")


def test_a_file_that_is_not_there_is_404(client: Client, lgs: Group) -> None:
    make_document(lgs, slug="utan")
    lost = make_document(lgs, slug="borta", content=b"%PDF-")
    default_storage.delete(lost.path)
    assert [client.get(f"/dokument/{slug}/fil/").status_code for slug in ("utan", "borta", "finns-inte")] == [404] * 3


# --- Internal groups ----------------------------------------------------------------------------------------


def test_nothing_of_an_internal_group_is_shown_anywhere(client: Client, lgs: Group) -> None:
    hidden = make_group("intern", name=f"Rådet {CANARY}", shows_group=False, area=make_area("hemlig", CANARY))
    ours = make_document(lgs, slug="vart", title="Vårt")
    secret = make_document(hidden, slug="hemlig", title=CANARY, summary=CANARY, replaces=ours, content=CANARY.encode())
    make_document(lgs, slug="nasta", title="Nästa", replaces=secret)
    for path in ("/dokument/hemlig/", "/dokument/hemlig/fil/"):
        assert client.get(path).status_code == 404
    for path in ("/dokument/", "/dokument/vart/", "/dokument/nasta/", "/dokument/?lage=utgangna", "/grupper/lgs/"):
        assert CANARY not in client.get(path).content.decode()
    assert client.get("/dokument/?grupp=intern").status_code == 400
    assert found(client, f"q={CANARY}") == []


def test_the_menu_leads_to_the_register(client: Client, cast: Cast) -> None:
    assert '<a href="/dokument/" aria-current="true">Dokument</a>' in read(client, "/dokument/")
