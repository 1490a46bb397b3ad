"""What the pages of the money share."""

from typing import Any

from django.urls import reverse

from finance.models import Booking
from finance.rules import Finding
from regiodeal.covenant.roles import Right
from regiodeal.covenant.views.base import DealPage, DealView


def address_of(view: DealView, finding: Finding) -> str:
    """Where the rows behind a finding are shown, as of the same date."""
    query = {**finding.query, **({"op": view.request.GET["op"]} if "op" in view.request.GET else {})}
    return reverse(finding.page, args=[view.deal.slug], query=query)


def shown_findings(view: DealView, findings: list[Finding]) -> list[tuple[Finding, str]]:
    """The findings with their address, without what waits for approval for who may not see that."""
    sees = view.may(Right.SEE_UNAPPROVED)
    return [
        (finding, address_of(view, finding))
        for finding in findings
        if sees or finding.query.get("stand") != "submitted"
    ]


def text_of(booking: Booking) -> str:
    """The booking in one line."""
    name = str(booking._meta.verbose_name)
    return f"{name[0].upper()}{name[1:]} {booking.code}"


class MoneyDealPage(DealPage):
    """A page of the money, below the position."""

    section = "money"

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """The money."""
        return [("Financiën", reverse("money", args=[self.deal.slug]))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whether one may enter and approve money."""
        rights = {"may_enter_money": self.may(Right.ENTER_MONEY), "may_approve_money": self.may(Right.APPROVE_MONEY)}
        return super().get_context_data(**rights | kwargs)
