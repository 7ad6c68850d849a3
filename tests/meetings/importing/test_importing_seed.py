"""The published note of LGS, 23 April 2026, read unaltered."""

import hashlib
from datetime import date, time

import pytest

from meetings.importing.parse import parse
from meetings.importing.parsed import (
    KnownPerson,
    NotMinutes,
    ParsedItem,
    ParsedMinutes,
    ParsedPerson,
    ParsedTask,
    Register,
    Warning,
)
from tests.meetings.importing.conftest import NOTE, REGISTERED, SEEDS

OFFICE_TASK = (
    "Vårdsamverkanskontoret arbetar vidare från de förslag som presenteras på mötet och för vidare dialog med "
    "styrgruppen."
)
# name | title | organisation | capacity
PRESENT = """
Katarina Mueller | Avd chef. Hälso- och sjukvård | ÄVO Göteborg | chair
Maria Taranger | Områdeschef, område 6 | SU | vice_chair
Monika Bondesson | Avd chef. Hemtjänst. | ÄVO Göteborg | member
Annika Leidenhed | Primärvårdschef, Område 5 | Närhälsan | member
Maria Olsson | Avd. chef myndighet/socialpsykiatri | FFS Göteborg | member
Annika Ljungh | Förvaltningsdirektör | socialförvaltning Sydväst, Göteborg | member
Annika Waser | Verksamhetschef | Habilitering Vuxen, VGR | member
Angelica Franciska | Tf. Socialchef | Öckerö | member
Erika Hägg | Förvaltningschef, Vård- och Omsorg | Partille | member
Anna-Clara Collén | Områdeschef, Medicin, Geriatrik och Akutsjukvård | SU | member
Maria Ljung | Planeringsledare, Social välfärd | GR | adjunct
Karolina Wedne Lindberg | Processledare Politiskt samråd och LGS |  | process_leader
Isabelle Alknäs | Administrativ koordinator |  | coordinator
"""
APOLOGIES = """
Åsa Sand | Områdeschef, område 3 | SU | member
Ulrika Nåfält | Tandvårdschef | Allmäntandvård, VGR | member
Lorna Niklasson | Verksamhetschef | BoU ANS/Sjukhusen i Väster | member
Kristine Christiansen Rygge | Primärvårdschef område 4. | Närhälsan | member
Peter Svensson | Ansvarig tjänsteperson DRN G. | Koncernkontoret VGR | member
Maja Berndes | Regionområdeschef, Hälso- och spec. vård | BoU | member
Henrik von Sydow | Verksamhetschef | Västerläkarna, Primör | member
Annika Gry |  | Grundskoleförvaltningen Göteborgs stad | member
Andreas Idén | Ansvarig tjänsteperson DRN V. | Koncernkontoret VGR | member
Thomas Gavin | Regionchef Väst Norr | Capio | member
"""


def rows(text: str) -> list[tuple[str, ...]]:
    return [tuple(cell.strip() for cell in line.split("|")) for line in text.strip().splitlines()]


def told(people: tuple[ParsedPerson, ...], state: str) -> list[tuple[str, ...]]:
    return [(p.name, p.title, p.organisation, p.capacity) for p in people if p.state == state]


def item(minutes: ParsedMinutes, number: int) -> ParsedItem:
    return minutes.items[number - 1]


def source_between(note: str, start: str, end: str) -> str:
    """A stretch of the published text, whitespace folded."""
    return " ".join(note[note.index(start) : note.index(end, note.index(start))].split())


def test_the_note_is_the_published_one_byte_for_byte() -> None:
    digest = hashlib.sha256(NOTE.read_bytes()).hexdigest()
    assert digest == "e8465598a4032e96ff6dbb105105171b7fd43cf22ad9c87a02551dd02a92e334"


def test_the_head_tells_group_date_and_times(read_by_nobody: ParsedMinutes) -> None:
    assert read_by_nobody.kind_word == "Mötesanteckning"
    assert read_by_nobody.group_name == "Ledningsgrupp för samverkan (LGS)"
    assert read_by_nobody.date == date(2026, 4, 23)
    assert (read_by_nobody.starts, read_by_nobody.ends) == (time(13, 30), time(16, 30))
    assert read_by_nobody.place == ""


def test_everyone_is_found_when_the_register_knows_nobody(read_by_nobody: ParsedMinutes) -> None:
    assert told(read_by_nobody.attendance, "present") == rows(PRESENT)
    assert told(read_by_nobody.attendance, "apologies") == rows(APOLOGIES)
    assert [p.certain for p in read_by_nobody.attendance] == [False] * 23


