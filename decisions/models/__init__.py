"""The register of decisions in cooperation, what becomes of each decision at home, and plans and reports."""

from decisions.models.commitments import Commitment
from decisions.models.decisions import Decision
from decisions.models.extracts import DecisionExtract
from decisions.models.focus_areas import CooperationPlan, DecisionFocus, FocusArea
from decisions.models.following import Anchoring, FormalDecision
from decisions.models.plans import ActionPlan, Activity, PlanGoal
from decisions.models.registration import DiaryEntry
from decisions.models.reporting import Informed, ReportLink
from decisions.models.reports import AnnualReport
from decisions.models.sealed import SealedDocument, SealedPdf
from decisions.models.sent_down import SentDown

__all__ = [
    "ActionPlan",
    "Activity",
    "Anchoring",
    "AnnualReport",
    "Commitment",
    "CooperationPlan",
    "Decision",
    "DecisionExtract",
    "DecisionFocus",
    "DiaryEntry",
    "FocusArea",
    "FormalDecision",
    "Informed",
    "PlanGoal",
    "ReportLink",
    "SealedDocument",
    "SealedPdf",
    "SentDown",
]
