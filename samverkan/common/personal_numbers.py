"""Personal numbers and coordination numbers, found in text in whatever way they are written.

A number is six digits for the day of birth (eight with the century) and four more, of which the last is a check
digit (Luhn). In a coordination number 60 is added to the day. Which signs stand between the digits, and whether
any do, differs: ``850423-1234``, ``19850423 1234``, ``1985-04-23–1234``, ``850423(1234)``, ``8 5 0 4 2 3 1 2 3 4``.

Other numbers can look the same: a tenth of all digits in the shape of a date pass the check. So what is found is
for a person to judge. Swedish registration numbers of cases and of organisations are not found: theirs have no day.
"""

import calendar
import re
from dataclasses import dataclass
from itertools import accumulate

#: What may stand between two groups of digits: dashes of all kinds (two of them as a reader of PDF files writes the
#: hyphen that ends a line), plus, full stop, slash, low line, space; and what is not written within a time or a list.
_DASHES = "\\-\u00ad\u2010-\u2015\u2043\u2212\u2e3a\u2e3b\u30fc\ufe58\ufe63\uff0d\u058a~\x02\ufffe"
_APART = ",:;|()\\[\\]\u00b7\u2022\u2027\u2219\u22c5\u30fb\uff0c\uff1a\uff08\uff09"
_LONGEST, _WIDEST = 12, 24
_BETWEEN = re.compile(rf"[{_DASHES}+\uff0b./_\s{_APART}]{{0,{_WIDEST}}}")
_FIRM = re.compile(rf"[{_DASHES}+\uff0b]")
_LISTS = re.compile(f"[{_APART}]")
#: A new line, or the next cell of a table.
_BREAK = re.compile(r"[\n\r\t\v\f\x1c-\x1f\x85\u2028\u2029]")
_GROUP = re.compile(r"\d+")
#: Another date, or the end of a time: ``2026-04-23 – 2026-05-04``, ``2026-04-23 1330–1630``.
_DATE = re.compile(rf"(?<!\d)(?:19|20)\d\d[{_DASHES}./](?:0[1-9]|1[0-2])[{_DASHES}./](?:0[1-9]|[12]\d|3[01])(?!\d)")
_TIME = re.compile(r"(?:[01]\d|2[0-4])[0-5]\d")
_TIME_GOES_ON = re.compile(rf"\s?[{_DASHES}]\s?(?:[01]\d|2[0-4])[.:]?[0-5]\d(?!\d)")
#: A moment as programs write it, in which a part of a second looks like a day.
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(T[0-2]\d:[0-5]\d:[0-5]\d\.\d{6}[+-]\d\d:\d\d)(?!\d)")
_CENTURIES = {"", "18", "19", "20"}
#: After how many of the ten digits something may stand.
_SEAMS = {0, 2, 4, 6, 8}


@dataclass(frozen=True, slots=True)
class Found:
    """Something that looks like a personal number. ``start`` and ``end`` are its place in the text."""

    start: int
    end: int
    #: The ten digits, without the century.
    digits: str

    @property
    def shown(self) -> str:
        """``850423-••••``: enough to find it by, without the last four."""
        return f"{self.digits[:6]}-••••"


@dataclass(frozen=True, slots=True)
class _Group:
    """Digits that stand together, and what stands between them and the next; None when that holds nothing together."""

    start: int
    end: int
    digits: str
    gap: str | None


def find(text: str) -> list[Found]:
    """Every personal and coordination number in the text, in order; linear in the text.

    Two may overlap, so that what is judged to be none never hides one that is.
    """
    groups = _groups(text)
    clock = {place for moment in _MOMENT.finditer(text) for place in range(*moment.span(1))}
    starts = (first for first, group in enumerate(groups) if group.start not in clock)
    return [found for first in starts if (found := _from(text, groups, first))]


def _groups(text: str) -> list[_Group]:
    groups = []
    matches = list(_GROUP.finditer(text))
    for index, match in enumerate(matches):
        after = matches[index + 1].start() if index + 1 < len(matches) else len(text)
        gap = _BETWEEN.fullmatch(text, match.end(), after) if after - match.end() <= _WIDEST else None
        groups.append(_Group(match.start(), match.end(), _ascii(match[0]), gap[0] if gap else None))
    return groups


def _ascii(digits: str) -> str:
    return digits if digits.isascii() else "".join(str(int(digit)) for digit in digits)


def _from(text: str, groups: list[_Group], first: int) -> Found | None:
    """The number that begins with a group of digits, if one does."""
    digits = ""
    for index in range(first, min(first + _LONGEST, len(groups))):
        digits += groups[index].digits
        if len(digits) > _LONGEST:
            return None
        is_number = len(digits) in {10, 12} and _is_number(digits)
        if is_number and _is_written_so(text, groups[first : index + 1], digits[-4:]):
            return Found(groups[first].start, groups[index].end, digits[-10:])
        if groups[index].gap is None:
            return None
    return None


def _is_number(digits: str) -> bool:
    """Whether ten or twelve digits are a day, a serial number and their check digit."""
    return digits[:-10] in _CENTURIES and _is_day(digits) and digits[-4:-1] != "000" and _luhn(digits[-10:])


def _is_day(digits: str) -> bool:
    month, day = int(digits[-8:-6]), int(digits[-6:-4])
    day -= 60 if day > 60 else 0
    # Without a century 2000 stands for 1900 too: what is one day too many is no number missed.
    year = int(digits[:-8]) if len(digits) == _LONGEST else 2000 + int(digits[:2])
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


def _luhn(digits: str) -> bool:
    doubled = (int(digit) * (2 - index % 2) for index, digit in enumerate(digits))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _is_written_so(text: str, groups: list[_Group], last: str) -> bool:
    """Whether anybody would write a number so: something between year, month, day and the last four."""
    lengths = [len(group.digits) for group in groups]
    gaps = [group.gap or "" for group in groups[:-1]]
    seams = [count - (sum(lengths) - 10) for count in accumulate(lengths[:-1])]
    breaks = [seam for gap, seam in zip(gaps, seams, strict=True) if _BREAK.search(gap)]
    if breaks and (breaks != [6] or seams != [6]):
        return False  # a number goes over a line or two cells after the day only
    if _goes_on(text, groups, last):
        return False
    if max(lengths) == 1:  # one digit in each box of a form
        return True
    if 8 in seams and any(map(_LISTS.search, gaps)):
        return False  # ``2026-04-23 13:30``, ``2026-04-23, 05-04``
    if max(lengths) <= 2:  # figures in a table, unless the century or something else than space holds them together
        return sum(lengths) == _LONGEST or any(map(_FIRM.search, gaps))
    return set(seams) <= _SEAMS


def _goes_on(text: str, groups: list[_Group], last: str) -> bool:
    """Whether the last four belong to another date that goes on, or are a time that has an end."""
    if len(groups) < 2:
        return False
    end = groups[-1].end
    if len(groups) > 2 and any(_DATE.match(text, group.start) for group in groups[-2:]):
        return True
    is_time = bool(_TIME.match(last)) and not _FIRM.search(groups[-2].gap or "")
    return is_time and bool(_TIME_GOES_ON.match(text, end))
