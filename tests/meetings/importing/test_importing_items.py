"""Which numbered lines are items, and what stands under which label."""

import pytest

from meetings.importing.items import split
from meetings.importing.labels import Label, label_of
from meetings.importing.parsed import Warning
from meetings.importing.sections import sort


def numbers(text: str) -> list[tuple[int, str]]:
    return [(section.number, section.title) for section in split(text.split("\n"))[1]]


@pytest.mark.parametrize(
    "heads",
    [
        ["1. Inledning", "2. Remissen", "3. Övrigt"],
        ["1) Inledning", "2) Remissen", "3) Övrigt"],
        ["§ 1 Inledning", "§ 2 Remissen", "§ 3 Övrigt"],
        ["§1. Inledning", "§2. Remissen", "§3. Övrigt"],
        ["## 1. Inledning", "## 2. Remissen", "## 3. Övrigt"],
        ["##1. Inledning", "##2. Remissen", "##3. Övrigt"],
        ["**1. Inledning**", "**2. Remissen**", "**3. Övrigt**"],
        ["**1.** Inledning", "**2.** Remissen", "**3.** Övrigt"],
        ["1\\. Inledning", "2\\. Remissen", "3\\. Övrigt"],
        ["  1. Inledning", "  2. Remissen", "  3. Övrigt"],
    ],
)
def test_headings_are_read_however_they_are_numbered(heads: list[str]) -> None:
    expected = [(1, "Inledning"), (2, "Remissen"), (3, "Övrigt")]
    assert numbers("\n\ntext\n\n".join(heads)) == expected
    assert numbers("\n".join(heads)) == expected


def test_a_list_that_starts_again_at_one_belongs_to_its_item() -> None:
    text = "1. Inledning\n\nTre delar:\n1. ett\n2. två\n3. tre\n\n2. Remissen\n\ntext\n\n3. Övrigt"
    assert numbers(text) == [(1, "Inledning"), (2, "Remissen"), (3, "Övrigt")]


def test_a_list_that_reaches_the_next_number_still_belongs_to_its_item() -> None:
    text = "1. Inledning\n\n2. Remissen\n\n1. ett\n\n2. två\n\n3. tre\n\ntext\n\n3. Övrigt"
    assert numbers(text) == [(1, "Inledning"), (2, "Remissen"), (3, "Övrigt")]


def test_an_indented_list_or_one_with_another_sign_belongs_to_its_item() -> None:
    text = "1. Inledning\n\n   2. indragen\n\n2) annat tecken\n\n2. Remissen"
    assert numbers(text) == [(1, "Inledning"), (2, "Remissen")]


def test_an_agenda_before_the_items_is_no_item() -> None:
    text = "Dagordning\n1. Inledning\n2. Övrigt\n\n1. Inledning\n\nVälkomna.\n\n2. Övrigt\n\nInget."
    assert [(s.title, "".join(s.lines)) for s in split(text.split("\n"))[1]] == [
        ("Inledning", "Välkomna."),
        ("Övrigt", "Inget."),
    ]


def test_numbered_names_under_a_label_of_people_are_no_items() -> None:
    text = "Närvarande:\n1. Eva Berg, SU\n2. Bo Ek, GR\n\n1. Inledning\n\ntext\n\n2. Övrigt"
    assert numbers(text) == [(1, "Inledning"), (2, "Övrigt")]


@pytest.mark.parametrize("line", ["3.5.4 version", "2026. ", "1.Inledning", "12 personer kom", "1. "])
def test_other_numbers_are_no_headings(line: str) -> None:
    assert numbers(line) == []


def test_a_gap_in_the_numbers_is_told() -> None:
    told = split(["1. A", "", "3. C", "", "4. D"])[2]
    assert told == [Warning("numbering", "Punkternas nummer hoppar från 1 till 3. Kontrollera att ingen punkt saknas.")]


def test_a_note_that_starts_at_two_is_told_but_one_that_starts_at_a_paragraph_is_not() -> None:
    assert [str(w) for w in split(["2. A", "", "3. B"])[2]] == [
        "Den första punkten har nummer 2. Kontrollera att ingen punkt saknas."
    ]
    assert split(["§ 45 A", "", "§ 46 B"])[2] == []


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("Beslut: Ja.", Label("decision", "Beslut", "Ja.")),
        ("**Beslut:** Ja.", Label("decision", "Beslut", "Ja.")),
        ("**Beslut**: Ja.", Label("decision", "Beslut", "Ja.")),
        ("**Beslut** Ja.", Label("decision", "Beslut", "Ja.")),
        ("BESLUT", Label("decision", "BESLUT", "")),
        ("### Beslut", Label("decision", "Beslut", "")),
        ("Beslut 2: Ja.", Label("decision", "Beslut 2", "Ja.")),
        ("Gruppens beslut: Ja.", Label("decision", "Gruppens beslut", "Ja.")),
        ("Beslut att godkänna", Label("decision", "Beslut", "att godkänna")),
        ("Dialog", Label("dialog", "Dialog", "")),
        ("Diskussion: Ja.", Label("dialog", "Diskussion", "Ja.")),
        ("Frågeställningar till LGS:", Label("questions", "Frågeställningar till LGS", "")),
        ("Kommande möte:\t2026-06-04", Label("next_meeting", "Kommande möte", "2026-06-04")),
        ("Nästa möte 2026-06-04", Label("next_meeting", "Nästa möte", "2026-06-04")),
        ("Vid pennan\tEva Berg", Label("note_taker", "Vid pennan", "Eva Berg")),
        ("Datum 2026-06-16", Label("date", "Datum", "2026-06-16")),
        ("Kl. 13:30-16:30", Label("time", "Kl.", "13:30-16:30")),
        ("Anmält förhinder: Bo", Label("apologies", "Anmält förhinder", "Bo")),
    ],
)
def test_labels_are_known_however_they_are_written(line: str, label: Label) -> None:
    assert label_of(line) == label


@pytest.mark.parametrize(
    "line",
    [
        "Besluten från förra mötet gicks igenom.",
        "Till nästa möte: läs rapporten",
        "För närvarande finns inga medel.",
        "Närvarande var många.",
        "Frågor",
        "Dialogen fortsätter.",
        "I dialogen lyfts: ansvar",
        "Förslaget: bra",
        "",
    ],
)
def test_prose_is_no_label(line: str) -> None:
    assert label_of(line) is None


def test_the_lines_of_an_item_are_sorted_under_their_labels() -> None:
    text = """Läget.

Fråga: Hur gör vi?

Mer om läget.
Dialog
Flera talar.

Beslut: Ja.
Nej.

Efteråt talas det mer.
Bakgrund: gammal
Åtgärd: Eva ringer.
Kommande möte:
2026-06-04"""
    body = sort(text.split("\n"))
    assert [line for line in body.information if line] == ["Läget.", "Mer om läget.", "Bakgrund: gammal"]
    assert [line for line in body.dialog if line] == ["Flera talar.", "Efteråt talas det mer."]
    assert [(p.place, p.lines) for p in body.passages] == [
        ("questions", ["Hur gör vi?"]),
        ("decision", ["Ja.", "Nej."]),
        ("action", ["Eva ringer."]),
        ("end", ["2026-06-04"]),
    ]
