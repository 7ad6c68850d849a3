"""States of meetings, agendas, minutes, matters and their ways, and the arrows between them (design, section 4)."""

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
    ASKED = "asked", "Ute på remiss"
    HANDED = "handed", "Hos en annan grupp"
    BACK_AGAIN = "back_again", "Kommer tillbaka"
    CLOSED = "closed", "Avslutad med svar"
    SENT_BACK = "sent_back", "Skickad tillbaka"
    WITHDRAWN = "withdrawn", "Återtagen"

    @property
    def said(self) -> str:
        """The state as it is read: what nobody has taken in yet waits for word."""
        return "Väntar på besked" if self is MatterState.RECEIVED else str(self.label)


class HandoverState(models.TextChoices):
    """Of a question on its way to another group (R7)."""

    SENT = "sent", "Väntar på svar"
    ACCEPTED = "accepted", "Mottagen"
    RETURNED = "returned", "Skickad tillbaka"
    RECALLED = "recalled", "Tillbakatagen"
    ANSWERED = "answered", "Besvarad"


class ConsultationState(models.TextChoices):
    OUT = "out", "Ute för svar"
    CLOSED = "closed", "Avslutad"
    RECALLED = "recalled", "Tillbakatagen"


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
    _M.RECEIVED: {_M.PREPARING, _M.SCHEDULED, _M.HANDED, _M.SENT_BACK, _M.WITHDRAWN, _M.CLOSED},
    _M.PREPARING: {_M.SCHEDULED, _M.ASKED, _M.HANDED, _M.SENT_BACK, _M.WITHDRAWN, _M.CLOSED},
    _M.SCHEDULED: {_M.PREPARING, _M.BACK_AGAIN, _M.CLOSED},
    _M.ASKED: {_M.PREPARING, _M.BACK_AGAIN},
    _M.HANDED: {_M.PREPARING, _M.BACK_AGAIN, _M.CLOSED},
    _M.BACK_AGAIN: {_M.PREPARING, _M.SCHEDULED, _M.ASKED, _M.HANDED, _M.CLOSED},
    _M.SENT_BACK: {_M.RECEIVED, _M.WITHDRAWN},
}

_H = HandoverState
#: What was accepted goes back when the receiving group sends its own question back, and is there again when that one
#: is raised again.
HANDOVER_ARROWS: dict[str, set[str]] = {
    _H.SENT: {_H.ACCEPTED, _H.RETURNED, _H.RECALLED},
    _H.ACCEPTED: {_H.ANSWERED, _H.RETURNED},
    _H.RETURNED: {_H.ACCEPTED},
}
CONSULTATION_ARROWS: dict[str, set[str]] = {
    ConsultationState.OUT: {ConsultationState.CLOSED, ConsultationState.RECALLED}
}


def may_move(arrows: dict[str, set[str]], old: str, new: str) -> bool:
    """Whether an arrow leads from the one state to the other."""
    return new in arrows.get(old, set())
