"""The addresses of who has which role, with an invitation and a role behind them."""

from regiodeal.accounts.models import Invitation
from regiodeal.deals.models import Deal, Membership, User
from regiodeal.deals.roles import Role
from tests.plugins.deal import at


def people_paths(deal: Deal, by: User) -> dict[str, str]:
    """Somebody who was invited, and somebody with a role."""
    invitation = Invitation(deal=deal, email="nieuw@example.nl", name="Nieuw", role=Role.OVERLEG)
    invitation.begin(by=by, at=at("2026-11-01"))
    member = Membership.objects.get(user=by, deal=deal)
    base = "beheer/"
    return {
        "users": base,
        "invite": base + "uitnodigen/",
        "resend-invitation": f"{base}uitnodigingen/{invitation.pk}/opnieuw/",
        "cancel-invitation": f"{base}uitnodigingen/{invitation.pk}/intrekken/",
        "withdraw-role": f"{base}rollen/{member.pk}/intrekken/",
        "reset-second-step": f"{base}rollen/{member.pk}/tweede-stap/",
        "audit": base + "logboek/",
        "status": base + "toestand/",
        "audit-export": base + "logboek/bestand/",
    }
