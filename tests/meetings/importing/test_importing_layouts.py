"""Whole notes in other layouts than the published one; groups and people are invented."""

from datetime import date, time

import pytest

from meetings.importing.parse import parse
from meetings.importing.parsed import (
    ParsedItem,
    ParsedMinutes,
    ParsedOutcome,
    ParsedTask,
    Register,
    Warning,
)

MARKDOWN = """\ufeff# Minnesanteckningar

**Temagrupp Åldrande (TÅ)**

**Datum:** Tisdagen den 13 juni 2023
**Tid:** kl. 13.00–14.30
**Plats:** Teams

**Deltagare:**
- Ordförande Eva Strömvik, Ekhagens kommun
- Nils Fjällbo, enhetschef, SU
- Zora Vidlund, Närhälsan

**Frånvarande:** Olle Tallmo, Ekhagens kommun

**Vid anteckningarna:** Zora Vidlund

## 1. Mötets öppnande

Ordföranden hälsar välkommen.

## 2. Trygg hemgång

**Bakgrund**

Arbetet har tre delar:

1. Planering
2. Hembesök
3. Uppföljning

Läs mer på [webbplatsen](https://example.org/hem?a=1&b=2).

**Diskussion**

Flera lyfter **tidig** planering.

**Beslut:**
- Gruppen fastställer rutinen.
- Nils Fjällbo tar fram ett informationsblad.

## 3. Remissen

Föredragande: Nils Fjällbo, enhetschef

Beslut: Gruppen beslutar att återremittera ärendet.
Beslut: Frågan lyfts till LGS.

## 5. Övriga frågor

Inget att anteckna.

Nästa möte: 31 augusti kl 13-15
Bilagor:
- Rutin för hemgång
"""

PARAGRAPHS = """NOSAM Ekhagen\r
Mötesanteckningar\r
Datum och tid: 2024-05-03 kl 9-11\r
Plats: Kommunhuset\r
Närvarande\r
Eva Strömvik, socialchef, Ekhagens kommun\r
Nils Fjällbo, SU\r
Ej närvarande\r
Olle Tallmo, Närhälsan\r
\f
§ 12 Föregående anteckningar\r
Anteckningar från 2024-02-01 godkändes och lades till handlingarna.\r
\r
§ 13 Läget i verksamheterna\r
Alla berättar om läget.\r
Dialog: Sommaren blir svår.\r
Beslut\r
Gruppen enades om att följa frågan.\r
Ansvarig: Eva Strömvik\r
\r
§ 14 Sommarplan\r
Beslut: Tja.\r
\r
§ 15 Nästa möte\r
20 september 2024\r
\r
Sekreterare: Nils Fjällbo\r
"""

PLAIN = """Anteckningar från arbetsmöte med Samrådet för färdtjänst, 14 juni
Kl. 8-9, Teams
Närvarande: Eva Strömvik, SU; Nils Fjällbo, Ekhagens kommun Förhindrade: Olle Tallmo, Närhälsan

1) Läget
Gruppen beslutade att avvakta.
Vi talade länge.

2) Resor
Beslut: Gruppen beslutar att:
- utse Eva Strömvik till kontaktperson
- inte ändra rutinen
Åtgärd: Ring taxi (Nils Fjällbo)
"""


@pytest.fixture
def markdown(nobody: Register) -> ParsedMinutes:
    return parse(MARKDOWN, nobody)


@pytest.fixture
def paragraphs(nobody: Register) -> ParsedMinutes:
    return parse(PARAGRAPHS, nobody)


@pytest.fixture
def words(nobody: Register) -> ParsedMinutes:
    return parse(PLAIN, nobody)


def people(minutes: ParsedMinutes) -> list[tuple[str, str, str, str, str]]:
    return [(p.name, p.title, p.organisation, p.capacity, p.state) for p in minutes.attendance]


def test_the_head_of_a_markdown_note_is_read(markdown: ParsedMinutes) -> None:
    assert (markdown.kind_word, markdown.group_name) == ("Minnesanteckningar", "Temagrupp Åldrande (TÅ)")
    assert (markdown.date, markdown.starts, markdown.ends) == (date(2023, 6, 13), time(13), time(14, 30))
    assert (markdown.place, markdown.note_taker) == ("Teams", "Zora Vidlund")
    assert people(markdown) == [
        ("Eva Strömvik", "", "Ekhagens kommun", "chair", "present"),
        ("Nils Fjällbo", "enhetschef", "SU", "member", "present"),
        ("Zora Vidlund", "", "Närhälsan", "member", "present"),
        ("Olle Tallmo", "", "Ekhagens kommun", "member", "absent"),
    ]


