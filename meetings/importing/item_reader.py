"""One item, from its lines to its parts."""

import re
from collections.abc import Iterable
from dataclasses import replace

from meetings.importing.blocks import Block, as_html, blocks_of
from meetings.importing.items import Section
from meetings.importing.outcomes import Circle, classify, task_in
from meetings.importing.parsed import ParsedItem, ParsedOutcome, ParsedTask, Purpose, Warning
from meetings.importing.sections import Body, Passage
from meetings.importing.tail import FORMER
from meetings.importing.text import OPEN_ADDRESS, only_links, plain
from meetings.importing.vocabulary import PARTICLES, is_name_word, is_no_name

TELLS = re.compile(
    r"(?:informera|berätta|presentera|redogö|rapportera|föredr|återkoppla|redovisa|beskriv|går igenom|gick igenom"
    r"|inled)\w{0,4}"
)
NO_DECISION = re.compile(r"(?:[-–.]|ing[ae]t? beslut\b.{0,40}|ej aktuellt|n/a)\.?", re.IGNORECASE)
DECIDES = re.compile(r"^(?:(?P<who>[^,.:;]{2,60}?) )?beslut(?:ar|ade|as|ades) ", re.IGNORECASE)
LEADS_IN = re.compile(r"(?:\batt|:)\s{0,3}:?$")
OWNER_LAST = re.compile(r"(?:\((?P<one>[^()]{2,60})\)|\s[-–]\s(?P<two>[^–()]{2,40}))\.?$")
MOST_NAMES = 4


def read_item(section: Section, body: Body, circle: Circle) -> tuple[ParsedItem, list[Warning]]:
    found = [outcome for passage in body.passages for outcome in outcomes_of(passage, circle)]
    information, more = told_in_prose(blocks_of(body.information), circle)
    dialog, still_more = told_in_prose(blocks_of(body.dialog), circle)
    read = [*found, *more, *still_more]
    outcomes = with_owners([outcome for outcome, _ in read], body)
    item = ParsedItem(
        number=section.number,
        title=section.title,
        purpose=purpose_of(outcomes, has_dialog=bool(dialog)),
        presenter=presenter_of(body, information),
        information=html_of(information, section.title),
        questions=questions_of(body),
        dialog=html_of(dialog, section.title),
        outcomes=outcomes,
    )
    return item, [unclear(section, outcome) for outcome, certain in read if not certain]


def unclear(section: Section, outcome: ParsedOutcome) -> Warning:
    text = outcome.text if len(outcome.text) <= 80 else f"{outcome.text[:79]}…"
    return Warning("decision", f"Beslutets typ i punkt {section.number} är oklar: ”{text}” Välj typ.")


def purpose_of(outcomes: tuple[ParsedOutcome, ...], *, has_dialog: bool) -> Purpose:
    if any(outcome.kind != "noted" for outcome in outcomes):
        return "decision"
    return "dialog" if has_dialog else "information"


def html_of(blocks: Iterable[Block], title: str) -> str:
    """Links to papers stand among the papers, so only links that can be opened stay in the text."""
    keep_all = bool(FORMER.search(title))
    return "".join(as_html(block) for block in blocks if keep_all or not is_dead_paper(block))


def is_dead_paper(block: Block) -> bool:
    links = only_links(" ".join(block.sources())) if block.kind == "p" else []
    return bool(links) and not any(OPEN_ADDRESS.fullmatch(address) for _, address in links)


def questions_of(body: Body) -> str:
    """The questions to the group, always as a list."""
    blocks = [block for passage in body.of("questions") for block in blocks_of(passage.lines)]
    sources = [text for block in blocks for text in block.sources()]
    return as_html(Block("ul", [[source] for source in sources])) if sources else ""


