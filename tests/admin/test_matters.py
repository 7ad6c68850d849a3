"""The pages of matters: raising one, the list, one matter's page and its papers."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from groups.models import Group
from meetings.models import Matter
from meetings.states import MatterState
from tests.admin.browsing import browser, said
from tests.common.crafted import pdf
from tests.factories import Cast, make_group, make_user
from tests.matters import filled, make_coming, make_matter, paper_file, text
from tests.meetings.planting import drawn_pdf, word

pytestmark = pytest.mark.django_db
S = MatterState
HERE = "/admin/fragor/"


def test_a_member_of_another_group_raises_a_question_with_several_papers(cast: Cast) -> None:
    other = Group.objects.get(slug="annan")
    papers = [SimpleUploadedFile("Kostnader.pdf", pdf()), SimpleUploadedFile("mer.pdf", pdf())]
    response = browser(cast.maja).post(HERE + "ny/", filled(cast, raised_from=other.pk, papers=papers))
    matter = Matter.objects.get()
    assert response["Location"] == f"{HERE}{matter.pk}/"
    assert said(response) == ["Frågan är skickad till Gruppen LGS. Du får ett mejl när något händer."]
    assert (matter.raised_by, matter.raised_from, matter.group) == (cast.maja.person, other, cast.group)
    assert (matter.purpose, matter.minutes, matter.wanted_by) == ("decision", 20, date(2026, 12, 24))
    assert list(matter.papers.values_list("name", flat=True)) == ["Kostnader.pdf", "mer.pdf"]
    assert matter.history.get().history_user == cast.maja


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title": ""}, "Skriv frågan i en mening."),
        ({"title": "x" * 251}, "Frågan får ha högst 250 tecken."),
        ({"group": ""}, "Välj vilken grupp frågan gäller."),
        ({"group": "999"}, "Välj vilken grupp frågan gäller."),
        ({"purpose": ""}, "Välj vad du vill ha av gruppen."),
        ({"raised_from": "999"}, "Välj en av dina egna grupper."),
        ({"minutes": "0"}, "Skriv minuterna som ett tal mellan 1 och 600."),
        ({"minutes": "många"}, "Skriv minuterna som ett heltal, till exempel 20."),
        ({"minutes": "-5"}, "Skriv minuterna som ett tal mellan 1 och 600."),
        ({"wanted_by": "i vår"}, "Datumet finns inte."),
        ({"wanted_by": "2026-01-01"}, "Dagen har redan varit."),
        ({"description": "x" * 10_001}, "Bakgrunden får ha högst 10000 tecken."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_that_was_written_is_lost(
    cast: Cast, wrong: dict[str, str], sentence: str
) -> None:
    response = browser(cast.maja).post(HERE + "ny/", filled(cast, **wrong))
    assert response.status_code == 422
    assert sentence in text(response)
    assert Matter.objects.count() == 0
    kept = {**filled(cast), **wrong}
    for name in ("title", "description", "wished_decision", "minutes", "wanted_by"):
        assert kept[name] in text(response), name


def test_a_file_that_is_refused_is_named_and_the_others_are_to_be_chosen_again(cast: Cast) -> None:
    papers = [SimpleUploadedFile("bra.pdf", pdf()), SimpleUploadedFile("elak.exe", b"MZ")]
    response = browser(cast.maja).post(HERE + "ny/", filled(cast, papers=papers))
    assert response.status_code == 422
    assert "elak.exe: En fil som slutar på .exe kan inte tas emot." in text(response)
    assert "Du hade valt filerna bra.pdf och elak.exe. Det är inte sparat: välj igen." in text(response)
    assert Matter.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("yttrande.pdf", drawn_pdf("Patient 850423-1237."), "yttrande.pdf: Filen innehåller något"),
        ("yttrande.docx", word("Patient 850423-1237."), "yttrande.docx: Filen innehåller något"),
        ("850423-1237.pdf", pdf(), "Filens namn innehåller något"),
    ],
    ids=["PDF", "Word", "name"],
)
def test_a_personal_number_in_a_file_or_its_name_is_refused(
    cast: Cast, name: str, content: bytes, sentence: str
) -> None:
    papers = [SimpleUploadedFile(name, content)]
    response = browser(cast.maja).post(HERE + "ny/", filled(cast, papers=papers))
    assert sentence in text(response)
    assert "som ser ut som ett personnummer: 850423-••••" in text(response)
    assert Matter.objects.count() == 0


def test_too_many_files_are_refused(cast: Cast) -> None:
    papers = [SimpleUploadedFile(f"{n}.pdf", b"%PDF-") for n in range(21)]
    response = browser(cast.maja).post(HERE + "ny/", filled(cast, papers=papers))
    assert "Välj högst 20 filer." in text(response)


def test_the_form_offers_groups_that_are_run_and_fills_in_what_is_known(cast: Cast) -> None:
    make_group("utan")
    page = text(browser(cast.sara).get(HERE + "ny/?grupp=annan"))
    annan = Group.objects.get(slug="annan")
    assert f'<option value="{annan.pk}" selected>Gruppen ANNAN</option>' in page
    assert f'<option value="{cast.group.pk}" selected>Gruppen LGS</option>' in page  # whence
    assert "Gruppen UTAN" not in page
    assert "MedControl PRO" in page


def test_nobody_without_a_group_raises_anything(cast: Cast) -> None:
    nils = make_user("nils")
    assert browser(nils).get(HERE + "ny/").status_code == 403
    assert browser(nils).post(HERE + "ny/", filled(cast)).status_code == 403
    assert Matter.objects.count() == 0


def test_nothing_is_shown_to_who_has_not_signed_in(cast: Cast) -> None:
    matter = make_matter(cast.maja, cast.group, papers=1)
    for path in (HERE, f"{HERE}ny/", f"{HERE}{matter.pk}/", f"{HERE}{matter.pk}/underlag/1/"):
        assert Client().get(path)["Location"].startswith("/konto/login/")


def test_papers_are_for_those_who_may_read_the_matter(cast: Cast) -> None:
    matter = make_matter(cast.maja, cast.group, papers=1)
    path = f"{HERE}{matter.pk}/underlag/1/"
    response = browser(cast.sara).get(path)
    assert response.content == paper_file(1)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert browser(cast.sara).get(f"{HERE}{matter.pk}/underlag/2/").status_code == 404
    other = make_matter(cast.maja, Group.objects.get(slug="annan"), papers=1)
    assert browser(cast.sara).get(f"{HERE}{other.pk}/underlag/1/").status_code == 404
    assert browser(cast.maja).get(f"{HERE}{other.pk}/underlag/1/").status_code == 200


def shown(cast: Cast, query: str = "", user: Any = None) -> list[str]:
    return [matter.title for matter in browser(user or cast.sara).get(HERE + query).context["page"]]


def test_the_list_is_filtered_without_scripts(cast: Cast) -> None:
    annan = Group.objects.get(slug="annan")
    make_matter(cast.maja, cast.group, title="Från Maja")
    make_matter(cast.sara, annan, title="Från Sara", state=S.PREPARING)
    make_matter(cast.maja, cast.group, title="Besvarad", state=S.CLOSED, answer="Ja.")
    make_matter(cast.maja, annan, title="Inte för Sara")
    assert shown(cast) == ["Från Sara", "Från Maja"]
    assert shown(cast, "?visa=mina") == ["Från Sara"]
    assert shown(cast, "?visa=till-oss") == ["Från Maja"]
    assert shown(cast, "?lage=closed") == ["Besvarad"]
    assert shown(cast, "?lage=alla") == ["Besvarad", "Från Sara", "Från Maja"]
    assert shown(cast, "?grupp=annan") == ["Från Sara"]
    assert shown(cast, "?grupp=finns-inte&lage=finns-inte&visa=skräp&sida=x") == ["Från Sara", "Från Maja"]
    assert shown(cast, "?lage=withdrawn") == []
    page = text(browser(cast.eva).get(HERE))
    assert "En fråga väntar på att tas in." in " ".join(page.split())
    assert '<a href="/admin/grupper/lgs/staende-punkter/">' in page


@pytest.mark.parametrize("count", [1, 12])
def test_the_list_asks_as_much_however_many_there_are(
    cast: Cast, count: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(count):
        make_matter(cast.maja, cast.group, title=f"Fråga {number}", raised_from=Group.objects.get(slug="annan"))
    client = browser(cast.eva)
    client.get(HERE)
    with django_assert_max_num_queries(14):
        client.get(HERE)


@pytest.mark.parametrize("count", [1, 8])
def test_the_page_asks_as_much_however_long_the_way_was(
    cast: Cast, count: int, django_assert_max_num_queries: Any
) -> None:
    matter = make_matter(cast.maja, cast.group, papers=count)
    client = browser(cast.eva)
    for number in range(count):
        make_coming(cast, date(2027, 1, number + 1))
        client.post(f"{HERE}{matter.pk}/kommer-tillbaka/", {"recurring": str(number % 2)})
    client.get(f"{HERE}{matter.pk}/")
    with django_assert_max_num_queries(20):
        client.get(f"{HERE}{matter.pk}/")


def test_what_came_back_says_in_the_list_what_to_complete(cast: Cast) -> None:
    make_matter(cast.sara, cast.group, state="back_again", reason="Ta fram vad det kostar.")
    make_matter(cast.sara, cast.group, state="preparing", reason="Gammalt skäl.")
    page = text(browser(cast.eva).get("/admin/fragor/"))
    assert ("Ta fram vad det kostar." in page, "Gammalt skäl." in page) == (True, False)
