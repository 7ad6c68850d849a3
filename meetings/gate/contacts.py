"""Contact details in the minutes: e-mail addresses and telephone numbers, kept or masked one by one."""

import re
from collections.abc import Iterable, Mapping

from meetings.models import ContactChoice, Meeting
from meetings.snapshot import minutes_content
from samverkan.common.canonical import Json
from samverkan.common.reading import read, readings, texts

#: The longest address there is.
LONGEST = 254

# Linear: every repetition is bounded, and a label ends where its dot stands.
_EMAIL = re.compile(
    r"\w(?:[\w.%+'\u0300-\u036f-]{0,62}[\w%+\u0300-\u036f-])?"
    r"@[\w\u0300-\u036f-]{1,63}(?:\.[\w\u0300-\u036f-]{1,63}){0,8}\.[\w-]{2,63}"
)
_GAP = r"[^\S\r\n]|[().\u2010-\u2015\u2212\-]"
#: A telephone number: Swedish from its area code, or with +46. Nothing that goes on from a number before it.
_PHONE = re.compile(
    r"(?<![^\W_])(?<!\d[-\u2010-\u2015\u2212./:,_])"
    rf"(?:(?:\+|\b00)(?:{_GAP}){{0,2}}46(?:(?:{_GAP}){{0,2}}\(?0\)?)?|\(?0(?!0))"
    rf"(?:(?:{_GAP}|/){{0,3}}\d){{6,9}}(?!\d)"
)
_AREA = re.compile(r"08|01[013689]|02[01367]|03[1356]|04[0246]|054|06[03]|07[0-9]|09[0]|0[1-69]\d{2}")
#: What looks like a telephone number and is none: a time from and to, a day with its month and year.
_TIME = r"(?:[01]\d|2[0-4])[.:]?[0-5]\d"
_TIMES = re.compile(rf"{_TIME}\s?[-\u2010-\u2015\u2212]\s?{_TIME}(?!\d)")
_DAY = re.compile(r"[0-3]\d[-./\s\u2010-\u2015][01]\d[-./\s\u2010-\u2015](?:19|20)?\d\d(?:\s.*)?")
_MOST_DIGITS, _LEAST_DIGITS = 10, 7
#: Between the digits of a masked number anything may stand that is no letter or digit.
_ANY = r"[\W_]{0,4}"


def contacts_in(text: str) -> list[str]:
    """The e-mail addresses and telephone numbers in a plain text, each once."""
    return _contacts(readings(text, rich=False))


def contacts_of(meeting: Meeting) -> list[str]:
    """The contact details in everything that the minutes of the meeting say."""
    return contacts_within(minutes_content(meeting))


def contacts_within(content: Json) -> list[str]:
    """The contact details in everything that a record says."""
    return _contacts(texts(content))


def unsettled_contacts(meeting: Meeting, content: Json | None = None) -> list[str]:
    """Details of which nobody has said whether they may stand or are to be masked in public."""
    return [value for value, choice in contact_choices(meeting, content) if not choice]


def contact_choices(meeting: Meeting, content: Json | None = None) -> list[tuple[str, str]]:
    """Every contact detail in the text with the choice made: ``keep``, ``mask`` or the empty string."""
    made = {key_of(row.value): row.choice for row in ContactChoice.objects.filter(meeting=meeting)}
    said = contacts_of(meeting) if content is None else contacts_within(content)
    return [(value, made.get(key_of(value), "")) for value in said]


def choice_rows(meeting: Meeting) -> Mapping[str, ContactChoice]:
    """The choices that are recorded, by what they are about, however it was written."""
    return {key_of(row.value): row for row in meeting.contact_choices.all()}


def key_of(value: str) -> str:
    """What two writings of the same contact detail have in common."""
    return _national(value) or value.lower()


def left_over(content: Json, variant: Json) -> list[str]:
    """The masked values of a record that can still be read in the finished public variant."""
    said = "\n".join(texts(variant))
    return [value for value in content["masks"] if (wanted := pattern_of([value])) and wanted.search(said)]


def pattern_of(values: Iterable[str]) -> re.Pattern[str] | None:
    """What finds the values in a reading, whatever their case, the longest first; None when there are none.

    A telephone number is found however it is written: with or without +46, with any signs between its digits.
    """
    bare = {read(value, html=False).text for value in values} - {""}
    longest_first = sorted(bare, key=lambda value: (-len(value), value))
    return re.compile("|".join(map(_pattern, longest_first)), re.IGNORECASE) if bare else None


def places_of(content: Json, values: Iterable[str]) -> dict[str, list[int]]:
    """For each value, the numbers of the items in which it stands."""
    said = {item["number"]: "\n".join(texts(item)) for item in content["items"]}
    found: dict[str, list[int]] = {}
    for value in values:
        pattern = pattern_of([value])
        found[value] = [number for number, text in said.items() if pattern and pattern.search(text)]
    return found


def _pattern(value: str) -> str:
    national = _national(value)
    if not national:
        return re.escape(value)
    digits = _ANY.join(national[1:])
    return rf"(?<!\d)(?:(?:\+|00){_ANY}4{_ANY}6{_ANY}(?:\(?0\)?{_ANY})?|\(?0{_ANY}){digits}(?!\d)"


def _contacts(said: Iterable[str]) -> list[str]:
    found: dict[str, str] = {}
    for text in said:
        for address in _EMAIL.findall(text):
            found.setdefault(address[:LONGEST], address[:LONGEST])
        for phone in _phones(text):
            found.setdefault(key_of(phone), phone)
    return list(found.values())


def _phones(text: str) -> list[str]:
    return [found[0] for found in _PHONE.finditer(text) if _is_phone(found[0])]


def _is_phone(written: str) -> bool:
    return bool(_national(written)) and not _TIMES.match(written) and not _DAY.fullmatch(written)


def _national(written: str) -> str:
    """``0701234567`` for every writing of that number; empty for what is no telephone number."""
    if not _PHONE.fullmatch(written):
        return ""
    groups = re.findall(r"\d+", written)
    digits = "".join(groups)
    if abroad := written.startswith("+") or digits.startswith("00"):
        digits = "0" + digits.removeprefix("00").removeprefix("46").removeprefix("0")
    area = _AREA.match(digits)
    if not area or not _LEAST_DIGITS <= len(digits) <= _MOST_DIGITS:
        return ""
    return digits if abroad or groups[0].startswith(area[0]) else ""
