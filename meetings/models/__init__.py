"""The models of meetings: one module per noun."""

from meetings.models.agendas import AgendaItem, AgendaVersion, Outcome, OutcomeTask
from meetings.models.attendance import Attendance
from meetings.models.documents import Attachment, StoredDocument
from meetings.models.meetings import ContactChoice, Meeting, NumberSeries
from meetings.models.minutes import Adjuster, MinutesComment, MinutesVersion, Publication, Verdict

__all__ = [
    "Adjuster",
    "AgendaItem",
    "AgendaVersion",
    "Attachment",
    "Attendance",
    "ContactChoice",
    "Meeting",
    "MinutesComment",
    "MinutesVersion",
    "NumberSeries",
    "Outcome",
    "OutcomeTask",
    "Publication",
    "StoredDocument",
    "Verdict",
]
