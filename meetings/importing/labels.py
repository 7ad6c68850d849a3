"""The labels of a note: a word first on its line, with a colon, a tab or the line to itself."""

import re
from dataclasses import dataclass
from typing import Literal

from meetings.importing.text import fold, plain

type Key = Literal[
    "date", "time", "place", "when_where", "group",
    "present", "apologies", "absent", "adjunct", "guest", "chair", "vice_chair", "ignored",
    "information", "dialog", "questions", "decision", "action", "owner", "background", "presenter",
    "next_meeting", "note_taker", "papers", "signatures",
]  # fmt: skip

WORDS: dict[Key, str] = {
    "date": "datum|dag|mötesdatum|sammanträdesdatum|sammanträdesdag|datum och tid|dag och tid|datum & tid",
    "time": "tid|tidpunkt|klockan|kl|kl.",
    "place": "plats|lokal|sammanträdesplats|mötesplats|digitalt möte|telefonmöte|videomöte|var",
    "when_where": "plats och tid|tid och plats|tid & plats|plats & tid|datum och plats|datum, tid och plats",
    "group": "grupp|möte|forum|mötesnamn",
    "present": "närvarande|deltagare|deltagande|medverkande|beslutande|ledamöter|närvarande ledamöter"
    "|ordinarie ledamöter|tjänstgörande ersättare|närvarande ersättare|mötesdeltagare|participants|på plats",
    "apologies": "förhindrade|förhindrad|förhinder|anmält förhinder|anmälda förhinder|meddelat förhinder|återbud",
    "absent": "frånvarande|frånvaro|ej närvarande|inte närvarande",
    "adjunct": "adjungerad|adjungerade|adj.|adj|adjungerade deltagare|adjungerade ledamöter",
    "guest": "inbjudna|inbjuden|särskilt inbjudna|gäst|gäster|övriga|övriga deltagare|övriga deltagande"
    "|övriga närvarande|i tjänsten|icke tjänstgörande ersättare|insynsplats|yttranderätt",
    "chair": "ordförande|ordf.|ordf|mötesordförande",
    "vice_chair": "vice ordförande|vice ordf.|vice ordf|v. ordf.|v. ordf",
    "ignored": "kallade|kopia för kännedom|sändlista|för kännedom|dagordning|agenda|innehåll|uppdaterad|utskriven"
    "|publicerad|senast uppdaterad|diarienummer|dnr|sida",
    "information": "information",
    "dialog": "dialog|diskussion|diskussioner|dialog och frågor|frågor och dialog|samtal",
    "questions": "frågeställning|frågeställningar|fråga|frågor|fundering|funderingar",
    "decision": "beslut|beslut att|besluten|konklusion|beslutas|beslutas att|beslutades",
    "action": "åtgärd|åtgärder|actionpoint|actionpoints|actionpunkt|actionpunkter|att göra|uppgift|uppdrag",
    "owner": "ansvarig|ansvariga",
    "background": "bakgrund|syfte|ärendebeskrivning|ärende|förslag|förslag till beslut|rekommendation|återstår|mål",
    "presenter": "föredragande|föredragare|presentatör",
    "next_meeting": "nästa möte|kommande möte|kommande möten|nästa möten|följande möten|nästkommande möte"
    "|nästa sammanträde|nästa mötestillfälle",
    "note_taker": "vid anteckningarna|vid anteckningen|vid protokollet|vid pennan|sekreterare|sekr.|sekr"
    "|protokollförare|antecknat av|antecknare|anteckningar av|anteckningar förda av",
    "papers": "bilaga|bilagor|handlingar|underlag|presentationer",
    "signatures": "justeras|justerare|protokolljusterare|utses att justera|utsedd att justera|underskrifter"
    "|underskrift|signaturer|justerat|justerande",
}
KEYS: dict[str, Key] = {word: key for key, words in WORDS.items() for word in words.split("|")}
# A topic as often as a label, so these need their colon.
NEED_COLON = frozenset({"uppdrag", "uppgift", "fråga", "frågor", "förslag", "mål", "möte", "grupp", "dag", "tid", "var",
                        "ärende", "underlag", "handlingar", "övriga", "sida", "återstår", "samtal", "rekommendation",
                        "beslutas", "beslutades", "forum"})  # fmt: skip
