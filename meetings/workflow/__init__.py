"""What happens at each step of a meeting: one function a step.

Each locks the meeting, asks whether it is time, changes, records, and promises mail and files through the
outbox, in one transaction. Who may is asked before, of ``rules``. Every refusal is a ``StepRefused`` with a
sentence for the user. ``by`` is the acting account, ``at`` an aware datetime (default: now).
"""

from meetings.workflow.adjusters import follow_chairs, replace_adjuster
from meetings.workflow.agenda import approve_agenda, recall_agenda, register_agenda, return_agenda, send_agenda
from meetings.workflow.approval import set_approving_meeting
from meetings.workflow.calendars import make_calendar_address, revoke_calendar_address
from meetings.workflow.calling import call
from meetings.workflow.coming import say_if_coming
from meetings.workflow.comments import save_comments
from meetings.workflow.corrections import abandon_correction, change_correction, open_correction
from meetings.workflow.late_approval import register_approval
from meetings.workflow.meeting import (
    EditConflict,
    check_in,
    check_out,
    free_sequence,
    mark_held,
    plan_meeting,
    plan_meetings,
    refuse_if_closed,
    take_back_held,
)
from meetings.workflow.minutes import send_minutes, take_back
from meetings.workflow.moving import cancel_meeting, move_meeting
from meetings.workflow.numbers import ask_about_numbers, numbers_to_judge, rule_not_personal
from meetings.workflow.papers import PaperFacts, add_paper, change_paper, remove_paper
from meetings.workflow.publication import publish, withdraw
from meetings.workflow.purging import purge
from meetings.workflow.redactions import redact, republish
from meetings.workflow.registration import register_number
from meetings.workflow.roster import fill_attendance, follow_roster
from meetings.workflow.seen import note_seen
from meetings.workflow.verdicts import adjust, register_verdict, return_minutes

__all__ = [
    "EditConflict",
    "PaperFacts",
    "abandon_correction",
    "add_paper",
    "adjust",
    "approve_agenda",
    "ask_about_numbers",
    "call",
    "cancel_meeting",
    "change_correction",
    "change_paper",
    "check_in",
    "check_out",
    "fill_attendance",
    "follow_chairs",
    "follow_roster",
    "free_sequence",
    "make_calendar_address",
    "mark_held",
    "move_meeting",
    "note_seen",
    "numbers_to_judge",
    "open_correction",
    "plan_meeting",
    "plan_meetings",
    "publish",
    "purge",
    "recall_agenda",
    "redact",
    "refuse_if_closed",
    "register_agenda",
    "register_approval",
    "register_number",
    "register_verdict",
    "remove_paper",
    "replace_adjuster",
    "republish",
    "return_agenda",
    "return_minutes",
    "revoke_calendar_address",
    "rule_not_personal",
    "save_comments",
    "say_if_coming",
    "send_agenda",
    "send_minutes",
    "set_approving_meeting",
    "take_back",
    "take_back_held",
    "withdraw",
]
