"""What is attached to the deal when an amendment takes effect (art. 12 lid 4, art. 14 lid 7)."""

from dataclasses import dataclass

from regiodeal.covenant.agreement.consents import ConsentCount, ConsentSeat
from regiodeal.covenant.agreement.models import Amendment
from regiodeal.covenant.documents.models import Document
from regiodeal.covenant.meetings.models import MeetingState
from regiodeal.deals.words import fill_in


@dataclass(frozen=True)
class Annex:
    """One annex: a document, or words that stand elsewhere. Missing when there is neither."""

    title: str
    document: Document | None = None
    text: str = ""

    @property
    def is_missing(self) -> bool:
        """Tell whether it is not there yet."""
        return self.document is None and not self.text


def annexes(amendment: Amendment, standing: ConsentCount) -> list[Annex]:
    """The addendum, the minutes and the statements of consent; for an accession the request and the statements.

    A Party whose consent is not needed any more has no statement to give.
    """
    statements = [_statement(seat) for seat in standing.seats if seat.agrees or not standing.is_complete]
    if amendment.is_accession:
        return [Annex("het verzoek tot toetreding", amendment.request, amendment.text), *statements]
    return [Annex("het addendum", amendment.addendum), _minutes(amendment), *statements]


def _minutes(amendment: Amendment) -> Annex:
    """The minutes that say who consented: agreed in the portal, a document, or where they stand elsewhere.

    Nothing before that was recorded: the overleg on whose agenda it was may be another one.
    """
    meeting, text = amendment.minutes_meeting, amendment.minutes
    if meeting is not None:
        agreed = f"Vastgesteld verslag van {meeting}" + (f", {text}" if text else "")
        text = agreed if meeting.state == MeetingState.AGREED else ""
    return Annex(fill_in("het verslag van {the_overleg}"), amendment.minutes_document, text)


def _statement(seat: ConsentSeat) -> Annex:
    title = f"de verklaring van instemming van {seat.party.code}"
    consent = seat.consent
    if consent is None or not consent.agrees:
        return Annex(title)
    return Annex(title, consent.document, consent.statement or f"In het overleg, door {consent.holder}")
