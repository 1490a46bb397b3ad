"""The models of the money, one file per topic. All amounts are euros with cents, including btw."""

from finance.models.agreed import AgreedTotal, BudgetLine, Cap, Contributor, Kind, Source
from finance.models.ledger import Commitment, Expenditure, Receipt

__all__ = [
    "AgreedTotal",
    "BudgetLine",
    "Cap",
    "Commitment",
    "Contributor",
    "Expenditure",
    "Kind",
    "Receipt",
    "Source",
]
