"""The filter of the governing documents: what is found by which words, and in which order."""

from datetime import date

import pytest
from django.core.management import call_command
from django.test import Client

from groups.fixtures import STRUCTURE
from groups.models import Group
from samverkan.portal.document_filters import stem_of, stems_of
from tests.factories import make_area, make_document, make_group
from tests.portal.make import found

pytestmark = pytest.mark.django_db


@pytest.fixture
def lgs() -> Group:
    return make_group()


@pytest.fixture
def register(lgs: Group) -> None:
    skaraborg = make_group("vpmb", area=make_area("skaraborg", "Skaraborg"), name="Vuxna Psykisk hälsa")
    make_group("utan-dokument", area=make_area("fyrbodal", "Fyrbodal"))
    make_document(lgs, title="Riktlinje för egenvård", kind="guideline", summary="Enligt Öckerömodellen.")
    old = make_document(skaraborg, title="Vägledning LVM", valid_until=date(2025, 1, 1), archive_id="RS6895-62")
    make_document(skaraborg, title="Inriktning", replaces=old, review_date=date(2026, 1, 1))
    make_document(lgs, title="Kommande", valid_from=date(2027, 1, 1), registration_number="RS 2024-00784")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=egenv%C3%A5rd", ["Riktlinje för egenvård"]),
        ("q=EGENV%C3%85RDEN", ["Riktlinje för egenvård"]),
        ("q=riktlinjer+egenv%C3%A5rd", ["Riktlinje för egenvård"]),
        ("q=%C3%96CKER%C3%96", ["Riktlinje för egenvård"]),
        ("q=v%C3%A4gledning", ["Inriktning", "Vägledning LVM"]),
        ("q=rs6895", ["Inriktning", "Vägledning LVM"][1:]),
        ("q=2024-00784", ["Kommande"]),
        ("q=lgs", ["Kommande", "Riktlinje för egenvård"]),
        ("q=psykisk", ["Inriktning", "Vägledning LVM"]),
        ("q=egenv%C3%A5rd+lvm", []),
        ("q=%25", []),
        ("slag=guideline", ["Riktlinje för egenvård"]),
        ("grupp=vpmb", ["Inriktning", "Vägledning LVM"]),
        ("omrade=skaraborg", ["Inriktning", "Vägledning LVM"]),
        ("lage=galler", ["Inriktning", "Riktlinje för egenvård"]),
        ("lage=utgangna", ["Vägledning LVM"]),
        ("lage=oversyn", ["Inriktning"]),
        ("lage=galler&omrade=goteborg&slag=guideline", ["Riktlinje för egenvård"]),
    ],
)
def test_the_register_can_be_narrowed(client: Client, register: None, query: str, expected: list[str]) -> None:
    assert found(client, query) == expected


def test_words_in_the_title_come_before_words_elsewhere(client: Client, lgs: Group) -> None:
    make_document(lgs, title="Avtal", summary="Om egenvård.")
    make_document(lgs, title="Ö: Egenvård")
    assert found(client, "q=egenvård") == ["Ö: Egenvård", "Avtal"]


@pytest.mark.parametrize(
    ("word", "stem"),
    [("riktlinjerna", "riktlinj"), ("Egenvården", "egenvård"), ("rutin", "rutin"), ("rutiner", "rutin"), ("LGS", "LGS"),
     ("närsjukvårdsteamet", "närsjukvårdsteam"), ("avtalen", "avtal")],
)  # fmt: skip
def test_an_ending_is_left_out(word: str, stem: str) -> None:
    assert stem_of(word) == stem


@pytest.mark.parametrize(
    ("text", "stems"), [("riktlinjen om Egenvård", ["riktlinj", "egenvård"]), ("om", ["om"]), ("x " * 20, ["x"] * 8)]
)
def test_small_words_are_left_out(text: str, stems: list[str]) -> None:
    assert stems_of(text) == stems


def test_only_owners_and_their_areas_are_offered(client: Client, register: None) -> None:
    filters = client.get("/dokument/").context["filter"].filters
    assert [slug for slug, _ in filters["grupp"].extra["choices"]] == ["lgs", "vpmb"]
    assert [slug for slug, _ in filters["omrade"].extra["choices"]] == ["goteborg", "skaraborg"]


@pytest.mark.parametrize("query", ["q=" + "x" * 101, "slag=x", "lage=x", "grupp=utan-dokument", "omrade=fyrbodal"])
def test_a_wrong_choice_is_told(client: Client, register: None, query: str) -> None:
    assert client.get(f"/dokument/?{query}").status_code == 400


def test_what_is_searched_for_is_shown_as_text(client: Client, lgs: Group) -> None:
    html = client.get("/dokument/?q=%3Cb%3Ehej").content.decode()
    assert "<b>hej" not in html


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("närsjukvårdsteam", "Närsjukvårdsteam SU kontakt och kommunikation"),
        ("rutin närsjukvårdsteamet", "Närsjukvårdsteam SU kontakt och kommunikation"),
        ("egenvård", "Riktlinje för egenvård"),
        ("riktlinjen om egenvård", "Riktlinje för egenvård"),
        ("kommunikationsstrategi", "Kommunikationsstrategi vårdsamverkan Göteborgsområdet"),
        ("kommunikationsstrategin", "Kommunikationsstrategi vårdsamverkan Göteborgsområdet"),
        ("avvikelse", "Avvikelser i samverkan mellan kommun och region"),
        ("MCP", "Avvikelser i samverkan mellan kommun och region"),
        ("utskrivning", "Gemensam arbetsbeskrivning för in- och utskrivningsprocessen"),
        ("kostnadsfördelning", "Rutin för kostnadsfördelning vid placering utanför hemmet"),
        ("LVM", "Inriktningsdokument LVM"),
        ("kontaktperson", None),
    ],
)
def test_what_people_look_for_is_found_first(client: Client, words: str, title: str | None) -> None:
    call_command("loaddata", *STRUCTURE, verbosity=0)
    assert (found(client, f"q={words}") or [None])[0] == title
