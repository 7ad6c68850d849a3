"""Telephone numbers are contact details: found in every writing, kept or masked one by one, masked everywhere."""

import json
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from meetings import gate, workflow
from meetings.models import ContactChoice
from meetings.redaction import MASK, public_variant, without_contacts
from tests.conftest import SEEDS
from tests.factories import AFTER, make_cast, make_held
from tests.meetings.test_redaction import SEAL, a_record

GAPS = ["", " ", "-", "\u00a0", "–", " - "]


@st.composite
def phones(draw: st.DrawFn) -> tuple[str, list[str]]:
    """The digits of a Swedish number after its first zero, and writings of it."""
    area = draw(st.sampled_from(["8", "10", "31", "300", "70", "76", "522"]))
    rest = draw(st.integers(2, 9).map(str)) + draw(st.text("0123456789", min_size=4, max_size=5))
    gap, within = draw(st.sampled_from(GAPS)), draw(st.sampled_from(["", " ", "\u00a0"]))
    tail = within.join(filter(None, [rest[:2], rest[2:4], rest[4:]]))
    ways = [f"0{area}{gap}{tail}", f"+46{within}{area}{gap}{tail}", f"0046 {area}{gap}{tail}"]
    return area + rest, [*ways, f"+46 (0){area}{gap}{tail}", f"(0{area}) {tail}"]


@example(("30020000", ["0300-20000"]), "", "")  # begins as a time from and to does
@given(phones(), st.sampled_from(["", "Tel: ", "Ring ", "tel:", "("]), st.sampled_from(["", ".", ", sen", ")"]))
def test_every_writing_is_found_and_is_the_same_number(phone: tuple[str, list[str]], before: str, after: str) -> None:
    digits, ways = phone
    for way in ways:
        [found] = gate.contacts_in(before + way + after)
        assert gate.key_of(found) == f"0{digits}"


@given(phones(), st.data())
def test_a_masked_number_is_read_nowhere_in_the_variant_however_it_is_written(
    phone: tuple[str, list[str]], data: st.DataObject
) -> None:
    digits, ways = phone
    chosen = data.draw(st.sampled_from(ways))
    said = " och ".join(ways)
    html = f'<p>Ring {ways[0]} eller <a href="https://x.se/{ways[1]}">ring</a> '
    html += f"<strong>{ways[2][:4]}</strong>{ways[2][4:]}</p>"
    record = a_record(said, information=html, masks=(chosen,), place=ways[0])
    variant = json.dumps(public_variant(record, SEAL))
    read = re.sub(r"\D", "", re.sub(r'"(number|year|version)": \d+', "", variant))
    assert digits not in read


@pytest.mark.parametrize(
    "text",
    [
        "Dnr RS 2025-04123", "SSN 2023-00412", "2026-04-23", "04-05 2026", "01-02-2026", "05/06 2026", "08-09 2026",
        "kl. 09.30–11.30", "0930-1130", "09:30-11:30", "2026:1", "1 000 000 kronor", "212000-1355", "112", "1177",
        "0412-0413-2", "00412", "http://x.se/04123456789012", "850423-1237", "A031123456", "punkt 0.1.2",
    ],
)  # fmt: skip
def test_what_is_no_telephone_number_is_left_alone(text: str) -> None:
    assert gate.contacts_in(text) == []


@pytest.mark.parametrize("seed", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.stem)
def test_the_real_documents_name_no_telephones_that_are_none(seed: object) -> None:
    found = [value for value in gate.contacts_in(seed.read_text(encoding="utf-8")) if "@" not in value]  # type: ignore[attr-defined]
    assert found == []


@pytest.mark.django_db
def test_a_number_is_asked_about_once_however_often_it_stands() -> None:
    meeting = make_held(make_cast(), items=2)
    meeting.items.filter(number=1).update(information="<p>Ring 031-12 34 56.</p>")
    meeting.items.get(number=2).outcomes.update(text="Svar på +46 31 123456 eller 0312 23 456.")
    assert gate.unsettled_contacts(meeting) == ["031-12 34 56", "0312 23 456"]
    ContactChoice.objects.create(meeting=meeting, value="+4631123456", choice="keep")
    assert gate.unsettled_contacts(meeting) == ["0312 23 456"]


@pytest.mark.django_db
def test_a_choice_made_of_one_writing_replaces_that_of_another() -> None:
    cast = make_cast()
    meeting = make_held(cast, items=1)
    meeting.items.update(information="<p>Ring 070-123 45 67.</p>")
    ContactChoice.objects.create(meeting=meeting, value="+46701234567", choice="keep")
    workflow.send_minutes(meeting, choices={"070-123 45 67": "mask"}, by=cast.eva, at=AFTER)
    assert list(meeting.contact_choices.values_list("value", "choice")) == [("+46701234567", "mask")]


def test_a_number_is_taken_out_of_a_title() -> None:
    assert without_contacts("Fråga, ring 031-12 34 56") == f"Fråga, ring {MASK}"


def test_where_a_number_stands_is_told_for_every_writing_of_it() -> None:
    content = {"items": [{"number": 1, "title": "070-123 45 67"}, {"number": 3, "title": "+46701234567"}]}
    assert gate.places_of(content, ["0701234567"]) == {"0701234567": [1, 3]}


@pytest.mark.parametrize("hostile", ["0", "0 ", "08-", "+46", "(0", "031-12 34 5", "+46 (0)70-"])
def test_hostile_text_is_read_in_the_end(hostile: str) -> None:
    assert isinstance(gate.contacts_in(hostile * (50_000 // len(hostile))), list)
