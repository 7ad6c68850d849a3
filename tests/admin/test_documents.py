"""Governing documents behind sign-in: the register, registering, changing, replacing, ending, and the file."""

from datetime import date
from typing import Any

import pytest

from groups.models import GoverningDocument
from samverkan.common import uploads
from tests.admin.browsing import browser, said
from tests.common.crafted import office, pdf, upload
from tests.factories import Cast, make_area, make_document, make_group

pytestmark = pytest.mark.django_db
NEW = "/admin/dokument/nytt/"


def values(cast: Cast, **more: Any) -> dict[str, Any]:
    given = {"title": "Rutin för kontakt", "kind": "routine", "group": cast.group.pk, "summary": "Kort."}
    return {**given, **more}


def to(document: GoverningDocument, tail: str = "") -> str:
    return f"/admin/dokument/{document.pk}/{tail}"


# --- Registering --------------------------------------------------------------------------------------------


def test_a_document_is_registered_with_its_file(cast: Cast) -> None:
    content = pdf()
    client = browser(cast.eva)
    response = client.post(NEW, values(cast, upload=upload("Rutin.pdf", content), review_date="2027-01-01"))
    document = GoverningDocument.objects.get()
    assert (response.status_code, response["Location"]) == (302, to(document))
    assert said(response) == ["Dokumentet är registrerat."]
    assert (document.slug, document.review_date) == ("rutin-for-kontakt", date(2027, 1, 1))
    assert document.history.get().history_user == cast.eva
    assert client.get(to(document, "fil/")).content == content


def test_the_form_can_be_opened_for_a_final_report(cast: Cast) -> None:
    form = browser(cast.eva).get(NEW + "?grupp=lgs&slag=final_report").context["form"]
    assert (form["group"].value(), form["kind"].value()) == (cast.group.pk, "final_report")


def test_a_file_that_is_refused_is_told_and_nothing_typed_is_lost(cast: Cast) -> None:
    macro = office(**{"word/vbaProject.bin": b"\0"})
    response = browser(cast.eva).post(NEW, values(cast, upload=upload("Rutin.docx", macro), summary="Lång text."))
    html = response.content.decode()
    assert (response.status_code, GoverningDocument.objects.count()) == (422, 0)
    assert "Filen innehåller makron eller andra program." in html
    assert "Lång text." in html
    assert "välj den igen" not in html


def test_a_file_that_was_chosen_must_be_chosen_again_and_the_page_says_so(cast: Cast) -> None:
    sent = values(cast, title="", upload=upload("Rutin.pdf", pdf()))
    html = browser(cast.eva).post(NEW, sent).content.decode()
    assert "Skriv dokumentets titel." in html
    assert "Du hade valt filen Rutin.pdf. Den är inte sparad: välj den igen." in html


def test_a_file_that_is_too_large_is_told(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MAX_BYTES", 100)
    response = browser(cast.eva).post(NEW, values(cast, upload=upload("Rutin.pdf", pdf())))
    assert "Filen är större än 20 MB." in response.content.decode()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title": ""}, "Skriv dokumentets titel."),
        ({"kind": ""}, "Välj vilket slag av dokument det är."),
        ({"group": ""}, "Välj vilken grupp som ansvarar för dokumentet."),
        ({"link": "javascript:alert(1)"}, "Länken ska vara en hel webbadress"),
        ({"link": "ftp://example.se/a"}, "Länken ska vara en hel webbadress"),
        ({"review_date": "2026-02-30"}, "Datumet finns inte."),
        ({"valid_from": "2027-01-01", "valid_until": "2026-01-01"}, "Sista dagen ligger före den första."),
        ({"upload": upload("tom.pdf", b"")}, "Filen är tom."),
    ],
)
def test_what_is_wrong_is_said(cast: Cast, wrong: dict[str, Any], sentence: str) -> None:
    response = browser(cast.eva).post(NEW, values(cast, **wrong))
    assert (response.status_code, GoverningDocument.objects.count()) == (422, 0)
    assert sentence in response.content.decode()


def test_nobody_registers_for_a_group_that_is_not_theirs(cast: Cast) -> None:
    other = make_group("tredje")
    response = browser(cast.eva).post(NEW, values(cast, group=other.pk))
    assert (response.status_code, GoverningDocument.objects.count()) == (422, 0)


