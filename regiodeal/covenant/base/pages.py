"""The base of pages about what the Parties change."""

from django.urls import reverse

from regiodeal.deals.models import Party
from regiodeal.deals.roles import Right
from regiodeal.pages.deal_page import Context, DealPage


class AgreementPage(DealPage):
    """A page under "Overleg en afspraken" about what the Parties change."""

    section = "obligations"

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the list of amendments."""
        above = [("Overleg en afspraken", reverse("obligations", args=[self.deal.slug]))]
        return [*above, ("Wijzigingen", reverse("amendments", args=[self.deal.slug]))]

    def own_parties(self) -> list[Party]:
        """The Parties for which the user may speak."""
        if not self.may(Right.REPRESENT_PARTY):
            return []
        return list(dict.fromkeys(row.party for row in self.memberships if row.party and not row.party_has_left))

    def get_context_data(self, **kwargs: object) -> Context:
        """Return what the user may do."""
        rights = {
            "may_keep_agreement": self.may(Right.KEEP_AGREEMENT),
            "may_propose": self.may(Right.PROPOSE_AMENDMENT),
            "own_parties": self.own_parties(),
        }
        return super().get_context_data(**rights | kwargs)
