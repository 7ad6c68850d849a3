"""What happens at each step of a meeting: one function a step.

Each locks the meeting, asks whether it is time, changes, records, and promises mail and files through the
outbox, in one transaction. Who may is asked before, of ``rules``. Every refusal is a ``StepRefused`` with a
sentence for the user. ``by`` is the acting account, ``at`` an aware datetime (default: now).
"""

from meetings.workflow.agenda import approve_agenda, return_agenda, send_agenda
from meetings.workflow.approval import set_approving_meeting
from meetings.workflow.comments import save_comments
from meetings.workflow.meeting import (
    EditConflict,
    call,
    check_in,
    check_out,
    free_sequence,
    mark_held,
    plan_meeting,
    prefill_attendance,
    refuse_if_closed,
)
from meetings.workflow.minutes import send_minutes, take_back
from meetings.workflow.publication import publish, withdraw
from meetings.workflow.verdicts import adjust, register_verdict, return_minutes

__all__ = [
    "EditConflict",
    "adjust",
    "approve_agenda",
    "call",
    "check_in",
    "check_out",
    "free_sequence",
    "mark_held",
    "plan_meeting",
    "prefill_attendance",
    "publish",
    "refuse_if_closed",
    "register_verdict",
    "return_agenda",
    "return_minutes",
    "save_comments",
    "send_agenda",
    "send_minutes",
    "set_approving_meeting",
    "take_back",
    "withdraw",
]
