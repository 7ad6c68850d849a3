"""One thing that a year holds, and the rings that such things lie on."""

from dataclasses import dataclass
from datetime import date

MEETING, DEADLINE, TOGETHER, ENDING = "meeting", "deadline", "together", "ending"
#: From the outside in.
RINGS = {
    MEETING: "Möten",
    DEADLINE: "Handlingsplaner och årsrapporter",
    TOGETHER: "Årliga möten mellan grupper",
    ENDING: "Ordförandeskap och uppdrag som går ut",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """``late`` is a sentence on what should have been done by the day and is not; empty when nothing is late.

    ``subject`` is the same for all groups that the day demands the same of, and ``who`` this one; empty when the thing
    is its group's alone.
    """

    day: date
    ring: str
    title: str
    url: str
    note: str = ""
    late: str = ""
    subject: str = ""
    who: str = ""

    @property
    def kind(self) -> str:
        return RINGS[self.ring]
