"""What people type about a meeting: the editor of its whole text, and the small forms of the steps."""

from meetings.forms.editor import MeetingEditor
from meetings.forms.saving import NotValid, Saved, save
from meetings.forms.steps import ContactForm, NewMeetingForm, ReasonForm

__all__ = ["ContactForm", "MeetingEditor", "NewMeetingForm", "NotValid", "ReasonForm", "Saved", "save"]
