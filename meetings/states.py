"""States of meetings, agendas, minutes and matters, and the arrows between them (design, section 4)."""

from django.db import models


class MeetingState(models.TextChoices):
    PLANNED = "planned", "Planerat"
    CALLED = "called", "Kallat"
    HELD = "held", "Hållet"
    CANCELLED = "cancelled", "Inställt"


class AgendaState(models.TextChoices):
    """Of one numbered version of the agenda; before the first is sent the agenda is a working text."""

    SENT = "sent", "Hos ordföranden"
    APPROVED = "approved", "Fastställd"
    RETURNED = "returned", "Tillbaka med kommentar"
    RECALLED = "recalled", "Tillbakatagen"


class MinutesState(models.TextChoices):
    """Of one version of the minutes; before one is sent, and after a return, the minutes are a working text."""

    OUT = "out", "För justering"
    RETURNED = "returned", "Tillbaka med kommentar"
    ADJUSTED = "adjusted", "Justerad"


class MatterState(models.TextChoices):
    RECEIVED = "received", "Mottagen"
    PREPARING = "preparing", "Bereds"
    SCHEDULED = "scheduled", "På agendan"
    BACK_AGAIN = "back_again", "Kommer tillbaka"
    CLOSED = "closed", "Avslutad med svar"
    SENT_BACK = "sent_back", "Skickad tillbaka"
    WITHDRAWN = "withdrawn", "Återtagen"


MEETING_ARROWS: dict[str, set[str]] = {
    MeetingState.PLANNED: {MeetingState.CALLED, MeetingState.HELD, MeetingState.CANCELLED},
    MeetingState.CALLED: {MeetingState.HELD, MeetingState.CANCELLED},
    MeetingState.HELD: {MeetingState.PLANNED, MeetingState.CALLED},
}
AGENDA_ARROWS: dict[str, set[str]] = {
    AgendaState.SENT: {AgendaState.APPROVED, AgendaState.RETURNED, AgendaState.RECALLED}
}
MINUTES_ARROWS: dict[str, set[str]] = {MinutesState.OUT: {MinutesState.RETURNED, MinutesState.ADJUSTED}}

_M = MatterState
MATTER_ARROWS: dict[str, set[str]] = {
    _M.RECEIVED: {_M.PREPARING, _M.SCHEDULED, _M.SENT_BACK, _M.WITHDRAWN, _M.CLOSED},
    _M.PREPARING: {_M.SCHEDULED, _M.SENT_BACK, _M.WITHDRAWN, _M.CLOSED},
    _M.SCHEDULED: {_M.PREPARING, _M.BACK_AGAIN, _M.CLOSED},
    _M.BACK_AGAIN: {_M.PREPARING, _M.SCHEDULED, _M.CLOSED},
    _M.SENT_BACK: {_M.RECEIVED, _M.WITHDRAWN},
}


def may_move(arrows: dict[str, set[str]], old: str, new: str) -> bool:
    """Whether an arrow leads from the one state to the other."""
    return new in arrows.get(old, set())
