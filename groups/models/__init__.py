"""The models of who: one module per noun."""

from groups.models.accounts import AreaRole, User
from groups.models.composition import Membership, OfficeTerm, Seat
from groups.models.governing_documents import GoverningDocument
from groups.models.groups import FormerAddress, Group, GroupType
from groups.models.mandates import Mandate, MandatePdf, MandateRecord, MandateSection
from groups.models.organisations import Area, Organisation, OrganisationName
from groups.models.people import Person
from groups.models.record_keeping import RecordKeeping
from groups.models.standing_rules import DeadlineRule, FrequencyRule, TermRule
from groups.models.year_rules import YearlyMeeting, YearRule

__all__ = [
    "Area",
    "AreaRole",
    "DeadlineRule",
    "FormerAddress",
    "FrequencyRule",
    "GoverningDocument",
    "Group",
    "GroupType",
    "Mandate",
    "MandatePdf",
    "MandateRecord",
    "MandateSection",
    "Membership",
    "OfficeTerm",
    "Organisation",
    "OrganisationName",
    "Person",
    "RecordKeeping",
    "Seat",
    "TermRule",
    "User",
    "YearRule",
    "YearlyMeeting",
]