def test_everyone_is_found_for_certain_when_the_register_knows_them(note: str, register: Register) -> None:
    attendance = parse(note, register).attendance
    assert told(attendance, "present") == rows(PRESENT)
    assert told(attendance, "apologies") == rows(APOLOGIES)
    assert [p.certain for p in attendance] == [True] * 23


@pytest.mark.parametrize("left_out", [name for name, _ in REGISTERED])
def test_one_unknown_person_among_known_ones_is_found_but_not_certain(note: str, left_out: str) -> None:
    people = [KnownPerson(name, "", organisation) for name, organisation in REGISTERED if name != left_out]
    attendance = parse(note, Register(people)).attendance
    assert told(attendance, "present") == rows(PRESENT)
    assert told(attendance, "apologies") == rows(APOLOGIES)
    assert [p.name for p in attendance if not p.certain] == [left_out]


def test_a_person_keeps_the_words_of_the_source(read_by_nobody: ParsedMinutes) -> None:
    assert read_by_nobody.attendance[0].raw == ("Katarina Mueller, Ordf. Avd chef. Hälso- och sjukvård, ÄVO Göteborg")
    assert read_by_nobody.attendance[22].raw == "Thomas Gavin, Regionchef Väst Norr Capio"


def test_there_are_eight_items_with_their_titles_word_for_word(read_by_nobody: ParsedMinutes) -> None:
    assert [(i.number, i.title) for i in read_by_nobody.items] == [
        (1, "Inledning/Incheckning"),
        (2, "Uppföljning efterlevandestöd - Information och dialog"),
        (
            3,
            "Implementering av ny arbetsbeskrivning för in- och utskrivningsprocessen, statusuppdatering.",
        ),
        (4, "Samverkan för sammanhållen patientresa vid psykisk ohälsa - öppenvårdsprocessen"),
        (5, "Information från VVG"),
        (6, "Information och dialog om statliga medel"),
        (
            7,
            "Återkoppling från NOSAM kring uppföljning av delregional rutin - Närsjukvårdsteam SU kontakt och "
            "kommunikation",
        ),
        (8, "Övriga frågor"),
    ]


def test_the_purpose_follows_from_what_the_item_holds(read_by_nobody: ParsedMinutes) -> None:
    assert [i.purpose for i in read_by_nobody.items] == [
        "information",
        "decision",
        "dialog",
        "decision",
        "decision",
        "decision",
        "dialog",
        "information",
    ]


def test_exactly_items_two_to_seven_have_a_dialog(read_by_nobody: ParsedMinutes) -> None:
    assert [i.number for i in read_by_nobody.items if i.dialog] == [2, 3, 4, 5, 6, 7]


def test_the_dialog_is_apart_from_the_information_word_for_word(note: str, read_by_nobody: ParsedMinutes) -> None:
    second = item(read_by_nobody, 2)
    said = source_between(note, "I dialogen lyfts vikten av att bygga", "Beslut: Området")
    told_of = source_between(note, "Caroline Hjalmarsson informerar", "Frågeställningar till LGS:")
    assert second.dialog.replace("</p><p>", " ").removeprefix("<p>").removesuffix("</p>") == said
    assert second.information.replace("</p><p>", " ").removeprefix("<p>").removesuffix("</p>") == told_of
    assert (second.dialog.count("<p>"), second.information.count("<p>")) == (3, 3)


def test_nothing_said_in_any_item_is_lost_or_changed(note: str, read_by_nobody: ParsedMinutes) -> None:
    """Every paragraph of the source stands whole in the note as read."""
    read = " ".join(
        [i.title + i.information + i.questions + i.dialog + " ".join(o.text for o in i.outcomes)][0]
        for i in read_by_nobody.items
    )
    body = note[note.index("1. Inledning") : note.index("[*Presentation")]
    for paragraph in body.split("\n"):
        text = paragraph.removeprefix("Beslut: ").removeprefix("- ").strip()
        if text[:2] in {f"{n}." for n in range(1, 9)}:
            text = text[3:]
        if text and text not in ("Dialog", "Frågeställningar till LGS:") and "[" not in text:
            assert text in read


def test_the_two_questions_to_the_group_are_a_list(read_by_nobody: ParsedMinutes) -> None:
    assert item(read_by_nobody, 2).questions == (
        "<ul><li>Hur ska vi tänka kring detta?</li><li>Saknar ni något i kartläggningen?</li></ul>"
    )
    assert [i.number for i in read_by_nobody.items if i.questions] == [2]