def test_what_the_form_does_not_ask_for_is_not_taken(cast: Cast) -> None:
    extra = {"slug": "egen", "file_sha256": "a" * 64, "file_name": "x.pdf", "replaces": "1"}
    browser(cast.eva).post(NEW, values(cast, **extra))
    document = GoverningDocument.objects.get()
    assert (document.slug, document.file_sha256, document.replaces) == ("rutin-for-kontakt", "", None)


# --- Changing -----------------------------------------------------------------------------------------------


def test_a_document_is_changed(cast: Cast) -> None:
    document = make_document(cast.group, content=b"%PDF-")
    client = browser(cast.eva)
    seen = client.get(to(document)).context["form"]["seen"].value()
    response = client.post(to(document), values(cast, title="Ny titel", seen=seen))
    document.refresh_from_db()
    assert said(response) == ["Dokumentet är sparat."]
    assert (document.title, document.file_name) == ("Ny titel", "rutin.pdf")


def test_a_file_is_taken_off(cast: Cast) -> None:
    document = make_document(cast.group, content=b"%PDF-")
    client = browser(cast.eva)
    seen = client.get(to(document)).context["form"]["seen"].value()
    client.post(to(document), values(cast, seen=seen, remove_file="on"))
    document.refresh_from_db()
    assert document.file_sha256 == ""
    assert client.get(to(document, "fil/")).status_code == 404


def test_two_who_change_at_the_same_time_see_it(cast: Cast) -> None:
    document = make_document(cast.group)
    client = browser(cast.eva)
    seen = client.get(to(document)).context["form"]["seen"].value()
    client.post(to(document), values(cast, title="Först", seen=seen))
    response = client.post(to(document), values(cast, title="Sist", seen=seen))
    html = response.content.decode()
    assert response.status_code == 422
    assert "Eva Exempel har sparat dokumentet medan du skrev." in html
    assert 'value="Sist"' in html
    document.refresh_from_db()
    assert document.title == "Först"
    client.post(to(document), values(cast, title="Sist", seen=response.context["form"]["seen"].value()))
    document.refresh_from_db()
    assert document.title == "Sist"


def test_the_page_says_how_the_document_stands(cast: Cast) -> None:
    document = make_document(cast.group, review_date=date(2026, 3, 1))
    html = browser(cast.eva).get(to(document)).content.decode()
    assert "Översynen är försenad" in html
    assert "Dokumentet skulle ses över senast 1 mars 2026." in html
    assert f'href="/dokument/{document.slug}/"' in html


# --- Replacing and ending -----------------------------------------------------------------------------------


def test_a_document_is_replaced(cast: Cast) -> None:
    old = make_document(cast.group, title="Rutin 2020", summary="Text som följer med.")
    client = browser(cast.eva)
    form = client.get(to(old, "ersatt/")).context["form"]
    assert (form["title"].value(), form["summary"].value()) == ("Rutin 2020", "Text som följer med.")
    response = client.post(to(old, "ersatt/"), values(cast, title="Rutin 2027", valid_from="2027-01-01"))
    new = GoverningDocument.objects.get(title="Rutin 2027")
    old.refresh_from_db()
    assert response["Location"] == to(new)
    assert (new.replaces, old.valid_until) == (old, date(2026, 12, 31))
    html = client.get(to(old)).content.decode()
    assert "Ersätts av" in html
    assert "Ersätt med ny version" not in html


def test_a_new_version_needs_its_first_day(cast: Cast) -> None:
    old = make_document(cast.group)
    response = browser(cast.eva).post(to(old, "ersatt/"), values(cast))
    assert "Välj vilken dag det gäller från." in response.content.decode()


def test_a_document_is_not_replaced_twice(cast: Cast) -> None:
    old = make_document(cast.group)
    client = browser(cast.eva)
    for _ in range(2):
        response = client.post(to(old, "ersatt/"), values(cast, valid_from="2027-01-01"))
    assert "Dokumentet är redan ersatt av ”Rutin för kontakt”." in response.content.decode()
    assert GoverningDocument.objects.count() == 2


