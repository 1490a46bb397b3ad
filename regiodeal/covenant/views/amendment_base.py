"""What the pages of amendments share."""

from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse

from regiodeal.covenant.models import Amendment, Party
from regiodeal.covenant.roles import Right
from regiodeal.covenant.views.base import DealPage


class AgreementPage(DealPage):
    """A page under "Overleg en afspraken" about what the Parties change."""

    section = "obligations"

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """The list of amendments."""
        above = [("Overleg en afspraken", reverse("obligations", args=[self.deal.slug]))]
        return [*above, ("Wijzigingen", reverse("amendments", args=[self.deal.slug]))]

    def own_parties(self) -> list[Party]:
        """The Parties for which the user may speak."""
        if not self.may(Right.REPRESENT_PARTY):
            return []
        return list(dict.fromkeys(row.party for row in self.memberships if row.party is not None))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the user may do."""
        rights = {
            "may_keep_agreement": self.may(Right.KEEP_AGREEMENT),
            "may_propose": self.may(Right.PROPOSE_AMENDMENT),
            "own_parties": self.own_parties(),
        }
        return super().get_context_data(**rights | kwargs)


class AmendmentView(AgreementPage):
    """Base of the pages of one amendment."""

    amendment: Amendment

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Fetch the amendment of this deal, as far as the user may know of it. 404 for another's draft."""
        super().setup(request, *args, **kwargs)
        if not request.user.is_authenticated:
            return
        rows = Amendment.objects.visible_to(self.deal, **self.reader()).select_related(
            "party", "meeting", "publication", "covenant_version", "request", "addendum", "minutes_document"
        )
        found = rows.filter(number=kwargs["number"]).first()
        if found is None:
            raise Http404
        found.deal = self.deal  # with what later versions changed, which is not asked for again then
        self.amendment = found

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """The list, and the amendment."""
        return [*super().breadcrumbs(), (f"Wijziging {self.amendment.number}", self.address())]

    def address(self) -> str:
        """The page of the amendment."""
        return reverse("amendment", args=[self.deal.slug, self.amendment.number])

    def writes_for(self, amendment: Amendment) -> bool:
        """Whether the user may write this draft: who keeps the agreement, and the Party that asks."""
        return self.may(Right.KEEP_AGREEMENT) or amendment.party in self.own_parties()
