"""The register of decisions in cooperation, and what becomes of each decision at home."""

from decisions.models.commitments import Commitment
from decisions.models.decisions import Decision
from decisions.models.extracts import DecisionExtract
from decisions.models.following import Anchoring, FormalDecision
from decisions.models.sent_down import SentDown

__all__ = ["Anchoring", "Commitment", "Decision", "DecisionExtract", "FormalDecision", "SentDown"]
