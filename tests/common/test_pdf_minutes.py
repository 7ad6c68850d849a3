"""The printed minutes: what every page carries, and what a draft or a withheld item shows."""

from datetime import date
from io import BytesIO

import pikepdf

from tests.common.printed import CHECKSUM, failures, make_html, make_item, render, texts


def test_every_page_carries_number_state_and_checksum(minutes):
    pages = texts(minutes)
    assert minutes.pages == len(pages)
    for number, text in enumerate(pages, start=1):
        assert f"{number} ({len(pages)})" in text
        assert "Justerad 4 maj 2026 · Version 1" in text
        assert f"SHA-256 {CHECKSUM}" in text


def test_running_text_is_decoration_and_not_read_aloud(draft):
    with pikepdf.open(BytesIO(draft.content)) as document:
        marks = [sheet.Contents.read_bytes().count(b"/Artifact <</Type /Pagination>> BDC") for sheet in document.pages]
    assert all(count >= 2 for count in marks)


def test_watermark_stands_on_every_page_of_a_draft(draft, minutes):
    assert all(text.count("UTKAST, ej justerad") >= 2 for text in texts(draft))
    assert not any("UTKAST" in text for text in texts(minutes))


def test_minutes_end_with_who_takes_formal_decisions(minutes):
    assert "Justering Justerad av Olle Berg, ordförande, den 4 maj 2026 i Samverkan" in texts(minutes)[-1]
    assert "Formella beslut fattas av varje huvudman." in texts(minutes)[-1]


def test_withheld_item_of_the_record_is_printed_whole_and_marked():
    secret = make_item(4, withheld=True, withheld_reason="Sekretess.")
    everything = " ".join(texts(render(make_html(items=[secret]))))
    assert "efterlevandestöd 4 Publiceras inte: Sekretess." in everything
    assert "LGS 2026:4" in everything


def test_withheld_item_of_the_public_variant_shows_its_number_and_nothing_else():
    secret = {"number": 4, "anchor": "punkt-4", "withheld": True, "outcomes": []}
    everything = " ".join(texts(render(make_html(items=[make_item(3), secret]))))
    assert "4 Publiceras inte. Kan begäras ut hos den som förvarar gruppens handlingar." in everything
    assert "LGS 2026:3" in everything
    assert "efterlevandestöd 4" not in everything
    assert "LGS 2026:4" not in everything


def test_bare_minutes_leave_out_what_is_missing():
    bare = {"purpose": "", "presenter": "", "questions": "", "dialog": "", "outcomes": [], "papers": []}
    file = render(
        make_html(
            note_taker=None,
            approves=None,
            attendance=[],
            papers=[],
            adjusted=[],
            items=[make_item(1, **bare)],
            sha256="",
        )
    )
    text = " ".join(texts(file))
    for word in (
        "Anteckningar",
        "Föregående",
        "Närvarande",
        "Frågor",
        "Dialog",
        "Beslut ",
        "Underlag",
        "Handlingar",
    ):
        assert word not in text
    assert failures(file.content) == []


def test_correction_is_told_on_the_first_page():
    file = render(make_html(correction={"reason": "Närvaron var fel.", "on": date(2026, 5, 12)}, version=2))
    assert "Rättad 12 maj 2026. Närvaron var fel." in texts(file)[0]
