"""Which days a step of an amendment can have: within the life of the deal, of the request and of the overleg.

Each rule raises NotYetError, in Dutch and with its article.
"""

from datetime import date

from regiodeal.base.dutch import day
from regiodeal.covenant.agreement.models import Amendment
from regiodeal.covenant.meetings.models import Meeting, MeetingState
from regiodeal.deals.in_force import deal_in_force
from regiodeal.deals.models import Deal
from regiodeal.lifecycle.day_order import NotYetError, refuse_before


def refuse_outside_the_deal(deal: Deal, on: date) -> None:
    """Refuse a day before the deal was signed, or after its end (art. 18)."""
    refuse_before(on, deal.signed_on, "Artikel 18: er valt niets te wijzigen voordat de deal is ondertekend")
    ends_on = deal_in_force(deal, on=on).ends_on
    if on > ends_on:
        raise NotYetError(f"Artikel 18: de deal is geëindigd op {day(ends_on)}. Er valt niets meer te wijzigen.")


def refuse_other_agenda(amendment: Amendment, meeting: Meeting) -> None:
    """Refuse an overleg on whose agenda the request cannot have been: of before it, or that was called off."""
    if meeting.state == MeetingState.CANCELLED:
        raise NotYetError(f"Artikel 12 lid 2: het overleg '{meeting}' is vervallen. Kies een ander overleg.")
    asked_for = "Artikel 12 lid 2: het verzoek staat op de agenda van een overleg dat volgt op het verzoek"
    refuse_before(meeting.held_on, amendment.requested_on, asked_for)


def refuse_other_minutes(amendment: Amendment, meeting: Meeting, *, on: date) -> None:
    """Refuse minutes that cannot say that all consented: of before the request, still to come, or of a later day."""
    if not meeting.has_taken_place:
        raise NotYetError(
            f"Artikel 12 lid 3: het overleg '{meeting}' is nog niet gehouden, dus er is nog geen verslag van."
        )
    refuse_other_agenda(amendment, meeting)
    refuse_before(on, meeting.held_on, "Artikel 12 lid 3: vastgelegd wordt op of na de dag van het overleg")
