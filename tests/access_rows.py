"""What a row of the access matrix says: who is let in, in which state of the meeting, and how the others are refused.

States are those of a meeting of the group of eva (process leader), olle (chair) and sara (member); maja works for
another group; dag's account is switched off; anna has none. Every cell that no row allows is a refusal, and which
one follows from the role: who has not signed in is sent to do so, an outsider gets 404, a member 403.
"""

from dataclasses import dataclass, field
from typing import Literal

type Role = Literal["anna", "dag", "maja", "sara", "eva", "olle"]
type State = Literal["planned", "sent", "out", "adjusted", "published", "withdrawn"]

ROLES: tuple[Role, ...] = ("anna", "dag", "maja", "sara", "eva", "olle")
STATES: tuple[State, ...] = ("planned", "sent", "out", "adjusted", "published", "withdrawn")
EVERYONE: frozenset[Role] = frozenset(ROLES)
ACCOUNTS: frozenset[Role] = frozenset({"maja", "sara", "eva", "olle"})
GROUP: frozenset[Role] = frozenset({"sara", "eva", "olle"})
WRITERS: frozenset[Role] = frozenset({"eva"})
LEADERS: frozenset[Role] = frozenset({"maja", "eva"})
CHAIRS: frozenset[Role] = frozenset({"olle"})
NOBODY: frozenset[Role] = frozenset()

#: How a refusal looks: where sign-in is needed, what the outsider gets, what the member gets.
REFUSALS: dict[Role, str] = {
    "anna": "sign in", "dag": "sign in", "maja": "404", "sara": "403", "eva": "403", "olle": "403",
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """``allowed`` in every state, unless ``states`` says otherwise for some; ``verb`` takes POST only."""

    allowed: frozenset[Role]
    states: dict[State, frozenset[Role]] = field(default_factory=dict)
    verb: bool = False
    #: What those get who are not allowed, where it differs from ``REFUSALS``.
    otherwise: dict[Role, str] = field(default_factory=dict)

    def expected(self, state: State, role: Role) -> str:
        if role in self.states.get(state, self.allowed):
            return "ok"
        return self.otherwise.get(role, REFUSALS[role])


def public(**states: frozenset[Role]) -> Row:
    """A page of the open site: the same for all; where it is closed, closed to all."""
    return Row(EVERYONE, states=states, otherwise=dict.fromkeys(ROLES, "404"))  # type: ignore[arg-type]


NOT_ADJUSTED: dict[State, frozenset[Role]] = {"planned": NOBODY, "sent": NOBODY, "out": NOBODY}
UNPUBLISHED = {"planned": NOBODY, "sent": NOBODY, "out": NOBODY, "adjusted": NOBODY}
NOT_YOURS = {"maja": "403"}
NOT_THERE = {"sara": "404", "eva": "404", "olle": "404"}
NOT_THERE_OR_YOURS = dict.fromkeys(("sara", "eva", "olle"), "404 or 403")
