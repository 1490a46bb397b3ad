"""The ledger: the bookings behind every figure."""

from typing import Any

from django.core.paginator import Paginator

from finance.forms.filters import LedgerFilter
from finance.ledger import KINDS, ORDERS, bookings, totals
from finance.models import Receipt
from finance.views.base import MoneyDealPage
from regiodeal.covenant.models.review import State
from regiodeal.covenant.roles import Right

PER_PAGE = 50
TITLES = {"ontvangsten": "Ontvangsten", "verplichtingen": "Verplichtingen", "bestedingen": "Bestedingen"}


class LedgerPage(MoneyDealPage):
    """Bookings of one sort, with filters, a running total, and the sums over all pages."""

    right = Right.SEE_DEAL
    title = "Boekingen"
    template_name = "finance/ledger.html"
    is_revalidated = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The bookings that were asked for."""
        kind = self.request.GET.get("soort", "")
        kind = kind if kind in KINDS else "bestedingen"
        sees = self.may(Right.SEE_UNAPPROVED)
        has_measures = KINDS[kind] is not Receipt
        filters = LedgerFilter(self.request.GET, deal=self.deal, has_measures=has_measures, sees_unapproved=sees)
        order = self.request.GET.get("volgorde", "")
        order = order if order.removeprefix("-") in ORDERS else "datum"
        rows = bookings(kind, self.deal, self.on, unapproved=sees, asked=filters.asked, order=order)
        page = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("page"))
        can_choose = self.may(Right.APPROVE_MONEY) and filters.asked.get("stand") == State.SUBMITTED
        return super().get_context_data(
            kind=kind,
            kinds=TITLES,
            kind_title=TITLES[kind],
            filters=filters,
            is_filtered=bool(filters.asked),
            sort=order,
            page_obj=page,
            totals=totals(rows, self.on),
            has_measures=has_measures,
            may_choose=can_choose,
            **kwargs,
        )
