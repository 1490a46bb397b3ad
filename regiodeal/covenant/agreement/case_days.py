"""Which days a step of an amendment can have: within the life of the deal, of the request and of the overleg.

Each rule raises NotYetError, in Dutch and with its article.
"""

from datetime import date

from regiodeal.base.dutch import day
from regiodeal.covenant.agreement.models import Amendment
from regiodeal.covenant.meetings.models import Meeting, MeetingState
from regiodeal.deals.in_force import deal_in_force
from regiodeal.deals.models import Deal
from regiodeal.deals.words import Provision, under
from regiodeal.lifecycle.day_order import NotYetError, refuse_before


def refuse_outside_the_deal(deal: Deal, on: date) -> None:
    """Refuse a day before the deal was signed, or after its end (art. 18)."""
    text = "er valt niets te wijzigen voordat de deal is ondertekend"
    refuse_before(on, deal.signed_on, under(Provision.DURATION, text))
    ends_on = deal_in_force(deal, on=on).ends_on
    if on > ends_on:
        text = "de deal is geëindigd op {end}. Er valt niets meer te wijzigen."
        raise NotYetError(under(Provision.DURATION, text, end=day(ends_on)))


def refuse_other_agenda(amendment: Amendment, meeting: Meeting) -> None:
    """Refuse an overleg on whose agenda the request cannot have been: of before it, or that was called off."""
    if meeting.state == MeetingState.CANCELLED:
        text = "het overleg '{meeting}' is vervallen. Kies een ander overleg."
        raise NotYetError(under(Provision.CONSULTATION, text, meeting=meeting))
    text = "het verzoek staat op de agenda van een overleg dat volgt op het verzoek"
    refuse_before(meeting.held_on, amendment.requested_on, under(Provision.CONSULTATION, text))


def refuse_other_minutes(amendment: Amendment, meeting: Meeting, *, on: date) -> None:
    """Refuse minutes that cannot say who consented: of before the request, still to come, or of a later day."""
    if not meeting.has_taken_place:
        text = "het overleg '{meeting}' is nog niet gehouden, dus er is nog geen verslag van."
        raise NotYetError(under(Provision.CONSENT_MINUTES, text, meeting=meeting))
    refuse_other_agenda(amendment, meeting)
    text = "vastgelegd wordt op of na de dag van het overleg"
    refuse_before(on, meeting.held_on, under(Provision.CONSENT_MINUTES, text))
