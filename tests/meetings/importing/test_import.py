"""Reading the real note into the register: every count, and nothing twice."""

from datetime import date, time
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from groups.models import Group, Organisation, Person
from meetings.importing.parsed import NotMinutes
from meetings.importing.reading import read_note
from meetings.importing.saving import NEW, save_minutes
from meetings.models import AgendaItem, Attendance, Meeting, Outcome, OutcomeTask, StoredDocument
from samverkan.common.refusals import StepRefused

pytestmark = pytest.mark.django_db


@pytest.fixture
def lgs(structure: None) -> Group:
    return Group.objects.get(slug="lgs")


@pytest.fixture
def meeting(lgs: Group, lgs_note: str) -> Meeting:
    proposal = read_note(lgs_note.encode(), group=lgs)
    return save_minutes(proposal, choices={}, source=lgs_note.encode(), file_name="lgs.txt", by=None)


def counts() -> list[int]:
    models = (Person, Organisation, Meeting, AgendaItem, Outcome, Attendance, StoredDocument)
    return [model.objects.count() for model in models]


def test_the_head_and_the_end_of_the_note_are_read(meeting: Meeting) -> None:
    assert (meeting.date, meeting.starts_at, meeting.ends_at) == (date(2026, 4, 23), time(13, 30), time(16, 30))
    assert (meeting.next_date, meeting.state) == (date(2026, 6, 4), "planned")
    assert meeting.note_taker == Person.objects.get(slug="isabelle-alknas")
    assert meeting.approves_title == "2026-02-27 Mötesanteckning Ledningsgrupp för samverkan (LGS)"


def test_thirteen_were_present_and_ten_sent_apologies(meeting: Meeting) -> None:
    states = list(meeting.attendance.values_list("state", flat=True))
    assert (states.count("present"), states.count("apologies"), len(states)) == (13, 10, 23)


def test_everybody_is_listed_in_the_right_capacity(meeting: Meeting) -> None:
    special = meeting.attendance.exclude(capacity="member").values_list("person__name", "capacity")
    assert dict(special) == {
        "Katarina Mueller": "chair",
        "Maria Taranger": "vice_chair",
        "Maria Ljung": "adjunct",
        "Karolina Wedne Lindberg": "process_leader",
        "Isabelle Alknäs": "coordinator",
    }


def test_everybody_of_an_organisation_is_matched_to_one_in_the_register(meeting: Meeting) -> None:
    unmatched = meeting.attendance.filter(organisation=None).values_list("person__name", flat=True)
    assert sorted(unmatched) == ["Isabelle Alknäs", "Karolina Wedne Lindberg"]


def test_the_members_of_the_note_are_those_who_hold_the_seats(meeting: Meeting, lgs: Group) -> None:
    members = meeting.attendance.filter(capacity__in=["chair", "vice_chair", "member"])
    seated = lgs.memberships.on(meeting.date).filter(seat__is_adjunct=False)
    assert set(members.values_list("person", flat=True)) == set(seated.values_list("person", flat=True))
    assert members.count() == 20


def test_there_are_eight_items_six_of_them_with_a_dialog_of_its_own(meeting: Meeting) -> None:
    assert list(meeting.items.values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6, 7, 8]
    with_dialog = meeting.items.exclude(dialog="").values_list("number", flat=True)
    assert list(with_dialog) == [2, 3, 4, 5, 6, 7]
    assert not meeting.items.filter(information__contains="I dialogen").exists()


def test_the_six_outcomes_have_their_right_kinds(meeting: Meeting) -> None:
    outcomes = Outcome.objects.filter(item__meeting=meeting).values_list("item__number", "kind")
    assert list(outcomes) == [
        (2, "prepared_further"), (3, "noted"), (4, "taken_home"),
        (5, "decided_not_to"), (6, "agreed"), (7, "noted"),
    ]  # fmt: skip


def test_who_prepares_further_who_takes_it_home_and_who_works_on_is_known(meeting: Meeting) -> None:
    outcomes = {row.item.number: row for row in Outcome.objects.filter(item__meeting=meeting)}
    assert outcomes[2].group == Group.objects.get(slug="temagrupp-psykiatri")
    assert outcomes[4].organisation == Organisation.objects.get(short_name="SU")
    assert [task.owner for task in outcomes[6].tasks.all()] == ["Vårdsamverkanskontoret"]
    assert OutcomeTask.objects.count() == 1


