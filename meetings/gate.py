"""The publication gate: what has to be settled in the text before it is sent for adjustment."""

import re

from meetings.models import ContactChoice, Meeting
from meetings.snapshot import minutes_content
from samverkan.common.canonical import Json
from samverkan.common.richtext import plain

# Linear: no part can match where another one could.
_EMAIL = re.compile(
    r"[A-Za-z0-9](?:[A-Za-z0-9._%+-]{0,62}[A-Za-z0-9_%+-])?@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{2,63})+"
)


def contacts_in(text: str) -> list[str]:
    """The e-mail addresses in a plain text, in order, each once."""
    return list(dict.fromkeys(_EMAIL.findall(text)))


def contacts_of(meeting: Meeting) -> list[str]:
    """The e-mail addresses in everything that the minutes of the meeting say."""
    return contacts_in("\n".join(_texts(minutes_content(meeting))))


def unsettled_contacts(meeting: Meeting) -> list[str]:
    """Addresses of which nobody has said whether they may stand or are to be masked in public."""
    settled = {value.lower() for value in meeting.contact_choices.values_list("value", flat=True)}
    return [value for value in contacts_of(meeting) if value.lower() not in settled]


def contact_choices(meeting: Meeting) -> list[tuple[str, str]]:
    """Every address in the text with the choice made: ``keep``, ``mask`` or the empty string."""
    made = {row.value.lower(): row.choice for row in ContactChoice.objects.filter(meeting=meeting)}
    return [(value, made.get(value.lower(), "")) for value in contacts_of(meeting)]


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [plain(value) if "<" in value else value, *_hidden_addresses(value)]
    if isinstance(value, dict):
        return [text for key, part in value.items() if key != "masks" for text in _texts(part)]
    if isinstance(value, list):
        return [text for part in value for text in _texts(part)]
    return []


def _hidden_addresses(html: str) -> list[str]:
    return re.findall(r'href="mailto:([^"?]+)', html)


def problems(content: Json) -> list[str]:
    """Swedish sentences on what has to be mended before the minutes can be sent."""
    found = []
    if not content["attendance"]:
        found.append("Anteckningen saknar närvaro. Fyll i vilka som var med.")
    if not content["items"]:
        found.append("Anteckningen saknar punkter. Lägg till minst en punkt.")
    for item in content["items"]:
        if not item["title"].strip():
            found.append(f"Punkt {item['number']} saknar rubrik. Skriv en rubrik.")
        found += [
            f"Ett beslut i punkt {item['number']} saknar text. Skriv vad gruppen kom fram till, eller ta bort det."
            for outcome in item["outcomes"]
            if not outcome["text"].strip()
        ]
    return found
