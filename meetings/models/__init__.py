"""The models of meetings: one module per noun."""

from meetings.models.agendas import AgendaItem, AgendaVersion, Outcome, OutcomeTask
from meetings.models.attendance import Attendance
from meetings.models.calendars import CalendarAddress
from meetings.models.consultations import Consultation, ConsultationLink, Consulted
from meetings.models.documents import Attachment, StoredDocument
from meetings.models.drafts import Draft
from meetings.models.handovers import Handover
from meetings.models.late_approvals import LateApproval
from meetings.models.links import MailLink
from meetings.models.matters import Matter, MatterPaper, StandingItem
from meetings.models.meetings import Meeting, MeetingMove, NumberSeries
from meetings.models.minutes import Adjuster, MinutesComment, MinutesVersion, Publication, Redaction, Verdict
from meetings.models.registration import Registration, RegistryNumber
from meetings.models.rulings import ContactChoice, NotPersonalNumber
from meetings.models.seen import SeenVersion
from meetings.models.short_notes import ShortNote
from meetings.models.written import WrittenAnswer

__all__ = [
    "Adjuster",
    "AgendaItem",
    "AgendaVersion",
    "Attachment",
    "Attendance",
    "CalendarAddress",
    "Consultation",
    "ConsultationLink",
    "Consulted",
    "ContactChoice",
    "Draft",
    "Handover",
    "LateApproval",
    "MailLink",
    "Matter",
    "MatterPaper",
    "Meeting",
    "MeetingMove",
    "MinutesComment",
    "MinutesVersion",
    "NotPersonalNumber",
    "NumberSeries",
    "Outcome",
    "OutcomeTask",
    "Publication",
    "Redaction",
    "Registration",
    "RegistryNumber",
    "SeenVersion",
    "ShortNote",
    "StandingItem",
    "StoredDocument",
    "Verdict",
    "WrittenAnswer",
]