def test_a_document_is_ended(cast: Cast) -> None:
    document = make_document(cast.group)
    client = browser(cast.eva)
    response = client.post(to(document, "avsluta/"), {"last_day": "2026-11-30"})
    document.refresh_from_db()
    assert said(response) == ["Dokumentet är avslutat. Det finns kvar i registret."]
    assert document.valid_until == date(2026, 11, 30)
    again = client.post(to(document, "avsluta/"), {"last_day": "2026-12-31"}).content.decode()
    assert "Dokumentet gäller redan bara till och med 30 november 2026." in again
    assert "Välj den sista dagen." in client.post(to(document, "avsluta/"), {"last_day": ""}).content.decode()


# --- Who ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("tail", ["", "ersatt/", "avsluta/"])
@pytest.mark.parametrize(("who", "status"), [("maja", 404), ("sara", 403), ("olle", 403)])
def test_only_those_who_keep_the_group_change_its_documents(
    cast: Cast, who: str, status: int, tail: str, method: str
) -> None:
    document = make_document(cast.group)
    data = values(cast, valid_from="2027-01-01", last_day="2026-11-30")
    assert getattr(browser(getattr(cast, who)), method)(to(document, tail), data).status_code == status
    document.refresh_from_db()
    assert (document.title, document.valid_until) == ("Rutin", None)


def test_the_file_of_an_internal_group_is_for_those_who_keep_it(cast: Cast) -> None:
    cast.group.shows_group = False
    cast.group.save()
    document = make_document(cast.group, slug="intern", content=b"%PDF-")
    found = {name: browser(getattr(cast, name, None)).get(to(document, "fil/")).status_code for name in
             ("eva", "sara", "maja", "anna")}  # fmt: skip
    assert found == {"eva": 200, "sara": 403, "maja": 404, "anna": 302}
    assert browser().get("/dokument/intern/fil/").status_code == 404
    assert "Gruppen är intern." in browser(cast.eva).get(to(document)).content.decode()


# --- The register -------------------------------------------------------------------------------------------


def listed(cast: Cast, query: str = "") -> list[str]:
    response = browser(cast.eva).get(f"/admin/groups/governingdocument/?{query}")
    return sorted(row.title for row in response.context["cl"].result_list)


def test_the_register_is_narrowed(cast: Cast) -> None:
    second = make_group("andra", area=make_area("skaraborg", "Skaraborg"))
    second.memberships.create(person=cast.eva.person, role="process_leader", starts=date(2020, 1, 1))
    make_document(cast.group, title="Försenad", review_date=date(2026, 1, 1))
    make_document(cast.group, title="Snart slut", valid_until=date(2026, 12, 31), kind="agreement")
    make_document(second, title="Skaraborgs")
    make_document(make_group("tredje"), title="Andras")
    assert listed(cast) == ["Försenad", "Skaraborgs", "Snart slut"]
    assert listed(cast, "oversyn=forsenad") == ["Försenad"]
    assert listed(cast, "tid=snart") == ["Snart slut"]
    assert listed(cast, "kind__exact=agreement") == ["Snart slut"]
    assert listed(cast, f"group__area__id__exact={second.area_id}") == ["Skaraborgs"]
    assert listed(cast, "q=skaraborgs") == ["Skaraborgs"]


def test_the_register_leads_to_the_pages_of_a_document(cast: Cast) -> None:
    document = make_document(cast.group, review_date=date(2026, 1, 1))
    client = browser(cast.eva)
    html = client.get("/admin/groups/governingdocument/").content.decode()
    assert "Gäller, översynen är försenad" in html
    assert client.get("/admin/groups/governingdocument/add/")["Location"] == NEW
    change = f"/admin/groups/governingdocument/{document.pk}/change/"
    assert client.get(change)["Location"] == client.post(change, {"title": "X"})["Location"] == to(document)
    assert client.get(f"/admin/groups/governingdocument/{document.pk}/history/").status_code == 200
    assert client.post(f"/admin/groups/governingdocument/{document.pk}/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("count", [1, 40])
def test_queries_of_the_register_do_not_grow(cast: Cast, count: int, django_assert_max_num_queries: Any) -> None:
    for _ in range(count):
        make_document(cast.group)
    client = browser(cast.eva)
    with django_assert_max_num_queries(20):
        assert len(client.get("/admin/groups/governingdocument/").context["cl"].result_list) == count
