"""The questions that are asked of groups, people, mandates and documents, by name.

Public code starts from ``published()``, authenticated code from ``visible_to(user)``.
"""

from groups.querysets.base import DatedQuerySet, NameManager, SlugManager
from groups.querysets.documents import GoverningDocumentQuerySet
from groups.querysets.groups import (
    GroupQuerySet,
    MembershipManager,
    OfficeTermManager,
    OwnedRuleManager,
    RecordKeepingManager,
    SeatManager,
    YearlyMeetingManager,
)
from groups.querysets.mandates import MandateQuerySet, SectionManager
from groups.querysets.registers import NAMES, OrganisationQuerySet, PersonQuerySet

__all__ = [
    "NAMES",
    "DatedQuerySet",
    "GoverningDocumentQuerySet",
    "GroupQuerySet",
    "MandateQuerySet",
    "MembershipManager",
    "NameManager",
    "OfficeTermManager",
    "OrganisationQuerySet",
    "OwnedRuleManager",
    "PersonQuerySet",
    "RecordKeepingManager",
    "SeatManager",
    "SectionManager",
    "SlugManager",
    "YearlyMeetingManager",
]
