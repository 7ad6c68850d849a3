"""Tables as files: CSV for any program, XLSX for Excel. What somebody typed never becomes a formula."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from tempfile import TemporaryFile
from typing import IO

import xlsxwriter
from django.utils import timezone

type Cell = str | int | bool | date | None
type Row = Sequence[Cell]

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: The most that a cell and the name of a sheet can hold in Excel.
CELL_LENGTH, SHEET_LENGTH = 32_767, 31
WIDTH = 24

# A spreadsheet takes text that starts so, in half width or full, for a formula, also after space. Where commas
# separate (the file is opened as another kind than it is) so does what stands after one.
_FORMULA = re.compile(r"(?:^|(?<=,))(?=[\s\ufeff]*[=+\-@＝＋－＠])")
_BREAKS = re.compile(r"[\t\r\n\x85\u2028\u2029]+")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\']")


def as_text(cell: Cell) -> str:
    """The cell in words: days as 2026-04-23, moments as 2026-04-23 14:03 in Swedish time, yes and no as Ja and Nej."""
    match cell:
        case None:
            return ""
        case bool():
            return "Ja" if cell else "Nej"
        case datetime():
            return f"{_local(cell):%Y-%m-%d %H:%M}"
        case date():
            return cell.isoformat()
        case _:
            return _CONTROLS.sub("", str(cell))


def neutral(cell: Cell) -> str:
    """The cell on one line, as text that no spreadsheet takes for a formula: an apostrophe before what could be one."""
    text = as_text(cell)
    return _FORMULA.sub("'", _BREAKS.sub(" ", text)) if isinstance(cell, str) else text


def csv_lines(header: Sequence[str], rows: Iterable[Row]) -> Iterator[bytes]:
    """The lines of a file that a Swedish Excel opens right: semicolons, UTF-8 with its mark, every cell quoted.

    Quoted, so that no cell falls apart in a program that looks for other separators.
    """
    line = csv.writer(_Echo(), delimiter=";", quoting=csv.QUOTE_ALL)
    yield b"\xef\xbb\xbf" + _encoded(line, header)
    for row in rows:
        yield _encoded(line, row)


def xlsx_file(title: str, header: Sequence[str], rows: Iterable[Row]) -> IO[bytes]:
    """A workbook with one sheet, read from its start; text is written as text, days as days. One row in memory."""
    file = TemporaryFile()  # noqa: SIM115 -- the answer that is sent closes it
    options = {
        "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
        "default_date_format": "yyyy-mm-dd",
    }  # fmt: skip
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet(_NOT_IN_SHEET_NAMES.sub(" ", title)[:SHEET_LENGTH])
        sheet.set_column(0, max(len(header) - 1, 0), WIDTH)
        sheet.freeze_panes(1, 0)
        bold, moment = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for column, label in enumerate(header):
            sheet.write_string(0, column, as_text(label), bold)
        for number, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                _write(sheet, number, column, cell, moment)
    file.seek(0)
    return file


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def _encoded(line: object, row: Row) -> bytes:
    text: str = line.writerow([neutral(cell) for cell in row])  # type: ignore[attr-defined]
    return text.encode()


def _write(sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, cell: Cell, moment: object) -> None:
    match cell:
        case None | "":
            return
        case datetime() if cell.year >= 1900:
            sheet.write_datetime(row, column, _local(cell).replace(tzinfo=None), moment)
        case date() if cell.year >= 1900 and not isinstance(cell, datetime):
            sheet.write_datetime(row, column, cell)
        case int() if not isinstance(cell, bool):
            sheet.write_number(row, column, cell)
        case _:
            sheet.write_string(row, column, as_text(cell)[:CELL_LENGTH])


def _local(moment: datetime) -> datetime:
    return timezone.localtime(moment) if timezone.is_aware(moment) else moment
