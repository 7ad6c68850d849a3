"""What is worth a look is listed with its item, and stops nothing."""

from typing import Any

import pytest

from meetings.gate import problems, remarks
from meetings.kinds import SILENT
from samverkan.common import office_text, papers
from samverkan.common.uploads import KINDS
from tests.common.crafted import office, pdf
from tests.meetings.planting import drawn_pdf


def said(
    html: str,
    outcomes: Any = ({"kind": "agreed", "text": "Gruppen enas."},),
    *,
    presenter: str = "",
    attendance: dict[str, str] | None = None,
    kind: str = "ordinary",
) -> list[tuple[int, str]]:
    item = {"number": 4, "information": html, "questions": "", "dialog": "", "outcomes": outcomes}
    rows = [
        {"name": name, "state": state, "remark": SILENT if state == "absent" else ""}
        for name, state in (attendance or {}).items()
    ]
    content = {"meeting": {"kind": kind}, "items": [{**item, "presenter": presenter}], "attendance": rows}
    return [(remark.item, remark.sentence.split(".")[0]) for remark in remarks(content)]


@pytest.mark.parametrize(
    ("html", "sentence"),
    [
        ('<p><a href="https://x.se">Klicka här</a></p>', "Länken ”Klicka här” säger inte vart den leder"),
        ('<p><a href="https://x.se"><strong>här</strong>.</a></p>', "Länken ”här"),
        ('<p><a href="https://x.se/a">https://x.se/a</a></p>', "Länken till https://x"),
        ('<p><a href="https://x.se/a">www.x.se</a></p>', "Länken till www"),
        ("<p>A</p><h3> </h3><p>B</p>", "Det finns en rubrik utan text"),
        ("<p>A</p><h3>Sist</h3>", "Det finns en rubrik som inget står under"),
        ("<h3>Ett</h3><h3>Två</h3><p>B</p>", "Det finns en rubrik som inget står under"),
        ("<p><strong>Läget i dag</strong></p><p>Text.</p>", "En rad i fetstil står som rubrik"),
    ],
)
def test_each_is_told_with_its_item(html: str, sentence: str) -> None:
    [(number, told)] = said(html)
    assert (number, told[: len(sentence)]) == (4, sentence)


@pytest.mark.parametrize(
    "html",
    [
        '<p><a href="https://x.se">Rutin för utskrivning</a></p>',
        "<h3>Läget</h3><p>Text.</p>",
        "<p><strong>Viktigt</strong> att minnas.</p><p>B</p>",
        '<p><a href="mailto:a@x.se">a@x.se</a></p>',
    ],
)
def test_what_is_well_written_is_left_alone(html: str) -> None:
    assert said(html) == []


def test_an_item_without_outcome_is_told() -> None:
    assert said("<p>Text.</p>", outcomes=()) == [(4, "Punkten har inget beslut")]


@pytest.mark.parametrize("html", ["", "<p></p>", "<p> <strong> </strong><br></p>"])
def test_an_item_with_neither_text_nor_outcome_is_told_once(html: str) -> None:
    assert said(html, outcomes=()) == [(4, "Punkten har ingen text och inget beslut")]
    assert said(html) == []


def test_a_presenter_who_was_called_and_not_there_is_told() -> None:
    rows = {"Sara": "present", "Olle": "apologies", "Maja": "absent"}
    told = {name: said("", presenter=name, attendance=rows) for name in ("Sara", "Olle", "Maja", "Gäst", "")}
    assert told == {
        "Sara": [], "Gäst": [], "": [],
        "Olle": [(4, "Olle står som föredragande men var inte med")],
        "Maja": [(4, "Maja står som föredragande men var inte med")],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "outcome", "told"),
    [
        ("written", "agreed", [(4, "1 av 2 har svarat, men punkten har ett beslut")]),
        ("written", "prepared_further", []),
        ("ordinary", "agreed", []),
    ],
)
def test_a_decision_in_writing_that_not_all_have_answered_is_told(kind: str, outcome: str, told: Any) -> None:
    rows = {"Sara": "present", "Olle": "absent"}
    assert said("", outcomes=[{"kind": outcome, "text": "Ja."}], attendance=rows, kind=kind) == told


def findings(content: bytes, suffix: str) -> int:
    return len(papers.look(content, KINDS[suffix].media_type).findings)


def test_a_pdf_is_looked_through_for_what_a_listener_needs() -> None:
    assert (findings(pdf(), "pdf"), findings(drawn_pdf("Nu finns det text på sidan."), "pdf")) == (4, 3)


def test_a_document_is_looked_through_for_pictures_without_words_and_headings() -> None:
    picture = '<d xmlns:pic="p"><pic:pic><pic:nvPicPr><pic:cNvPr {}/></pic:nvPicPr></pic:pic></d>'
    long = "<d><w:p xmlns:w='w'>" + "ord " * 300 + "</w:p></d>"
    with_words, without = picture.format('descr="En karta"'), picture.format("")
    assert findings(office("docx", **{"ppt__slides__a.xml": with_words}), "docx") == 0
    assert findings(office("docx", **{"ppt__slides__a.xml": without}), "docx") == 1
    assert findings(office("docx", **{"ppt__slides__a.xml": long}), "docx") == 1


@pytest.mark.parametrize(
    ("pictures", "missing"),
    [((" ", " "), 2), (("Karta", " "), 1), ((" ", "Karta"), 1), (("Karta", "Karta"), 0)],
)
def test_the_words_of_one_picture_hide_no_other(pictures: tuple[str, str], missing: int) -> None:
    """A drawing in Word may say its words twice: beside the picture and in it."""
    drawing = (
        '<w:drawing><w:docPr descr="{0}"/><pic:pic><pic:nvPicPr><pic:cNvPr descr="{0}"/></pic:nvPicPr></pic:pic>'
        "</w:drawing>"
    )
    body = "".join(drawing.format(words.strip()) for words in pictures)
    document = f"<d xmlns:pic='p' xmlns:w='w'>{body}</d>"
    read = office_text.read(office("docx", **{"word__document.xml": document}))
    assert read.pictures - read.described == missing


@pytest.mark.parametrize("text", ["LGS enas om att …", "… tar med sig frågan.", "LGS fastställer …."])
def test_a_standard_sentence_that_nobody_has_finished_stops_the_note(text: str) -> None:
    outcome = {"kind": "agreed", "text": text, "tasks": []}
    content = {"attendance": [1], "items": [{"number": 2, "title": "Fråga", "outcomes": [outcome]}]}
    assert problems(content) == [f"Ett beslut i punkt 2 är inte färdigskrivet: ”{text}” Skriv klart det."]


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("LGS enas om att …följa upp kostnaden.", True),
        ("LGS fastställer … rutinen.", True),
        ("LGS enas om att …", False),
        ("LGS enas om att följa upp kostnaden.", False),
    ],
)
def test_the_dots_of_a_standard_sentence_that_were_written_around_are_worth_a_look(text: str, is_told: bool) -> None:
    outcomes = [{"kind": "agreed", "text": text}]
    told = f"Ett beslut har tecknet … kvar i texten: ”{text}” Ta bort det om det inte ska stå där"
    assert said("<p>Text.</p>", outcomes) == ([(4, told.split(".", maxsplit=1)[0])] if is_told else [])