def test_the_items_of_a_markdown_note_are_read(markdown: ParsedMinutes) -> None:
    task = "Nils Fjällbo tar fram ett informationsblad."
    assert markdown.items == (
        ParsedItem(1, "Mötets öppnande", "information", None, "<p>Ordföranden hälsar välkommen.</p>", "", "", ()),
        ParsedItem(
            number=2,
            title="Trygg hemgång",
            purpose="decision",
            presenter=None,
            information=(
                "<h3>Bakgrund</h3><p>Arbetet har tre delar:</p>"
                "<ol><li>Planering</li><li>Hembesök</li><li>Uppföljning</li></ol>"
                '<p>Läs mer på <a href="https://example.org/hem?a=1&amp;b=2">webbplatsen</a>.</p>'
            ),
            questions="",
            dialog="<p>Flera lyfter <strong>tidig</strong> planering.</p>",
            outcomes=(
                ParsedOutcome("establishes", "Gruppen fastställer rutinen."),
                ParsedOutcome("assigned", task, tasks=(ParsedTask("Nils Fjällbo", task),)),
            ),
        ),
        ParsedItem(
            number=3,
            title="Remissen",
            purpose="decision",
            presenter="Nils Fjällbo",
            information="",
            questions="",
            dialog="",
            outcomes=(
                ParsedOutcome("referred_back", "Gruppen beslutar att återremittera ärendet."),
                ParsedOutcome("handed_over", "Frågan lyfts till LGS."),
            ),
        ),
        ParsedItem(5, "Övriga frågor", "information", None, "<p>Inget att anteckna.</p>", "", "", ()),
    )


def test_the_end_of_a_markdown_note_is_read_and_its_gap_is_told(markdown: ParsedMinutes) -> None:
    assert markdown.next_meeting == date(2023, 8, 31)
    assert markdown.papers == ("Rutin för hemgång",)
    assert markdown.approves is None
    assert markdown.warnings == (
        Warning("numbering", "Punkternas nummer hoppar från 3 till 5. Kontrollera att ingen punkt saknas."),
    )


def test_a_note_in_paragraphs_is_read(paragraphs: ParsedMinutes) -> None:
    decision = "Gruppen enades om att följa frågan."
    assert (paragraphs.kind_word, paragraphs.group_name) == ("Mötesanteckningar", "NOSAM Ekhagen")
    assert (paragraphs.date, paragraphs.starts, paragraphs.ends) == (date(2024, 5, 3), time(9), time(11))
    assert (paragraphs.place, paragraphs.note_taker) == ("Kommunhuset", "Nils Fjällbo")
    assert (paragraphs.approves, paragraphs.next_meeting) == ("2024-02-01", date(2024, 9, 20))
    assert people(paragraphs) == [
        ("Eva Strömvik", "socialchef", "Ekhagens kommun", "member", "present"),
        ("Nils Fjällbo", "", "SU", "member", "present"),
        ("Olle Tallmo", "", "Närhälsan", "member", "absent"),
    ]
    assert [(i.number, i.title) for i in paragraphs.items] == [
        (12, "Föregående anteckningar"),
        (13, "Läget i verksamheterna"),
        (14, "Sommarplan"),
        (15, "Nästa möte"),
    ]
    assert paragraphs.items[1].dialog == "<p>Sommaren blir svår.</p>"
    assert paragraphs.items[1].outcomes == (
        ParsedOutcome("agreed", decision, tasks=(ParsedTask("Eva Strömvik", decision),)),
    )


def test_a_decision_of_unclear_kind_is_told(paragraphs: ParsedMinutes) -> None:
    assert paragraphs.items[2].outcomes == (ParsedOutcome("agreed", "Tja."),)
    assert paragraphs.warnings == (Warning("decision", "Beslutets typ i punkt 14 är oklar: ”Tja.” Välj typ."),)


def test_a_plain_note_is_read_and_its_missing_year_is_told(words: ParsedMinutes) -> None:
    assert (words.kind_word, words.group_name) == ("Anteckningar", "Samrådet för färdtjänst")
    assert (words.date, words.starts, words.ends) == (None, time(8), time(9))
    assert words.warnings == (Warning("date", "Datumet ”14 juni” saknar år. Fyll i mötets datum."),)
    assert people(words) == [
        ("Eva Strömvik", "", "SU", "member", "present"),
        ("Nils Fjällbo", "", "Ekhagens kommun", "member", "present"),
        ("Olle Tallmo", "", "Närhälsan", "member", "apologies"),
    ]


def test_decisions_in_prose_in_lists_and_as_actions_are_read(words: ParsedMinutes) -> None:
    first, second = words.items
    assert first.outcomes == (ParsedOutcome("agreed", "Gruppen beslutade att avvakta. Vi talade länge."),)
    assert second.outcomes == (
        ParsedOutcome("appoints", "Gruppen beslutar att utse Eva Strömvik till kontaktperson"),
        ParsedOutcome("decided_not_to", "Gruppen beslutar att inte ändra rutinen"),
        ParsedOutcome(
            "assigned", "Ring taxi (Nils Fjällbo)", tasks=(ParsedTask("Nils Fjällbo", "Ring taxi (Nils Fjällbo)"),)
        ),
    )
