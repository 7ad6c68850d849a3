"""How far a decision has come, as icon and word: the same on the open site, behind sign-in and in the matrix."""

from django import template

from decisions.states import AnchoringState, CommitmentState, FormalState
from meetings.templatetags.components import ICONS

register = template.Library()

ANCHORING_LOOKS = {
    AnchoringState.NOT_STARTED: ("wait", "clock"),
    AnchoringState.ANCHORED: ("info", "home"),
    AnchoringState.IMPLEMENTED: ("ok", "check"),
    AnchoringState.NOT_CONCERNED: ("", "close"),
    AnchoringState.CANNOT: ("out", "warning"),
}
FORMAL_LOOKS = {
    FormalState.PENDING: ("wait", "clock"),
    FormalState.TAKEN: ("ok", "check"),
    FormalState.DECLINED: ("out", "stop"),
    FormalState.NOT_NEEDED: ("", "close"),
}
COMMITMENT_LOOKS = {
    CommitmentState.OPEN: ("wait", "clock"),
    CommitmentState.DONE: ("ok", "check"),
    CommitmentState.CANNOT: ("out", "warning"),
    CommitmentState.DROPPED: ("", "stop"),
}


@register.inclusion_tag("components/chip.html")
def anchoring_chip(state: str) -> dict[str, str]:
    """How far an organisation has come."""
    tone, name = ANCHORING_LOOKS[AnchoringState(state)]
    return {"word": str(AnchoringState(state).label), "path": ICONS[name], "tone": tone}


@register.inclusion_tag("components/chip.html")
def formal_chip(state: str) -> dict[str, str]:
    """What a principal has decided at home."""
    tone, name = FORMAL_LOOKS[FormalState(state)]
    return {"word": str(FormalState(state).label), "path": ICONS[name], "tone": tone}


@register.inclusion_tag("components/chip.html")
def commitment_chip(state: str) -> dict[str, str]:
    """What has become of a commitment."""
    tone, name = COMMITMENT_LOOKS[CommitmentState(state)]
    return {"word": str(CommitmentState(state).label), "path": ICONS[name], "tone": tone}
