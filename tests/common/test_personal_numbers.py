"""Personal numbers are found in every writing, and little else is taken for one."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan.common.personal_numbers import find
from tests.conftest import SEEDS
from tests.numbers import check_digit, numbers, written


def found(text: str) -> list[str]:
    return list(dict.fromkeys(hit.digits for hit in find(text)))


@given(
    written(), st.sampled_from(["", "Pnr ", "patient:", "2026-04-23 ", "(", "\n"]), st.sampled_from(["", ".", " ", ")"])
)
def test_every_writing_is_found_wherever_it_stands(text: str, before: str, after: str) -> None:
    assert found(before + text + after)


@given(numbers())
def test_what_is_found_is_the_ten_digits_however_they_are_written(number: tuple[str, str]) -> None:
    century, ten = number
    assert found(f"{ten[:6]}-{ten[6:]} {century}{ten}") == [ten]


@given(numbers(), st.integers(1, 9))
def test_a_wrong_check_digit_is_no_number(number: tuple[str, str], wrong: int) -> None:
    _, ten = number
    assert find(f"{ten[:6]}-{ten[6:9]}{(int(ten[9]) + wrong) % 10}") == []


@pytest.mark.parametrize("seed", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.stem)
def test_the_real_documents_have_none(seed: Path) -> None:
    assert find(seed.read_text(encoding="utf-8")) == []


NINE = "850423123"
TEN = NINE + check_digit(NINE)


@pytest.mark.parametrize(
    "text",
    [
        "RS 2025-04123", "SSN 2023-00412", "Dnr 2026/04-0123", "212000-1355", "232100-0131", "556036-0793",
        "2026-04-23", "2026-04-23 – 2026-05-04", "kl. 13.30–16.30", "2026-04-23 13.30–16.30", "031-12 34 56",
        f"1{TEN}", f"{TEN}1", "8513231237", "8504991237", "850423-0004", "12 11 10 45 67 85 04 23 12 37",
        "1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0", f"{TEN[:4]}\n{TEN[4:]}",
    ],
)  # fmt: skip
def test_what_looks_like_something_else_is_none(text: str) -> None:
    assert find(text) == []


TO = (" – ", " ", ", ")
BROKEN = [
    f"{TEN[:6]}{sign}{TEN[6:]}"
    for sign in (":", ",", ", ", ";", "·", "•", "(", ") ", " [", " " * 6, "\x02\r\n", "\ufffe\n")
]


@pytest.mark.parametrize(
    "text",
    [
        *BROKEN, "850423 1237 - 2 barn", "19850423 1237 – 3 dagar", "850423 1237-2", "850423(1237)", "850423 1237–1399",
        "1985-04-23 1237-10", "85:04:23:1237", " ".join(TEN), " ".join(f"19{TEN}"), "8 5 0 4 2 3 - 1 2 3 7",
        "pnr 8 5 0 4 2 3 1 2 3 7, 2 barn", "850423 1237–16", "19 85 04 23 12 37",
    ],
)  # fmt: skip
def test_what_stands_between_or_after_hides_no_number(text: str) -> None:
    assert found(text) == ["8504231237"]


def test_the_rule_of_times_is_about_times() -> None:
    assert found("850423 1237–1630") == found("2026-04-23 12:37") == []
    hour_is_none = "850423" + "991"
    assert found(f"850423 991{check_digit(hour_is_none)}–1630") == [hour_is_none + check_digit(hour_is_none)]


@pytest.mark.parametrize("sign", [":", ", ", " (", "."])
def test_a_day_with_a_time_that_has_an_end_is_none(sign: str) -> None:
    times = [f"{hour:02}{minute:02}" for hour in range(7, 20) for minute in (0, 15, 30, 45)]
    assert [time for time in times if find(f"2026-04-23{sign}{time}–{time}")] == []


def test_a_moment_in_a_seal_is_none() -> None:
    moments = [f"2026-05-12T19:{minute}:04.{part}+00:00" for minute in (26, 57) for part in range(120000, 125000, 7)]
    assert [moment for moment in moments if find(moment)] == []


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("year", [2024, 2026])
def test_no_day_followed_by_another_is_taken_for_one(year: int, month: int) -> None:
    days = [date(year, month, day) for day in range(1, 29)]
    assert [day for day in days for other in days if any(find(f"{day}{to}{other}") for to in TO)] == []


@pytest.mark.parametrize("text", [f"{TEN[:6]}-{TEN[6:]}", f"19{TEN}", f"{TEN[:6]}+{TEN[6:]}"])
def test_the_last_four_are_not_shown(text: str) -> None:
    assert [hit.shown for hit in find(text)] == ["850423-••••"]
    assert [text[hit.start : hit.end] for hit in find(f"{text}")] == [text]


def test_a_number_that_is_judged_to_be_none_hides_no_other() -> None:
    second = "231237" + "010"
    text = f"{TEN[:6]} {TEN[6:]} {second}"
    assert TEN in found(text)


@pytest.mark.parametrize(
    "hostile", ["1 ", "1", "12-", "1-", f"{TEN[:6]}-", TEN, " ", "1\n", "1" + " " * 24, "1:(", "(", "1,"]
)
def test_hostile_text_is_read_in_the_end(hostile: str) -> None:
    """Returns at all: a search that starts over for each digit would run for hours on this."""
    assert isinstance(find(hostile * (60_000 // len(hostile))), list)
