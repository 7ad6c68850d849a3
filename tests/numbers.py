"""Personal numbers for the tests, in every way that they are written. None is anybody's."""

from datetime import date
from typing import Any

from hypothesis import strategies as st


def check_digit(nine: str) -> str:
    """The last digit, by Luhn's rule."""
    values = [int(digit) * (2 - index % 2) for index, digit in enumerate(nine)]
    return str(-sum(value // 10 + value % 10 for value in values) % 10)


#: One of them: its ten digits, and as it is most often written.
TEN = "850423123" + check_digit("850423123")
NUMBER = f"{TEN[:6]}-{TEN[6:]}"


@st.composite
def numbers(draw: Any) -> tuple[str, str]:
    """A personal or coordination number: its century, and its ten digits."""
    day = draw(st.dates(date(1900, 3, 1), date(2026, 11, 22)))
    shift = draw(st.sampled_from([0, 60]))
    nine = f"{day:%y%m}{day.day + shift:02}{draw(st.integers(1, 999)):03}"
    return f"{day.year // 100}", nine + check_digit(nine)


DASHES = ["-", "–", "—", "‐", "‑", "‒", "−", "﹣", "－"]
BETWEEN = ["", " ", "\u00a0", "\u2009", "+", "_", " - ", " – ", "-\n", "-\r\n", *DASHES, ",", "·", "(", "      "]
WITHIN = ["", "-", " ", ".", "/", "–", "\u00a0"]


@st.composite
def written(draw: Any) -> str:
    """A number in some writing of it."""
    century, ten = draw(numbers())
    within, between = draw(st.sampled_from(WITHIN)), draw(st.sampled_from(BETWEEN))
    if "\n" in between:
        within = ""
    year = draw(st.sampled_from(["", century])) + ten[:2]
    text = within.join([year, ten[2:4], ten[4:6]]) + between + ten[6:]
    alphabet = draw(st.sampled_from([0, 0, 0, 0xFF10 - 0x30, 0x0660 - 0x30, 0x1D7CE - 0x30]))
    return "".join(chr(ord(sign) + alphabet) if sign.isdigit() else sign for sign in text)
