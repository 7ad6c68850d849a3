"""What is taken for a note, and what is asked about when its head is unclear; all names are invented."""

from datetime import date

import pytest

from meetings.importing.parse import parse
from meetings.importing.parsed import NotMinutes, ParsedMinutes, Register, Warning


def people(minutes: ParsedMinutes) -> list[tuple[str, str, str, str, str]]:
    return [(p.name, p.title, p.organisation, p.capacity, p.state) for p in minutes.attendance]


def test_a_missing_date_is_told_and_several_dates_too(nobody: Register) -> None:
    without = parse("Minnesanteckningar NOSAM Ek\n\n1. Inledning\n\ntext", nobody)
    assert (without.date, [str(w) for w in without.warnings]) == (
        None,
        ["Anteckningen saknar datum. Fyll i mötets datum."],
    )
    several = parse("Minnesanteckningar NOSAM Ek 2024-05-03\nMöte 4 maj 2024\n\n1. Inledning", nobody)
    assert (several.date, [str(w) for w in several.warnings]) == (
        date(2024, 5, 3),
        ["I anteckningens huvud står flera datum: 3 maj 2024 och 4 maj 2024. 3 maj 2024 används."],
    )


def test_who_is_both_chair_by_label_and_in_the_list_is_one_person(nobody: Register) -> None:
    text = (
        "Mötesanteckning NOSAM Ek 2024-05-03\nOrdförande: Eva Strömvik\nDeltagare:\nEva Strömvik, chef, SU\n"
        "Nils Fjällbo, GR\nFrånvarande: Nils Fjällbo, GR\n\n1. Inledning"
    )
    read = parse(text, nobody)
    assert people(read) == [
        ("Eva Strömvik", "chef", "SU", "chair", "present"),
        ("Nils Fjällbo", "", "GR", "member", "present"),
    ]
    assert Warning("attendance", "Nils Fjällbo står både som närvarande och som inte närvarande.") in read.warnings


def test_a_chair_named_inside_a_list_does_not_make_the_rest_chairs(nobody: Register) -> None:
    text = "Mötesanteckning NOSAM Ek 2024-05-03\nDeltagare:\nOrdförande: Eva Strömvik, SU\nNils Fjällbo, GR\n\n1. A"
    assert {(p.name, p.capacity) for p in parse(text, nobody).attendance} == {
        ("Eva Strömvik", "chair"),
        ("Nils Fjällbo", "member"),
    }


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("", "rubrik, datum och numrerade punkter"),
        ("Hej!\n\n2024-05-03", "rubrik och numrerade punkter"),
        ("Sammanfattning\n\nÅret var bra.", "datum och numrerade punkter"),
        ("Minnesanteckningar 2024-05-03", "numrerade punkter"),
        ("Inköp\n\n1. Bröd\n2. Smör", "rubrik och datum"),
        ("Inköp 2024-05-03\n\n1. Bröd\n2. Smör", "rubrik"),
    ],
)
def test_what_is_no_note_is_refused_with_what_it_lacks(text: str, missing: str, nobody: Register) -> None:
    with pytest.raises(NotMinutes) as refused:
        parse(text, nobody)
    assert str(refused.value) == (
        f"Filen ser inte ut som en mötesanteckning: den saknar {missing}. Kontrollera att du har valt rätt fil."
    )


def test_a_note_without_heading_passes_when_it_has_a_date_and_people(nobody: Register) -> None:
    read = parse("NOSAM Ek\n2024-05-03\nNärvarande: Eva Strömvik, SU\n\n1. Inledning", nobody)
    assert (read.kind_word, read.date, len(read.attendance)) == ("", date(2024, 5, 3), 1)


def test_a_person_is_a_value_that_never_changes(read_by_nobody: ParsedMinutes) -> None:
    with pytest.raises(AttributeError):
        read_by_nobody.attendance[0].name = "Någon Annan"  # type: ignore[misc]
