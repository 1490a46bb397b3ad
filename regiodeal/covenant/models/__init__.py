"""The covenant's models, one file per topic."""

from regiodeal.covenant.models.agenda import AgendaItem, Attendance, Seat, StandingItem
from regiodeal.covenant.models.agreed import AgreedRow
from regiodeal.covenant.models.amendments import Amendment, AmendmentEvent, AmendmentSort, AmendmentState
from regiodeal.covenant.models.api_clients import ApiClient, ApiClientEvent, ApiKind, ApiToken
from regiodeal.covenant.models.audit import AuditEntry
from regiodeal.covenant.models.communication import CoreMessage
from regiodeal.covenant.models.consents import Consent, ProposedChange
from regiodeal.covenant.models.deal import Deal, Interpretation, Neighbourhood
from regiodeal.covenant.models.decisions import (
    ActionItem,
    ActionItemEvent,
    ActionItemLink,
    Decision,
    DecisionEvent,
    DecisionLink,
)
from regiodeal.covenant.models.documents import Document, DocumentEvent, Publication, PublicationEvent
from regiodeal.covenant.models.fulfilments import Fulfilment
from regiodeal.covenant.models.invitations import Invitation, InvitationEvent, InvitationState, MembershipEvent
from regiodeal.covenant.models.loads import LoadedChange
from regiodeal.covenant.models.marks import DataMark
from regiodeal.covenant.models.meetings import Meeting, MeetingEvent, MeetingState, Minutes
from regiodeal.covenant.models.obligations import Obligation
from regiodeal.covenant.models.parties import OfficeHolder, Organisation, Party
from regiodeal.covenant.models.people import Membership, User
from regiodeal.covenant.models.reminders import CalendarFeed, Reminder, ReminderChoice, ReminderKind
from regiodeal.covenant.models.versions import AgreedChange, CovenantVersion, Origin
from regiodeal.covenant.models.withdrawals import Adjustment, AdjustmentEvent, Withdrawal

__all__ = [
    "ActionItem",
    "ActionItemEvent",
    "ActionItemLink",
    "Adjustment",
    "AdjustmentEvent",
    "AgendaItem",
    "AgreedChange",
    "AgreedRow",
    "Amendment",
    "AmendmentEvent",
    "AmendmentSort",
    "AmendmentState",
    "ApiClient",
    "ApiClientEvent",
    "ApiKind",
    "ApiToken",
    "Attendance",
    "AuditEntry",
    "CalendarFeed",
    "Consent",
    "CoreMessage",
    "CovenantVersion",
    "DataMark",
    "Deal",
    "Decision",
    "DecisionEvent",
    "DecisionLink",
    "Document",
    "DocumentEvent",
    "Fulfilment",
    "Interpretation",
    "Invitation",
    "InvitationEvent",
    "InvitationState",
    "LoadedChange",
    "Meeting",
    "MeetingEvent",
    "MeetingState",
    "Membership",
    "MembershipEvent",
    "Minutes",
    "Neighbourhood",
    "Obligation",
    "OfficeHolder",
    "Organisation",
    "Origin",
    "Party",
    "ProposedChange",
    "Publication",
    "PublicationEvent",
    "Reminder",
    "ReminderChoice",
    "ReminderKind",
    "Seat",
    "StandingItem",
    "User",
    "Withdrawal",
]
