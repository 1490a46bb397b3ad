"""The covenant's models, one file per topic."""

from regiodeal.covenant.models.agreed import AgreedRow
from regiodeal.covenant.models.deal import Deal, Interpretation, Neighbourhood
from regiodeal.covenant.models.obligations import Obligation
from regiodeal.covenant.models.parties import OfficeHolder, Organisation, Party
from regiodeal.covenant.models.people import Membership, User

__all__ = [
    "AgreedRow",
    "Deal",
    "Interpretation",
    "Membership",
    "Neighbourhood",
    "Obligation",
    "OfficeHolder",
    "Organisation",
    "Party",
    "User",
]
