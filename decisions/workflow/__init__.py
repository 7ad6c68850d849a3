"""What happens with decisions: into the register and the open, followed at home, taken up as commitments."""

from decisions.workflow.commitments import report_commitment
from decisions.workflow.focusing import set_focus_areas
from decisions.workflow.following import (
    replace,
    report_all_anchored,
    report_anchoring,
    report_formal_decision,
    set_due,
)
from decisions.workflow.informing import inform
from decisions.workflow.register import is_registered, register, show
from decisions.workflow.registration import register_number
from decisions.workflow.taking_home import send_home

__all__ = [
    "inform",
    "is_registered",
    "register",
    "register_number",
    "replace",
    "report_all_anchored",
    "report_anchoring",
    "report_commitment",
    "report_formal_decision",
    "send_home",
    "set_due",
    "set_focus_areas",
    "show",
]