def outcomes_of(passage: Passage, circle: Circle) -> list[tuple[ParsedOutcome, bool]]:
    texts = [text for text in statements(blocks_of(passage.lines)) if not NO_DECISION.fullmatch(text)]
    if passage.place == "decision":
        return [classify(text, circle) for text in texts]
    if passage.place == "action":
        return [(assigned(text, circle), True) for text in texts]
    return []


def statements(blocks: Iterable[Block]) -> list[str]:
    """One text per decision; 'LGS beslutar att:' goes before each point of the list that follows it."""
    found, lead = list[str](), ""
    for block in blocks:
        sources = [text for source in block.sources() if (text := plain(source))]
        if block.is_list:
            found += [f"{lead} {text}".strip() for text in sources]
            lead = ""
            continue
        found += [lead] if lead else []
        text = " ".join(sources)
        leads = LEADS_IN.search(text[-20:])
        lead = text.rstrip(": ") if leads else ""
        found += [] if leads or not text else [text]
    return [*found, lead] if lead else found


def assigned(text: str, circle: Circle) -> ParsedOutcome:
    task = task_in(text, circle) or ParsedTask(owner_in(text), text)
    return ParsedOutcome("assigned", text, tasks=(task,))


def owner_in(text: str) -> str:
    """The owner of an action stands last, in brackets or after a dash, or first, as a name."""
    if match := OWNER_LAST.search(text[-80:]):
        return str(match["one"] or match["two"]).strip(" .")
    return " ".join(name_at_start(text.split()))


def with_owners(outcomes: list[ParsedOutcome], body: Body) -> tuple[ParsedOutcome, ...]:
    """'Ansvarig: ...' belongs to what was decided or left to do last."""
    owners = [plain(" ".join(passage.lines)).strip(" .") for passage in body.of("owner")]
    if not outcomes or not (named := ", ".join(owner for owner in owners if owner)):
        return tuple(outcomes)
    last = outcomes[-1]
    unowned = any(not task.owner for task in last.tasks)
    tasks = tuple(replace(task, owner=task.owner or named) for task in last.tasks)
    return (*outcomes[:-1], replace(last, tasks=tasks if unowned else (*tasks, ParsedTask(named, last.text))))


def told_in_prose(blocks: list[Block], circle: Circle) -> tuple[list[Block], list[tuple[ParsedOutcome, bool]]]:
    """Paragraphs such as 'Gruppen beslutar att ...' are decisions though no label says so."""
    rest, found = list[Block](), list[tuple[ParsedOutcome, bool]]()
    for block in blocks:
        text = plain(" ".join(block.sources())) if block.kind == "p" else ""
        if is_decision(text, circle):
            found.append(classify(text, circle))
        else:
            rest.append(block)
    return rest, found


def is_decision(text: str, circle: Circle) -> bool:
    match = DECIDES.match(text)
    return match is not None and (match["who"] is None or circle.is_group(match["who"]))


def presenter_of(body: Body, information: list[Block]) -> str | None:
    if named := [plain(" ".join(passage.lines)) for passage in body.of("presenter")]:
        return named[0].partition(",")[0].strip(" .") or None
    first = next((" ".join(block.sources()) for block in information if block.kind == "p"), "")
    words = plain(first[:400]).split()
    name = name_at_start(words)
    return " ".join(name) if len(name) > 1 and tells(words, len(name)) else None


def name_at_start(words: list[str]) -> list[str]:
    name = list[str]()
    for word in words[:MOST_NAMES]:
        if not (is_name_word(word) or (name and word in PARTICLES)) or is_no_name(word):
            break
        name.append(word.rstrip(",:"))
        if word.endswith((",", ":")):
            break
    return name


def tells(words: list[str], at: int) -> bool:
    """'informerar' right after the name, or after a title between commas."""
    if not words[at - 1].endswith(","):
        return at < len(words) and TELLS.match(words[at]) is not None
    after = next((i + 1 for i in range(at, min(len(words), at + 10)) if words[i].endswith(",")), len(words))
    return after < len(words) and TELLS.match(words[after]) is not None
