"""What a decision sentence decides: its kind, whom it touches, and what somebody was left to do."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from meetings.importing.known import Lookup, key
from meetings.importing.parsed import Kind, ParsedOutcome, ParsedTask
from meetings.importing.vocabulary import is_name_word, is_organisation

# The earliest verb of a sentence decides; where two begin at the same letter, the upper row.
VERBS: dict[Kind, str] = {
    "decided_not_to": r"\b(?:beslut\w{0,5}|enas|enades|överens om|enig\w{0,2}) (?:om )?att inte\b|^att inte\b"
    r"|\bavslå\w{0,2}\b|\bavslog\w?\b|\bavstår\b|^(?:\S{1,40} ){1,4}ska inte\b|\bbeslut\w{0,5} inte att\b",
    "referred_back": r"\båterremi\w{1,12}",
    "postponed": r"\bbordl[äa]\w{1,10}|\bskjut(?:s|er) (?:upp|fram)\b|\bskjuts till\b|\bflyttas till nästa\b",
    "struck": r"\bavskriv(?:s|er|as|a)\b|\bavskrevs?\b|\bstryk(?:s|er|as)\b|\butgår\b(?! i?från)|\bavförs\b"
    r"|\bläggs? ned\b",
    "handed_over": r"\bhänskjut\w{0,3}|\böverlämna\w{0,2}\b|\blämnas? över\b|\bskickas? vidare\b|\bskjuts? på\b"
    r"|\b(?:lyfts?|lyfter|lyftas)\b[^.]{0,60}?\b(?:till|vidare)\b",
    "taken_home": r"\b(?:tar|tog|ta) (?:med|hem)\b(?: sig| hem)?"
    r"|\btar (?:frågan|detta|det) (?:med sig|hem|vidare (?:hem|i))\b",
    "prepared_further": r"\bbered(?:s|as|er) (?:\S{1,30} )?vidare\b|\bfortsatt beredning\b|\barbetas vidare\b"
    r"|\b(?:behöver|ska) (?:\S{1,30} )?(?:kompletteras|förankras|beredas|utredas)\b"
    r"|\b(?:tas|lyfts) upp igen\b|\båterkommer (?:till|på) (?:nästa|kommande)\b",
    "recommends": r"\brekommender\w{1,5}|\bföreslår\b|\bförordar\b",
    "appoints": r"\b(?:utse|utses|utser|utsåg|utsågs|utsedd|nominer\w{1,3}|välja|väljer|väljs|valdes|omval)\b",
    "establishes": r"\bfastställ\w{1,4}\b|\banta(?:r|s|gs?)?\b|\bantog\w?\b",
    "approves": r"\bgodkän\w{1,5}\b|\bställ(?:er|de|a) sig bakom\b|\bbifall\w{0,2}\b|\bbiföll\b|\btillstyrk\w{0,4}\b",
    "noted": r"\bnoter(?:ar|as|a|ade|ades|at)\b|\bantecknar?s?\b|\btackar för\b|\b(?:tar|tog|har tagit) del av\b"
    r"|\b(?:läggs?|lades|lägger|lägga)\b[^.]{0,60}? till handlingarna\b",
    "assigned": r"\bi uppdrag\b|\buppdr(?:ar|as|ogs?) åt\b|\bfår uppdraget\b",
}
PATTERNS = tuple((kind, re.compile(verb, re.IGNORECASE)) for kind, verb in VERBS.items())
AGREED = re.compile(
    r"\bbesluta\w{0,3}\b|\benas\b|\benades\b|\benig\w{0,2}\b|\böverens\b|\baccepter\w{1,4}\b|^att\b|\bok\b|\bska\b",
    re.IGNORECASE,
)
DECIDES_TOO = re.compile(r"\b(?:och|samt) (?:beslutar|beslutade)\b", re.IGNORECASE)
SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ])")
ABBREVIATED = re.compile(r"(?:\b(?:tf|kl|ca|bl\.a|t\.ex|nr|dr|avd|bitr|ordf|prof|st)|\b[A-ZÅÄÖ])\.$", re.IGNORECASE)
WORKS_ON = re.compile(
    r"(?P<owner>[^\s,.:;]{2,40}(?: [^\s,.:;]{1,40}){0,4}?)"
    r" (?:(?:arbetar|jobbar|går) vidare|tar (?:fram|kontakt|över|ansvar)|återkommer|återkopplar|ansvarar|bjuder in"
    r"|kallar|skickar|undersöker|kontaktar|sammanställer|bereder|ser över|kollar|förbereder|bokar|utreder|stämmer av"
    r"|planerar|får i uppdrag|uppdaterar|samlar in|skriver)\b"
)
GIVES_TASK = re.compile(
    r"\b(?:ger|gav|ge) (?P<one>[^,.:;]{2,80}?) i uppdrag\b|\b(?:uppdrar|uppdra) åt (?P<two>[^,.:;]{2,80}?) att\b"
    r"|^(?P<three>[^,.:;]{2,80}?) (?:får|fick) i uppdrag\b",
    re.IGNORECASE,
)
GROUP = re.compile(
    r"\b(?:temagrupp(?:en)?(?: för)? [a-zåäöA-ZÅÄÖ]{2,30}"
    r"(?:(?:,| och) (?:unga|ungdom|vuxna|hälsa|omsorg|ungas hälsa)\b)?"
    r"|beredningsgrupp(?:en)?|arbetsgrupp(?:en)?|styrgrupp(?:en)?|samsynsgruppen|politiskt samråd|VVG\b"
    r"|(?:lokalt |lokala )?NOSAM(?: (?!och\b|till\b|för\b|innan\b|inför\b)[A-ZÅÄÖ][a-zåäö]{2,30})?)",
    re.IGNORECASE,
)
TAKERS = re.compile(r"^(?P<who>[^,.:;]{2,120}?) (?:tar|tog) ", re.IGNORECASE)
SPOKESMEN = re.compile(r"^(?:representant|ledamot|ledamöt|deltagar)\w{0,5} (?:för|från) ", re.IGNORECASE)
OFFICES = ("ledare", "ledaren", "koordinator", "koordinatorn", "ordförande", "ordföranden")
GROUP_ITSELF = frozenset({"gruppen", "mötet", "vi", "ledningsgruppen", "alla", "man", "den", "det", "detta", "frågan"})


@dataclass(frozen=True, slots=True)
class Circle:
    """Who is meant by a name in this note: the group itself, and what the register knows."""

    lookup: Lookup
    groups: frozenset[str]

    def is_group(self, who: str) -> bool:
        return who.casefold() in GROUP_ITSELF or who.casefold() in self.groups

    def organisation(self, who: str) -> str | None:
        """An organisation, or the one that a known person speaks for."""
        who = SPOKESMEN.sub("", who)
        if person := self.lookup.person(who):
            return person.organisation or None
        if registered := self.lookup.organisation(who):
            return who if key(who) == key(registered) else registered
        words = who.split()
        return who if any(is_organisation(word) for word in words) and not self.is_group(who) else None


def classify(text: str, circle: Circle) -> tuple[ParsedOutcome, bool]:
    """The outcome, and whether its kind was recognised; else it counts as agreed."""
    sentences = sentences_of(text)
    kind = kind_of(sentences)
    tasks = tuple(task for sentence in sentences if (task := task_in(sentence, circle)))
    if tasks and len(tasks) == len(sentences) and kind in (None, "agreed"):
        kind = "assigned"
    outcome = ParsedOutcome(kind or "agreed", text, tasks=tasks)
    if kind == "taken_home":
        outcome = taken_home(outcome, circle)
    if kind in ("prepared_further", "handed_over", "referred_back") and (group := GROUP.search(text)):
        outcome = replace(outcome, group=group[0])
    return outcome, kind is not None


def sentences_of(text: str) -> list[str]:
    found = list[str]()
    for part in SENTENCE_END.split(text):
        if found and ABBREVIATED.search(found[-1][-12:]):
            found[-1] += f" {part}"
        else:
            found.append(part)
    return found


def kind_of(sentences: Sequence[str]) -> Kind | None:
    """The first sentence that says anything decides."""
    return next((kind for sentence in sentences if (kind := kind_of_sentence(sentence))), None)


def kind_of_sentence(sentence: str) -> Kind | None:
    found = [
        (match.start(), row, kind) for row, (kind, verb) in enumerate(PATTERNS) if (match := verb.search(sentence))
    ]
    if not found or (sentence[:4].casefold() == "att " and min(found)[0] > 40):
        return "agreed" if AGREED.search(sentence) else None
    kind = min(found)[2]
    return "agreed" if kind == "noted" and DECIDES_TOO.search(sentence) else kind


def task_in(sentence: str, circle: Circle) -> ParsedTask | None:
    if match := GIVES_TASK.search(sentence):
        owner = match["one"] or match["two"] or match["three"]
    elif match := WORKS_ON.match(sentence):
        owner = match["owner"]
    else:
        return None
    return ParsedTask(owner.strip(), sentence) if is_owner(owner, circle) else None


def is_owner(owner: str, circle: Circle) -> bool:
    """An organisation, an office or a person; not the group itself, not 'Frågan'."""
    words = owner.split()
    if circle.is_group(owner) or words[0].casefold() in GROUP_ITSELF:
        return False
    known = circle.lookup.person(owner) or circle.organisation(owner)
    return bool(known) or is_name_word(words[0]) or words[-1].casefold().endswith(OFFICES)


def taken_home(outcome: ParsedOutcome, circle: Circle) -> ParsedOutcome:
    """'SU tar med sig frågan'; several takers become one task each."""
    if not (match := TAKERS.match(outcome.text)):
        return outcome
    if whole := circle.organisation(match["who"]):
        takers = match["who"].split(" och ")
        if len(takers) == 1 or circle.lookup.organisation(match["who"]):
            return replace(outcome, organisation=whole)
        named = [name for taker in takers if (name := circle.organisation(taker))]
        return replace(outcome, tasks=tuple(ParsedTask(name, outcome.text) for name in named))
    return outcome
