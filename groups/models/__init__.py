"""The models of who: one module per noun."""

from groups.models.accounts import AreaRole, User
from groups.models.composition import Membership, OfficeTerm, Seat
from groups.models.groups import Group, GroupType
from groups.models.mandates import Mandate, MandateSection
from groups.models.organisations import Area, Organisation, OrganisationName
from groups.models.people import Person

__all__ = [
    "Area",
    "AreaRole",
    "Group",
    "GroupType",
    "Mandate",
    "MandateSection",
    "Membership",
    "OfficeTerm",
    "Organisation",
    "OrganisationName",
    "Person",
    "Seat",
    "User",
]
