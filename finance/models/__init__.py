"""The models of the money, one file per topic. All amounts are euros with cents, including btw."""

from finance.models.agreed import AgreedTotal, BudgetLine, Cap, Contributor, Kind, Source
from finance.models.bookings import Booking, BookingKind, Origin
from finance.models.contribution_trail import ContributionEvent
from finance.models.contributions import Contribution, NotEligibleError
from finance.models.deviations import CapDeviation, CapDeviationEvent
from finance.models.evidence import MoneyEvidence
from finance.models.imports import LedgerColumn, LedgerImport, LedgerKind, LedgerMapping, LedgerMappingEvent
from finance.models.ledger import (
    Commitment,
    CommitmentEvent,
    Expenditure,
    ExpenditureEvent,
    Receipt,
    ReceiptEvent,
)
from finance.models.sisa import SisaIndicator

__all__ = [
    "AgreedTotal",
    "Booking",
    "BookingKind",
    "BudgetLine",
    "Cap",
    "CapDeviation",
    "CapDeviationEvent",
    "Commitment",
    "CommitmentEvent",
    "Contribution",
    "ContributionEvent",
    "Contributor",
    "Expenditure",
    "ExpenditureEvent",
    "Kind",
    "LedgerColumn",
    "LedgerImport",
    "LedgerKind",
    "LedgerMapping",
    "LedgerMappingEvent",
    "MoneyEvidence",
    "NotEligibleError",
    "Origin",
    "Receipt",
    "ReceiptEvent",
    "SisaIndicator",
    "Source",
]
