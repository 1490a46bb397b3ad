"""Inviting somebody to a role in a deal: what is refused, and the mail with the link."""

import logging
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from regiodeal.accounts.models import Invitation, InvitationState
from regiodeal.deals.memberships import refuse_together
from regiodeal.deals.models import Deal, Membership, Party, User
from regiodeal.deals.roles import Role
from regiodeal.deals.words import speaking
from regiodeal.pages.mail import Letter, send

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Guest:
    """Holds who is invited, and to which role."""

    email: str
    name: str
    role: Role
    party: Party | None = None


def invite(deal: Deal, guest: Guest, *, by: User, at: datetime) -> Invitation:
    """Invite somebody to a role and mail the link. Raises ValueError, in Dutch, for what cannot be.

    When the mail cannot be sent the invitation stands, unsent, and can be sent again.
    """
    email = guest.email.strip().lower()
    _refuse(deal, email, guest.role, by)
    invitation = Invitation(deal=deal, email=email, name=guest.name, role=guest.role, party=guest.party)
    mail(invitation, invitation.begin(by=by, at=at), by=by)
    return invitation


def send_again(invitation: Invitation, *, by: User, at: datetime) -> None:
    """Mail a new link; the earlier one stops. Raises WrongStateError once it is accepted or taken back."""
    mail(invitation, invitation.renew(by=by, at=at), by=by)


def _refuse(deal: Deal, email: str, role: Role, by: User) -> None:
    if email == by.email:
        raise ValueError("U kunt uzelf geen rol geven. Vraag het een andere beheerder.")
    has = set(Membership.objects.filter(deal=deal, user__email=email).values_list("role", flat=True))
    waits = Invitation.objects.filter(deal=deal, email=email, state=InvitationState.SENT)
    asked = set(waits.values_list("role", flat=True))
    if role in has:
        raise ValueError("Deze persoon heeft deze rol al.")
    if role in asked:
        raise ValueError("Voor dit adres en deze rol is er al een uitnodiging. Verstuur die opnieuw, of trek die in.")
    refuse_together(has | asked | {role})


def mail(invitation: Invitation, token: str, *, by: User) -> bool:
    """Mail the link, and keep when that succeeded. False when it did not; the reason goes to the log."""
    context = {
        "invitation": invitation,
        "by": by,
        "url": f"{settings.PORTAL_URL}{reverse('accept-invitation', args=[token])}",
    }
    letter = Letter(
        to=invitation.email,
        subject=f"Uitnodiging voor het portaal van {invitation.deal.short_name}",
        template="accounts/mail/invitation.txt",
        context=context,
        deal=invitation.deal,
        thread=f"invitation {invitation.pk}",
    )
    try:
        with speaking(invitation.deal.words):
            send(letter)
    except OSError:  # what smtplib raises too
        logger.exception("The mail of an invitation could not be sent; it can be sent again from the page")
        return False
    Invitation.objects.filter(pk=invitation.pk).update(mailed_at=timezone.now())
    invitation.refresh_from_db()
    return True