def test_only_the_item_that_names_its_presenter_has_one(read_by_nobody: ParsedMinutes) -> None:
    assert [(i.number, i.presenter) for i in read_by_nobody.items if i.presenter] == [(2, "Caroline Hjalmarsson")]


def test_the_six_outcomes_have_their_kinds_in_order(read_by_nobody: ParsedMinutes) -> None:
    assert [(i.number, o.kind, o.organisation, o.group) for i in read_by_nobody.items for o in i.outcomes] == [
        (2, "prepared_further", None, "temagrupp psykiatri"),
        (3, "noted", None, None),
        (4, "taken_home", "SU", None),
        (5, "decided_not_to", None, None),
        (6, "agreed", None, None),
        (7, "noted", None, None),
    ]


def test_an_outcome_keeps_the_whole_decision(read_by_nobody: ParsedMinutes) -> None:
    (outcome,) = item(read_by_nobody, 6).outcomes
    assert outcome.text == (
        "Att statliga medel ska användas för att stärka samverkan utifrån de projekt och strukturer som finns idag "
        f"snarare än starta nya mindre projekt. {OFFICE_TASK}"
    )
    assert item(read_by_nobody, 3).outcomes[0].text == "LGS noterar informationen."


def test_the_office_is_left_with_the_only_task(read_by_nobody: ParsedMinutes) -> None:
    assert [task for i in read_by_nobody.items for o in i.outcomes for task in o.tasks] == [
        ParsedTask("Vårdsamverkanskontoret", OFFICE_TASK)
    ]


def test_the_first_item_approves_the_former_note_and_shows_its_dead_link_as_text(
    read_by_nobody: ParsedMinutes,
) -> None:
    assert read_by_nobody.approves == "2026-02-27 Mötesanteckning Ledningsgrupp för samverkan (LGS)"
    assert item(read_by_nobody, 1).information == (
        "<p>Godkännande av föregående mötesanteckning 2026-02-27 Mötesanteckning Ledningsgrupp för samverkan (LGS)</p>"
    )


def test_the_end_tells_next_meeting_note_taker_and_paper(read_by_nobody: ParsedMinutes) -> None:
    assert read_by_nobody.next_meeting == date(2026, 6, 4)
    assert read_by_nobody.note_taker == "Isabelle Alknäs"
    assert read_by_nobody.papers == ("Presentation för dagens möte",)
    assert "Presentation" not in item(read_by_nobody, 8).information


def test_leftovers_of_the_web_page_are_no_part_of_the_note_taker(note: str, register: Register) -> None:
    assert note.endswith("Isabelle Alknäs")
    for people in (Register(), register):
        assert parse(f"{note} Versionshistorik\n", people).note_taker == "Isabelle Alknäs"


def test_only_the_two_without_organisation_are_asked_about(read_by_nobody: ParsedMinutes) -> None:
    assert read_by_nobody.warnings == (
        Warning("organisation", "Karolina Wedne Lindberg saknar organisation i deltagarlistan. Fyll i den."),
        Warning("organisation", "Isabelle Alknäs saknar organisation i deltagarlistan. Fyll i den."),
    )


def test_nobody_is_asked_about_when_the_register_knows_their_organisation(note: str, register: Register) -> None:
    assert parse(note, register).warnings == ()


def test_line_ends_and_a_byte_order_mark_make_no_difference(
    note: str, nobody: Register, read_by_nobody: ParsedMinutes
) -> None:
    assert parse("\ufeff" + note.replace("\n", "\r\n"), nobody) == read_by_nobody


@pytest.mark.parametrize(
    ("name", "missing"),
    [
        ("arsrapport-vpmb-skaraborg-2020.txt", "datum och numrerade punkter"),
        ("uppdrag-samsynsgruppen-2023.txt", "rubrik och numrerade punkter"),
        ("uppdragsbeskrivning-goteborgsomradet-2023.txt", "rubrik, datum och numrerade punkter"),
        ("uppdragshandling-samordningsrad-vuxenpsykiatri-2026.txt", "rubrik och numrerade punkter"),
    ],
)
def test_the_other_documents_are_refused_with_what_they_lack(name: str, missing: str, nobody: Register) -> None:
    with pytest.raises(NotMinutes) as refused:
        parse((SEEDS / name).read_text(encoding="utf-8"), nobody)
    assert str(refused.value) == (
        f"Filen ser inte ut som en mötesanteckning: den saknar {missing}. Kontrollera att du har valt rätt fil."
    )
