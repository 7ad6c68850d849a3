"""The model of a meeting's life: how it stands, who may do what today, and what everyone can read.

It says in few words what the product says in many (design, section 4), and is written apart from it.
"""

from dataclasses import dataclass, field
from datetime import date

ROLES = ("eva", "olle", "sara", "maja", "ny")
MODES = ("chair", "named", "comments", "next_meeting")
DAY, NEXT_DAY = date(2026, 4, 23), date(2026, 5, 7)
AGENDA_STAGES = {
    "": "PLANNED",
    "sent": "AGENDA_SENT",
    "returned": "AGENDA_RETURNED",
    "approved": "AGENDA_APPROVED",
}


@dataclass(frozen=True)
class Text:
    """What the text says of its open item; everything else stays the same."""

    title: str = "Fråga 1"
    outcome: str = "Beslut 1.1."


@dataclass
class Life:
    """A meeting of a group with a process leader (eva), a chair (olle), a member (sara), and two outside it."""

    mode: str
    today: date
    chair: str = "olle"
    members: set[str] = field(default_factory=lambda: {"eva", "olle", "sara"})
    closed: set[str] = field(default_factory=set)  # accounts
    #: Who has typed what only a draft keeps.
    drafting: set[str] = field(default_factory=set)
    text: Text = Text()
    state: str = "planned"
    agenda: str = ""
    agenda_title: str = ""
    is_called_with: bool = False  # whether the approved agenda has been called with
    is_out: bool = False
    is_returned: bool = False
    is_taken_back: bool = False
    sent: Text | None = None
    sent_mode: str = ""
    until: date | None = None
    asked: set[str] = field(default_factory=set)
    given: set[str] = field(default_factory=set)
    sealed: dict[int, Text] = field(default_factory=dict)
    drawn: set[int] = field(default_factory=set)
    correction: str = ""
    #: How each version that was ever published stands: stands, before, closed.
    shown: dict[int, str] = field(default_factory=dict)
    #: What it was before it was closed for a redaction that is under way.
    closed_from: dict[int, str] = field(default_factory=dict)
    is_masked: bool = False

    # --- How it stands --------------------------------------------------------------------------------------

    @property
    def latest(self) -> int:
        return max(self.sealed, default=0)

    @property
    def standing(self) -> int:
        return next((number for number, how in self.shown.items() if how == "stands"), 0)

    @property
    def stage(self) -> str:
        if self.is_out or self.is_returned:
            return "OUT" if self.is_out else "TAKEN_BACK" if self.is_taken_back else "RETURNED"
        if self.sealed:
            return "CORRECTING" if self.correction else self._stage_of_adjusted()
        return AGENDA_STAGES[self.agenda] if self.state == "planned" else self.state.upper()

    def _stage_of_adjusted(self) -> str:
        if not self.shown or self.standing:
            return "PUBLISHED" if self.standing == self.latest else "ADJUSTED"
        return "REDACTING" if self.closed_from else "WITHDRAWN"

    @property
    def is_open(self) -> bool:
        """Whether the text may change."""
        return not self.is_out and (not self.sealed or bool(self.correction))

    @property
    def mode_now(self) -> str:
        return "chair" if self.correction == "spelling" else self.mode

    # --- Who may what, today --------------------------------------------------------------------------------

    def writes(self, who: str) -> bool:
        return who == "eva" and who in self.members - self.closed

    def chairs(self, who: str) -> bool:
        return who == self.chair and who in self.members - self.closed

    def sits(self, who: str) -> bool:
        return who != "eva" and who in self.members - self.closed

    def may_send_agenda(self, who: str) -> bool:
        is_new = self.agenda != "approved" or self.agenda_title != self.text.title
        is_time = self.state != "held" and self.agenda != "sent" and self.chair in self.members
        return self.writes(who) and is_time and is_new and who not in self.drafting

    def may_answer_agenda(self, who: str) -> bool:
        return self.chairs(who) and self.agenda == "sent"

    def may_call(self, who: str) -> bool:
        is_time = self.state != "held" and self.agenda == "approved" and not self.is_called_with
        return self.writes(who) and is_time and self.agenda_title == self.text.title

    def may_hold(self, who: str) -> bool:
        return self.writes(who) and self.state != "held" and self.today >= DAY

    def may_write(self, who: str) -> bool:
        return self.writes(who) and self.is_open

    def adjusters(self) -> set[str]:
        """Who would be asked, were the note sent now."""
        if self.mode_now == "named":
            return {who for who in ROLES if self.sits(who)}
        able = self.members if self.mode_now == "next_meeting" else self.members - self.closed
        return {self.chair} & able

    def may_send_minutes(self, who: str) -> bool:
        was = self.sealed.get(self.latest)
        is_more = self.correction == "spelling" and was and was.outcome != self.text.outcome
        is_time = self.state == "held" and bool(self.adjusters()) and who not in self.drafting
        return self.may_write(who) and is_time and self.text != was and not is_more

    def may_answer_minutes(self, who: str) -> bool:
        if not self.is_out or who in self.given:
            return False
        if self.sent_mode == "named":
            return who in self.asked and self.sits(who)
        if self.sent_mode == "next_meeting":  # a correction would need yet another meeting, and there is none
            return self.chairs(who) and not self.correction and self.today >= NEXT_DAY
        # Whoever chairs by now takes over what is out.
        return self.chairs(who) and (not self.until or self.today > self.until)

    def may_comment(self, who: str) -> bool:
        return self.is_out and bool(self.until and self.today <= self.until) and self.sits(who)

    def may_take_back(self, who: str) -> bool:
        return self.writes(who) and self.is_out

    def may_publish(self, who: str) -> bool:
        is_ready = self.latest in self.drawn and not self.closed_from
        return self.writes(who) and is_ready and self.standing != self.latest

    def may_withdraw(self, who: str) -> bool:
        return self.writes(who) and bool(self.standing)

    def may_redact(self, who: str) -> bool:
        return self.may_withdraw(who) and not self.is_masked

    def may_correct(self, who: str) -> bool:
        return self.writes(who) and bool(self.sealed) and not self.correction

    def may_abandon(self, who: str) -> bool:
        return self.writes(who) and bool(self.correction) and not self.is_out

    # --- What happens ---------------------------------------------------------------------------------------

    def send_minutes(self) -> None:
        asked, mode = self.adjusters(), self.mode_now
        kept = self.given & asked if self.sent == self.text and {self.sent_mode, mode} == {"named"} else set()
        self.given = kept if kept != asked else set()
        self.asked, self.sent_mode, self.sent, self.is_out = asked, mode, self.text, True
        self.is_returned = self.is_taken_back = False

    def answer_minutes(self, who: str, *, yes: bool) -> None:
        if not yes:
            self.is_out, self.is_returned = False, True
            return
        self.given.add(who)
        if self.sent_mode != "named" or self.given == self.asked:
            self.sealed[self.latest + 1] = self.text
            self.is_out, self.correction, self.given = False, "", set()

    def publish(self) -> None:
        self.shown = {number: "before" if how == "stands" else how for number, how in self.shown.items()}
        self.shown[self.latest] = "stands"

    def close(self) -> dict[int, str]:
        """Close everything that can be read; what it was."""
        was = {number: how for number, how in self.shown.items() if how != "closed"}
        self.shown |= dict.fromkeys(was, "closed")
        return was

    def redact(self) -> None:
        self.closed_from, self.is_masked, self.drawn = self.close(), True, set()

    def abandon(self) -> None:
        self.text, self.correction = self.sealed[self.latest], ""
        self.is_returned = self.is_taken_back = False

    def work(self) -> None:
        """The worker has done what was promised."""
        self.drawn = set(self.sealed)
        self.shown |= self.closed_from
        self.closed_from = {}
