"""The base of the pages of the money."""

from django.urls import reverse

from regiodeal.deals.roles import Right
from regiodeal.pages.deal_page import Context, DealPage


class MoneyDealPage(DealPage):
    """A page of the money, below the position."""

    section = "money"

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the money."""
        return [("Financiën", reverse("money", args=[self.deal.slug]))]

    def get_context_data(self, **kwargs: object) -> Context:
        """Tell whether one may enter and approve money."""
        rights = {"may_enter_money": self.may(Right.ENTER_MONEY), "may_approve_money": self.may(Right.APPROVE_MONEY)}
        return super().get_context_data(**rights | kwargs)
