"""Attendance lists in other shapes than the published one; all names are invented."""

import pytest

from meetings.importing.known import Lookup
from meetings.importing.parsed import KnownPerson, ParsedPerson, Register, Warning
from meetings.importing.persons import read_people

NOBODY = Register()


def read(*lines: str, register: Register = NOBODY) -> tuple[list[ParsedPerson], list[Warning]]:
    return read_people(lines, "member", "present", Lookup(register), frozenset({"lgs"}))


def cells(*lines: str, register: Register = NOBODY) -> list[tuple[str, str, str, str]]:
    return [(p.name, p.title, p.organisation, p.capacity) for p in read(*lines, register=register)[0]]


def test_unusual_names_are_found_in_running_text_without_separators() -> None:
    text = (
        "Zdravka Petkova, Ordf. Verksamhetschef, Vårdcentralen Eken, VGR Xanthe Lind, Enhetschef äldreomsorg, "
        "Mölndals stad Oyvind van der Meer, Tf. Socialchef Härryda Tuulikki Aho Salmi, Kvalitetsutvecklare, "
        "Omtanken AB Anna- Karin Ek Enhetschef, SU"
    )
    assert cells(text) == [
        ("Zdravka Petkova", "Verksamhetschef", "Vårdcentralen Eken, VGR", "chair"),
        ("Xanthe Lind", "Enhetschef äldreomsorg", "Mölndals stad", "member"),
        ("Oyvind van der Meer", "Tf. Socialchef", "Härryda", "member"),
        ("Tuulikki Aho Salmi", "Kvalitetsutvecklare", "Omtanken AB", "member"),
        ("Anna-Karin Ek", "Enhetschef", "SU", "member"),
    ]


def test_one_person_a_line_with_bullets_roles_and_a_wrapped_line() -> None:
    assert cells(
        "- Eva Berg, verksamhetschef, SU",
        "- Zlatka Ek (ordförande), Mölndals stad",
        "- Åke von Knorring – Närhälsan, delvis",
        "- Sara Lind, enhetschef,",
        "  Härryda kommun",
        "- Ordförande Olle Fors, Partille kommun",
        "- Vakant, Capio",
    ) == [
        ("Eva Berg", "verksamhetschef", "SU", "member"),
        ("Zlatka Ek", "", "Mölndals stad", "chair"),
        ("Åke von Knorring", "", "Närhälsan", "member"),
        ("Sara Lind", "enhetschef", "Härryda kommun", "member"),
        ("Olle Fors", "", "Partille kommun", "chair"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Eva Berg, SU; Bo Ek (ordf.), Partille kommun; Åke von Knorring, Närhälsan",
        "Eva Berg (SU), Bo Ek, ordf., Partille kommun Åke von Knorring (Närhälsan)",
    ],
)
def test_semicolons_and_brackets_tell_people_apart(line: str) -> None:
    assert cells(line) == [
        ("Eva Berg", "", "SU", "member"),
        ("Bo Ek", "", "Partille kommun", "chair"),
        ("Åke von Knorring", "", "Närhälsan", "member"),
    ]


def test_names_alone_with_commas_are_people() -> None:
    people, told = read("Eva Berg, Zlatka Ek, Åke von Knorring")
    assert [p.name for p in people] == ["Eva Berg", "Zlatka Ek", "Åke von Knorring"]
    assert [str(w) for w in told] == [
        "Eva Berg saknar organisation i deltagarlistan. Fyll i den.",
        "Zlatka Ek saknar organisation i deltagarlistan. Fyll i den.",
        "Åke von Knorring saknar organisation i deltagarlistan. Fyll i den.",
    ]


def test_a_table_is_a_list() -> None:
    rows = ["| Namn | Titel | Organisation |", "|---|---|---|", "| Eva Berg | Chef | SU |", "| Zlatka Ek | | Härryda |"]
    assert cells(*rows) == [("Eva Berg", "Chef", "SU", "member"), ("Zlatka Ek", "", "Härryda", "member")]
    assert read(*rows)[1] == []


@pytest.mark.parametrize(
    ("details", "capacity", "title"),
    [
        ("Ordf. Enhetschef, SU", "chair", "Enhetschef"),
        ("ordförande, SU", "chair", ""),
        ("1:e vice ordf., Enhetschef, SU", "vice_chair", "Enhetschef"),
        ("V. ordf. Enhetschef, SU", "vice_chair", "Enhetschef"),
        ("adj., Enhetschef, SU", "adjunct", "Enhetschef"),
        ("adjungerad, SU", "adjunct", ""),
        ("Enhetschef, SU, ordf.", "chair", "Enhetschef"),
        ("inbjuden, SU", "guest", ""),
        ("Processledare, SU", "process_leader", "Processledare"),
        ("Administrativ koordinator, SU", "coordinator", "Administrativ koordinator"),
        ("Vårdkoordinator, SU", "member", "Vårdkoordinator"),
        ("ordförande i socialnämnden, SU", "member", "ordförande i socialnämnden"),
        ("Tf. Socialchef, SU", "member", "Tf. Socialchef"),
        ("Enhetschef, SU (anslöt kl 14)", "member", "Enhetschef"),
        ("Enhetschef (punkt 1–3), SU", "member", "Enhetschef"),
    ],
)
def test_role_words_become_the_capacity_and_leave_the_title(details: str, capacity: str, title: str) -> None:
    assert cells(f"Eva Berg, {details}") == [("Eva Berg", title, "SU", capacity)]


def test_a_known_name_splits_where_nothing_else_does() -> None:
    register = Register([KnownPerson("Wille Wull"), KnownPerson("Domellöf Mattsson Io")], ["Omtanken Nord"])
    text = "Wille Wull Omtanken Nord Domellöf-Mattsson Io Omtanken Nord"
    people, _ = read(text, register=register)
    assert [(p.name, p.organisation, p.certain) for p in people] == [
        ("Wille Wull", "Omtanken Nord", True),
        ("Domellöf-Mattsson Io", "Omtanken Nord", True),
    ]


def test_a_known_name_inside_a_longer_name_is_somebody_else() -> None:
    register = Register([KnownPerson("Eva Berg")])
    people, _ = read("Eva Berg Lind, chef, SU Anna Eva Berg, chef, GR Eva Berg, chef, Capio", register=register)
    assert [(p.name, p.certain) for p in people] == [
        ("Eva Berg Lind", False),
        ("Anna Eva Berg", False),
        ("Eva Berg", True),
    ]


def test_no_organisation_is_asked_for_when_the_register_has_it() -> None:
    register = Register([KnownPerson("Eva Berg", "chef", "SU")])
    assert read("Eva Berg, chef", register=register)[1] == []
    assert [w.code for w in read("Eva Berg, chef")[1]] == ["organisation"]


def test_a_line_that_names_nobody_is_asked_about() -> None:
    people, told = read("Eva Berg, SU", "Bo Ek, GR", "Region Väst")
    assert [p.name for p in people] == ["Eva Berg", "Bo Ek"]
    assert told == [Warning("attendance", "I deltagarlistan kunde ”Region Väst” inte läsas som en person.")]
