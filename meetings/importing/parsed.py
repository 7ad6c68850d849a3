"""What a read note consists of: the contract between the parser and whoever matches and saves it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

type Capacity = Literal["chair", "vice_chair", "member", "adjunct", "process_leader", "coordinator", "guest"]
type State = Literal["present", "apologies", "absent"]
type Purpose = Literal["information", "dialog", "decision"]
type Kind = Literal[
    "noted",
    "agreed",
    "decided_not_to",
    "establishes",
    "approves",
    "appoints",
    "recommends",
    "postponed",
    "prepared_further",
    "referred_back",
    "struck",
    "taken_home",
    "handed_over",
    "assigned",
]


class NotMinutes(ValueError):
    """The text is no meeting note; the message is shown to the user as it stands."""


@dataclass(frozen=True, slots=True)
class KnownPerson:
    name: str
    title: str = ""
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class Register:
    """The people and organisations that the portal already knows, full names and short names alike."""

    people: Sequence[KnownPerson] = ()
    organisations: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Warning:
    """Something the reader should check; `text` is a Swedish sentence."""

    code: Literal["date", "times", "numbering", "organisation", "decision", "attendance"]
    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class ParsedPerson:
    """One name of the attendance list. `certain` is true when the register knows the name."""

    name: str
    title: str
    organisation: str
    capacity: Capacity
    state: State
    certain: bool
    raw: str


@dataclass(frozen=True, slots=True)
class ParsedTask:
    """What somebody was left to do; `text` is the sentence as written."""

    owner: str
    text: str


@dataclass(frozen=True, slots=True)
class ParsedOutcome:
    """One decision. `text` is plain text, word for word."""

    kind: Kind
    text: str
    organisation: str | None = None
    group: str | None = None
    tasks: tuple[ParsedTask, ...] = ()


@dataclass(frozen=True, slots=True)
class ParsedItem:
    """One item. `title` is plain text; `information`, `questions` and `dialog` are safe HTML."""

    number: int
    title: str
    purpose: Purpose
    presenter: str | None
    information: str
    questions: str
    dialog: str
    outcomes: tuple[ParsedOutcome, ...]


@dataclass(frozen=True, slots=True)
class ParsedMinutes:
    group_name: str
    kind_word: str
    date: dt.date | None
    starts: dt.time | None
    ends: dt.time | None
    place: str
    attendance: tuple[ParsedPerson, ...]
    items: tuple[ParsedItem, ...]
    approves: str | None
    next_meeting: dt.date | None
    note_taker: str | None
    papers: tuple[str, ...]
    warnings: tuple[Warning, ...]