GROUP_DECISION = re.compile(
    r"(?:(?:gruppens|mötets|rådets|lgs|nosams|nosam|\w{0,40}gruppens|\w{0,40}rådets)\s)?beslut(?:\s[0-9]{1,2})?"
)
ASKED_OF = re.compile(r"(frågeställning(?:ar)?|frågor|fråga)\s(?:till|för|att)\s.{1,60}")
NUMBERED_PAPER = re.compile(r"bilaga\s[0-9]{1,3}")
DATED = re.compile(r"(datum|mötesdatum|sammanträdesdatum|tid|kl\.?|klockan)\s+(?=[0-9])", re.IGNORECASE)
DECISION_THAT = re.compile(r"beslut\s+(?=att\s)", re.IGNORECASE)
NEXT_DATED = re.compile(r"(nästa möte|kommande möte)\s+(?:är\s|blir\s|den\s)?(?=[0-9])", re.IGNORECASE)
HEADING = re.compile(r"#{1,6}\s{0,20}")
LONGEST = 70


@dataclass(frozen=True, slots=True)
class Label:
    key: Key
    word: str
    value: str

    @property
    def alone(self) -> bool:
        return not self.value


def label_of(line: str) -> Label | None:
    """The label that a line begins with, or None."""
    text, bold = opened(line)
    head, colon, _ = text[:LONGEST].partition(":")
    if colon and (key := key_of(head)):
        return Label(key, fold(plain(head)), fold(text[len(head) + 1 :]).removeprefix("**").strip())
    head, tab, _ = text.partition("\t")
    if tab and (key := key_of(head)):
        return Label(key, fold(plain(head)), fold(text[len(head) + 1 :]))
    return alone(text) or (bold_label(bold, text) if bold else None) or dated(text)


def opened(line: str) -> tuple[str, str]:
    """The line without heading and emphasis marks at its start, and the words that were bold."""
    text = HEADING.sub("", line.strip(), count=1) if line.lstrip().startswith("#") else line.strip()
    for mark in ("**", "__"):
        if text.startswith(mark) and (end := text.find(mark, 2, 2 + LONGEST)) > 0:
            return text[2:end] + text[end + 2 :], text[2:end]
    return text, ""


def alone(text: str) -> Label | None:
    if len(text) > LONGEST:
        return None
    word = fold(plain(text))
    key = key_of(word)
    return Label(key, word, "") if key and word.casefold() not in NEED_COLON else None


def bold_label(bold: str, text: str) -> Label | None:
    """'**Beslut** LGS noterar': the bold face does what the colon does."""
    key = key_of(bold)
    return Label(key, fold(bold), fold(text[len(bold) :])) if key else None


def dated(text: str) -> Label | None:
    """'Datum 2026-06-16', 'Kl 13-15' and 'Beslut att ...' do without the colon."""
    if match := DATED.match(text):
        return Label(KEYS[match[1].casefold()], match[1], fold(text[match.end() :]))
    if match := NEXT_DATED.match(text):
        return Label("next_meeting", match[1], fold(text[match.end() :]))
    if (match := DECISION_THAT.match(text)) and text[:1].isupper():
        return Label("decision", "Beslut", fold(text[match.end() :]))
    return None


def key_of(head: str) -> Key | None:
    word = fold(plain(head)).casefold()
    if key := KEYS.get(word):
        return key
    if GROUP_DECISION.fullmatch(word):
        return "decision"
    if ASKED_OF.fullmatch(word):
        return "questions"
    return "papers" if NUMBERED_PAPER.fullmatch(word) else None