def test_only_what_binds_the_parties_needs_anchoring(meeting: Meeting) -> None:
    needing = [row.item.number for row in Outcome.objects.filter(item__meeting=meeting) if row.needs_anchoring]
    assert needing == [6]


def test_the_questions_stand_under_item_two(meeting: Meeting) -> None:
    questions = meeting.items.get(number=2).questions
    assert questions == "<ul><li>Hur ska vi tänka kring detta?</li><li>Saknar ni något i kartläggningen?</li></ul>"
    assert meeting.items.exclude(questions="").count() == 1


def test_the_original_is_kept_byte_for_byte(meeting: Meeting, lgs_note: str) -> None:
    assert StoredDocument.objects.get(meeting=meeting, kind="source").read() == lgs_note.encode()


def test_a_second_reading_is_refused_and_enters_nobody_twice(meeting: Meeting, lgs: Group, lgs_note: str) -> None:
    before = counts()
    proposal = read_note(lgs_note.encode(), group=lgs)
    with pytest.raises(StepRefused, match="finns redan en anteckning för LGS den 23 april 2026"):
        save_minutes(proposal, choices={}, source=lgs_note.encode(), file_name="lgs.txt", by=None)
    assert counts() == before


def test_an_unknown_name_has_to_be_settled_and_until_then_nothing_is_saved(lgs: Group, lgs_note: str) -> None:
    changed = lgs_note.replace("Erika Hägg", "Erik Hägg")
    before = counts()
    proposal = read_note(changed.encode(), group=lgs)
    assert [match.name for match in proposal.uncertain] == ["Erik Hägg"]
    assert [person.name for person in proposal.uncertain[0].suggestions] == ["Erika Hägg"]
    with pytest.raises(StepRefused, match="Erik Hägg"):
        save_minutes(proposal, choices={}, source=b"", file_name="lgs.txt", by=None)
    assert counts() == before


@pytest.mark.parametrize(("choice", "new_people"), [(NEW, 1), ("erika-hagg", 0)])
def test_an_unknown_name_is_a_new_person_or_somebody_known(
    lgs: Group, lgs_note: str, choice: str, new_people: int
) -> None:
    changed = lgs_note.replace("Erika Hägg", "Erik Hägg").encode()
    before = Person.objects.count()
    proposal = read_note(changed, group=lgs)
    made = save_minutes(proposal, choices={"Erik Hägg": choice}, source=changed, file_name="lgs.txt", by=None)
    assert Person.objects.count() == before + new_people
    assert made.attendance.count() == 23


def test_the_command_reads_the_file(lgs: Group, lgs_note: str, tmp_path: Path) -> None:
    file = tmp_path / "note.txt"
    file.write_text(lgs_note, encoding="utf-8")
    call_command("import_minutes", str(file), "--group", "lgs", verbosity=0)
    assert Meeting.objects.get().items.count() == 8


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("Inköpslista\n\nMjölk\nBröd\n".encode(), "mötesanteckning"),
        (b"%PDF-1.7 \xff\xfe\x00", "varken text eller Word"),
        (b"PK\x03\x04\x00\x00", "Filen är skadad"),
        (b"", "mötesanteckning"),
        (b"x" * 300_001, "större än 300 kB"),
    ],
)
def test_a_file_that_is_no_note_is_refused_and_changes_nothing(
    lgs: Group, tmp_path: Path, content: bytes, sentence: str
) -> None:
    before = counts()
    file = tmp_path / "annat.txt"
    file.write_bytes(content)
    with pytest.raises(NotMinutes, match=sentence):
        read_note(content, group=lgs)
    with pytest.raises(CommandError, match=sentence):
        call_command("import_minutes", str(file), "--group", "lgs")
    assert counts() == before


def test_the_command_names_a_group_or_a_file_that_does_not_exist(lgs: Group, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="ingen grupp med adressen lg"):
        call_command("import_minutes", str(tmp_path / "note.txt"), "--group", "lg")
    with pytest.raises(CommandError, match="kan inte läsas"):
        call_command("import_minutes", str(tmp_path / "note.txt"), "--group", "lgs")
