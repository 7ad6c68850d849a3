"""Tables as files: whatever somebody has typed stays text, in Excel, in LibreOffice and with any separator."""

import csv
import io
import re
import zipfile
from datetime import UTC, date, datetime
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from samverkan.common import tables

FORMULAS = ("=1+1", "+46 31", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "\u00a0=1", "＝1", "＋1", "\ufeff=1")
PARTS = [*FORMULAS, "\x00=1", "\x1f@x", ",=1", ', "=1', ";", '"', ",", "\u2028", "a"]
HOSTILE = st.lists(st.sampled_from(PARTS) | st.text(max_size=5), max_size=4).map("".join)
DANGEROUS = re.compile(r"[=+\-@＝＋－＠\t\r\n]")
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def csv_of(header: list[str], *rows: list[tables.Cell]) -> str:
    return b"".join(tables.csv_lines(header, rows)).decode("utf-8")


def letters(text: str) -> str:
    """What was said, without the apostrophes that were added and however it is broken into lines."""
    return re.sub(r"['\s\x85]+", "", text)


def read(text: str, separator: str = ";") -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=separator))


def sheet_of(content: bytes) -> ElementTree.Element:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))  # noqa: S314 -- our own file


def cells_of(content: bytes) -> list[list[tuple[str, str]]]:
    """Kind and value of each cell, row by row; text with Excel's own escapes undone."""
    found = []
    for row in sheet_of(content).iter(f"{MAIN}row"):
        found.append([_read_cell(cell) for cell in row.iter(f"{MAIN}c")])
    return found


def _read_cell(cell: ElementTree.Element) -> tuple[str, str]:
    kind = cell.get("t", "n")
    text = "".join(part.text or "" for part in cell.iter(f"{MAIN}t" if kind == "inlineStr" else f"{MAIN}v"))
    return kind, re.sub(r"_x([0-9A-F]{4})_", lambda found: chr(int(found[1], 16)), text)


def xlsx_of(header: list[str], *rows: list[tables.Cell], title: str = "Personer") -> bytes:
    with tables.xlsx_file(title, header, rows) as file:
        return file.read()


def test_csv_opens_right_in_a_swedish_excel() -> None:
    text = csv_of(["Namn", "Från"], ["Åsa Öst", date(2026, 4, 23)], [None, True])
    assert text == '\ufeff"Namn";"Från"\r\n"Åsa Öst";"2026-04-23"\r\n"";"Ja"\r\n'


def test_a_moment_is_written_in_swedish_time() -> None:
    assert tables.as_text(datetime(2026, 7, 1, 12, 3, tzinfo=UTC)) == "2026-07-01 14:03"


@pytest.mark.parametrize("text", FORMULAS)
def test_text_that_could_be_a_formula_gets_an_apostrophe(text: str) -> None:
    assert tables.neutral(text) == f"'{' ' + text[1:] if text[0] in '\t\r\n' else text}"


@pytest.mark.parametrize("text", ["Anna", "a=b", "'=1", "", "Möte 3-4", "ö@example.se", "(+46)"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert tables.neutral(text) == text


def test_a_number_below_zero_is_a_number() -> None:
    assert csv_of(["n"], [-3]) == '\ufeff"n"\r\n"-3"\r\n'


@given(st.lists(st.lists(HOSTILE, min_size=2, max_size=2), max_size=5))
def test_no_cell_of_a_csv_begins_as_a_formula(rows: list[list[str]]) -> None:
    text = csv_of(["a", "b"], *rows)
    found = read(text)[1:]
    assert [len(row) for row in found] == [2] * len(rows)
    cells = [cell for row in found for cell in row]
    assert [cell for cell in cells if DANGEROUS.match(cell.lstrip(" \u00a0\ufeff\x00"))] == []
    assert [letters(cell) for cell in cells] == [letters(tables.as_text(cell)) for row in rows for cell in row]


@given(st.lists(HOSTILE, min_size=1, max_size=3))
@example(["", ","])
def test_no_cell_falls_apart_where_commas_separate(row: list[str]) -> None:
    line, end = csv_of([], row).split("\r\n")[1:]  # the break that ends the line is nobody's text
    assert end == ""
    for cells in read(line, separator=","):
        assert [cell for cell in cells if DANGEROUS.match(cell.lstrip(" \u00a0"))] == []


def test_a_workbook_holds_text_as_text_days_as_days_and_no_formula() -> None:
    content = xlsx_of(["Namn", "Dag", "Antal"], ["=1+1", date(2026, 4, 23), -3], ["http://x.se", None, True])
    assert cells_of(content) == [
        [("inlineStr", "Namn"), ("inlineStr", "Dag"), ("inlineStr", "Antal")],
        [("inlineStr", "=1+1"), ("n", "46135"), ("n", "-3")],
        [("inlineStr", "http://x.se"), ("inlineStr", "Ja")],
    ]
    assert list(sheet_of(content).iter(f"{MAIN}f")) == []
    assert list(sheet_of(content).iter(f"{MAIN}hyperlink")) == []
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        assert b"yyyy\\-mm\\-dd" in book.read("xl/styles.xml") or b"yyyy-mm-dd" in book.read("xl/styles.xml")


@given(st.lists(HOSTILE, min_size=1, max_size=3))
@example(["\x1f"])
def test_a_workbook_says_what_was_typed_and_nothing_counts(row: list[str]) -> None:
    content = xlsx_of(["a"], [*row])
    assert list(sheet_of(content).iter(f"{MAIN}f")) == []
    said = [text for kind, text in [*cells_of(content), []][1] if kind == "inlineStr" and text]
    wanted = [tables.as_text(cell) for cell in row if tables.as_text(cell)]
    assert [_plain(text) for text in said] == [_plain(text) for text in wanted]


def _plain(text: str) -> str:
    """XML makes one newline of a carriage return; what looks like one of Excel's escapes is not compared."""
    return re.sub(r"_x[0-9A-Fa-f]{4}_", "", text.replace("\r\n", "\n").replace("\r", "\n"))


def test_a_workbook_takes_any_title_and_the_longest_text(recwarn: Any) -> None:
    content = xlsx_of(["a"], ["å" * 40_000], title="Regler: [för] hur ofta grupper möts/år")
    assert len(cells_of(content)[1][0][1]) == tables.CELL_LENGTH
    assert list(recwarn) == []


def test_a_day_before_excel_began_to_count_is_text() -> None:
    assert cells_of(xlsx_of(["a"], [date(1862, 1, 1)]))[1] == [("inlineStr", "1862-01-01")]
