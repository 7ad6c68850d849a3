"""What hinders a note from being sent, and what is worth a look although it does not."""

import re
from dataclasses import dataclass

from meetings.kinds import SILENT, OutcomeKind, Presence
from samverkan.common.canonical import Json
from samverkan.common.reading import read
from samverkan.common.richtext import clean

_LINK = re.compile(r'<a\b[^<>]*href="([^"]*)"[^<>]*>(.*?)</a>', re.DOTALL)
_SAYS_NOTHING = frozenset(
    {
        "", "här", "klicka", "klicka här", "läs mer", "läs mer här", "mer", "mer information", "länk", "länken",
        "se länk", "denna länk", "den här länken", "se här", "via länk", "webbplats", "webbplatsen", "sida", "sidan",
    }
)  # fmt: skip
_BARE = re.compile(r"(?:https?://|www\.)\S*|[\w.-]+\.[a-z]{2,24}/\S*", re.IGNORECASE)
_EMPTY_HEADING = re.compile(r"<h3>(?:\s|&nbsp;|<br>|</?(?:strong|em)>)*</h3>")
_NO_TEXT_AFTER = re.compile(r"</h3>\s*(?:<h3>|$)")
_BOLD_ONLY = re.compile(r"<p>\s*<strong>(?:(?!</strong>).){2,80}</strong>\s*:?\s*</p>\s*<(?:p|ul|ol)>")
_LEFT_OPEN = {OutcomeKind.PREPARED_FURTHER, OutcomeKind.POSTPONED, OutcomeKind.REFERRED_BACK, OutcomeKind.STRUCK}
_DOTS = "…"
_NO_OUTCOME = "Punkten har inget beslut. Lägg till ett om gruppen kom fram till något."
_NO_TEXT = "Punkten har ingen text och inget beslut. Skriv vad som sades, eller ta bort punkten."


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to look at; it stops nothing. ``item`` is the number of the item that it is about."""

    item: int
    sentence: str


def remarks(content: Json) -> list[Remark]:
    """What makes the text harder to read or to follow: links without words, headings, items without text or outcome,
    outcomes with the dots of their standard sentence left, and who presented without having been there.
    """
    found, away = [], _away(content["attendance"])
    unanswered = _unanswered(content)
    for item in content["items"]:
        said = [clean(item[name]) for name in ("information", "questions", "dialog")]
        sentences = [sentence for html in said for sentence in (*_links(html), *_headings(html))]
        if not item["outcomes"]:
            has_text = any(read(html, html=True).text.strip() for html in said)
            sentences.append(_NO_OUTCOME if has_text else _NO_TEXT)
        sentences += [_dots_left(outcome["text"]) for outcome in item["outcomes"] if _has_dots_left(outcome["text"])]
        if item["presenter"] in away:
            sentences.append(f"{item['presenter']} står som föredragande men var inte med. Ändra det som är fel.")
        if unanswered and not _is_left_open(item):
            sentences.append(
                f"{unanswered}, men punkten har ett beslut. Gruppen beslutar i enighet: ändra det som är fel."
            )
        found += [Remark(item["number"], sentence) for sentence in dict.fromkeys(sentences)]
    return found


def _away(attendance: list[Json]) -> set[str]:
    """The names of those who were called and not there."""
    there = {row["name"] for row in attendance if row["state"] == Presence.PRESENT}
    return {row["name"] for row in attendance} - there


def _unanswered(content: Json) -> str:
    """That not everybody has answered a question that was put in writing; empty when all have."""
    rows = content["attendance"] if content["meeting"]["kind"] == "written" else []
    silent = sum(row["remark"] == SILENT for row in rows)
    return f"{len(rows) - silent} av {len(rows)} har svarat" if silent else ""


def _is_left_open(item: Json) -> bool:
    return all(outcome["kind"] in _LEFT_OPEN for outcome in item["outcomes"])


def _links(html: str) -> list[str]:
    found = []
    for target, inner in _LINK.findall(html):
        words = " ".join(read(inner, html=True).text.split())
        if words.strip(" .:>»→").lower() in _SAYS_NOTHING:
            found.append(f"Länken ”{words or target}” säger inte vart den leder. Skriv vad man kommer till.")
        elif _BARE.fullmatch(words):
            found.append(f"Länken till {words[:60]} visas som en adress. Skriv vad man kommer till i stället.")
    return found


def _headings(html: str) -> list[str]:
    found = []
    if _EMPTY_HEADING.search(html):
        found.append("Det finns en rubrik utan text. Ta bort den.")
    elif _NO_TEXT_AFTER.search(html):
        found.append("Det finns en rubrik som inget står under.")
    if _BOLD_ONLY.search(html):
        found.append("En rad i fetstil står som rubrik. Gör den till en rubrik, så att den går att hitta.")
    return found


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
        found += [
            f"Ett beslut i punkt {item['number']} är inte färdigskrivet: ”{outcome['text'].strip()}” Skriv klart det."
            for outcome in item["outcomes"]
            if _is_begun(outcome["text"])
        ]
    return found


def _is_begun(text: str) -> bool:
    """Whether the sentence still has the three dots of a standard sentence where its words are to stand."""
    words = text.strip(" .")
    return words.startswith(_DOTS) or words.endswith(_DOTS)


def _has_dots_left(text: str) -> bool:
    """Whether the dots of a standard sentence stand in the middle of what was written: ``att …köpa in``."""
    return _DOTS in text and not _is_begun(text)


def _dots_left(text: str) -> str:
    return f"Ett beslut har tecknet … kvar i texten: ”{text.strip()}” Ta bort det om det inte ska stå där."
